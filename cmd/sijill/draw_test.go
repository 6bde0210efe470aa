package main

import (
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// draw: draw FILE WIDTH HEIGHT draws a picture with things in it, always the same
// one for a size.
func draw(ts *testscript.TestScript, _ bool, args []string) {
	w, errW := strconv.Atoi(args[1])
	h, errH := strconv.Atoi(args[2])
	ts.Check(errW)
	ts.Check(errH)
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{byte(90 + 100*y/h), byte(120 + 60*x/w), byte(200 - 90*y/h), 255})
		}
	}
	for range 40 {
		c := color.NRGBA{byte(r.IntN(256)), byte(r.IntN(256)), byte(r.IntN(256)), 255}
		x0, y0, side := r.IntN(w), r.IntN(h), 5+r.IntN(max(6, w/5))
		for y := y0; y < min(h, y0+side); y++ {
			for x := x0; x < min(w, x0+side); x++ {
				img.SetNRGBA(x, y, c)
			}
		}
	}
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	f, err := os.Create(path)
	ts.Check(err)
	if strings.HasSuffix(path, ".png") {
		ts.Check(png.Encode(f, img))
	} else {
		ts.Check(jpeg.Encode(f, img, nil))
	}
	ts.Check(f.Close())
}
