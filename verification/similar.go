package verification

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/likeness"
	"sijill.example/sijill/look"
)

// Method says how a likeness was found.
type Method string

// The methods, from the surest to the least sure.
const (
	SameBytes Method = "same bytes"
	Picture   Method = "picture" // PDQ
	Film      Method = "film"    // frames of both
	FrameOf   Method = "frame"   // a picture and a frame of a film
	Part      Method = "part"    // corners and a comparison of the pixels
	Text      Method = "text"    // shared runs of words
)

// Candidate is a thing that resembles another.
type Candidate struct {
	Number      sijill.Number `json:"number"`
	Method      Method        `json:"method"`
	Distance    int           `json:"distance"`              // bits of 256; for pictures and frames
	Orientation string        `json:"orientation,omitempty"` // of the query, as against the thing
	// Mine and Theirs are the shares of the two that match: frames of films, words
	// of texts, and for parts how much of the longer side of the query and the thing.
	Mine    float64 `json:"share_of_query,omitempty"`
	Theirs  float64 `json:"share_of_this,omitempty"`
	AtMs    int64   `json:"at_ms,omitempty"`      // in the query, a film
	TheirAt int64   `json:"this_at_ms,omitempty"` // in this, a film
	X       float64 `json:"x,omitempty"`          // of a part, in shares of the longer side
	Y       float64 `json:"y,omitempty"`
	Said    string  `json:"decision,omitempty"` // what people said of the pair: confirmed or refused
}

// Query is what is compared with the gallery.
type Query struct {
	Number sijill.Number // of an exhibit, or "" for a file from outside
	Digest sijill.Digest
	Prints []derivative.Print
	View   []byte // a JPEG copy to turn and mirror; may be nil
	Within int    // bits; likeness.Near is usual
	// Refused shows pairs that people refused, too.
	Refused bool
}

