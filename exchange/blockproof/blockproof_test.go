package blockproof_test

import (
	"encoding/json"
	"image"
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill/exchange/blockproof"
)

func noise(seed uint64, w, h int) *image.NRGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32())
	}
	return img
}

func clone(img *image.NRGBA) *image.NRGBA {
	out := *img
	out.Pix = append([]byte(nil), img.Pix...)
	return &out
}

// A copy is proved whatever its size and whatever is hidden, and its proof survives
// being written and read.
func TestPicturesAreProved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		img := noise(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 200).Draw(t, "w"), rapid.IntRange(1, 200).Draw(t, "h"))
		seed := blockproof.NewSeed()
		want, err := blockproof.CommitPicture(img, seed)
		if err != nil {
			t.Fatal(err)
		}
		hidden := rapid.SliceOfN(rapid.Bool(), want.Count, want.Count).Draw(t, "hidden")
		p, err := blockproof.ProvePicture(img, seed, hidden)
		if err != nil {
			t.Fatal(err)
		}
		shown := clone(img)
		blockproof.Hide(shown, hidden)
		p = again(t, p)
		if got, err := blockproof.CheckPicture(shown, p); err != nil || got != want {
			t.Fatalf("%v, %v; want %v", got, err, want)
		}
	})
}

func again(t interface{ Fatal(...any) }, p blockproof.Proof) blockproof.Proof {
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var out blockproof.Proof
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Every visible block that is altered by one bit fails, and so does a hidden one
// that shows anything.
func TestEveryAlterationIsSeen(t *testing.T) {
	img := noise(1, 300, 200)
	seed := blockproof.NewSeed()
	want, err := blockproof.CommitPicture(img, seed)
	if err != nil {
		t.Fatal(err)
	}
	g := blockproof.Grid{Width: 300, Height: 200}
	hidden := g.Touched([]image.Rectangle{image.Rect(70, 70, 130, 130)})
	p, err := blockproof.ProvePicture(img, seed, hidden)
	if err != nil {
		t.Fatal(err)
	}
	shown := clone(img)
	blockproof.Hide(shown, hidden)
	count := 0
	for i := range g.Count() {
		forged := clone(shown)
		at := g.Block(i).Max.Sub(image.Pt(1, 1))
		forged.Pix[forged.PixOffset(at.X, at.Y)] ^= 1
		if got, err := blockproof.CheckPicture(forged, p); err == nil && got == want {
			t.Errorf("block %d was altered, and nothing shows it", i)
		}
		if hidden[i] {
			count++
		}
	}
	if count != 4 {
		t.Errorf("%d blocks are hidden; the region touches 4", count)
	}
}

// What is under the marks cannot be told from the copy: two pictures that differ
// there only come out the same.
func TestWhatIsHiddenLeavesNothing(t *testing.T) {
	a := noise(2, 190, 130)
	b := clone(a)
	g := blockproof.Grid{Width: 190, Height: 130}
	hidden := g.Touched([]image.Rectangle{image.Rect(10, 10, 20, 20), image.Rect(128, 64, 129, 65)})
	for i, gone := range hidden {
		if gone {
			r := g.Block(i)
			for y := r.Min.Y; y < r.Max.Y; y++ {
				for x := r.Min.X; x < r.Max.X; x++ {
					b.SetNRGBA(x, y, color.NRGBA{byte(x), byte(y), 7, 255})
				}
			}
		}
	}
	blockproof.Hide(a, hidden)
	blockproof.Hide(b, hidden)
	if string(a.Pix) != string(b.Pix) {
		t.Error("the copies differ")
	}
}

// Whoever knows the picture and the proof cannot tell what a hidden block was: its
// hash has a salt that is not shown. The hashes of equal blocks differ.
func TestHiddenBlocksCannotBeGuessed(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 256, 64)) // four equal blocks
	p, err := blockproof.ProvePicture(img, blockproof.NewSeed(), []bool{true, true, true, false})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Salts, Hashes []byte }
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Salts) != 16 || len(f.Hashes) != 96 {
		t.Fatalf("%d bytes of salts, %d of hashes", len(f.Salts), len(f.Hashes))
	}
	if string(f.Hashes[:32]) == string(f.Hashes[32:64]) {
		t.Error("equal blocks have equal hashes")
	}
}

func TestSegmentsMakeUpTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab \n\r\tحلب"))).Draw(t, "text")
		segments := blockproof.Segments(text)
		if got := strings.Join(segments, ""); got != text {
			t.Fatalf("%q became %q", text, segments)
		}
		for _, s := range segments {
			if s == "" {
				t.Fatalf("%q has an empty segment", text)
			}
		}
	})
	for text, want := range map[string]int{"one\n\ntwo": 2, "one\ntwo": 1, "one\r\n\r\ntwo\r\n \r\nthree\n": 3, "\n\none": 2, "": 0} {
		if got := len(blockproof.Segments(text)); got != want {
			t.Errorf("%q has %d segments, want %d", text, got, want)
		}
	}
}

func TestTextsAreProved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		segments := rapid.SliceOfN(rapid.StringN(1, 20, -1), 1, 30).Draw(t, "segments")
		hidden := rapid.SliceOfN(rapid.Bool(), len(segments), len(segments)).Draw(t, "hidden")
		seed := blockproof.NewSeed()
		want, err := blockproof.CommitText(segments, seed)
		if err != nil {
			t.Fatal(err)
		}
		p, err := blockproof.ProveText(segments, seed, hidden)
		if err != nil {
			t.Fatal(err)
		}
		p = again(t, p)
		if got, err := blockproof.CheckText(p); err != nil || got != want {
			t.Fatalf("%v, %v; want %v", got, err, want)
		}
		if len(p.Segments) > 0 {
			p.Segments[0] += "x"
			if got, err := blockproof.CheckText(p); err == nil && got == want {
				t.Fatal("an altered segment is accepted")
			}
		}
	})
}

// The mark says nothing of how much it stands for.
func TestMarksAreOfOneLength(t *testing.T) {
	for _, segments := range [][]string{{"a\n\n", "x\n\n", "b"}, {"a\n\n", strings.Repeat("x", 9999) + "\n\n", "b"}} {
		p, err := blockproof.ProveText(segments, blockproof.NewSeed(), []bool{false, true, false})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Copy(); got != "a\n\n[withheld]\n\nb" {
			t.Errorf("%q", got)
		}
	}
}

func FuzzProof(f *testing.F) {
	for _, form := range []string{"picture", "text"} {
		var p blockproof.Proof
		var err error
		if form == "picture" {
			p, err = blockproof.ProvePicture(noise(3, 70, 70), blockproof.Seed{}, []bool{true})
		} else {
			p, err = blockproof.ProveText([]string{"a", "b"}, blockproof.Seed{}, []bool{true})
		}
		if err != nil {
			f.Fatal(err)
		}
		b, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"format":"sijill-blocks/1","form":"picture","width":1048576,"height":1048576,"count":1}`))
	f.Add([]byte(`{"format":"sijill-blocks/1","form":"text","count":-1,"shown":""}`))
	img := noise(3, 70, 70)
	f.Fuzz(func(t *testing.T, b []byte) {
		var p blockproof.Proof
		if p.UnmarshalJSON(b) != nil {
			return
		}
		_, _ = blockproof.CheckPicture(img, p)
		if c, err := blockproof.CheckText(p); err == nil && c.Count != len(p.Shown) {
			t.Error("the count is another")
		}
		_ = p.Copy()
	})
}

// The rectangles cover the blocks that are asked for and no others, each once.
func TestAreasAreTheBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := blockproof.Grid{Width: rapid.IntRange(1, 400).Draw(t, "width"), Height: rapid.IntRange(1, 400).Draw(t, "height")}
		blocks := rapid.SliceOfN(rapid.Bool(), g.Count(), g.Count()).Draw(t, "blocks")
		areas := g.Areas(blocks)
		for i, gone := range blocks {
			n := 0
			for _, a := range areas {
				switch in := a.Intersect(g.Block(i)); {
				case in == g.Block(i):
					n++
				case !in.Empty():
					t.Fatalf("%v cuts block %d", a, i)
				}
			}
			if want := map[bool]int{true: 1}[gone]; n != want {
				t.Fatalf("block %d is in %d rectangles, want %d", i, n, want)
			}
		}
	})
}
