package publication_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/publication"
	"sijill.example/sijill/redaction"
)

// told enters a testimony with two translations, and releases it without the name.
func (h *house) told(name string) {
	h.t.Helper()
	h.agreeing()
	h.enter(
		draft(sijill.TestimonyRecorded, "tes-2026-0001", "source", "src-2026-0001", "lang", "ar", "segments", sijill.Parts{
			map[string]any{"id": "s1", "text": "كنت هناك."}, map[string]any{"id": "s2", "text": "رأيت " + name + " عند الباب."}, map[string]any{"id": "s3", "text": "ثم رحل."}}),
		draft(sijill.TranslationMade, "trn-2026-0001", "of", "tes-2026-0001", "lang", "en", "segments", sijill.Parts{
			map[string]any{"of": []string{"s1"}, "text": "I was there."}, map[string]any{"of": []string{"s2"}, "text": "I saw " + name + " at the door."}}),
		draft(sijill.TranslationMade, "trn-2026-0002", "of", "tes-2026-0001", "lang", "fr", "segments", sijill.Parts{
			map[string]any{"of": []string{"s2"}, "text": "À la porte j’ai vu " + name + "."}, map[string]any{"of": []string{"s3"}, "text": "Puis il partit."}}),
	)
	last := len(strings.Fields(name))
	h.release("tes-2026-0001", "withhold", []string{sijill.Span{Segment: "s2", From: 2, To: 1 + last}.String()})
	h.release("trn-2026-0001")
	h.release("trn-2026-0002", "withhold", []string{sijill.Span{Segment: "s2", From: 6, To: 5 + last}.String()})
}

func textsOf(d *edition.Document) (segments []string, translations map[string][]string) {
	for _, s := range d.Segments {
		segments = append(segments, s.Text)
	}
	translations = map[string][]string{}
	for _, t := range d.Translations {
		for _, s := range t.Segments {
			translations[t.Lang] = append(translations[t.Lang], s.Text)
		}
	}
	return segments, translations
}

// Words are withheld of a testimony and of what was translated of them; the others are
// proved; and nothing tells one name from another, however long it is.
func TestWordsAreWithheld(t *testing.T) {
	var seen []*edition.Document
	for _, name := range []string{"أحمد", "أبا محمد الحلبي"} {
		h := newHouse(t)
		h.told(name)
		h.build()
		d := h.document("tes-2026-0001")
		segments, translations := textsOf(d)
		if want := []string{"كنت هناك.", "رأيت [withheld] عند الباب.", "ثم رحل."}; !slices.Equal(segments, want) || !d.Segments[1].Shortened || d.Segments[1].Withheld {
			t.Errorf("%q", segments)
		}
		if want := []string{"I was there.", ""}; !slices.Equal(translations["en"], want) || !d.Translations[0].Segments[1].Withheld {
			t.Errorf("%q", translations["en"])
		}
		if want := []string{"À la porte j’ai vu [withheld]", "Puis il partit."}; !slices.Equal(translations["fr"], want) {
			t.Errorf("%q", translations["fr"])
		}
		for _, part := range strings.Fields(name) {
			leaks(t, h.dir, part)
		}
		copied, err := os.ReadFile(filepath.Join(h.dir, "objects", "tes-2026-0001", "copy.txt"))
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(filepath.Join(h.dir, "objects", "tes-2026-0001", "copy.txt.proof.json"))
		if err != nil {
			t.Fatal(err)
		}
		proof, err := redaction.ParseProofFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_ = file.Close()
		if r := redaction.Check(copied, proof, h.Keys.Verifier); !r.OK || r.Shortened != 1 || r.Withheld != 0 || r.Pieces != 3 {
			t.Errorf("%+v", r)
		}
		for i := range copied { // every byte of it is proved
			forged := bytes.Clone(copied)
			forged[i] ^= 1
			if redaction.Check(forged, proof, h.Keys.Verifier).OK {
				t.Fatalf("byte %d may be another", i)
			}
		}
		if again := h.build(); again.Removed != nil || again.Added != nil {
			t.Errorf("%+v", again)
		}
		seen = append(seen, h.document("tes-2026-0001"))
	}
	a, b := seen[0], seen[1]
	x, inX := textsOf(a)
	y, inY := textsOf(b)
	if !slices.Equal(x, y) || !slices.Equal(inX["fr"], inY["fr"]) || !slices.Equal(inX["en"], inY["en"]) {
		t.Errorf("%q and %q", x, y)
	}
	if a.Redacted.Shortened != 1 || a.Redacted.Withheld != 0 {
		t.Errorf("%+v %+v", a.Redacted, b.Redacted)
	}
	if edition.WithheldMark != blockproof.Withheld {
		t.Error("the marks differ")
	}
}

