package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/search"
)

const (
	perFind    = 30
	maxQuery   = 1000 // bytes
	maxNarrow  = 12   // filters that were chosen
	firstNames = 8    // values of a facet that are not folded away
)

type findBody struct {
	Lines    []found
	Count    string
	Notice   string
	Told     []string // what of the query was left out
	Expanded []expansion
	Literal  string // the address that looks for nothing but what was typed, "" where it is
	Widened  string // the address that looks in the other language, too
	Facets   []facet
	Chosen   []choice
	Disagree choice
	First    string
	Next     string
}

// found is a line of what was found.
type found struct {
	line
	Where  string // the field in which it was found
	Differ []disagreement
}

type expansion struct {
	Term shown
	To   []shown
}

// facet counts what was found by one thing that can be asked of it.
type facet struct {
	Label  string
	Values []choice
	Rest   []choice // folded away
	More   string   // how many are not listed at all
}

// choice is a value with the address that chooses it, or gives it up.
type choice struct {
	Label  shown
	Count  string
	Href   string
	Chosen bool
}

// asked is what the address of a page of results says.
type asked struct {
	Words    string
	Narrow   []string // filters, each in the words of a query
	Literal  bool
	Disagree bool
}

func askedIn(q url.Values) asked {
	a := asked{Words: q.Get("q"), Literal: q.Get("expand") == "off", Disagree: q.Get("disagree") == "on"}
	for _, f := range q["f"] {
		parsed := search.ParseQuery(f)
		if len(parsed.Filters) == 1 && len(parsed.Clauses) == 0 && len(a.Narrow) < maxNarrow && !slices.Contains(a.Narrow, f) {
			a.Narrow = append(a.Narrow, f)
		}
	}
	return a
}

// at gives the address of what is asked.
func (p *page) at(a asked, after string) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("q", a.Words)
	set("after", after)
	for _, f := range a.Narrow {
		q.Add("f", f)
	}
	if a.Literal {
		q.Set("expand", "off")
	}
	if a.Disagree {
		q.Set("disagree", "on")
	}
	if p.explicit {
		q.Set("lang", string(p.lang))
	}
	return address("/find", q)
}

func (a asked) without(f string) asked {
	a.Narrow = slices.DeleteFunc(slices.Clone(a.Narrow), func(x string) bool { return x == f })
	return a
}

func (a asked) with(f string) asked {
	a.Narrow = append(slices.Clone(a.Narrow), f)
	return a
}

func (d *desk) find(r *http.Request, p *page) error {
	p.Sheet, p.Title = "find", p.T("find.title")
	a := askedIn(p.query)
	if !utf8.ValidString(a.Words) {
		return problem(http.StatusBadRequest)
	}
	if len(a.Words) > maxQuery {
		p.Body = findBody{Notice: p.T("find.long")}
		return nil
	}
	p.Query = a.Words
	s := catalog.Search{
		Query: search.ParseQuery(strings.Join(append([]string{a.Words}, a.Narrow...), " ")), Expand: !a.Literal, Disagree: a.Disagree,
		Facets: true, Limit: perFind, After: p.query.Get("after"),
	}
	if err := d.restrict(r.Context(), &s); err != nil {
		return err
	}
	result, err := d.archive.Catalog.Find(r.Context(), s)
	if err != nil {
		if sijill.ClassOf(err) != sijill.Usage {
			return err
		}
		p.Body = findBody{Notice: p.T("find.empty"), Disagree: p.disagreeing(a)}
		return nil
	}
	b := findBody{Count: count(result.Total), Disagree: p.disagreeing(a)}
	if err := d.listFound(r.Context(), p, &b, result, a); err != nil {
		return err
	}
	if result.Total == 0 {
		b.Notice = p.T("find.none")
	}
	for _, word := range s.Query.Unread {
		b.Told = append(b.Told, p.T("find.unread")+p.T("colon")+sijill.Printable(word))
	}
	if s.Query.Dropped > 0 {
		b.Told = append(b.Told, p.T("find.dropped")+p.T("colon")+count(s.Query.Dropped))
	}
	p.tellExpansion(&b, result, a)
	p.tellFacets(&b, result, a)
	if s.After != "" {
		b.First = p.at(a, "")
	}
	if result.Next != "" {
		b.Next = p.at(a, result.Next)
	}
	p.Body = b
	return nil
}

