package catalog

import (
	"context"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
)

// Hit is a thing that was found.
type Hit struct {
	Thing
	// Snippet is a passage of the original text with what was found in it
	// between HitStart and HitEnd.
	Snippet string
}

// HitStart and HitEnd stand around what was found in a snippet. They are
// control characters that no title or text can hold once it is printable.
const (
	HitStart = "\x02"
	HitEnd   = "\x03"
)

// Find searches titles and texts for all words of the query, however they are
// spelled: in any case, with or without Arabic vowel signs, hamza or article.
// Words in double quotes are looked for as a phrase. Best matches come first; a
// word in the title weighs more.
func (c *Catalog) Find(ctx context.Context, query string, limit int) ([]Hit, error) {
	match := matchExpression(query)
	if match == "" {
		return nil, &sijill.Error{Class: sijill.Usage, Message: "There is no word to look for.", Hint: `Give one or more words: sijill find حلب, sijill find "barrel bomb".`}
	}
	rows, err := c.reader.QueryContext(ctx, `
		SELECT thing.id, number, kind, thing.title, fields, idx, state, snippet(words, -1, ?2, ?3, '…', 16)
		FROM words JOIN thing ON thing.id=words.rowid
		WHERE words MATCH ?1 ORDER BY bm25(words, 4, 1, 1), thing.id LIMIT ?4`, match, HitStart, HitEnd, limit)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var hits []Hit
	for rows.Next() {
		var h Hit
		t, err := scanThing(withSnippet{rows, &h.Snippet})
		if err != nil {
			return nil, err
		}
		h.Thing = t
		hits = append(hits, h)
	}
	return hits, rows.Err()
}

type withSnippet struct {
	scanner
	snippet *string
}

func (s withSnippet) Scan(into ...any) error { return s.scanner.Scan(append(into, s.snippet)...) }

// maxWords bounds a query.
const maxWords = 64

// matchExpression writes a query for FTS5. What people type never reaches FTS5's
// own grammar: only folded words do, each in quotes.
func matchExpression(query string) string {
	var terms []string
	words := 0
	for i, part := range strings.Split(query, `"`) {
		var phrase []string
		search.Words(part, func(w search.Word) bool {
			words++
			if words <= maxWords {
				phrase = append(phrase, w.Folded)
			}
			return words <= maxWords
		})
		if len(phrase) == 0 {
			continue
		}
		if i%2 == 1 {
			terms = append(terms, `"`+strings.Join(phrase, " ")+`"`)
			continue
		}
		for _, w := range phrase {
			if bare := search.Bare(w); bare != "" {
				terms = append(terms, `("`+w+`" OR "`+bare+`")`)
				continue
			}
			terms = append(terms, `"`+w+`"`)
		}
	}
	return strings.Join(terms, " AND ")
}
