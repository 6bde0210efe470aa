package edition

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"sijill.example/sijill"
)

// chart is a plain map, drawn from what the edition itself knows: no tiles, no other
// site. It stands in the page as SVG, so that it follows the page's colours.
type chart struct {
	Width, Height int
	Areas         []area
	Dots          []dot
	Markers       []marker
	Outside       []outside
	BarX, BarY    int // of the scale
	Bar           int // its length
	Scale         string
}

type area struct {
	Path    string
	Name    said
	X, Y    int
	IsOwn   bool
	IsNamed bool // its name has room

	size float64
}

// dot is a place on a map, and its line in the list beside it.
type dot struct {
	X, Y      int
	Radius    int // of the precision, 0 where it is not known or too small to draw
	Precision string
	Refs      []Ref
	Name      *said

	lon, lat, metres float64
}

const (
	chartWidth  = 800
	chartHeight = 480
	chartEdge   = 48
	metresOf    = 111_320 // a degree of latitude
	mostDots    = 400
)

// chartOf draws where a thing was; nil where that has no position.
func (s *site) chartOf(ctx context.Context, p *page, d *Document) (*chart, error) {
	if len(d.Places) == 0 {
		return nil, nil
	}
	outlines, err := s.outlines(ctx)
	if err != nil {
		return nil, err
	}
	c := &chart{}
	own := map[sijill.Number]bool{d.Number: true}
	for _, at := range d.Places {
		if at.Ref != nil {
			own[at.Ref.Number] = true
		}
		c.add(p, at, Ref{Number: d.Number, Titles: d.Titles})
	}
	return c.drawn(p, outlines, own), nil
}

// mapOfAll draws everything that has a position.
func (s *site) mapOfAll(ctx context.Context, p *page) error {
	outlines, err := s.outlines(ctx)
	if err != nil {
		return err
	}
	c := &chart{}
	for _, kind := range []string{"incident", "exhibit", "testimony", "redaction"} {
		for d, err := range s.edition.Documents(ctx, Filter{Kind: kind}) {
			if err != nil {
				return err
			}
			for _, at := range d.Places {
				c.add(p, at, Ref{Number: d.Number, Titles: d.Titles})
			}
		}
	}
	p.Sheet, p.Title, p.About, p.Body = "map", p.T("map"), p.T("about.map"), c.drawn(p, outlines, nil)
	return nil
}

// outlines are the places of the edition that have a shape.
func (s *site) outlines(ctx context.Context) ([]*Document, error) {
	s.shapes.Lock()
	defer s.shapes.Unlock()
	if s.shapes.known {
		return s.shapes.places, nil
	}
	var out []*Document
	for d, err := range s.edition.Documents(ctx, Filter{Kind: "place"}) {
		if err != nil {
			return nil, err
		}
		for _, p := range d.Places {
			if len(p.Outline) > 0 {
				out = append(out, d)
				break
			}
		}
	}
	s.shapes.known, s.shapes.places = true, out
	return out, nil
}

// add puts a place on the map; things at one point share a dot.
func (c *chart) add(p *page, at Placed, ref Ref) {
	if at.Lat == nil || at.Lon == nil || math.Abs(*at.Lat) > 85 || math.Abs(*at.Lon) > 180 {
		return
	}
	for i := range c.Dots {
		if k := &c.Dots[i]; k.lat == *at.Lat && k.lon == *at.Lon {
			k.Refs = append(k.Refs, ref)
			k.metres = max(k.metres, at.PrecisionM)
			return
		}
	}
	if len(c.Dots) == mostDots {
		return
	}
	k := dot{lon: *at.Lon, lat: *at.Lat, metres: at.PrecisionM, Refs: []Ref{ref}}
	if at.Ref != nil {
		name := p.Name(*at.Ref)
		k.Name = &name
	} else {
		k.Name = p.Say(at.Words)
	}
	c.Dots = append(c.Dots, k)
}

// view is the part of the earth that a chart shows. Close to a point the earth is
// flat enough: a degree of longitude is shorter by the cosine of the latitude.
type view struct{ west, east, south, north, squeeze, scale float64 }

func (v *view) take(lon, lat float64) {
	v.west, v.east, v.south, v.north = min(v.west, lon), max(v.east, lon), min(v.south, lat), max(v.north, lat)
}

func newView() view {
	return view{west: math.Inf(1), east: math.Inf(-1), south: math.Inf(1), north: math.Inf(-1)}
}

// around takes a dot with as much beside it as it is precise, or a little.
func (v *view) around(k dot) {
	high := max(k.metres, 900) / metresOf
	wide := high / max(0.05, math.Cos(k.lat*math.Pi/180))
	v.take(k.lon-wide, k.lat-high)
	v.take(k.lon+wide, k.lat+high)
}

