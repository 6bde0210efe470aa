// Package matching compares a picture or a quotation with what an edition has. It
// knows pictures by their prints only, and no edition: so the same code runs in the
// server, in the program, and, compiled to WebAssembly, in a reader's browser, which
// then gives nothing away of what it asks about.
package matching

import (
	"encoding/binary"
	"errors"
	"image"

	"sijill.example/sijill"
	"sijill.example/sijill/likeness"
)

// Picture is what is known of a picture without having it.
type Picture struct {
	Width, Height int
	Quality       int // of 100; below likeness.Quality it shows too little
	Eight         [8]likeness.Hash
	Corners       []likeness.Corner
	Sketch        likeness.Sketch
	// Captured is when its file says that it was made, in EDTF; "" where it says
	// nothing that can be relied on.
	Captured string
}

// Size is how large a picture is, in pixels.
type Size struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Of looks at a picture as it is seen. Size is what it measured before it was made
// smaller to be looked at.
func Of(img image.Image, size Size) Picture {
	p := Picture{Width: size.Width, Height: size.Height}
	if p.Eight, p.Quality = likeness.Eight(img); p.ShowsEnough() {
		p.Corners = likeness.Corners(img)
	}
	p.Sketch = likeness.SketchOf(img)
	return p
}

// ShowsEnough reports that a picture can be compared at all.
func (p Picture) ShowsEnough() bool { return p.Quality >= likeness.Quality }

const pictureHead = 4 + 4 + 1 + 8*32 + 1

// Bytes writes a picture for ParsePicture.
func (p Picture) Bytes() []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(p.Width))
	b = binary.BigEndian.AppendUint32(b, uint32(p.Height))
	b = append(b, byte(p.Quality))
	for _, h := range p.Eight {
		b = append(b, h.Bytes()...)
	}
	b = append(append(b, byte(len(p.Captured))), p.Captured...)
	corners := likeness.PackCorners(p.Corners)
	b = binary.BigEndian.AppendUint16(b, uint16(len(corners)))
	return append(append(b, corners...), p.Sketch.Bytes()...)
}

// ParsePicture reads what Bytes wrote. It may come from a worker that what it read
// has taken over, so that nothing in it is trusted.
func ParsePicture(b []byte) (Picture, error) {
	if len(b) < pictureHead {
		return Picture{}, errPicture
	}
	p := Picture{Width: int(binary.BigEndian.Uint32(b)), Height: int(binary.BigEndian.Uint32(b[4:])), Quality: int(b[8])}
	if p.Width <= 0 || p.Height <= 0 || p.Width > 1<<20 || p.Height > 1<<20 || p.Quality > 100 {
		return Picture{}, errPicture
	}
	var err error
	for i := range p.Eight {
		if p.Eight[i], err = likeness.HashOf(b[9+32*i:][:32]); err != nil {
			return Picture{}, err
		}
	}
	dated := int(b[pictureHead-1])
	if b = b[pictureHead:]; dated+2 > len(b) {
		return Picture{}, errPicture
	}
	if d, err := sijill.ParseDate(string(b[:dated])); err == nil {
		p.Captured = d.String()
	}
	n := int(binary.BigEndian.Uint16(b[dated:]))
	if b = b[dated+2:]; n > len(b) {
		return Picture{}, errPicture
	}
	if p.Corners, err = likeness.UnpackCorners(b[:n]); err != nil {
		return Picture{}, err
	}
	p.Sketch, err = likeness.SketchFrom(b[n:])
	return p, err
}

var errPicture = errors.New("this is not what is known of a picture")
