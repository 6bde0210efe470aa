package desk

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/search"
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
	found, err := d.archive.Catalog.Find(r.Context(), catalog.Search{Query: search.ParseQuery(q), Limit: maxHits, Expand: true})
	if err != nil {
		if sijill.ClassOf(err) != sijill.Usage {
			return err
		}
		p.Body = findBody{Notice: p.T("find.empty")}
		return nil
	}
	b := findBody{Cut: found.Next != ""}
	for _, h := range found.Hits {
		l := p.lineOf(h.Thing)
		if err := d.illustrate(r.Context(), h.Thing, &l); err != nil {
			return err
		}
		l.Passages = passagesOf(h.Marked())
		var whole strings.Builder
		for _, piece := range l.Passages {
			whole.WriteString(piece.Text)
		}
		l.Dir = sijill.Direction(whole.String())
		b.Lines = append(b.Lines, l)
	}
	b.Count = count(found.Total)
	if found.Total == 0 {
		b.Notice = p.T("find.none")
	}
	p.Body = b
	return nil
}
