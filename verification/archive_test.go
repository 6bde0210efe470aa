package verification_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	xdraw "golang.org/x/image/draw"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/look"
	"sijill.example/sijill/verification"
)

// The test binary is its own caged child.
func TestMain(m *testing.M) {
	if cage.Inside() {
		cage.Main(look.Handlers(), look.Many())
	}
	os.Exit(m.Run())
}

func clock() time.Time { return time.Date(2016, 11, 29, 14, 3, 5, 0, time.UTC) }

// world is an archive and what was given to it, by file name.
type world struct {
	*archive.Archive
	t       testing.TB
	numbers map[string]sijill.Number
	look    *look.Desk
}

func newWorld(t testing.TB) *world {
	t.Helper()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "archive")
	if err := archive.Create(ctx, dir, archive.Founding{Name: "حلب", Origin: "archive.example/2016", Agent: "archivist", Clock: clock}); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, numbers: map[string]sijill.Number{}}
	desk, err := look.Open(true)
	if err != nil {
		t.Skipf("this system cannot hold a caged child: %v", err)
	}
	w.look = desk
	t.Cleanup(func() { _ = desk.Close() })
	w.open(dir, false)
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) open(dir string, remake bool) {
	w.t.Helper()
	a, err := archive.Open(context.Background(), dir, archive.Options{Write: true, Clock: clock, Remake: remake})
	if err != nil {
		w.t.Fatal(err)
	}
	w.Archive = a
}

// give deposits files, and looks at them.
func (w *world) give(files map[string][]byte) {
	w.t.Helper()
	ctx := context.Background()
	given := filepath.Join(w.t.TempDir(), "given")
	if err := os.Mkdir(given, 0o700); err != nil {
		w.t.Fatal(err)
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(given, name), b, 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	if _, err := w.Receive(ctx, deposit.Request{Paths: []string{given}, Own: w.Dir, Agent: "archivist"}, nil); err != nil {
		w.t.Fatal(err)
	}
	if err := w.CatchUp(ctx, nil); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.Derive(ctx, w.look, false, nil); err != nil {
		w.t.Fatal(err)
	}
	for t, err := range w.Catalog.Things(ctx, catalog.Filter{Kind: "exhibit"}) {
		if err != nil {
			w.t.Fatal(err)
		}
		if name, ok := t.Fields["name"].(string); ok {
			w.numbers[name] = t.Number
		}
	}
}

func (w *world) number(name string) sijill.Number {
	w.t.Helper()
	n, ok := w.numbers[name]
	if !ok {
		w.t.Fatalf("%s was not given", name)
	}
	return n
}

func (w *world) gallery() *verification.Gallery {
	w.t.Helper()
	g, err := w.Gallery(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}

// similar gives what resembles a thing, by file name.
func (w *world) similar(name string, refused bool) map[string]verification.Candidate {
	w.t.Helper()
	g := w.gallery()
	q, err := g.QueryOf(context.Background(), w.number(name))
	if err != nil {
		w.t.Fatal(err)
	}
	q.Refused = refused
	all, err := g.Similar(context.Background(), q)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]verification.Candidate{}
	for _, c := range all {
		for name, n := range w.numbers {
			if n == c.Number {
				out[name] = c
			}
		}
	}
	return out
}

func (w *world) suggestions() map[string]verification.Pair {
	w.t.Helper()
	all, err := w.gallery().Suggestions(context.Background(), 31, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	names := map[sijill.Number]string{}
	for name, n := range w.numbers {
		names[n] = name
	}
	out := map[string]verification.Pair{}
	for _, p := range all {
		a, b := names[p.A], names[p.Number]
		out[min(a, b)+" "+max(a, b)] = p
	}
	return out
}

func (w *world) say(confirm bool, a, b, reason string) int64 {
	w.t.Helper()
	enter := w.Refuse
	if confirm {
		enter = w.Confirm
	}
	i, err := enter(context.Background(), verification.Decision{A: w.number(a), B: w.number(b), Agent: "verifier", Reason: reason})
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

func jpegOf(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// scene draws a street from a seed: sky, houses with windows, grain.
func scene(seed uint64, w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 99))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		v := uint8(230 - 110*y/h)
		draw.Draw(img, image.Rect(0, y, w, y+1), image.NewUniform(color.RGBA{v, v, min(255, v+20), 255}), image.Point{}, draw.Src)
	}
	some := func() *image.Uniform {
		return image.NewUniform(color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255})
	}
	for range 26 {
		bw, bh := w/16+r.IntN(w/5), h/10+r.IntN(h/2)
		x, y := r.IntN(w)-bw/2, h/4+r.IntN(h*3/4)-bh/4
		draw.Draw(img, image.Rect(x, y, x+bw, y+bh), some(), image.Point{}, draw.Src)
		for range 7 {
			wx, wy := x+r.IntN(bw), y+r.IntN(bh)
			draw.Draw(img, image.Rect(wx, wy, wx+bw/8+3, wy+bh/7+3), some(), image.Point{}, draw.Src)
		}
	}
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = uint8(max(0, min(255, int(img.Pix[i])+r.IntN(13)-6)))
		}
	}
	return img
}

func scaled(img image.Image, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.BiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}

func cropped(img image.Image, r image.Rectangle) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(out, out.Rect, img, r.Min, draw.Src)
	return out
}

func mirrored(img image.Image) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(x, y, img.At(b.Dx()-1-x, y))
		}
	}
	return out
}

func turnedLeft(img image.Image) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dx() {
		for x := range b.Dy() {
			out.Set(x, y, img.At(b.Dx()-1-y, x))
		}
	}
	return out
}

// darkened is what a lens cap leaves of a picture.
func darkened(img image.Image, to float64) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, _ := img.At(x, y).RGBA()
			out.SetRGBA(x, y, color.RGBA{uint8(float64(r>>8) * to), uint8(float64(g>>8) * to), uint8(float64(bl>>8) * to), 255})
		}
	}
	return out
}

// filled makes a world with families of pictures: street-N.jpg and what was made of it.
func filled(t testing.TB, streets int) *world {
	t.Helper()
	w := newWorld(t)
	files := map[string][]byte{}
	for i := range streets {
		img := scene(uint64(i), 1000, 700)
		name := func(what string) string { return fmt.Sprintf("street-%d%s.jpg", i, what) }
		files[name("")] = jpegOf(t, img, 92)
		files[name("-thumb")] = jpegOf(t, scaled(img, 240, 168), 60)
		files[name("-again")] = jpegOf(t, img, 55)
		files[name("-crop")] = jpegOf(t, cropped(img, image.Rect(150, 60, 800, 560)), 80)
		files[name("-mirror")] = jpegOf(t, mirrored(img), 85)
		files[name("-turned")] = jpegOf(t, turnedLeft(img), 85)
		files[name("-dark")] = jpegOf(t, darkened(img, 0.06), 85)
	}
	w.give(files)
	return w
}
