package description_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/description"
	"sijill.example/sijill/exchange/document"
	"sijill.example/sijill/exchange/document/documenttest"
)

func clock() time.Time { return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) }

func newArchive(t testing.TB) *archive.Archive {
	t.Helper()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "archive")
	if err := archive.Create(ctx, dir, archive.Founding{Name: "حلب", Origin: "archive.example/2026", Agent: "tester", Clock: clock}); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(ctx, dir, archive.Options{Write: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// apply takes documents in and brings the catalog up to date.
func apply(t fataler, a *archive.Archive, o description.Options, docs ...*document.Document) *description.Plan {
	t.Helper()
	ctx := context.Background()
	desk := description.Desk{Register: a.Register, Catalog: a.Catalog, Numbers: a.Numbers, Agent: "tester"}
	plan, err := desk.PlanDocuments(ctx, docs, o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if len(plan.Problems) > 0 {
		t.Fatalf("%v", plan.Problems)
	}
	if _, _, err := desk.Apply(ctx, plan, ""); err != nil {
		t.Fatalf("%v", err)
	}
	if err := a.Catalog.CatchUp(ctx, a.Register, nil); err != nil {
		t.Fatalf("%v", err)
	}
	return plan
}

func parse(t fataler, name string, text []byte) []*document.Document {
	t.Helper()
	docs, problems := document.Parse(name, text)
	if len(problems) > 0 {
		t.Fatalf("%v\n%s", problems, text)
	}
	return docs
}

func edit(t fataler, a *archive.Archive, n sijill.Number, format document.Format) []byte {
	t.Helper()
	d, err := description.Edit(context.Background(), a.Catalog, n)
	if err != nil {
		t.Fatalf("%v", err)
	}
	text, err := document.Write(d, format)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return text
}

// examples applies the example of every kind, so that there is something of each
// to refer to.
func examples(t fataler, a *archive.Archive) map[string][]sijill.Number {
	t.Helper()
	here := map[string][]sijill.Number{}
	for _, s := range sijill.Schemas() {
		if s.Needs != "" {
			continue
		}
		for _, p := range apply(t, a, description.Options{}, parse(t, "x.yaml", []byte(s.Example))...).Documents {
			here[p.Kind] = append(here[p.Kind], p.Number)
		}
	}
	return here
}

func TestEditedAndAppliedAnythingIsUnchanged(t *testing.T) {
	a := newArchive(t)
	here := examples(t, a)
	n := 0
	for _, s := range sijill.Schemas() {
		if s.Needs != "" {
			continue
		}
		t.Run(s.Kind, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				n++
				fields := documenttest.Fields(t, s, func(t *rapid.T, f *sijill.FieldSchema) string {
					var all []sijill.Number
					for _, kind := range slices.Sorted(maps.Keys(here)) {
						if len(f.To) == 0 || slices.Contains(f.To, kind) {
							all = append(all, here[kind]...)
						}
					}
					if len(all) == 0 {
						return ""
					}
					return string(rapid.SampledFrom(all).Draw(t, f.Name))
				})
				if s.Kind == "translation" {
					delete(fields, sijill.FieldSegments) // see TestTranslationsGoStaleAndBack
				}
				key := fmt.Sprintf("مفتاح %d", n)
				text, err := document.Write(&document.Document{Kind: s.Kind, Key: key, Fields: fields}, document.YAML)
				if err != nil {
					t.Fatal(err)
				}
				plan := apply(t, a, description.Options{}, parse(t, "x.yaml", text)...)
				if p := plan.Documents[0]; p.Act != description.ActNew {
					t.Fatalf("it is %s", p.Act)
				}
				number := plan.Documents[0].Number
				if again := apply(t, a, description.Options{}, parse(t, "x.yaml", text)...); again.Documents[0].Act != description.ActUnchanged {
					t.Fatalf("applied again it is %+v", again.Documents[0])
				}
				for _, format := range []document.Format{document.Markdown, document.YAML} {
					written := edit(t, a, number, format)
					if again := apply(t, a, description.Options{}, parse(t, "x."+string(format), written)...); again.Documents[0].Act != description.ActUnchanged || again.Documents[0].Number != number {
						t.Fatalf("edited and applied it is %+v\n%s", again.Documents[0], written)
					}
				}
			})
		})
	}
	var before, after bytes.Buffer
	ctx := context.Background()
	if err := a.Catalog.Dump(ctx, &before); err != nil {
		t.Fatal(err)
	}
	again, err := catalog.Open(filepath.Join(t.TempDir(), "catalog.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if err := again.CatchUp(ctx, a.Register, nil); err != nil {
		t.Fatal(err)
	}
	if err := again.Dump(ctx, &after); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Bytes(), after.Bytes()) {
		t.Error("made again, the catalog is another")
	}
}

