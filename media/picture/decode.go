// Package picture makes copies of pictures that can be looked at: decoded within
// limits, turned as the camera was held, made smaller, and encoded again from the
// pixels, so that nothing of the original file but the picture is left.
package picture

import (
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// MaxPixels is how many pixels a picture may have to be decoded: more than any
// telephone makes. A decoded picture takes up to 8 bytes for each.
const MaxPixels = 120 << 20

// ErrNotDecoded says that this program cannot decode a format.
var ErrNotDecoded = errors.New("there is no decoder for this format")

// TooLargeError is a picture with more than MaxPixels.
type TooLargeError struct{ Width, Height int }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the picture declares %d x %d pixels, more than can be decoded", e.Width, e.Height)
}

type decoder struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func decoderOf(mediaType string) (decoder, bool) {
	switch mediaType {
	case "image/jpeg":
		return decoder{jpeg.DecodeConfig, jpeg.Decode}, true
	case "image/png", "image/vnd.mozilla.apng", "image/apng":
		return decoder{png.DecodeConfig, png.Decode}, true
	case "image/gif":
		return decoder{gif.DecodeConfig, gif.Decode}, true // the first picture
	case "image/webp":
		return decoder{webp.DecodeConfig, webp.Decode}, true
	case "image/bmp":
		return decoder{bmp.DecodeConfig, bmp.Decode}, true
	case "image/tiff":
		return decoder{tiff.DecodeConfig, tiff.Decode}, true
	}
	return decoder{}, false
}

// CanDecode reports whether Decode knows a media type.
func CanDecode(mediaType string) bool {
	_, ok := decoderOf(mediaType)
	return ok
}

// Decode decodes a picture of a media type. ErrNotDecoded and a TooLargeError say
// that nothing was tried.
func Decode(r io.ReaderAt, size int64, mediaType string) (image.Image, error) {
	d, ok := decoderOf(mediaType)
	if !ok {
		return nil, ErrNotDecoded
	}
	config, err := d.config(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, fmt.Errorf("the picture is broken: %w", err)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return nil, errors.New("the picture has no pixels")
	}
	if int64(config.Width)*int64(config.Height) > MaxPixels {
		return nil, &TooLargeError{config.Width, config.Height}
	}
	img, err := d.decode(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, fmt.Errorf("the picture is broken: %w", err)
	}
	if img.Bounds().Empty() {
		return nil, errors.New("the picture has no pixels")
	}
	return img, nil
}
