package look

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"time"

	"sijill.example/sijill/derivative"
	"sijill.example/sijill/exchange/c2pa"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/media"
	"sijill.example/sijill/media/picture"
)

const lookVerb = "look"

// Handlers are what a caged worker answers to.
func Handlers() map[string]cage.Handler {
	return map[string]cage.Handler{
		lookVerb: handle,
		signatureVerb: func(params []byte, in *os.File, offset, size int64) ([]byte, error) {
			return handleSignature(params, in, offset, size)
		},
	}
}

// answer is what the worker says: a JSON head, and the bytes of the copies in order.
type answer struct {
	Seen   Seen      `json:"seen"`
	Text   string    `json:"text,omitempty"`
	Copies []madeOf  `json:"copies,omitempty"`
	Prints []printed `json:"prints,omitempty"`
}

type madeOf struct {
	Role      string `json:"role"`
	MediaType string `json:"type"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	Size      int    `json:"size"`
}

type printed struct {
	Kind    string        `json:"kind"`
	Part    string        `json:"part,omitempty"`
	At      time.Duration `json:"at,omitempty"`
	Quality int           `json:"quality"`
	Bytes   []byte        `json:"bytes"`
}

// fastFrom is the number of pixels of a JPEG from which a tool's decoder, which
// makes it smaller while it decodes, is worth its start.
const fastFrom = 2 << 20

// handle runs behind the walls.
func handle(params []byte, in *os.File, offset, size int64) ([]byte, error) {
	var w wish
	if err := json.Unmarshal(params, &w); err != nil {
		return nil, err
	}
	r := io.NewSectionReader(in, offset, size)
	var a answer
	a.Seen.Facts = media.Read(r, size, w.Name)
	a.Text, a.Seen.Text = a.Seen.Text, ""
	a.sidecar(r, size, w.Name)
	var result Result
	if !w.Make {
		return a.bytes(nil)
	}
	format := a.Seen.Format
	if report, err := c2pa.Read(r, size, format.MediaType); err != nil {
		a.Seen.NotDone = append(a.Seen.NotDone, media.NotDone{What: "C2PA", Because: err.Error()})
	} else if report != nil && report.State != c2pa.None {
		a.Seen.Provenance = report
	}
	if picture.CanDecode(format.MediaType) && !(w.Fast && format.MediaType == "image/jpeg" && int64(a.Seen.Width)*int64(a.Seen.Height) >= fastFrom) {
		img, err := picture.Decode(r, size, format.MediaType)
		if err == nil {
			err = copies(img, a.Seen.Orientation, &result)
		}
		if err != nil {
			a.Seen.NotDone = append(a.Seen.NotDone, media.NotDone{What: "copies and likeness", Because: err.Error()})
		}
	}
	for _, p := range result.Prints {
		a.Prints = append(a.Prints, printed(p))
	}
	return a.bytes(result.Copies)
}

// copies makes the copies and prints of a picture.
func copies(img image.Image, orientation int, r *Result) error {
	c, err := picture.CopiesOf(img, orientation)
	if err != nil {
		return err
	}
	r.Copies = append(r.Copies,
		derivative.Copy{Role: derivative.View, MediaType: "image/jpeg", Width: c.View.Width, Height: c.View.Height, Bytes: c.View.JPEG},
		derivative.Copy{Role: derivative.Thumb, MediaType: "image/jpeg", Width: c.Thumb.Width, Height: c.Thumb.Height, Bytes: c.Thumb.JPEG})
	r.Prints = append(r.Prints, picturePrints(picture.Turn(c.Stored, orientation))...)
	return nil
}

func (a answer) bytes(made []derivative.Copy) ([]byte, error) {
	for _, c := range made {
		a.Copies = append(a.Copies, madeOf{c.Role, c.MediaType, c.Width, c.Height, len(c.Bytes)})
	}
	head, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(make([]byte, 0, len(head)+10), uint64(len(head)))
	out = append(out, head...)
	for _, c := range made {
		out = append(out, c.Bytes...)
	}
	return out, nil
}

// parseAnswer reads what a worker said. A worker may have been taken over by what
// it read, so that nothing in it is trusted.
func parseAnswer(b []byte) (Result, error) {
	n, used := binary.Uvarint(b)
	if used <= 0 || n > uint64(len(b)-used) {
		return Result{}, errBabble
	}
	var a answer
	if err := json.Unmarshal(b[used:used+int(n)], &a); err != nil {
		return Result{}, fmt.Errorf("%w: %w", errBabble, err)
	}
	b = b[used+int(n):]
	r := Result{Seen: a.Seen, Text: a.Text}
	for _, m := range a.Copies {
		known := (m.Role == derivative.View || m.Role == derivative.Thumb) && m.MediaType == "image/jpeg"
		if !known || m.Size < 0 || m.Size > len(b) || m.Width <= 0 || m.Width > picture.ViewSide || m.Height <= 0 || m.Height > picture.ViewSide {
			return Result{}, errBabble
		}
		r.Copies = append(r.Copies, derivative.Copy{Role: m.Role, MediaType: m.MediaType, Width: m.Width, Height: m.Height, Bytes: b[:m.Size:m.Size]})
		b = b[m.Size:]
	}
	for _, p := range a.Prints {
		if len(p.Bytes) > maxPrint || (p.Kind == PictureKind) != (len(p.Bytes) == 32) {
			return Result{}, errBabble
		}
		r.Prints = append(r.Prints, derivative.Print(p))
	}
	return r, nil
}

var errBabble = errors.New("a worker's answer cannot be read")
