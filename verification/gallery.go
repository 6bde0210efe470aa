// Package verification finds what in an archive resembles what, and keeps what
// people say of it. A machine suggests; a person confirms or refuses, which is an
// entry of the register; what was refused is not suggested again. Confirmed pairs
// make groups of one origin.
package verification

import (
	"context"
	"encoding/json"
	"errors"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/likeness"
	"sijill.example/sijill/look"
)

// Gallery holds the prints of everything in memory: about 120 bytes a picture or
// frame for its hash, 8 kB a picture for its corners, and 600 bytes a text.
type Gallery struct {
	catalog *catalog.Catalog
	store   *derivative.Store
	digests []sijill.Digest
	place   map[sijill.Digest]int // in digests
	hashes  likeness.Index
	owners  []owner // by hash
	films   map[int][]likeness.Frame
	parts   likeness.Parts
	partOf  []int // digest by picture of parts
	texts   []text
	until   int64 // of the derivatives that are in it
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
	g := &Gallery{catalog: c, store: s, place: map[sijill.Digest]int{}, films: map[int][]likeness.Frame{}}
	var err error
	if g.until, err = s.Last(ctx); err != nil {
		return nil, unreadable(err)
	}
	for p, err := range s.Prints(ctx, look.PictureKind, look.FrameKind, look.CornersKind, look.TextKind) {
		if err == nil {
			err = g.add(p)
		}
		if err != nil {
			return nil, unreadable(err)
		}
	}
	g.hashes.Build()
	g.parts.Build()
	return g, nil
}

func unreadable(err error) error {
	return &sijill.Error{Class: sijill.Failed, Message: "The prints of the originals cannot be read.", Hint: "`sijill derive --again` makes them again.", Err: err}
}

// Current reports that nothing was made of originals since the gallery was opened.
func (g *Gallery) Current(ctx context.Context) (bool, error) {
	last, err := g.store.Last(ctx)
	return err == nil && last == g.until, err
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
	case look.TextKind:
		s, err := likeness.SignatureFrom(p.Bytes)
		if err != nil {
			return err
		}
		g.texts = append(g.texts, text{d, s})
	}
	return nil
}

// sketchOf reads the sketch of a picture when it is needed: few ever are.
func (g *Gallery) sketchOf(ctx context.Context) func(picture int) (likeness.Sketch, error) {
	return func(picture int) (likeness.Sketch, error) {
		for p, err := range g.store.PrintsOf(ctx, g.digests[g.partOf[picture]]) {
			if err != nil {
				return likeness.Sketch{}, unreadable(err)
			}
			if p.Kind == look.SketchKind {
				s, err := likeness.SketchFrom(p.Bytes)
				if err != nil {
					return s, unreadable(err)
				}
				return s, nil
			}
		}
		return likeness.Sketch{}, unreadable(errors.New("a picture has corners and no sketch"))
	}
}

// seen is what is told apart by more than prints: how large a picture is.
type seen struct {
	Width       int `json:"width"`
	Height      int `json:"height"`
	Orientation int `json:"orientation"`
}

// upright gives the size as the picture is seen.
func (s seen) upright() seen {
	if s.Orientation >= 5 {
		s.Width, s.Height = s.Height, s.Width
	}
	return s
}

func (g *Gallery) seen(ctx context.Context, d sijill.Digest) (seen, error) {
	var s seen
	m, ok, err := g.store.Get(ctx, d)
	if err != nil || !ok {
		return s, err
	}
	err = json.Unmarshal(m.Facts, &s)
	return s.upright(), err
}

// QueryOf makes a query of an exhibit of the archive.
func (g *Gallery) QueryOf(ctx context.Context, number sijill.Number) (Query, error) {
	t, err := g.catalog.Thing(ctx, number)
	if err != nil {
		return Query{}, err
	}
	text, _ := t.Fields[catalog.FieldDigest].(string)
	digest, err := sijill.ParseDigest(text)
	if err != nil {
		return Query{}, &sijill.Error{Class: sijill.Refused, Message: string(number) + " has no original in this archive."}
	}
	q, err := g.queryOf(ctx, digest)
	q.Number = number
	return q, err
}

func (g *Gallery) queryOf(ctx context.Context, digest sijill.Digest) (Query, error) {
	q := Query{Digest: digest, Within: likeness.Near}
	s, err := g.seen(ctx, digest)
	if err != nil {
		return q, unreadable(err)
	}
	q.Width, q.Height = s.Width, s.Height
	for p, err := range g.store.PrintsOf(ctx, digest) {
		if err != nil {
			return q, unreadable(err)
		}
		q.Prints = append(q.Prints, p.Print)
	}
	return q, nil
}

// QueryFrom makes a query of a file that was looked at and is not in the archive.
func QueryFrom(digest sijill.Digest, r look.Result) Query {
	s := seen{Width: r.Seen.Width, Height: r.Seen.Height, Orientation: r.Seen.Orientation}.upright()
	return Query{Digest: digest, Prints: r.Prints, Width: s.Width, Height: s.Height, Within: likeness.Near}
}
