package example

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
)

const sceneWidth, sceneHeight = 1280, 854

// scene draws a street under a sky, of which one house stands broken. It is a
// drawing and looks like one; the same n gives the same pixels.
func scene(n uint64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, sceneWidth, sceneHeight))
	chance := rand.New(rand.NewPCG(n, 2016))
	skies := [][2]color.RGBA{{{206, 214, 219, 255}, {241, 229, 208, 255}}, {{58, 66, 96, 255}, {232, 158, 104, 255}}, {{164, 190, 208, 255}, {226, 232, 230, 255}}}
	sky := skies[n%uint64(len(skies))]
	horizon := 470 + chance.IntN(60)
	for y := range sceneHeight {
		t := min(1, float64(y)/float64(horizon))
		fill(img, image.Rect(0, y, sceneWidth, y+1), mix(sky[0], sky[1], t))
	}
	disc(img, 180+chance.IntN(900), 110+chance.IntN(90), 34+chance.IntN(22), mix(sky[1], color.RGBA{255, 250, 235, 255}, 0.6))
	hill(img, chance, horizon-70, mix(sky[1], color.RGBA{92, 96, 92, 255}, 0.45))
	hill(img, chance, horizon-20, mix(sky[1], color.RGBA{70, 72, 70, 255}, 0.7))
	broken := 1 + chance.IntN(4)
	for x, house := -30, 0; x < sceneWidth; house++ {
		wide := 150 + chance.IntN(90)
		drawHouse(img, chance, x, wide, horizon-150-chance.IntN(210), house == broken)
		x += wide + 8 + chance.IntN(34)
	}
	drawStreet(img, chance)
	return img
}

const street = 650 // where the houses stand

func drawHouse(img *image.RGBA, chance *rand.Rand, x, wide, top int, broken bool) {
	stone := color.RGBA{uint8(150 + chance.IntN(60)), uint8(140 + chance.IntN(50)), uint8(120 + chance.IntN(45)), 255}
	dark := mix(stone, color.RGBA{20, 22, 26, 255}, 0.78)
	for col := range wide {
		roof := top
		if broken {
			roof += (col*col/41+col*17)%130 + col/3
		}
		shade := mix(stone, color.RGBA{30, 30, 30, 255}, 0.25*float64(col)/float64(wide))
		fill(img, image.Rect(x+col, roof, x+col+1, street), shade)
	}
	for wy := top + 26; wy < street-70; wy += 64 {
		for wx := x + 18; wx < x+wide-32; wx += 44 {
			if chance.IntN(7) == 0 || broken && chance.IntN(2) == 0 {
				continue
			}
			fill(img, image.Rect(wx, wy, wx+24, wy+34), dark)
			fill(img, image.Rect(wx+2, wy+2, wx+11, wy+15), mix(dark, color.RGBA{240, 214, 150, 255}, float64(chance.IntN(3))/3))
			fill(img, image.Rect(wx-3, wy+34, wx+27, wy+38), mix(stone, color.RGBA{255, 255, 255, 255}, 0.3))
		}
	}
	fill(img, image.Rect(x+wide/2-16, street-58, x+wide/2+16, street), mix(dark, color.RGBA{96, 58, 34, 255}, 0.5))
	if !broken {
		fill(img, image.Rect(x-4, top-8, x+wide+4, top), mix(stone, color.RGBA{40, 40, 40, 255}, 0.4))
		return
	}
	for range 160 {
		r := 3 + chance.IntN(15)
		disc(img, x-40+chance.IntN(wide+80), street+14-chance.IntN(60), r, mix(stone, color.RGBA{60, 58, 54, 255}, chance.Float64()))
	}
	for i := range 60 { // smoke
		disc(img, x+wide/2+i*4+chance.IntN(30), top-i*5+chance.IntN(26), 14+i/2, color.RGBA{96, 94, 92, 70})
	}
}

// drawStreet draws the ground, and people who stand in a line.
func drawStreet(img *image.RGBA, chance *rand.Rand) {
	for y := street; y < sceneHeight; y++ {
		t := float64(y-street) / float64(sceneHeight-street)
		fill(img, image.Rect(0, y, sceneWidth, y+1), mix(color.RGBA{122, 114, 102, 255}, color.RGBA{72, 68, 64, 255}, t))
	}
	for range 900 {
		x, y := chance.IntN(sceneWidth), street+chance.IntN(sceneHeight-street)
		disc(img, x, y, 1+chance.IntN(3), color.RGBA{52, 50, 48, 120})
	}
	for x := 120 + chance.IntN(200); x < 760; x += 30 + chance.IntN(26) {
		coat := color.RGBA{uint8(40 + chance.IntN(120)), uint8(40 + chance.IntN(70)), uint8(50 + chance.IntN(90)), 255}
		y := street + 40 + chance.IntN(30)
		disc(img, x, y-44, 8, color.RGBA{146, 108, 82, 255})
		fill(img, image.Rect(x-10, y-36, x+10, y+18), coat)
		fill(img, image.Rect(x-8, y+18, x-2, y+40), color.RGBA{38, 38, 42, 255})
		fill(img, image.Rect(x+2, y+18, x+8, y+40), color.RGBA{38, 38, 42, 255})
	}
}

func hill(img *image.RGBA, chance *rand.Rand, base int, c color.RGBA) {
	a, b := chance.Float64()*6, 90+chance.Float64()*120
	for x := range sceneWidth {
		h := base - int(34*math.Sin(a+float64(x)/b)+18*math.Sin(a*2+float64(x)/41))
		fill(img, image.Rect(x, h, x+1, street), c)
	}
}

func fill(img *image.RGBA, r image.Rectangle, c color.RGBA) {
	r = r.Intersect(img.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			img.SetRGBA(x, y, c)
		}
	}
}

// disc lays a disc over the picture, as thick as the colour's alpha.
func disc(img *image.RGBA, cx, cy, r int, c color.RGBA) {
	thick := float64(c.A) / 255
	c.A = 255
	for y := max(cy-r, 0); y < min(cy+r, sceneHeight); y++ {
		for x := max(cx-r, 0); x < min(cx+r, sceneWidth); x++ {
			if (x-cx)*(x-cx)+(y-cy)*(y-cy) < r*r {
				img.SetRGBA(x, y, mix(img.RGBAAt(x, y), c, thick))
			}
		}
	}
}

func mix(a, b color.RGBA, t float64) color.RGBA {
	part := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*t + 0.5) }
	return color.RGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 255}
}

// forwarded gives a picture as a messenger might pass it on: a part of it, smaller,
// mirrored.
func forwarded(of *image.RGBA, part image.Rectangle, wide int, mirrored bool) *image.RGBA {
	high := wide * part.Dy() / part.Dx()
	out := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			from := x
			if mirrored {
				from = wide - 1 - x
			}
			out.SetRGBA(x, y, of.RGBAAt(part.Min.X+from*part.Dx()/wide, part.Min.Y+y*part.Dy()/high))
		}
	}
	return out
}

// encode writes a JPEG, with what a camera would say of it.
func encode(path string, img image.Image, quality int, says *camera) error {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return err
	}
	out := b.Bytes()
	if says != nil {
		out = append(append(bytes.Clone(out[:2]), says.segment()...), out[2:]...)
	}
	if err := os.WriteFile(path, out, 0o600); err != nil {
		return fmt.Errorf("cannot write a picture of the example: %w", err)
	}
	return nil
}
