package likeness_test

import (
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"sijill.example/sijill/likeness"
)

// album is pictures to be found, by both ways.
type album struct {
	hashes   likeness.Index
	parts    likeness.Parts
	sketches []likeness.Sketch
	owner    []int // of hashes
}

func (a *album) add(img image.Image) {
	if hash, quality := likeness.PDQ(img); quality >= likeness.Quality {
		a.hashes.Add(hash)
		a.owner = append(a.owner, len(a.sketches))
	}
	a.parts.Add(likeness.Corners(img))
	a.sketches = append(a.sketches, likeness.SketchOf(img))
}

// find gives the pictures that resemble one, as an archive finds them.
func (a *album) find(t testing.TB, img image.Image) map[int]bool {
	t.Helper()
	found := map[int]bool{}
	eight, quality := likeness.Eight(img)
	if quality < likeness.Quality {
		return found
	}
	for _, h := range eight {
		for _, hit := range a.hashes.Search(h, likeness.Near) {
			found[a.owner[hit.ID]] = true
		}
	}
	corners, sketch := likeness.Corners(img), likeness.SketchOf(img)
	for range 2 {
		hits, err := a.parts.Search(corners, sketch, func(i int) (likeness.Sketch, error) { return a.sketches[i], nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, hit := range hits {
			found[hit.Picture] = true
		}
		corners, sketch = likeness.MirroredCorners(corners, sketch), sketch.Mirrored()
	}
	return found
}

// change is something that people do to pictures before they send them on.
type change struct {
	name  string
	least float64 // share that must be found
	do    func(t testing.TB, r *rand.Rand, img image.Image) image.Image
}

func changes() []change {
	size := func(img image.Image) (int, int) { return img.Bounds().Dx(), img.Bounds().Dy() }
	all := []change{
		{"recompressed", 1, func(t testing.TB, _ *rand.Rand, img image.Image) image.Image { return recompressed(t, img, 25) }},
		{"half as large", 1, func(t testing.TB, _ *rand.Rand, img image.Image) image.Image {
			w, h := size(img)
			return recompressed(t, scaled(img, w/2, h/2), 70)
		}},
		{"a thumbnail", 0.95, func(t testing.TB, _ *rand.Rand, img image.Image) image.Image {
			w, h := size(img)
			return recompressed(t, scaled(img, 160, max(1, 160*h/w)), 60)
		}},
		{"mirrored", 1, func(_ testing.TB, _ *rand.Rand, img image.Image) image.Image {
			return inEveryOrientation(img)[likeness.Mirrored]
		}},
		{"turned", 1, func(_ testing.TB, _ *rand.Rand, img image.Image) image.Image {
			return inEveryOrientation(img)[likeness.TurnedRight]
		}},
		{"half as bright", 0.95, func(_ testing.TB, _ *rand.Rand, img image.Image) image.Image { return dimmed(img, 0.5) }},
		{"letterboxed", 0.9, func(t testing.TB, _ *rand.Rand, img image.Image) image.Image {
			w, h := size(img)
			out := image.NewRGBA(image.Rect(0, 0, w, h*4/3))
			draw.Draw(out, out.Rect, image.Black, image.Point{}, draw.Src)
			draw.Draw(out, image.Rect(0, h/6, w, h/6+h), img, img.Bounds().Min, draw.Src)
			return recompressed(t, out, 75)
		}},
		{"captioned", 0.95, func(t testing.TB, r *rand.Rand, img image.Image) image.Image {
			w, h := size(img)
			out := crop(img, img.Bounds()).(*image.RGBA)
			draw.Draw(out, image.Rect(0, h*5/6, w, h), image.White, image.Point{}, draw.Src)
			for x := w / 20; x < w*19/20; x += w / 60 { // something like letters
				draw.Draw(out, image.Rect(x, h*5/6+h/40+r.IntN(h/30+1), x+w/120+1, h-h/40-r.IntN(h/30+1)), image.Black, image.Point{}, draw.Src)
			}
			return recompressed(t, out, 75)
		}},
		{"mirrored and cropped by 30 %", 0.8, func(t testing.TB, r *rand.Rand, img image.Image) image.Image {
			return recompressed(t, cropped(r, inEveryOrientation(img)[likeness.Mirrored], 0.3), 75)
		}},
	}
	for _, c := range []struct {
		name       string
		cut, least float64
	}{{"cropped by 10 %", .1, .95}, {"cropped by 20 %", .2, .95}, {"cropped by 30 %", .3, .9}, {"cropped by 40 %", .4, .9}, {"cropped by 50 %", .5, .85}, {"cropped by 60 %", .6, .8}} {
		all = append(all, change{c.name, c.least, func(t testing.TB, r *rand.Rand, img image.Image) image.Image {
			return recompressed(t, cropped(r, img, c.cut), 75)
		}})
	}
	return all
}

// cropped cuts off a share of the area, somewhere.
func cropped(r *rand.Rand, img image.Image, cut float64) image.Image {
	b := img.Bounds()
	side := math.Sqrt(1 - cut)
	w, h := int(float64(b.Dx())*side), int(float64(b.Dy())*side)
	x, y := r.IntN(b.Dx()-w+1), r.IntN(b.Dy()-h+1)
	return crop(img, image.Rect(b.Min.X+x, b.Min.Y+y, b.Min.X+x+w, b.Min.Y+y+h))
}

func dimmed(img image.Image, to float64) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			out.SetRGBA(x, y, color.RGBA{uint8(float64(r>>8) * to), uint8(float64(g>>8) * to), uint8(float64(bl>>8) * to), 255})
		}
	}
	return out
}

