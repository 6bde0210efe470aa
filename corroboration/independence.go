package corroboration

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// Why is what makes two accounts one voice, from the nearest tie to the farthest.
type Why string

// The ties.
const (
	OneOrigin   Why = "one origin"   // the same bytes, or a likeness that a person confirmed
	SameAccount Why = "same account" // a recording and its words, an original and its translation
	SameSource  Why = "same source"
	Relay       Why = "relay" // one passes on the word of the other, or both that of a third
	Affiliation Why = "affiliation"
)

func (w Why) rank() int {
	return slices.Index([]Why{OneOrigin, SameAccount, SameSource, Relay, Affiliation}, w)
}

// Voice is one independent voice: one account, or several that are tied.
type Voice struct {
	// Basis is the nearest to the event of those that its accounts have; Unnamed
	// where nobody has said whom it is from.
	Basis    string
	Accounts []Account
	// Ties are what makes several accounts one, the nearest first.
	Ties []Why
}

// Account is one thing as the word of one source.
type Account struct {
	Of sijill.Number `json:"of"`
	By string        `json:"by,omitempty"` // a number, or what the source is called
}

// Merge tells why accounts are one voice.
type Merge struct {
	Why      Why
	Accounts []Account
	// Through is what they have in common: a source, an organisation, a thing.
	Through string
	Medium  string // of what is of one origin, where all have the same
}

// Ties is what is known, made ready to be asked many times.
type Ties struct {
	known *Known
	root  map[sijill.Number]sijill.Number
}

// NewTies joins the things of one origin.
func NewTies(k *Known) *Ties {
	t := &Ties{known: k, root: make(map[sijill.Number]sijill.Number, 2*len(k.OneOrigin))}
	for _, p := range k.OneOrigin {
		t.join(p.A, p.B)
	}
	holders := map[string]sijill.Number{}
	for n, thing := range k.Things {
		if thing.Digest == "" {
			continue
		}
		if other, ok := holders[thing.Digest]; ok {
			t.join(n, other)
		} else {
			holders[thing.Digest] = n
		}
	}
	return t
}

// find gives the least number of the group of one origin that n is in.
func (t *Ties) find(n sijill.Number) sijill.Number {
	top := n
	for {
		up, ok := t.root[top]
		if !ok || up == top {
			break
		}
		top = up
	}
	for n != top { // so that the next asks less
		up, ok := t.root[n]
		t.root[n] = top
		if !ok {
			break
		}
		n = up
	}
	return top
}

func (t *Ties) join(a, b sijill.Number) {
	if a, b = t.find(a), t.find(b); a != b {
		t.root[max(a, b)] = min(a, b)
	}
}

// key is something that accounts can have in common.
type key struct {
	why  Why
	far  int // how many steps away
	name string
}

// heard is an account with what it can be tied by.
type heard struct {
	Account
	basis   string
	keys    map[string]key // by what it is tied to
	origins []string       // of one that passes on several: the names of theirs
}

const (
	voicePrefix = "voice "
	textPrefix  = "text "
)

// hear finds out what an account is tied by.
func (t *Ties) hear(b Bearing) heard {
	thing := t.known.Things[b.Of]
	h := heard{Account: Account{Of: b.Of, By: string(b.By)}, keys: map[string]key{}}
	isOwn := b.By == "" || string(b.By) == thing.Source
	if isOwn {
		h.By = thing.Source
		h.add(textPrefix+string(t.find(b.Of)), OneOrigin, 0)
		for _, n := range thing.StandsOn {
			h.add(textPrefix+string(t.find(n)), SameAccount, 1)
		}
	}
	source, isKnown := t.known.Sources[sijill.Number(h.By)]
	h.basis = cmp.Or(source.Basis, map[bool]string{true: thing.Basis}[isOwn], "unknown")
	switch {
	case thing.IsJoint && isOwn && h.By == "":
		h.basis = Joint
	case h.By == "":
		h.basis = Unnamed
	}
	if isOwn && len(thing.PassesOn) > 0 {
		h.origins = t.origins(thing.PassesOn)
	} else if h.By != "" {
		h.add(voicePrefix+h.By, SameSource, 0)
		if isKnown {
			h.origins = slices.DeleteFunc(t.origins([]sijill.Number{source.Number}), func(name string) bool { return name == voicePrefix+h.By })
		}
	}
	if len(h.origins) == 1 {
		h.add(h.origins[0], Relay, 1)
		t.affiliate(&h, strings.TrimPrefix(h.origins[0], voicePrefix), 1)
	}
	if len(thing.PassesOn) == 0 || !isOwn {
		t.affiliate(&h, h.By, 0)
	}
	return h
}

func (h *heard) add(name string, why Why, far int) {
	if old, ok := h.keys[name]; !ok || why.rank() < old.why.rank() || why == old.why && far < old.far {
		h.keys[name] = key{why, far, name}
	}
}

// origins names those whose word somebody or something finally gives: what is
// reached by going from one to whom it passes on, until nobody is named any more.
// A circle of those who pass each other on leads nowhere; its least number stands
// for it.
func (t *Ties) origins(from []sijill.Number) []string {
	seen := map[sijill.Number]bool{}
	var names []string
	for queue := slices.Clone(from); len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		if seen[n] {
			continue
		}
		seen[n] = true
		if next := t.next(n); len(next) > 0 {
			queue = append(queue, next...)
		} else {
			names = append(names, t.name(n))
		}
	}
	if len(names) == 0 {
		least := slices.Min(slices.Collect(maps.Keys(seen)))
		names = []string{t.name(least)}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (t *Ties) next(n sijill.Number) []sijill.Number {
	thing, isThing := t.known.Things[n]
	if !isThing {
		return t.known.Sources[n].Relays
	}
	if _, ok := t.known.Sources[sijill.Number(thing.Source)]; ok && len(thing.PassesOn) == 0 {
		return []sijill.Number{sijill.Number(thing.Source)}
	}
	return thing.PassesOn
}

func (t *Ties) name(n sijill.Number) string {
	thing, isThing := t.known.Things[n]
	switch {
	case !isThing:
		return voicePrefix + string(n)
	case thing.Source != "" && len(thing.PassesOn) == 0:
		return voicePrefix + thing.Source
	}
	return textPrefix + string(t.find(n))
}

// affiliate ties an account to the groups above its source.
func (t *Ties) affiliate(h *heard, by string, far int) {
	seen := map[sijill.Number]bool{}
	level := []sijill.Number{sijill.Number(by)}
	for len(level) > 0 {
		var above []sijill.Number
		far++
		for _, n := range level {
			for _, g := range t.known.Sources[n].Affiliation {
				if !seen[g] && t.known.Sources[g].IsGroup {
					seen[g] = true
					above = append(above, g)
					h.add(voicePrefix+string(g), Affiliation, far)
				}
			}
		}
		level = above
	}
}
