package gazetteer

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// Point is a position on the earth, in degrees (WGS 84).
type Point struct {
	Lat float64 `json:"latitude"`
	Lon float64 `json:"longitude"`
}

// NewPoint makes a point. A latitude beyond 90, a longitude beyond 180 and the
// point 0, 0, which receivers give when they know nothing, are refused.
func NewPoint(lat, lon float64) (Point, error) {
	switch {
	case !(lat >= -90 && lat <= 90):
		return Point{}, fmt.Errorf("a latitude is between -90 and 90 degrees, not %g", lat)
	case !(lon >= -180 && lon <= 180):
		return Point{}, fmt.Errorf("a longitude is between -180 and 180 degrees, not %g", lon)
	case lat == 0 && lon == 0:
		return Point{}, errors.New("0, 0 is what a receiver gives that knows no position")
	}
	return Point{lat, lon}, nil
}

const earthRadius = 6371008.8 // metres, the mean

// Distance gives the metres between two points along the earth.
func Distance(a, b Point) float64 {
	const degree = math.Pi / 180
	sinLat := math.Sin((b.Lat - a.Lat) * degree / 2)
	sinLon := math.Sin((b.Lon - a.Lon) * degree / 2)
	h := sinLat*sinLat + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*sinLon*sinLon
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Ring is a closed line; whether its first point is repeated at the end makes no
// difference.
type Ring []Point

// Outline is the rings of everything that a place is made of: its parts, and holes
// in them. What lies within an odd number of rings is inside.
type Outline []Ring

// Contains reports whether a point is inside, by the even-odd rule. Of a point on
// the line itself it says either.
func (o Outline) Contains(p Point) bool {
	inside := false
	for _, ring := range o {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			if (a.Lat > p.Lat) != (b.Lat > p.Lat) && p.Lon < (b.Lon-a.Lon)*(p.Lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
				inside = !inside
			}
		}
	}
	return inside
}

// Box is what lies between two parallels and two meridians.
type Box struct{ South, West, North, East float64 }

func emptyBox() Box { return Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)} }

func (b Box) with(p Point) Box {
	return Box{min(b.South, p.Lat), min(b.West, p.Lon), max(b.North, p.Lat), max(b.East, p.Lon)}
}

// Contains reports whether a point is in the box.
func (b Box) Contains(p Point) bool {
	return p.Lat >= b.South && p.Lat <= b.North && p.Lon >= b.West && p.Lon <= b.East
}

// Touches reports whether two boxes have a point in common.
func (b Box) Touches(c Box) bool {
	return b.South <= c.North && c.South <= b.North && b.West <= c.East && c.West <= b.East
}

// Box is the smallest box around the outline.
func (o Outline) Box() Box {
	box := emptyBox()
	for _, ring := range o {
		for _, p := range ring {
			box = box.with(p)
		}
	}
	return box
}

// area is in square degrees, good enough to tell the smaller of two neighbours.
func (o Outline) area() float64 {
	sum := 0.0
	for _, ring := range o {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			sum += a.Lon*b.Lat - b.Lon*a.Lat
		}
	}
	return math.Abs(sum) / 2
}

// middle gives the middle of the box around the outline, and the metres from there
// to its corners.
func (o Outline) middle() (Point, float64) {
	b := o.Box()
	m := Point{(b.South + b.North) / 2, (b.West + b.East) / 2}
	return m, Distance(m, Point{b.North, b.East})
}

const maxPoints = 1 << 20

// ParseGeometry reads the geometry of a GeoJSON feature (RFC 7946) as it comes from
// JSON: a Point, a Polygon, a MultiPolygon, or a collection of them. Lines have
// neither inside nor middle, and are refused.
func ParseGeometry(v any) (Outline, *Point, error) {
	g := geometry{}
	if err := g.add(v, 0); err != nil {
		return nil, nil, err
	}
	return g.outline, g.point, nil
}

type geometry struct {
	outline Outline
	point   *Point
	count   int
}

func (g *geometry) add(v any, depth int) error {
	m, ok := v.(map[string]any)
	if !ok || depth > 4 {
		return errors.New("it is not a GeoJSON geometry")
	}
	list, _ := m["coordinates"].([]any)
	switch m["type"] {
	case "Point":
		p, err := position(list)
		if err == nil {
			p, err = NewPoint(p.Lat, p.Lon)
		}
		if err == nil {
			g.point = &p
		}
		return err
	case "Polygon":
		return g.polygon(list)
	case "MultiPolygon":
		for _, part := range list {
			rings, _ := part.([]any)
			if err := g.polygon(rings); err != nil {
				return err
			}
		}
		return nil
	case "GeometryCollection":
		parts, _ := m["geometries"].([]any)
		for _, part := range parts {
			if err := g.add(part, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return errors.New("it is neither a point nor an area")
}

func (g *geometry) polygon(rings []any) error {
	if len(rings) == 0 {
		return errors.New("an area needs a line around it")
	}
	for _, r := range rings {
		list, _ := r.([]any)
		var ring Ring
		for _, item := range list {
			pair, _ := item.([]any)
			p, err := position(pair)
			if err != nil {
				return err
			}
			if g.count++; g.count > maxPoints {
				return errors.New("its outline has too many points")
			}
			ring = append(ring, p)
		}
		if len(ring) < 3 {
			return errors.New("a line around an area has three points at least")
		}
		g.outline = append(g.outline, ring)
	}
	return nil
}

func position(pair []any) (Point, error) {
	if len(pair) < 2 {
		return Point{}, errors.New("a position has a longitude and a latitude")
	}
	lon, okLon := numberOf(pair[0])
	lat, okLat := numberOf(pair[1])
	if !okLon || !okLat || !(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180) {
		return Point{}, errors.New("a position is not on the earth")
	}
	return Point{lat, lon}, nil
}

func numberOf(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case json.Number:
		f, err := v.Float64()
		return f, err == nil
	}
	return 0, false
}
