package matching

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"sijill.example/sijill/likeness"
)

// Known is a picture of the edition.
type Known struct {
	Width, Height int
	Hash          likeness.Hash
	Corners       []likeness.Corner
	Sketch        likeness.Sketch
}

// Album is the pictures of an edition. Once built, it may be asked concurrently.
type Album struct {
	known  []Known
	hashes likeness.Index
	parts  likeness.Parts
}

// Add takes a picture; its number is the count of those before it.
func (a *Album) Add(k Known) {
	a.known = append(a.known, k)
	a.hashes.Add(k.Hash)
	a.parts.Add(k.Corners)
}

// Len is the number of pictures.
func (a *Album) Len() int { return len(a.known) }

// Build makes what Find looks into.
func (a *Album) Build() {
	a.hashes.Build()
	a.parts.Build()
}

// Change says what was done to a picture.
type Change string

// The changes. They tell of the picture that is asked about, against the edition's.
const (
	Same      Change = "same" // as far as can be seen
	Mirrored  Change = "mirrored"
	Turned    Change = "turned"
	Cropped   Change = "cropped"        // it is a part of the edition's
	Framed    Change = "more around it" // the edition's is a part of it
	Shifted   Change = "other edges"    // each has something that the other has not
	Stretched Change = "cropped or stretched"
	Smaller   Change = "smaller"
	Larger    Change = "larger"
	Altered   Change = "altered" // in brightness, colours, or places
)

// Match is a picture of the edition that resembles the one that is asked about.
type Match struct {
	Picture  int      `json:"picture"`  // its number
	Distance int      `json:"distance"` // bits of 256 that differ, -1 where a part was found
	Changes  []Change `json:"changes"`
	// Shows is the share of the edition's picture that is in the one asked about.
	Shows float64 `json:"shows"`
	// X, Y, W, H say where in the edition's picture that is, in shares of its sides;
	// they are 0 where it was not laid on it.
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
	// Rank says what is told first: 0 for what has all that the picture shows, 1 for
	// the same mirrored, 2 for what has less of it.
	Rank int `json:"rank"`
}

const (
	// edge is the share of an area from which it is taken for the whole: laying two
	// sketches over each other is no surer.
	edge = 0.96
	// sizes and shapes within this factor are the same.
	sameSize = 1.04
	askew    = 0.14 // radians from which a picture was turned
	// alike is within how many bits two pictures are told to be the same.
	alike = 16
	// longest is how many matches are told.
	longest = 12
)

type overlay struct {
	likeness.Shared
	mirrored bool
}

// Find gives the pictures that resemble one, the surest first.
func (a *Album) Find(p Picture) ([]Match, error) {
	if !p.ShowsEnough() {
		return nil, nil
	}
	type hash struct {
		distance    int
		orientation likeness.Orientation
	}
	near := map[int]hash{}
	for o, h := range p.Eight {
		for _, hit := range a.hashes.Search(h, likeness.Near) {
			if old, ok := near[hit.ID]; !ok || hit.Distance < old.distance {
				near[hit.ID] = hash{hit.Distance, likeness.Orientation(o)}
			}
		}
	}
	laid, err := a.laid(p)
	if err != nil {
		return nil, err
	}
	out := []Match{}
	for id, h := range near {
		m := Match{Picture: id, Distance: h.distance, Shows: 1}
		if o, ok := laid[id]; ok {
			m.lay(o, p, a.known[id])
		}
		m.Changes = changes(p, a.known[id], h.orientation, laid[id], h.distance)
		out = append(out, m)
	}
	for id, o := range laid {
		if _, ok := near[id]; ok {
			continue
		}
		m := Match{Picture: id, Distance: -1}
		m.lay(o, p, a.known[id])
		m.Changes = changes(p, a.known[id], likeness.AsStored, o, alike)
		out = append(out, m)
	}
	for i := range out {
		out[i].Rank = rank(out[i].Changes)
	}
	slices.SortFunc(out, func(a, b Match) int {
		if a.Rank != b.Rank {
			return a.Rank - b.Rank
		}
		if (a.Distance < 0) != (b.Distance < 0) {
			return b.Distance - a.Distance // a whole before a part
		}
		return cmp.Or(a.Distance-b.Distance, cmp.Compare(b.Shows, a.Shows), a.Picture-b.Picture)
	})
	return out[:min(len(out), longest)], nil
}

func rank(changes []Change) int {
	switch {
	case slices.Contains(changes, Framed), slices.Contains(changes, Shifted):
		return 2
	case slices.Contains(changes, Mirrored):
		return 1
	}
	return 0
}

// laid finds pictures of which this is a part, or that are a part of it, as it is
// and mirrored.
func (a *Album) laid(p Picture) (map[int]*overlay, error) {
	out := map[int]*overlay{}
	corners, sketch := p.Corners, p.Sketch
	for _, mirrored := range []bool{false, true} {
		if mirrored {
			corners, sketch = likeness.MirroredCorners(corners, sketch), sketch.Mirrored()
		}
		hits, err := a.parts.Search(corners, sketch, func(i int) (likeness.Sketch, error) { return a.known[i].Sketch, nil })
		if err != nil {
			return nil, err
		}
		for _, hit := range hits {
			if old, ok := out[hit.Picture]; !ok || hit.Alike > old.Alike {
				out[hit.Picture] = &overlay{hit, mirrored}
			}
		}
	}
	return out, nil
}

