package redaction

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"time"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/media"
	"sijill.example/sijill/media/picture"
)

const workVerb = "redact"

// Handlers are what a caged worker answers to.
func Handlers() map[string]cage.Handler { return map[string]cage.Handler{workVerb: handle} }

// order is what the worker is asked for.
type order struct {
	Taken
	Form string `json:"form"` // "" for a commitment only
	Seed []byte `json:"seed"`
	// Paragraphs asks for the commitment to a text that older entries hold, which
	// knows no words.
	Paragraphs bool `json:"paragraphs,omitempty"`
}

// made is the head of its answer; the bytes of the copy follow.
type made struct {
	Commitment blockproof.Commitment `json:"commitment"`
	Proof      *blockproof.Proof     `json:"proof,omitempty"`
	MediaType  string                `json:"type,omitempty"`
	Width      int                   `json:"width,omitempty"`
	Height     int                   `json:"height,omitempty"`
	Painted    []image.Rectangle     `json:"painted,omitempty"`
	Seen       image.Point           `json:"seen,omitzero"`
}

// Taken is what is taken out of an original.
type Taken struct {
	Regions []image.Rectangle `json:"regions,omitempty"` // of a picture
	Spans   []sijill.Span     `json:"spans,omitempty"`   // of a text; segments by their place
}

// Original is a file of which a copy is made: Size bytes of File from Offset.
type Original struct {
	File         *os.File
	Offset, Size int64
	Name         string
}

// Copy is a redacted copy.
type Copy struct {
	MediaType     string
	Width, Height int // in pixels, 0 for a text
	Bytes         []byte
	Proof         *blockproof.Proof // nil for a reduced copy
	Commitment    blockproof.Commitment
	Painted       []image.Rectangle // what of a picture is painted over, in the copy's pixels
	Seen          image.Point       // the size of the picture as it is seen, in whose pixels regions count
}

// Desk works on originals behind walls.
type Desk struct{ pool *cage.Pool }

// Limits of the work on one original.
const (
	workTime   = 3 * time.Minute
	workOutput = 600 << 20
	maxText    = 16 << 20
)

// Open opens a desk. It refuses a system that cannot hold a child, unless walls
// are Off.
func Open(walls cage.Walls, workers int) (*Desk, error) {
	pool, err := cage.Open(walls, workers, cage.Limits{Time: workTime, Output: workOutput})
	if err != nil {
		return nil, err
	}
	return &Desk{pool}, nil
}

// Close stops the workers.
func (d *Desk) Close() error { return d.pool.Close() }

// RefusedError says why an original cannot be committed to or redacted.
type RefusedError struct{ Why string }

func (e *RefusedError) Error() string { return e.Why }

// Commit computes the commitment to an original. A RefusedError says that there is
// no way to cut it into pieces.
func (d *Desk) Commit(ctx context.Context, o Original, seed blockproof.Seed) (blockproof.Commitment, error) {
	m, _, err := d.ask(ctx, o, order{Seed: seed[:]})
	return m.Commitment, err
}

// Redact makes a copy of one of the forms. committed is the form of the commitment
// that a text is proved against; it does not matter for anything else.
func (d *Desk) Redact(ctx context.Context, o Original, form string, seed blockproof.Seed, taken Taken, committed string) (Copy, error) {
	m, b, err := d.ask(ctx, o, order{Form: form, Seed: seed[:], Taken: taken, Paragraphs: committed == blockproof.Text})
	return Copy{m.MediaType, m.Width, m.Height, b, m.Proof, m.Commitment, m.Painted, m.Seen}, err
}

func (d *Desk) ask(ctx context.Context, o Original, q order) (made, []byte, error) {
	params, err := json.Marshal(q)
	if err != nil {
		return made{}, nil, err
	}
	b, err := d.pool.Do(ctx, workVerb, params, o.File, o.Offset, o.Size)
	if refused, ok := errors.AsType[*cage.RefusedError](err); ok {
		return made{}, nil, &RefusedError{refused.Message}
	}
	if errors.Is(err, cage.ErrBroken) {
		return made{}, nil, &RefusedError{err.Error()}
	}
	if err != nil {
		return made{}, nil, err
	}
	n, used := binary.Uvarint(b)
	if used <= 0 || n > uint64(len(b)-used) {
		return made{}, nil, errors.New("a worker's answer cannot be read")
	}
	var m made
	if err := json.Unmarshal(b[used:used+int(n)], &m); err != nil {
		return made{}, nil, fmt.Errorf("a worker's answer cannot be read: %w", err)
	}
	return m, b[used+int(n):], nil
}

