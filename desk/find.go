package desk

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
)

const (
	maxHits  = 100
	maxQuery = 1000 // bytes
)

type findBody struct {
	Lines  []line
	Count  string
	Cut    bool
	Notice string
}

func (d *desk) find(r *http.Request, p *page) error {
	p.Sheet, p.Title = "find", p.T("find.title")
	q := p.query.Get("q")
	if !utf8.ValidString(q) {
		return problem(http.StatusBadRequest)
	}
	if len(q) > maxQuery {
		p.Body = findBody{Notice: p.T("find.long")}
		return nil
	}
	p.Query = q
	hits, err := d.archive.Catalog.Find(r.Context(), q, maxHits+1)
	if err != nil {
		if sijill.ClassOf(err) != sijill.Usage {
			return err
		}
		p.Body = findBody{Notice: p.T("find.empty")}
		return nil
	}
	b := findBody{Cut: len(hits) > maxHits}
	hits = hits[:min(len(hits), maxHits)]
	for _, h := range hits {
		l := p.lineOf(h.Thing)
		l.Passages = passagesOf(h.Snippet)
		var whole strings.Builder
		for _, piece := range l.Passages {
			whole.WriteString(piece.Text)
		}
		l.Dir = sijill.Direction(whole.String())
		b.Lines = append(b.Lines, l)
	}
	b.Count = count(len(hits))
	if b.Cut {
		b.Count += "+"
	}
	if len(hits) == 0 {
		b.Notice = p.T("find.none")
	}
	p.Body = b
	return nil
}