func TestWhatRefersToAThing(t *testing.T) {
	a := newArchive(t)
	examples(t, a)
	ctx := context.Background()
	for _, test := range []struct{ key, field, want string }{
		{"example-claimed-airstrike", "about", "clm-2026-0001 about"},
		{"example-nurse-told", "", "clm-2026-0001 bearings.of"},
		{"example-nurse", "source", "tes-2026-0001 source"},
		{"example-translated-teacher-told", "of", "trn-2026-0001 of"},
		{"example-hidden-nurse", "covers", "rst-2026-0001 covers"},
		{"example-quoted-nurse", "body", "dsp-2026-0001 body"},
		{"example-city", "within", "plc-2026-0002 within"},
		{"example-city", "place", ""},
	} {
		n, err := a.Catalog.Identified(ctx, catalog.KeyIdentity(test.key))
		if err != nil || n == "" {
			t.Fatalf("%s: %v", test.key, err)
		}
		var got []string
		for r, err := range a.Catalog.Referring(ctx, n, test.field) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(r.Thing.Number)+" "+r.Field)
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s is referred to by %v in %q, want %s", test.key, got, test.field, test.want)
		}
	}
	// A revision that no longer names it, and an erasure, are followed.
	apply(t, a, description.Options{}, parse(t, "x.yaml", []byte("kind: place\nkey: example-district\nname: Eastern Ansari\n"))...)
	n, _ := a.Catalog.Identified(ctx, catalog.KeyIdentity("example-city"))
	for r := range a.Catalog.Referring(ctx, n, "") {
		t.Errorf("%s still refers to it", r.Thing.Number)
	}
}

func TestTranslationsGoStaleAndBack(t *testing.T) {
	a := newArchive(t)
	const original = "kind: source\nkey: s\n---\nkind: testimony\nkey: t\nsource: s\nlang: ar\nsegments: |\n  واحد\n\n  %s\n"
	const translation = "kind: translation\nkey: e\nof: t\nlang: en\nsegments: |\n  {of: s1} one\n\n  {of: s2%s} %s\n"
	write := func(format string, args ...any) []*document.Document {
		return parse(t, "x.yaml", fmt.Appendf(nil, format, args...))
	}
	made := func(number sijill.Number) []any {
		thing, err := a.Catalog.Thing(context.Background(), number)
		if err != nil {
			t.Fatal(err)
		}
		var out []any
		for _, s := range thing.Fields[sijill.FieldSegments].([]any) {
			out = append(out, s.(map[string]any)[sijill.SegmentMadeOf])
		}
		return out
	}
	// The translation stands before the original.
	plan := apply(t, a, description.Options{}, append(write(translation, "", "two"), write(original, "اثنان")...)...)
	number := plan.Documents[0].Number
	one, two, three := sijill.MadeOf("واحد").String(), sijill.MadeOf("اثنان").String(), sijill.MadeOf("ثلاثة").String()
	want := func(what string, second string) {
		t.Helper()
		if got := made(number); !reflect.DeepEqual(got, []any{one, second}) {
			t.Errorf("%s: made of %v", what, got)
		}
	}
	want("at first", two)
	apply(t, a, description.Options{}, write(original, "ثلاثة")...)
	apply(t, a, description.Options{}, write(translation, "", "two")...)
	want("applied again after the original changed", two)
	apply(t, a, description.Options{}, write(translation, "; made_of: "+two[:12], "two")...)
	want("written out while stale", two)
	apply(t, a, description.Options{}, write(translation, "; made_of: "+three[:8], "two")...)
	want("said to hold for the new wording", three)
	apply(t, a, description.Options{}, write(original, "اثنان")...)
	apply(t, a, description.Options{}, write(translation, "", "deux")...)
	want("with other words", two)
}

