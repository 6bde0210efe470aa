package publication

import (
	"math"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/gazetteer"
	"sijill.example/sijill/register"
)

// document fills in what the kind of thing says.
func (x *making) document() error {
	f, d := x.thing.Fields, &x.doc
	d.Number = x.thing.Number
	d.Titles = titles(x.thing)
	d.Lang = text(f, "lang")
	d.Released = x.standing.Made.UTC().Format(time.DateOnly)
	if revised, err := x.lastRevision(); err != nil {
		return err
	} else if revised > d.Released {
		d.Revised = revised
	}
	d.Notices = x.standing.Decision.Notices.Names()
	d.Context = localized(x.standing.Fields, "context", "")
	d.Credit = localized(x.standing.Fields, "credit", "")
	d.Terms = localized(x.standing.Fields, "terms", "")
	if err := x.who(); err != nil {
		return err
	}
	if err := x.terms(); err != nil {
		return err
	}
	x.times()
	if err := x.places(); err != nil {
		return err
	}
	var err error
	switch x.thing.Kind {
	case "exhibit", "redaction":
		err = x.exhibit()
	case "testimony":
		err = x.told()
	case "translation":
		if ref := x.ref(sijill.Number(text(f, "of"))); ref != nil {
			d.Original = ref
		}
	case "statement":
		err = x.statement()
	case "incident":
		err = x.incident()
	case "claim":
		err = x.claim()
	case "source":
		x.source()
	case "work":
		x.work()
	case "dispatch", "page":
		err = x.article()
	case "place":
		d.Lead = localized(f, "note", "")
	}
	if err != nil {
		return err
	}
	if err := x.related(); err != nil {
		return err
	}
	if x.standing.Custody {
		if err := x.custody(); err != nil {
			return err
		}
	}
	return x.entry()
}

// who says whose words it is, as far as the persons agreed.
func (x *making) who() error {
	f, d := x.thing.Fields, &x.doc
	name := text(f, "source")
	if x.thing.Kind == "work" {
		name = text(f, "maker")
	}
	if x.thing.Kind == "redaction" {
		of, err := x.archive.Catalog.Thing(x.ctx, sijill.Number(text(f, "of")))
		if err != nil {
			return err
		}
		name = text(of.Fields, "source")
		d.Basis = text(of.Fields, "basis")
	}
	if basis := text(f, "basis"); basis != "" {
		d.Basis = basis
	}
	if name == "" {
		return nil
	}
	n := sijill.Number(name)
	if _, err := sijill.ParseNumber(name); err != nil {
		if n, err = x.archive.Catalog.Identified(x.ctx, catalog.KeyIdentity(name)); err != nil || n == "" {
			return err
		}
	}
	s, err := x.archive.Catalog.Thing(x.ctx, n)
	if err != nil {
		return err
	}
	if d.Basis == "" {
		d.Basis = text(s.Fields, "basis")
	}
	attribution := x.standing.Decision.Attribution
	isName := text(s.Fields, "named") == "by consent"
	if attribution == access.Anonymous || isName && attribution != access.Named {
		return nil
	}
	d.Source = x.ref(n)
	d.SaidBy = localized(x.without(s).Fields, "name", "")
	return nil
}

// terms that nobody gave for a thing itself are those of the body of work that it
// belongs to, or of its source.
func (x *making) terms() error {
	d, f := &x.doc, x.thing.Fields
	if len(d.Terms) == 0 {
		d.Terms = localized(f, "terms", "")
	}
	if len(d.Credit) == 0 {
		d.Credit = localized(f, "credit", "")
	}
	for r, err := range x.archive.Catalog.Referring(x.ctx, x.thing.Number, "items") {
		if err != nil {
			return err
		}
		if r.Thing.Kind != "work" || !x.isPublic(r.Thing.Number) || !x.namesIt(r) {
			continue
		}
		if len(d.Terms) == 0 {
			d.Terms = localized(x.without(r.Thing).Fields, "terms", "")
		}
		if len(d.Credit) == 0 {
			d.Credit = localized(x.without(r.Thing).Fields, "credit", "")
		}
	}
	if d.Source == nil {
		return nil
	}
	s, err := x.publicThing(d.Source.Number)
	if err != nil {
		return err
	}
	if len(d.Terms) == 0 {
		d.Terms = localized(s.Fields, "terms", "")
	}
	if len(d.Credit) == 0 {
		d.Credit = localized(s.Fields, "credit", "")
	}
	return nil
}

