package gazetteer

import (
	"slices"
	"strings"
	"unicode"
)

// besideRegion is how many metres a place may be from the town that a region is
// called after, where nothing is recorded of what the place lies in.
const besideRegion = 80000

// veryNear is how many metres from there a place may well be a part of the town.
const veryNear = 25000

// Locate gives the place of which a text is the name, as in a field that says where
// something was. Where the text names regions too ("Idlib : Saraqib", "Ansari,
// Aleppo", "Aleppo - Ansari"), the narrowest place is meant, and it must lie in one
// of them. It gives nothing where that is not sure: a region that is called like a
// town is no reason to take the town.
func (g *Gazetteer) Locate(text string) (Candidate, bool) {
	text = text[:min(len(text), maxName)]
	parts, isLastNarrow := partsOf(text)
	switch {
	case len(parts) == 0:
		return Candidate{}, false
	case len(parts) == 1:
		if c, ok := only(g.usually(text)); ok {
			c.Why = "the only place of this name"
			return c, true
		}
		return g.narrowest(g.namesIn(text), false)
	}
	return g.narrowest(parts, isLastNarrow)
}

// maxName bounds in bytes what is read as the name of a place.
const maxName = 1000

// partsOf cuts the name of a place into the names of which it is made, and says
// whether the last is the narrowest by the way it is written.
func partsOf(text string) ([]string, bool) {
	isLastNarrow := false
	runes := []rune(text)
	var parts []string
	start := 0
	for i, r := range runes {
		is := func(at int, f func(rune) bool) bool { return at >= 0 && at < len(runes) && f(runes[at]) }
		isCut := false
		switch r {
		case ':', '：':
			isCut = !is(i-1, unicode.IsDigit) || !is(i+1, unicode.IsDigit)
			isLastNarrow = isLastNarrow || isCut
		case ',', '،', ';', '؛', '/', '>', '\n':
			isCut = true
		case '-', '–', '—':
			isCut = is(i-1, unicode.IsSpace) && is(i+1, unicode.IsSpace)
		}
		if isCut {
			parts = append(parts, string(runes[start:i]))
			start = i + 1
		}
	}
	parts = append(parts, string(runes[start:]))
	return slices.DeleteFunc(parts, func(s string) bool { return len(cut(s)) == 0 }), isLastNarrow
}

// namesIn gives the names that a text without marks between them is made of, as in
// "the village of Saraqib in Idlib"; nothing where it says more.
func (g *Gazetteer) namesIn(text string) []string {
	var out []string
	rest := text
	for _, f := range slices.Backward(g.Find(text)) {
		out = append(out, text[f.Start:f.End])
		rest = rest[:f.Start] + " " + rest[f.End:]
	}
	for _, w := range cut(rest) {
		if !w.isArticle && !isKind(w.key) && !slices.Contains(whereWords, w.key) && !slices.Contains(never, w.key) && w.key != "the" {
			return nil
		}
	}
	return out
}

func isKind(key string) bool {
	return slices.Contains(kindsBefore, key) || slices.Contains(kindsAfter, key)
}

// narrowest chooses among names that belong together the place that lies in another
// of them, and in which none of the others lies.
func (g *Gazetteer) narrowest(parts []string, isLastNarrow bool) (Candidate, bool) {
	if len(parts) == 0 || len(parts) > longestChain {
		return Candidate{}, false
	}
	if isLastNarrow {
		return g.lyingIn(parts, len(parts)-1)
	}
	var found []Candidate
	for i := range parts {
		if c, ok := g.lyingIn(parts, i); ok {
			found = append(found, c)
		}
	}
	found = slices.DeleteFunc(found, func(c Candidate) bool {
		return slices.ContainsFunc(found, func(in Candidate) bool { return in.Place != c.Place && g.lies(in.Place, g.keys[c.Place], nil) })
	})
	if len(found) != 1 {
		return Candidate{}, false
	}
	return found[0], true
}

const longestChain = 6 // names

