package publication_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/publication"
)

// house is an archive with a clock that the test turns.
type house struct {
	*archive.Archive
	t   testing.TB
	now time.Time
	dir string // of the edition
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), dir: filepath.Join(t.TempDir(), "edition")}
	dir := filepath.Join(t.TempDir(), "a")
	clock := func() time.Time { return h.now }
	if err := archive.Create(t.Context(), dir, archive.Founding{Name: "Test", Agent: "CANARYagentCANARY", Clock: clock}); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(t.Context(), dir, archive.Options{Write: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	h.Archive = a
	t.Cleanup(func() { _ = a.Close() })
	return h
}

func (h *house) enter(drafts ...sijill.Draft) {
	h.t.Helper()
	if _, err := h.Register.Append(h.t.Context(), drafts...); err != nil {
		h.t.Fatal(err)
	}
	if err := h.CatchUp(h.t.Context(), nil); err != nil {
		h.t.Fatal(err)
	}
}

func draft(kind sijill.Kind, n sijill.Number, pairs ...any) sijill.Draft {
	d := sijill.Draft{Kind: kind, Agent: "CANARYagentCANARY", Subject: n}
	for i := 0; i < len(pairs); i += 2 {
		d.Fields = append(d.Fields, sijill.Field{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	return d
}

func (h *house) release(n sijill.Number, pairs ...any) {
	h.t.Helper()
	fields := []sijill.Field{{Name: "form", Value: "record"}}
	for i := 0; i < len(pairs); i += 2 {
		fields = append(fields, sijill.Field{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	s, err := h.MakeRelease(h.t.Context(), n, fields, "editor")
	if err != nil || !s.Public {
		h.t.Fatalf("%+v %v", s, err)
	}
}

func (h *house) build() publication.Outcome {
	h.t.Helper()
	out, err := publication.Build(h.t.Context(), h.Archive, publication.Options{Dir: h.dir, Agent: "editor"})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// canary is a secret that begins and ends so that every one of them is found.
func canary(what string, i int) string { return fmt.Sprintf("CANARY%s%dCANARY", what, i) }

// public makes a source that agrees to everything and things of it in which every
// field that is not meant for readers is a canary.
func (h *house) public() {
	h.enter(
		draft(sijill.SourceRecorded, "src-2026-0001", "name", "Nurse A", "named", "pseudonym", "key", canary("key", 1), "basis", "eyewitness", "url", []string{canary("url", 1)}, "private", canary("field", 1)),
		draft(sijill.ConsentGiven, "cns-2026-0001", "source", "src-2026-0001", "scope", []string{"archive", "publish_anonymous", "publish_named"}, "attribution", "named", "given_at", "2026-10-01", "note", canary("consent", 1)),
		draft(sijill.PlaceRecorded, "plc-2026-0001", "name", canary("place", 1), "latitude", 36.2, "longitude", 37.1),
		draft(sijill.TestimonyRecorded, "tes-2026-0001", "source", "src-2026-0001", "lang", "ar", "place", "plc-2026-0001", "interviewer", canary("interviewer", 1), "note", canary("note", 1), "key", canary("key", 2),
			"segments", sijill.Parts{map[string]any{"id": "s1", "text": "كنت هناك"}, map[string]any{"id": "s2", "text": canary("withheld", 1)},
				map[string]any{"id": "s3", "text": "رأيت " + canary("name", 1) + " " + canary("name", 2) + " هناك"}}),
		draft(sijill.TranslationMade, "trn-2026-0001", "of", "tes-2026-0001", "lang", "en", "note", canary("note", 2), "segments", sijill.Parts{
			map[string]any{"of": []string{"s1"}, "text": "I was there"}, map[string]any{"of": []string{"s2"}, "text": canary("withheld", 2)},
			map[string]any{"of": []string{"s3"}, "text": "I saw " + canary("name", 3) + " there"}, map[string]any{"text": canary("remark", 1)}}),
		draft(sijill.TranslationMade, "trn-2026-0002", "of", "tes-2026-0001", "lang", "fr", "segments", sijill.Parts{
			map[string]any{"of": []string{"s1"}, "text": "J’y étais"}, map[string]any{"of": []string{"s3"}, "text": "J’ai vu " + canary("name", 4) + " là"}}),
		draft(sijill.IncidentRecorded, "inc-2026-0001", "title", "A street is hit", "code", canary("code", 1), "key", canary("key", 3), "place_shown", "Aleppo",
			"summary_en", canary("field", 2), "summary", canary("field", 3), "place", "plc-2026-0900"),
		draft(sijill.PlaceRecorded, "plc-2026-0900", "name", "Street", "note", canary("field", 4), "latitude", 36.123456, "longitude", 37.1),
		draft(sijill.ClaimRaised, "clm-2026-0001", "title", "Three were hurt", "type", "count", "exactly", 3, "unit", "injured", "about", "inc-2026-0001", "bearings", []any{
			map[string]any{"of": "tes-2026-0001", "how": "supports", "note": "as told", "selector": map[string]any{"segment": "s2", "quote": canary("withheld", 1)}},
			map[string]any{"of": "trn-2026-0001", "how": "supports", "selector": map[string]any{"segment": "s3", "quote": canary("name", 3), "lang": "en"}},
			map[string]any{"of": "trn-2026-0001", "how": "supports", "selector": map[string]any{"quote": canary("withheld", 2)}},
			map[string]any{"of": "trn-2026-0002", "how": "supports", "selector": map[string]any{"segment": "s3", "quote": canary("name", 4)}},
			map[string]any{"of": "tes-2026-0001", "how": "supports", "selector": map[string]any{"segment": "s3", "quote": canary("name", 1)}},
			map[string]any{"of": "tes-2026-0002", "by": "src-2026-0002", "how": "contradicts", "note": canary("bearing", 1)},
			map[string]any{"of": "tes-2026-0001", "by": "src-2026-0002", "how": "contradicts", "note": "another says so"},
		}),
		draft(sijill.DispatchWritten, "dsp-2026-0001", "title", "Report", "lang", "en", "origin_url", canary("url", 2), "body", "He says [[tes-2026-0001]], and [["+canary("cited", 1)+"]] and [[tes-2026-0002]] too."),
	)
	h.release("src-2026-0001")
	h.release("tes-2026-0001", "withhold", []string{"s2", "s3:2-3"})
	h.release("trn-2026-0001")
	h.release("trn-2026-0002", "withhold", []string{"s3:3"})
	h.release("inc-2026-0001", "withhold_fields", []string{"summary", "place"})
	h.release("plc-2026-0900", "withhold_fields", []string{"note", "latitude"})
	h.release("clm-2026-0001")
	h.release("dsp-2026-0001", "recalled_because", canary("reason", 1))
}

// hidden makes thousands of things that nobody released.
func (h *house) hidden(n int) {
	h.enter(draft(sijill.SourceRecorded, "src-2026-0002", "name", canary("person", 0), "affiliation", []string{"src-2026-0001"}))
	drafts := []sijill.Draft{}
	for i := range n {
		number := sijill.NewNumber(sijill.TestimonyPrefix, 2026, i+2)
		drafts = append(drafts, draft(sijill.TestimonyRecorded, number, "title", canary("title", i), "source", "src-2026-0002", "incidents", []string{"inc-2026-0001"}, "earlier", "tes-2026-0001",
			"segments", sijill.Parts{map[string]any{"id": "s1", "text": canary("words", i)}}))
	}
	h.enter(drafts...)
	folder := filepath.Join(h.t.TempDir(), canary("folder", 1))
	if err := os.Mkdir(folder, 0o755); err != nil {
		h.t.Fatal(err)
	}
	for i := range n / 10 {
		if err := os.WriteFile(filepath.Join(folder, canary("file", i)+".txt"), []byte(canary("bytes", i)), 0o600); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.Receive(h.t.Context(), deposit.Request{Paths: []string{folder}, Source: canary("depositor", 1), Note: canary("note", 3), Agent: "editor"}, nil); err != nil {
		h.t.Fatal(err)
	}
	if err := h.CatchUp(h.t.Context(), nil); err != nil {
		h.t.Fatal(err)
	}
}

// found lists what of a secret stands in bytes: as it is, in UTF-16, in hexadecimal
// and in base64, wherever in its groups of three it begins.
func found(b []byte, secret string) []string {
	var out []string
	look := func(how string, needle []byte) {
		if bytes.Contains(b, needle) {
			out = append(out, how)
		}
	}
	look("plain", []byte(secret))
	look("hexadecimal", []byte(hex.EncodeToString([]byte(secret))))
	var little, big []byte
	for _, u := range utf16.Encode([]rune(secret)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	look("UTF-16LE", little)
	look("UTF-16BE", big)
	for shift := range 3 {
		for name, enc := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
			whole := enc.EncodeToString(append(bytes.Repeat([]byte{'x'}, shift), secret...))
			// What stands around it changes the ends.
			head, tail := []int{0, 2, 3}[shift], []int{0, 1, 1}[(shift+len(secret))%3]
			look(name, []byte(whole[head:len(whole)-tail]))
		}
	}
	return out
}

// leaks looks for a secret in the names and bytes of every file, and in what is
// compressed in them.
func leaks(t *testing.T, dir, secret string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.Contains(path[len(dir):], secret) {
			t.Errorf("%q is in the name %s", secret, path)
		}
		if d.IsDir() {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, how := range found(b, secret) {
			t.Errorf("%q is in %s (%s)", secret, path, how)
		}
		for at := 0; ; at++ { // zlib streams begin with 0x78
			i := bytes.IndexByte(b[at:], 0x78)
			if i < 0 {
				break
			}
			at += i
			if r, err := zlib.NewReader(bytes.NewReader(b[at:])); err == nil {
				inflated, _ := io.ReadAll(io.LimitReader(r, 1<<24))
				for _, how := range found(inflated, secret) {
					t.Errorf("%q is in %s, deflated (%s)", secret, path, how)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Nothing that was not released is anywhere in the edition.
func TestNothingElseIsInTheEdition(t *testing.T) {
	h := newHouse(t)
	h.public()
	h.hidden(2000)
	out := h.build()
	if out.Documents != 8 {
		t.Errorf("%d documents, want 8", out.Documents)
	}
	leaks(t, h.dir, "CANARY")
	leaks(t, h.dir, "36.123456")
	e, err := edition.Open(h.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	// The index has words in another spelling.
	leaks(t, h.dir, "canary")
	for _, words := range []string{canary("name", 1), canary("name", 3), canary("name", 4), canary("withheld", 1), canary("field", 2)} {
		if q, err := e.CheckQuote(t.Context(), "I saw "+words+" there today"); err != nil || q.Outcome == edition.Exact {
			t.Errorf("%q: %+v, %v", words, q, err)
		}
	}
	if street := h.document("plc-2026-0900"); len(street.Related) > 0 {
		t.Errorf("what is not said to be at a place is named by it: %+v", street.Related)
	}
	for _, unreleased := range []string{"tes-2026-0777", "plc-2026-0001", "cns-2026-0001", "editor"} {
		leaks(t, h.dir, unreleased)
	}
}

// The search for leaks finds what is there.
func TestLeaksAreFound(t *testing.T) {
	for _, b := range [][]byte{
		[]byte("..CANARY.."), []byte(hex.EncodeToString([]byte("CANARY"))), []byte(base64.StdEncoding.EncodeToString([]byte("a CANARY1CANARY here"))),
		[]byte(base64.StdEncoding.EncodeToString([]byte("ab CANARY1CANARY here"))), []byte("C\x00A\x00N\x00A\x00R\x00Y\x00"),
	} {
		if len(found(b, "CANARY")) == 0 {
			t.Errorf("%q holds the canary, and it is not found", b)
		}
	}
}

// What was withdrawn leaves with all its words; a mark stays.
func TestWhatIsWithdrawnLeaves(t *testing.T) {
	h := newHouse(t)
	h.public()
	h.build()
	h.now = h.now.Add(48 * time.Hour)
	h.enter(draft(sijill.ConsentWithdrawn, "cns-2026-0001", "withdrawn_at", "2026-11-02"))
	out := h.build()
	if len(out.Removed) != 4 {
		t.Errorf("%v were removed", out.Removed)
	}
	for _, gone := range []string{"كنت هناك", "I was there", "Nurse A"} {
		leaks(t, h.dir, gone)
	}
	h.now = h.now.Add(48 * time.Hour)
	if again := h.build(); len(again.Removed) != 0 || again.Withdrawn != 4 {
		t.Errorf("%+v", again)
	}
}

// What an article says again of a thing leaves with the thing, and whoever builds is told
// what to read again.
func TestArticlesDoNotSayAgainWhatWasWithdrawn(t *testing.T) {
	h := newHouse(t)
	h.public()
	h.enter(draft(sijill.DescriptionMade, "dsp-2026-0001", "body", "# Report\n\nA nurse was there: \"QUOTEDWORDS of hers\". [[tes-2026-0001]]\n\n- AGAIN she said it [[tes-2026-0001]]\n- and so\n\nSomething ELSE happened. [[inc-2026-0001]] [[tes-2026-0555]]"))
	h.build()
	if page := dumped(t, h.dir); !strings.Contains(page, "QUOTEDWORDS") || !strings.Contains(page, "AGAIN") {
		t.Fatal("the article is not in the edition")
	}
	h.enter(draft(sijill.ConsentWithdrawn, "cns-2026-0001", "withdrawn_at", "2026-11-01"))
	out := h.build()
	if got := out.StillNamed["tes-2026-0001"]; !slices.Contains(got, "dsp-2026-0001") || !slices.Contains(got, "clm-2026-0001") {
		t.Errorf("still named: %v", out.StillNamed)
	}
	if out.Shortened["dsp-2026-0001"] != 2 {
		t.Errorf("shortened: %v", out.Shortened)
	}
	for _, gone := range []string{"QUOTEDWORDS", "AGAIN"} {
		leaks(t, h.dir, gone)
	}
	page := dumped(t, h.dir)
	if strings.Count(page, "what it cites is not public, or no longer") != 1 || !strings.Contains(page, "Something ELSE happened") {
		t.Error("the article has no mark, or too many, or lacks what stays")
	}
	h.sameAsAnew(t)
}

// Nor do they say again what is withheld of what they cite.
func TestArticlesDoNotSayAgainWhatIsWithheld(t *testing.T) {
	h := newHouse(t)
	h.public()
	h.enter(
		draft(sijill.DescriptionMade, "tes-2026-0001", "segments", []any{map[string]any{"id": "s1", "text": "كنت هناك مع صديقي أحمد طوال الليل"}, map[string]any{"id": "s2", "text": "She lived in the third house of the street"}}),
		draft(sijill.DescriptionMade, "trn-2026-0001", "segments", []any{map[string]any{"of": []string{"s1"}, "text": "I was there with my friend Ahmad all night"}, map[string]any{"of": []string{"s2"}, "text": "elle habitait la troisième maison de la rue"}}),
		draft(sijill.DescriptionMade, "dsp-2026-0001", "body", "FIRST he was there. [[tes-2026-0001]]\n\nSECOND: in the THIRD house, of the street.\n\nTROIS: la troisieme maison de la rue\n\nFOURTH مع صديقي أَحمد!\n\nFIFTH the house of the street\n"),
		draft(sijill.DescriptionMade, "rel-2026-0002", "withhold", []string{"s2", "s1:4"}),
	)
	out := h.build()
	page := dumped(t, h.dir)
	for word, stays := range map[string]bool{"FIRST": true, "SECOND": false, "TROIS": false, "FOURTH": false, "FIFTH": true} {
		if strings.Contains(page, word) != stays {
			t.Errorf("%s: stays %v", word, !stays)
		}
	}
	if out.Shortened["dsp-2026-0001"] != 3 {
		t.Errorf("%v", out.Shortened)
	}
}

// What is withdrawn while an edition is made is not in it.
func TestWithdrawnWhileItIsMade(t *testing.T) {
	h := newHouse(t)
	h.public()
	entered := false
	out, err := publication.Build(t.Context(), h.Archive, publication.Options{Dir: h.dir, Agent: "editor", Progress: func(done, all int) {
		if done > all/2 && !entered {
			entered = true
			h.enter(draft(sijill.ConsentWithdrawn, "cns-2026-0001", "withdrawn_at", "2026-11-01"))
		}
	}})
	if err != nil || out.Documents != 4 {
		t.Fatalf("%+v %v", out, err)
	}
	for _, gone := range []string{"كنت هناك", "I was there", "Nurse A"} {
		leaks(t, h.dir, gone)
	}
}

// An edition that could never be made of one moment is not made.
func TestEnteredAllTheTime(t *testing.T) {
	h := newHouse(t)
	h.public()
	n := 1
	_, err := publication.Build(t.Context(), h.Archive, publication.Options{Dir: h.dir, Agent: "editor", Progress: func(done, all int) {
		if done == all {
			n++
			h.enter(draft(sijill.IncidentRecorded, sijill.NewNumber(sijill.IncidentPrefix, 2026, n), "title", "Another"))
		}
	}})
	if sijill.ClassOf(err) != sijill.Busy {
		t.Error(err)
	}
	if _, err := os.Stat(h.dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an edition is there: %v", err)
	}
}

// The same archive makes the same bytes, and building changes nothing twice.
func TestBuildsAreDeterministic(t *testing.T) {
	h := newHouse(t)
	h.public()
	h.build() // enters what came in
	h.dir += "-anew"
	h.build()
	first := snapshot(t, h.dir)
	h.dir += "-again"
	h.build()
	second := snapshot(t, h.dir)
	if len(first) != len(second) || len(first) < 5 {
		t.Fatalf("%d and %d files", len(first), len(second))
	}
	for name, b := range first {
		if !bytes.Equal(b, second[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func snapshot(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	if err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[path], err = os.ReadFile(filepath.Join(dir, path))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// A build that fails leaves the old edition as it was, and no remains.
func TestAFailedBuildLeavesTheOldEdition(t *testing.T) {
	h := newHouse(t)
	h.public()
	h.build()
	before := snapshot(t, h.dir)
	h.release("inc-2026-0001", "context", "more")
	ctx, stop := context.WithCancel(t.Context())
	_, err := publication.Build(ctx, h.Archive, publication.Options{Dir: h.dir, Agent: "editor", Progress: func(done, _ int) {
		if done > 3 {
			stop()
		}
	}})
	if err == nil {
		t.Error("a build that was stopped says that it succeeded")
	}
	after := snapshot(t, h.dir)
	for name, b := range before {
		if !bytes.Equal(b, after[name]) {
			t.Errorf("%s changed", name)
		}
	}
	rest, err := os.ReadDir(filepath.Dir(h.dir))
	if err != nil || len(rest) != 1 {
		t.Errorf("%v are left, %v", rest, err)
	}
}
