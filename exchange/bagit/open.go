package bagit

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
)

// Limits bound what is read. The zero value stands for the defaults.
type Limits struct {
	Files int // members of the ZIP; 5,000,000
}

// Bag is an open bag. Nothing of it is checked yet but the form of the ZIP.
type Bag struct {
	file    io.ReaderAt
	members map[string]*zip.File // by path from the bag's root
	paths   []string             // in the order of the ZIP
	digests map[string]sijill.Digest
}

// Open opens a bag in a ZIP of size bytes. It refuses whatever Writer would not
// have written: members that are compressed, encrypted or of another kind than
// files, names that lead elsewhere or come twice, bytes between members, before
// the first or after the end, comments. So a small file cannot unfold into a
// large one, and no byte stands outside what is checked.
func Open(file io.ReaderAt, size int64, limits Limits) (*Bag, error) {
	if limits.Files == 0 {
		limits.Files = 5_000_000
	}
	z, err := zip.NewReader(file, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("this is not a ZIP file that can be read: %w", err)
	}
	if len(z.File) > limits.Files {
		return nil, fmt.Errorf("the ZIP has more than %d members", limits.Files)
	}
	b := &Bag{file: file, members: make(map[string]*zip.File, len(z.File)), digests: map[string]sijill.Digest{}}
	folded := make(map[string]bool, len(z.File))
	root := ""
	for _, f := range z.File {
		dir, rest, ok := strings.Cut(f.Name, "/")
		if root == "" {
			root = dir
		}
		if !ok || dir == "" || dir != root {
			return nil, fmt.Errorf("the members of the ZIP are not all in one directory")
		}
		if !safePath(f.Name) {
			return nil, fmt.Errorf("a member of the ZIP has a name that could lead elsewhere")
		}
		if key := fold(rest); folded[key] {
			return nil, fmt.Errorf("two members of the ZIP have the same name")
		} else {
			folded[key] = true
		}
		b.members[rest] = f
		b.paths = append(b.paths, rest)
	}
	if err := spelledAsWritten(file, size, z); err != nil {
		return nil, err
	}
	return b, nil
}

// safePath reports whether a member's name is a plain relative path of a file.
func safePath(name string) bool {
	return utf8.ValidString(name) && name == path.Clean(name) && !path.IsAbs(name) && name != ".." && !strings.HasPrefix(name, "../") &&
		!strings.ContainsAny(name, "\\:\x00\n\r") && !strings.HasSuffix(name, "/")
}

// spelledAsWritten writes the ZIP's structure again, without the members' bytes,
// and compares it with what is there. archive/zip decides the spelling, so that
// Writer and Open agree by construction.
func spelledAsWritten(file io.ReaderAt, size int64, z *zip.Reader) error {
	c := &comparer{file: file, size: size}
	w := zip.NewWriter(c)
	nowhere := zip.NewWriter(io.Discard)
	for _, f := range z.File {
		if f.Method != zip.Store || f.CompressedSize64 != f.UncompressedSize64 {
			return fmt.Errorf("a member of the ZIP is compressed; a bag holds its files as they are")
		}
		filled := &zip.FileHeader{Name: f.Name, Method: zip.Store}
		// A writer that goes nowhere fills in what Writer's would have.
		if _, err := nowhere.CreateHeader(filled); err != nil {
			return fmt.Errorf("the ZIP is malformed: %w", err)
		}
		header := *filled // nowhere still writes into its own
		header.CRC32, header.CompressedSize64, header.UncompressedSize64 = f.CRC32, f.CompressedSize64, f.UncompressedSize64
		member, err := w.CreateRaw(&header)
		if err != nil {
			return fmt.Errorf("the ZIP is malformed: %w", err)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		start, err := f.DataOffset()
		if err != nil {
			return fmt.Errorf("the ZIP is malformed: %w", err)
		}
		if start != c.at || start > size || int64(f.UncompressedSize64) < 0 || int64(f.UncompressedSize64) > size-start {
			return errSpelling
		}
		if err := c.skip(w, member, int64(f.UncompressedSize64)); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	if c.at != size {
		return errSpelling
	}
	return nil
}

var errSpelling = errors.New("the ZIP is not spelled as a bag's is: something in it is altered, hidden or appended")

// comparer is a writer that compares what is written with a file.
type comparer struct {
	file     io.ReaderAt
	size     int64
	at       int64
	skipping bool
	blank    []byte // what is written in the place of members
	buffer   []byte
}

// skip lets a member of n bytes pass without looking at them: they are hashed
// later. The writer must count them all the same.
func (c *comparer) skip(w *zip.Writer, member io.Writer, n int64) error {
	c.skipping = true
	defer func() { c.skipping = false }()
	if need := int(min(n, 1<<20)); len(c.blank) < need {
		c.blank = make([]byte, need)
	}
	for n > 0 {
		m, err := member.Write(c.blank[:min(n, int64(len(c.blank)))])
		if err != nil {
			return err
		}
		n -= int64(m)
	}
	return w.Flush()
}

func (c *comparer) Write(b []byte) (int, error) {
	if c.at+int64(len(b)) > c.size {
		return 0, errSpelling
	}
	if c.skipping {
		c.at += int64(len(b))
		return len(b), nil
	}
	c.buffer = slices.Grow(c.buffer[:0], len(b))[:len(b)]
	if _, err := c.file.ReadAt(c.buffer, c.at); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if !bytes.Equal(c.buffer, b) {
		return 0, errSpelling
	}
	c.at += int64(len(b))
	return len(b), nil
}

// Files lists the payload: the paths under data/, in the order of the ZIP.
func (b *Bag) Files() []string {
	var out []string
	for _, p := range b.paths {
		if strings.HasPrefix(p, payloadDir) {
			out = append(out, p)
		}
	}
	return out
}

// Open opens a file of the bag by its path from the bag's root.
func (b *Bag) Open(path string) (io.ReadCloser, error) {
	f, ok := b.members[path]
	if !ok {
		return nil, fmt.Errorf("the bag has no file %s", path)
	}
	return f.Open()
}

// Digest gives the digest of a payload file that Check found to be right.
func (b *Bag) Digest(path string) (sijill.Digest, bool) {
	d, ok := b.digests[path]
	return d, ok
}
