package edition

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
	"sijill.example/sijill/search/index"
)

// filterable is what the filters of a query ask of a document.
type filterable struct {
	id      int64
	kind    string
	lang    string
	basis   string
	sources []string // numbers and names
	places  []string
	spans   []search.Span
	has     []string
	types   []string
}

// filterables are those of an edition, read when the first query with a filter comes.
type filterables struct {
	once sync.Once
	err  error
	all  []filterable // in the order of ids
}

// filtersHere are the fields that documents have.
var filtersHere = []string{search.FieldKind, search.FieldSource, search.FieldPlace, search.FieldDate, search.FieldLang, search.FieldHas, search.FieldType, search.FieldBasis}

func (e *Edition) filterables() ([]filterable, error) {
	f := &e.filters
	f.once.Do(func() { f.all, f.err = e.readFilterables(context.Background()) })
	return f.all, f.err
}

func (e *Edition) readFilterables(ctx context.Context) ([]filterable, error) {
	rows, err := e.db.QueryContext(ctx, "SELECT json FROM document WHERE state='' ORDER BY number")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []filterable
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		// Only what a filter asks for is read of a document.
		var d struct {
			Number    sijill.Number
			Titles    []Text
			Lang      string
			Basis     string
			Dates     []Dated
			Places    []Placed
			Source    *Ref
			SaidBy    []Text `json:"said_by"`
			Byline    []Text
			Pictures  []Picture
			Downloads []Download
			Segments  []struct{}
			Body      []struct{}
		}
		if err := json.Unmarshal(raw, &d); err != nil {
			return nil, err
		}
		f := filterable{id: idOf(d.Number), kind: d.Number.Kind(), lang: strings.ToLower(d.Lang), basis: d.Basis}
		named := func(list *[]string, r *Ref, texts ...Text) {
			if r != nil {
				*list = append(*list, string(r.Number))
				texts = append(texts, r.Titles...)
			}
			for _, t := range texts {
				*list = append(*list, t.Text)
			}
		}
		self := &Ref{Number: d.Number, Titles: d.Titles}
		switch f.kind {
		case "source":
			named(&f.sources, self)
		case "place":
			named(&f.places, self)
		}
		named(&f.sources, d.Source, append(d.SaidBy, d.Byline...)...)
		for _, p := range d.Places {
			named(&f.places, p.Ref, p.Words...)
		}
		for _, x := range d.Dates {
			if date, err := sijill.ParseDate(x.EDTF); err == nil && !date.IsMissing() {
				f.spans = append(f.spans, search.SpanOf(date))
			}
		}
		for what, has := range map[string]bool{"picture": len(d.Pictures) > 0, "text": len(d.Segments)+len(d.Body) > 0, "place": len(d.Places) > 0} {
			if has {
				f.has = append(f.has, what)
			}
		}
		for _, p := range d.Pictures {
			f.types = append(f.types, p.Type)
		}
		for _, x := range d.Downloads {
			f.types = append(f.types, x.Type)
			if medium, _, _ := strings.Cut(x.Type, "/"); medium == "video" || medium == "audio" {
				f.has = append(f.has, medium)
			}
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b filterable) int { return int(a.id - b.id) })
	return out, rows.Err()
}

// filtered leaves of what was matched what meets every filter. Where only filters were
// given, isAll, all documents that meet them.
func (e *Edition) filtered(all []index.Match, isAll bool, filters []search.Filter) ([]index.Match, error) {
	if len(filters) == 0 {
		return all, nil
	}
	list, err := e.filterables()
	if err != nil {
		return nil, err
	}
	met := map[int64]bool{}
	asked := make([]askedFor, len(filters))
	for i, f := range filters {
		asked[i] = askedFor{Filter: f, known: map[string]bool{}}
	}
	for _, d := range list {
		if !slices.ContainsFunc(asked, func(a askedFor) bool { return a.meets(d) == a.Not }) {
			met[d.id] = true
			if isAll {
				all = append(all, index.Match{ID: d.id})
			}
		}
	}
	return slices.DeleteFunc(all, func(m index.Match) bool { return !met[m.ID] }), nil
}

// askedFor is a filter that remembers which names it was met by.
type askedFor struct {
	search.Filter
	known map[string]bool
}

func (a askedFor) meets(d filterable) bool {
	switch a.Field {
	case search.FieldKind:
		return slices.Contains(a.Values, d.kind)
	case search.FieldDate:
		return slices.ContainsFunc(a.Spans, func(s search.Span) bool { return slices.ContainsFunc(d.spans, s.Meets) })
	case search.FieldLang:
		return slices.ContainsFunc(a.Values, func(v string) bool { return d.lang == v || strings.HasPrefix(d.lang, v+"-") })
	case search.FieldBasis:
		return slices.Contains(a.Values, d.basis)
	case search.FieldHas:
		return slices.ContainsFunc(a.Values, func(v string) bool { return slices.Contains(d.has, v) })
	case search.FieldType:
		return slices.ContainsFunc(a.Values, func(v string) bool {
			return slices.ContainsFunc(d.types, func(t string) bool {
				return t == v || strings.HasPrefix(t, v+"/") || strings.HasSuffix(t, "/"+v)
			})
		})
	case search.FieldSource:
		return slices.ContainsFunc(d.sources, a.names)
	case search.FieldPlace:
		return slices.ContainsFunc(d.places, a.names)
	}
	return false
}

// names reports whether a name, or a number, is one that was asked for: words of a name
// are enough, as in the archive.
func (a askedFor) names(name string) bool {
	if met, ok := a.known[name]; ok {
		return met
	}
	met := slices.ContainsFunc(a.Values, func(want string) bool {
		if _, err := sijill.ParseNumber(want); err == nil {
			return name == want
		}
		return len(search.NewMarker(search.ParseQuery(`"`+want+`"`)).Marks(name, 1)) > 0
	})
	a.known[name] = met
	return met
}
