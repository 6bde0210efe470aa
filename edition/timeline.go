package edition

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// moment is a document in a timeline.
type moment struct {
	Ref
	Kind string
	Date string // in words
	EDTF string
	What string // which of its times
	Lead *said
	Says string // what it says, in a word: how it bears

	first int64
}

// plainDate is what HTML takes for a date: one that is neither uncertain nor open.
var plainDate = regexp.MustCompile(`^[0-9]{4}(-[0-9]{2}){0,2}$`)

// Machine is the date for programs, "" where they have no way to say it.
func (m moment) Machine() string {
	if plainDate.MatchString(m.EDTF) {
		return m.EDTF
	}
	return ""
}

// year is a stretch of a timeline.
type year struct {
	Name    string
	Moments []moment
}

var timelineKinds = []string{"incident", "testimony", "exhibit", "redaction", "statement", "dispatch"}

// timeline lists everything by the time that it is about.
func (s *site) timeline(ctx context.Context, p *page) error {
	only := p.query.Get("kind")
	var all []moment
	for _, kind := range timelineKinds {
		if only != "" && only != kind {
			continue
		}
		for d, err := range s.edition.Documents(ctx, Filter{Kind: kind}) {
			if err != nil {
				return err
			}
			if m, ok := p.momentOf(d); ok {
				all = append(all, m)
			}
		}
	}
	inOrder(all)
	var years []year
	for _, m := range all {
		name := p.monthOf(m.EDTF)
		if len(years) == 0 || years[len(years)-1].Name != name {
			years = append(years, year{Name: name})
		}
		y := &years[len(years)-1]
		y.Moments = append(y.Moments, m)
	}
	p.Sheet, p.Title, p.About, p.Body = "timeline", p.T("timeline"), p.T("about.timeline"), years
	return nil
}

func inOrder(all []moment) {
	slices.SortStableFunc(all, func(a, b moment) int {
		switch {
		case a.first < b.first:
			return -1
		case a.first > b.first:
			return 1
		}
		return strings.Compare(string(a.Number), string(b.Number))
	})
}

// monthOf names the month in which a date begins.
func (p *page) monthOf(edtf string) string {
	d, err := sijill.ParseDate(edtf)
	if err != nil {
		return ""
	}
	start, _ := d.Ends()
	if s := strings.TrimRight(start.String(), "?~%"); len(s) >= 7 {
		return p.Date(s[:7])
	}
	return p.Date(start.String())
}

// momentOf gives the time that a document is about.
func (p *page) momentOf(d *Document) (moment, bool) {
	for _, what := range []string{"occurred", "captured", "recorded", "published", "made"} {
		for _, t := range d.Dates {
			date, err := sijill.ParseDate(t.EDTF)
			if t.What != what || err != nil || date.IsMissing() {
				continue
			}
			m := moment{Ref: Ref{Number: d.Number, Titles: d.Titles}, Kind: d.Kind(), Date: p.Date(t.EDTF), EDTF: t.EDTF, What: p.T("time." + what), first: date.Earliest().Second}
			if len(d.Notices) == 0 {
				m.Thumb = pictureOf(d, "thumb")
			}
			m.Lead = shorten(p.Say(d.Context))
			return m, true
		}
	}
	return moment{}, false
}

// momentsOf lists what is about an incident, in the order of time.
func (s *site) momentsOf(ctx context.Context, p *page, d *Document) ([]moment, error) {
	var all []moment
	if m, ok := p.momentOf(d); ok {
		all = append(all, m)
	}
	for _, r := range d.Related {
		if !slices.Contains(timelineKinds, r.Number.Kind()) {
			continue
		}
		other, err := s.edition.Document(ctx, r.Number)
		if err != nil {
			return nil, err
		}
		if m, ok := p.momentOf(other); ok {
			all = append(all, m)
		}
	}
	inOrder(all)
	if len(all) < 2 {
		return nil, nil
	}
	return all, nil
}
