package likeness_test

import (
	"bytes"
	"testing"

	"sijill.example/sijill/likeness"
)

// What is read and written again comes out the same, and nothing else is read.
func FuzzUnpackCorners(f *testing.F) {
	f.Add([]byte{})
	f.Add(make([]byte, 40))
	f.Add(likeness.PackCorners(likeness.Corners(scene(1, 300, 200))))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := likeness.UnpackCorners(b)
		if err != nil {
			return
		}
		if len(all) > likeness.MaxCorners || len(b) != 40*len(all) {
			t.Fatalf("%d corners of %d bytes", len(all), len(b))
		}
		// A search with hostile corners ends, and finds nothing in a picture of nothing.
		var parts likeness.Parts
		parts.Add(all)
		parts.Build()
		s := likeness.Sketch{W: 20, H: 10, Pix: make([]byte, 200)}
		for _, query := range [][]likeness.Corner{all, likeness.MirroredCorners(all, s)} {
			hits, err := parts.Search(query, s, func(int) (likeness.Sketch, error) { return s, nil })
			if err != nil || len(hits) > 0 {
				t.Fatalf("%v %v", hits, err)
			}
		}
	})
}

func FuzzSketchFrom(f *testing.F) {
	f.Add([]byte{0, 2, 0, 1, 7, 9})
	f.Add([]byte{255, 255, 255, 255})
	f.Add(likeness.SketchOf(scene(2, 200, 300)).Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := likeness.SketchFrom(b)
		if err != nil {
			return
		}
		if !bytes.Equal(s.Bytes(), b) {
			t.Fatalf("%x is written as %x", b, s.Bytes())
		}
		if twice := s.Mirrored().Mirrored(); !bytes.Equal(twice.Bytes(), b) {
			t.Fatal("mirrored twice is not the same")
		}
		likeness.PDQ(s.Picture())
	})
}

func FuzzHash(f *testing.F) {
	f.Add(make([]byte, 32), "")
	f.Add([]byte("short"), "f0")
	f.Fuzz(func(t *testing.T, b []byte, s string) {
		if h, err := likeness.HashOf(b); err == nil {
			if !bytes.Equal(h.Bytes(), b) {
				t.Fatalf("%x is written as %x", b, h.Bytes())
			}
			if again, err := likeness.ParseHash(h.String()); err != nil || again != h {
				t.Fatalf("%s: %v %v", h, again, err)
			}
		}
		if h, err := likeness.ParseHash(s); err == nil && len(s) != 64 {
			t.Fatalf("%q was read as %v", s, h)
		}
	})
}

func FuzzSignatureFrom(f *testing.F) {
	s, _ := likeness.TextSignature("one two three four five six seven eight nine ten eleven twelve thirteen")
	f.Add(s.Bytes())
	f.Add(make([]byte, 511))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := likeness.SignatureFrom(b)
		if err != nil {
			return
		}
		if !bytes.Equal(s.Bytes(), b) || s.Resemblance(&s) != 1 {
			t.Fatalf("%x is written as %x", b, s.Bytes())
		}
	})
}

func FuzzTextSignature(f *testing.F) {
	f.Add("في الصباح كان السوق مفتوحا وباع الخباز الخبز حتى سقطت قذيفتان عند الزاوية قرب المدرسة")
	f.Add("\xff\xfe a b c")
	f.Fuzz(func(t *testing.T, text string) {
		a, okA := likeness.TextSignature(text)
		b, okB := likeness.TextSignature(" " + text + "\n")
		if okA != okB || a != b {
			t.Fatalf("%q: spaces around it change its signature", text)
		}
	})
}
