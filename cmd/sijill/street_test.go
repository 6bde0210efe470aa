package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
	paint "golang.org/x/image/draw"
)

// drawn: drawn FILE SEED HOW draws a street of a seed as a JPEG: whole, small, again
// (compressed more), crop, mirror or dark.
func drawn(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: drawn FILE SEED HOW")
	}
	seed, err := strconv.ParseUint(args[1], 10, 64)
	ts.Check(err)
	img, quality := image.Image(street(seed, 900, 600)), 90
	out := image.NewRGBA(img.Bounds())
	switch args[2] {
	case "whole":
	case "again":
		quality = 40
	case "small":
		out = image.NewRGBA(image.Rect(0, 0, 240, 160))
		paint.BiLinear.Scale(out, out.Rect, img, img.Bounds(), paint.Src, nil)
		img = out
	case "crop":
		out = image.NewRGBA(image.Rect(0, 0, 600, 420))
		paint.Draw(out, out.Rect, img, image.Pt(120, 100), paint.Src)
		img = out
	case "mirror", "dark":
		for y := range 600 {
			for x := range 900 {
				c := img.(*image.RGBA).RGBAAt(x, y)
				if args[2] == "mirror" {
					out.SetRGBA(899-x, y, c)
				} else {
					out.SetRGBA(x, y, color.RGBA{c.R / 18, c.G / 18, c.B / 18, 255})
				}
			}
		}
		img = out
	default:
		ts.Fatalf("%s is no way to draw", args[2])
	}
	var b bytes.Buffer
	ts.Check(jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}))
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, b.Bytes(), 0o600))
}

// street draws houses with windows under a sky, and grain.
func street(seed uint64, w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 41))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	some := func() *image.Uniform {
		return image.NewUniform(color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255})
	}
	paint.Draw(img, img.Rect, image.NewUniform(color.RGBA{190, 200, 225, 255}), image.Point{}, paint.Src)
	for range 26 {
		bw, bh := w/16+r.IntN(w/5), h/10+r.IntN(h/2)
		x, y := r.IntN(w)-bw/2, h/4+r.IntN(h*3/4)-bh/4
		paint.Draw(img, image.Rect(x, y, x+bw, y+bh), some(), image.Point{}, paint.Src)
		for range 7 {
			wx, wy := x+r.IntN(bw), y+r.IntN(bh)
			paint.Draw(img, image.Rect(wx, wy, wx+bw/8+3, wy+bh/7+3), some(), image.Point{}, paint.Src)
		}
	}
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = uint8(max(0, min(255, int(img.Pix[i])+r.IntN(13)-6)))
		}
	}
	return img
}
