package edition_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

// made writes an edition of a few documents.
func made(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "edition")
	w, err := edition.Create(t.Context(), dir, edition.Head{Titles: []edition.Text{{Lang: "en", Text: "Test"}}, Built: "2026-11-25"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.PutObject("exh-2026-0001/view.jpg", strings.NewReader("picture")); err != nil {
		t.Fatal(err)
	}
	for _, d := range []edition.Document{
		{Number: "exh-2026-0001", Titles: []edition.Text{{Lang: "ar", Text: "شارع"}}, Dates: []edition.Dated{{What: "captured", EDTF: "2016-12"}}},
		{Number: "exh-2026-0002", Dates: []edition.Dated{{What: "captured", EDTF: "2016-11-29~"}}},
		{Number: "exh-2026-0003"},
		{Number: "exh-2026-0004", Withdrawn: "2026-11-25"},
		{Number: "inc-2026-0001", Titles: []edition.Text{{Lang: "en", Text: "Shelling"}}},
	} {
		if err := w.Put(t.Context(), &d); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestWhatIsPutIsThere(t *testing.T) {
	e, err := edition.Open(made(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	d, err := e.Document(t.Context(), "exh-2026-0001")
	if err != nil || d.Titles[0].Text != "شارع" {
		t.Fatalf("%+v %v", d, err)
	}
	var order []sijill.Number
	for d, err := range e.Documents(t.Context(), edition.Filter{Kind: "exhibit"}) {
		if err != nil {
			t.Fatal(err)
		}
		order = append(order, d.Number)
	}
	if want := []sijill.Number{"exh-2026-0002", "exh-2026-0001", "exh-2026-0003"}; !slices.Equal(order, want) {
		t.Errorf("%v, want %v", order, want)
	}
	if _, err := e.Document(t.Context(), "exh-2026-0009"); sijill.ClassOf(err) != sijill.NotFound {
		t.Error(err)
	}
	if d, err := e.Document(t.Context(), "exh-2026-0004"); err != nil || d.Withdrawn == "" {
		t.Errorf("%+v %v", d, err)
	}
}

func TestObjectsStayInside(t *testing.T) {
	dir := made(t)
	e, err := edition.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	f, err := e.Object("exh-2026-0001/view.jpg")
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "objects", "exh-2026-0001", "link")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../edition.json", "exh-2026-0001/../../edition.json", "/etc/hostname", "", "exh-2026-0001/none", "exh-2026-0001/link", "a\x00b"} {
		if f, err := e.Object(name); sijill.ClassOf(err) != sijill.NotFound || f != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// The same documents make the same bytes.
func TestEditionsAreDeterministic(t *testing.T) {
	a, b := made(t), made(t)
	for _, name := range []string{"edition.json", "edition.db", "objects/exh-2026-0001/view.jpg"} {
		x, errX := os.ReadFile(filepath.Join(a, name))
		y, errY := os.ReadFile(filepath.Join(b, name))
		if errX != nil || errY != nil || !bytes.Equal(x, y) {
			t.Errorf("%s differs (%v, %v)", name, errX, errY)
		}
	}
}