// handle runs behind the walls.
func handle(params []byte, in *os.File, offset, size int64) ([]byte, error) {
	var q order
	if err := json.Unmarshal(params, &q); err != nil {
		return nil, err
	}
	var seed blockproof.Seed
	if copy(seed[:], q.Seed) != len(seed) {
		return nil, errors.New("there is no seed")
	}
	r := io.NewSectionReader(in, offset, size)
	facts := media.Read(r, size, "")
	var m made
	var b []byte
	var err error
	switch format := facts.Format; {
	case picture.CanDecode(format.MediaType):
		m, b, err = ofPicture(r, size, facts, q, seed)
	case format.Family == media.Text:
		m, b, err = ofText(r, size, q, seed)
	default:
		return nil, errors.New(whyNot(format))
	}
	if err != nil {
		return nil, err
	}
	head, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(nil, uint64(len(head)))
	return append(append(out, head...), b...), nil
}

// whyNot says why a format is not redacted.
func whyNot(f media.Format) string {
	switch f.Family {
	case media.Audio:
		return "a voice cannot be taken out of a sound in a way that is safe; publish a transcript instead"
	case media.Video:
		return "a film cannot be redacted here; take still pictures from it and redact those"
	case media.Document:
		return "the text of a " + f.Name + " has layers that stay behind; redact pictures of its pages instead (--page N)"
	}
	return "there is no safe way to redact a file of the format " + f.Name
}

func ofPicture(r io.ReaderAt, size int64, facts media.Facts, q order, seed blockproof.Seed) (made, []byte, error) {
	if len(q.Spans) > 0 {
		return made{}, nil, errors.New("a picture has regions, and no segments")
	}
	stored, err := picture.Decode(r, size, facts.Format.MediaType)
	if err != nil {
		return made{}, nil, err
	}
	img := upright(stored, facts.Orientation)
	var m made
	if q.Form != Reduced {
		if m.Commitment, err = blockproof.CommitPicture(img, seed); err != nil {
			return made{}, nil, err
		}
	}
	grid := gridOf(img)
	var b []byte
	switch q.Form {
	case Proved:
		var proof blockproof.Proof
		b, proof, err = proved(img, seed, q.Regions)
		m.Proof, m.MediaType, m.Width, m.Height = &proof, "image/png", grid.Width, grid.Height
	case Reduced:
		var c picture.Copy
		c, err = reduced(img, q.Regions)
		b, m.MediaType, m.Width, m.Height = c.JPEG, "image/jpeg", c.Width, c.Height
	default:
		return m, nil, nil
	}
	m.Seen = image.Pt(grid.Width, grid.Height)
	m.Painted = painted(grid, grid.Touched(q.Regions), m.Width, m.Height)
	return m, b, err
}

func ofText(r io.ReaderAt, size int64, q order, seed blockproof.Seed) (made, []byte, error) {
	if len(q.Regions) > 0 {
		return made{}, nil, errors.New("a text has segments, and no regions")
	}
	if size > maxText {
		return made{}, nil, errors.New("the text is larger than 16 MiB")
	}
	raw := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), raw); err != nil {
		return made{}, nil, err
	}
	if !utf8.Valid(raw) {
		return made{}, nil, errors.New("the text is not UTF-8")
	}
	segments := blockproof.Segments(string(raw))
	var m made
	var proof blockproof.Proof
	gone, err := q.gone(segments)
	if err != nil {
		return m, nil, err
	}
	if q.Paragraphs {
		m.Commitment, err = blockproof.CommitText(segments, seed)
	} else {
		m.Commitment, err = blockproof.CommitWords(segments, seed)
	}
	if err != nil || q.Form == "" {
		return m, nil, err
	}
	if q.Paragraphs {
		var hidden []bool
		if hidden, err = segmentsOf(gone, segments); err == nil {
			proof, err = blockproof.ProveText(segments, seed, hidden)
		}
	} else {
		proof, err = blockproof.ProveWords(segments, seed, gone)
	}
	if err != nil {
		return made{}, nil, err
	}
	m.MediaType = "text/plain; charset=utf-8"
	if q.Form == Proved {
		m.Proof = &proof
	}
	return m, []byte(proof.Copy()), nil
}
