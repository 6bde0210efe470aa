package desk

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/custody"
	"sijill.example/sijill/register"
)

// act is one line of a story.
type act struct {
	Index   string
	Href    string
	Said    string
	At      shown
	Agent   shown
	Lost    bool   // what it said was erased
	About   *shown // where it is about another thing than the page
	Details []row
	Alarm   bool
}

// link is a link with its text.
type link struct{ Text, Href string }

type itemBody struct {
	Line    line
	Look    looking
	Moments []moment
	Differ  []disagreement
	Chart   *chart
	Claims  *claims
	Text    *reading
	Proofs  []beside
	Photos  []shown
	Alike   *alike
	Meaning *meaning
	Rows    []row
	Story   []act
	Entries []link
	Parts   *list
	Path    string
	Inside  bool
}

func (d *desk) item(r *http.Request, p *page) error {
	p.Sheet = "item"
	number, err := sijill.ParseNumber(r.PathValue("number"))
	if err != nil {
		return problem(http.StatusNotFound)
	}
	ctx := r.Context()
	t, err := d.archive.Catalog.Thing(ctx, number)
	if err != nil {
		return err
	}
	p.Title = string(number)
	b := itemBody{Line: p.lineOf(t), Rows: p.rowsOf(t.Fields), Path: "/item/" + string(number), Inside: p.query.Get("after") != ""}
	if t.Title != "" {
		p.Title += " " + t.Title
	}
	story, err := custody.Story(ctx, d.archive.Catalog, d.archive.Register, number)
	if err != nil {
		return err
	}
	for _, line := range story {
		b.Story = append(b.Story, p.actOf(number, line))
	}
	entries, err := d.archive.Catalog.Entries(ctx, number)
	if err != nil {
		return err
	}
	for _, i := range entries {
		b.Entries = append(b.Entries, link{count(i), p.entryPath(i)})
	}
	if err := d.look(ctx, p, t, story, &b); err != nil {
		return err
	}
	if b.Meaning, err = d.meaning(ctx, p, t); err != nil {
		return err
	}
	if m := b.Meaning; m != nil && t.Kind != "deposit" {
		b.Line.Titles = m.Titles
	}
	if t.Kind == "deposit" {
		parts, err := d.list(r, p, catalog.Filter{Whole: number})
		if err != nil {
			return err
		}
		b.Parts = &parts
	}
	p.Body = b
	return nil
}

// look fills in what was seen of an original and what is known of its times and
// places.
func (d *desk) look(ctx context.Context, p *page, t catalog.Thing, story []custody.Line, b *itemBody) error {
	if t.State == catalog.StateErased {
		return nil
	}
	seen, text, err := d.seen(ctx, t)
	if err != nil {
		return err
	}
	if b.Look, err = d.looking(ctx, p, t, seen); err != nil {
		return err
	}
	if seen != nil {
		c := p.claimsOf(seen)
		b.Claims, b.Text = &c, readingOf(text)
	} else if _, ok := digestOf(t); ok {
		b.Claims = &claims{}
	}
	if t.Kind == "exhibit" || t.Kind == "incident" {
		if b.Moments, err = d.moments(ctx, p, t, story, seen); err != nil {
			return err
		}
		findings, err := d.archive.Catalog.Findings(ctx, t.Number)
		if err != nil {
			return err
		}
		b.Differ = p.disagreements(findings, "dates")
	}
	if b.Proofs, b.Photos, err = d.besides(ctx, p, t); err != nil {
		return err
	}
	own, err := d.images(ctx, t)
	if err != nil {
		return err
	}
	if b.Alike, err = d.alike(ctx, p, t, own); err != nil {
		return err
	}
	b.Chart, err = d.chartOf(ctx, p, t, seen)
	return err
}

func (p *page) entryPath(index int64) string {
	return p.To("/register/entry/" + strconv.FormatInt(index, 10))
}

// said tells an act in the page's language.
func (p *page) said(k sijill.Kind) string {
	if w, ok := p.words["said."+string(k)]; ok {
		return w.in(p.lang)
	}
	return p.T("said.unknown")
}

// actOf tells one line of the story of a thing.
func (p *page) actOf(number sijill.Number, l custody.Line) act {
	a := act{Index: count(l.Index), Href: p.entryPath(l.Index), Said: p.said(l.Kind), Lost: isLost(l.Opened)}
	if a.Lost {
		return a
	}
	a.At, a.Agent = timeOf(l.At, p.lang), lineOf(l.Agent)
	if l.Subject != "" && l.Subject != number {
		about := p.linkOf(l.Subject)
		a.About = &about
	}
	a.Details = p.rowsIn(l.Fields, toldIn(l.Opened))
	outcome, checked := l.Fields["outcome"].(string)
	a.Alarm = checked && outcome != "sound"
	return a
}

// isLost reports that what an entry said is not here: an entry that is says at
// least when it was made.
func isLost(o register.Opened) bool { return o.At == "" }

// toldIn lists what a story tells of an entry. What a deposit and an exhibit say
// at length stands above the story already.
func toldIn(o register.Opened) []string {
	switch o.Kind {
	case sijill.DepositReceived:
		return []string{"source", "basis", "terms", "exhibits", "refused_count"}
	case sijill.ExhibitEntered:
		return []string{"name", "size", catalog.FieldDigest}
	case sijill.IncidentRecorded, sijill.PlaceRecorded, sijill.SourceRecorded:
		return []string{"table", "row", catalog.FieldRowKey}
	}
	// What is long is told above, or covered there; the page of the entry has all of it.
	return slices.DeleteFunc(slices.Clone(o.Order), func(name string) bool {
		return slices.Contains([]string{sijill.FieldSegments, sijill.FieldBearings, "body"}, name)
	})
}
