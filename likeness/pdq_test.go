package likeness_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"
	"pgregory.net/rapid"

	"sijill.example/sijill/likeness"
)

// scene draws a picture with as much in it as a photograph has: a sky, blocks, and
// grain, all from a seed.
func scene(seed uint64, w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 7))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	top, bottom := r.IntN(200)+50, r.IntN(120)
	for y := range h {
		for x := range w {
			v := uint8(top + (bottom-top)*y/h)
			img.SetRGBA(x, y, color.RGBA{v, v, uint8(min(255, int(v)+30)), 255})
		}
	}
	for range 30 {
		bw, bh := w/20+r.IntN(w/4), h/20+r.IntN(h/3)
		x, y := r.IntN(w-bw/2), r.IntN(h-bh/2)
		c := color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}
		draw.Draw(img, image.Rect(x, y, x+bw, y+bh), image.NewUniform(c), image.Point{}, draw.Src)
		for range 6 { // windows
			wx, wy := x+r.IntN(max(1, bw)), y+r.IntN(max(1, bh))
			draw.Draw(img, image.Rect(wx, wy, wx+bw/9+2, wy+bh/9+2), image.NewUniform(color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}), image.Point{}, draw.Src)
		}
	}
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = uint8(max(0, min(255, int(img.Pix[i])+r.IntN(17)-8)))
		}
	}
	return img
}

func recompressed(t testing.TB, img image.Image, quality int) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func scaled(img image.Image, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}

func moved(img image.Image, w, h int, from func(x, y int) (int, int)) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			out.Set(x, y, img.At(from(x, y)))
		}
	}
	return out
}

// inEveryOrientation stores a picture in the eight ways.
func inEveryOrientation(img image.Image) [8]image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	return [8]image.Image{
		likeness.AsStored:    img,
		likeness.TurnedLeft:  moved(img, h, w, func(x, y int) (int, int) { return w - 1 - y, x }),
		likeness.TurnedOver:  moved(img, w, h, func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }),
		likeness.TurnedRight: moved(img, h, w, func(x, y int) (int, int) { return y, h - 1 - x }),
		likeness.UpsideDown:  moved(img, w, h, func(x, y int) (int, int) { return x, h - 1 - y }),
		likeness.Mirrored:    moved(img, w, h, func(x, y int) (int, int) { return w - 1 - x, y }),
		likeness.Transposed:  moved(img, h, w, func(x, y int) (int, int) { return y, x }),
		likeness.Transversed: moved(img, h, w, func(x, y int) (int, int) { return w - 1 - y, h - 1 - x }),
	}
}

func TestPDQOfAFamily(t *testing.T) {
	for seed := range uint64(20) {
		img := scene(seed, 600, 400)
		hash, quality := likeness.PDQ(img)
		if quality < likeness.Quality {
			t.Fatalf("scene %d has quality %d", seed, quality)
		}
		for name, other := range map[string]image.Image{
			"recompressed":  recompressed(t, img, 30),
			"half as large": scaled(img, 300, 200),
			"a thumbnail":   recompressed(t, scaled(img, 160, 107), 60),
			"larger":        scaled(img, 1500, 1000),
		} {
			if o, _ := likeness.PDQ(other); hash.Distance(o) > likeness.Near {
				t.Errorf("scene %d, %s: distance %d", seed, name, hash.Distance(o))
			}
		}
		eight, _ := likeness.Eight(img)
		for o, stored := range inEveryOrientation(img) {
			h, _ := likeness.PDQ(stored)
			if d := eight[o].Distance(h); d > 16 {
				t.Errorf("scene %d %s: the computed hash is %d bits from the measured one", seed, likeness.Orientation(o), d)
			}
			if o > 0 && hash.Distance(h) <= likeness.Near {
				t.Errorf("scene %d %s: not told from the picture as stored", seed, likeness.Orientation(o))
			}
		}
	}
}

func TestPDQTellsPicturesApart(t *testing.T) {
	var hashes []likeness.Hash
	for seed := range uint64(60) {
		h, _ := likeness.PDQ(scene(seed, 300, 300))
		for i, o := range hashes {
			if d := h.Distance(o); d <= likeness.Near {
				t.Errorf("scenes %d and %d: distance %d", i, seed, d)
			}
		}
		hashes = append(hashes, h)
	}
}

// The quality gate: what shows nothing cannot resemble anything.
func TestNothingToSee(t *testing.T) {
	dark := image.NewGray(image.Rect(0, 0, 640, 480))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range dark.Pix {
		dark.Pix[i] = uint8(r.IntN(12))
	}
	for name, img := range map[string]image.Image{
		"dark": dark, "white": image.NewUniform(color.White), "one pixel": image.NewGray(image.Rect(0, 0, 1, 1)), "empty": image.NewGray(image.Rectangle{}),
		"a line": image.NewRGBA(image.Rect(5, 5, 6, 900)), "even": image.NewYCbCr(image.Rect(0, 0, 300, 200), image.YCbCrSubsampleRatio420),
	} {
		if u, ok := img.(*image.Uniform); ok {
			m := image.NewRGBA(image.Rect(0, 0, 100, 100))
			draw.Draw(m, m.Rect, u, image.Point{}, draw.Src)
			img = m
		}
		if _, quality := likeness.PDQ(img); quality >= likeness.Quality {
			t.Errorf("%s: quality %d", name, quality)
		}
	}
}

func TestHashIsPrintedAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := likeness.Hash{rapid.Uint64().Draw(t, "0"), rapid.Uint64().Draw(t, "1"), rapid.Uint64().Draw(t, "2"), rapid.Uint64().Draw(t, "3")}
		if got, err := likeness.ParseHash(h.String()); err != nil || got != h || len(h.String()) != 64 {
			t.Fatalf("%v %v", got, err)
		}
	})
	for _, bad := range []string{"", "00", "zz", string(make([]byte, 64))} {
		if _, err := likeness.ParseHash(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
