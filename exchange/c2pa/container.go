package c2pa

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Limits of what is read.
const (
	maxStore  = 64 << 20 // bytes of a manifest store
	maxPieces = 200_000  // segments, chunks or boxes of a file
)

// span is a run of bytes of the file.
type span struct{ start, end int64 }

// container is a file and where its manifest store stands.
type container struct {
	file   io.ReaderAt
	size   int64
	format string // "jpeg", "png", "riff", "tiff", "bmff"
	store  []byte
	spans  []span // what the store takes in the file, with its wrapping, in order
	pieces []piece
	// uncovered names the boxes beside the manifest that the hard binding leaves out.
	uncovered []string
	hashed    int // bytes of ingredients' manifests
}

// piece is a segment, chunk or top-level box, as a boxes hash or a BMFF hash names it.
type piece struct {
	name string
	span
	c2pa bool // it is of the manifest store
}

// readError is trouble with reading the file, not with what is in it.
type readError struct{ error }

func asReadError(err error) (error, bool) {
	if e, ok := errors.AsType[readError](err); ok {
		return e.error, true
	}
	return nil, false
}

// unsupportedError is a thing that this package does not check.
type unsupportedError string

func (e unsupportedError) Error() string { return string(e) }

func isUnsupported(err error) bool {
	_, ok := errors.AsType[unsupportedError](err)
	return ok
}

var errTruncated = errors.New("it is cut off")

// at reads n bytes.
func (c *container) at(offset int64, n int) ([]byte, error) {
	if offset < 0 || n < 0 || offset > c.size || int64(n) > c.size-offset {
		return nil, errTruncated
	}
	b := make([]byte, n)
	if _, err := c.file.ReadAt(b, offset); err != nil && !errors.Is(err, io.EOF) {
		return nil, readError{err}
	} else if err != nil {
		// ReadAt gives io.EOF with a full read at the end of the file as well.
		if n2, err2 := io.ReadFull(io.NewSectionReader(c.file, offset, int64(n)), b); err2 != nil || n2 != n {
			return nil, errTruncated
		}
	}
	return b, nil
}

// add appends a piece of the store.
func (c *container) add(b []byte, s span) error {
	if len(c.store)+len(b) > maxStore {
		return unsupportedError("it is bigger than is read")
	}
	c.store = append(c.store, b...)
	if n := len(c.spans); n > 0 && c.spans[n-1].end == s.start {
		c.spans[n-1].end = s.end
		return nil
	}
	c.spans = append(c.spans, s)
	return nil
}

func (c *container) piece(name string, s span, c2pa bool) error {
	if len(c.pieces) == maxPieces {
		return unsupportedError("the file has more parts than are looked at")
	}
	c.pieces = append(c.pieces, piece{name, s, c2pa})
	return nil
}

// find looks for a manifest store; it gives nil where there is none.
func find(file io.ReaderAt, size int64) (*container, error) {
	c := &container{file: file, size: size}
	head, err := c.at(0, int(min(size, 16)))
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		c.format, err = "jpeg", c.jpeg()
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		c.format, err = "png", c.png()
	case bytes.HasPrefix(head, []byte("RIFF")):
		c.format, err = "riff", c.riff()
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		c.format, err = "tiff", c.tiff()
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		c.format, err = "bmff", c.bmff()
	default:
		return nil, nil
	}
	if _, isRead := asReadError(err); isRead {
		return nil, err
	}
	if c.store == nil {
		// A file that is broken elsewhere has no credentials that could be invalid.
		if isUnsupported(err) {
			return nil, err
		}
		return nil, nil
	}
	return c, err
}

// cutOff is the error of a part that is longer than the file. Where it is the
// store's, the file had Content Credentials and they are broken.
func (c *container) cutOff(ours bool) error {
	if ours && c.store == nil {
		c.store = []byte{}
	}
	return errTruncated
}

var errTwoStores = errors.New("the file holds more than one")

// png reads the caBX chunk (specification, appendix A.3.2).
func (c *container) png() error {
	if err := c.piece("PNGh", span{0, 8}, false); err != nil {
		return err
	}
	for at := int64(8); at < c.size; {
		head, err := c.at(at, 8)
		if err != nil {
			return err
		}
		length, kind := int64(binary.BigEndian.Uint32(head)), string(head[4:])
		next := at + 12 + length
		if next > c.size {
			return c.cutOff(kind == "caBX")
		}
		if kind == "caBX" {
			if c.store != nil {
				return errTwoStores
			}
			if err := c.take(at+8, length, span{at, next}); err != nil {
				return err
			}
		}
		name := kind
		if kind == "caBX" {
			name = "C2PA"
		}
		if err := c.piece(name, span{at, next}, kind == "caBX"); err != nil {
			return err
		}
		if at = next; kind == "IEND" {
			break
		}
	}
	return nil
}

// riff reads the C2PA chunk of WebP, WAV and AVI (appendix A.3.7).
func (c *container) riff() error {
	for at := int64(12); at+8 <= c.size; {
		head, err := c.at(at, 8)
		if err != nil {
			return err
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		next := at + 8 + length
		if next > c.size {
			return c.cutOff(string(head[:4]) == "C2PA")
		}
		if length%2 == 1 && next < c.size {
			next++
		}
		isC2PA := string(head[:4]) == "C2PA"
		if isC2PA {
			if c.store != nil {
				return errTwoStores
			}
			if err := c.take(at+8, length, span{at, next}); err != nil {
				return err
			}
		}
		if err := c.piece(string(head[:4]), span{at, next}, isC2PA); err != nil {
			return err
		}
		at = next
	}
	return nil
}

// tiff reads the tag 52545 (0xCD41) of the first directories (appendix A.3.5).
func (c *container) tiff() error {
	head, err := c.at(0, 8)
	if err != nil {
		return err
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(head[4:]))
	for range 100 {
		if at == 0 {
			return nil
		}
		count, err := c.at(at, 2)
		if err != nil {
			return err
		}
		n := int64(order.Uint16(count))
		entries, err := c.at(at+2, int(n*12+4))
		if err != nil {
			return err
		}
		for i := range n {
			e := entries[i*12:]
			if order.Uint16(e) != 0xcd41 {
				continue
			}
			length, where := int64(order.Uint32(e[4:])), int64(order.Uint32(e[8:]))
			if c.store != nil {
				return errTwoStores
			}
			if err := c.take(where, length, span{where, where + length}); err != nil {
				return err
			}
			// A signer cannot know how long the store will be, so the count in the
			// directory is left out of the hash as well.
			count := at + 2 + i*12 + 4
			c.spans = append(c.spans, span{count, count + 4})
			slices.SortFunc(c.spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
		}
		at = int64(order.Uint32(entries[n*12:]))
	}
	return nil
}

// take reads a whole store.
func (c *container) take(at, length int64, s span) error {
	if length > maxStore {
		return unsupportedError("it is bigger than is read")
	}
	c.store = []byte{}
	b, err := c.at(at, int(length))
	if err != nil {
		return fmt.Errorf("the store of %d bytes: %w", length, err)
	}
	return c.add(b, s)
}