// families measures how many of each kind of change are found, and how many pictures
// are taken for another. same tells which pictures show the same from the start.
func families(t *testing.T, pictures []image.Image, same func(a, b int) bool) {
	var a album
	for _, img := range pictures {
		a.add(img)
	}
	a.hashes.Build()
	a.parts.Build()
	r := rand.New(rand.NewPCG(1, 61))
	asked, wrong := 0, 0
	for _, c := range changes() {
		found, tried := 0, 0
		for i, img := range pictures {
			if _, quality := likeness.PDQ(img); quality < likeness.Quality {
				continue // shows too little
			}
			tried++
			hits := a.find(t, c.do(t, r, img))
			if hits[i] {
				found++
			}
			for j := range hits {
				if i != j && !same(i, j) {
					wrong++
				}
			}
			asked += len(pictures)
		}
		t.Logf("%-30s %3d of %3d found", c.name, found, tried)
		if float64(found) < c.least*float64(tried) {
			t.Errorf("%s: only %d of %d are found", c.name, found, tried)
		}
	}
	t.Logf("%d wrong answers of %d comparisons", wrong, asked)
	if wrong > asked/10_000 {
		t.Errorf("%d wrong answers of %d comparisons", wrong, asked)
	}
	for i, img := range pictures {
		if hits := a.find(t, dimmed(img, 0.05)); len(hits) > 0 {
			t.Errorf("picture %d in the dark resembles %v", i, hits)
		}
	}
}

func TestFamiliesOfScenes(t *testing.T) {
	n := 10
	if testing.Short() {
		n = 4
	}
	var pictures []image.Image
	for seed := range n {
		pictures = append(pictures, scene(uint64(seed), 720+20*(seed%5), 540))
	}
	families(t, pictures, func(int, int) bool { return false })
}

// TestFamiliesOfPhotographs measures the same with real photographs, from the
// directory that SIJILL_INPUT names.
func TestFamiliesOfPhotographs(t *testing.T) {
	dir := os.Getenv("SIJILL_INPUT")
	if dir == "" {
		t.Skip("no real input here (SIJILL_INPUT)")
	}
	var pictures []image.Image
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".jpg") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		img, err := jpeg.Decode(f)
		if err != nil {
			return nil // what is broken is for other tests
		}
		if b := img.Bounds(); max(b.Dx(), b.Dy()) > 1000 {
			img = scaled(img, 1000*b.Dx()/max(b.Dx(), b.Dy()), 1000*b.Dy()/max(b.Dx(), b.Dy()))
		}
		pictures, names = append(pictures, img), append(names, filepath.Base(path))
		return nil
	})
	if err != nil || len(pictures) < 10 {
		t.Fatalf("%d photographs: %v", len(pictures), err)
	}
	// Files of a series have one name and a number, and those that end in _1 to _8 are
	// samples of the eight orientations: all of one scene.
	stem := func(i int) string { return strings.TrimSuffix(names[i], filepath.Ext(names[i])) }
	series := func(i int) string { return strings.TrimRight(stem(i), "0123456789") }
	sample := func(i int) bool { return regexp.MustCompile(`[^0-9]_[1-8]$`).MatchString(stem(i)) }
	families(t, pictures, func(a, b int) bool { return series(a) == series(b) || sample(a) && sample(b) })
}
