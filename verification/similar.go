package verification

import (
	"cmp"
	"context"
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

func (m Method) measuresBits() bool { return m == Picture || m == Film || m == FrameOf }

// Candidate is a thing that resembles another.
type Candidate struct {
	Number      sijill.Number `json:"number"`
	Method      Method        `json:"method"`
	Distance    int           `json:"distance"`              // bits of 256; for pictures and frames
	Orientation string        `json:"orientation,omitempty"` // of the query, as against the thing
	// Changes are what was done to the query, or to the thing.
	Changes []Change `json:"changes,omitempty"`
	// Mine and Theirs are the shares of the two that match: frames of films, words
	// of texts, and of pictures the areas that lie over each other.
	Mine    float64 `json:"share_of_query,omitempty"`
	Theirs  float64 `json:"share_of_this,omitempty"`
	AtMs    int64   `json:"at_ms,omitempty"`      // in the query, a film
	TheirAt int64   `json:"this_at_ms,omitempty"` // in this, a film
	X       float64 `json:"x,omitempty"`          // of a part, in shares of the longer side
	Y       float64 `json:"y,omitempty"`
	Said    string  `json:"decision,omitempty"` // what people said of the pair: confirmed or refused

	part *overlay // what a comparison of the pixels gave
}

// Query is what is compared with the gallery.
type Query struct {
	Number        sijill.Number // of an exhibit, or "" for a file from outside
	Digest        sijill.Digest
	Prints        []derivative.Print
	Width, Height int // of a picture as it is seen, 0 where that is not known
	Within        int // bits; likeness.Near is usual
	// Refused shows pairs that people refused, too.
	Refused bool
}

// Similar lists what resembles the query: the surest first, each thing once.
func (g *Gallery) Similar(ctx context.Context, q Query) ([]Candidate, error) {
	best, err := g.candidates(ctx, q)
	if err != nil {
		return nil, err
	}
	mine, err := g.catalog.Holding(ctx, q.Digest)
	if err != nil {
		return nil, err
	}
	if q.Number != "" && !slices.Contains(mine, q.Number) {
		mine = append(mine, q.Number)
	}
	said, err := g.said(ctx, mine)
	if err != nil {
		return nil, err
	}
	var out []Candidate
	for digest, c := range best {
		numbers, err := g.catalog.Holding(ctx, g.digests[digest])
		if err != nil {
			return nil, err
		}
		// What was said of a thing holds for all that have the same bytes.
		var last catalog.Decided
		for _, n := range numbers {
			if d, ok := said[n]; ok && d.Index >= last.Index {
				last = d
			}
		}
		c.Said = last.Decision
		for _, n := range numbers {
			if c.Number = n; n != q.Number && (c.Said != catalog.Refused || q.Refused) {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(order(a, b), cmp.Compare(a.Number, b.Number))
	})
	return out, nil
}

// Between tells how one exhibit resembles another, and false where it does not.
func (g *Gallery) Between(ctx context.Context, a, b sijill.Number) (Candidate, bool, error) {
	q, err := g.QueryOf(ctx, a)
	if err != nil {
		return Candidate{}, false, err
	}
	q.Refused = true
	all, err := g.Similar(ctx, q)
	i := slices.IndexFunc(all, func(c Candidate) bool { return c.Number == b })
	if err != nil || i < 0 {
		return Candidate{}, false, err
	}
	return all[i], true, nil
}

// said gives the last decision about any of the numbers and each other thing.
func (g *Gallery) said(ctx context.Context, numbers []sijill.Number) (map[sijill.Number]catalog.Decided, error) {
	said := map[sijill.Number]catalog.Decided{}
	for _, n := range numbers {
		decided, err := g.catalog.Decisions(ctx, n)
		if err != nil {
			return nil, err
		}
		for _, d := range decided {
			other := d.A
			if other == n {
				other = d.B
			}
			if old, ok := said[other]; !ok || d.Index > old.Index {
				said[other] = d
			}
		}
	}
	return said, nil
}

// candidates gives the surest likeness of each original of the gallery.
func (g *Gallery) candidates(ctx context.Context, q Query) (map[int]Candidate, error) {
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
	laid, err := g.shared(ctx, q)
	if err != nil {
		return nil, err
	}
	for digest, o := range laid {
		keep(digest, o.candidate())
		if c := best[digest]; c.Method == Picture && mirrors(c.Orientation) == o.mirrored {
			c.part, c.Mine, c.Theirs = o, o.OfQuery, o.OfStored
			best[digest] = c
		}
	}
	for digest, c := range best {
		if c.Method != Picture && c.Method != Part {
			continue
		}
		theirs, err := g.seen(ctx, g.digests[digest])
		if err != nil {
			return nil, err
		}
		c.Changes = c.changes(seen{Width: q.Width, Height: q.Height}, theirs)
		best[digest] = c
	}
	return best, nil
}

// order puts the surer of two candidates first.
func order(a, b Candidate) int {
	rank := func(m Method) int {
		return slices.Index([]Method{SameBytes, Picture, Film, FrameOf, Part, Text}, m)
	}
	return cmp.Or(rank(a.Method)-rank(b.Method), a.Distance-b.Distance, cmp.Compare(max(b.Mine, b.Theirs), max(a.Mine, a.Theirs)))
}

// pictures compares a picture in its eight orientations with pictures and with
// frames of films.
func (g *Gallery) pictures(q Query, keep func(int, Candidate)) {
	for _, p := range q.Prints {
		first := likeness.AsStored
		switch p.Kind {
		case look.PictureKind:
		case look.TurnedKind:
			first = likeness.AsStored + 1
		default:
			continue
		}
		if p.Quality < likeness.Quality {
			continue
		}
		for i := 0; i+32 <= len(p.Bytes); i += 32 {
			hash, err := likeness.HashOf(p.Bytes[i : i+32])
			if err != nil {
				continue
			}
			for _, hit := range g.hashes.Search(hash, q.Within) {
				own := g.owners[hit.ID]
				c := Candidate{Method: Picture, Distance: hit.Distance, Mine: 1, Theirs: 1}
				if own.film {
					c.Method, c.TheirAt, c.Theirs = FrameOf, own.frame.At.Milliseconds(), 0
				}
				if o := first + likeness.Orientation(i/32); o != likeness.AsStored {
					c.Orientation = o.Inverse().String() // the query, turned so, is the thing
				}
				keep(own.digest, c)
			}
		}
	}
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
