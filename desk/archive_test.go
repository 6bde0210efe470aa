package desk_test

import (
	"bytes"
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/desk"
	"sijill.example/sijill/erasure"
)

const (
	markup     = `"><img src=x onerror=alert(1)>'&`
	bytesInIt  = "these are the bytes of an original"
	bidiName   = "photo\u202egpj.exe"
	arabicName = "قصف المستشفى في حلب"
	exhibits   = 4
)

// lines is a log that many requests may write to.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// fixture is a small archive with its pages.
type fixture struct {
	*archive.Archive
	Pages http.Handler
	Log   *lines
	About desk.Archive
	Judge *judge

	Deposit, First, Bidi, Arabic, Erased, Incident, Place sijill.Number
	Size                                                  int64
	Told                                                  []sijill.Number // of every kind that documents speak of
}

func clock() time.Time { return time.Date(2016, 11, 29, 14, 3, 5, 0, time.UTC) }

// newFixture makes an archive in which every field that can hold markup does.
func newFixture(t testing.TB) *fixture {
	t.Helper()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "archive")
	if err := archive.Create(ctx, dir, archive.Founding{Name: "حلب " + markup, Origin: "archive.example/2016", Agent: markup, Clock: clock}); err != nil {
		t.Fatal(err)
	}
	open, err := archive.Open(ctx, dir, archive.Options{Write: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := open.Close(); err != nil {
			t.Error(err)
		}
	})
	f := &fixture{Archive: open, Log: &lines{}}
	f.fill(t)
	f.About = desk.Archive{
		Name: open.Name, Origin: open.Origin, Catalog: open.Catalog, Register: open.Register, Published: open.Published,
		Verifier: open.Keys.Verifier, VerifierKey: open.Keys.VerifierKey,
		Refresh: func(ctx context.Context) error { return open.Catalog.CatchUp(ctx, open.Register, nil) },
	}
	f.Judge = &judge{f: f}
	f.About.Likeness = f.Judge
	f.About.Meaning = meaningOf{open}
	if f.About.Derivatives, err = open.Derivatives(); err != nil {
		t.Fatal(err)
	}
	f.Pages = desk.New(f.About, log.New(f.Log, "", 0))
	return f
}

func (f *fixture) fill(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	given := filepath.Join(t.TempDir(), "given")
	names := []string{`1 ` + markup + `.txt`, "2 " + bidiName, "3.txt", "4.txt"}
	if err := os.Mkdir(given, 0o700); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		if err := os.WriteFile(filepath.Join(given, name), []byte(bytesInIt+string(rune('0'+i))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	receipt, err := f.Receive(ctx, deposit.Request{Paths: []string{given}, Own: f.Dir, Agent: markup, Source: markup, Basis: "eyewitness", Note: markup, Terms: markup}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(receipt.Exhibits) != exhibits {
		t.Fatalf("%d exhibits were taken, not %d", len(receipt.Exhibits), exhibits)
	}
	f.Deposit = receipt.Deposit
	f.First, f.Bidi, f.Arabic, f.Erased = receipt.Exhibits[0].Number, receipt.Exhibits[1].Number, receipt.Exhibits[2].Number, receipt.Exhibits[3].Number
	f.catchUp(t)
	if _, err := f.Register.Append(ctx, sijill.Draft{Kind: sijill.DescriptionMade, Agent: markup, Subject: f.Arabic, Fields: []sijill.Field{
		{Name: "title_ar", Value: arabicName}, {Name: "title_en", Value: "Hospital hit"}, {Name: "note_ar", Value: "سطر أول\nسطر ثان\u202e"},
		{Name: "captured_at", Value: "2016-11-XX"}, {Name: "own_field", Value: markup}, {Name: "reason", Value: markup}}}); err != nil {
		t.Fatal(err)
	}
	f.Incident = sijill.NewNumber(sijill.IncidentPrefix, 2016, 1)
	if _, err := f.Register.Append(ctx,
		sijill.Draft{Kind: sijill.IncidentRecorded, Agent: markup, Subject: f.Incident, Fields: []sijill.Field{
			{Name: "title", Value: markup}, {Name: "code", Value: markup}, {Name: "origin_url", Value: "javascript:alert(1)"}, {Name: markup, Value: markup},
			{Name: "list", Value: []any{markup, map[string]any{markup: markup, "deep": []any{[]any{[]any{[]any{[]any{[]any{markup}}}}}}}}},
			{Name: "exhibits", Value: 1234567}, {Name: "year", Value: 2016}, {Name: "occurred_at", Value: markup}, {Name: "empty", Value: nil}, {Name: "sure", Value: true}}},
		sijill.Draft{Kind: sijill.Kind(markup), Agent: markup, Subject: sijill.Number(markup), Fields: []sijill.Field{{Name: "x", Value: markup}}},
		sijill.Draft{Kind: sijill.FixityChecked, Agent: markup, Fields: []sijill.Field{{Name: "outcome", Value: "damage found"}, {Name: "checked", Value: 4}, {Name: "damaged", Value: []any{string(f.First)}}}},
	); err != nil {
		t.Fatal(err)
	}
	f.catchUp(t)
	if _, err := f.Erase(ctx, erasure.Request{Number: f.Erased, Agent: markup, Authority: "the board", Reason: "safety"}); err != nil {
		t.Fatal(err)
	}
	f.derive(t)
	f.fillMeaning(t)
	f.catchUp(t)
	if err := f.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	if f.Size, err = f.Register.Size(ctx); err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) catchUp(t testing.TB) {
	t.Helper()
	if err := f.Catalog.CatchUp(context.Background(), f.Register, nil); err != nil {
		t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	*http.Response
	Text string
}

func get(t testing.TB, h http.Handler, path string, change ...func(*http.Request)) answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://localhost:8337"+path, nil)
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	res := w.Result()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res, string(b)}
}
