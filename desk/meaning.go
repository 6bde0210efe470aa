package desk

import (
	"context"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/search"
)

// meaning is what a thing says and what is said of it: everything about it that is
// not its bytes.
type meaning struct {
	Titles   []shown  // what a thing without a title is called by
	Telling  bool     // it is told above in words, and its fields can wait
	Notices  []string // what must be warned of before it is shown
	Lead     []shown  // what it is, in words
	Facts    []row
	Terms    []row // those that travel with it
	Prose    *prose
	Told     *told
	Accounts []accounts
	Weighed  *weighed
	Acts     []shown
	Timeline []happening
	Shown    []showing
	From     *from
	Signed   []signature
	Items    []line
	Pieces   []passageOf
	Judged   []judgement // an assessment, or all that are of the thing
	Agreed   *agreement
	Limited  *limit
	Limits   []limit // what restricts the thing
	Release  *released
	Gate     *gate
	Naming   []naming
}

// passageOf is a paragraph of a text that has no translations here.
type passageOf struct {
	Anchor, Span string
	Text         shown
}

// showing is a list of works, films, exhibitions, collections or awards.
type showing struct {
	Label string
	Items []shownItem
}

type shownItem struct {
	Titles []shown
	Facts  []shown
	Notes  []shown
}

// from is everything that came from a source.
type from struct {
	Groups []naming
	Cards  []line
	More   string // how many exhibits are not shown
	Find   string // where all of them are found
}

// naming is what names the thing in one way.
type naming struct {
	Label  string
	Things []shown
}

type signature struct {
	Names []shown
	Known *shown
	Notes []shown
}

// told kinds have a meaning of their own; everything else has what names it, and who
// may have it.
func (d *desk) meaning(ctx context.Context, p *page, t catalog.Thing) (*meaning, error) {
	if t.State == catalog.StateErased {
		return nil, nil
	}
	x := d.telling(ctx, p, t)
	_, isDocument := sijill.SchemaOf(t.Kind)
	m := &meaning{Telling: isDocument}
	m.Notices, m.Titles = x.notices(t), x.titlesOf(t)
	switch t.Kind {
	case "source":
		x.source(m)
	case "work":
		x.work(m)
	case "testimony", "translation":
		m.Facts = x.rows("source", "of", "recorded_at", "occurred_at", "place", "exhibits", "incidents", "interviewer", "lang", "earlier", "translator", "translator_source", "note")
		m.Told, m.Accounts = x.toldOf(), x.accountsOf()
	case "statement":
		m.Facts = x.rows("published_at", "place_shown", "place", "addressed_to", "lang", "exhibits", "incidents")
		m.Signed, m.Told = x.signatories(), x.toldOf()
	case "dispatch", "page":
		m.Facts = x.rows("byline", "published_at", "source", "lang", "translator", "translation_of", "incidents", "exhibits", "origin_url")
		m.Prose = x.prose(textIn(t.Fields, "body"), langIn(t.Fields))
	case "incident":
		m.Lead, m.Facts = x.localIn(t.Fields, "summary"), x.rows("occurred_at", "place", "place_shown", "code")
		m.Acts = x.acts()
		m.Weighed, m.Timeline = x.weighedOf(), x.timeline()
	case "claim":
		m.Facts = x.rows("about")
		m.Weighed, m.Timeline = x.weighedOf(), x.timeline()
	case "assessment":
		m.Judged = []judgement{x.judgementOf(t)}
	case "consent":
		a := x.agreementOf(t)
		m.Agreed = &a
	case "restriction":
		l := x.limitOf(t)
		m.Limited = &l
	case "redaction":
		m.Facts = x.rows("of", "form", "page", "regions", "segments", "note")
	case "release":
		m.Release = x.released()
	}
	m.Terms = x.rows("terms", "credit")
	x.around(m)
	return m, x.err
}

// around tells what else names the thing: what judges, restricts and releases it.
func (x *telling) around(m *meaning) {
	n := x.thing.Number
	for _, t := range x.named(n, "of", "assessment") {
		m.Judged = append(m.Judged, x.judgementOf(t))
	}
	for _, t := range x.named(n, "covers", "restriction") {
		m.Limits = append(m.Limits, x.limitOf(t))
	}
	group := func(label string, things []catalog.Thing) {
		g := naming{Label: x.page.T("naming." + label)}
		for _, t := range things {
			g.Things = append(g.Things, x.ref(string(t.Number)))
		}
		if len(g.Things) > 0 {
			m.Naming = append(m.Naming, g)
		}
	}
	group("bears", x.named(n, "bearings.of", "claim", "incident"))
	if x.thing.Kind == "exhibit" {
		group("stands", x.named(n, "exhibits", "testimony", "statement", "dispatch"))
	}
	if x.thing.Kind != "testimony" && x.thing.Kind != "statement" { // whose page has them already
		group("translations", x.named(n, "of", "translation"))
	}
	group("translated", x.named(n, "translation_of", "dispatch", "page"))
	group("works", x.named(n, "items", "work"))
	group("cited", x.named(n, "body", "dispatch", "page"))
	if x.thing.Kind == "incident" {
		group("tells", x.named(n, "incidents", "testimony", "statement", "dispatch"))
	}
	if x.thing.Kind == "place" {
		group("within", x.named(n, "within", "place"))
		group("placed", append(x.named(n, "place", "incident", "testimony", "statement", "claim"), x.named(n, "bearings.says.place", "claim")...))
	}
	m.Gate = x.gateOf()
}

