package publication_test

import (
	"slices"
	"testing"

	"sijill.example/sijill"
)

// Every version of an article names all others that are public, and what would tell of
// one that is not is left out.
func TestVersionsNameEachOther(t *testing.T) {
	h := newHouse(t)
	h.enter(
		draft(sijill.DispatchWritten, "dsp-2026-0001", "title", "Report", "lang", "en", "body", "One."),
		draft(sijill.DispatchWritten, "dsp-2026-0002", "title", "تقرير", "lang", "ar", "body", "واحد.", "translation_of", "dsp-2026-0001"),
		draft(sijill.DispatchWritten, "dsp-2026-0003", "title", "Rapport", "lang", "fr", "body", "Un.", "translation_of", "dsp-2026-0001"),
		draft(sijill.DispatchWritten, "dsp-2026-0004", "title", "Bericht", "lang", "de", "body", "Eins.", "translation_of", "dsp-2026-0001"),
		draft(sijill.DispatchWritten, "dsp-2026-0005", "title", "Hidden", "lang", "en", "body", "Two."),
		draft(sijill.DispatchWritten, "dsp-2026-0006", "title", "مخفي", "lang", "ar", "body", "اثنان.", "translation_of", "dsp-2026-0005"),
		draft(sijill.DispatchWritten, "dsp-2026-0007", "title", "Caché", "lang", "fr", "body", "Deux.", "translation_of", "dsp-2026-0005"))
	for _, n := range []sijill.Number{"dsp-2026-0001", "dsp-2026-0002", "dsp-2026-0003", "dsp-2026-0006", "dsp-2026-0007"} {
		h.release(n)
	}
	h.build()
	for n, want := range map[sijill.Number][]sijill.Number{
		"dsp-2026-0001": {"dsp-2026-0002", "dsp-2026-0003"}, "dsp-2026-0002": {"dsp-2026-0001", "dsp-2026-0003"}, "dsp-2026-0003": {"dsp-2026-0001", "dsp-2026-0002"},
		"dsp-2026-0006": nil, "dsp-2026-0007": nil,
	} {
		var is []sijill.Number
		for _, r := range h.document(n).Related {
			if r.Rel != "translation" {
				t.Errorf("%s: %s is %s", n, r.Number, r.Rel)
			}
			is = append(is, r.Number)
		}
		slices.Sort(is)
		if !slices.Equal(is, want) {
			t.Errorf("%s names %v, and not %v", n, is, want)
		}
	}
	// When a version is taken back, the others no longer name it.
	if _, err := h.Recall(t.Context(), sijill.NewNumber(sijill.ReleasePrefix, 2026, 3), "", "editor"); err != nil {
		t.Fatal(err)
	}
	h.build()
	for _, n := range []sijill.Number{"dsp-2026-0001", "dsp-2026-0002"} {
		for _, r := range h.document(n).Related {
			if r.Number == "dsp-2026-0003" {
				t.Errorf("%s names a version that was taken back", n)
			}
		}
	}
}
