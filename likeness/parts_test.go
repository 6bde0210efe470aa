package likeness_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"

	"sijill.example/sijill/likeness"
)

func crop(img image.Image, r image.Rectangle) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(out, out.Rect, img, r.Min, draw.Src)
	return out
}

// Parts that were cut out, scaled and compressed again are found, and what is of
// another picture is not.
func TestPartsAreFound(t *testing.T) {
	const stored = 16
	var parts likeness.Parts
	var sketches []likeness.Sketch
	for seed := range uint64(stored) {
		img := scene(seed, 900, 600)
		parts.Add(likeness.Corners(img))
		sketches = append(sketches, likeness.SketchOf(img))
	}
	parts.Build()
	search := func(img image.Image) []likeness.Shared {
		hits, err := parts.Search(likeness.Corners(img), likeness.SketchOf(img), func(i int) (likeness.Sketch, error) { return sketches[i], nil })
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	r := rand.New(rand.NewPCG(8, 9))
	found, tried := 0, 0
	for seed := range uint64(stored) {
		for _, share := range []float64{0.9, 0.7, 0.5} {
			w, h := int(900*share), int(600*share)
			x, y := r.IntN(900-w+1), r.IntN(600-h+1)
			part := crop(scene(seed, 900, 600), image.Rect(x, y, x+w, y+h))
			part = recompressed(t, scaled(part, 500, 500*h/w), 60)
			tried++
			for i, s := range search(part) {
				if s.Picture != int(seed) {
					t.Errorf("%.0f%% of scene %d is said to be in scene %d (%d corners)", share*100, seed, s.Picture, s.Corners)
					continue
				}
				if i == 0 {
					found++
				}
				if math.Abs(s.Scale-share) > 0.05 || math.Abs(s.X-float64(x)/900) > 0.05 || math.Abs(s.Y-float64(y)/900) > 0.05 {
					t.Errorf("%.0f%% of scene %d is put at %.2f, %.2f, scale %.2f; it is at %.2f, %.2f", share*100, seed, s.X, s.Y, s.Scale, float64(x)/900, float64(y)/900)
				}
			}
		}
	}
	t.Logf("%d of %d parts were found", found, tried)
	if found*10 < tried*9 {
		t.Errorf("only %d of %d parts were found", found, tried)
	}
	for seed := range uint64(stored) {
		if hits := search(scene(1000+seed, 700, 700)); len(hits) > 0 {
			t.Errorf("scene %d shares nothing and is said to share %d corners with scene %d", 1000+seed, hits[0].Corners, hits[0].Picture)
		}
	}
}

func TestCornersOfNothing(t *testing.T) {
	dark := image.NewGray(image.Rect(0, 0, 640, 480))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range dark.Pix {
		dark.Pix[i] = uint8(r.IntN(12))
	}
	for name, img := range map[string]image.Image{"dark": dark, "one pixel": image.NewGray(image.Rect(0, 0, 1, 1)), "empty": image.NewGray(image.Rectangle{}), "narrow": image.NewGray(image.Rect(0, 0, 3, 2000))} {
		if n := len(likeness.Corners(img)); n > 0 {
			t.Errorf("%s has %d corners", name, n)
		}
	}
}

func TestCornersArePackedAndRead(t *testing.T) {
	all := likeness.Corners(scene(3, 700, 500))
	if len(all) < 50 {
		t.Fatalf("only %d corners", len(all))
	}
	packed := likeness.PackCorners(all)
	read, err := likeness.UnpackCorners(packed)
	if err != nil || len(read) != len(all) {
		t.Fatalf("%d corners became %d: %v", len(all), len(read), err)
	}
	for i := range all {
		if all[i].Hash != read[i].Hash || math.Abs(float64(all[i].X-read[i].X)) > 1e-3 || math.Abs(float64(all[i].Angle-read[i].Angle)) > 1e-3 {
			t.Fatalf("corner %d: %v became %v", i, all[i], read[i])
		}
	}
	if _, err := likeness.UnpackCorners(packed[1:]); err == nil {
		t.Error("cut corners were read")
	}
}

func BenchmarkCorners(b *testing.B) {
	img := scene(1, 1600, 1200)
	for b.Loop() {
		likeness.Corners(img)
	}
}

// The corners of a mirrored picture are had from those of the picture.
func TestMirroredCorners(t *testing.T) {
	for seed := range uint64(5) {
		img := scene(seed, 640, 480)
		of := likeness.MirroredCorners(likeness.Corners(img), likeness.SketchOf(img))
		var parts likeness.Parts
		mirrored := inEveryOrientation(img)[likeness.Mirrored]
		parts.Add(likeness.Corners(mirrored))
		parts.Build()
		hits, err := parts.Search(of, likeness.SketchOf(img).Mirrored(), func(int) (likeness.Sketch, error) { return likeness.SketchOf(mirrored), nil })
		if err != nil || len(hits) != 1 || hits[0].Share < 0.7 || math.Abs(hits[0].Scale-1) > 0.01 || math.Abs(hits[0].X) > 0.01 {
			t.Errorf("scene %d: %+v %v", seed, hits, err)
		}
		if hits, err := parts.Search(likeness.Corners(img), likeness.SketchOf(img), func(int) (likeness.Sketch, error) { return likeness.SketchOf(mirrored), nil }); err != nil || len(hits) > 0 {
			t.Errorf("scene %d is taken for its mirror: %+v %v", seed, hits, err)
		}
	}
}
