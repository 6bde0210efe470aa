package register_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill/register"
)

// fixedKey is the same key in every process, as seeds need it.
func fixedKey(t tester) (note.Signer, note.Verifier) {
	t.Helper()
	seed := bytes.Repeat([]byte{7}, ed25519.SeedSize)
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	text, err := note.NewEd25519VerifierKey(origin, public)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		t.Fatal(err)
	}
	private := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, v.KeyHash(), base64.StdEncoding.EncodeToString(append([]byte{1}, seed...)))
	s, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

// seeds is an entry, its proof, a consistency proof and a checkpoint, all sound
// and the same in every process. The entry is one that an earlier version sealed.
func seeds(t tester) (entry register.Entry, proof, consistency, checkpoint []byte) {
	t.Helper()
	signer, _ := fixedKey(t)
	kept, err := os.ReadFile("testdata/entry.sd-jwt")
	if err != nil {
		t.Fatal(err)
	}
	if entry, err = register.ParseEntry(strings.TrimSpace(string(kept))); err != nil {
		t.Fatal(err)
	}
	left, leaf := tlog.Hash{1}, tlog.RecordHash(entry.Leaf)
	c, err := register.SignCheckpoint(2, tlog.NodeHash(left, leaf), signer)
	if err != nil {
		t.Fatal(err)
	}
	proof = register.Proof{Index: 1, Hashes: []tlog.Hash{left}, Checkpoint: c.Note}.Format()
	consistency = register.Consistency{OldSize: 1, Hashes: []tlog.Hash{leaf}, Checkpoint: c.Note}.Format()
	return entry, proof, consistency, c.Note
}

func TestAnEntryThatWasSealedBeforeStaysReadable(t *testing.T) {
	e, proof, _, _ := seeds(t)
	_, v := fixedKey(t)
	o, err := e.Check(v)
	if err != nil || !o.IsComplete() || o.Subject != "exh-2026-0001" || o.Agent != "مريم" || o.At != "2026-03-01T12:00:00Z" || o.Fields["name"] != suspect().fields[0].Value {
		t.Errorf("Check = %+v, %v", o, err)
	}
	p, err := register.ParseProof(proof)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := register.CheckInclusion(e.Leaf, p, v); err != nil || c.Size != 2 {
		t.Errorf("CheckInclusion = %+v, %v", c, err)
	}
}

func FuzzParseEntry(f *testing.F) {
	e, _, _, _ := seeds(f)
	for _, s := range []string{e.Format(), "a.b.c~", "a~b~c", "~", "", "a~~"} {
		f.Add(s)
	}
	_, v := fixedKey(f)
	f.Fuzz(func(t *testing.T, s string) {
		e, err := register.ParseEntry(s)
		if err != nil {
			return
		}
		if e.Format() != s {
			t.Errorf("Format(ParseEntry(%q)) = %q", s, e.Format())
		}
		o, err := e.Check(v)
		if err == nil && (o.Hidden < 0 || o.Shown > len(e.Disclosures)) {
			t.Errorf("Check(%q) = %+v", s, o)
		}
		_, _ = e.Open()
		_ = e.WithoutStrays()
	})
}

func FuzzParseProof(f *testing.F) {
	e, proof, _, _ := seeds(f)
	for _, b := range [][]byte{proof, bytes.Replace(proof, []byte("index 1"), []byte("index 01"), 1), bytes.ReplaceAll(proof, []byte("\n"), []byte("\r\n")), []byte("c2sp.org/tlog-proof@v1\nindex 0\n\n"), nil} {
		f.Add(b)
	}
	_, v := fixedKey(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := register.ParseProof(b)
		if err != nil {
			return
		}
		if !bytes.Equal(p.Format(), b) {
			t.Errorf("Format(ParseProof(%q)) = %q", b, p.Format())
		}
		if _, err := register.CheckInclusion(append(e.Leaf, 'x'), p, v); err == nil {
			t.Errorf("%q proves a leaf that was never entered", b)
		}
	})
}

