package example_test

import (
	"strings"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// dates are all days that a thing names, by the name of the field.
func dates(t *testing.T, name string, value any, out map[string][]sijill.Date) {
	t.Helper()
	switch v := value.(type) {
	case string:
		last := name[strings.LastIndex(name, ".")+1:]
		if !strings.HasSuffix(last, "_at") && !strings.HasSuffix(last, "_until") && last != "date" {
			return
		}
		d, err := sijill.ParseDate(v)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = append(out[name], d)
	case []any:
		for _, item := range v {
			dates(t, name, item, out)
		}
	case map[string]any:
		for k, item := range v {
			dates(t, name+"."+k, item, out)
		}
	}
}

// entered gives the times of the first and the last entry about a thing.
func (m *made) entered(t *testing.T, n sijill.Number) (first, last time.Time) {
	t.Helper()
	indexes, err := m.Catalog.Entries(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range indexes {
		e, err := m.Register.Entry(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		o, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, o.At)
		if err != nil {
			t.Fatal(err)
		}
		if first.IsZero() {
			first = at
		}
		if at.Before(last) {
			t.Errorf("%s: an entry of %s follows one of %s", n, at, last)
		}
		last = at
	}
	return first, last
}

func asDate(t *testing.T, at time.Time) sijill.Date {
	t.Helper()
	d, err := sijill.ParseDate(at.UTC().Format(time.DateOnly))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// follows are days that cannot be before another day of what the thing names in a
// field: a translation is reviewed after the words were taken down.
var follows = []struct{ kind, field, of, there string }{
	{"testimony", "recorded_at", "incidents", "occurred_at"},
	{"translation", "reviewed_at", "of", "recorded_at"},
	{"translation", "reviewed_at", "of", "published_at"},
	{"dispatch", "published_at", "body", "recorded_at"},
	{"dispatch", "published_at", "body", "published_at"},
	{"dispatch", "published_at", "body", "reviewed_at"},
	{"work", "exhibitions.date", "items", "occurred_at"},
}

// Everything is made before it is received, received before it is described, described
// before it is released, and nothing is of a day that has not come.
func (m *made) order(t *testing.T) {
	today, checked := asDate(t, m.Now), 0
	by := map[sijill.Number]map[string][]sijill.Date{}
	released := map[sijill.Number]bool{}
	for kind, list := range m.things {
		for _, x := range list {
			all := map[string][]sijill.Date{}
			for name, v := range x.Fields {
				dates(t, name, v, all)
			}
			by[x.Number] = all
			for name, list := range all {
				for _, d := range list {
					if d.Earliest().Compare(today.Latest()) > 0 && name != "embargo_until" {
						t.Errorf("%s: %s is %s, which has not come", x.Number, name, d)
					}
				}
			}
			first, last := m.entered(t, x.Number)
			if last.After(m.Now) {
				t.Errorf("%s was entered at %s, which has not come", x.Number, last)
			}
			if of, ok := x.Fields["of"].(string); ok && kind == "release" {
				released[sijill.Number(of)] = true
				if _, described := m.entered(t, sijill.Number(of)); !first.After(described) && !strings.HasPrefix(of, "red-") {
					t.Errorf("%s was released at %s and described at %s", of, first, described)
				}
			}
			for _, name := range []string{"assessed_at", "placed_at"} { // the archive's own acts on what it has
				for _, d := range all[name] {
					if received := asDate(t, m.Now.Add(-72*time.Hour)); d.Earliest().Compare(received.Earliest()) < 0 || d.Latest().Compare(asDate(t, last).Latest()) > 0 {
						t.Errorf("%s: %s is %s", x.Number, name, d)
					}
				}
			}
		}
	}
	for _, x := range m.things["exhibit"] {
		checked += m.madeBeforeReceived(t, x, by[x.Number])
		for _, published := range by[x.Number]["published_at"] {
			for _, happened := range by[x.Number]["occurred_at"] {
				if checked++; published.Latest().Compare(happened.Earliest()) < 0 {
					t.Errorf("%s was published %s and shows what happened %s", x.Number, published, happened)
				}
			}
		}
	}
	for _, rule := range follows {
		for _, x := range m.things[rule.kind] {
			for _, there := range m.named(t, x.Number, rule.of) {
				for _, d := range by[x.Number][rule.field] {
					for _, before := range by[there][rule.there] {
						checked++
						if d.Latest().Compare(before.Earliest()) < 0 {
							t.Errorf("%s: %s is %s, and %s of %s is %s", x.Number, rule.field, d, rule.there, there, before)
						}
					}
				}
			}
		}
	}
	if checked < 60 || len(released) < 100 {
		t.Errorf("only %d pairs of days and %d releases were compared", checked, len(released))
	}
}

// madeBeforeReceived compares what is said of a file with the day on which it was last
// written and that on which it came. What the archive itself reports is not told again.
func (m *made) madeBeforeReceived(t *testing.T, x catalog.Thing, all map[string][]sijill.Date) (checked int) {
	t.Helper()
	for _, name := range []string{"occurred_at", "published_at", "modified_at"} {
		for _, d := range all[name] {
			for _, later := range []string{"modified_at", "received_at"} {
				for _, at := range all[later] {
					checked++
					if d.Earliest().Compare(at.Latest()) > 0 {
						t.Errorf("%s: %s is %s, and %s is %s", x.Number, name, d, later, at)
					}
				}
			}
		}
	}
	return checked
}

// named lists what a thing names in a field.
func (m *made) named(t *testing.T, n sijill.Number, field string) []sijill.Number {
	t.Helper()
	var out []sijill.Number
	x, err := m.Catalog.Thing(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range m.things {
		for _, there := range list {
			if text, ok := x.Fields[field].(string); ok && (text == string(there.Number) || strings.Contains(text, "[["+string(there.Number)+"]]")) {
				out = append(out, there.Number)
			}
			if items, ok := x.Fields[field].([]any); ok {
				for _, item := range items {
					if item == string(there.Number) {
						out = append(out, there.Number)
					}
				}
			}
		}
	}
	return out
}
