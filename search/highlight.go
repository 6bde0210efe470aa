package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Mark is where something that was looked for stands in a text: bytes Start to
// before End of the original, and which clause of the query it meets.
type Mark struct{ Start, End, Clause int }

// Marker finds in texts what a query looks for, by the rules by which the index
// finds it.
type Marker struct {
	terms []markedTerm
}

type markedTerm struct {
	Term
	clause int
}

// NewMarker makes a marker for the query's clauses; what must not be there is not
// marked.
func NewMarker(q Query) *Marker {
	m := &Marker{}
	for i, c := range q.Clauses {
		if c.Not {
			continue
		}
		for _, t := range c.Any {
			m.terms = append(m.terms, markedTerm{t, i})
		}
	}
	return m
}

// Marks lists what a text holds of the query, in order and without overlaps; at
// most limit of them.
func (m *Marker) Marks(text string, limit int) []Mark {
	var words []Word
	Words(text, func(w Word) bool { words = append(words, w); return true })
	var out []Mark
	for i := 0; i < len(words) && len(out) < limit; i++ {
		for _, t := range m.terms {
			if n := t.at(words[i:]); n > 0 {
				out = append(out, Mark{words[i].Start, words[i+n-1].End, t.clause})
				i += n - 1
				break
			}
		}
	}
	return out
}

// at says how many words the term takes at the start of words, and 0 where it does
// not stand there.
func (t *markedTerm) at(words []Word) int {
	if len(words) < len(t.Words) {
		return 0
	}
	for i, want := range t.Words {
		have := words[i].Folded
		if have == want || t.Prefix && i == len(t.Words)-1 && strings.HasPrefix(have, want) || !t.Quoted && Bare(have) == want || !t.Quoted && Bare(want) != "" && Bare(want) == have {
			continue
		}
		return 0
	}
	return len(t.Words)
}

// Passage chooses the stretch of a text, about so many letters long, that shows
// most of the query: where most clauses are met, and of those the first. It cuts
// between words.
func Passage(text string, marks []Mark, letters int) (start, end int) {
	width := letters * 2 // bytes; an Arabic letter has two
	if len(text) <= width {
		return 0, len(text)
	}
	best, bestClauses := 0, 0
	for i := range marks {
		var met []int
		for _, m := range marks[i:] {
			if m.End-marks[i].Start > width*3/4 {
				break
			}
			if !slices.Contains(met, m.Clause) {
				met = append(met, m.Clause)
			}
		}
		if len(met) > bestClauses {
			best, bestClauses = i, len(met)
		}
	}
	if len(marks) > 0 {
		start = max(0, marks[best].Start-width/4)
	}
	end = min(len(text), start+width)
	if len(marks) > 0 {
		end = max(end, marks[best].End)
	}
	start = max(0, min(start, end-width))
	for n := 0; start > 0 && !atWord(text, start, n); n++ {
		start--
	}
	for n := 0; end < len(text) && !atWord(text, end, n); n++ {
		end++
	}
	return start, end
}

// atWord says that a cut at i, which was moved by n bytes, falls between words. A
// run of letters without any space is cut between letters after a while.
func atWord(text string, i, n int) bool {
	if !utf8.RuneStart(text[i]) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	return n > 80 || !inWord(before) || !inWord(after)
}
