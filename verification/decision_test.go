package verification_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/audit"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/custody"
	"sijill.example/sijill/erasure"
	"sijill.example/sijill/verification"
)

func TestDecisions(t *testing.T) {
	w := filled(t, 2)
	ctx := context.Background()
	before := w.suggestions()
	for _, pair := range []string{"street-0-thumb.jpg street-0.jpg", "street-0-crop.jpg street-0.jpg", "street-1-mirror.jpg street-1.jpg", "street-1-turned.jpg street-1.jpg"} {
		if _, ok := before[pair]; !ok {
			t.Errorf("%s is not suggested", pair)
		}
	}
	w.say(false, "street-0-thumb.jpg", "street-0.jpg", "another morning")
	w.say(true, "street-0.jpg", "street-0-crop.jpg", "the same wire is cut off")
	after := w.suggestions()
	for _, pair := range []string{"street-0-thumb.jpg street-0.jpg", "street-0-crop.jpg street-0.jpg"} {
		if p, ok := after[pair]; ok {
			t.Errorf("%s is suggested again: %+v", pair, p)
		}
	}
	if _, ok := w.similar("street-0.jpg", false)["street-0-thumb.jpg"]; ok {
		t.Error("what was refused is shown")
	}
	if c := w.similar("street-0.jpg", true)["street-0-thumb.jpg"]; c.Said != catalog.Refused {
		t.Errorf("what was refused is not said to be: %+v", c)
	}
	if c := w.similar("street-0-crop.jpg", false)["street-0.jpg"]; c.Said != catalog.Confirmed {
		t.Errorf("what was confirmed is not said to be: %+v", c)
	}
	// The last word holds, and saying it again enters nothing.
	w.say(true, "street-0.jpg", "street-0-thumb.jpg", "")
	if i := w.say(true, "street-0-thumb.jpg", "street-0.jpg", ""); i != -1 {
		t.Errorf("the same was entered again as %d", i)
	}
	if i := w.say(true, "street-0.jpg", "street-0-crop.jpg", " the same wire is cut off "); i != -1 {
		t.Errorf("the same with the same reason was entered again as %d", i)
	}
	if c := w.similar("street-0.jpg", false)["street-0-thumb.jpg"]; c.Said != catalog.Confirmed {
		t.Errorf("a later decision did not replace the earlier: %+v", c)
	}
	if history, err := w.Catalog.PairEntries(ctx, w.number("street-0-thumb.jpg")); err != nil || len(history) != 2 {
		t.Errorf("%v %v", history, err)
	}
	// What the machine found, and what the person said, are in the entry.
	story, err := custody.Story(ctx, w.Catalog, w.Register, w.number("street-0-crop.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	last := story[len(story)-1]
	if last.Kind != sijill.ResemblanceConfirmed || last.Agent != "verifier" || last.Fields["method"] != "part" || last.Fields["reason"] != "the same wire is cut off" || last.Fields["share_percent"] == nil {
		t.Errorf("%+v", last)
	}
}

func TestDecisionsThatAreRefused(t *testing.T) {
	w := filled(t, 1)
	ctx := context.Background()
	things := slices.Collect(func(yield func(catalog.Thing) bool) {
		for t, err := range w.Catalog.Things(ctx, catalog.Filter{Kind: "deposit"}) {
			if err != nil || !yield(t) {
				return
			}
		}
	})
	one := w.number("street-0.jpg")
	for name, c := range map[string]struct {
		b     sijill.Number
		class sijill.Class
	}{
		"itself":    {one, sijill.Usage},
		"not there": {"exh-2016-9999", sijill.NotFound},
		"a deposit": {things[0].Number, sijill.Refused},
	} {
		if _, err := w.Confirm(ctx, verification.Decision{A: one, B: c.b}); sijill.ClassOf(err) != c.class || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Erasing one of a pair destroys what was said of the pair; the register still
// verifies, and a catalog that is made again is the same.
func TestErasureTakesDecisions(t *testing.T) {
	for _, gone := range []string{"street-0.jpg", "street-0-thumb.jpg"} {
		w := filled(t, 1)
		ctx := context.Background()
		w.say(false, "street-0.jpg", "street-0-thumb.jpg", "a secret reason")
		w.say(true, "street-0.jpg", "street-0-thumb.jpg", "another secret reason")
		w.say(true, "street-0-again.jpg", "street-0-mirror.jpg", "this one stays")
		if _, err := w.Erase(ctx, erasure.Request{Number: w.number(gone), Agent: "archivist", Authority: "the board", Reason: "safety"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Publish(ctx); err != nil {
			t.Fatal(err)
		}
		if all, err := w.Catalog.Decisions(ctx, ""); err != nil || len(all) != 1 {
			t.Errorf("%v %v", all, err)
		}
		size, err := w.Register.Size(ctx)
		if err != nil {
			t.Fatal(err)
		}
		kept := 0
		for e, err := range w.Register.Read(ctx, 0, size) {
			if err != nil {
				t.Fatal(err)
			}
			o, err := e.Open()
			if err != nil {
				t.Fatal(err)
			}
			if reason, ok := o.Fields["reason"].(string); ok && o.Kind != sijill.OriginalErased {
				if kept++; reason != "this one stays" {
					t.Errorf("%s was erased, and %q is still there", gone, reason)
				}
			}
		}
		if kept != 1 {
			t.Errorf("%d reasons are left", kept)
		}
		report, err := audit.Run(ctx, audit.Archive{Blobs: w.Blobs, Entries: w.Entries, Published: w.Published, Keys: w.Keys, Catalog: w.Catalog, Unfinished: w.Unfinished}, func(string) {})
		if err != nil || !report.OK {
			t.Errorf("%v %+v", err, report)
		}
		var was, is bytes.Buffer
		if err := w.Catalog.Dump(ctx, &was); err != nil {
			t.Fatal(err)
		}
		dir := w.Dir
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		w.open(dir, true)
		if err := w.Catalog.Dump(ctx, &is); err != nil {
			t.Fatal(err)
		}
		if was.String() != is.String() {
			t.Errorf("after the erasure of %s the catalog comes out otherwise:\n%s\n\n%s", gone, was.String(), is.String())
		}
	}
}

// Whatever people say, in whatever order: what was refused last is never suggested,
// groups are transitive and no larger, and a refused pair within one is told.
func TestGroupsAreTransitive(t *testing.T) {
	w := filled(t, 1)
	ctx := context.Background()
	names := []string{"street-0.jpg", "street-0-thumb.jpg", "street-0-again.jpg", "street-0-crop.jpg", "street-0-mirror.jpg", "street-0-turned.jpg", "street-0-dark.jpg"}
	type pair struct{ a, b string }
	last := map[pair]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 3).Draw(rt, "decisions") {
			a := rapid.SampledFrom(names).Draw(rt, "a")
			b := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == a })).Draw(rt, "b")
			confirm := rapid.Bool().Draw(rt, "confirm")
			w.say(confirm, a, b, "")
			last[pair{min(a, b), max(a, b)}] = confirm
		}
		groups, err := w.Groups(ctx)
		if err != nil {
			rt.Fatal(err)
		}
		// The model: reach by confirmed pairs, the slow way.
		near := map[string]map[string]bool{}
		for _, n := range names {
			near[n] = map[string]bool{n: true}
		}
		for range names {
			for p, confirmed := range last {
				if !confirmed {
					continue
				}
				for n := range near {
					if near[n][p.a] || near[n][p.b] {
						near[n][p.a], near[n][p.b] = true, true
					}
				}
			}
		}
		in := map[string]int{}
		disputed := 0
		for i, g := range groups {
			for _, n := range g.Things {
				for name, number := range w.numbers {
					if number == n {
						in[name] = i + 1
					}
				}
			}
			disputed += len(g.Disputed)
			if len(g.Things) < 2 || !slices.ContainsFunc(g.First, func(f verification.First) bool {
				return f.Time == verification.RegisteredAt && f.Known == len(g.Things)
			}) {
				rt.Fatalf("a group of %v, %+v", g.Things, g.First)
			}
		}
		wantDisputed := 0
		for p, confirmed := range last {
			if !confirmed && near[p.a][p.b] {
				wantDisputed++
			}
		}
		for _, a := range names {
			for _, b := range names {
				if a != b && near[a][b] != (in[a] != 0 && in[a] == in[b]) {
					rt.Fatalf("%s and %s: the groups are %+v", a, b, groups)
				}
			}
		}
		if disputed != wantDisputed {
			rt.Fatalf("%d contradictions are told, and there are %d", disputed, wantDisputed)
		}
		for p := range w.suggestions() {
			for said := range last {
				if p == said.a+" "+said.b {
					rt.Fatalf("%s is suggested again", p)
				}
			}
		}
	})
}
