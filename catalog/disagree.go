package catalog

import (
	"slices"

	"sijill.example/sijill"
)

// What dates are of, besides the fields: read in a title, in a file's name or in a
// text, or claimed by a file.
const (
	datedTitle   = "title"
	datedName    = "name"
	datedText    = "text"
	datedMade    = "claimed_created"
	datedClaimed = "claimed_captured"
)

// agreement says how two dates of one thing must stand to each other.
type agreement struct {
	a, b string
	// inOrder says that a may be before b, and never after it; otherwise both must be
	// of one time.
	inOrder bool
}

// agreements lists what must agree. What is not here says nothing: an upload may be
// years after the day that it shows, a text may speak of any day.
var agreements = []agreement{
	{datedTitle, "occurred_at", false},
	{datedTitle, "captured_at", false},
	{datedTitle, datedClaimed, false},
	{datedTitle, datedTitle, false}, // of two fields, such as the titles in two languages
	{"captured_at", datedClaimed, false},
	{"occurred_at", "captured_at", true}, // what is filmed afterwards shows what is left
	{"occurred_at", datedClaimed, true},
	{"occurred_at", datedMade, true},
	{"captured_at", datedMade, true},
	{datedTitle, datedMade, true},
	{datedClaimed, datedMade, true},
	{"occurred_at", datedName, true},
	{"occurred_at", "published_at", true},
	{"captured_at", "published_at", true},
	{datedTitle, "published_at", true},
	{datedClaimed, "published_at", true},
}

// said is the dates of one kind that a thing has, by field for what was read: any of
// them may be the one that is meant.
type said struct {
	what  string
	dates []sijill.Date
}

// disagree notes where two dates of one thing cannot both be true, or where
// something was published before it happened. It errs towards agreement, as
// sijill.Date.CouldBe does: a date that reads in two ways, a time without an offset,
// a title with several dates disagree only if no reading fits. Nothing is resolved.
func (p *projection) disagree(id int64) error {
	if err := p.exec("DELETE FROM finding WHERE id=?1 AND kind='dates'", id); err != nil {
		return err
	}
	all, err := p.saidOf(id)
	if err != nil || len(all) < 2 {
		return err
	}
	for _, rule := range agreements {
		for i, a := range all {
			for j, b := range all {
				if a.what != rule.a || b.what != rule.b || i == j || rule.a == rule.b && i > j {
					continue
				}
				if text := rule.broken(a, b); text != "" {
					if err := p.finding(id, "dates", text, false); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// fieldShift puts the number of the field above the number of the mention.
const fieldShift = 10

func (p *projection) saidOf(id int64) ([]said, error) {
	s, err := p.stmt("SELECT what, edtf, mention >> ?2 FROM dated WHERE id=?1 AND what<>'" + datedText + "' ORDER BY what, mention, edtf")
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(p.ctx, id, fieldShift)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []said
	field := -1
	for rows.Next() {
		var what, edtf string
		var of int
		if err := rows.Scan(&what, &edtf, &of); err != nil {
			return nil, err
		}
		d, err := sijill.ParseDate(edtf)
		if err != nil {
			return nil, err
		}
		if n := len(all); n == 0 || all[n-1].what != what || field != of {
			all, field = append(all, said{what: what}), of
		}
		last := &all[len(all)-1]
		last.dates = append(last.dates, d)
	}
	return all, rows.Err()
}

// broken tells two dates that do not agree, and "" where any pair does.
func (r agreement) broken(a, b said) string {
	fits := func(x, y sijill.Date) bool {
		return x.CouldBe(y) || r.inOrder && x.Earliest().Compare(y.Latest()) <= 0
	}
	for _, x := range a.dates {
		if slices.ContainsFunc(b.dates, func(y sijill.Date) bool { return fits(x, y) }) {
			return ""
		}
	}
	return a.what + " " + a.dates[0].String() + " / " + b.what + " " + b.dates[0].String()
}
