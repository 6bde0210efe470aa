package publication_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/erasure"
	"sijill.example/sijill/publication"
)

// dumped is everything that an edition says, but for the proofs in its files of proofs,
// which are of the checkpoint under which they were made.
func dumped(t testing.TB, dir string) string {
	t.Helper()
	e, err := edition.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	var b bytes.Buffer
	if err := e.Dump(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for l := range strings.Lines(b.String()) {
		if !strings.Contains(l, ".proof.json ") {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "")
}

// sameAsAnew compares the edition that stands with one of which everything is made.
func (h *house) sameAsAnew(t testing.TB) {
	t.Helper()
	anew := h.dir + "-anew"
	if _, err := publication.Build(t.Context(), h.Archive, publication.Options{Dir: anew, Agent: "editor", Anew: true}); err != nil {
		t.Fatal(err)
	}
	is, want := strings.Split(dumped(t, h.dir), "\n"), strings.Split(dumped(t, anew), "\n")
	for _, l := range want {
		if !slices.Contains(is, l) {
			t.Errorf("missing: %.300s", l)
		}
	}
	for _, l := range is {
		if !slices.Contains(want, l) {
			t.Errorf("too much: %.300s", l)
		}
	}
	if err := os.RemoveAll(anew); err != nil {
		t.Fatal(err)
	}
}

// compare builds anew beside, without losing what the last build kept.
func (h *house) compare(t testing.TB) {
	t.Helper()
	kept, err := os.ReadFile(h.BuiltPath())
	if err != nil {
		t.Fatal(err)
	}
	h.sameAsAnew(t)
	if err := os.WriteFile(h.BuiltPath(), kept, 0o600); err != nil {
		t.Fatal(err)
	}
}

// town makes things that depend on each other in every way that a document can.
func (h *house) town() {
	h.enter(
		draft(sijill.SourceRecorded, "src-2026-0001", "name", "Centre A", "basis", "eyewitness"),
		draft(sijill.SourceRecorded, "src-2026-0002", "name", "Agency B", "basis", "relayed", "relays", []string{"src-2026-0001"}),
		draft(sijill.SourceRecorded, "src-2026-0003", "name", "Nurse C", "named", "pseudonym", "basis", "eyewitness", "terms", "Ask first."),
		draft(sijill.ConsentGiven, "cns-2026-0001", "source", "src-2026-0001", "scope", []string{"archive", "publish_anonymous", "publish_named"}, "attribution", "named", "given_at", "2026-10-01"),
		draft(sijill.ConsentGiven, "cns-2026-0002", "source", "src-2026-0002", "scope", []string{"archive", "publish_anonymous", "publish_named"}, "attribution", "named", "given_at", "2026-10-01"),
		draft(sijill.ConsentGiven, "cns-2026-0003", "source", "src-2026-0003", "scope", []string{"archive", "publish_anonymous", "publish_named"}, "attribution", "named", "given_at", "2026-10-01"),
		draft(sijill.PlaceRecorded, "plc-2026-0001", "name", "East", "latitude", 36.2, "longitude", 37.1),
		draft(sijill.IncidentRecorded, "inc-2026-0001", "title", "A street is hit", "place", "plc-2026-0001", "occurred_at", "2016-11-29"),
		draft(sijill.IncidentRecorded, "inc-2026-0002", "title", "A hospital is hit", "occurred_at", "2016-11-30"),
		draft(sijill.TestimonyRecorded, "tes-2026-0001", "source", "src-2026-0003", "lang", "ar", "incidents", []string{"inc-2026-0001"}, "segments", sijill.Parts{map[string]any{"id": "s1", "text": "كنت هناك"}, map[string]any{"id": "s2", "text": "رأيت ثلاثة"}}),
		draft(sijill.TranslationMade, "trn-2026-0001", "of", "tes-2026-0001", "lang", "en", "segments", sijill.Parts{map[string]any{"of": []string{"s1"}, "text": "I was there"}, map[string]any{"of": []string{"s2"}, "text": "I saw three"}}),
		draft(sijill.ExhibitEntered, "exh-2026-0001", "title", "The street", "source", "src-2026-0001", "incidents", []string{"inc-2026-0001"}),
		draft(sijill.ExhibitEntered, "exh-2026-0002", "title", "The street again", "source", "src-2026-0002"),
		draft(sijill.ExhibitEntered, "exh-2026-0003", "title", "Cut of the street", "source", "src-2026-0003"),
		draft(sijill.ClaimRaised, "clm-2026-0001", "title", "Three were hurt", "type", "count", "exactly", 3, "unit", "injured", "about", "inc-2026-0001", "bearings", []any{
			map[string]any{"of": "tes-2026-0001", "how": "supports", "selector": map[string]any{"segment": "s2", "quote": "رأيت ثلاثة"}},
			map[string]any{"of": "exh-2026-0001", "how": "supports"}, map[string]any{"of": "exh-2026-0002", "how": "supports"}, map[string]any{"of": "exh-2026-0003", "how": "contradicts"}}),
		draft(sijill.WorkRecorded, "wrk-2026-0001", "title", "Pictures of the east", "maker", "src-2026-0001", "items", []string{"exh-2026-0001"}, "credit", "Centre A"),
		draft(sijill.DispatchWritten, "dsp-2026-0001", "title", "Report", "lang", "en", "body", "See [[tes-2026-0001]] and [[exh-2026-0003]]."),
	)
}

var townsfolk = []sijill.Number{"src-2026-0001", "src-2026-0002", "src-2026-0003", "plc-2026-0001", "inc-2026-0001", "inc-2026-0002", "tes-2026-0001", "trn-2026-0001", "exh-2026-0001", "exh-2026-0002", "exh-2026-0003", "clm-2026-0001", "wrk-2026-0001", "dsp-2026-0001"}

// Whatever happens in whatever order, what a build leaves as it was is as if it were
// made anew.
func TestWhatStaysIsAsIfMadeAnew(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 1))
		h := newHouse(t)
		h.town()
		for _, n := range townsfolk {
			h.release(n)
		}
		h.build()
		releases, restrictions := len(townsfolk), 0
		for step := range 6 {
			for range 1 + r.IntN(3) {
				n := one(r, townsfolk)
				switch change := one(r, []string{"title", "refer", "affiliation", "basis", "recall", "release", "restrict", "lift", "withdraw", "consent", "same", "different", "segment", "later"}); change {
				case "title":
					h.enter(draft(sijill.DescriptionMade, n, "title", fmt.Sprintf("Title %d", step), "name", fmt.Sprintf("Name %d", step), "notices", one(r, [][]string{nil, {"graphic"}})))
				case "refer":
					h.enter(draft(sijill.DescriptionMade, "exh-2026-0003", "incidents", []string{string(n)}))
				case "affiliation":
					h.enter(draft(sijill.DescriptionMade, "src-2026-0003", "affiliation", []string{one(r, []string{"src-2026-0001", "src-2026-0002"})}))
				case "basis":
					h.enter(draft(sijill.DescriptionMade, "src-2026-0001", "basis", one(r, []string{"eyewitness", "relayed"}), "credit", fmt.Sprintf("Credit %d", step)))
				case "recall":
					if _, err := h.Recall(t.Context(), sijill.NewNumber(sijill.ReleasePrefix, 2026, 1+r.IntN(releases)), "", "editor"); err != nil && sijill.ClassOf(err) != sijill.Refused {
						t.Fatal(err)
					}
				case "release":
					if _, err := h.MakeRelease(t.Context(), n, []sijill.Field{{Name: "form", Value: "record"}, {Name: "context", Value: fmt.Sprintf("Context %d", step)}}, "editor"); err == nil {
						releases++
					} else if sijill.ClassOf(err) != sijill.Refused {
						t.Fatal(err)
					}
				case "restrict":
					restrictions++
					h.enter(draft(sijill.RecordedAs("restriction"), sijill.NewNumber(sijill.RestrictionPrefix, 2026, restrictions), "covers", []string{string(n)}, "level", one(r, []string{"public", "sealed"}),
						"notices", []string{"distress"}, "embargo_until", one(r, []string{"", "2026-11-03"})))
				case "lift":
					if restrictions > 0 {
						h.enter(draft(sijill.DescriptionMade, sijill.NewNumber(sijill.RestrictionPrefix, 2026, 1+r.IntN(restrictions)), "lifted_at", "2026-11-01"))
					}
				case "withdraw":
					h.enter(draft(sijill.ConsentWithdrawn, sijill.NewNumber(sijill.ConsentPrefix, 2026, 1+r.IntN(3)), "withdrawn_at", "2026-11-01"))
				case "consent":
					h.enter(draft(sijill.DescriptionMade, sijill.NewNumber(sijill.ConsentPrefix, 2026, 1+r.IntN(3)), "attribution", one(r, []string{"named", "pseudonym", "anonymous"}), "expires_at", one(r, []string{"", "2026-11-04"})))
				case "same", "different":
					kind := map[string]sijill.Kind{"same": sijill.ResemblanceConfirmed, "different": sijill.ResemblanceRefused}[change]
					pair := one(r, [][2]sijill.Number{{"exh-2026-0001", "exh-2026-0002"}, {"exh-2026-0002", "exh-2026-0003"}, {"exh-2026-0001", "exh-2026-0003"}})
					h.enter(draft(kind, pair[0], "concerns", []string{string(pair[1])}))
				case "segment":
					h.enter(draft(sijill.DescriptionMade, "tes-2026-0001", "segments", []any{map[string]any{"id": "s1", "text": "كنت هناك"}, map[string]any{"id": "s2", "text": fmt.Sprintf("رأيت %d", step)}}))
				case "later":
					h.now = h.now.Add(36 * time.Hour)
				}
			}
			h.build()
			h.compare(t)
			if t.Failed() {
				t.Fatalf("with seed %d, after step %d", seed, step)
			}
		}
	}
}

