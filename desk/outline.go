package desk

import (
	"context"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"sync"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// point is a position on the earth, in degrees.
type point struct{ lon, lat float64 }

func (p point) ok() bool {
	return p.lon >= -180 && p.lon <= 180 && p.lat >= -90 && p.lat <= 90
}

// ring is a closed line.
type ring []point

// outline is where a place of the gazetteer lies.
type outline struct {
	Number   sijill.Number
	Names    map[language]string
	Rings    []ring
	min, max point
}

// maxOutlinePoints bounds what is kept of one place.
const maxOutlinePoints = 50_000

// ringsOf reads the polygons of a GeoJSON geometry (RFC 7946). What is none, or is
// not of this earth, gives nothing.
func ringsOf(geometry any) []ring {
	m, _ := geometry.(map[string]any)
	coordinates, _ := m["coordinates"].([]any)
	var polygons []any
	switch m["type"] {
	case "Polygon":
		polygons = []any{coordinates}
	case "MultiPolygon":
		polygons = coordinates
	}
	var out []ring
	left := maxOutlinePoints
	for _, polygon := range polygons {
		rings, _ := polygon.([]any)
		for _, r := range rings {
			points, _ := r.([]any)
			line := make(ring, 0, min(len(points), left))
			for _, at := range points {
				p, ok := pointIn(at)
				if left--; !ok || left < 0 {
					return nil
				}
				line = append(line, p)
			}
			if len(line) > 3 {
				out = append(out, line)
			}
		}
	}
	return out
}

func pointIn(at any) (point, bool) {
	pair, _ := at.([]any)
	if len(pair) < 2 {
		return point{}, false
	}
	lon, okLon := degrees(pair[0])
	lat, okLat := degrees(pair[1])
	p := point{lon, lat}
	return p, okLon && okLat && p.ok()
}

func degrees(v any) (float64, bool) {
	text := ""
	switch v := v.(type) {
	case json.Number:
		text = v.String()
	case string: // as a person typed it
		text = strings.TrimSpace(v)
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

func (o *outline) bound() {
	o.min, o.max = point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, r := range o.Rings {
		for _, p := range r {
			o.min = point{min(o.min.lon, p.lon), min(o.min.lat, p.lat)}
			o.max = point{max(o.max.lon, p.lon), max(o.max.lat, p.lat)}
		}
	}
}

// holds reports whether a point lies within, by counting the lines that a ray
// crosses.
func (o *outline) holds(p point) bool {
	if p.lon < o.min.lon || p.lon > o.max.lon || p.lat < o.min.lat || p.lat > o.max.lat {
		return false
	}
	in := false
	for _, r := range o.Rings {
		for i, a := range r {
			b := r[(i+len(r)-1)%len(r)]
			if (a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon-a.lon)*(p.lat-a.lat)/(b.lat-a.lat)+a.lon {
				in = !in
			}
		}
	}
	return in
}

// outlines keeps the outlines of the gazetteer until something is entered.
type outlines struct {
	mu       sync.Mutex
	position int64
	all      []outline
}

// of gives the outlines of all places that have one.
func (o *outlines) of(ctx context.Context, c *catalog.Catalog) ([]outline, error) {
	position, err := c.Position(ctx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.position == position {
		return o.all, nil
	}
	var all []outline
	for t, err := range c.Things(ctx, catalog.Filter{Kind: "place"}) {
		if err != nil {
			return nil, err
		}
		if rings := ringsOf(t.Fields["geometry"]); len(rings) > 0 {
			x := outline{Number: t.Number, Names: namesOf(t), Rings: rings}
			x.bound()
			all = append(all, x)
		}
	}
	o.all, o.position = all, position
	return all, nil
}

// namesOf gives the name of a place in each language of the interface: its own, or
// the one it has.
func namesOf(t catalog.Thing) map[language]string {
	text := func(names ...string) string {
		for _, name := range names {
			if s, _ := t.Fields[name].(string); s != "" {
				return sijill.Printable(s)
			}
		}
		return ""
	}
	return map[language]string{
		english: text("name_en", "name", "name_ar", "code"),
		arabic:  text("name_ar", "name", "name_en", "code"),
	}
}
