package desk

import (
	"encoding/json"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// happening is a date of an incident, or of what bears on it.
type happening struct {
	Date shown
	What string // occurred, captured, recorded, published
	Of   shown
	Own  bool // it is the incident's own

	at sijill.Date
}

// timeline sets the dates of an incident and of everything that bears on it in
// order. A date that is only about known stands where it may begin.
func (x *telling) timeline() []happening {
	if x.thing.Kind != "incident" && x.thing.Kind != "claim" {
		return nil
	}
	var out []happening
	add := func(t catalog.Thing) {
		for _, name := range []string{"occurred_at", "captured_at", "recorded_at", "published_at", "made_at"} {
			d, err := sijill.ParseDate(textIn(t.Fields, name))
			if err != nil || d.IsMissing() {
				continue
			}
			out = append(out, happening{x.page.dateOf(d), x.label(name), x.ref(string(t.Number)), t.Number == x.thing.Number, d})
		}
	}
	things := []catalog.Thing{x.thing}
	if x.thing.Kind == "incident" {
		things = append(things, x.named(x.thing.Number, "about", "claim")...)
		for _, field := range []string{"incidents", "concerns"} {
			things = append(things, x.named(x.thing.Number, field, "testimony", "statement", "dispatch", "exhibit")...)
		}
	}
	seen := map[sijill.Number]bool{}
	for i := 0; i < len(things); i++ {
		t := things[i]
		if seen[t.Number] {
			continue
		}
		seen[t.Number] = true
		if t.Kind == "claim" {
			if d, err := sijill.ParseDate(textIn(t.Fields, "date")); err == nil && !d.IsMissing() {
				out = append(out, happening{x.page.dateOf(d), x.page.T("time.claimed"), x.ref(string(t.Number)), false, d})
			}
		} else {
			add(t)
		}
		if t.Kind != "claim" && t.Kind != "incident" {
			continue
		}
		for _, b := range recordsIn(t.Fields[sijill.FieldBearings]) {
			if of, ok := x.look(sijill.Number(textIn(b, "of"))); ok && of.State != catalog.StateErased {
				things = append(things, of)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b happening) int { return a.at.Earliest().Compare(b.at.Earliest()) })
	return out
}

func numberText(v any) string {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return ""
}

// regionOf tells a region of a picture, in percent.
func regionOf(selector map[string]any) string {
	var parts []string
	for _, name := range []string{"x", "y", "w", "h"} {
		s := numberText(selector[name])
		if s == "" {
			return ""
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ") + " %"
}
