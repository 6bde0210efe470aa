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
	// OnBothSides says that some voice is on both sides.
	OnBothSides bool
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
	v.OnBothSides = t.share(v.For, v.Against, append(sides[0], sides[1]...))
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

// share says whether a voice is on both sides: then the two sides together have
// fewer voices than each alone.
func (t *Ties) share(pro, contra Side, all []Bearing) bool {
	if len(pro.Voices) == 0 || len(contra.Voices) == 0 {
		return false
	}
	together, _ := t.Voices(all)
	return len(together) < len(pro.Voices)+len(contra.Voices)
}