// lyingIn gives the one place that the i-th part names and that lies in what another
// part names.
func (g *Gazetteer) lyingIn(parts []string, i int) (Candidate, bool) {
	places, key := g.called(parts[i])
	for j, region := range parts {
		if j == i {
			continue
		}
		if keyOf(region) == keyOf(parts[i]) && i > 0 { // the town that its region is called after
			if f := g.Find(parts[i]); len(f) == 1 && !f[0].IsAmbiguous {
				f[0].Places[0].Why = "a town and its region have this name"
				return f[0].Places[0], true
			}
			return Candidate{}, false
		}
		around := g.usually(region)
		keys := []string{keyOf(region)}
		for _, p := range around {
			keys = append(keys, g.keys[p]...)
		}
		in := slices.DeleteFunc(slices.Clone(places), func(p *Place) bool { return !g.lies(p, keys, around) })
		if usual := slices.DeleteFunc(slices.Clone(in), func(p *Place) bool { return !g.usual[usual{key, p}] }); len(usual) > 0 {
			in = usual
		} else {
			in = slices.DeleteFunc(in, func(p *Place) bool { return !isBeside(p, around, near) })
		}
		// What is recorded to lie there comes before what is not far from there, but
		// not where that is so near that it may well be meant.
		if said := slices.DeleteFunc(slices.Clone(in), func(p *Place) bool { return !g.says(p, keys) && !isBeside(p, around, veryNear) }); len(said) > 0 {
			in = said
		}
		if c, ok := only(in); ok {
			c.Why = "it lies in " + strings.TrimSpace(region) + ", which the text names too"
			return c, true
		}
	}
	return Candidate{}, false
}

// lies reports that a place lies in a region of which the keys of names and the
// places that are called so are given.
func (g *Gazetteer) lies(p *Place, keys []string, around []*Place) bool {
	if g.says(p, keys) {
		return true
	}
	if len(g.within[p]) == 0 && g.held(g.keys[p]) < g.held(keys) && isBeside(p, around, besideRegion) {
		return true
	}
	at, _, ok := p.Where()
	return ok && slices.ContainsFunc(around, func(r *Place) bool { return r != p && len(r.Outline) > 0 && r.Outline.Contains(at) })
}

// held counts what lies in what has one of the keys.
func (g *Gazetteer) held(keys []string) int {
	n := 0
	for _, key := range keys {
		n = max(n, len(g.holding[key]))
	}
	return n
}

// says reports that a place is recorded to lie in what has one of the keys.
func (g *Gazetteer) says(p *Place, keys []string) bool {
	return slices.ContainsFunc(g.within[p], func(in string) bool {
		return slices.ContainsFunc(keys, func(key string) bool { return in == key || strings.HasSuffix(in, " "+key) })
	})
}

// isBeside reports that a place is at most so many metres from one of others.
func isBeside(p *Place, others []*Place, metres float64) bool {
	at, _, ok := p.Where()
	return ok && slices.ContainsFunc(others, func(o *Place) bool {
		there, _, isThere := o.Where()
		return o != p && isThere && Distance(at, there) < metres
	})
}

// usually gives the places of which a text is the whole name: those that have it as
// another name only where there are no others.
func (g *Gazetteer) usually(text string) []*Place {
	places, key := g.called(text)
	if out := slices.DeleteFunc(slices.Clone(places), func(p *Place) bool { return !g.usual[usual{key, p}] }); len(out) > 0 {
		return out
	}
	return places
}

// called gives the places of which a text is the whole name, but for words that say
// what it is, and the key of the name.
func (g *Gazetteer) called(text string) ([]*Place, string) {
	words := cut(text)
	for _, name := range wholes(words) {
		if len(name) == 0 || kindOf([]rune(name[0].key)[0]) == digits && len(name) == 1 {
			continue
		}
		if places, end := g.strict.walk(name, 0, name[0].key, word.spellings); end == len(name) && len(places) > 0 {
			return places, strings.Join(keysOf(name), " ")
		}
	}
	return nil, ""
}

// wholes gives the words of a name as they stand, and without the words before and
// after that say what it is.
func wholes(words []word) [][]word {
	bare := func(ws []word) []word {
		for len(ws) > 0 && ws[0].isArticle {
			ws = ws[1:]
		}
		return ws
	}
	words = bare(words)
	out := [][]word{words}
	short := words
	if len(short) > 1 && (slices.Contains(kindsBefore, short[0].key) || slices.Contains(kindsOnly, short[0].key)) {
		short = bare(short[1:])
		if len(short) > 1 && short[0].key == "of" {
			short = bare(short[1:])
		}
		out = append(out, short)
	}
	if n := len(short); n > 1 && (slices.Contains(kindsAfter, short[n-1].key) || short[n-1].key == "بلد") {
		out = append(out, short[:n-1])
	}
	return out
}

// only gives the candidate that places are, if they are one.
func only(places []*Place) (Candidate, bool) {
	groups := together(places)
	if len(groups) != 1 {
		return Candidate{}, false
	}
	_, _, ok := groups[0].Where()
	return groups[0], ok
}