func FuzzParseConsistency(f *testing.F) {
	_, _, consistency, _ := seeds(f)
	for _, b := range [][]byte{consistency, bytes.Replace(consistency, []byte("old 1"), []byte("old 01"), 1), []byte("old 0\n\n"), []byte("old \n\n"), nil} {
		f.Add(b)
	}
	_, v := fixedKey(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := register.ParseConsistency(b)
		if err != nil {
			return
		}
		if !bytes.Equal(c.Format(), b) {
			t.Errorf("Format(ParseConsistency(%q)) = %q", b, c.Format())
		}
		forged := register.Checkpoint{Origin: origin, Size: 1, Root: tlog.Hash{9}}
		if _, err := register.CheckConsistency(forged, c, v); err == nil {
			t.Errorf("%q proves a root that was never signed", b)
		}
	})
}

func FuzzCheckCheckpoint(f *testing.F) {
	_, _, _, checkpoint := seeds(f)
	f.Add(checkpoint)
	f.Add(bytes.Replace(checkpoint, []byte("\n2\n"), []byte("\n3\n"), 1))
	f.Add(append(bytes.Clone(checkpoint), "— cosigner.example AAAAAAAA\n"...))
	_, v := fixedKey(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := register.CheckCheckpoint(b, v)
		if err != nil {
			return
		}
		signed, _, _ := bytes.Cut(b, []byte("\n\n"))
		if want, _, _ := bytes.Cut(checkpoint, []byte("\n\n")); !bytes.Equal(signed, want) || c.Size != 2 || !bytes.Equal(c.Note, b) {
			t.Errorf("%q was accepted as %+v", b, c)
		}
	})
}

func FuzzParseBundle(f *testing.F) {
	for _, b := range [][]byte{{0, 1, 'a', 0, 2, 'b', 'c'}, {0, 0}, {0}, {0, 9, 1}, nil, make([]byte, 512), make([]byte, 514)} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		leaves, err := register.ParseBundle(b)
		if err != nil {
			return
		}
		if len(leaves) < 1 || len(leaves) > 256 {
			t.Errorf("ParseBundle gave %d leaves", len(leaves))
		}
		var again []byte
		for _, leaf := range leaves {
			if again, err = register.AppendLeaf(again, leaf); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(again, b) {
			t.Errorf("the bundle %x became %x", b, again)
		}
	})
}

func FuzzParseTile(f *testing.F) {
	for _, n := range []int{0, 1, 31, 32, 33, 64, 256 * 32, 257 * 32} {
		f.Add(make([]byte, n))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		hashes, err := register.ParseTile(b)
		if ok := len(b) > 0 && len(b)%32 == 0 && len(b) <= 256*32; ok != (err == nil) {
			t.Fatalf("ParseTile of %d bytes = %v", len(b), err)
		}
		var again []byte
		for _, h := range hashes {
			again = append(again, h[:]...)
		}
		if err == nil && !bytes.Equal(again, b) {
			t.Errorf("the tile %x became %x", b, again)
		}
	})
}

// FuzzDisclosure adds anything to the disclosures of a sound entry. Nothing that
// was not sealed may be accepted.
func FuzzDisclosure(f *testing.F) {
	e, _, _, _ := seeds(f)
	_, v := fixedKey(f)
	raw := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	deep := `["s","n",` + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + "]"
	for _, s := range []string{e.Disclosures[0], e.Disclosures[1] + "\n", raw(`["s","n","v"]`), raw(`["s","v"]`), raw(`["s","_sd",[]]`), raw(`["s","v"]]`), raw(`[1,2,3]`), raw(deep), raw("null"), "", "*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		withheld := register.Entry{Leaf: e.Leaf, Disclosures: append(slices.Clone(e.Disclosures[1:]), s)}
		if _, err := withheld.Check(v); err == nil && s != e.Disclosures[0] {
			t.Errorf("the disclosure %q was accepted", s)
		}
		_ = withheld.WithoutStrays()
		_ = register.NameOfDisclosure(s)
	})
}
