package desk

import (
	"errors"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// judgement is an assessment: how reliable a source is, how credible what it says,
// and what was done to find out.
type judgement struct {
	Self        shown
	Of          shown
	Reliability *grade
	Credibility *grade
	Analyses    []analysis
	Reasons     []shown
	Rows        []row
}

// grade is a mark of the Admiralty scale with what it means.
type grade struct{ Mark, Words string }

type analysis struct {
	Label   string
	Done    *shown
	NotDone *shown // why not
}

func (x *telling) judgementOf(t catalog.Thing) judgement {
	j := judgement{Self: x.ref(string(t.Number)), Of: x.ref(textIn(t.Fields, "of")), Reasons: x.localIn(t.Fields, "reasons")}
	j.Reliability, j.Credibility = x.grade(textIn(t.Fields, "reliability")), x.grade(textIn(t.Fields, "credibility"))
	for _, name := range []string{"source_analysis", "technical_analysis", "content_analysis"} {
		a := analysis{Label: x.label(name)}
		f, _ := t.Fields[name].(map[string]any)
		if s := textIn(f, "done"); s != "" {
			done := textOf(s, "")
			a.Done = &done
		}
		if s := textIn(f, "not_done_because"); s != "" {
			why := textOf(s, "")
			a.NotDone = &why
		}
		j.Analyses = append(j.Analyses, a)
	}
	by := x.desk.telling(x.ctx, x.page, t)
	j.Rows = by.rows("by", "assessed_at")
	if by.err != nil {
		x.fail(by.err)
	}
	return j
}

func (x *telling) grade(mark string) *grade {
	w, ok := x.page.words["grade."+mark]
	if !ok {
		return nil
	}
	return &grade{mark, w.in(x.page.lang)}
}

// released is how it stands with a release.
type released struct {
	State      string // good, warn or bad
	Words      string
	Sentence   string // what access says, in the page's language
	Detail     string // more, in English
	Second     []string
	By         shown
	ApprovedBy *shown
	Rows       []row
}

// stands says in a sentence how a release stands, and how to mark that.
func (x *telling) stands(s Release) (state, words string) {
	switch {
	case s.Recalled:
		return "bad", x.page.T("release.recalled")
	case s.Public:
		return "good", x.page.T("release.public")
	case s.Waits:
		return "warn", x.page.T("release.waits")
	}
	return "bad", x.page.T("release.denied")
}

// releasing is a release of the thing, and how it stands.
type releasing struct {
	Self         shown
	State, Words string
}

func (x *telling) released() *released {
	m := x.desk.archive.Meaning
	if m == nil {
		return nil
	}
	s, err := m.Release(x.ctx, x.thing.Number)
	if e, ok := errors.AsType[*sijill.Error](err); ok && (e.Class == sijill.Refused || e.Class == sijill.Usage || e.Class == sijill.NotFound) {
		// It names what cannot be released, and so it is none.
		return &released{State: "bad", Words: x.page.T("release.denied"), Detail: sijill.Printable(e.Message), Rows: x.rows("of", "form")}
	}
	if err != nil {
		x.fail(err)
		return nil
	}
	s.Decision.Person = x.called(s.Decision.Person)
	r := &released{Sentence: s.Decision.Sentence(x.page.Lang()), By: lineOf(s.By), Rows: x.rows("of", "form", "identifies", "withhold", "custody", "alt", "context", "recalled_at", "recalled_because")}
	r.State, r.Words = x.stands(s)
	if s.Waits && !s.Recalled && !s.Public {
		r.Detail = s.Because
	}
	for _, why := range s.Second {
		r.Second = append(r.Second, x.page.machine(why))
	}
	if s.ApprovedBy != "" {
		who := lineOf(s.ApprovedBy)
		r.ApprovedBy = &who
	}
	return r
}
