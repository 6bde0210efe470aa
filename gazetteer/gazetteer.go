// Package gazetteer knows places by their names in Arabic and English, by their
// points and by their outlines. It finds places in a text and says why it takes a
// name for one place and not for another; it finds in which places a point lies. It
// is pure: it knows no store.
package gazetteer

import (
	"cmp"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// Place is a place of the gazetteer.
type Place struct {
	Number sijill.Number
	// Names are what it is called, in any script.
	Names []string
	// Variants are other names, and other spellings.
	Variants []string
	// Within names what it lies in, as somebody wrote it: "Atareb - Jebel Saman".
	Within []string
	// Parent is the place that it lies in, and "" where nobody said.
	Parent sijill.Number
	// Point is where it is, and nil where nobody said.
	Point *Point
	// PrecisionM says how many metres from the point the place may reach; 0 where
	// nobody said.
	PrecisionM float64
	Outline    Outline
}

// locality is the precision in metres of a named place of which nobody said more
// than a point.
const locality = 1000

// Where gives the point of a place, or the middle of its outline, and the precision
// in metres; false where nobody said where it is.
func (p *Place) Where() (Point, float64, bool) {
	if len(p.Outline) > 0 {
		middle, radius := p.Outline.middle()
		if p.Point != nil {
			middle = *p.Point
		}
		return middle, cmp.Or(p.PrecisionM, radius), true
	}
	if p.Point == nil {
		return Point{}, 0, false
	}
	return *p.Point, cmp.Or(p.PrecisionM, locality), true
}

// Name gives the first name.
func (p *Place) Name() string {
	if len(p.Names) == 0 {
		return string(p.Number)
	}
	return p.Names[0]
}

// Gazetteer is a set of places. It does not change, and may be used concurrently.
type Gazetteer struct {
	places   []*Place
	byNumber map[sijill.Number]*Place
	strict   *trie
	sounding *trie
	usual    map[usual]bool
	keys     map[*Place][]string // keys of its names
	within   map[*Place][]string // keys of what it lies in
	holding  map[string][]*Place // the places that lie in what has this key
	areas    []area              // from the smallest
}

// usual says that a place is called so, and not only in a variant.
type usual struct {
	key   string
	place *Place
}

type area struct {
	place *Place
	box   Box
	size  float64
}

// New makes a gazetteer of places.
func New(places []Place) *Gazetteer {
	g := &Gazetteer{byNumber: map[sijill.Number]*Place{}, strict: newTrie(), sounding: newTrie(), usual: map[usual]bool{}, keys: map[*Place][]string{}, within: map[*Place][]string{}, holding: map[string][]*Place{}}
	for i := range places {
		p := places[i]
		g.places = append(g.places, &p)
		g.byNumber[p.Number] = &p
		if len(p.Outline) > 0 {
			g.areas = append(g.areas, area{&p, p.Outline.Box(), p.Outline.area()})
		}
	}
	slices.SortStableFunc(g.areas, func(a, b area) int { return cmp.Compare(a.size, b.size) })
	for _, p := range g.places {
		g.enter(p)
	}
	return g
}

// Len gives the number of places.
func (g *Gazetteer) Len() int { return len(g.places) }

// Place gives a place by its number, and nil where it is not here.
func (g *Gazetteer) Place(n sijill.Number) *Place { return g.byNumber[n] }

// Places gives all places in the order in which they were given.
func (g *Gazetteer) Places() []*Place { return g.places }

// Touching gives the places whose outline or point lies in a box, for a map.
func (g *Gazetteer) Touching(box Box) []*Place {
	var out []*Place
	for _, p := range g.places {
		switch {
		case len(p.Outline) > 0 && p.Outline.Box().Touches(box), p.Point != nil && box.Contains(*p.Point):
			out = append(out, p)
		}
	}
	return out
}

// At gives the places in whose outline a point lies, the smallest first.
func (g *Gazetteer) At(p Point) ([]*Place, error) {
	p, err := NewPoint(p.Lat, p.Lon)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Usage, Message: "This is no position: " + err.Error() + "."}
	}
	var out []*Place
	for _, a := range g.areas {
		if a.box.Contains(p) && a.place.Outline.Contains(p) {
			out = append(out, a.place)
		}
	}
	return out, nil
}

