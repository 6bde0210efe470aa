package corroboration

import (
	"cmp"
	"slices"
)

// Standing says in a word how a claim stands.
type Standing string

// The standings.
const (
	Unheard      Standing = "nobody says it"
	Said         Standing = "said by one"
	Corroborated Standing = "corroborated" // by two named voices at least, and contradicted by nobody
	Disputed     Standing = "disputed"
	Denied       Standing = "only contradicted"
)

// Side is what speaks for a claim, or against it.
type Side struct {
	Voices []Voice
	Merges []Merge
	Things int // how many different things
	// Values are the different values that are given, in the order of the things.
	Values []Value
	// IsSplit says that two of the values cannot both be true.
	IsSplit bool
	// Odd lists bearings whose own value goes against the way in which they were
	// entered: one that supports and differs, or contradicts and agrees.
	Odd []Bearing
}

// Verdict is the sum of what is said of a claim.
type Verdict struct {
	Claim    Claim
	Standing Standing
	For      Side
	Against  Side
	Context  []Bearing
	// OnBothSides says what ties the two sides where some voice is on both of them,
	// the nearest tie first, and is "" where none is.
	OnBothSides Why
	// Circular lists bearings that name the claim itself. They count for nothing.
	Circular []Bearing
	Lost     int // bearings whose passage is no longer where it was
}

// Weigh sums up what bears on a claim.
func (t *Ties) Weigh(c Claim, bearings []Bearing) Verdict {
	v := Verdict{Claim: c}
	var sides [2][]Bearing
	for _, b := range bearings {
		if b.Of == c.Number || b.By == c.Number && b.By != "" {
			v.Circular = append(v.Circular, b)
			continue
		}
		if b.Place == Lost {
			v.Lost++
		}
		switch b.How {
		case Supports:
			sides[0] = append(sides[0], b)
		case Contradicts:
			sides[1] = append(sides[1], b)
		default: // what is not known as one of the two takes no side, and is shown
			v.Context = append(v.Context, b)
		}
	}
	v.For, v.Against = t.side(c, sides[0], Differ), t.side(c, sides[1], Agree)
	v.OnBothSides = t.share(v.For, v.Against, sides)
	v.Standing = standing(v.For, v.Against)
	return v
}

func standing(pro, contra Side) Standing {
	named := 0
	for _, voice := range pro.Voices {
		if voice.Basis != Unnamed {
			named++
		}
	}
	switch {
	case len(pro.Voices) > 0 && len(contra.Voices) > 0:
		return Disputed
	case len(contra.Voices) > 0:
		return Denied
	case named > 1:
		return Corroborated
	case len(pro.Voices) > 0:
		return Said
	}
	return Unheard
}

func (t *Ties) side(c Claim, bearings []Bearing, odd Match) Side {
	var s Side
	s.Voices, s.Merges = t.Voices(bearings)
	type worded struct {
		Bearing
		words string
	}
	sorted := make([]worded, len(bearings))
	accounts := make([]Account, len(bearings))
	for i, b := range bearings {
		sorted[i], accounts[i] = worded{b, b.Says.Words("en")}, Account{Of: b.Of}
	}
	slices.SortStableFunc(sorted, func(a, b worded) int {
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.By, b.By), cmp.Compare(a.words, b.words))
	})
	seen := map[string]bool{"": true}
	for _, b := range sorted {
		if Compare(c.Value, b.Says) == odd {
			s.Odd = append(s.Odd, b.Bearing)
		}
		if seen[b.words] {
			continue
		}
		seen[b.words] = true
		for _, o := range s.Values {
			s.IsSplit = s.IsSplit || Compare(o, b.Says) == Differ
		}
		s.Values = append(s.Values, b.Says)
	}
	s.Things = things(accounts)
	return s
}

// share says what ties the two sides where a voice is on both: then they have fewer
// voices together than each alone. That people of one organisation contradict each
// other is another thing than that one person contradicts herself.
func (t *Ties) share(pro, contra Side, sides [2][]Bearing) Why {
	if len(pro.Voices) == 0 || len(contra.Voices) == 0 {
		return ""
	}
	together, merges := t.Voices(slices.Concat(sides[0], sides[1]))
	if len(together) == len(pro.Voices)+len(contra.Voices) {
		return ""
	}
	var on [2]map[Account]bool
	for i, bearings := range sides {
		on[i] = map[Account]bool{}
		for _, b := range bearings {
			on[i][t.hear(b).Account] = true
		}
	}
	for a := range on[0] {
		if on[1][a] {
			return SameAccount
		}
	}
	for _, m := range merges {
		if slices.ContainsFunc(m.Accounts, func(a Account) bool { return on[0][a] }) && slices.ContainsFunc(m.Accounts, func(a Account) bool { return on[1][a] }) {
			return m.Why
		}
	}
	return Relay // one side only passes on what is heard on the other
}

// onBothSides says of every tie, in English, Arabic and French, what it means that it
// is between the two sides.
var onBothSides = map[Why][3]string{
	OneOrigin:   {"items of one origin are on both sides", "في الجانبين مواد من أصل واحد", "des éléments d’une même origine figurent des deux côtés"},
	SameAccount: {"the same account is on both sides", "الرواية نفسها في الجانبين", "le même récit figure des deux côtés"},
	SameSource:  {"the same source is heard on both sides", "المصدر نفسه مسموع في الجانبين", "la même source se fait entendre des deux côtés"},
	Relay:       {"the word of one source is on both sides, at first hand or passed on", "كلام مصدر واحد في الجانبين، مباشرةً أو نقلاً", "la parole d’une même source figure des deux côtés, directement ou rapportée"},
	Affiliation: {"people of one organisation are heard on both sides", "في الجانبين من ينتمون إلى جهة واحدة", "des personnes d’une même organisation se font entendre des deux côtés"},
}

func (w Why) onBothSides(language string) string {
	return onBothSides[w][max(0, slices.Index([]string{"en", "ar", "fr"}, language))]
}

// TieOfSides tells in a language what ties the two sides, and is "" where nothing does.
func (v Verdict) TieOfSides(language string) string {
	s := v.OnBothSides.onBothSides(language)
	if s == "" {
		return ""
	}
	return upper(s) + "."
}