func (x *telling) source(m *meaning) {
	f := x.thing.Fields
	m.Lead = x.localIn(f, "profile")
	m.Facts = x.rows("named", "basis", "group", "affiliation", "relays", "languages", "url")
	m.Shown = x.showings("works", "films", "exhibitions", "collections", "awards")
	m.From = x.fromSource()
}

func (x *telling) work(m *meaning) {
	m.Lead = x.localIn(x.thing.Fields, "description")
	m.Facts = x.rows("maker", "made_at")
	m.Shown = x.showings("exhibitions", "awards")
	for _, s := range textsIn(x.thing.Fields["items"]) {
		if t, ok := x.look(sijill.Number(s)); ok {
			m.Items = append(m.Items, x.card(t))
		}
	}
}

func (x *telling) card(t catalog.Thing) line {
	l := x.page.lineOf(t)
	if err := x.desk.illustrate(x.ctx, t, &l); err != nil {
		x.fail(err)
	}
	if l.Image == nil && l.Type == "" {
		l.Type = l.Kind // so that its place is not empty
	}
	return l
}

func (x *telling) showings(names ...string) []showing {
	var out []showing
	for _, name := range names {
		s := showing{Label: x.label(name)}
		for _, f := range recordsIn(x.thing.Fields[name]) {
			one := shownItem{Titles: x.localIn(f, "title"), Notes: x.localIn(f, "note")}
			if d := textIn(f, "date"); d != "" {
				one.Facts = append(one.Facts, x.date(d))
			}
			for _, name := range []string{"place", "role"} {
				if v := textIn(f, name); v != "" {
					one.Facts = append(one.Facts, lineOf(v))
				}
			}
			if v := textIn(f, "url"); v != "" {
				one.Facts = append(one.Facts, monoOf(v))
			}
			s.Items = append(s.Items, one)
		}
		if len(s.Items) > 0 {
			out = append(out, s)
		}
	}
	return out
}

const maxCards = 24

// fromSource lists what came from a source: what names it, and the deposits that
// were received under its number or under the key of its document.
func (x *telling) fromSource() *from {
	n := x.thing.Number
	f := &from{}
	group := func(label string, things []catalog.Thing) {
		g := naming{Label: x.page.T("kind." + label)}
		for _, t := range things {
			g.Things = append(g.Things, x.ref(string(t.Number)))
		}
		if len(g.Things) > 0 {
			f.Groups = append(f.Groups, g)
		}
	}
	group("testimony", x.named(n, "source", "testimony"))
	group("statement", x.named(n, "signatories.source", "statement"))
	group("dispatch", x.named(n, "source", "dispatch"))
	group("work", x.named(n, "maker", "work"))
	group("translation", x.named(n, "translator_source", "translation"))
	names := []string{string(n)}
	if key := textIn(x.thing.Fields, sijill.FieldKey); key != "" {
		names = append(names, key)
	}
	var exhibits, deposits []catalog.Thing
	for _, name := range names {
		found, err := x.desk.archive.Catalog.Find(x.ctx, catalog.Search{Limit: perPage, Query: search.Query{Filters: []search.Filter{
			{Field: search.FieldKind, Values: []string{"deposit", "exhibit"}}, {Field: search.FieldSource, Values: []string{name}}}}})
		if err != nil {
			x.fail(err)
			return f
		}
		for _, h := range found.Hits {
			switch {
			case textIn(h.Fields, "source") != name || h.State == catalog.StateErased:
			case h.Kind == "deposit":
				deposits = append(deposits, h.Thing)
			default:
				exhibits = append(exhibits, h.Thing)
			}
		}
	}
	group("deposit", deposits)
	more, seen := 0, map[sijill.Number]bool{}
	for _, d := range deposits {
		for t, err := range x.desk.archive.Catalog.Things(x.ctx, catalog.Filter{Whole: d.Number, Limit: 10 * perPage}) {
			if err != nil {
				x.fail(err)
				return f
			}
			exhibits = append(exhibits, t)
		}
	}
	for _, t := range exhibits {
		if seen[t.Number] {
			continue
		}
		seen[t.Number] = true
		if len(f.Cards) == maxCards {
			more++
			continue
		}
		f.Cards = append(f.Cards, x.card(t))
	}
	if more > 0 {
		f.More = count(more)
	}
	return f
}

func (x *telling) acts() []shown {
	s, _ := sijill.SchemaOf("incident")
	schema := sijill.FieldNamed(s.Fields, "acts")
	var out []shown
	for _, f := range recordsIn(x.thing.Fields["acts"]) {
		out = append(out, x.value(schema, f))
	}
	return out
}

func (x *telling) signatories() []signature {
	var out []signature
	for _, f := range recordsIn(x.thing.Fields["signatories"]) {
		one := signature{Names: x.localIn(f, "name"), Notes: x.localIn(f, "note")}
		if s := textIn(f, "source"); s != "" {
			known := x.ref(s)
			one.Known = &known
		}
		out = append(out, one)
	}
	return out
}
