package edition

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/edition/matching"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/media"
	"sijill.example/sijill/media/picture"
)

const workVerb = "edition-check"

// Handlers are what a caged worker answers to.
func Handlers() map[string]cage.Handler { return map[string]cage.Handler{workVerb: handle} }

// Limits of a picture that strangers hand in.
const (
	MaxUpload   = 20 << 20 // bytes
	maxPixels   = 50 << 20
	workTime    = 15 * time.Second
	workOutput  = 64 << 10
	mostWaiting = 8
)

// errBroken is said of a picture whose format is known and whose bytes are not all there.
var errBroken = errors.New("the picture is broken or cut off")

// Eye looks at pictures that strangers hand in. They are decoded by a caged worker
// and nowhere else.
type Eye struct {
	pool    *cage.Pool
	waiting chan struct{}
}

// OpenEye opens an eye. It refuses a system that cannot hold a child, unless walls
// are Off.
func OpenEye(walls cage.Walls) (*Eye, error) {
	pool, err := cage.Open(walls, 1, cage.Limits{Time: workTime, Output: workOutput})
	if err != nil {
		return nil, err
	}
	return &Eye{pool, make(chan struct{}, mostWaiting)}, nil
}

// Close stops the worker.
func (e *Eye) Close() error { return e.pool.Close() }

// Look tells what is known of a picture. The file is read by the worker.
func (e *Eye) Look(ctx context.Context, f *os.File, size int64) (matching.Picture, error) {
	if size > MaxUpload {
		return matching.Picture{}, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("The picture is larger than %d MB.", MaxUpload>>20), Hint: "A smaller copy of it is found just as well."}
	}
	select {
	case e.waiting <- struct{}{}:
		defer func() { <-e.waiting }()
	default:
		return matching.Picture{}, &sijill.Error{Class: sijill.Busy, Message: "Too many pictures are being looked at.", Hint: "Try again in a minute."}
	}
	b, err := e.pool.Do(ctx, workVerb, nil, f, 0, size)
	if refused, ok := errors.AsType[*cage.RefusedError](err); ok {
		if refused.Message == errBroken.Error() {
			return matching.Picture{}, &sijill.Error{Class: sijill.Wanting, Message: "The picture is broken, or a part of it is missing.", Hint: "A whole copy of it can be looked at.", Err: errBroken}
		}
		return matching.Picture{}, &sijill.Error{Class: sijill.Wanting, Message: "The file cannot be looked at: " + sijill.Printable(refused.Message) + ".", Hint: "JPEG, PNG, WebP, GIF, TIFF and BMP can."}
	}
	if errors.Is(err, cage.ErrBroken) {
		return matching.Picture{}, &sijill.Error{Class: sijill.Wanting, Message: "The file broke its reader, and nothing else.", Err: err}
	}
	if err != nil {
		return matching.Picture{}, err
	}
	return matching.ParsePicture(b)
}

// handle runs behind the walls.
func handle(_ []byte, in *os.File, offset, size int64) ([]byte, error) {
	r := io.NewSectionReader(in, offset, size)
	facts := media.Read(r, size, "")
	if !picture.CanDecode(facts.Format.MediaType) {
		return nil, fmt.Errorf("it is not a picture that is decoded here (%s)", facts.Format.Name)
	}
	if int64(facts.Width)*int64(facts.Height) > maxPixels {
		return nil, fmt.Errorf("it declares %d x %d pixels", facts.Width, facts.Height)
	}
	img, err := picture.Decode(r, size, facts.Format.MediaType)
	if _, ok := errors.AsType[*picture.TooLargeError](err); err != nil && !ok {
		return nil, errBroken // of a format that is decoded here
	}
	if err != nil {
		return nil, err
	}
	b := img.Bounds()
	asked := matching.Size{Width: b.Dx(), Height: b.Dy()}
	if facts.Orientation >= 5 && facts.Orientation <= 8 {
		asked.Width, asked.Height = asked.Height, asked.Width
	}
	seen := matching.Of(picture.Turn(picture.Smaller(img, picture.ViewSide), facts.Orientation), asked)
	seen.Captured = matching.CapturedIn(facts)
	return seen.Bytes(), nil
}