func TestSegmentsKeepTheirIDs(t *testing.T) {
	a := newArchive(t)
	number := sijill.Number("")
	for _, test := range []struct{ text, want string }{
		{"a|b|c", "s1 s2 s3"},
		{"a|b|c", "s1 s2 s3"},
		{"a|B|c", "s1 s2 s3"},
		{"a|x|B|c", "s1 s4 s2 s3"},
		{"c|a|x|B", "s3 s1 s4 s2"},
		{"a|a|B", "s1 s4 s2"},
		{"{#first} new|a|a|B", "first s1 s4 s2"},
		{"{#s9} a|b", "s9 s10"},
	} {
		text := "---\nkind: statement\nkey: k\n---\n\n" + strings.ReplaceAll(test.text, "|", "\n\n")
		plan := apply(t, a, description.Options{}, parse(t, "x.md", []byte(text))...)
		number = plan.Documents[0].Number
		thing, err := a.Catalog.Thing(context.Background(), number)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range thing.Fields[sijill.FieldSegments].([]any) {
			got = append(got, s.(map[string]any)[sijill.SegmentID].(string))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, want %s", test.text, got, test.want)
		}
	}
}

// A thousand bearings and ten thousand segments are one entry each, of which any
// part can be shown alone.
func TestLongLists(t *testing.T) {
	a := newArchive(t)
	var b strings.Builder
	b.WriteString("kind: source\nkey: s\n---\nkind: testimony\nkey: t\nsource: s\nsegments: |\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "  segment %d\n\n", i)
	}
	b.WriteString("---\nkind: claim\nkey: c\ntype: count\nbearings:\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "  - of: t\n    how: supports\n    selector: {segment: s%d}\n", i+1)
	}
	docs := parse(t, "x.yaml", []byte(b.String()))
	plan := apply(t, a, description.Options{}, docs...)
	thing, err := a.Catalog.Thing(context.Background(), plan.Documents[2].Number)
	if err != nil || len(thing.Fields[sijill.FieldBearings].([]any)) != 1000 {
		t.Fatalf("%v, %v", thing.Number, err)
	}
	e, err := a.Register.Entry(context.Background(), thing.Index)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Leaf) > 2000 || len(e.Disclosures) < 1005 {
		t.Errorf("the leaf has %d bytes, and there are %d disclosures", len(e.Leaf), len(e.Disclosures))
	}
	if again := apply(t, a, description.Options{}, parse(t, "x.yaml", []byte(b.String()))...); again.Count(description.ActUnchanged) != 3 {
		t.Errorf("applied again: %+v", again.Documents)
	}
}

func TestAKeyIsTheSameInEveryNormalForm(t *testing.T) {
	a := newArchive(t)
	const key = "أُستاذ café"
	var first sijill.Number
	for _, form := range []norm.Form{norm.NFC, norm.NFD} {
		text := "kind: source\nkey: " + form.String(key) + "\nname: x\n"
		plan := apply(t, a, description.Options{}, parse(t, "x.yaml", []byte(text))...)
		if first == "" {
			first = plan.Documents[0].Number
		}
		if plan.Documents[0].Number != first {
			t.Errorf("the key makes %s and %s", first, plan.Documents[0].Number)
		}
	}
}

func TestAFileIsReadOnce(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.yaml")
	if err := os.WriteFile(path, []byte("kind: page\nkey: k\ntitle: first\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := description.Gather(context.Background(), []string{dir, path}, nil)
	if err != nil || len(g.Documents) != 1 {
		t.Fatalf("%d documents, %v", len(g.Documents), err)
	}
	if err := os.WriteFile(path, []byte("kind: page\nkey: k\ntitle: second\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := newArchive(t)
	plan := apply(t, a, description.Options{}, g.Documents...)
	thing, err := a.Catalog.Thing(context.Background(), plan.Documents[0].Number)
	if err != nil || thing.Fields["title"] != "first" {
		t.Errorf("%v, %v", thing.Fields, err)
	}
}

func TestDifference(t *testing.T) {
	text := func(lines ...string) string { return strings.Join(lines, "\n") }
	p := &description.Planned{Kind: "page", Changes: []description.FieldChange{
		{Name: "body", Was: text("one", "two", "three", "four", "five", "six"), Is: text("one", "two", "three", "4", "five", "six")},
		{Name: "title_ar", Was: nil, Is: "عنوان\u202e"}, {Name: "lang", Was: "ar", Is: nil}}}
	var b strings.Builder
	if err := description.WriteDifference(&b, p); err != nil {
		t.Fatal(err)
	}
	want := text("    …", "      three", "  -   four", "  +   4", "      five", "    …", `  + title_ar: "عنوان\U0000202e"`, "  - lang: ar", "")
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
