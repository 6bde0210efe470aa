package bagit_test

import (
	"archive/zip"
	"bytes"
	"context"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sijill.example/sijill/exchange/bagit"
)

func bag(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := bagit.NewWriter(&b, bagit.Options{Root: "dossier"})
	for path, content := range map[string]string{"data/originals/1/one.txt": "one", "data/صورة.txt": "two"} {
		if _, _, err := w.Payload(path, bytes.NewReader([]byte(content))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Tag("index.html", []byte("<!doctype html>")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close([]bagit.InfoLine{{Name: "Source-Organization", Value: "a\nb"}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wrong reports whether a bag is refused or found wanting.
func wrong(t testing.TB, b []byte) bool {
	t.Helper()
	o, err := bagit.Open(bytes.NewReader(b), int64(len(b)), bagit.Limits{})
	if err != nil {
		return true
	}
	n := 0
	if _, err := o.Check(context.Background(), func(bagit.Finding) { n++ }); err != nil {
		t.Fatal(err)
	}
	return n > 0
}

func TestEveryFlippedBitIsFound(t *testing.T) {
	b := bag(t)
	if wrong(t, b) {
		t.Fatal("control: the bag is wrong")
	}
	for bit := range 8 * len(b) {
		b[bit/8] ^= 1 << (bit % 8)
		if !wrong(t, b) {
			t.Errorf("bit %d of byte %d, of %d, was flipped and not found", bit%8, bit/8, len(b))
		}
		b[bit/8] ^= 1 << (bit % 8)
	}
	for name, altered := range map[string][]byte{"appended": append(bytes.Clone(b), 0), "cut": b[:len(b)-1], "put before": append([]byte{0}, b...), "empty": nil} {
		if !wrong(t, altered) {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestHostileZIPsAreRefused(t *testing.T) {
	for name, make := range map[string]func(*zip.Writer) error{
		"traversal":  func(z *zip.Writer) error { _, err := z.Create("dossier/../../etc/passwd"); return err },
		"absolute":   func(z *zip.Writer) error { _, err := z.Create("/etc/passwd"); return err },
		"backslash":  func(z *zip.Writer) error { _, err := z.Create(`dossier/..\x`); return err },
		"no folder":  func(z *zip.Writer) error { _, err := z.Create("bagit.txt"); return err },
		"two roots":  func(z *zip.Writer) error { _, _ = z.Create("a/x"); _, err := z.Create("b/x"); return err },
		"twice":      func(z *zip.Writer) error { _, _ = z.Create("a/x"); _, err := z.Create("a/X"); return err },
		"directory":  func(z *zip.Writer) error { _, err := z.Create("a/x/"); return err },
		"compressed": func(z *zip.Writer) error { w, err := z.Create("a/x"); _, _ = w.Write(make1(1 << 20)); return err },
		"link": func(z *zip.Writer) error {
			h := &zip.FileHeader{Name: "a/x", Method: zip.Store}
			h.SetMode(0o777 | 1<<27)
			_, err := z.CreateHeader(h)
			return err
		},
		"extra": func(z *zip.Writer) error {
			_, err := z.CreateHeader(&zip.FileHeader{Name: "a/x", Method: zip.Store, Extra: []byte{1, 0, 0, 0}})
			return err
		},
		"comment": func(z *zip.Writer) error {
			_, _ = z.CreateHeader(&zip.FileHeader{Name: "a/x"})
			return z.SetComment("hidden")
		},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		if err := make(z); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := bagit.Open(bytes.NewReader(b.Bytes()), int64(b.Len()), bagit.Limits{}); err == nil {
			t.Errorf("%s: it was opened", name)
		}
	}
}

func make1(n int) []byte { return make([]byte, n) }

func TestManifests(t *testing.T) {
	const d = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	lines, err := bagit.ParseManifest([]byte(d + "  data/a%0Ab%25\r\n" + d + " *data/c\n"))
	if err != nil || len(lines) != 2 || lines[0].Path != "data/a\nb%" || lines[1].Path != "data/c" {
		t.Errorf("%v, %v", lines, err)
	}
	for _, bad := range []string{d, d + "  \n", "00  data/x\n", d + "  data/x\n" + d + "  data/x\n", "\n"} {
		if _, err := bagit.ParseManifest([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestSafeNames(t *testing.T) {
	for in, want := range map[string]string{
		"صورة.jpg": "صورة.jpg", "../../x": "_.._.._x", "CON.txt": "_CON.txt", "lpt1": "_lpt1", "a:b?.png": "a_b_.png", "": "_", ".ssh": "_.ssh",
		"-rf": "_-rf", "x. ": "x", "a\u202eb": "a_b", "\xff": "_", "line\nbreak": "line_break", "company.txt": "company.txt",
	} {
		if got := bagit.SafeName([]byte(in), map[string]bool{}); got != want {
			t.Errorf("SafeName(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		used := map[string]bool{}
		seen := map[string]bool{}
		for _, in := range rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 300), 1, 10).Draw(t, "names") {
			name := bagit.SafeName(in, used)
			if name == "" || len(name) > 130 || !utf8.ValidString(name) || seen[name] || bytes.ContainsAny([]byte(name), "/\\:\x00\n") || name[0] == '.' || name[0] == '-' {
				t.Fatalf("SafeName(%q) = %q", in, name)
			}
			seen[name] = true
			if again := bagit.SafeName([]byte(name), map[string]bool{}); again != name && len(name) <= 120 && !bytes.ContainsRune([]byte(name), '~') {
				t.Fatalf("SafeName(%q) = %q, not itself", name, again)
			}
		}
	})
}

func FuzzOpen(f *testing.F) {
	f.Add(bag(f))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, b []byte) { _ = wrong(t, b) })
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/x%0A\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		lines, err := bagit.ParseManifest(b)
		if err != nil {
			return
		}
		again, err := bagit.ParseManifest(bagit.FormatManifest(lines))
		if err != nil || len(again) != len(lines) {
			t.Fatalf("%q: %v", lines, err)
		}
	})
}

func FuzzParseInfo(f *testing.F) {
	f.Add([]byte("Payload-Oxum: 1.1\nA: b\n c\n"))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = bagit.ParseInfo(b) })
}