// Similar lists what resembles the query: the surest first, each thing once.
func (g *Gallery) Similar(ctx context.Context, q Query) ([]Candidate, error) {
	best := map[int]Candidate{}
	keep := func(digest int, c Candidate) {
		if old, ok := best[digest]; !ok || order(c, old) < 0 {
			best[digest] = c
		}
	}
	if i, ok := g.place[q.Digest]; ok {
		keep(i, Candidate{Method: SameBytes, Mine: 1, Theirs: 1})
	}
	g.pictures(q, keep)
	g.filmed(q, keep)
	g.written(q, keep)
	if err := g.shared(q, keep); err != nil {
		return nil, err
	}
	said, err := g.said(ctx, q.Number)
	if err != nil {
		return nil, err
	}
	var out []Candidate
	for digest, c := range best {
		numbers, err := g.numbers(ctx, digest, q.Number)
		if err != nil {
			return nil, err
		}
		for _, n := range numbers {
			c.Number, c.Said = n, said[n]
			if c.Said != catalog.Refused || q.Refused {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		if o := order(a, b); o != 0 {
			return o
		}
		return compare(a.Number, b.Number)
	})
	return out, nil
}

func (g *Gallery) said(ctx context.Context, number sijill.Number) (map[sijill.Number]string, error) {
	said := map[sijill.Number]string{}
	if number == "" {
		return said, nil
	}
	decided, err := g.catalog.Decisions(ctx, number)
	for _, d := range decided {
		other := d.A
		if other == number {
			other = d.B
		}
		said[other] = d.Decision
	}
	return said, err
}

// order puts the surer of two candidates first.
func order(a, b Candidate) int {
	rank := func(m Method) int { return slices.Index([]Method{SameBytes, Picture, Film, FrameOf, Part, Text}, m) }
	if d := rank(a.Method) - rank(b.Method); d != 0 {
		return d
	}
	if a.Distance != b.Distance {
		return a.Distance - b.Distance
	}
	return compare(max(b.Mine, b.Theirs), max(a.Mine, a.Theirs))
}

func compare[T ~string | ~float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// pictures compares a picture with pictures and with frames of films.
func (g *Gallery) pictures(q Query, keep func(int, Candidate)) {
	for _, p := range q.Prints {
		if p.Kind != look.PictureKind || p.Quality < likeness.Quality {
			continue
		}
		hash, err := likeness.HashOf(p.Bytes)
		if err != nil {
			continue
		}
		for o, h := range orientations(hash, q.View) {
			for _, hit := range g.hashes.Search(h, q.Within) {
				own := g.owners[hit.ID]
				c := Candidate{Method: Picture, Distance: hit.Distance, Mine: 1, Theirs: 1}
				if own.film {
					c.Method, c.TheirAt, c.Theirs = FrameOf, own.frame.At.Milliseconds(), 0
				}
				if o := likeness.Orientation(o); o != likeness.AsStored {
					c.Orientation = o.String()
				}
				keep(own.digest, c)
			}
		}
	}
}

// orientations gives the hashes of a picture in its eight orientations; only one
// where there is no copy to turn.
func orientations(hash likeness.Hash, view []byte) []likeness.Hash {
	out := []likeness.Hash{hash}
	if img := decoded(view); img != nil {
		if eight, quality := likeness.Eight(img); quality >= likeness.Quality {
			out = append(out, eight[1:]...)
		}
	}
	return out
}

// decoded decodes a copy that a worker made. It stands within the size of copies.
func decoded(view []byte) image.Image {
	config, err := jpeg.DecodeConfig(bytes.NewReader(view))
	if err != nil || config.Width > 4096 || config.Height > 4096 {
		return nil
	}
	img, err := jpeg.Decode(bytes.NewReader(view))
	if err != nil {
		return nil
	}
	return img
}

// filmed compares the frames of a film with films and pictures.
func (g *Gallery) filmed(q Query, keep func(int, Candidate)) {
	var mine []likeness.Frame
	for _, p := range q.Prints {
		if h, err := likeness.HashOf(p.Bytes); p.Kind == look.FrameKind && err == nil {
			mine = append(mine, likeness.Frame{Hash: h, Quality: p.Quality, At: p.At})
		}
	}
	films := map[int]bool{}
	for _, f := range mine {
		if f.Quality < likeness.Quality {
			continue
		}
		for _, hit := range g.hashes.Search(f.Hash, q.Within) {
			own := g.owners[hit.ID]
			if own.film {
				films[own.digest] = true
				continue
			}
			keep(own.digest, Candidate{Method: FrameOf, Distance: hit.Distance, AtMs: f.At.Milliseconds(), Theirs: 1})
		}
	}
	for digest := range films {
		if o, ok := likeness.Compare(mine, g.films[digest], q.Within); ok {
			keep(digest, Candidate{Method: Film, Distance: o.Distance, Mine: o.Mine, Theirs: o.Theirs, AtMs: o.At.Milliseconds(), TheirAt: o.TheirAt.Milliseconds()})
		}
	}
}

func (g *Gallery) written(q Query, keep func(int, Candidate)) {
	for _, p := range q.Prints {
		s, err := likeness.SignatureFrom(p.Bytes)
		if p.Kind != look.TextKind || err != nil {
			continue
		}
		for i := range g.texts {
			if r := s.Resemblance(&g.texts[i].signature); r >= likeness.TextNear {
				keep(g.texts[i].digest, Candidate{Method: Text, Mine: r, Theirs: r})
			}
		}
	}
}

// shared looks for pictures of which the query is a part, or that are a part of it,
// as they are and mirrored.
func (g *Gallery) shared(q Query, keep func(int, Candidate)) error {
	var corners []likeness.Corner
	var sketch likeness.Sketch
	for _, p := range q.Prints {
		switch p.Kind {
		case look.CornersKind:
			corners, _ = likeness.UnpackCorners(p.Bytes)
		case look.SketchKind:
			sketch, _ = likeness.SketchFrom(p.Bytes)
		}
	}
	if len(corners) == 0 {
		return nil
	}
	search := func(corners []likeness.Corner, sketch likeness.Sketch, orientation string) error {
		hits, err := g.parts.Search(corners, sketch, g.sketch)
		for _, hit := range hits {
			c := Candidate{Method: Part, Orientation: orientation, Mine: min(1, 1/hit.Scale), Theirs: min(1, hit.Scale), X: max(0, hit.X), Y: max(0, hit.Y)}
			c.Distance = int(256 * (1 - hit.Alike) / 2)
			keep(g.partOf[hit.Picture], c)
		}
		return err
	}
	if err := search(corners, sketch, ""); err != nil {
		return err
	}
	img := decoded(q.View)
	if img == nil {
		return nil
	}
	return search(likeness.Corners(mirrored{img}), sketch.Mirrored(), likeness.Mirrored.String())
}

// mirrored shows a picture left to right.
type mirrored struct{ image.Image }

func (m mirrored) At(x, y int) color.Color {
	b := m.Bounds()
	return m.Image.At(b.Min.X+b.Max.X-1-x, y)
}
