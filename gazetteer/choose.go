package gazetteer

import (
	"cmp"
	"slices"
)

// sameWithin is how many metres two records of one name may be apart and still be
// taken for the same place: quarters are recorded by their middle, by a mosque in
// them, by each of their parts.
const sameWithin = 5000

// near is how many metres make a place near another.
const near = 40000

// said is the score of a place whose text names what it lies in.
const said = 4

// wellKnown is how many places must lie in one that is meant by its name, whatever
// else has it.
const wellKnown = 20

// choose puts the places that a name may mean in order, and says why.
func (g *Gazetteer) choose(out []Found, all [][]*Place, texts []string, i int) {
	key := keyOf(texts[i])
	groups := together(all[i])
	f := &out[i]
	if len(groups) == 1 {
		groups[0].Why = "the only place of this name"
		if len(groups[0].Also) > 0 {
			groups[0].Why = "the only place of this name, recorded more than once"
		}
		f.Places, f.best = groups, 1
		return
	}
	scores := make([]int, len(groups))
	for k := range groups {
		scores[k], groups[k].Why = g.score(groups[k], all, texts, i, key)
	}
	if k := g.holder(groups, key); k >= 0 && (scores[k] == 0 || scores[k] < said && len(g.holding[key]) >= wellKnown && slices.Max(scores) < said) {
		scores[k], groups[k].Why = scores[k]+1, "other places of the gazetteer lie in it"
		if len(g.holding[key]) >= wellKnown {
			scores[k] = said
		}
	}
	order := make([]int, len(groups))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	for _, k := range order {
		f.Places = append(f.Places, groups[k])
	}
	f.best = scores[order[0]]
	f.IsAmbiguous = scores[order[0]] == scores[order[1]]
	if f.IsAmbiguous {
		f.Places[0].Why = cmp.Or(f.Places[0].Why, "several places have this name, and nothing in the text tells which")
	}
	for k := range f.Places {
		f.Places[k].Why = cmp.Or(f.Places[k].Why, "it has the same name")
	}
}

// score weighs what in the text speaks for a place.
func (g *Gazetteer) score(c Candidate, all [][]*Place, texts []string, i int, key string) (int, string) {
	within := slices.Clone(g.within[c.Place])
	for _, also := range c.Also {
		within = append(within, g.within[also]...)
	}
	here, _, hasPoint := c.Where()
	best, why := 0, ""
	for j, others := range all {
		if j == i || len(others) == 0 || others[0] == c.Place {
			continue
		}
		for _, other := range others {
			if g.share(all[i], other) {
				continue
			}
			if best < said && slices.ContainsFunc(g.keys[other], func(k string) bool { return k != key && slices.Contains(within, k) }) {
				best, why = said, "it lies in "+texts[j]+", which the text names too"
			}
			if hasPoint && len(other.Outline) > 0 && best < 3 && other.Outline.Contains(here) {
				best, why = 3, "it lies in "+texts[j]+", which the text names too"
			}
		}
		if there, _, ok := others[0].Where(); !g.share(all[i], others[0]) && ok && hasPoint && best < 2 && len(together(others)) == 1 && Distance(here, there) < near {
			best, why = 2, "it is near "+texts[j]+", which the text names too"
		}
	}
	isUsual := g.usual[usual{key, c.Place}] || slices.ContainsFunc(c.Also, func(p *Place) bool { return g.usual[usual{key, p}] })
	if !isUsual {
		return best - 5, cmp.Or(why, "it is another name of it")
	}
	return best, why
}

// share reports that a place has a name in common with one of several.
func (g *Gazetteer) share(places []*Place, other *Place) bool {
	return slices.ContainsFunc(places, func(p *Place) bool {
		return p == other || slices.ContainsFunc(g.keys[p], func(key string) bool { return slices.Contains(g.keys[other], key) })
	})
}

// holder gives the candidate in which other places of the gazetteer lie: the one
// that most of them are near; -1 where there is none.
func (g *Gazetteer) holder(groups []Candidate, key string) int {
	best, which := big-1, -1
	for k, c := range groups {
		here, _, ok := c.Where()
		if !ok {
			continue
		}
		n := 0
		for _, p := range g.holding[key] {
			if there, _, ok := p.Where(); ok && Distance(here, there) < near {
				n++
			}
		}
		if n > best {
			best, which = n, k
		}
	}
	return which
}

// together makes one candidate of places that seem to be the same one: near each
// other, or with no position where only one other has the name.
func together(places []*Place) []Candidate {
	var out []Candidate
	var nowhere []*Place
	for _, p := range places {
		here, _, ok := p.Where()
		if !ok {
			nowhere = append(nowhere, p)
			continue
		}
		i := slices.IndexFunc(out, func(c Candidate) bool {
			there, _, _ := c.Where()
			return Distance(here, there) <= sameWithin
		})
		switch {
		case i < 0:
			out = append(out, Candidate{Place: p})
		case len(p.Outline) > 0 && len(out[i].Outline) == 0: // an outline says more than a point
			out[i].Also = append(out[i].Also, out[i].Place)
			out[i].Place = p
		default:
			out[i].Also = append(out[i].Also, p)
		}
	}
	if len(nowhere) == 0 {
		return out
	}
	if len(out) == 1 {
		out[0].Also = append(out[0].Also, nowhere...)
		return out
	}
	return append(out, Candidate{Place: nowhere[0], Also: nowhere[1:]})
}
