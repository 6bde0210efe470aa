package desk

import (
	"context"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/custody"
	"sijill.example/sijill/look"
	"sijill.example/sijill/media"
)

// moment is one of the times of a thing. They stand side by side and are never
// made into one; one that nobody told stays unknown.
type moment struct {
	Field string
	Label string
	Said  []saying
}

// saying is what somebody or something says of a time or a place.
type saying struct {
	Value     shown
	Precision string
	By        shown
	Href      string // of the entry that says it, "" for what a file says
	Entry     string
	Doubt     string
}

// disagreement is two statements that cannot both be true.
type disagreement struct {
	What   string
	Sides  []side
	Detail string
	Lang   string // of Detail
}

type side struct {
	Label string
	Value shown
}

// moments sets the times of a thing side by side, each with who says so.
func (d *desk) moments(ctx context.Context, p *page, t catalog.Thing, story []custody.Line, seen *look.Seen) ([]moment, error) {
	all := []moment{{Field: "captured_at"}, {Field: "occurred_at"}, {Field: "published_at"}, {Field: "received_at"}, {Field: "registered_at"}}
	deposit, err := d.depositOf(ctx, t)
	if err != nil {
		return nil, err
	}
	for i := range all {
		m := &all[i]
		m.Label = p.T("time." + m.Field)
		switch m.Field {
		case "registered_at":
			for _, l := range story {
				if l.Index == t.Index && l.At != "" {
					m.Said = append(m.Said, p.saidIn(l, l.At))
				}
			}
		case "received_at":
			text, _ := deposit.Fields[m.Field].(string)
			if text == "" {
				continue
			}
			s := p.sayingOf(text)
			s.By, s.Href, s.Entry = p.phraseOf("says.register"), p.entryPath(deposit.Index), count(deposit.Index)
			m.Said = append(m.Said, s)
		default:
			if text, _ := t.Fields[m.Field].(string); text != "" {
				m.Said = append(m.Said, p.described(story, m.Field, text))
			}
			m.Said = append(m.Said, p.claimedTimes(seen, m.Field)...)
		}
	}
	return all, nil
}

// depositOf gives the deposit that a thing came with, or the thing itself.
func (d *desk) depositOf(ctx context.Context, t catalog.Thing) (catalog.Thing, error) {
	text, _ := t.Fields[catalog.FieldDeposit].(string)
	number, err := sijill.ParseNumber(text)
	if err != nil {
		return t, nil
	}
	deposit, err := d.archive.Catalog.Thing(ctx, number)
	if sijill.ClassOf(err) == sijill.NotFound {
		return t, nil
	}
	return deposit, err
}

// described tells what the register says of a field by now, with the last entry
// that said it.
func (p *page) described(story []custody.Line, field, text string) saying {
	s := p.sayingOf(text)
	s.By = p.phraseOf("says.description")
	for _, l := range story {
		if said, _ := l.Fields[field].(string); said == text {
			s = p.saidIn(l, text)
		}
	}
	return s
}

func (p *page) saidIn(l custody.Line, text string) saying {
	s := p.sayingOf(text)
	s.By, s.Href, s.Entry = lineOf(l.Agent), p.entryPath(l.Index), count(l.Index)
	return s
}

func (p *page) sayingOf(text string) saying {
	if d, err := sijill.ParseDate(text); err == nil && !d.IsMissing() {
		return saying{Value: p.dateOf(d), Precision: p.precisionOf(d)}
	}
	return saying{Value: timeOf(text, p.lang)}
}

func (p *page) phraseOf(key string) shown {
	return shown{Form: "text", Text: p.T(key), Dir: p.Dir(), Lang: p.Lang()}
}

// claimedTimes lists the times that a file claims for one of the fields.
func (p *page) claimedTimes(seen *look.Seen, field string) []saying {
	if seen == nil {
		return nil
	}
	film := seen.Format.Family == media.Video || seen.Format.Family == media.Audio
	var out []saying
	once := map[string]bool{}
	for _, t := range seen.Times {
		fits := field == "captured_at" && (t.Role == media.Captured || t.Role == media.Created && film) || field == "published_at" && t.Role == media.Published
		if !fits || t.Value.IsMissing() || once[t.Value.String()+t.Where] {
			continue
		}
		once[t.Value.String()+t.Where] = true
		out = append(out, saying{Value: p.dateOf(t.Value), Precision: p.precisionOf(t.Value), By: p.stoodAt(t.Where, t.Name), Doubt: t.Doubt})
	}
	return out
}

// stoodAt says where in a file something stood.
func (p *page) stoodAt(where, name string) shown {
	return shown{Form: "text", Text: p.T("says.file") + p.T("comma") + sijill.Printable(p.machine(where)+" "+name), Dir: p.Dir(), Lang: p.Lang()}
}

// allFindings tells everything that does not agree about a thing.
func (p *page) allFindings(all []catalog.Finding) []disagreement {
	out := p.disagreements(all, "dates")
	for _, f := range all {
		switch what, rest, ok := strings.Cut(f.Text, ": "); {
		case f.Kind == "dates":
		case ok && f.Kind == "contradiction":
			x := disagreement{What: p.machine(what)}
			for _, s := range strings.Split(rest, " / ") {
				x.Sides = append(x.Sides, side{Value: monoOf(s)})
			}
			out = append(out, x)
		case ok:
			out = append(out, disagreement{What: p.machine(what) + p.gradeOf(f.Kind), Detail: p.inEnglish(rest), Lang: string(english)})
		default:
			out = append(out, disagreement{Detail: sijill.Printable(f.Text), Lang: string(english)})
		}
	}
	return out
}

// gradeOf says how a file and its proof stand to each other.
func (p *page) gradeOf(kind string) string {
	if kind == catalog.FindingOneSided {
		return p.T("colon") + p.T("beside.onesided")
	}
	return p.T("colon") + p.T("beside.differs")
}

// inEnglish gives a sentence on an English page only; the page of the thing tells it
// in both languages.
func (p *page) inEnglish(s string) string {
	if p.lang != english {
		return ""
	}
	return sijill.Printable(s)
}

// disagreements tells the findings of a kind that set two dates against each other.
// A contradiction within a file is told with its claims.
func (p *page) disagreements(all []catalog.Finding, kind string) []disagreement {
	var out []disagreement
	for _, f := range all {
		if f.Kind != kind {
			continue
		}
		var x disagreement
		for _, part := range strings.Split(f.Text, " / ") {
			what, value, _ := strings.Cut(part, " ")
			s := side{Label: sijill.Printable(what), Value: monoOf(value)}
			if w, ok := p.words["time."+what]; ok {
				s.Label = w.in(p.lang)
			}
			if d, err := sijill.ParseDate(value); err == nil {
				s.Value = p.dateOf(d)
			}
			x.Sides = append(x.Sides, s)
		}
		out = append(out, x)
	}
	return out
}
