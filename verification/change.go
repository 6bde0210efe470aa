package verification

import (
	"context"
	"math"

	"sijill.example/sijill/likeness"
	"sijill.example/sijill/look"
)

// Change says what was done to a picture, in a word that everybody knows.
type Change string

// The changes. They tell of the query as against the thing that it resembles.
const (
	Mirrored     Change = "mirrored"
	Turned       Change = "turned"
	Cropped      Change = "cropped"        // the query is a part of the thing
	Whole        Change = "more around it" // the thing is a part of the query
	OtherEdges   Change = "other edges"    // each has something that the other has not
	Stretched    Change = "cropped or stretched"
	Smaller      Change = "smaller"
	Larger       Change = "larger"
	Recompressed Change = "recompressed" // the same size, other bytes
)

// overlay is where a query lies on a picture of the gallery.
type overlay struct {
	likeness.Shared
	mirrored bool
}

const (
	// edge is the share of an area from which it is taken for the whole: the overlay
	// of two sketches is no better.
	edge = 0.96
	// sizes within this factor are the same size.
	sameSize = 1.04
	quarter  = math.Pi / 2
	askew    = 0.14 // radians from which a picture was turned
)

func (o *overlay) candidate() Candidate {
	return Candidate{
		Method: Part, Orientation: o.orientation(), Distance: int(256 * (1 - o.Alike) / 2),
		Mine: o.OfQuery, Theirs: o.OfStored, X: max(0, o.X), Y: max(0, o.Y), part: o,
	}
}

// orientation names how the query was turned, where it was by quarters.
func (o *overlay) orientation() string {
	turns := int(math.Round(o.Turn/quarter)+4) % 4
	if math.Abs(math.Remainder(o.Turn, quarter)) > askew {
		return "turned by some degrees"
	}
	plain := [4]likeness.Orientation{likeness.AsStored, likeness.TurnedLeft, likeness.TurnedOver, likeness.TurnedRight}
	flipped := [4]likeness.Orientation{likeness.Mirrored, likeness.Transposed, likeness.UpsideDown, likeness.Transversed}
	found := plain[turns]
	if o.mirrored {
		found = flipped[turns]
	}
	if found == likeness.AsStored {
		return ""
	}
	return found.String()
}

// mirrors reports that an orientation mirrors, whatever else it does.
func mirrors(orientation string) bool {
	for _, o := range []likeness.Orientation{likeness.Mirrored, likeness.UpsideDown, likeness.Transposed, likeness.Transversed} {
		if orientation == o.String() {
			return true
		}
	}
	return false
}

// changes names what was done to the query.
func (c Candidate) changes(mine, theirs seen) []Change {
	var out []Change
	switch {
	case mirrors(c.Orientation), c.part != nil && c.part.mirrored:
		out = append(out, Mirrored)
	case c.Orientation != "":
		out = append(out, Turned)
	}
	factor := float64(theirs.longer()) / float64(max(1, mine.longer())) // pixels of theirs to one of mine
	if c.part != nil {
		factor *= c.part.Scale
	}
	before := len(out)
	switch {
	case c.part == nil && mine.differsInShape(theirs, c.Orientation):
		out = append(out, Stretched)
	case c.part == nil:
	case c.Mine < edge && c.Theirs < edge:
		out = append(out, OtherEdges)
	case c.Theirs < edge:
		out = append(out, Cropped)
	case c.Mine < edge:
		out = append(out, Whole)
	}
	switch {
	case mine.longer() == 0 || theirs.longer() == 0:
	case factor > sameSize:
		out = append(out, Smaller)
	case factor < 1/sameSize:
		out = append(out, Larger)
	case len(out) == before && len(out) == 0:
		out = append(out, Recompressed)
	}
	return out
}

func (s seen) longer() int { return max(s.Width, s.Height) }

// differsInShape reports that two pictures have different proportions, once one is
// turned like the other.
func (s seen) differsInShape(o seen, orientation string) bool {
	if s.longer() == 0 || o.longer() == 0 {
		return false
	}
	switch orientation {
	case likeness.TurnedLeft.String(), likeness.TurnedRight.String(), likeness.Transposed.String(), likeness.Transversed.String():
		o.Width, o.Height = o.Height, o.Width
	}
	return math.Abs(math.Log(float64(s.Width)*float64(o.Height)/float64(s.Height)/float64(o.Width))) > math.Log(sameSize)
}

// shared looks for pictures of which the query is a part, or that are a part of it,
// as they are and mirrored.
func (g *Gallery) shared(ctx context.Context, q Query) (map[int]*overlay, error) {
	var corners []likeness.Corner
	var sketch likeness.Sketch
	for _, p := range q.Prints {
		var err error
		switch p.Kind {
		case look.CornersKind:
			corners, err = likeness.UnpackCorners(p.Bytes)
		case look.SketchKind:
			sketch, err = likeness.SketchFrom(p.Bytes)
		}
		if err != nil {
			return nil, unreadable(err)
		}
	}
	laid := map[int]*overlay{}
	if len(corners) == 0 {
		return laid, nil
	}
	for _, mirrored := range []bool{false, true} {
		if mirrored {
			corners, sketch = likeness.MirroredCorners(corners, sketch), sketch.Mirrored()
		}
		hits, err := g.parts.Search(corners, sketch, g.sketchOf(ctx))
		if err != nil {
			return nil, err
		}
		for _, hit := range hits {
			if old, ok := laid[g.partOf[hit.Picture]]; !ok || hit.Alike > old.Alike {
				laid[g.partOf[hit.Picture]] = &overlay{hit, mirrored}
			}
		}
	}
	return laid, nil
}