// enter makes a place known under all its names.
func (g *Gazetteer) enter(p *Place) {
	var within []string
	for i, name := range slices.Concat(p.Names, p.Variants) {
		names, in := forms(name)
		for _, n := range names {
			words := cut(n)
			keys := keysOf(words)
			if i < len(p.Names) {
				key := strings.Join(keys, " ")
				g.usual[usual{key, p}] = true
				g.keys[p] = append(g.keys[p], key)
			}
			g.strict.add(keys, p)
			if sounds := soundsOf(words); sounds != nil {
				g.sounding.add(sounds, p)
			}
		}
		within = append(within, in...)
	}
	for _, chain := range p.Within {
		within = append(within, links(chain)...)
	}
	if parent := g.byNumber[p.Parent]; parent != nil && parent != p {
		within = append(within, parent.Names...)
	}
	for _, n := range within {
		key := keyOf(n)
		if key == "" || g.usual[usual{key, p}] || slices.Contains(g.within[p], key) {
			continue
		}
		g.within[p] = append(g.within[p], key)
		g.holding[key] = append(g.holding[key], p)
	}
}

// forms gives the forms in which a name of a table is used in a text, and what it
// says besides of where the place lies: "City : Name", "Name (District)",
// "Name / Other", "Town of Name".
func forms(name string) (names, within []string) {
	name = strings.TrimSpace(name)
	if before, after, ok := strings.Cut(name, " : "); ok {
		within = append(within, before)
		name = strings.TrimSpace(after)
	}
	if before, rest, ok := strings.Cut(name, "("); ok && strings.TrimSpace(before) != "" {
		inside, _, _ := strings.Cut(rest, ")")
		within = append(within, inside)
		name = strings.TrimSpace(before)
	}
	for part := range strings.SplitSeq(name, " / ") {
		words := cut(part)
		if len(words) > 1 && slices.Contains(kindsOnly, words[0].key) {
			part = part[words[1].start:] // in a text it stands beside the name
			words = cut(part)
		}
		names = append(names, part)
		if len(words) < 2 {
			continue
		}
		if last := words[len(words)-1]; slices.Contains(kindsAfter, last.key) {
			names = append(names, strings.TrimSpace(part[:last.start]))
		}
	}
	return names, within
}

// links cuts a chain such as "Atareb - Jebel Saman" into its names.
func links(chain string) []string {
	return strings.FieldsFunc(strings.NewReplacer(" - ", "\x00", " : ", "\x00", ",", "\x00", "،", "\x00", ";", "\x00", "(", "\x00", ")", "\x00", "---", "\x00").Replace(chain),
		func(r rune) bool { return r == 0 })
}

// keysOf gives the keys of a name's words, without articles.
func keysOf(words []word) []string {
	var out []string
	for _, w := range words {
		if !w.isArticle {
			key := w.key
			if s := w.spellings(); !w.isArabic && len(s) > 1 {
				key = s[len(s)-1]
			}
			out = append(out, key)
		}
	}
	return out
}

func keyOf(name string) string { return strings.Join(keysOf(cut(name)), " ") }

// soundsOf gives the words of a Latin name as they sound, and nil for other names
// and for those too short to be told by their sound.
func soundsOf(words []word) []string {
	var out []string
	letters := 0
	if slices.ContainsFunc(words, func(w word) bool { return w.isArabic }) {
		return nil
	}
	for _, key := range keysOf(words) {
		s := loose(key)
		letters += len(s)
		out = append(out, s)
	}
	if letters < minSound {
		return nil
	}
	return out
}

// minSound is how many letters of a sound tell a name.
const minSound = 5
