package look

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/media"
)

const factsVerb = "facts"

// File is one of many files of which the facts are asked.
type File struct {
	FD   int
	Size int64
	Name string
}

// FactsOfMany gives what many files say about themselves, at most cage.MaxMany of
// them, each as the JSON of a Seen on one line. It makes nothing. A file that breaks
// the reader costs its own facts only.
func (d *Desk) FactsOfMany(ctx context.Context, files []File, identity bool) ([]json.RawMessage, error) {
	fds := make([]int, len(files))
	params := []byte{0}
	if identity {
		params[0] = 1
	}
	for i, f := range files {
		fds[i] = f.FD
		params = binary.AppendUvarint(params, uint64(max(f.Size, 0)))
		params = binary.AppendUvarint(params, uint64(len(f.Name)))
		params = append(params, f.Name...)
	}
	b, err := d.pool.DoMany(ctx, factsVerb, params, fds)
	if err == nil {
		return parseMany(b, len(files))
	}
	if !errors.Is(err, cage.ErrBroken) {
		return nil, err
	}
	out := make([]json.RawMessage, len(files))
	for i, f := range files {
		if out[i], err = d.factsOfOne(ctx, f, identity); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// factsOfOne asks about a file by itself, after one of many broke the reader.
func (d *Desk) factsOfOne(ctx context.Context, f File, identity bool) (json.RawMessage, error) {
	fd, err := unix.FcntlInt(uintptr(f.FD), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	file := os.NewFile(uintptr(fd), f.Name)
	defer func() { _ = file.Close() }()
	seen, err := d.Facts(ctx, Source{File: file, Size: f.Size, Name: f.Name, Identity: identity})
	if err != nil {
		return nil, err
	}
	return json.Marshal(seen)
}

// parseMany reads the answer about n files. What a worker says is not trusted: each
// must be one JSON object on one line.
func parseMany(b []byte, n int) ([]json.RawMessage, error) {
	out := make([]json.RawMessage, n)
	for i := range out {
		size, used := binary.Uvarint(b)
		if used <= 0 || size > uint64(len(b)-used) {
			return nil, errBabble
		}
		one := b[used : used+int(size)]
		if !bytes.HasPrefix(one, []byte("{")) || bytes.IndexByte(one, '\n') >= 0 || !json.Valid(one) {
			return nil, errBabble
		}
		out[i], b = one, b[used+int(size):]
	}
	return out, nil
}

// Many are what a caged worker answers to about many files at once.
func Many() map[string]cage.Many { return map[string]cage.Many{factsVerb: handleFacts} }

// handleFacts runs behind the walls.
func handleFacts(params []byte, in []int) ([]byte, error) {
	if len(params) == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	identity := params[0] == 1
	params = params[1:]
	var out []byte
	for _, fd := range in {
		size, used := binary.Uvarint(params)
		if used <= 0 {
			return nil, io.ErrUnexpectedEOF
		}
		n, used2 := binary.Uvarint(params[used:])
		if rest := len(params) - used - used2; used2 <= 0 || n > uint64(rest) {
			return nil, io.ErrUnexpectedEOF
		}
		params = params[used+used2:]
		name := string(params[:n])
		params = params[n:]
		var a answer
		r := descriptor(fd)
		a.Seen.Facts = media.Read(r, int64(size), name)
		a.Text, a.Seen.Text = a.Seen.Text, ""
		a.sidecar(r, int64(size), name)
		a.Seen.Text = a.Text
		a.Seen.hold(identity)
		one, err := json.Marshal(&a.Seen)
		if err != nil {
			return nil, err
		}
		out = binary.AppendUvarint(out, uint64(len(one)))
		out = append(out, one...)
	}
	return out, nil
}

// descriptor reads an open file by its number.
type descriptor int

func (d descriptor) ReadAt(p []byte, off int64) (int, error) {
	got := 0
	for got < len(p) {
		n, err := unix.Pread(int(d), p[got:], off+int64(got))
		switch {
		case err == unix.EINTR:
		case err != nil:
			return got, err
		case n == 0:
			return got, io.EOF
		default:
			got += n
		}
	}
	return got, nil
}
