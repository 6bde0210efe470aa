package dossier_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/dossier"
	"sijill.example/sijill/exchange/bagit"
)

// made is a dossier of a small archive.
func made(t testing.TB, withhold ...string) (zipped []byte, key string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a")
	ctx := context.Background()
	if err := archive.Create(ctx, dir, archive.Founding{Name: "A", Agent: "t", Clock: time.Now}); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(ctx, dir, archive.Options{Write: true, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	in := filepath.Join(t.TempDir(), "NAMEOFFILE صورة.txt")
	if err := os.WriteFile(in, []byte("the original bytes"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Receive(ctx, deposit.Request{Paths: []string{in, filepath.Join(t.TempDir(), "REFUSEDNAME")}, Agent: "AGENTNAME", Source: "SOURCENAME"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := a.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	if err := a.Catalog.CatchUp(ctx, a.Register, nil); err != nil {
		t.Fatal(err)
	}
	var numbers []sijill.Number
	for x, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "exhibit"}) {
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, x.Number)
	}
	file := filepath.Join(t.TempDir(), "d.zip")
	if _, err := dossier.Export(ctx, dossier.Archive{Name: a.Name, VerifierKey: a.Keys.VerifierKey, Verifier: a.Keys.Verifier,
		Blobs: a.Blobs, Register: a.Register, Published: a.Published, Catalog: a.Catalog},
		dossier.Request{Numbers: numbers, Withhold: withhold, Agent: "t", File: file}, nil); err != nil {
		t.Fatal(err)
	}
	zipped, err = os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return zipped, a.Keys.VerifierKey
}

func check(t testing.TB, b []byte, key string) dossier.Report {
	t.Helper()
	r, err := dossier.Check(context.Background(), bytes.NewReader(b), int64(len(b)), key, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if r.OK != (len(r.Findings) == 0) {
		t.Fatalf("OK is %v with %d findings", r.OK, len(r.Findings))
	}
	return r
}

func TestFlippedBytesAreFound(t *testing.T) {
	b, key := made(t)
	if r := check(t, b, key); !r.OK || r.Checked.Originals != 1 || r.Checked.Entries != 4 || r.Checked.Proofs != 4 || !r.KeyGiven {
		t.Fatalf("control: %+v", r)
	}
	step := 5 // package bagit flips every bit of a bag
	if testing.Short() {
		step = 37
	}
	for i := 0; i < len(b); i += step {
		b[i] ^= 1 << (i % 8)
		if check(t, b, key).OK {
			t.Errorf("byte %d of %d was altered and not found", i, len(b))
		}
		b[i] ^= 1 << (i % 8)
	}
}

func TestWithheldFieldsAreNowhere(t *testing.T) {
	b, key := made(t, "source", "agent", "name")
	if r := check(t, b, key); !r.OK {
		t.Fatal(r.Findings)
	}
	text := unpacked(t, b)
	for _, secret := range []string{"SOURCENAME", "AGENTNAME", "NAMEOFFILE", "REFUSEDNAME"} {
		for path, content := range text {
			if strings.Contains(path+content, secret) {
				t.Errorf("%s is in %s", secret, path)
			}
		}
	}
}

func unpacked(t testing.TB, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var content bytes.Buffer
		if _, err := content.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		out[strings.TrimPrefix(f.Name, "dossier/")] = content.String()
		for _, part := range strings.Split(content.String(), "~") { // disclosures are base64url
			out[f.Name+"~"] += decode(part)
		}
	}
	return out
}

// A forger who makes the whole bag again, with right manifests, is found by what
// is signed.
func TestBagsMadeAgainByAForger(t *testing.T) {
	b, key := made(t)
	other, otherKey := made(t)
	honest, foreign := files(t, b), files(t, other)
	forge := func(change func(map[string]string)) []byte {
		copied := map[string]string{}
		for path, content := range honest {
			copied[path] = content
		}
		change(copied)
		return pack(t, copied)
	}
	if r := check(t, forge(func(map[string]string) {}), key); !r.OK {
		t.Fatalf("control: a bag that is made again unaltered: %v", r.Findings)
	}
	var original, entry string
	for path := range honest {
		if strings.HasPrefix(path, "data/originals/") {
			original = path
		}
		if strings.HasPrefix(path, "data/entries/3.") {
			entry = path
		}
	}
	for name, change := range map[string]func(map[string]string){
		"original altered":   func(m map[string]string) { m[original] = "other bytes" },
		"original taken out": func(m map[string]string) { delete(m, original) },
		"original put in":    func(m map[string]string) { m["data/originals/exh-2026-0009/x"] = "x" },
		"page altered": func(m map[string]string) {
			m["index.html"] = strings.Replace(m["index.html"], "SOURCENAME", "somebody", 1)
		},
		"entry of another archive": func(m map[string]string) { m[entry] = foreign["data/entries/3.sd-jwt"] },
		"entry without its proof":  func(m map[string]string) { delete(m, "data/proofs/3.tlog-proof") },
		"proof of another entry":   func(m map[string]string) { m["data/proofs/3.tlog-proof"] = m["data/proofs/2.tlog-proof"] },
		"another key":              func(m map[string]string) { m["data/verifier-key.txt"] = foreign["data/verifier-key.txt"] },
		"another PEM":              func(m map[string]string) { m["data/verifier-key.pem"] = foreign["data/verifier-key.pem"] },
		"another checkpoint":       func(m map[string]string) { m["data/checkpoint"] = foreign["data/checkpoint"] },
		"all entries taken out": func(m map[string]string) {
			for path := range m {
				if strings.HasPrefix(path, "data/entries/") {
					delete(m, path)
				}
			}
		},
		"disclosure taken out": func(m map[string]string) {
			parts := strings.Split(m[entry], "~")
			m[entry] = strings.Join(append(parts[:5:5], parts[6:]...), "~")
		},
	} {
		if check(t, forge(change), "").OK {
			t.Errorf("%s: not found", name)
		}
	}
	if check(t, b, otherKey).OK {
		t.Error("a dossier passed under another archive's key")
	}
}

// files lists the files of a bag that are not BagIt's own.
func files(t testing.TB, b []byte) map[string]string {
	t.Helper()
	out := unpacked(t, b)
	for path := range out {
		if strings.HasSuffix(path, "~") || path == "bagit.txt" || path == "bag-info.txt" || strings.Contains(path, "manifest-sha256") {
			delete(out, path)
		}
	}
	return out
}

func pack(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := bagit.NewWriter(&b, bagit.Options{Root: "dossier"})
	for path, content := range files {
		var err error
		if strings.HasPrefix(path, "data/") {
			_, _, err = w.Payload(path, strings.NewReader(content))
		} else {
			err = w.Tag(path, []byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzCheck(f *testing.F) {
	b, _ := made(f)
	f.Add(b)
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, b []byte) { _ = check(t, b, "") })
}
