package testimony

import (
	"slices"
	"strings"

	"sijill.example/sijill/search"
)

// Change says how what a witness told later stands to what was told earlier.
type Change string

// The changes. Nothing is judged by them: a second account that differs may be
// the better one.
const (
	Repeated Change = "repeated" // the same words; spelling, marks and spaces aside
	Changed  Change = "changed"
	Dropped  Change = "dropped" // only in the earlier account
	New      Change = "new"     // only in the later account
)

// AccountPair sets a stretch of an earlier account beside one of a later.
type AccountPair struct {
	Pair
	Change Change
	// Only says which numbers are on one side only, as 0-9: counts, years and
	// times that were told differently.
	OnlyA, OnlyB []string
	// Elsewhere is the segment of the other account, from 0, in which the same
	// words are told in another place, and -1 where there is none.
	Elsewhere int
}

// CompareAccounts sets two accounts of one witness, in one language and told at
// different times, side by side. They stay two accounts; nothing is merged.
func CompareAccounts(earlier, later []string) ([]AccountPair, error) {
	if err := tooMany(len(earlier), len(later)); err != nil {
		return nil, err
	}
	var out []AccountPair
	for _, p := range align(earlier, later, given{one: true}) {
		a, b := strings.Join(earlier[p.A.Start:p.A.End], " "), strings.Join(later[p.B.Start:p.B.End], " ")
		wordsA, wordsB := foldedWords(a), foldedWords(b)
		c := AccountPair{Pair: p, Elsewhere: -1}
		switch {
		case p.B.Len() == 0:
			c.Change, c.Elsewhere = Dropped, sameWords(wordsA, later)
		case p.A.Len() == 0:
			c.Change, c.Elsewhere = New, sameWords(wordsB, earlier)
		case slices.Equal(wordsA, wordsB):
			c.Change = Repeated
		case inCommon(wordsA, wordsB) < leastInCommon:
			// They stand beside each other and say different things.
			out = append(out,
				AccountPair{Pair{p.A, Range{p.B.Start, p.B.Start}, p.Score}, Dropped, nil, nil, sameWords(wordsA, later)},
				AccountPair{Pair{Range{p.A.End, p.A.End}, p.B, p.Score}, New, nil, nil, sameWords(wordsB, earlier)})
			continue
		default:
			c.Change = Changed
			c.OnlyA, c.OnlyB = onlyNumbers(wordsA, wordsB), onlyNumbers(wordsB, wordsA)
		}
		out = append(out, c)
	}
	return out, nil
}

// leastInCommon is the share of words that two stretches must have in common to
// be one thing told in two ways.
const leastInCommon = 0.25

func foldedWords(text string) []string {
	var out []string
	for w := range wordsOf(text) {
		out = append(out, w.Folded)
	}
	return out
}

func wordsOf(text string) func(func(search.Word) bool) {
	return func(yield func(search.Word) bool) { search.Words(text, yield) }
}

func sameWords(words []string, in []string) int {
	return slices.IndexFunc(in, func(s string) bool { return len(words) > 0 && slices.Equal(foldedWords(s), words) })
}

// inCommon gives the share of different words that both have, from 0 to 1.
func inCommon(a, b []string) float64 {
	x, y := slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b)))
	n := 0
	for _, w := range x {
		if _, ok := slices.BinarySearch(y, w); ok {
			n++
		}
	}
	return 2 * float64(n) / float64(max(len(x)+len(y), 1))
}

func onlyNumbers(a, b []string) []string {
	var out []string
	for _, w := range a {
		if isDigits(w) && !slices.Contains(b, w) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
