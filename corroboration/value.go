package corroboration

import (
	"math"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// Count is a number of people or things, as far as it is said.
type Count struct {
	Low, High int64 // both included; High is Most where there is no upper end
	About     bool  // somewhere near Low, which equals High
}

// Most is the upper end of a count that has none.
const Most = math.MaxInt64

// Value is what a claim says, or somebody says of it. What is not said is nil,
// missing or "".
type Value struct {
	Count *Count
	Unit  string // what is counted
	Date  sijill.Date
	// Place is a place of the gazetteer with every larger one that it lies in.
	Place       []sijill.Number
	PlaceShown  string
	Actor       string
	ActorSource sijill.Number
	// Means is a word with every broader one.
	Means []string
	Text  string
}

// Match says how two values stand to each other.
type Match int

// The matches. Values that cannot be compared are Unsaid: a doubt is no
// contradiction.
const (
	Unsaid Match = iota
	Agree
	Differ
)

// String gives the word for the match.
func (m Match) String() string { return [...]string{"not said", "agree", "differ"}[m] }

// MarshalText gives the word for the match.
func (m Match) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Compare says whether two values can both be true. Everything that both of them
// say is compared, and one difference decides:
//
//   - counts of the same unit agree where their ranges overlap; "about" is a tenth
//     to either side, and one at least;
//   - dates agree where they could be of the same moment (sijill.Date.CouldBe);
//   - places agree where one lies in the other, means where one is the broader word
//     of the other, actors where they are the same source;
//   - words are compared only for being the same: other words may mean the same.
func Compare(a, b Value) Match {
	result := Unsaid
	note := func(agrees bool) {
		switch {
		case !agrees:
			result = Differ
		case result == Unsaid:
			result = Agree
		}
	}
	if a.Count != nil && b.Count != nil && (a.Unit == b.Unit || a.Unit == "" || b.Unit == "") {
		aLow, aHigh := a.Count.bounds()
		bLow, bHigh := b.Count.bounds()
		note(aLow <= bHigh && bLow <= aHigh)
	}
	if !a.Date.IsMissing() && !b.Date.IsMissing() {
		note(a.Date.CouldBe(b.Date))
	}
	if len(a.Place) > 0 && len(b.Place) > 0 {
		note(within(a.Place, b.Place))
	}
	if len(a.Means) > 0 && len(b.Means) > 0 {
		note(within(a.Means, b.Means))
	}
	if a.ActorSource != "" && b.ActorSource != "" {
		note(a.ActorSource == b.ActorSource)
	}
	for _, words := range [][2]string{{a.PlaceShown, b.PlaceShown}, {a.Actor, b.Actor}, {a.Text, b.Text}} {
		if words[0] != "" && plain(words[0]) == plain(words[1]) {
			note(true)
		}
	}
	return result
}

// within says that one of two chains, each from the narrow to the wide, begins
// inside the other.
func within[T comparable](a, b []T) bool {
	return slices.Contains(a, b[0]) || slices.Contains(b, a[0])
}

func plain(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func (c *Count) bounds() (low, high int64) {
	if !c.About {
		return c.Low, c.High
	}
	slack := max(1, (c.Low+9)/10)
	return max(0, c.Low-slack), c.Low + slack
}

// IsBlank says that nothing is said.
func (v Value) IsBlank() bool { return v.Words("en") == "" }

// Words tells the value in a language ("en", "ar", "fr").
func (v Value) Words(language string) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, sijill.Printable(s))
		}
	}
	if v.Count != nil {
		add(v.Count.words(v.Unit, language))
	}
	if !v.Date.IsMissing() {
		parts = append(parts, v.Date.In(language))
	}
	if v.PlaceShown != "" {
		add(v.PlaceShown)
	} else if len(v.Place) > 0 {
		add(string(v.Place[0]))
	}
	if v.Actor != "" {
		add(v.Actor)
	} else {
		add(string(v.ActorSource))
	}
	if len(v.Means) > 0 {
		add(label("means", v.Means[0], language))
	}
	add(v.Text)
	if language == "ar" {
		return strings.Join(parts, "، ")
	}
	return strings.Join(parts, ", ")
}
