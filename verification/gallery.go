// Package verification finds what in an archive resembles what, and keeps what
// people say of it. A machine suggests; a person confirms or refuses, which is an
// entry of the register; what was refused is not suggested again. Confirmed pairs
// make groups of one origin.
package verification

import (
	"context"
	"fmt"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/likeness"
	"sijill.example/sijill/look"
)

// Gallery holds the prints of everything in memory: about 120 bytes a picture or
// frame for its hash, and 6 kB a picture for its corners.
type Gallery struct {
	catalog  *catalog.Catalog
	store    *derivative.Store
	digests  []sijill.Digest
	place    map[sijill.Digest]int // in digests
	hashes   likeness.Index
	owners   []owner // by hash
	films    map[int][]likeness.Frame
	parts    likeness.Parts
	partOf   []int // digest by picture of parts
	texts    []text
	sketched map[int]likeness.Sketch
}

type owner struct {
	digest int
	frame  likeness.Frame
	film   bool
}

type text struct {
	digest    int
	signature likeness.Signature
}

// Open loads the prints.
func Open(ctx context.Context, c *catalog.Catalog, s *derivative.Store) (*Gallery, error) {
	g := &Gallery{catalog: c, store: s, place: map[sijill.Digest]int{}, films: map[int][]likeness.Frame{}, sketched: map[int]likeness.Sketch{}}
	for p, err := range s.Prints(ctx) {
		if err == nil {
			err = g.add(p)
		}
		if err != nil {
			return nil, &sijill.Error{Class: sijill.Failed, Message: "The prints of the originals cannot be read.", Hint: "`sijill derive --again` makes them again.", Err: err}
		}
	}
	g.hashes.Build()
	g.parts.Build()
	return g, nil
}

// Len is the number of originals that have any print.
func (g *Gallery) Len() int { return len(g.digests) }

func (g *Gallery) digest(d sijill.Digest) int {
	i, ok := g.place[d]
	if !ok {
		i = len(g.digests)
		g.digests, g.place[d] = append(g.digests, d), i
	}
	return i
}

func (g *Gallery) add(p derivative.Printed) error {
	d := g.digest(p.Digest)
	switch p.Kind {
	case look.PictureKind, look.FrameKind:
		h, err := likeness.HashOf(p.Bytes)
		if err != nil {
			return err
		}
		f := likeness.Frame{Hash: h, Quality: p.Quality, At: p.At}
		film := p.Kind == look.FrameKind
		if film {
			g.films[d] = append(g.films[d], f)
		}
		if p.Quality < likeness.Quality {
			return nil
		}
		g.hashes.Add(h)
		g.owners = append(g.owners, owner{d, f, film})
	case look.CornersKind:
		corners, err := likeness.UnpackCorners(p.Bytes)
		if err != nil {
			return err
		}
		g.parts.Add(corners)
		g.partOf = append(g.partOf, d)
	case look.SketchKind:
		s, err := likeness.SketchFrom(p.Bytes)
		if err != nil {
			return err
		}
		g.sketched[d] = s
	case look.TextKind:
		s, err := likeness.SignatureFrom(p.Bytes)
		if err != nil {
			return err
		}
		g.texts = append(g.texts, text{d, s})
	}
	return nil
}

func (g *Gallery) sketch(picture int) (likeness.Sketch, error) {
	s, ok := g.sketched[g.partOf[picture]]
	if !ok {
		return s, fmt.Errorf("a picture has corners and no sketch")
	}
	return s, nil
}

// numbers lists the exhibits that hold an original, without those of except.
func (g *Gallery) numbers(ctx context.Context, digest int, except sijill.Number) ([]sijill.Number, error) {
	all, err := g.catalog.Holding(ctx, g.digests[digest])
	return slices.DeleteFunc(all, func(n sijill.Number) bool { return n == except }), err
}
