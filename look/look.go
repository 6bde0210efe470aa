// Package look opens a file behind walls and tells what it says about itself, what
// resembles it can be found by, and makes copies of it that can be looked at.
//
// Hostile bytes are read by caged children only: a worker, which is this program
// with pure-Go decoders, and other programs where they are installed (ffmpeg for
// film and sound, poppler's pdftotext and pdftoppm for PDF, vipsthumbnail for what
// has no decoder in Go). What could not be done is told, with the reason.
package look

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/exchange/c2pa"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/media"
)

// Source is a file to look at: Size bytes of File from Offset.
type Source struct {
	File         *os.File
	Offset, Size int64
	Name         string
	// Identity asks for what names a person or one device. Without it only the names
	// of what is held back are told.
	Identity bool
}

// Seen is what there is to know of a file. Its JSON is kept in the archive and
// printed by the program.
type Seen struct {
	media.Facts
	Provenance *c2pa.Report `json:"c2pa,omitempty"`
	Proof      []Proof      `json:"proof,omitempty"`     // of a ProofMode proof, its rows
	Signature  *Signature   `json:"signature,omitempty"` // of a detached signature, what it says
	Likeness   []Print      `json:"likeness,omitempty"`
	Frames     int          `json:"frames,omitempty"`    // of a film, that were looked at
	Pages      int          `json:"pages,omitempty"`     // of a document
	Held       []string     `json:"held_back,omitempty"` // names of what Identity would tell
}

// Print is a print in the JSON of what was seen.
type Print struct {
	Kind    string `json:"kind"`
	Part    string `json:"part,omitempty"`
	AtMs    int64  `json:"at_ms,omitempty"`
	Quality int    `json:"quality"`
	Print   string `json:"print"`
}

// Result is what was seen and made.
type Result struct {
	Seen   Seen
	Text   string
	Copies []derivative.Copy
	Prints []derivative.Print
}

// Limits of looking at one file.
const (
	workerTime   = 60 * time.Second
	workerOutput = 64 << 20
	toolMemory   = 3 << 30
	toolTime     = 60 * time.Second
	filmTime     = 20 * time.Minute
	maxText      = 4 << 20
)

// Desk looks at files. Its methods may be used concurrently.
type Desk struct {
	pool  *cage.Pool
	walls cage.Walls
	tools map[string]string // paths by name
}

// Tools lists the programs that help, by what each is for.
func Tools() []string { return []string{"ffmpeg", "pdftotext", "pdftoppm", "vipsthumbnail", "djpeg"} }

// Open opens a desk. It refuses a system that cannot hold a child, unless walls
// are Off. Which other programs help is looked up now.
func Open(walls cage.Walls) (*Desk, error) {
	pool, err := cage.Open(walls, 0, cage.Limits{Time: workerTime, Output: workerOutput})
	if err != nil {
		return nil, err
	}
	d := &Desk{pool: pool, walls: walls, tools: map[string]string{}}
	for _, name := range Tools() {
		if path, err := exec.LookPath(name); err == nil {
			d.tools[name] = path
		}
	}
	return d, nil
}

// Close stops the workers.
func (d *Desk) Close() error { return d.pool.Close() }

// Workers says how many files can be looked at at once.
func (d *Desk) Workers() int { return d.pool.Workers() }

// Have names the programs that are there to help, in the order of Tools.
func (d *Desk) Have() string {
	var have []string
	for _, name := range Tools() {
		if d.tools[name] != "" {
			have = append(have, name)
		}
	}
	return strings.Join(have, " ")
}

// Facts tells what a file says about itself and makes nothing.
func (d *Desk) Facts(ctx context.Context, s Source) (Seen, error) {
	r, err := d.ask(ctx, s, wish{Name: s.Name})
	return r.Seen, err
}

