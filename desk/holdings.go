package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// perPage is how many lines a page of a list has.
const perPage = 100

// line is a thing in a list.
type line struct {
	Number   sijill.Number
	Kind     string
	Titles   []shown
	From     *shown // the source of a deposit, which has no title of its own
	Erased   bool
	Image    *image // a small copy of its picture
	Veiled   bool   // it is blurred until somebody asks to see it
	Type     string // of a thing without a picture, in a word
	Facts    []shown
	Passages []passage
	Dir      string // of the passages
}

func (p *page) lineOf(t catalog.Thing) line {
	l := line{Number: t.Number, Kind: p.T("one." + t.Kind), Titles: p.titlesOf(t), Erased: t.State == catalog.StateErased}
	add := func(s shown) { l.Facts = append(l.Facts, s) }
	text := func(name string) string {
		s, _ := t.Fields[name].(string)
		return s
	}
	switch t.Kind {
	case "exhibit":
		if s, _, _ := strings.Cut(text("media_type"), ";"); s != "" {
			add(monoOf(s))
		}
		if n, ok := t.Fields["size"].(json.Number); ok {
			if size, err := n.Int64(); err == nil {
				add(shown{Form: "text", Text: bytesOf(size), Dir: "ltr"})
			}
		}
	case "deposit":
		if s := text("source"); s != "" {
			from := lineOf(s)
			l.From = &from
		}
		if n, ok := t.Fields["exhibits"].(json.Number); ok {
			add(shown{Form: "text", Text: p.T("kind.exhibit") + p.T("colon") + separate(n.String()), Dir: p.Dir(), Lang: p.Lang()})
		}
		if s := text("received_at"); s != "" {
			add(timeOf(s, p.lang))
		}
	default:
		for _, name := range []string{"occurred_at", "code"} {
			if s := text(name); s != "" {
				add(timeOf(s, p.lang))
			}
		}
	}
	return l
}

// list is a page of a list of things.
type list struct {
	Lines []line
	After sijill.Number // where the next page begins, or ""
}

func (d *desk) list(r *http.Request, p *page, f catalog.Filter) (list, error) {
	var out list
	if after := p.query.Get("after"); after != "" {
		number, err := sijill.ParseNumber(after)
		if err != nil {
			return out, err
		}
		f.After = number
	}
	f.Limit = perPage + 1
	for t, err := range d.archive.Catalog.Things(r.Context(), f) {
		if err != nil {
			return out, err
		}
		if len(out.Lines) == perPage {
			out.After = out.Lines[perPage-1].Number
			break
		}
		l := p.lineOf(t)
		if err := d.illustrate(r.Context(), t, &l); err != nil {
			return out, err
		}
		out.Lines = append(out.Lines, l)
	}
	return out, nil
}

// illustrate gives a line its small picture, or a word that stands for one.
func (d *desk) illustrate(ctx context.Context, t catalog.Thing, l *line) error {
	all, err := d.images(ctx, t)
	if err != nil {
		return err
	}
	if l.Image = smallest(all); l.Image != nil {
		if l.Veiled, err = d.isVeiled(ctx, t); err != nil {
			return err
		}
	}
	if mediaType, _ := t.Fields["media_type"].(string); l.Image == nil && mediaType != "" {
		l.Type = wordFor(mediaType)
	}
	return nil
}

// wordFor gives a word of few letters for a format: what people call it.
func wordFor(mediaType string) string {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	_, sub, _ := strings.Cut(mediaType, "/")
	switch sub {
	case "plain":
		return "TXT"
	case "octet-stream":
		return "?"
	}
	for _, prefix := range []string{"x-", "vnd."} {
		sub = strings.TrimPrefix(sub, prefix)
	}
	if i := strings.IndexAny(sub, "+.-"); i > 0 {
		sub = sub[:i]
	}
	return strings.ToUpper(sijill.Printable(sub[:min(len(sub), 8)]))
}

// tally is how many things of a kind there are.
type tally struct {
	Kind, Label, Count string
	Current            bool
}

type holdingsBody struct {
	list
	Kind    string
	Tallies []tally
	Inside  bool // not the first page
}

func (d *desk) holdings(r *http.Request, p *page) error {
	p.Sheet, p.Title = "holdings", p.T("holdings")
	b := holdingsBody{Kind: p.query.Get("kind"), Inside: p.query.Get("after") != ""}
	totals, err := d.archive.Catalog.Totals(r.Context())
	if err != nil {
		return err
	}
	all, known := 0, b.Kind == ""
	for _, k := range sijill.Prefixes() {
		all += totals[k.Name]
		known = known || k.Name == b.Kind
		if totals[k.Name] == 0 && k.Name != b.Kind {
			continue
		}
		b.Tallies = append(b.Tallies, tally{k.Name, p.T("kind." + k.Name), count(totals[k.Name]), k.Name == b.Kind})
	}
	if !known {
		return problem(http.StatusBadRequest)
	}
	b.Tallies = append([]tally{{"", p.T("kind.all"), count(all), b.Kind == ""}}, b.Tallies...)
	if b.list, err = d.list(r, p, catalog.Filter{Kind: b.Kind}); err != nil {
		return err
	}
	p.Body = b
	return nil
}
