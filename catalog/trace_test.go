package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
)

// Whatever an answer rests on is touched by what changes it, and by little else.
func TestTouchedNamesWhatAnAnswerRestsOn(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir() + "/a"
	if err := archive.Create(ctx, dir, archive.Founding{Name: "x", Agent: "t", Clock: time.Now}); err != nil {
		t.Fatal(err)
	}
	a := open(t, dir)
	defer func() { _ = a.Close() }()
	n := 0
	enter := func(kind sijill.Kind, subject sijill.Number, pairs ...any) {
		t.Helper()
		d := sijill.Draft{Kind: kind, Agent: "t", Subject: subject}
		for i := 0; i < len(pairs); i += 2 {
			d.Fields = append(d.Fields, sijill.Field{Name: pairs[i].(string), Value: pairs[i+1]})
		}
		if _, err := a.Register.Append(ctx, d); err != nil {
			t.Fatal(err)
		}
		if err := a.CatchUp(ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	exhibit := func() sijill.Number {
		n++
		e := sijill.NewNumber(sijill.ExhibitPrefix, 2026, n)
		enter(sijill.ExhibitEntered, e, "title", fmt.Sprint("Exhibit ", n))
		return e
	}
	one, two, three, four := exhibit(), exhibit(), exhibit(), exhibit()
	enter(sijill.IncidentRecorded, "inc-2026-0001", "title", "An incident")
	enter(sijill.ResemblanceConfirmed, two, "concerns", []string{string(three)})
	for _, c := range []struct {
		what   string
		ask    func(*catalog.Trace)
		change func()
		is     bool
	}{
		{"a thing that is described anew", func(tr *catalog.Trace) { _, _ = a.Catalog.Thing(catalog.Traced(ctx, tr), one) },
			func() { enter(sijill.DescriptionMade, one, "title", "Other") }, true},
		{"another thing", func(tr *catalog.Trace) { _, _ = a.Catalog.Thing(catalog.Traced(ctx, tr), one) },
			func() { enter(sijill.DescriptionMade, two, "title", "Other") }, false},
		{"a thing that somebody names", func(tr *catalog.Trace) { _, _ = a.Catalog.Thing(catalog.Traced(ctx, tr), one) },
			func() { enter(sijill.DescriptionMade, four, "exhibits", []string{string(one)}) }, false},
		{"what names a thing, by a new one", func(tr *catalog.Trace) {
			for range a.Catalog.Referring(catalog.Traced(ctx, tr), "inc-2026-0001", "") {
			}
		}, func() { enter(sijill.ExhibitEntered, "exh-2026-0100", "incidents", []string{"inc-2026-0001"}) }, true},
		{"what names a thing, by one that no longer does", func(tr *catalog.Trace) {
			for range a.Catalog.Referring(catalog.Traced(ctx, tr), "inc-2026-0001", "") {
			}
		}, func() { enter(sijill.DescriptionMade, "exh-2026-0100", "incidents", []string{string(one)}) }, true},
		{"testimonies that name a thing, by an exhibit", func(tr *catalog.Trace) {
			for range a.Catalog.ReferringAs(catalog.Traced(ctx, tr), "inc-2026-0001", "incidents", "testimony") {
			}
		}, func() { enter(sijill.ExhibitEntered, "exh-2026-0101", "incidents", []string{"inc-2026-0001"}) }, false},
		{"a number that nothing has so far", func(tr *catalog.Trace) { _, _ = a.Catalog.Thing(catalog.Traced(ctx, tr), "exh-2026-0102") },
			func() { enter(sijill.ExhibitEntered, "exh-2026-0102", "title", "New") }, true},
		{"an identity that nothing has so far", func(tr *catalog.Trace) {
			_, _ = a.Catalog.Identified(catalog.Traced(ctx, tr), catalog.KeyIdentity("nurse"))
		}, func() { enter(sijill.SourceRecorded, "src-2026-0001", "key", "nurse") }, true},
		{"an identity that another has", func(tr *catalog.Trace) {
			_, _ = a.Catalog.Identified(catalog.Traced(ctx, tr), catalog.KeyIdentity("teacher"))
		}, func() { enter(sijill.SourceRecorded, "src-2026-0002", "key", "doctor") }, false},
		{"origins, by way of a third", func(tr *catalog.Trace) { _, _ = a.Catalog.Numbered(catalog.Traced(ctx, tr), []sijill.Number{three}) },
			func() { enter(sijill.ResemblanceConfirmed, one, "concerns", []string{string(two)}) }, true},
		{"origins that were parted", func(tr *catalog.Trace) { _, _ = a.Catalog.Numbered(catalog.Traced(ctx, tr), []sijill.Number{three}) },
			func() { enter(sijill.ResemblanceRefused, one, "concerns", []string{string(two)}) }, true},
		{"entries about a thing", func(tr *catalog.Trace) { _, _ = a.Catalog.Entries(catalog.Traced(ctx, tr), one) },
			func() { enter(sijill.FixityChecked, one) }, true},
	} {
		var trace catalog.Trace
		c.ask(&trace)
		on, everything := trace.On()
		if everything || len(on) == 0 {
			t.Errorf("%s: rests on everything %v, on %q", c.what, everything, on)
		}
		since, err := a.Entries.Size(ctx)
		if err != nil {
			t.Fatal(err)
		}
		c.change()
		touched, err := a.Catalog.Touched(ctx, since)
		if err != nil {
			t.Fatal(err)
		}
		if is := slices.ContainsFunc(touched, func(s string) bool { return slices.Contains(on, s) }); is != c.is {
			t.Errorf("%s: touched %v; it rests on %q, and touched is %q", c.what, is, on, touched)
		}
	}
}

// A question that does not say on what its answer rests, rests on everything.
func TestWhatSaysNothingRestsOnEverything(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir() + "/a"
	if err := archive.Create(ctx, dir, archive.Founding{Name: "x", Agent: "t", Clock: time.Now}); err != nil {
		t.Fatal(err)
	}
	a := open(t, dir)
	defer func() { _ = a.Close() }()
	for name, ask := range map[string]func(*catalog.Trace) error{
		"totals": func(tr *catalog.Trace) error { _, err := a.Catalog.Totals(catalog.Traced(ctx, tr)); return err },
		"dump":   func(tr *catalog.Trace) error { return a.Catalog.Dump(catalog.Traced(ctx, tr), &strings.Builder{}) },
		"all things": func(tr *catalog.Trace) error {
			for _, err := range a.Catalog.Things(catalog.Traced(ctx, tr), catalog.Filter{}) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"all decisions": func(tr *catalog.Trace) error { _, err := a.Catalog.Decisions(catalog.Traced(ctx, tr), ""); return err },
	} {
		var trace catalog.Trace
		if err := ask(&trace); err != nil {
			t.Fatal(err)
		}
		if _, everything := trace.On(); !everything {
			t.Errorf("%s: rests on less than everything", name)
		}
	}
}