func (d *desk) listFound(ctx context.Context, p *page, b *findBody, result catalog.Found, a asked) error {
	for _, h := range result.Hits {
		l := found{line: p.lineOf(h.Thing)}
		if err := d.illustrate(ctx, h.Thing, &l.line); err != nil {
			return err
		}
		if h.Field != "" {
			l.Passages = passagesOf(h.Marked())
			var whole strings.Builder
			for _, piece := range l.Passages {
				whole.WriteString(piece.Text)
			}
			l.Dir = sijill.Direction(whole.String())
			l.Where = p.fieldLabel(h.Field)
		}
		if a.Disagree {
			l.Differ = p.allFindings(h.Findings)
		}
		b.Lines = append(b.Lines, l)
	}
	return nil
}

// fieldLabel names a field in the page's language, and "" where the interface has
// no word for it.
func (p *page) fieldLabel(name string) string {
	name, _, _ = strings.Cut(name, "[")
	if name == catalog.FieldText {
		return p.T("text.title")
	}
	stem, _ := languageIn(name)
	if w, ok := p.words["field."+stem]; ok {
		return w.in(p.lang)
	}
	return ""
}

// restrict limits a search to what resembles the numbers that the query names.
func (d *desk) restrict(ctx context.Context, s *catalog.Search) error {
	for _, number := range s.Query.Resembles {
		near := []sijill.Number{}
		if d.archive.Likeness != nil {
			all, err := d.archive.Likeness.Similar(ctx, number)
			if err != nil {
				return err
			}
			for _, c := range all {
				near = append(near, c.Number)
			}
		}
		if s.Numbers != nil {
			near = slices.DeleteFunc(near, func(n sijill.Number) bool { return !slices.Contains(s.Numbers, n) })
		}
		s.Numbers = near
	}
	return nil
}

func (p *page) disagreeing(a asked) choice {
	c := choice{Label: p.phraseOf("find.disagree"), Chosen: a.Disagree}
	a.Disagree = !a.Disagree
	c.Href = p.at(a, "")
	return c
}

func (p *page) tellExpansion(b *findBody, result catalog.Found, a asked) {
	for _, e := range result.Expanded {
		x := expansion{Term: lineOf(e.Term)}
		for _, to := range e.To {
			x.To = append(x.To, lineOf(to))
		}
		b.Expanded = append(b.Expanded, x)
	}
	switch {
	case a.Literal:
		a.Literal = false
		b.Widened = p.at(a, "")
	case len(b.Expanded) > 0:
		a.Literal = true
		b.Literal = p.at(a, "")
	}
}

func (p *page) tellFacets(b *findBody, result catalog.Found, a asked) {
	for _, f := range a.Narrow {
		x := search.ParseQuery(f).Filters[0]
		label := lineOf(strings.Join(x.Values, " | "))
		if x.Field == search.FieldDate {
			_, value, _ := strings.Cut(f, ":")
			label = lineOf(value)
		}
		if len(x.Values) == 1 {
			label = p.facetLabel(x.Field, catalog.FacetCount{Value: x.Values[0], Label: x.Values[0]})
		}
		b.Chosen = append(b.Chosen, choice{Label: label, Href: p.at(a.without(f), ""), Chosen: true})
	}
	for _, f := range result.Facets {
		out := facet{Label: sijill.Printable(f.Name)}
		if w, ok := p.words["facet."+f.Name]; ok {
			out.Label = w.in(p.lang)
		}
		for _, v := range f.Values {
			ask := f.Name + `:"` + strings.ReplaceAll(v.Value, `"`, " ") + `"`
			switch f.Name {
			case catalog.FacetYear:
				ask = "date:" + v.Value
			case catalog.FacetPlaceRead:
				ask = search.FieldPlace + `:"` + v.Value + `"`
			}
			c := choice{Label: p.facetLabel(f.Name, v), Count: count(v.Count), Href: p.at(a.with(ask), "")}
			if slices.Contains(a.Narrow, ask) {
				c.Chosen, c.Href = true, p.at(a.without(ask), "")
			}
			if len(out.Values) < firstNames {
				out.Values = append(out.Values, c)
			} else {
				out.Rest = append(out.Rest, c)
			}
		}
		if f.More > 0 {
			out.More = count(f.More)
		}
		b.Facets = append(b.Facets, out)
	}
}

// facetLabel says what a value is called: a word of the interface where it has one.
func (p *page) facetLabel(name string, v catalog.FacetCount) shown {
	key := map[string]string{search.FieldKind: "kind.", search.FieldLang: "tongue.", search.FieldHas: "has.", search.FieldBasis: "value."}[name]
	if _, ok := p.words[key+v.Value]; key != "" && ok {
		return p.phraseOf(key + v.Value)
	}
	return lineOf(v.Label)
}