// lay says where on the edition's picture the other one lies.
func (m *Match) lay(o *overlay, p Picture, k Known) {
	m.Shows = min(1, o.OfStored)
	longer := float64(max(p.Width, p.Height))
	w, h := float64(p.Width)/longer*o.Scale, float64(p.Height)/longer*o.Scale
	if longer == 0 || math.Abs(o.Turn) > askew {
		return
	}
	kLonger := float64(max(k.Width, k.Height))
	sw, sh := float64(k.Width)/kLonger, float64(k.Height)/kLonger
	left, top := max(0, o.X/sw), max(0, o.Y/sh)
	right, bottom := min(1, (o.X+w)/sw), min(1, (o.Y+h)/sh)
	if right > left && bottom > top {
		m.X, m.Y, m.W, m.H = left, top, right-left, bottom-top
	}
}

// Missing gives the shares of the edition's picture that the one asked about has not:
// at its left, its top, its right, its bottom.
func (m Match) Missing() [4]float64 {
	if m.W <= 0 || m.H <= 0 {
		return [4]float64{}
	}
	return [4]float64{m.X, m.Y, 1 - m.X - m.W, 1 - m.Y - m.H}
}

func mirrors(o likeness.Orientation) bool {
	return o == likeness.Mirrored || o == likeness.UpsideDown || o == likeness.Transposed || o == likeness.Transversed
}

// changes names what was done to a picture.
func changes(p Picture, k Known, o likeness.Orientation, laid *overlay, distance int) []Change {
	var out []Change
	mirrored, turned := mirrors(o), o != likeness.AsStored
	if laid != nil {
		mirrored, turned = laid.mirrored, math.Abs(laid.Turn) > askew
	}
	switch {
	case mirrored:
		out = append(out, Mirrored)
	case turned:
		out = append(out, Turned)
	}
	mine, theirs := float64(max(p.Width, p.Height)), float64(max(k.Width, k.Height))
	factor := theirs / max(1, mine)
	if laid != nil {
		factor *= laid.Scale
	}
	switch {
	case laid == nil && otherShape(p, k, o):
		out = append(out, Stretched)
	case laid == nil:
	case laid.OfQuery < edge && laid.OfStored < edge:
		out = append(out, Shifted)
	case laid.OfStored < edge:
		out = append(out, Cropped)
	case laid.OfQuery < edge:
		out = append(out, Framed)
	}
	switch {
	case factor > sameSize:
		out = append(out, Smaller)
	case factor < 1/sameSize:
		out = append(out, Larger)
	}
	if distance > alike && len(out) == 0 {
		out = append(out, Altered)
	}
	if len(out) == 0 {
		out = append(out, Same)
	}
	return out
}

func otherShape(p Picture, k Known, o likeness.Orientation) bool {
	w, h := float64(k.Width), float64(k.Height)
	switch o {
	case likeness.TurnedLeft, likeness.TurnedRight, likeness.Transposed, likeness.Transversed:
		w, h = h, w
	}
	return math.Abs(math.Log(float64(p.Width)*h/float64(p.Height)/w)) > math.Log(sameSize)
}

// AppendKnown adds a picture to a file of prints that Load reads: for each its
// width, height, hash, and what UnpackCorners and SketchFrom read, both with their
// length before them.
func AppendKnown(b []byte, w, h int, hash, corners, sketch []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(w))
	b = binary.BigEndian.AppendUint16(b, uint16(h))
	b = append(b, hash...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(corners)))
	b = append(b, corners...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(sketch)))
	return append(b, sketch...)
}

var errPrints = errors.New("this is not a file of prints")

// Load adds the pictures of a file of prints.
func (a *Album) Load(b []byte) error {
	take := func(n int) (out []byte) {
		if n > len(b) {
			b = nil
			return nil
		}
		out, b = b[:n:n], b[n:]
		return out
	}
	sized := func() ([]byte, bool) {
		n := take(2)
		if n == nil {
			return nil, false
		}
		out := take(int(binary.BigEndian.Uint16(n)))
		return out, out != nil
	}
	for len(b) > 0 {
		head := take(4 + 32)
		if head == nil {
			return errPrints
		}
		corners, ok := sized()
		sketch, okToo := sized()
		if !ok || !okToo {
			return errPrints
		}
		k, err := KnownOf(int(binary.BigEndian.Uint16(head)), int(binary.BigEndian.Uint16(head[2:])), head[4:], corners, sketch)
		if err != nil {
			return err
		}
		a.Add(k)
	}
	return nil
}

// KnownOf reads the prints of a picture.
func KnownOf(w, h int, hash, corners, sketch []byte) (Known, error) {
	k := Known{Width: w, Height: h}
	if w <= 0 || h <= 0 {
		return k, errPrints
	}
	var err error
	if k.Hash, err = likeness.HashOf(hash); err != nil {
		return k, err
	}
	if k.Corners, err = likeness.UnpackCorners(corners); err != nil || len(sketch) == 0 {
		return k, err
	}
	k.Sketch, err = likeness.SketchFrom(sketch)
	return k, err
}

// Changes lists every change.
func Changes() []Change {
	return []Change{Same, Mirrored, Turned, Cropped, Framed, Shifted, Stretched, Smaller, Larger, Altered}
}
