package likeness

import (
	"encoding/binary"
	"errors"
	"image"
)

// Sketch is a picture in little: luma, its longer side at most 96 pixels.
type Sketch struct {
	W, H int
	Pix  []byte
}

const sketchSide = 96

// SketchOf makes a sketch.
func SketchOf(img image.Image) Sketch {
	if img.Bounds().Empty() {
		return Sketch{}
	}
	p := rawLuma(img, sketchSide)
	s := Sketch{p.w, p.h, make([]byte, len(p.pix))}
	for i, v := range p.pix {
		s.Pix[i] = byte(min(max(v+.5, 0), 255))
	}
	return s
}

// Mirrored gives the sketch left to right.
func (s Sketch) Mirrored() Sketch {
	m := Sketch{s.W, s.H, make([]byte, len(s.Pix))}
	for y := range s.H {
		for x := range s.W {
			m.Pix[y*s.W+x] = s.Pix[y*s.W+s.W-1-x]
		}
	}
	return m
}

// Picture gives the sketch as a picture.
func (s Sketch) Picture() *image.Gray {
	return &image.Gray{Pix: s.Pix, Stride: s.W, Rect: image.Rect(0, 0, s.W, s.H)}
}

// Bytes writes the sketch.
func (s Sketch) Bytes() []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(s.W))
	b = binary.BigEndian.AppendUint16(b, uint16(s.H))
	return append(b, s.Pix...)
}

// SketchFrom reads what Bytes wrote.
func SketchFrom(b []byte) (Sketch, error) {
	if len(b) < 4 {
		return Sketch{}, errors.New("this is not a sketch")
	}
	s := Sketch{W: int(binary.BigEndian.Uint16(b)), H: int(binary.BigEndian.Uint16(b[2:])), Pix: b[4:]}
	if s.W > sketchSide || s.H > sketchSide || len(s.Pix) != s.W*s.H {
		return Sketch{}, errors.New("this is not a sketch")
	}
	return s, nil
}

func (s Sketch) at(x, y float64) float64 {
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, s.W-1), min(y0+1, s.H-1)
	fx, fy := x-float64(x0), y-float64(y0)
	top := float64(s.Pix[y0*s.W+x0])*(1-fx) + float64(s.Pix[y0*s.W+x1])*fx
	bottom := float64(s.Pix[y1*s.W+x0])*(1-fx) + float64(s.Pix[y1*s.W+x1])*fx
	return top*(1-fy) + bottom*fy
}
