package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill/media/picture"
)

// corners is a picture whose corners are red, green, blue and white, from the top
// left clockwise.
func corners(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			switch {
			case x >= w/2 && y < h/2:
				c = color.RGBA{0, 255, 0, 255}
			case x >= w/2:
				c = color.RGBA{0, 0, 255, 255}
			case y >= h/2:
				c = color.RGBA{255, 255, 255, 255}
			}
			img.Set(x, y, c)
		}
	}
	return img
}

func nameOf(c color.Color) string {
	r, g, b, _ := c.RGBA()
	switch {
	case r > 0xb000 && g > 0xb000 && b > 0xb000:
		return "w"
	case r > 0xb000:
		return "r"
	case g > 0xb000:
		return "g"
	case b > 0xb000:
		return "b"
	}
	return "?"
}

func seen(img image.Image) string {
	b := img.Bounds()
	q := func(x, y int) string { return nameOf(img.At(b.Min.X+b.Dx()*x/4, b.Min.Y+b.Dy()*y/4)) }
	return q(1, 1) + q(3, 1) + q(3, 3) + q(1, 3)
}

// Each orientation says where the top left of the scene was stored (TIFF 6.0).
func TestTurn(t *testing.T) {
	for orientation, want := range map[int]string{0: "rgbw", 1: "rgbw", 2: "grwb", 3: "bwrg", 4: "wbgr", 5: "rwbg", 6: "wrgb", 7: "bgrw", 8: "gbwr", 9: "rgbw"} {
		c, err := picture.CopiesOf(corners(64, 48), orientation)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(c.View.JPEG))
		if err != nil {
			t.Fatal(err)
		}
		if got := seen(img); got != want {
			t.Errorf("orientation %d shows %s, want %s", orientation, got, want)
		}
		if turned := orientation >= 5 && orientation <= 8; turned != (c.View.Width == 48) {
			t.Errorf("orientation %d gives %d x %d", orientation, c.View.Width, c.View.Height)
		}
	}
}

func TestSmallerFitsAndKeepsTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 300).Draw(t, "w"), rapid.IntRange(1, 300).Draw(t, "h")
		side := rapid.IntRange(1, 200).Draw(t, "side")
		grey := rapid.Byte().Draw(t, "grey")
		img := image.NewYCbCr(image.Rect(0, 0, w, h), rapid.SampledFrom([]image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio411}).Draw(t, "ratio"))
		for i := range img.Y {
			img.Y[i] = grey
		}
		for i := range img.Cb {
			img.Cb[i], img.Cr[i] = grey, 255-grey
		}
		out := picture.Smaller(img, side)
		b := out.Bounds()
		if b.Dx() > max(side, 1) && w > side || b.Dy() > side && h > side || b.Empty() {
			t.Fatalf("%d x %d within %d became %v", w, h, side, b)
		}
		for y := range b.Dy() {
			for x := range b.Dx() {
				if c := out.YCbCrAt(x, y); c.Y != grey || c.Cb != grey || c.Cr != 255-grey {
					t.Fatalf("an even picture became %v at %d, %d", c, x, y)
				}
			}
		}
	})
}

// The fast way for the pixels of tools gives what the general way gives.
func TestOpaquePixels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := image.NewRGBA(image.Rect(3, 5, 3+rapid.IntRange(1, 40).Draw(t, "w"), 5+rapid.IntRange(1, 40).Draw(t, "h")))
		for i := range m.Pix {
			m.Pix[i] = rapid.Byte().Draw(t, "sample")
			if i%4 == 3 {
				m.Pix[i] = 255
			}
		}
		fast, general := picture.Smaller(m, 20), picture.Smaller(struct{ image.Image }{m}, 20)
		if !bytes.Equal(fast.Y, general.Y) || !bytes.Equal(fast.Cb, general.Cb) || !bytes.Equal(fast.Cr, general.Cr) {
			t.Fatal("they differ")
		}
	})
}

func TestBadPictures(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, corners(10, 10)); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	huge := bytes.Clone(whole)
	copy(huge[16:], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff}) // 65,535 x 65,535
	fixCRC(huge[12:33])
	var large *picture.TooLargeError
	if _, err := picture.Decode(bytes.NewReader(huge), int64(len(huge)), "image/png"); !errors.As(err, &large) {
		t.Errorf("a bomb: %v", err)
	}
	if _, err := picture.Decode(bytes.NewReader(whole), int64(len(whole)), "image/heic"); !errors.Is(err, picture.ErrNotDecoded) {
		t.Errorf("an unknown format: %v", err)
	}
	for n := range whole {
		if _, err := picture.Decode(bytes.NewReader(whole[:n]), int64(n), "image/png"); err == nil && n < len(whole)-12 {
			t.Errorf("a picture cut at %d was decoded", n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	var p, j bytes.Buffer
	_ = png.Encode(&p, corners(8, 8))
	_ = jpeg.Encode(&j, corners(8, 8), nil)
	f.Add(p.Bytes(), "image/png")
	f.Add(j.Bytes(), "image/jpeg")
	f.Add([]byte("BM"), "image/bmp")
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x00\x00"), "image/tiff")
	f.Fuzz(func(t *testing.T, b []byte, mediaType string) {
		img, err := picture.Decode(bytes.NewReader(b), int64(len(b)), mediaType)
		if err != nil || img.Bounds().Dx()*img.Bounds().Dy() > 1<<20 {
			return
		}
		if _, err := picture.CopiesOf(img, len(b)%10); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkCopies(b *testing.B) {
	var j bytes.Buffer
	_ = jpeg.Encode(&j, corners(4000, 3000), nil)
	b.SetBytes(4000 * 3000)
	for b.Loop() {
		img, err := picture.Decode(bytes.NewReader(j.Bytes()), int64(j.Len()), "image/jpeg")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := picture.CopiesOf(img, 6); err != nil {
			b.Fatal(err)
		}
	}
}

// fixCRC rewrites the checksum of a PNG chunk: type, data, checksum.
func fixCRC(chunk []byte) {
	binary.BigEndian.PutUint32(chunk[len(chunk)-4:], crc32.ChecksumIEEE(chunk[:len(chunk)-4]))
}