// Look tells everything and makes every copy and print. What breaks its reader
// costs what that reader would have told, and is said in NotDone.
func (d *Desk) Look(ctx context.Context, s Source) (Result, error) {
	r, err := d.ask(ctx, s, wish{Name: s.Name, Make: true, Fast: d.tools["djpeg"] != ""})
	if err != nil {
		return r, err
	}
	switch family, mediaType := r.Seen.Format.Family, r.Seen.Format.MediaType; {
	case family == "video":
		err = d.film(ctx, s, &r)
	case family == "audio":
		err = d.sound(ctx, s, &r)
	case mediaType == "application/pdf":
		err = d.document(ctx, s, &r)
	case family == "image" && len(r.Copies) == 0:
		err = d.picture(ctx, s, &r)
	}
	if err != nil {
		return r, err
	}
	r.Text = clean(r.Text)
	if p, ok := textPrint(r.Text); ok {
		r.Prints = append(r.Prints, p)
	}
	for _, p := range r.Prints {
		if p.Kind == PictureKind || p.Kind == FrameKind && len(r.Seen.Likeness) < 20 {
			r.Seen.Likeness = append(r.Seen.Likeness, Print{p.Kind, p.Part, p.At.Milliseconds(), p.Quality, fmt.Sprintf("%x", p.Bytes)})
		}
	}
	return r, nil
}

// wish is what the worker is asked for.
type wish struct {
	Name string `json:"name"`
	Make bool   `json:"make,omitempty"`
	Fast bool   `json:"fast,omitempty"` // a large JPEG is decoded by a tool
}

func (d *Desk) ask(ctx context.Context, s Source, w wish) (Result, error) {
	params, err := json.Marshal(w)
	if err != nil {
		return Result{}, err
	}
	b, err := d.pool.Do(ctx, lookVerb, params, s.File, s.Offset, s.Size)
	if err == nil {
		r, err := parseAnswer(b)
		r.Seen.hold(s.Identity)
		return r, err
	}
	switch refused, _ := errors.AsType[*cage.RefusedError](err); {
	case refused != nil:
		return broken(refused.Message), nil
	case errors.Is(err, cage.ErrBroken) && w.Make:
		// The pictures may be what broke it: what the file says may be had still.
		r, errAgain := d.ask(ctx, s, wish{Name: w.Name})
		r.Seen.NotDone = append(r.Seen.NotDone, media.NotDone{What: "copies and likeness", Because: err.Error()})
		return r, errAgain
	case errors.Is(err, cage.ErrBroken):
		return broken(err.Error()), nil
	}
	return Result{}, err
}

// hold keeps back what names a person or one device.
func (s *Seen) hold(told bool) {
	if told {
		return
	}
	for _, c := range s.Identity {
		s.Held = append(s.Held, c.Where+" "+c.Name)
	}
	s.Identity = nil
}

func broken(why string) Result {
	var r Result
	r.Seen.Format = media.Format{MediaType: "application/octet-stream", Name: "unknown", Family: "other"}
	r.Seen.NotDone = []media.NotDone{{What: "everything", Because: why}}
	return r
}

// input gives a tool the bytes of the source: its own file where it is one, and
// otherwise a file in memory, which holds no more than a pack's small originals.
func (s Source) input() (f *os.File, inMemory bool, close func(), err error) {
	info, err := s.File.Stat()
	if err != nil {
		return nil, false, nil, err
	}
	if s.Offset == 0 && info.Mode().IsRegular() && info.Size() == s.Size {
		// A tool gets a description of its own, so that its reading moves no other's place.
		f, err := os.Open(fmt.Sprintf("/proc/self/fd/%d", s.File.Fd()))
		if err == nil {
			return f, false, func() { _ = f.Close() }, nil
		}
	}
	if s.Size > maxInMemory {
		return nil, false, nil, &sijill.Error{Class: sijill.Failed, Message: "The file cannot be given to another program."}
	}
	b := make([]byte, s.Size)
	if _, err := s.File.ReadAt(b, s.Offset); err != nil {
		return nil, false, nil, err
	}
	if f, err = cage.Memory(b); err != nil {
		return nil, false, nil, err
	}
	return f, true, func() { _ = f.Close() }, nil
}

const maxInMemory = 64 << 20

func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxText {
		return s
	}
	return strings.ToValidUTF8(s[:maxText], "")
}
