package c2pa

import (
	"errors"
	"fmt"
)

// boxesHash checks c2pa.hash.boxes for JPEG and PNG: the file as a list of named
// pieces, each run of them with a hash. Every piece has to be named, in order.
func (c *container) boxesHash(data []byte, alg string) error {
	if c.format != "jpeg" && c.format != "png" {
		return unsupportedError("it is over boxes of a kind of file of which they are not known")
	}
	var a struct {
		Alg   string `cbor:"alg"`
		Boxes []struct {
			Names    []string `cbor:"names"`
			Alg      string   `cbor:"alg"`
			Hash     []byte   `cbor:"hash"`
			Excluded bool     `cbor:"excluded"`
		} `cbor:"boxes"`
	}
	if err := decode(data, &a); err != nil {
		return err
	}
	if len(a.Boxes) > maxRanges {
		return errors.New("it names too many boxes")
	}
	if a.Alg != "" {
		alg = a.Alg
	}
	pieces := c.merged()
	for _, b := range a.Boxes {
		if b.Alg == "" {
			b.Alg = alg
		}
		h, err := newHash(b.Alg)
		if err != nil {
			return err
		}
		if len(b.Names) == 0 || len(b.Names) > len(pieces) {
			return errors.New("it names other boxes than the file has")
		}
		store := false
		for i, name := range b.Names {
			if pieces[i].name != name {
				return errors.New("it names other boxes than the file has")
			}
			store = store || pieces[i].c2pa
		}
		run := span{pieces[0].start, pieces[len(b.Names)-1].end}
		pieces = pieces[len(b.Names):]
		switch {
		case store && len(b.Names) == 1:
			continue
		case store, b.Excluded:
			return fmt.Errorf("the box %q is left out of what was signed", b.Names[0])
		}
		if err := c.hashWithout(h, run, nil); err != nil {
			return err
		}
		if err := equal(h, b.Hash); err != nil {
			return err
		}
	}
	if len(pieces) > 0 {
		return errors.New("the file has boxes that were not signed")
	}
	if end := c.pieces[len(c.pieces)-1].end; end != c.size {
		return errors.New("something follows the end of the picture")
	}
	return nil
}

// merged gives the pieces with those of the manifest store as one.
func (c *container) merged() []piece {
	var out []piece
	for _, p := range c.pieces {
		if n := len(out); p.c2pa && n > 0 && out[n-1].c2pa {
			out[n-1].end = p.end
			continue
		}
		out = append(out, p)
	}
	return out
}
