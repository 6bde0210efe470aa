package look

import (
	"image"
	"time"

	"sijill.example/sijill/derivative"
	"sijill.example/sijill/likeness"
)

// Kinds of prints.
const (
	PictureKind = "picture" // PDQ of a picture
	TurnedKind  = "turned"  // PDQ of a picture in its other seven orientations
	FrameKind   = "frame"   // PDQ of a frame of a film
	CornersKind = "corners" // the corners of a picture
	SketchKind  = "sketch"  // a picture in little
	TextKind    = "text"    // the signature of a text
)

// picturePrints are the prints of a picture as it is seen.
func picturePrints(img image.Image) []derivative.Print {
	eight, quality := likeness.Eight(img)
	prints := []derivative.Print{{Kind: PictureKind, Quality: quality, Bytes: eight[likeness.AsStored].Bytes()}}
	if quality < likeness.Quality {
		return prints
	}
	var turned []byte
	for _, h := range eight[1:] {
		turned = append(turned, h.Bytes()...)
	}
	return append(prints,
		derivative.Print{Kind: TurnedKind, Quality: quality, Bytes: turned},
		derivative.Print{Kind: CornersKind, Quality: quality, Bytes: likeness.PackCorners(likeness.Corners(img))},
		derivative.Print{Kind: SketchKind, Quality: quality, Bytes: likeness.SketchOf(img).Bytes()})
}

func framePrint(img image.Image, at time.Duration) derivative.Print {
	hash, quality := likeness.PDQ(img)
	return derivative.Print{Kind: FrameKind, At: at, Quality: quality, Bytes: hash.Bytes()}
}

func textPrint(text string) (derivative.Print, bool) {
	s, ok := likeness.TextSignature(text)
	return derivative.Print{Kind: TextKind, Quality: 100, Bytes: s.Bytes()}, ok
}

// maxPrint bounds what a worker may give as a print, in bytes.
const maxPrint = 16 << 10
