package picture

import (
	"bytes"
	"image"
	"image/jpeg"
)

// Sides of the copies, in pixels of their longer side.
const (
	ViewSide  = 1600
	ThumbSide = 320
)

const (
	viewQuality  = 82
	thumbQuality = 78
)

// Copy is a JPEG made from pixels.
type Copy struct {
	Width  int    `json:"width"`
	Height int    `json:"height"`
	JPEG   []byte `json:"-"`
}

// Copies are what is made of one decoding.
type Copies struct {
	View, Thumb Copy
	// Stored is the viewing copy's picture, not turned: what likeness is measured on.
	Stored *image.YCbCr
}

// CopiesOf makes the viewing copy and the thumbnail of a picture whose camera was
// held as orientation says (TIFF 6.0 tag 274: 1 to 8; anything else is 1).
func CopiesOf(img image.Image, orientation int) (Copies, error) {
	c := Copies{Stored: Smaller(img, ViewSide)}
	view := Turn(c.Stored, orientation)
	var err error
	if c.View, err = encode(view, viewQuality); err != nil {
		return c, err
	}
	c.Thumb, err = encode(Smaller(view, ThumbSide), thumbQuality)
	return c, err
}

// Encode makes a JPEG of a picture, within a square of side pixels.
func Encode(img image.Image, side int) (Copy, error) {
	quality := viewQuality
	if side <= ThumbSide {
		quality = thumbQuality
	}
	return encode(Smaller(img, side), quality)
}

func encode(img image.Image, quality int) (Copy, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return Copy{img.Bounds().Dx(), img.Bounds().Dy(), b.Bytes()}, err
}

// Turn gives the picture as it was seen through a camera that was held as
// orientation says.
func Turn(img *image.YCbCr, orientation int) *image.YCbCr {
	if orientation < 2 || orientation > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	turn(out.Y, out.YStride, w, h, img.Y, img.YStride, orientation)
	turn(out.Cb, out.CStride, (w+1)/2, (h+1)/2, img.Cb, img.CStride, orientation)
	turn(out.Cr, out.CStride, (w+1)/2, (h+1)/2, img.Cr, img.CStride, orientation)
	return out
}

// TurnedFrom gives where in a stored picture the pixel x, y of the picture as it is
// seen stands, which is w pixels wide and h high (TIFF 6.0, tag 274).
func TurnedFrom(orientation, x, y, w, h int) (sx, sy int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return h - 1 - y, x
	}
	return x, y
}

// turn fills a w x h plane from one that was stored turned.
func turn(dst []byte, stride, w, h int, src []byte, from, orientation int) {
	for y := range h {
		for x := range w {
			sx, sy := TurnedFrom(orientation, x, y, w, h)
			dst[y*stride+x] = src[sy*from+sx]
		}
	}
}
