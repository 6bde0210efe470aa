package look

import (
	"bytes"
	"fmt"
	"image"
	"testing"

	"sijill.example/sijill/media/picture"
)

// What a tool or a worker writes is not trusted: it may have been taken over by what
// it read.
func FuzzToolOutput(f *testing.F) {
	f.Add([]byte("YUV4MPEG2 W4 H2 F1:1 C420\nFRAME\n012345678901FRAME\n012345678901"))
	f.Add([]byte("P6\n2 1\n255\n012345P6 1 1 255 012"))
	f.Add([]byte("YUV4MPEG2 W99999999 H99999999 F1:1 C420\nFRAME\n"))
	f.Add([]byte("P6 99999999 99999999 255 "))
	f.Fuzz(func(t *testing.T, b []byte) {
		seen := 0
		_ = frames(bytes.NewReader(b), func(_ int, img *image.YCbCr) error {
			if seen++; img.Rect.Empty() || img.Rect.Dx() > maxSide || img.Rect.Dy() > maxSide {
				return fmt.Errorf("a frame of %v", img.Rect)
			}
			return nil
		})
		_ = pixmaps(bytes.NewReader(b), func(_ int, img *image.RGBA) error {
			if seen++; img.Rect.Empty() || img.Rect.Dx() > maxSide || img.Rect.Dy() > maxSide {
				t.Errorf("a picture of %v", img.Rect)
			}
			return nil
		})
		if seen > len(b) {
			t.Errorf("%d pictures in %d bytes", seen, len(b))
		}
	})
}

func FuzzAnswer(f *testing.F) {
	b, err := answer{Text: "x", Copies: nil}.bytes(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("\x02{}"))
	f.Add([]byte("\x40{\"copies\":[{\"role\":\"view\",\"type\":\"image/jpeg\",\"width\":1,\"height\":1,\"size\":9}]}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := parseAnswer(b)
		if err != nil {
			return
		}
		for _, c := range r.Copies {
			if c.Width > picture.ViewSide || c.Height > picture.ViewSide || len(c.Bytes) > len(b) || c.MediaType != "image/jpeg" {
				t.Errorf("the copy %s, %d x %d, %d bytes", c.Role, c.Width, c.Height, len(c.Bytes))
			}
		}
	})
}
