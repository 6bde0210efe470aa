package c2pa

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Limits of JUMBF.
const (
	maxDepth = 8
	maxBoxes = 10_000
)

// box is a JUMBF superbox (ISO 19566-5): a description and boxes in it.
type box struct {
	kind     [16]byte // the UUID of the content
	label    string
	body     []byte // all of the superbox but its header: what a hashed URI hashes
	content  []content
	children []*box
}

// content is a box that is no superbox.
type content struct {
	kind string // "cbor", "json", "bfdb", "bidb", "c2sh"
	data []byte
}

// first gives the data of the first content box of a kind.
func (b *box) first(kind string) ([]byte, bool) {
	for _, c := range b.content {
		if c.kind == kind {
			return c.data, true
		}
	}
	return nil, false
}

// is compares the first four letters of the UUID, with the rest that C2PA gives it.
func (b *box) is(kind string) bool { return b.kind == kindUUID(kind) }

func kindUUID(kind string) (u [16]byte) {
	copy(u[:], kind)
	copy(u[4:], "\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71")
	return u
}

// child gives the only superbox of a label. Two of the same label are none: each
// could be the one that was meant.
func (b *box) child(label string) *box {
	var found *box
	for _, c := range b.children {
		if c.label == label {
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

// isStoreHeader says that the superbox that begins here is a manifest store.
func isStoreHeader(b []byte) bool {
	header := 8
	if len(b) >= 4 && binary.BigEndian.Uint32(b) == 1 {
		header = 16
	}
	uuid := kindUUID("c2pa")
	return len(b) >= header+24 && string(b[header+4:header+8]) == "jumd" && bytes.Equal(b[header+8:header+24], uuid[:])
}

// boxReader counts what it reads.
type boxReader struct{ boxes int }

// next divides b after its first box.
func (r *boxReader) next(b []byte) (kind string, body, rest []byte, err error) {
	if r.boxes++; r.boxes > maxBoxes {
		return "", nil, nil, fmt.Errorf("it has more than %d boxes", maxBoxes)
	}
	if len(b) < 8 {
		return "", nil, nil, errTruncated
	}
	length, header := uint64(binary.BigEndian.Uint32(b)), uint64(8)
	switch length {
	case 0:
		length = uint64(len(b))
	case 1:
		if len(b) < 16 {
			return "", nil, nil, errTruncated
		}
		length, header = binary.BigEndian.Uint64(b[8:]), 16
	}
	if length < header || length > uint64(len(b)) {
		return "", nil, nil, fmt.Errorf("a box %q of %d bytes is longer than what holds it, or too short", b[4:8], length)
	}
	return string(b[4:8]), b[header:length], b[length:], nil
}

// superbox reads the body of a superbox.
func (r *boxReader) superbox(body []byte, depth int) (*box, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("its boxes are nested deeper than %d", maxDepth)
	}
	b := &box{body: body}
	kind, description, rest, err := r.next(body)
	if err != nil {
		return nil, err
	}
	if kind != "jumd" || len(description) < 17 {
		return nil, errors.New("a box has no description")
	}
	copy(b.kind[:], description)
	toggles := description[16]
	if toggles&2 != 0 {
		end := bytes.IndexByte(description[17:], 0)
		if end < 0 {
			return nil, errors.New("a label has no end")
		}
		b.label = string(description[17 : 17+end])
	}
	for len(rest) > 0 {
		var inner []byte
		if kind, inner, rest, err = r.next(rest); err != nil {
			return nil, err
		}
		if kind != "jumb" {
			b.content = append(b.content, content{kind, inner})
			continue
		}
		child, err := r.superbox(inner, depth+1)
		if err != nil {
			return nil, err
		}
		b.children = append(b.children, child)
	}
	return b, nil
}

// parseStore reads a manifest store and nothing behind it.
func parseStore(b []byte) (*box, error) {
	var r boxReader
	kind, body, rest, err := r.next(b)
	if err != nil {
		return nil, err
	}
	if kind != "jumb" || len(bytes.Trim(rest, "\x00")) != 0 {
		return nil, errors.New("it is no single JUMBF superbox")
	}
	store, err := r.superbox(body, 1)
	if err != nil {
		return nil, err
	}
	if !store.is("c2pa") || store.label != "c2pa" {
		return nil, errors.New("it is not a C2PA manifest store")
	}
	return store, nil
}
