package archive_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/redaction"
)

func TestMain(m *testing.M) {
	if cage.Inside() {
		cage.Main(redaction.Handlers())
	}
	os.Exit(m.Run())
}

// A commitment from before words could be taken out goes on proving copies without
// whole segments. For words another one is entered, once, and by `commit` as well.
func TestOlderCommitmentsToTexts(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
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
	text := "The street at noon.\n\nأحمد said it.\n\nThen we left.\n"
	path := filepath.Join(t.TempDir(), "told.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := h.Receive(ctx, deposit.Request{Paths: []string{path}, Agent: "archivist"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	n, seed := got.Exhibits[0].Number, blockproof.NewSeed()
	older, err := blockproof.CommitText(blockproof.Segments(text), seed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Register.Append(ctx, sijill.Draft{Kind: sijill.CommitmentMade, Agent: "archivist", Subject: n, Fields: redaction.Fields(older, seed)}); err != nil {
		t.Fatal(err)
	}
	redact := func(spans ...sijill.Span) archive.Redacted {
		t.Helper()
		if err := h.CatchUp(ctx, nil); err != nil {
			t.Fatal(err)
		}
		out, err := h.Redact(ctx, d, archive.Redact{Taken: redaction.Taken{Spans: spans}, Number: n, Form: redaction.Proved, Agent: "archivist"})
		if err != nil {
			t.Fatal(err)
		}
		if r := redaction.Check(out.Copy.Bytes, *out.Proof, h.Keys.Verifier); !r.OK || r.Form != blockproof.Text {
			t.Fatalf("%+v", r)
		}
		return out
	}
	whole := redact(sijill.Span{Segment: "2"})
	if whole.Committed || whole.Proof.Pieces.Form != blockproof.Text || string(whole.Copy.Bytes) != "The street at noon.\n\n[withheld]\n\nThen we left.\n" {
		t.Errorf("%+v %q", whole.Proof.Pieces.Form, whole.Copy.Bytes)
	}
	word := redact(sijill.Span{Segment: "2", From: 1, To: 1})
	if !word.Committed || word.Proof.Pieces.Form != blockproof.Words || string(word.Copy.Bytes) != "The street at noon.\n\n[withheld] said it.\n\nThen we left.\n" {
		t.Errorf("%+v %q", word.Proof.Pieces.Form, word.Copy.Bytes)
	}
	if again := redact(sijill.Span{Segment: "3", From: 1, To: 2}); again.Committed {
		t.Error("another commitment is entered each time")
	}
	if err := h.CatchUp(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if done, err := h.Commit(ctx, d, "archivist", nil, nil); err != nil || done.Done != 0 || done.Before != 1 {
		t.Errorf("%+v %v", done, err)
	}
	for _, made := range []archive.Redacted{whole, word} { // each by the commitment that it was made by
		again, err := h.RedactAgain(ctx, d, made.Number, false)
		if err != nil || !bytes.Equal(again.Copy.Bytes, made.Copy.Bytes) || again.Proof.Pieces.Form != made.Proof.Pieces.Form {
			t.Errorf("%s: %v", made.Number, err)
		}
	}
}

// `commit` gives a testimony a commitment for each wording, and once only.
func TestCommitsToEachWording(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	told := func(text string) map[string]any {
		return map[string]any{"lang": "ar", "segments": sijill.Parts{map[string]any{"id": "s1", "text": text}}}
	}
	h.enter(sijill.TestimonyRecorded, "tes-2026-0001", told("رأيت أحمد"))
	commit := func(done, before int) {
		t.Helper()
		got, err := h.Commit(ctx, nil, "archivist", nil, nil)
		if err == nil {
			err = h.CatchUp(ctx, nil)
		}
		if err != nil || got.Done != done || got.Before != before {
			t.Fatalf("%+v %v", got, err)
		}
	}
	commit(1, 0)
	commit(0, 1)
	copied, proof, err := h.ProveTold(ctx, "tes-2026-0001", map[string][]bool{"s1": {false, true}})
	if err != nil || copied != "رأيت [withheld]\n\n" {
		t.Fatalf("%q %v", copied, err)
	}
	if r := redaction.Check([]byte(copied), *proof, h.Keys.Verifier); !r.OK || r.Shortened != 1 {
		t.Errorf("%+v", r)
	}
	h.enter(sijill.DescriptionMade, "tes-2026-0001", told("نعم رأيت أحمد"))
	if _, _, err := h.ProveTold(ctx, "tes-2026-0001", nil); sijill.ClassOf(err) != sijill.Refused {
		t.Errorf("another wording is proved by the commitment to the first: %v", err)
	}
	commit(1, 0)
}