// times are those that people said of a thing. What the register knows to the
// second stays there.
func (x *making) times() {
	for _, t := range []struct{ field, what string }{{"occurred_at", "occurred"}, {"captured_at", "captured"}, {"recorded_at", "recorded"}, {"made_at", "made"}, {"published_at", "published"}, {"date", "occurred"}} {
		s := text(x.thing.Fields, t.field)
		if d, err := sijill.ParseDate(s); err == nil && !d.IsMissing() {
			x.doc.Dates = append(x.doc.Dates, edition.Dated{What: t.what, EDTF: d.String()})
		}
	}
}

// places are those that people said of a thing. Coordinates are public for places
// and incidents only: those of a picture may be where its maker stood.
func (x *making) places() error {
	f := x.thing.Fields
	what := map[string]string{"exhibit": "shown", "redaction": "shown"}[x.thing.Kind]
	if what == "" {
		what = "occurred"
	}
	p := edition.Placed{What: what, Words: localized(f, "place_shown", "")}
	if p.Words == nil {
		p.Words = localized(f, "place_shown_name", "")
	}
	if ref := x.ref(sijill.Number(text(f, "place"))); ref != nil {
		p.Ref = ref
		place, err := x.publicThing(ref.Number)
		if err != nil {
			return err
		}
		x.locate(&p, place.Fields)
	}
	if x.thing.Kind == "place" || x.thing.Kind == "incident" {
		x.locate(&p, f)
	}
	if x.thing.Kind == "place" {
		p.Outline = outlined(f)
	}
	if p.Ref != nil || p.Words != nil || p.Lat != nil || p.Outline != nil {
		x.doc.Places = append(x.doc.Places, p)
	}
	return nil
}

func (x *making) locate(p *edition.Placed, f map[string]any) {
	lat, okLat := number(f, "latitude")
	lon, okLon := number(f, "longitude")
	if okLat && okLon {
		p.Lat, p.Lon = &lat, &lon
		p.PrecisionM, _ = number(f, "precision_m")
		return
	}
	// A place of which only the outline is known is about its middle.
	place := gazetteer.PlaceOf("", f)
	if at, metres, ok := place.Where(); ok && len(place.Outline) > 0 {
		p.Lat, p.Lon, p.PrecisionM = &at.Lat, &at.Lon, math.Round(metres)
	}
}

// outlined gives the outline of a place, to about a metre.
func outlined(f map[string]any) [][][2]float64 {
	outline, _, err := gazetteer.ParseGeometry(f["geometry"])
	if err != nil {
		return nil
	}
	metre := func(degrees float64) float64 { return math.Round(degrees*1e5) / 1e5 }
	var out [][][2]float64
	for _, ring := range outline {
		var line [][2]float64
		for _, p := range ring {
			if at := [2]float64{metre(p.Lon), metre(p.Lat)}; len(line) == 0 || line[len(line)-1] != at {
				line = append(line, at)
			}
		}
		if len(line) > 2 {
			out = append(out, line)
		}
	}
	return out
}

// lastRevision is the day of the last entry that described the thing.
func (x *making) lastRevision() (string, error) {
	indexes, err := x.archive.Catalog.Entries(x.ctx, x.thing.Number)
	if err != nil {
		return "", err
	}
	for i := len(indexes) - 1; i >= 0; i-- {
		o, day, err := x.opened(indexes[i])
		if err != nil {
			return "", err
		}
		if o.Kind == sijill.DescriptionMade && o.Subject == x.thing.Number {
			return day, nil
		}
	}
	return "", nil
}

func (x *making) opened(index int64) (register.Opened, string, error) {
	e, err := x.archive.Register.Entry(x.ctx, index)
	if err != nil {
		return register.Opened{}, "", err
	}
	o, err := e.Open()
	if err != nil {
		return o, "", err
	}
	at, err := time.Parse(time.RFC3339, o.At)
	if err != nil {
		return o, "", nil
	}
	return o, at.Format(time.DateOnly), nil
}

// custody tells the kinds and days of the acts about the thing, as far as a reader
// may know of them: what was done to it, and not who looked at it.
func (x *making) custody() error {
	indexes, err := x.archive.Catalog.Entries(x.ctx, x.thing.Number)
	if err != nil {
		return err
	}
	for _, i := range indexes {
		o, day, err := x.opened(i)
		if err != nil {
			return err
		}
		switch o.Kind {
		case sijill.ExhibitEntered, sijill.TestimonyRecorded, sijill.StatementRecorded, sijill.DescriptionMade, sijill.FixityChecked, sijill.CommitmentMade, sijill.RedactionMade:
			x.doc.Custody = append(x.doc.Custody, edition.Step{Kind: string(o.Kind), Day: day})
		}
	}
	return nil
}
