package verification

import (
	"cmp"
	"context"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// Pair is a pair that a machine suggests: A resembles the candidate.
type Pair struct {
	A sijill.Number `json:"a"`
	Candidate
}

// Suggestions lists the pairs of the whole archive that resemble each other and of
// which nobody said anything yet: neither directly, nor by what was said of others
// of the same bytes, nor because both are in one group already. The surest come
// first. progress may be nil.
func (g *Gallery) Suggestions(ctx context.Context, within int, progress func(done, all int)) ([]Pair, error) {
	type key struct{ a, b int }
	found := map[key]Pair{}
	for i, digest := range g.digests {
		if progress != nil {
			progress(i, len(g.digests))
		}
		q, err := g.queryOf(ctx, digest)
		if err != nil {
			return nil, err
		}
		q.Within = within
		best, err := g.candidates(ctx, q)
		if err != nil {
			return nil, err
		}
		for j, c := range best {
			if i == j {
				continue
			}
			k := key{min(i, j), max(i, j)}
			if old, ok := found[k]; ok && order(old.Candidate, c) <= 0 {
				continue
			}
			numbers, err := g.firstOf(ctx, i, j)
			if err != nil {
				return nil, err
			}
			if numbers == nil {
				continue
			}
			c.Number = numbers[1]
			found[k] = Pair{numbers[0], c}
		}
	}
	settled, err := g.settled(ctx)
	if err != nil {
		return nil, err
	}
	out, err := g.sameBytes(ctx, settled)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		if !settled.are(p.A, p.Number) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(order(a.Candidate, b.Candidate), cmp.Compare(a.A, b.A), cmp.Compare(a.Number, b.Number))
	})
	return out, nil
}

// firstOf gives the oldest holders of originals; nil where one has none any more.
func (g *Gallery) firstOf(ctx context.Context, digests ...int) ([]sijill.Number, error) {
	var out []sijill.Number
	for _, d := range digests {
		numbers, err := g.catalog.Holding(ctx, g.digests[d])
		if err != nil || len(numbers) == 0 {
			return nil, err
		}
		out = append(out, numbers[0])
	}
	return out, nil
}

// sameBytes pairs exhibits that hold one original with the oldest of them.
func (g *Gallery) sameBytes(ctx context.Context, s *settlement) ([]Pair, error) {
	shared, err := g.catalog.HeldTwice(ctx)
	if err != nil {
		return nil, err
	}
	var out []Pair
	for _, digest := range shared {
		numbers, err := g.catalog.Holding(ctx, digest)
		if err != nil {
			return nil, err
		}
		first, err := g.catalog.Thing(ctx, numbers[0])
		if err != nil {
			return nil, err
		}
		for _, n := range numbers[1:] {
			t, err := g.catalog.Thing(ctx, n)
			if err != nil {
				return nil, err
			}
			// One file that was taken in twice is nothing for a person to decide.
			if t.Fields["name"] == first.Fields["name"] {
				continue
			}
			if !s.said[[2]sijill.Number{min(numbers[0], n), max(numbers[0], n)}] {
				out = append(out, Pair{numbers[0], Candidate{Number: n, Method: SameBytes, Mine: 1, Theirs: 1}})
			}
		}
	}
	return out, nil
}

// settlement is what people settled. Each exhibit stands for the oldest that has the
// same bytes.
type settlement struct {
	said     map[[2]sijill.Number]bool // of the very numbers, the smaller first
	decided  map[[2]sijill.Number]bool // of the oldest
	group    map[sijill.Number]int
	standing map[sijill.Number]sijill.Number
}

func (g *Gallery) settled(ctx context.Context) (*settlement, error) {
	s := &settlement{said: map[[2]sijill.Number]bool{}, decided: map[[2]sijill.Number]bool{}, group: map[sijill.Number]int{}, standing: map[sijill.Number]sijill.Number{}}
	decided, err := g.catalog.Decisions(ctx, "")
	if err != nil {
		return nil, err
	}
	last := map[[2]sijill.Number]catalog.Decided{}
	for _, d := range decided {
		s.said[[2]sijill.Number{d.A, d.B}] = true
		for _, n := range []*sijill.Number{&d.A, &d.B} {
			if *n, err = s.oldest(ctx, g.catalog, *n); err != nil {
				return nil, err
			}
		}
		if d.A > d.B {
			d.A, d.B = d.B, d.A
		}
		pair := [2]sijill.Number{d.A, d.B}
		s.decided[pair] = true
		if old, ok := last[pair]; d.A != d.B && (!ok || d.Index > old.Index) {
			last[pair] = d
		}
	}
	var standing []catalog.Decided
	for _, d := range last {
		standing = append(standing, d)
	}
	for i, members := range components(standing) {
		for _, n := range members {
			s.group[n] = i + 1
		}
	}
	return s, nil
}

// oldest gives the oldest exhibit that has the bytes of a number.
func (s *settlement) oldest(ctx context.Context, c *catalog.Catalog, n sijill.Number) (sijill.Number, error) {
	if o, ok := s.standing[n]; ok {
		return o, nil
	}
	t, err := c.Thing(ctx, n)
	if err != nil {
		return "", err
	}
	o := n
	text, _ := t.Fields[catalog.FieldDigest].(string)
	if digest, err := sijill.ParseDigest(text); err == nil {
		holders, err := c.Holding(ctx, digest)
		if err != nil {
			return "", err
		}
		if len(holders) > 0 {
			o = holders[0]
		}
	}
	s.standing[n] = o
	return o, nil
}

// are reports that people said something of two oldest holders.
func (s *settlement) are(a, b sijill.Number) bool {
	return s.decided[[2]sijill.Number{min(a, b), max(a, b)}] || s.group[a] != 0 && s.group[a] == s.group[b]
}