// Words are named by their places; once their segment reads otherwise, all of it is
// withheld until somebody says anew which words are meant.
func TestWordsOfAnotherWordingAreWithheldWhole(t *testing.T) {
	h := newHouse(t)
	h.told("أحمد")
	h.build()
	h.now = h.now.Add(time.Hour)
	h.enter(draft(sijill.DescriptionMade, "tes-2026-0001", "segments", sijill.Parts{
		map[string]any{"id": "s1", "text": "كنت هناك يومها."}, map[string]any{"id": "s2", "text": "نعم رأيت أحمد عند الباب."}, map[string]any{"id": "s3", "text": "ثم رحل."}}))
	h.build()
	leaks(t, h.dir, "أحمد")
	d := h.document("tes-2026-0001")
	if segments, _ := textsOf(d); !slices.Equal(segments, []string{"كنت هناك يومها.", "", "ثم رحل."}) || !d.Segments[1].Withheld {
		t.Errorf("%q", segments)
	}
	h.enter(draft(sijill.DescriptionMade, "rel-2026-0001", "withhold", []string{"s2:3"}))
	h.build()
	leaks(t, h.dir, "أحمد")
	if segments, _ := textsOf(h.document("tes-2026-0001")); segments[1] != "نعم رأيت [withheld] عند الباب." {
		t.Errorf("%q", segments)
	}
}

// A release that leaves out what is not there was meant otherwise, and opens nothing.
func TestWhatIsNotThereCannotBeLeftOut(t *testing.T) {
	for name, fields := range map[string][]any{
		"no such segment":     {"withhold", []string{"s9"}},
		"has 4 words":         {"withhold", []string{"s2:2-9"}},
		"names no segment":    {"withhold", []string{"s2:2-1"}},
		"does not have":       {"withhold_fields", []string{"titel"}},
		"matter of their con": {"withhold_fields", []string{"source"}},
		"by their ids":        {"withhold_fields", []string{"segments"}},
	} {
		h := newHouse(t)
		h.told("أحمد")
		fields := append([]any{"of", "tes-2026-0001", "form", "record"}, fields...)
		var made []sijill.Field
		for i := 2; i < len(fields); i += 2 {
			made = append(made, sijill.Field{Name: fields[i].(string), Value: fields[i+1]})
		}
		if _, err := h.MakeRelease(t.Context(), "tes-2026-0001", made, "editor"); sijill.ClassOf(err) != sijill.Refused || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		h.enter(draft(sijill.ReleaseRecalled, "rel-2026-0001", "recalled_at", "2026-11-02"), draft(sijill.ReleaseMade, "rel-2026-0009", fields...))
		out := h.build()
		if i := slices.IndexFunc(out.NotPublic, func(n publication.NotPublic) bool { return n.Release == "rel-2026-0009" }); i < 0 || !strings.Contains(out.NotPublic[i].Why, name) {
			t.Errorf("%s: %+v", name, out.NotPublic)
		}
		leaks(t, h.dir, "كنت هناك")
	}
}

// What a release leaves out stays out of what names it and is named by it, and comes back
// everywhere when it is left out no longer.
func TestFieldsAreLeftOutEverywhere(t *testing.T) {
	h := newHouse(t)
	h.enter(draft(sijill.PlaceRecorded, "plc-2026-0001", "name", "A quarter"), draft(sijill.IncidentRecorded, "inc-2026-0001", "title", "It is hit", "title_ar", "قُصف", "place", "plc-2026-0001", "occurred_at", "2016-11-18"))
	h.release("plc-2026-0001")
	h.release("inc-2026-0001", "withhold_fields", []string{"place", "title", "occurred_at"})
	h.build()
	if d, place := h.document("inc-2026-0001"), h.document("plc-2026-0001"); len(d.Titles)+len(d.Places)+len(d.Dates)+len(d.Related)+len(place.Related) > 0 {
		t.Errorf("%+v %+v", d, place)
	}
	h.now = h.now.Add(time.Hour)
	h.enter(draft(sijill.DescriptionMade, "rel-2026-0002", "withhold_fields", []string{"title"}))
	h.build()
	d, place := h.document("inc-2026-0001"), h.document("plc-2026-0001")
	if len(d.Titles) > 0 || len(d.Places) != 1 || len(d.Dates) != 1 || len(place.Related) != 1 || len(place.Related[0].Titles) > 0 {
		t.Errorf("%+v %+v", d, place)
	}
}
