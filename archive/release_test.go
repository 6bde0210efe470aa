package archive_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/keyring"
)

// house is an archive with a clock that the test turns.
type house struct {
	*archive.Archive
	t   *testing.T
	now time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	dir := filepath.Join(t.TempDir(), "a")
	clock := func() time.Time { return h.now }
	if err := archive.Create(t.Context(), dir, archive.Founding{Name: "Test", Agent: "founder", Clock: clock}); err != nil {
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

func (h *house) enter(kind sijill.Kind, n sijill.Number, fields map[string]any) {
	h.t.Helper()
	d := sijill.Draft{Kind: kind, Agent: "archivist", Subject: n}
	for name, v := range fields {
		d.Fields = append(d.Fields, sijill.Field{Name: name, Value: v})
	}
	if _, err := h.Register.Append(h.t.Context(), d); err != nil {
		h.t.Fatal(err)
	}
	if err := h.CatchUp(h.t.Context(), nil); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) release(of sijill.Number, by string, more ...sijill.Field) (archive.Standing, error) {
	return h.MakeRelease(h.t.Context(), of, append([]sijill.Field{{Name: "form", Value: "record"}}, more...), by)
}

func (h *house) must(s archive.Standing, err error) archive.Standing {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *house) person(name string) note.Signer {
	h.t.Helper()
	path := filepath.Join(h.t.TempDir(), name+".key")
	key, err := keyring.CreatePerson(path, name)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.IntroduceApprover(h.t.Context(), name, key, "founder"); err != nil {
		h.t.Fatal(err)
	}
	if err := h.CatchUp(h.t.Context(), nil); err != nil {
		h.t.Fatal(err)
	}
	s, err := keyring.OpenPerson(path)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// source makes a source that agrees to be published under a pseudonym, and a
// testimony of it.
func (h *house) source() {
	h.enter(sijill.SourceRecorded, "src-2026-0001", map[string]any{"name": "Nurse A", "key": "nurse-a"})
	h.enter(sijill.ConsentGiven, "cns-2026-0001", map[string]any{"source": "src-2026-0001", "scope": []string{"archive", "publish_anonymous"}, "attribution": "pseudonym", "given_at": "2026-10-01"})
	h.enter(sijill.TestimonyRecorded, "tes-2026-0001", map[string]any{"source": "src-2026-0001", "lang": "ar", "segments": sijill.Parts{map[string]any{"id": "s1", "text": "كنت هناك"}}})
}

func refused(t *testing.T, err error, word string) {
	t.Helper()
	if sijill.ClassOf(err) != sijill.Refused || !strings.Contains(err.Error(), word) {
		t.Errorf("%v; want a refusal that says %q", err, word)
	}
}

func TestTwoDifferentPeopleReleaseWhatIsSensitive(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	h.source()
	b, mine := h.person("editor-b"), h.person("Editor-A")
	s := h.must(h.release("tes-2026-0001", "editor-a"))
	if s.Public || !s.Waits || len(s.Second) != 1 {
		t.Fatalf("%+v", s)
	}
	_, err := h.Approve(ctx, s.Number, b, "editor-b")
	refused(t, err, "younger than a day")
	if e, ok := errors.AsType[*sijill.Error](err); !ok || !strings.Contains(e.Hint, "2026-11-02 12:00 UTC") {
		t.Errorf("%v does not say from when on", err)
	}
	h.now = h.now.Add(25 * time.Hour)
	_, err = h.Approve(ctx, s.Number, mine, "somebody else")
	refused(t, err, "one person")
	private, _, err := note.GenerateKey(nil, "editor-b")
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Approve(ctx, s.Number, stranger, "editor-b")
	refused(t, err, "not one of an approver")
	s = h.must(h.Approve(ctx, s.Number, b, "editor-b"))
	if !s.Public || s.ApprovedBy != "editor-b" {
		t.Fatalf("%+v", s)
	}
	_, err = h.Approve(ctx, s.Number, b, "editor-b")
	refused(t, err, "waits for no approval")

	// A change of the decision needs another approval.
	h.enter(sijill.DescriptionMade, s.Number, map[string]any{"context": "another"})
	if s = h.must(h.StandingOf(ctx, s.Number)); s.Public || !strings.Contains(s.Because, "changed") {
		t.Errorf("%+v", s)
	}
	s = h.must(h.Approve(ctx, s.Number, b, "editor-b"))

	// A retired key no longer counts.
	known, err := h.Approvers(ctx)
	if err != nil || len(known) != 2 {
		t.Fatal(known, err)
	}
	if err := h.RetireApprover(ctx, known[0].VerifierKey, "founder"); err != nil {
		t.Fatal(err)
	}
	if err := h.CatchUp(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if s = h.must(h.StandingOf(ctx, s.Number)); s.Public {
		t.Error("a retired key still approves")
	}
}

// Who approved read certain words. With others the release waits again, until somebody
// approves these, or the old ones are back.
func TestAnApprovalIsOfWhatWasRead(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	h.source()
	b := h.person("editor-b")
	h.now = h.now.Add(25 * time.Hour)
	s := h.must(h.release("tes-2026-0001", "editor-a"))
	s = h.must(h.Approve(ctx, s.Number, b, "editor-b"))
	if !s.Public {
		t.Fatalf("%+v", s)
	}
	h.enter(sijill.DescriptionMade, "tes-2026-0001", map[string]any{"title": "What Ahmad of the corner shop told"})
	s = h.must(h.StandingOf(ctx, s.Number))
	if s.Public || !s.Waits || !strings.Contains(s.Because, "approved again") {
		t.Fatalf("after the title was changed: %+v", s)
	}
	h.enter(sijill.DescriptionMade, "tes-2026-0001", map[string]any{"title": ""})
	if s = h.must(h.StandingOf(ctx, s.Number)); !s.Public {
		t.Fatalf("after it was changed back: %+v", s)
	}
	h.enter(sijill.DescriptionMade, "tes-2026-0001", map[string]any{"title": "What a nurse told"})
	if s = h.must(h.Approve(ctx, s.Number, b, "editor-b")); !s.Public {
		t.Fatalf("after it was approved again: %+v", s)
	}
	h.enter(sijill.FixityChecked, "tes-2026-0001", nil)
	if s = h.must(h.StandingOf(ctx, s.Number)); !s.Public {
		t.Fatalf("after an entry that says nothing of it: %+v", s)
	}
}

func TestApprovalsCannotBeMoved(t *testing.T) {
	h := newHouse(t)
	h.source()
	h.enter(sijill.TestimonyRecorded, "tes-2026-0002", map[string]any{"source": "src-2026-0001", "lang": "ar", "segments": sijill.Parts{map[string]any{"id": "s1", "text": "غير ذلك"}}})
	b := h.person("editor-b")
	h.now = h.now.Add(48 * time.Hour)
	first, second := h.must(h.release("tes-2026-0001", "editor-a")), h.must(h.release("tes-2026-0002", "editor-a"))
	h.must(h.Approve(t.Context(), first.Number, b, "editor-b"))
	indexes, err := h.Catalog.Entries(t.Context(), first.Number)
	if err != nil {
		t.Fatal(err)
	}
	e, err := h.Register.Entry(t.Context(), indexes[len(indexes)-1])
	if err != nil {
		t.Fatal(err)
	}
	o, err := e.Open()
	if err != nil {
		t.Fatal(err)
	}
	h.enter(sijill.ReleaseApproved, second.Number, o.Fields)
	if s := h.must(h.StandingOf(t.Context(), second.Number)); s.Public {
		t.Error("the approval of one release counts for another")
	}
}

func TestReleasesFollowConsentAndRestrictions(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	h.source()
	h.enter(sijill.TestimonyRecorded, "tes-2026-0003", map[string]any{"lang": "ar", "segments": sijill.Parts{map[string]any{"id": "s1", "text": "من؟"}}})
	_, err := h.release("tes-2026-0003", "a") // nobody knows whose words these are
	refused(t, err, "cannot be released")
	_, err = h.release("tes-2026-0001", "a", sijill.Field{Name: "identifies", Value: true})
	refused(t, err, "cannot be released")
	h.enter(sijill.IncidentRecorded, "inc-2026-0001", map[string]any{"title": "A street is hit"})
	s := h.must(h.release("inc-2026-0001", "a"))
	if !s.Public || len(s.Second) != 0 {
		t.Fatalf("%+v", s)
	}
	h.enter(sijill.AccessRestricted, "rst-2026-0001", map[string]any{"covers": []string{"inc-2026-0001"}, "embargo_until": "2026-11-03"})
	if s = h.must(h.StandingOf(ctx, s.Number)); s.Public {
		t.Error("an embargo does not bind")
	}
	h.now = time.Date(2026, 11, 4, 11, 59, 0, 0, time.UTC)
	if s = h.must(h.StandingOf(ctx, s.Number)); s.Public {
		t.Error("an embargo opened while its day was not over everywhere")
	}
	h.now = h.now.Add(2 * time.Minute)
	if s = h.must(h.StandingOf(ctx, s.Number)); s.Public || !s.Waits { // what was restricted is sensitive
		t.Errorf("%+v", s)
	}
	_, err = h.release("src-2026-0001", "a", sijill.Field{Name: "terms", Value: "free"})
	if err != nil {
		t.Error(err)
	}
	h.enter(sijill.ConsentWithdrawn, "cns-2026-0001", map[string]any{"withdrawn_at": "2026-11-02"})
	_, err = h.release("tes-2026-0001", "a")
	refused(t, err, "cannot be released")
}
