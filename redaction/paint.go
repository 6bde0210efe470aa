package redaction

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/media/picture"
)

// upright gives the pixels of a picture as it is seen (TIFF 6.0 tag 274). What is
// wholly transparent has no colour: one that nobody sees would go out with a copy.
func upright(img image.Image, orientation int) *image.NRGBA {
	b := img.Bounds()
	flat := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Rect, img, b.Min, draw.Src)
	for i := 3; i < len(flat.Pix); i += 4 {
		if flat.Pix[i] == 0 {
			clear(flat.Pix[i-3 : i])
		}
	}
	if orientation < 2 || orientation > 8 {
		return flat
	}
	w, h := b.Dx(), b.Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := picture.TurnedFrom(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], flat.Pix[flat.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// outsideError is a region that is not wholly in its picture. It is refused, and
// not cut to fit: whoever drew it looked at another picture.
type outsideError struct {
	region image.Rectangle
	w, h   int
}

func (e *outsideError) Error() string {
	return fmt.Sprintf("the region %s does not lie within the picture of %d x %d pixels", sijill.RegionText(e.region), e.w, e.h)
}

func within(img *image.NRGBA, regions []image.Rectangle) error {
	for _, r := range regions {
		if !r.In(img.Rect) {
			return &outsideError{r, img.Rect.Dx(), img.Rect.Dy()}
		}
	}
	return nil
}

// proved makes a lossless copy with its proof. Whole blocks are painted over, so
// that everything that is left is proved.
func proved(img *image.NRGBA, seed blockproof.Seed, regions []image.Rectangle) ([]byte, blockproof.Proof, error) {
	if err := within(img, regions); err != nil {
		return nil, blockproof.Proof{}, err
	}
	hidden := gridOf(img).Touched(regions)
	proof, err := blockproof.ProvePicture(img, seed, hidden)
	if err != nil {
		return nil, proof, err
	}
	blockproof.Hide(img, hidden)
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img)
	return b.Bytes(), proof, err
}

// reduced makes a copy of at most half the sides, compressed again. The blocks are
// painted over before it is made smaller, so that nothing of them is mixed in.
func reduced(img *image.NRGBA, regions []image.Rectangle) (picture.Copy, error) {
	if err := within(img, regions); err != nil {
		return picture.Copy{}, err
	}
	blockproof.Hide(img, gridOf(img).Touched(regions))
	side := min(max(1, max(img.Rect.Dx(), img.Rect.Dy())/2), picture.ViewSide)
	return picture.Encode(img, side)
}

// painted tells which places of a copy of w x h pixels are painted over. Where the
// copy is smaller than the picture that it is of, each is as large as what it covers.
func painted(g blockproof.Grid, hidden []bool, w, h int) []image.Rectangle {
	areas := g.Areas(hidden)
	for i, r := range areas {
		areas[i] = image.Rect(r.Min.X*w/g.Width, r.Min.Y*h/g.Height, (r.Max.X*w+g.Width-1)/g.Width, (r.Max.Y*h+g.Height-1)/g.Height)
	}
	return areas
}

func gridOf(img *image.NRGBA) blockproof.Grid {
	return blockproof.Grid{Width: img.Rect.Dx(), Height: img.Rect.Dy()}
}

// Page makes a reduced copy of a picture that the archive itself made of a page or of
// a picture that has no decoder here: grey, so that the coloured dots by which a
// printer marks its paper are gone, and with the regions painted over.
func Page(copied []byte, regions []image.Rectangle) (Copy, error) {
	stored, err := jpeg.Decode(bytes.NewReader(copied))
	if err != nil {
		return Copy{}, err
	}
	img := upright(stored, 1)
	if err := within(img, regions); err != nil {
		return Copy{}, &RefusedError{err.Error()}
	}
	hidden := gridOf(img).Touched(regions)
	blockproof.Hide(img, hidden)
	grey := image.NewGray(img.Rect)
	draw.Draw(grey, grey.Rect, img, image.Point{}, draw.Src)
	c, err := picture.Encode(grey, picture.ViewSide)
	return Copy{MediaType: "image/jpeg", Width: c.Width, Height: c.Height, Bytes: c.JPEG, Painted: painted(gridOf(img), hidden, c.Width, c.Height), Seen: img.Rect.Size()}, err
}
