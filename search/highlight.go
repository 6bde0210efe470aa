package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Mark is where something that was looked for stands in a text: bytes Start to
// before End of the original, and which clause of the query it meets.
type Mark struct {
	Start, End, Clause int
	Expanded           bool // it was not typed
}

// Marker finds in texts what a query looks for, by the rules by which the index
// finds it. It is not for concurrent use.
type Marker struct {
	analyser *Analyser
	terms    []markedTerm
	tokens   []Token
}

type markedTerm struct {
	Term
	stems  []string
	clause int
}

// NewMarker makes a marker for the query's clauses; what must not be there is not
// marked.
func NewMarker(q Query) *Marker { return NewMarkerWith(NewAnalyser(), q) }

// NewMarkerWith makes a marker that cuts texts with an analyser, which remembers the
// words of others.
func NewMarkerWith(a *Analyser, q Query) *Marker {
	m := &Marker{analyser: a}
	for i, c := range q.Needed() {
		if c.Not {
			continue
		}
		for _, t := range c.Any {
			if t.Apart {
				for _, w := range t.Words {
					m.terms = append(m.terms, markedTerm{Term{Words: []string{w}}, []string{Stem(w)}, i})
				}
				continue
			}
			marked := markedTerm{t, nil, i}
			for _, w := range t.Words {
				marked.stems = append(marked.stems, Stem(w))
			}
			m.terms = append(m.terms, marked)
		}
	}
	return m
}

// Marks lists what a text holds of the query, in order and without overlaps; at
// most limit of them.
func (m *Marker) Marks(text string, limit int) []Mark {
	if len(m.terms) == 0 || limit <= 0 {
		return nil
	}
	tokens := m.tokens[:0]
	m.analyser.Tokens(text, func(t Token) bool { tokens = append(tokens, t); return true })
	m.tokens = tokens
	var out []Mark
	end := 0
	for i := 0; i < len(tokens) && len(out) < limit; i++ {
		if tokens[i].Start < end {
			continue
		}
		for j := range m.terms {
			if to := m.terms[j].at(tokens[i:]); to > 0 {
				out = append(out, Mark{tokens[i].Start, to, m.terms[j].clause, m.terms[j].Expanded})
				end = to
				break
			}
		}
	}
	return out
}

// at says where the term ends if it stands at the beginning of tokens, and 0 where
// it does not.
func (t *markedTerm) at(tokens []Token) int {
	if !t.means(0, &tokens[0]) {
		return 0
	}
	end := tokens[0].End
	for i := 1; i < len(t.Words); i++ {
		found := false
		for j := 1; j < len(tokens) && tokens[j].Position <= tokens[0].Position+i; j++ {
			if tokens[j].Position == tokens[0].Position+i && t.means(i, &tokens[j]) {
				found, end = true, tokens[j].End
				break
			}
		}
		if !found {
			return 0
		}
	}
	return end
}

// means says whether a token is the term's i-th word.
func (t *markedTerm) means(i int, k *Token) bool {
	if k.Exact == t.Words[i] || t.Prefix && i == len(t.Words)-1 && strings.HasPrefix(k.Exact, t.Words[i]) {
		return true
	}
	return !t.Quoted && !(t.Prefix && i == len(t.Words)-1) && (k.Exact == t.stems[i] || slices.Contains(k.Also, t.stems[i]))
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
