package publication_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/publication"
	"sijill.example/sijill/redaction"
)

func TestMain(m *testing.M) {
	if cage.Inside() {
		cage.Main(redaction.Handlers())
	}
	os.Exit(m.Run())
}

func redactionDesk(t *testing.T) *redaction.Desk {
	t.Helper()
	walls := cage.On
	if walls.Check() != nil {
		t.Log("this kernel has no walls; going on without")
		walls = cage.Off
	}
	d, err := redaction.Open(walls, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// agreeing makes a source that agrees to everything.
func (h *house) agreeing() {
	h.enter(
		draft(sijill.SourceRecorded, "src-2026-0001", "name", "Nurse A", "named", "pseudonym", "basis", "eyewitness"),
		draft(sijill.ConsentGiven, "cns-2026-0001", "source", "src-2026-0001", "scope", []string{"archive", "publish_anonymous", "publish_named"}, "attribution", "named", "given_at", "2026-10-01"))
}

// deposit takes files in and gives the numbers of the exhibits.
func (h *house) deposit(files map[string][]byte) map[string]sijill.Number {
	h.t.Helper()
	dir := h.t.TempDir()
	out := map[string]sijill.Number{}
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			h.t.Fatal(err)
		}
		got, err := h.Receive(h.t.Context(), deposit.Request{Paths: []string{path}, Source: "src-2026-0001", Agent: "editor"}, nil)
		if err != nil {
			h.t.Fatal(err)
		}
		if err := h.CatchUp(h.t.Context(), nil); err != nil {
			h.t.Fatal(err)
		}
		out[name] = got.Exhibits[0].Number
	}
	return out
}

// releaseApproved releases what needs a second person.
func (h *house) releaseApproved(n sijill.Number, pairs ...any) {
	h.t.Helper()
	path := filepath.Join(h.t.TempDir(), "second.key")
	key, err := keyring.CreatePerson(path, "second")
	if err == nil {
		err = h.IntroduceApprover(h.t.Context(), "second", key, "founder")
	}
	if err != nil {
		h.t.Fatal(err)
	}
	h.now = h.now.Add(25 * time.Hour)
	if err := h.CatchUp(h.t.Context(), nil); err != nil {
		h.t.Fatal(err)
	}
	var fields []sijill.Field
	for i := 0; i < len(pairs); i += 2 {
		fields = append(fields, sijill.Field{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	s, err := h.MakeRelease(h.t.Context(), n, fields, "editor")
	if err != nil {
		h.t.Fatal(err)
	}
	signer, err := keyring.OpenPerson(path)
	if err != nil {
		h.t.Fatal(err)
	}
	if s, err = h.Approve(h.t.Context(), s.Number, signer, "second"); err != nil || !s.Public {
		h.t.Fatalf("%+v %v", s, err)
	}
}

// document reads one out of the edition that was built.
func (h *house) document(n sijill.Number) *edition.Document {
	h.t.Helper()
	e, err := edition.Open(h.dir)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	d, err := e.Document(h.t.Context(), n)
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

func aPicture(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{byte(x), byte(y), byte(x * y), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A reader is told which places of a copy are painted over, in its own pixels.
func TestWhereItWasPaintedOverIsTold(t *testing.T) {
	h, desk := newHouse(t), redactionDesk(t)
	h.agreeing()
	n := h.deposit(map[string][]byte{"a.png": aPicture(t, 300, 200)})["a.png"]
	for form, want := range map[string]edition.Redacted{
		redaction.Proved:  {Width: 300, Height: 200, Regions: []edition.Area{{X: 64, Y: 0, W: 128, H: 128}}},
		redaction.Reduced: {Width: 150, Height: 100, Regions: []edition.Area{{X: 32, Y: 0, W: 64, H: 64}}},
	} {
		made, err := h.Redact(t.Context(), desk, archive.Redact{Number: n, Form: form, Taken: redaction.Taken{Regions: []image.Rectangle{image.Rect(70, 10, 140, 80)}}, Agent: "editor"})
		if err == nil {
			err = h.CatchUp(t.Context(), nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		h.releaseApproved(made.Number, "form", "copy")
		if _, err := publication.Build(t.Context(), h.Archive, publication.Options{Dir: h.dir, Agent: "editor", Redact: desk}); err != nil {
			t.Fatal(err)
		}
		r := h.document(made.Number).Redacted
		if r == nil || r.Width != want.Width || r.Height != want.Height || !slices.Equal(r.Regions, want.Regions) {
			t.Errorf("%s: %+v", form, r)
		}
	}
}
