package publication_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/publication"
)

// A release that a document wrote opens nothing where consent is missing, has expired,
// or is for something else; and not a byte of its thing is in the edition.
func TestReleasesWithoutConsentOpenNothing(t *testing.T) {
	h := newHouse(t)
	agreed := map[string][]any{
		"none":      nil,
		"expired":   {"scope", []string{"archive", "publish_anonymous", "publish_named"}, "given_at", "2026-01-01", "expires_at", "2026-10-31"},
		"elsewhere": {"scope", []string{"archive", "court"}, "given_at", "2026-01-01"},
		"later":     {"scope", []string{"archive", "publish_anonymous", "publish_named"}, "given_at", "2026-12-01"},
		"withdrawn": {"scope", []string{"archive", "publish_anonymous", "publish_named"}, "given_at", "2026-01-01", "withdrawn_at", "2026-02-01"},
	}
	var numbers []sijill.Number
	for i, name := range []string{"none", "expired", "elsewhere", "later", "withdrawn"} {
		source, told := sijill.NewNumber(sijill.SourcePrefix, 2026, i+1), sijill.NewNumber(sijill.TestimonyPrefix, 2026, i+1)
		numbers = append(numbers, told)
		h.enter(draft(sijill.SourceRecorded, source, "name", canary("person", i), "basis", "eyewitness"),
			draft(sijill.TestimonyRecorded, told, "source", string(source), "title", canary("title", i), "segments", sijill.Parts{map[string]any{"id": "s1", "text": canary(name, i)}}),
			draft(sijill.ReleaseMade, sijill.NewNumber(sijill.ReleasePrefix, 2026, i+1), "of", string(told), "form", "record", "context", canary("context", i)))
		if c := agreed[name]; c != nil {
			h.enter(draft(sijill.ConsentGiven, sijill.NewNumber(sijill.ConsentPrefix, 2026, i+1), append([]any{"source", string(source), "attribution", "named"}, c...)...))
		}
	}
	out := h.build()
	if out.Documents != 0 || len(out.NotPublic) != len(numbers) {
		t.Errorf("%+v", out)
	}
	for _, n := range out.NotPublic {
		if !slices.Contains(numbers, n.Of) || strings.TrimSpace(n.Why) == "" {
			t.Errorf("%+v", n)
		}
	}
	leaks(t, h.dir, "CANARY")
	for _, n := range numbers {
		leaks(t, h.dir, string(n))
	}
}

// An edition is of one moment: an embargo that ends while it is made opens nothing in it,
// and for the next one it is as any other that was restricted: a second person is asked.
func TestAnEmbargoThatEndsWhileItIsMade(t *testing.T) {
	h := newHouse(t)
	h.now = time.Date(2026, 11, 4, 11, 59, 0, 0, time.UTC) // 3 November is over everywhere at noon
	h.enter(
		draft(sijill.IncidentRecorded, "inc-2026-0001", "title", "Known"), draft(sijill.IncidentRecorded, "inc-2026-0002", "title", canary("embargo", 1)),
		draft(sijill.ReleaseMade, "rel-2026-0001", "of", "inc-2026-0001", "form", "record"), draft(sijill.ReleaseMade, "rel-2026-0002", "of", "inc-2026-0002", "form", "record"),
		draft(sijill.AccessRestricted, "rst-2026-0001", "covers", []string{"inc-2026-0002"}, "embargo_until", "2026-11-03"))
	ended := false
	out, err := publication.Build(t.Context(), h.Archive, publication.Options{Dir: h.dir, Agent: "editor", Progress: func(int, int) {
		ended, h.now = true, time.Date(2026, 11, 4, 13, 0, 0, 0, time.UTC)
	}})
	if err != nil || !ended || out.Documents != 1 {
		t.Fatalf("%+v %v", out, err)
	}
	leaks(t, h.dir, "CANARY")
	if out := h.build(); !slices.ContainsFunc(out.NotPublic, func(n publication.NotPublic) bool {
		return n.Of == "inc-2026-0002" && strings.Contains(n.Why, "second person")
	}) {
		t.Errorf("after the embargo it waits for nobody: %+v", out.NotPublic)
	}
}