func (v *view) settle() {
	v.squeeze = max(0.05, math.Cos((v.south+v.north)/2*math.Pi/180))
	wide, high := max(1e-9, (v.east-v.west)*v.squeeze), max(1e-9, v.north-v.south)
	v.scale = min((chartWidth-2*chartEdge)/wide, (chartHeight-2*chartEdge)/high)
}

func (v *view) at(lon, lat float64) (x, y float64) {
	return chartWidth/2 + (lon-(v.west+v.east)/2)*v.squeeze*v.scale, chartHeight/2 - (lat-(v.south+v.north)/2)*v.scale
}

func (c *chart) drawn(p *page, outlines []*Document, own map[sijill.Number]bool) *chart {
	v, far := newView(), c.leaveOut()
	for _, k := range c.Dots {
		v.around(k)
	}
	for _, d := range outlines {
		if own[d.Number] {
			eachPoint(d, v.take)
		}
	}
	if v.west > v.east {
		return nil
	}
	v.settle()
	c.Width, c.Height = chartWidth, chartHeight
	for i := range c.Dots {
		k := &c.Dots[i]
		x, y := v.at(k.lon, k.lat)
		k.X, k.Y = int(math.Round(x)), int(math.Round(y))
		if r := int(k.metres * v.scale / metresOf); r > 7 {
			k.Radius = min(r, 4*chartWidth)
		}
		if k.metres > 0 {
			k.Precision = p.T("map.precision") + " " + p.Metres(k.metres)
		}
	}
	for _, d := range outlines {
		a := area{Path: v.path(d), Name: p.Name(Ref{Number: d.Number, Titles: d.Titles}), IsOwn: own[d.Number]}
		n, x, y := 0.0, 0.0, 0.0
		within := newView()
		eachPoint(d, func(lon, lat float64) {
			px, py := v.at(lon, lat)
			n, x, y = n+1, x+px, y+py
			within.take(px, py)
		})
		a.size = (within.east - within.west) * (within.north - within.south)
		a.X, a.Y = int(x/n), int(y/n)
		if a.X > 40 && a.X < chartWidth-40 && a.Y > 20 && a.Y < chartHeight-40 || a.IsOwn {
			c.Areas = append(c.Areas, a)
		}
	}
	c.mark()
	c.nameAreas()
	for _, k := range far {
		c.Outside = append(c.Outside, v.where(p, k))
	}
	metres := 150 / v.scale * metresOf
	power := math.Pow(10, math.Floor(math.Log10(metres)))
	for _, n := range []float64{5, 2, 1} {
		if n*power <= metres {
			metres = n * power
			break
		}
	}
	c.Bar = int(math.Round(metres * v.scale / metresOf))
	c.BarX, c.BarY, c.Scale = 20, chartHeight-20, p.Metres(metres)
	return c
}

// Metres writes a length.
func (p *page) Metres(m float64) string {
	if m >= 100_000 { // else it would have an exponent
		return strconv.FormatFloat(m/1000, 'f', 0, 64) + " " + p.T("km")
	}
	if m >= 1000 {
		return strconv.FormatFloat(m/1000, 'g', 3, 64) + " " + p.T("km")
	}
	return strconv.FormatFloat(m, 'f', 0, 64) + " " + p.T("metres")
}

func eachPoint(d *Document, f func(lon, lat float64)) {
	for _, p := range d.Places {
		for _, ring := range p.Outline {
			for _, at := range ring {
				if math.Abs(at[0]) <= 180 && math.Abs(at[1]) <= 85 {
					f(at[0], at[1])
				}
			}
		}
	}
}

// path writes outlines as SVG has them, without points that nobody could tell apart.
func (v *view) path(d *Document) string {
	var b strings.Builder
	for _, p := range d.Places {
		for _, ring := range p.Outline {
			lastX, lastY := math.Inf(1), math.Inf(1)
			for i, at := range ring {
				x, y := v.at(at[0], at[1])
				x, y = min(max(x, -4*chartWidth), 5*chartWidth), min(max(y, -4*chartHeight), 5*chartHeight)
				if i > 0 && math.Abs(x-lastX)+math.Abs(y-lastY) < 1 {
					continue
				}
				verb := "L"
				if i == 0 {
					verb = "M"
				}
				fmt.Fprintf(&b, "%s%.1f %.1f", verb, x, y)
				lastX, lastY = x, y
			}
			b.WriteByte('Z')
		}
	}
	return b.String()
}
