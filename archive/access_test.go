package archive_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/erasure"
)

// bench is a small archive in which things are recorded as documents would.
type bench struct {
	*archive.Archive
	t   testing.TB
	now time.Time
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{t: t, now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return b.now }
	dir := filepath.Join(t.TempDir(), "a")
	if err := archive.Create(t.Context(), dir, archive.Founding{Name: "A", Agent: "t", Clock: clock}); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(t.Context(), dir, archive.Options{Write: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	b.Archive = a
	return b
}

type fields = map[string]any

func (b *bench) record(number sijill.Number, f fields) sijill.Number {
	b.t.Helper()
	b.enter(sijill.RecordedAs(number.Kind()), number, f)
	return number
}

func (b *bench) enter(kind sijill.Kind, number sijill.Number, f fields) {
	b.t.Helper()
	d := sijill.Draft{Kind: kind, Agent: "t", Subject: number}
	for name, value := range f {
		d.Fields = append(d.Fields, sijill.Field{Name: name, Value: value})
	}
	if _, err := b.Register.Append(b.t.Context(), d); err != nil {
		b.t.Fatal(err)
	}
	if err := b.Catalog.CatchUp(b.t.Context(), b.Register, nil); err != nil {
		b.t.Fatal(err)
	}
}

// deposit takes in files and gives their exhibits.
func (b *bench) deposit(source string, contents ...string) (whole sijill.Number, out []sijill.Number) {
	b.t.Helper()
	dir := b.t.TempDir()
	for i, c := range contents {
		if err := os.WriteFile(filepath.Join(dir, string(rune('a'+i))+".txt"), []byte(c), 0o600); err != nil {
			b.t.Fatal(err)
		}
	}
	r, err := b.Receive(b.t.Context(), deposit.Request{Paths: []string{dir}, Agent: "t", Source: source}, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.Catalog.CatchUp(b.t.Context(), b.Register, nil); err != nil {
		b.t.Fatal(err)
	}
	for t, err := range b.Catalog.Things(b.t.Context(), catalog.Filter{Kind: "exhibit", Whole: r.Deposit}) {
		if err != nil {
			b.t.Fatal(err)
		}
		out = append(out, t.Number)
	}
	return r.Deposit, out
}

func (b *bench) wants(n sijill.Number, role access.Role, channel access.Channel, want access.Reason) {
	b.t.Helper()
	d, err := b.Permit(context.Background(), access.RolesOf(role), n, channel)
	if err != nil {
		b.t.Fatal(err)
	}
	if d.Reason != want {
		b.t.Errorf("%s through %s: %s, want %s (%s)", n, channel, d.Reason, want, d.Sentence("en"))
	}
}

func TestConsentsReachWhatTheyCover(t *testing.T) {
	b := newBench(t)
	nurse := b.record("src-2026-0001", fields{"name": "Nurse A"})
	other := b.record("src-2026-0002", fields{"name": "Passer-by"})
	whole, exhibits := b.deposit(string(nurse), "one", "two")
	b.wants(exhibits[0], access.Archivist, access.Dossier, access.NobodyAsked)
	b.wants(exhibits[0], access.Reader, access.Edition, access.Missing)

	b.record("cns-2026-0001", fields{"source": string(nurse), "covers": []any{string(whole)}, "scope": []any{"archive", "court", "publish_anonymous"}, "given_at": "2026-11-25"})
	b.wants(exhibits[0], access.Archivist, access.Dossier, access.Agreed)
	b.wants(exhibits[1], access.Reader, access.Edition, access.Agreed)

	// Somebody who is seen in one of them agreed, and takes it back.
	b.record("cns-2026-0002", fields{"source": string(other), "covers": []any{string(exhibits[0])}, "scope": []any{"court"}, "given_at": "2026-11-01"})
	b.wants(exhibits[0], access.Archivist, access.Dossier, access.Agreed)
	b.wants(exhibits[0], access.Reader, access.Edition, access.Missing)
	b.wants(exhibits[1], access.Reader, access.Edition, access.Agreed)
	b.enter(sijill.ConsentWithdrawn, "cns-2026-0002", fields{"withdrawn_at": "2026-11-25"})
	b.wants(exhibits[0], access.Archivist, access.Dossier, access.Withdrawn)

	// A consent of another thing does not count.
	_, more := b.deposit(string(nurse), "three")
	b.wants(more[0], access.Archivist, access.Dossier, access.NobodyAsked)
	b.record("cns-2026-0003", fields{"source": string(nurse), "scope": []any{"archive"}, "given_at": "2026-11-25"})
	b.wants(more[0], access.Archivist, access.Dossier, access.Missing)
}

func TestRestrictionsReachWhatSaysTheSame(t *testing.T) {
	b := newBench(t)
	nurse := b.record("src-2026-0001", fields{"name": "Nurse A"})
	_, exhibits := b.deposit("", "the recording", "another")
	told := b.record("tes-2026-0001", fields{"source": string(nurse), "exhibits": []any{string(exhibits[0])}})
	translated := b.record("trn-2026-0001", fields{"of": string(told), "lang": "en"})
	b.record("cns-2026-0001", fields{"source": string(nurse), "scope": []any{"archive", "court", "translate", "publish_anonymous"}, "given_at": "2026-11-01"})
	b.wants(translated, access.Reader, access.Edition, access.Agreed)
	b.record("rst-2026-0001", fields{"covers": []any{string(told)}, "level": "sealed", "notices": []any{"distress"}})
	for _, n := range []sijill.Number{told, translated, exhibits[0]} {
		b.wants(n, access.Counsel, access.Dossier, access.TooHigh)
		b.wants(n, access.Archivist, access.Desk, access.TooHigh)
	}
	b.wants(exhibits[1], access.Archivist, access.Dossier, access.NobodyAsked)
	b.record("rst-2026-0002", fields{"covers": []any{string(nurse)}, "embargo_until": "2026-11-25"})
	b.enter(sijill.AccessOpened, "rst-2026-0001", fields{"lifted_at": "2026-11-25T11:00:00Z"})
	b.wants(told, access.Reader, access.Edition, access.Embargoed)
	b.now = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	b.wants(told, access.Reader, access.Edition, access.Agreed)
	d, err := b.Permit(t.Context(), access.RolesOf(access.Reader), told, access.Edition)
	if err != nil || !d.Notices.Covered() {
		t.Errorf("the notice of a lifted restriction is gone: %v", err)
	}
}

func TestHoldForbidsErasure(t *testing.T) {
	b := newBench(t)
	whole, exhibits := b.deposit("x", "one", "two")
	hold := b.record("rst-2026-0001", fields{"covers": []any{string(exhibits[1])}, "hold": true})
	erase := func(n sijill.Number) error {
		_, err := b.Erase(t.Context(), erasure.Request{Number: n, Agent: "t", Authority: "office", Reason: "consent-withdrawn"})
		return err
	}
	b.wants(exhibits[1], access.Archivist, access.Dossier, access.NobodyAsked)
	for _, n := range []sijill.Number{exhibits[1], whole, hold} {
		if err := erase(n); sijill.ClassOf(err) != sijill.Refused || err == nil {
			t.Errorf("erasing %s under a hold: %v", n, err)
		}
	}
	b.enter(sijill.AccessOpened, hold, fields{"lifted_at": "2026-11-25T11:00:00Z"})
	for _, n := range []sijill.Number{exhibits[1], whole, hold} {
		if err := erase(n); err != nil {
			t.Errorf("erasing %s after the hold: %v", n, err)
		}
	}
	closed := b.record("rst-2026-0002", fields{"covers": []any{string(exhibits[0])}, "level": "sealed"})
	if err := erase(closed); sijill.ClassOf(err) != sijill.Refused || err == nil {
		t.Errorf("erasing a restriction that is in effect: %v", err)
	}
}

// TestWhatCannotBeReadCloses gives fields of the wrong kind, as somebody may type
// them with describe.
func TestWhatCannotBeReadCloses(t *testing.T) {
	b := newBench(t)
	nurse := b.record("src-2026-0001", fields{"name": "Nurse A"})
	_, exhibits := b.deposit(string(nurse), "one", "two")
	b.record("cns-2026-0001", fields{"source": string(nurse), "covers": string(exhibits[0]), "scope": "publish_anonymous", "given_at": "2026-11-01"})
	b.wants(exhibits[0], access.Reader, access.Edition, access.Agreed)
	b.wants(exhibits[1], access.Reader, access.Edition, access.Missing)
	for i, test := range []struct {
		f    fields
		want access.Reason
	}{
		{fields{"level": "open"}, access.TooHigh},
		{fields{"level": 3}, access.TooHigh},
		{fields{"embargo_until": "some day"}, access.Embargoed},
		{fields{"embargo_until": 2027}, access.Embargoed},
		{fields{"level": "sealed", "lifted_at": "yesterday"}, access.TooHigh},
	} {
		n := sijill.NewNumber("rst", 2026, i+1)
		test.f["covers"] = string(exhibits[0])
		b.record(n, test.f)
		b.wants(exhibits[0], access.Reader, access.Edition, test.want)
		b.enter(sijill.DescriptionMade, n, fields{"covers": "", "embargo_until": "", "level": "", "lifted_at": ""})
	}
	b.wants(exhibits[0], access.Reader, access.Edition, access.Agreed)
	b.record("rst-2026-0009", fields{"covers": string(exhibits[0]), "hold": "yes"})
	if d, err := b.Permit(t.Context(), access.RolesOf(access.Reader), exhibits[0], access.Edition); err != nil || !d.Held {
		t.Errorf("a hold that says \"yes\" does not hold (%v)", err)
	}
}

func TestErasingAConsentRevivesNone(t *testing.T) {
	b := newBench(t)
	nurse := b.record("src-2026-0001", fields{"name": "Nurse A"})
	_, exhibits := b.deposit(string(nurse), "one")
	wide := b.record("cns-2026-0001", fields{"source": string(nurse), "scope": list{"publish_named"}, "given_at": "2026-11-01"})
	narrow := b.record("cns-2026-0002", fields{"source": string(nurse), "scope": list{"publish_anonymous"}, "given_at": "2026-11-10", "withdrawn_at": "2026-11-12"})
	b.wants(exhibits[0], access.Reader, access.Edition, access.Withdrawn)
	erase := func(n sijill.Number) error {
		_, err := b.Erase(t.Context(), erasure.Request{Number: n, Agent: "t", Authority: "office", Reason: "consent-withdrawn"})
		return err
	}
	if err := erase(narrow); sijill.ClassOf(err) != sijill.Refused || err == nil {
		t.Errorf("erasing what withdrew another consent: %v", err)
	}
	b.enter(sijill.ConsentWithdrawn, wide, fields{"withdrawn_at": "2026-11-13"})
	for _, n := range []sijill.Number{narrow, wide} {
		if err := erase(n); err != nil {
			t.Error(err)
		}
	}
	b.wants(exhibits[0], access.Reader, access.Edition, access.Missing)
}
