package index

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"

	"sijill.example/sijill/search"
)

// Match is a document that was found, with its score.
type Match struct {
	ID    int64
	Score float64
}

// Reader answers queries from one transaction.
type Reader struct {
	ctx   context.Context
	tx    *sql.Tx
	all   float64 // documents
	mean  float64 // length of a document
	norms [256]float64
	rows  *sql.Stmt
}

// NewReader makes a reader.
func NewReader(ctx context.Context, tx *sql.Tx) (*Reader, error) {
	r := &Reader{ctx: ctx, tx: tx}
	var words float64
	if err := tx.QueryRowContext(ctx, "SELECT documents, words FROM corpus").Scan(&r.all, &words); err != nil {
		return nil, err
	}
	r.mean = max(1, words/max(1, r.all))
	for i, length := range lengths() {
		r.norms[i] = k1 * (1 - b + b*length/r.mean)
	}
	var err error
	r.rows, err = tx.PrepareContext(ctx, someBlocks) // until the transaction ends
	return r, err
}

// The constants of BM25 (Robertson and Zaragoza, 2009), and how much a word counts
// by where and how it is found.
const (
	k1          = 1.2
	b           = 0.75
	titleWeight = 4
	exactBonus  = 0.5 // more for the very word than for another of its stem
	expanded    = 0.6 // for what was not typed
)

// Match gives the documents that meet the query's clauses, in the order of their
// ids. Where no clause asks for anything, it gives false.
func (r *Reader) Match(q search.Query) ([]Match, bool, error) {
	var wanted [][]hit
	for _, c := range q.Needed() {
		if c.Not {
			continue
		}
		list, err := r.clause(c)
		if err != nil {
			return nil, false, err
		}
		wanted = append(wanted, list)
	}
	if len(wanted) == 0 {
		return nil, false, nil
	}
	least := len(wanted)
	if least > allOf { // a whole passage was given: what resembles it
		least /= 2
	}
	found, err := r.Without(r.meet(wanted, least), q)
	return found, true, err
}

// Any gives the documents in which any of some folded words stand, in the order of
// their ids. Rare words count more than usual ones.
func (r *Reader) Any(words []string) ([]Match, error) {
	var lists [][]hit
	for _, w := range words {
		list, err := r.list(w)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	if len(lists) == 0 {
		return nil, nil
	}
	return r.meet(lists, 1), nil
}

// Without leaves what the query does not exclude. What was found is in the order of
// ids.
func (r *Reader) Without(found []Match, q search.Query) ([]Match, error) {
	for _, c := range q.Clauses {
		if !c.Not || len(found) == 0 {
			continue
		}
		list, err := r.clause(c)
		if err != nil {
			return nil, err
		}
		found = slices.DeleteFunc(found, func(m Match) bool {
			var in bool
			list, in = seek(list, m.ID)
			return in
		})
	}
	return found, nil
}

// allOf is to how many clauses all must be met; of more, half.
const allOf = 12

// meet gives the documents that are in at least so many lists, with their scores.
func (r *Reader) meet(lists [][]hit, least int) []Match {
	if least == len(lists) {
		slices.SortFunc(lists, func(a, b []hit) int { return cmp.Compare(len(a), len(b)) })
		out := make([]Match, 0, len(lists[0]))
		idf := r.idf(lists[0])
		for _, h := range lists[0] {
			out = append(out, Match{h.doc, idf * r.score(h)})
		}
		for _, list := range lists[1:] {
			idf := r.idf(list)
			kept := out[:0]
			for _, m := range out {
				var ok bool
				if list, ok = seek(list, m.ID); ok {
					m.Score += idf * r.score(list[0])
					kept = append(kept, m)
				}
			}
			out = kept
		}
		return out
	}
	type sum struct {
		n     int
		score float64
	}
	sums := map[int64]sum{}
	for _, list := range lists {
		idf := r.idf(list)
		for _, h := range list {
			s := sums[h.doc]
			sums[h.doc] = sum{s.n + 1, s.score + idf*r.score(h)}
		}
	}
	var out []Match
	for doc, s := range sums {
		if s.n >= least {
			out = append(out, Match{doc, s.score})
		}
	}
	slices.SortFunc(out, func(a, b Match) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// seek moves forward to a document, by leaps that double.
func seek(list []hit, doc int64) ([]hit, bool) {
	if len(list) == 0 || list[0].doc >= doc {
		return list, len(list) > 0 && list[0].doc == doc
	}
	leap := 1
	for leap < len(list) && list[leap].doc < doc {
		leap *= 2
	}
	lo := leap / 2
	i, ok := slices.BinarySearchFunc(list[lo:min(leap+1, len(list))], doc, func(h hit, doc int64) int { return cmp.Compare(h.doc, doc) })
	return list[lo+i:], ok
}

func (r *Reader) idf(list []hit) float64 {
	n := float64(len(list))
	return math.Log(1 + (max(r.all, n)-n+0.5)/(n+0.5))
}

func (r *Reader) score(h hit) float64 {
	w := float64(h.weight)
	return w * (k1 + 1) / (w + r.norms[h.norm])
}

// clause gives the documents that have any of the terms.
func (r *Reader) clause(c search.Clause) ([]hit, error) {
	var all []hit
	for i, t := range c.Any {
		list, err := r.term(t)
		if err != nil {
			return nil, err
		}
		if t.Expanded {
			for i := range list {
				list[i].weight *= expanded
			}
		}
		if i == 0 {
			all = list
		} else {
			all = either(all, list)
		}
	}
	return all, nil
}

// either joins two lists; a document that is in both has both weights.
func either(a, b []hit) []hit {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := make([]hit, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].doc < b[0].doc:
			out, a = append(out, a[0]), a[1:]
		case a[0].doc > b[0].doc:
			out, b = append(out, b[0]), b[1:]
		default:
			h := a[0]
			h.weight += b[0].weight
			out, a, b = append(out, h), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// term gives the documents in which a term stands.
func (r *Reader) term(t search.Term) ([]hit, error) {
	switch {
	case t.Apart:
		return r.together(t.Words)
	case len(t.Words) > 1:
		return r.phrase(t)
	case t.Prefix:
		return r.prefix(t.Words[0])
	case t.Quoted:
		return r.list(t.Words[0])
	}
	word, stem := t.Words[0], search.Stem(t.Words[0])
	if stem == word {
		exact, err := r.list(word)
		if err != nil {
			return nil, err
		}
		for i := range exact {
			exact[i].weight *= 1 + exactBonus
		}
		rest, err := r.list(stemMark + stem)
		return either(exact, rest), err
	}
	all, err := r.list(stemMark + stem)
	if err != nil {
		return nil, err
	}
	bare, err := r.list(stem)
	if err != nil {
		return nil, err
	}
	exact, err := r.list(word)
	for i := range exact { // they are among those of the stem
		exact[i].weight *= exactBonus
	}
	return either(either(all, bare), exact), err
}

// together gives the documents in which all of the words stand somewhere.
func (r *Reader) together(words []string) ([]hit, error) {
	var all []hit
	for i, w := range words {
		list, err := r.term(search.Term{Words: []string{w}})
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all = list
			continue
		}
		all = slices.DeleteFunc(all, func(h hit) bool {
			var in bool
			list, in = seek(list, h.doc)
			return !in
		})
	}
	return all, nil
}
