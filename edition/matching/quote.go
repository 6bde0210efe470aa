package matching

import (
	"cmp"
	"slices"
	"strings"

	"sijill.example/sijill/search"
)

// Text is something that was said, in one language, in parts.
type Text struct {
	Parts []string
}

// Quotation is a quotation that is looked for.
type Quotation struct {
	text  string
	words []search.Word
}

const (
	// leastWords is how many words a quotation needs: fewer are in everything.
	leastWords = 3
	// longestQuote is how many words of it are looked at.
	longestQuote = 400
	// nearlyFrom is from how many words on a quotation may have other words, one in
	// so many.
	nearlyFrom, oneIn = 5, 4
)

// NewQuotation takes a quotation as it was pasted.
func NewQuotation(s string) Quotation {
	q := Quotation{text: s}
	search.Words(s, func(w search.Word) bool {
		q.words = append(q.words, w)
		return len(q.words) < longestQuote
	})
	return q
}

// Words is how many words of it are looked for.
func (q Quotation) Words() int { return len(q.words) }

// IsTooShort reports that it could have been said by anybody.
func (q Quotation) IsTooShort() bool { return len(q.words) < leastWords }

// Folded gives its distinct words as finding compares them.
func (q Quotation) Folded() []string {
	var out []string
	for _, w := range q.words {
		out = append(out, w.Folded)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (q Quotation) mayDiffer() int {
	if len(q.words) < nearlyFrom {
		return 0
	}
	return len(q.words) / oneIn
}

// Piece is a stretch of a quotation beside what stands in the text.
type Piece struct {
	How    string `json:"how"` // same, changed, left out, put in
	Quoted string `json:"quoted,omitempty"`
	Stands string `json:"stands,omitempty"`
}

// Hows of a Piece, as the quotation differs from the text.
const (
	AsSaid  = "same"
	Changed = "changed"
	LeftOut = "left out"
	PutIn   = "put in"
)

// Said is where a quotation stands in a text.
type Said struct {
	Differ int     `json:"differ"` // words
	First  int     `json:"first"`  // part
	Last   int     `json:"last"`
	Pieces []Piece `json:"pieces"`
}

// wordIn is a word of one of the parts.
type wordIn struct {
	search.Word
	part int
}

// FindIn looks for the quotation in a text: where it stands with the fewest words
// that differ. Case, vowel signs, forms of letters, the kind of digits, signs
// between words and the normal form make no difference.
func (q Quotation) FindIn(t Text) (Said, bool) {
	if q.IsTooShort() {
		return Said{}, false
	}
	var words []wordIn
	asked := map[string]bool{}
	for _, w := range q.words {
		asked[w.Folded] = true
	}
	seen := map[string]bool{}
	for i, part := range t.Parts {
		search.Words(part, func(w search.Word) bool {
			words = append(words, wordIn{w, i})
			if asked[w.Folded] {
				seen[w.Folded] = true
			}
			return true
		})
	}
	if len(asked)-len(seen) > q.mayDiffer() {
		return Said{}, false
	}
	start, end, differ := q.nearest(words)
	if differ > q.mayDiffer() || start >= end {
		return Said{}, false
	}
	return Said{differ, words[start].part, words[end-1].part, q.pieces(t, words[start:end])}, true
}

// nearest finds the stretch of words with the least distance from the quotation
// (Sellers, "The theory and computation of evolutionary distances", 1980). Each
// cell remembers where its stretch began, so that one column is enough.
func (q Quotation) nearest(words []wordIn) (start, end, differ int) {
	type cell struct{ cost, start int }
	column := make([]cell, len(q.words)+1)
	for i := range column {
		column[i].cost = i
	}
	start, end, differ = 0, 0, len(q.words)
	for j := range words {
		before := column[0]
		column[0] = cell{0, j + 1}
		for i := range q.words {
			diagonal := before
			if q.words[i].Folded != words[j].Folded {
				diagonal.cost++
			}
			before = column[i+1]
			best := diagonal
			if left := before.cost + 1; left < best.cost {
				best = cell{left, before.start}
			}
			if above := column[i].cost + 1; above < best.cost {
				best = cell{above, column[i].start}
			}
			column[i+1] = best
		}
		// Of two that end close by the longer one: its last word is the quotation's.
		if last := column[len(q.words)]; last.cost < differ || last.cost == differ && last.start == start && j <= end+1 && differ < len(q.words) {
			start, end, differ = last.start, j+1, last.cost
		}
	}
	return start, end, differ
}

// pieces sets the quotation beside a stretch of the text, word by word.
func (q Quotation) pieces(t Text, words []wordIn) []Piece {
	n, m := len(q.words), len(words)
	cost := make([][]int, n+1)
	for i := range cost {
		cost[i] = make([]int, m+1)
		for j := range cost[i] {
			switch {
			case i == 0:
				cost[i][j] = j
			case j == 0:
				cost[i][j] = i
			default:
				cost[i][j] = min(cost[i-1][j-1]+differs(q.words[i-1], words[j-1]), cost[i-1][j]+1, cost[i][j-1]+1)
			}
		}
	}
	type step struct {
		how          string
		query, stand int // -1 for none
	}
	var steps []step
	for i, j := n, m; i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && cost[i][j] == cost[i-1][j-1]+differs(q.words[i-1], words[j-1]):
			how := AsSaid
			if differs(q.words[i-1], words[j-1]) > 0 {
				how = Changed
			}
			i, j = i-1, j-1
			steps = append(steps, step{how, i, j})
		case i > 0 && cost[i][j] == cost[i-1][j]+1:
			i--
			steps = append(steps, step{PutIn, i, -1})
		default:
			j--
			steps = append(steps, step{LeftOut, -1, j})
		}
	}
	slices.Reverse(steps)
	var out []Piece
	for k := 0; k < len(steps); {
		last := k
		for last+1 < len(steps) && steps[last+1].how == steps[k].how {
			last++
		}
		p := Piece{How: steps[k].how}
		if a, b := steps[k].query, steps[last].query; a >= 0 {
			p.Quoted = q.text[q.words[a].Start:q.words[b].End]
		}
		if a, b := steps[k].stand, steps[last].stand; a >= 0 {
			p.Stands = t.between(words[a], words[b])
		}
		out = append(out, p)
		k = last + 1
	}
	return out
}

func differs(a search.Word, b wordIn) int {
	if a.Folded == b.Folded {
		return 0
	}
	return 1
}

// between gives the text from one word to another, with a space between parts.
func (t Text) between(a, b wordIn) string {
	if a.part == b.part {
		return t.Parts[a.part][a.Start:b.End]
	}
	var s strings.Builder
	s.WriteString(t.Parts[a.part][a.Start:])
	for i := a.part + 1; i < b.part; i++ {
		s.WriteString(" " + t.Parts[i])
	}
	s.WriteString(" " + t.Parts[b.part][:b.End])
	return s.String()
}

// Best gives the places where the quotation stands, those with the fewest words
// that differ first: where it stands word for word, no others.
func Best[T any](all []T, differ func(T) int) []T {
	slices.SortStableFunc(all, func(a, b T) int { return cmp.Compare(differ(a), differ(b)) })
	for i := range all {
		if differ(all[0]) == 0 && differ(all[i]) > 0 {
			all = all[:i]
			break
		}
	}
	return all[:min(len(all), longest)]
}
