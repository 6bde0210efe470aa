package edition

import (
	"cmp"
	"context"
	"slices"
)

// front is the body of the home page.
type front struct {
	Lead       *card // with the large picture
	Picture    *Picture
	Dispatches []card
	Incidents  []card
	Voices     []card // testimonies and statements
	Works      []card
	Pages      []card // what those who run the archive say of it
	Counts     []counted
}

type counted struct {
	Kind, Name string
	N          int
}

func (s *site) home(ctx context.Context, p *page) error {
	var f front
	for _, l := range lists {
		n, err := s.count(ctx, l.kind)
		if err != nil {
			return err
		}
		if n > 0 {
			f.Counts = append(f.Counts, counted{l.kind, l.name, n})
		}
	}
	var err error
	if f.Dispatches, err = s.latest(ctx, p, "dispatch", 4); err != nil {
		return err
	}
	if f.Incidents, err = s.latest(ctx, p, "incident", 8); err != nil {
		return err
	}
	if f.Voices, err = s.latest(ctx, p, "testimony", 3); err != nil {
		return err
	}
	statements, err := s.latest(ctx, p, "statement", 2)
	if err != nil {
		return err
	}
	f.Voices = append(f.Voices, statements...)
	if f.Works, err = s.latest(ctx, p, "work", 3); err != nil {
		return err
	}
	if f.Pages, err = s.latest(ctx, p, "page", 4); err != nil {
		return err
	}
	slices.Reverse(f.Pages)
	// The large picture is one for which nobody needs to be warned, and that says of
	// itself what it is.
	for d, err := range s.edition.Documents(ctx, Filter{Kind: "exhibit", Limit: 500}) {
		if err != nil {
			return err
		}
		view := pictureOf(d, "view")
		if view == nil || len(d.Notices) > 0 || view.Width < view.Height {
			continue
		}
		if f.Picture == nil || len(d.Context) > 0 && len(f.Lead.Doc.Context) == 0 || view.Width > 2*f.Picture.Width {
			c := p.card(d)
			f.Lead, f.Picture = &c, view
		}
	}
	p.Sheet, p.Title, p.About, p.Image, p.Body = "home", p.T("home"), p.T("what.this.is"), f.Picture, f
	p.Linked = s.linkedSite(p)
	return nil
}

// latest lists the documents of a kind that were released last.
func (s *site) latest(ctx context.Context, p *page, kind string, most int) ([]card, error) {
	var all []*Document
	for d, err := range s.edition.Documents(ctx, Filter{Kind: kind}) {
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	if isArticle(kind) {
		all = oneOfEach(all, p.lang)
	}
	slices.SortStableFunc(all, func(a, b *Document) int { return -compare(a, b) })
	all = all[:min(most, len(all))]
	if kind == "dispatch" { // of the latest, those that a reader can read lead
		slices.SortStableFunc(all, func(a, b *Document) int { return cmp.Compare(placeFor(a, p.lang), placeFor(b, p.lang)) })
	}
	var out []card
	for _, d := range all {
		out = append(out, p.card(d))
	}
	return out, nil
}

func compare(a, b *Document) int {
	switch {
	case a.Released != b.Released && a.Released < b.Released, a.Released == b.Released && a.Number < b.Number:
		return -1
	case a.Number == b.Number:
		return 0
	}
	return 1
}

func placeFor(d *Document, l language) int {
	if d.isIn(l) {
		return 0
	}
	return 1
}
