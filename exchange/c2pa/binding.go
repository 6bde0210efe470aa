package c2pa

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

// maxRanges is how many ranges a binding may leave out, or boxes it may name.
const maxRanges = 10_000

// dataHash checks c2pa.hash.data: the hash of the file without ranges that have to
// be those in which the manifest store stands.
func (c *container) dataHash(data []byte, alg string) error {
	var a struct {
		Exclusions []struct {
			Start  uint64 `cbor:"start"`
			Length uint64 `cbor:"length"`
		} `cbor:"exclusions"`
		Alg  string `cbor:"alg"`
		Hash []byte `cbor:"hash"`
	}
	if err := decode(data, &a); err != nil {
		return err
	}
	if len(a.Exclusions) > maxRanges {
		return errors.New("it leaves out too many ranges")
	}
	if a.Alg != "" {
		alg = a.Alg
	}
	h, err := newHash(alg)
	if err != nil {
		return err
	}
	var holes []span
	at := uint64(0)
	for _, e := range a.Exclusions {
		if e.Start < at || e.Start > uint64(c.size) || e.Length > uint64(c.size)-e.Start {
			return errors.New("the ranges that are left out overlap, are not in order or are outside of the file")
		}
		at = e.Start + e.Length
		holes = append(holes, span{int64(e.Start), int64(at)})
	}
	if n := c.outside(holes); n > 0 {
		return fmt.Errorf("%d bytes beside the manifest are left out of what was signed", n)
	}
	if err := c.hashWithout(h, span{0, c.size}, holes); err != nil {
		return err
	}
	return equal(h, a.Hash)
}

func equal(h hash.Hash, want []byte) error {
	if !bytes.Equal(h.Sum(nil), want) {
		return errors.New("its hash is not the one that was signed")
	}
	return nil
}

// outside counts the bytes of the holes in which no manifest stands. Both lists are
// in order.
func (c *container) outside(holes []span) int64 {
	var n int64
	for _, hole := range holes {
		n += hole.end - hole.start
		for _, s := range c.spans {
			if overlap := min(s.end, hole.end) - max(s.start, hole.start); overlap > 0 {
				n -= overlap
			}
		}
	}
	return n
}

// hashWithout hashes a span without the holes, which are in order.
func (c *container) hashWithout(h io.Writer, s span, holes []span) error {
	at := s.start
	for _, hole := range append(holes, span{s.end, s.end}) {
		if hole.end <= at {
			continue
		}
		if end := min(hole.start, s.end); end > at {
			n, err := io.Copy(h, io.NewSectionReader(c.file, at, end-at))
			if err != nil {
				return readError{err}
			}
			if n != end-at {
				return readError{io.ErrUnexpectedEOF}
			}
		}
		at = max(at, hole.end)
	}
	return nil
}

// bmffHash checks c2pa.hash.bmff of version 2 and 3 without Merkle trees: for each
// top-level box that is not left out, its offset in eight bytes and the box.
func (c *container) bmffHash(data []byte, alg, label string) error {
	if c.format != "bmff" {
		return errors.New("the binding is for another kind of file")
	}
	if !strings.HasPrefix(label, "c2pa.hash.bmff.v2") && !strings.HasPrefix(label, "c2pa.hash.bmff.v3") {
		return unsupportedError("its version is no longer in use")
	}
	var a struct {
		Exclusions []bmffExclusion `cbor:"exclusions"`
		Alg        string          `cbor:"alg"`
		Hash       []byte          `cbor:"hash"`
		Merkle     cbor.RawMessage `cbor:"merkle"`
	}
	if err := decode(data, &a); err != nil {
		return err
	}
	if len(a.Merkle) > 0 && a.Merkle[0] != 0xf6 { // null
		return unsupportedError("it is over pieces of a film")
	}
	if len(a.Exclusions) > maxRanges || len(a.Exclusions)*len(c.pieces) > 1_000_000 {
		return errors.New("it leaves out too much")
	}
	if a.Alg != "" {
		alg = a.Alg
	}
	h, err := newHash(alg)
	if err != nil {
		return err
	}
	for _, p := range c.pieces {
		out := false
		for _, e := range a.Exclusions {
			if out, err = c.leavesOut(e, p); out || err != nil {
				break
			}
		}
		if err != nil {
			return err
		}
		if out {
			if !p.c2pa && !slices.Contains(c.uncovered, p.name) {
				c.uncovered = append(c.uncovered, p.name)
			}
			continue
		}
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(p.start)))
		if err := c.hashWithout(h, p.span, nil); err != nil {
			return err
		}
	}
	return equal(h, a.Hash)
}

// bmffExclusion says which boxes a BMFF hash leaves out.
type bmffExclusion struct {
	XPath  string  `cbor:"xpath"`
	Length *uint64 `cbor:"length"`
	Data   []struct {
		Offset uint64 `cbor:"offset"`
		Value  []byte `cbor:"value"`
	} `cbor:"data"`
	Subset  cbor.RawMessage `cbor:"subset"`
	Version cbor.RawMessage `cbor:"version"`
	Flags   cbor.RawMessage `cbor:"flags"`
}

// harmless are the boxes that may be left out of a BMFF hash whole: the manifest,
// the type of the file, filling, and an index of fragments.
const harmless = "/uuid /ftyp /free /skip /mfra"

// leavesOut says that an exclusion leaves out a top-level box.
func (c *container) leavesOut(e bmffExclusion, p piece) (bool, error) {
	if e.XPath != "/"+p.name {
		if strings.Count(e.XPath, "/") > 1 && strings.HasPrefix(e.XPath, "/"+p.name+"/") {
			return false, unsupportedError("it leaves out a part of a box")
		}
		return false, nil
	}
	for _, condition := range []cbor.RawMessage{e.Subset, e.Version, e.Flags} {
		if len(condition) > 0 && condition[0] != 0xf6 {
			return false, unsupportedError("it leaves out boxes by a rule that is not known")
		}
	}
	if e.Length != nil && *e.Length != uint64(p.end-p.start) {
		return false, nil
	}
	for _, d := range e.Data {
		if d.Offset > uint64(p.end-p.start) || uint64(len(d.Value)) > uint64(p.end-p.start)-d.Offset {
			return false, nil
		}
		b, err := c.at(p.start+int64(d.Offset), len(d.Value))
		if err != nil {
			return false, err
		}
		if !bytes.Equal(b, d.Value) {
			return false, nil
		}
	}
	if !p.c2pa && (p.name == "uuid" || !strings.Contains(" "+harmless+" ", " "+e.XPath+" ")) {
		return false, fmt.Errorf("the box %q is left out of what was signed", p.name)
	}
	return true, nil
}
