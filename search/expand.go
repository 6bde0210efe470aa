package search

import (
	"slices"
	"strings"
)

// Expansion says of a term what else was looked for.
type Expansion struct {
	Term string   `json:"term"` // as it was typed
	To   []string `json:"to"`
	// By says where this comes from: ByVocabulary or ByPlaces.
	By string `json:"by"`
}

// Where expansions come from.
const (
	ByVocabulary = "vocabulary"
	ByPlaces     = "places" // the names of the archive's places
)

// Names gives what words, folded, are also called, by some source of names.
type Names struct {
	By     string
	Others func(words []string) ([]string, error)
}

const (
	longestName = 4  // words
	maxOthers   = 12 // for one term
)

// Expand adds to each term that is asked for what it is also called, and tells what
// it added. Words that stand one after the other and are a name together are taken
// together; of alternatives, each. What must not be there and prefixes stay as they
// are.
func Expand(q Query, sources ...Names) (Query, []Expansion, error) {
	var told []Expansion
	var out []Clause
	for i := 0; i < len(q.Clauses); {
		if c := q.Clauses[i]; !c.Not && len(c.Any) > 1 {
			each, tell, err := expandEach(c, sources)
			if err != nil {
				return q, nil, err
			}
			out, told = append(out, each), append(told, tell...)
			i++
			continue
		}
		n, added, err := expandAt(q.Clauses[i:], sources)
		if err != nil {
			return q, nil, err
		}
		c := q.Clauses[i]
		if n > 1 { // a name of several words, which need not stand side by side
			whole := Term{Apart: true}
			for _, part := range q.Clauses[i : i+n] {
				whole.Words = append(whole.Words, part.Any[0].Words...)
				whole.Text = strings.TrimSpace(whole.Text + " " + part.Any[0].Text)
			}
			c = Clause{Any: []Term{whole}}
		}
		for _, a := range added {
			e := Expansion{Term: c.Any[0].Text, By: a.by}
			for _, name := range a.names {
				e.To = append(e.To, name.Text)
				c.Any = append(slices.Clip(c.Any), name)
			}
			told = append(told, e)
		}
		out = append(out, c)
		i += max(1, n)
	}
	q.Clauses = out
	return q, told, nil
}

// expandEach expands the alternatives of a clause. What several of them are called is
// added once.
func expandEach(c Clause, sources []Names) (Clause, []Expansion, error) {
	var told []Expansion
	any := slices.Clone(c.Any)
	for _, t := range c.Any {
		if t.Prefix || len(t.Words) > longestName {
			continue
		}
		found, err := othersOf(t.Words, sources)
		if err != nil {
			return c, nil, err
		}
		for _, a := range found {
			e := Expansion{Term: t.Text, By: a.by}
			for _, name := range a.names {
				if slices.ContainsFunc(any, func(o Term) bool { return slices.Equal(o.Words, name.Words) }) {
					continue
				}
				any = append(any, name)
				e.To = append(e.To, name.Text)
			}
			if len(e.To) > 0 {
				told = append(told, e)
			}
		}
	}
	c.Any = any
	return c, told, nil
}

type added struct {
	by    string
	names []Term
}

// expandAt finds the longest name with which the clauses begin.
func expandAt(clauses []Clause, sources []Names) (int, []added, error) {
	most := 0
	for most < len(clauses) && most < longestName && isPlain(clauses[most]) {
		most++
		if clauses[most-1].Any[0].Quoted {
			break
		}
	}
	for n := most; n > 0; n-- {
		var words []string
		if n > 1 && clauses[n-1].Any[0].Quoted {
			continue
		}
		for _, c := range clauses[:n] {
			words = append(words, c.Any[0].Words...)
		}
		if len(words) > longestName {
			continue
		}
		found, err := othersOf(words, sources)
		if err != nil || len(found) > 0 {
			return n, found, err
		}
	}
	return 0, nil, nil
}

// othersOf asks the sources. A name that holds another one, or what was typed, adds
// nothing and is left out.
func othersOf(words []string, sources []Names) ([]added, error) {
	var all []added
	seen := [][]string{words}
	for _, s := range sources {
		names, err := s.Others(words)
		if err != nil {
			return nil, err
		}
		a := added{by: s.By}
		for _, name := range names {
			t := Term{Text: name, Expanded: true}
			Words(name, func(w Word) bool { t.Words = append(t.Words, w.Folded); return true })
			if len(t.Words) > 0 && len(seen) < 64 && !slices.ContainsFunc(seen, func(o []string) bool { return slices.Equal(o, t.Words) }) {
				seen = append(seen, t.Words)
				a.names = append(a.names, t)
			}
		}
		all = append(all, a)
	}
	var out []added
	n := 0
	for _, a := range all {
		a.names = slices.DeleteFunc(a.names, func(t Term) bool {
			return slices.ContainsFunc(seen, func(o []string) bool { return len(o) < len(t.Words) && holdsRun(t.Words, o) })
		})
		a.names = a.names[:min(len(a.names), maxOthers-n)]
		if n += len(a.names); len(a.names) > 0 {
			out = append(out, a)
		}
	}
	return out, nil
}

func holdsRun(words, run []string) bool {
	for i := 0; i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}

// isPlain says that a clause asks for one word or phrase as it stands.
func isPlain(c Clause) bool {
	return !c.Not && len(c.Any) == 1 && !c.Any[0].Prefix && len(c.Any[0].Words) > 0
}
