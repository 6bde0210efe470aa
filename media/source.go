package media

import "io"

const (
	// headBytes is read at once from the start of every file: the metadata of
	// most photographs begins there.
	headBytes = 16 << 10
	// windowBytes is the least that is read elsewhere.
	windowBytes = 4 << 10
	// maxPiece is the most that is held of a file in one piece.
	maxPiece = 4 << 20
	// maxWork is the most that is read of one file, in bytes; of a small file
	// not more than maxPasses times its size.
	maxWork   = 64 << 20
	maxPasses = 4
)

// source reads from the file within the limits of work. What at returns stays
// valid: windows are not used twice.
type source struct {
	r        io.ReaderAt
	size     int64
	left     int64 // bytes that may still be read
	head     []byte
	window   []byte
	windowAt int64
	spent    bool // the limit was met
	broken   bool // the file is shorter than its size, or cannot be read
}

func newSource(r io.ReaderAt, size int64) *source {
	s := &source{r: r, size: max(size, 0)}
	s.left = maxWork
	if s.size < maxWork/maxPasses {
		s.left = s.size * maxPasses
	}
	if n := min(s.size, headBytes); n > 0 {
		s.head = s.read(0, int(n))
	}
	return s
}

// read reads up to n bytes at off into new memory, and fewer where the file ends.
func (s *source) read(off int64, n int) []byte {
	if int64(n) > s.left {
		s.spent = true
		return nil
	}
	buf := make([]byte, n)
	got := s.fill(off, buf)
	return buf[:got]
}

// fill reads into buf, which must be within what is left.
func (s *source) fill(off int64, buf []byte) int {
	s.left -= int64(len(buf))
	got, err := s.r.ReadAt(buf, off)
	if got < 0 || got > len(buf) {
		got = 0
	}
	if got < len(buf) && err != nil {
		s.broken = true
	}
	return got
}

// at gives exactly n bytes at off, or nil where they are not there or the limits
// forbid it. The bytes are not to be changed.
func (s *source) at(off int64, n int) []byte {
	if off < 0 || n < 0 || n > maxPiece || off > s.size-int64(n) {
		return nil
	}
	if b := within(s.head, 0, off, n); b != nil {
		return b
	}
	if b := within(s.window, s.windowAt, off, n); b != nil {
		return b
	}
	want := min(max(int64(n), windowBytes), s.size-off)
	if want > s.left {
		want = int64(n)
	}
	b := s.read(off, int(want))
	if len(b) < n {
		return nil
	}
	s.window, s.windowAt = b, off
	return b[:n:n]
}

func within(b []byte, start, off int64, n int) []byte {
	i := off - start
	if i < 0 || i+int64(n) > int64(len(b)) {
		return nil
	}
	return b[i : i+int64(n) : i+int64(n)]
}

// upTo gives the bytes at off, at most n and fewer where the file ends.
func (s *source) upTo(off int64, n int) []byte {
	if off < 0 || off >= s.size {
		return nil
	}
	return s.at(off, int(min(int64(n), s.size-off, maxPiece)))
}

// stream reads n bytes from off in order, within the limits of work.
func (s *source) stream(off, n int64) io.Reader {
	end := s.size
	if off < 0 || off > end {
		off = end
	}
	if n >= 0 && n < end-off {
		end = off + n
	}
	return &stream{s: s, off: off, end: end}
}

type stream struct {
	s        *source
	off, end int64
}

func (t *stream) Read(p []byte) (int, error) {
	n := min(int64(len(p)), t.end-t.off, t.s.left)
	if n <= 0 {
		if t.off < t.end && len(p) > 0 {
			t.s.spent = true
			return 0, io.ErrUnexpectedEOF
		}
		if len(p) == 0 {
			return 0, nil
		}
		return 0, io.EOF
	}
	got := copy(p[:n], t.near(int(n)))
	if got == 0 {
		got = t.s.fill(t.off, p[:n])
	}
	if got == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	t.off += int64(got)
	return got, nil
}

// near gives what the head already has, so that small files are read once.
func (t *stream) near(n int) []byte {
	if t.off < int64(len(t.s.head)) {
		b := t.s.head[t.off:]
		return b[:min(n, len(b))]
	}
	return nil
}