func one[V any](r *rand.Rand, of []V) V { return of[r.IntN(len(of))] }

// A build after one change makes only what rests on it.
func TestOnlyWhatChangedIsMade(t *testing.T) {
	h := newHouse(t)
	h.town()
	for _, n := range townsfolk {
		h.release(n)
	}
	if out := h.build(); out.Made != len(townsfolk) {
		t.Errorf("the first build made %d", out.Made)
	}
	for _, c := range []struct {
		what    string
		change  func()
		atMost  int
		atLeast int
	}{
		{"nothing", func() {}, 0, 0},
		{"the title of an incident that nothing names", func() { h.enter(draft(sijill.DescriptionMade, "inc-2026-0002", "title", "Another")) }, 1, 1},
		{"a thing that is not public", func() { h.enter(draft(sijill.IncidentRecorded, "inc-2026-0003", "title", "Hidden")) }, 0, 0},
		{"the title of a report", func() { h.enter(draft(sijill.DescriptionMade, "dsp-2026-0001", "title", "Another")) }, 3, 1},
	} {
		c.change()
		if out := h.build(); out.Made > c.atMost || out.Made < c.atLeast || out.Documents != len(townsfolk) {
			t.Errorf("%s: %d made", c.what, out.Made)
		}
	}
}

// What does not fit the edition that stands is not relied on.
func TestWhatWasKeptMustFit(t *testing.T) {
	h := newHouse(t)
	h.town()
	for _, n := range townsfolk {
		h.release(n)
	}
	for name, spoil := range map[string]func() error{
		"the edition was changed": func() error {
			f, err := os.OpenFile(h.dir+"/edition.db", os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				return err
			}
			_, err = f.Write([]byte("x"))
			return errors.Join(err, f.Close())
		},
		"the edition is gone":       func() error { return os.RemoveAll(h.dir) },
		"what was kept is gone":     func() error { return os.Remove(h.BuiltPath()) },
		"what was kept is cut":      func() error { return os.Truncate(h.BuiltPath(), 2000) },
		"what was kept is nonsense": func() error { return os.WriteFile(h.BuiltPath(), []byte("no"), 0o600) },
	} {
		h.build()
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if out := h.build(); out.Made != len(townsfolk) {
			t.Errorf("%s: %d made", name, out.Made)
		}
	}
	h.build()
	if _, err := h.Erase(t.Context(), erasure.Request{Number: "exh-2026-0003", Agent: "t", Authority: "office", Reason: "consent-withdrawn"}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(h.BuiltPath()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after an erasure, what was kept is still there: %v", err)
	}
}
