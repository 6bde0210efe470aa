package catalog

import (
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
)

// facet says of a thing that it has a value. A value is kept as it is compared: folded.
func (p *projection) facet(id int64, name, value string, derived bool) error {
	value = search.Fold(strings.TrimSpace(value))
	if value == "" || len(value) > 300 {
		return nil
	}
	return p.exec("INSERT OR IGNORE INTO facet VALUES (?1, ?2, ?3, ?4)", id, name, value, derived)
}

const day = 24 * 60 * 60

// dated says of a thing that something of it is of a date.
func (p *projection) dated(id int64, what string, d sijill.Date, derived bool) error {
	return p.mentioned(id, what, d, derived, 0)
}

// mentioned says the same of a date that was read in a text. What has one number of
// a mention are readings of the same letters.
func (p *projection) mentioned(id int64, what string, d sijill.Date, derived bool, mention int) error {
	if d.IsMissing() {
		return nil
	}
	first, last := d.Earliest(), d.Latest()
	return p.exec("INSERT OR IGNORE INTO dated VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", id, what, d.String(), floorDiv(first.Second, day), floorDiv(last.Second, day), derived, mention)
}

func floorDiv(a, b int64) int64 {
	if q := a / b; a%b >= 0 {
		return q
	} else {
		return q - 1
	}
}

func (p *projection) finding(id int64, kind, text string, derived bool) error {
	return p.exec("INSERT OR IGNORE INTO finding VALUES (?1, ?2, ?3, ?4)", id, kind, text, derived)
}

// dateFields are the fields that hold dates about what is shown or how it came. What
// the register did is not among them.
var dateFields = []string{"occurred_at", "captured_at", "published_at"}

// facets writes what can be asked of a thing besides its words, from its fields.
func (p *projection) facets(id int64, kind string, fields map[string]any) error {
	for _, q := range []string{"DELETE FROM facet WHERE id=?1 AND NOT derived", "DELETE FROM dated WHERE id=?1 AND NOT derived"} {
		if err := p.exec(q, id); err != nil {
			return err
		}
	}
	if err := p.facet(id, "kind", kind, false); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		s, ok := fields[name].(string)
		if !ok {
			continue
		}
		facet := ""
		switch {
		case name == "source" || name == "lang" || name == "basis":
			facet = name
		case strings.HasPrefix(name, "place"):
			facet = "place"
		case name == "media_type":
			s, _, _ = strings.Cut(s, ";") // text/plain, whatever its encoding
			if err := p.facet(id, "type", s, false); err != nil {
				return err
			}
		case slices.Contains(dateFields, name):
			d, err := sijill.ParseDate(s)
			if err != nil {
				continue
			}
			if err := p.dated(id, name, d, false); err != nil {
				return err
			}
		}
		if facet != "" {
			if err := p.facet(id, facet, s, false); err != nil {
				return err
			}
		}
	}
	title, _ := fields["title"].(string)
	about, _ := fields["description"].(string)
	if err := p.readLang(id, false, title, about); err != nil {
		return err
	}
	if fields["latitude"] != nil && fields["longitude"] != nil {
		if err := p.facet(id, "has", "place", false); err != nil {
			return err
		}
	}
	if err := p.readDates(id, kind, fields); err != nil {
		return err
	}
	return p.disagree(id)
}
