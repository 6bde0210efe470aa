package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/look"
)

// chart is a plain map, drawn from what the archive itself knows: no tiles, no
// network. It stands in the page as SVG, so that it follows the page's colours.
type chart struct {
	Width, Height int
	Areas         []area
	Names         []areaName
	Marks         []mark
	BarX, BarY    int // of the scale
	Bar           int // its length
	Scale         string
}

type area struct {
	Path string
	Own  bool // of the place that the page is about, or in which a mark lies
}

type areaName struct {
	X, Y      int
	Text, Dir string
	Own       bool
}

// mark is a point with its precision, and its line in the legend.
type mark struct {
	Letter    string
	Kind      string // captured, shown or place
	X, Y      int
	Radius    int // of the precision, 0 where it is not known or too small to draw
	Label     string
	Position  string
	Precision string
	By        shown
	Doubt     string
	In        []link // the places in which it lies

	at     point
	metres float64
}

const (
	chartWidth  = 800
	chartHeight = 480
	chartEdge   = 48
	mostAreas   = 400
	metresOf    = 111_320 // a degree of latitude
)

// chartOf draws where a thing was and what it shows; nil where nobody said, or
// where what is known has no position.
func (d *desk) chartOf(ctx context.Context, p *page, t catalog.Thing, seen *look.Seen) (*chart, error) {
	marks := p.marksOf(t, seen)
	all, err := d.outlines.of(ctx, d.archive.Catalog)
	if err != nil {
		return nil, err
	}
	own := slices.IndexFunc(all, func(o outline) bool { return o.Number == t.Number })
	if len(marks) == 0 && own < 0 {
		return nil, nil
	}
	v := viewOf(marks)
	if own >= 0 {
		v.take(all[own].min)
		v.take(all[own].max)
	}
	v.settle()
	c := &chart{Width: chartWidth, Height: chartHeight}
	in := map[sijill.Number]bool{}
	for i := range marks {
		m := &marks[i]
		m.Letter = string(rune('A' + i))
		m.X, m.Y = v.at(m.at)
		if r := int(m.metres * v.scale / metresOf); r > 7 {
			m.Radius = min(r, 4*chartWidth)
		}
		for _, o := range all {
			if o.Number != t.Number && o.holds(m.at) && len(m.In) < 5 {
				in[o.Number] = true
				m.In = append(m.In, link{o.Names[p.lang], p.To("/item/" + string(o.Number))})
			}
		}
	}
	c.Marks = marks
	c.draw(v, all, p.lang, func(n sijill.Number) bool { return n == t.Number || in[n] })
	c.measure(v, p)
	return c, nil
}

// maxMarks is how many letters there are.
const maxMarks = 26

// marksOf lists the positions that are known of a thing. What the file claims is
// where it was made; what people wrote down is what it shows, unless they say
// otherwise.
func (p *page) marksOf(t catalog.Thing, seen *look.Seen) []mark {
	var out []mark
	lat, okLat := degrees(t.Fields["latitude"])
	lon, okLon := degrees(t.Fields["longitude"])
	if at := (point{lon, lat}); okLat && okLon && at.ok() {
		m := mark{Kind: "shown", Label: p.T("field.place_shown"), By: p.phraseOf("says.description"), at: at}
		if t.Kind == "place" {
			m.Kind, m.Label = "place", p.T("one.place")
		}
		for _, name := range []string{"place_shown", "place", "place_captured"} {
			if s, _ := t.Fields[name].(string); s != "" {
				m.By = lineOf(s)
				if name == "place_captured" {
					m.Kind, m.Label = "captured", p.T("field.place_captured")
				}
				break
			}
		}
		m.metres = metresIn(t.Fields["precision_m"])
		out = append(out, m)
	}
	if seen != nil {
		for _, x := range seen.Places {
			at := point{x.Lon, x.Lat}
			if !at.ok() || strings.HasPrefix(x.Doubt, "0,0") || slices.ContainsFunc(out, func(m mark) bool { return m.at == at && m.Kind == "captured" }) {
				continue
			}
			out = append(out, mark{Kind: "captured", Label: p.T("field.place_captured"), By: p.stoodAt(x.Where, x.Name), Doubt: p.machine(x.Doubt), at: at})
		}
	}
	out = out[:min(len(out), maxMarks)]
	for i := range out {
		m := &out[i]
		m.Position = strconv.FormatFloat(m.at.lat, 'f', 5, 64) + ", " + strconv.FormatFloat(m.at.lon, 'f', 5, 64)
		m.Precision = p.T("map.noprecision")
		if m.metres > 0 {
			m.Precision = p.T("map.precision") + p.T("colon") + "\u200e" + spellMetres(m.metres) + "\u200e"
		}
	}
	return out
}

func metresIn(v any) float64 {
	text := ""
	switch v := v.(type) {
	case json.Number:
		text = v.String()
	case string:
		text = v
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f <= 0 || f > 1e7 {
		return 0
	}
	return f
}

func spellMetres(m float64) string {
	if m >= 1000 {
		return strconv.FormatFloat(m/1000, 'g', 3, 64) + " km"
	}
	return strconv.FormatFloat(m, 'f', 0, 64) + " m"
}

// view is the part of the earth that a chart shows. Close to a point the earth is
// flat enough: a degree of longitude is shorter by the cosine of the latitude.
type view struct {
	min, max point
	squeeze  float64
	scale    float64 // units of the drawing for a degree of latitude
}

func viewOf(marks []mark) *view {
	v := &view{min: point{math.Inf(1), math.Inf(1)}, max: point{math.Inf(-1), math.Inf(-1)}}
	for _, m := range marks {
		around := max(m.metres, 900) / metresOf
		aside := around / max(0.05, math.Cos(m.at.lat*math.Pi/180))
		v.take(point{m.at.lon - aside, m.at.lat - around})
		v.take(point{m.at.lon + aside, m.at.lat + around})
	}
	return v
}

func (v *view) take(p point) {
	v.min = point{min(v.min.lon, p.lon), min(v.min.lat, p.lat)}
	v.max = point{max(v.max.lon, p.lon), max(v.max.lat, p.lat)}
}

func (v *view) settle() {
	v.squeeze = max(0.05, math.Cos((v.min.lat+v.max.lat)/2*math.Pi/180))
	wide, high := max(1e-9, (v.max.lon-v.min.lon)*v.squeeze), max(1e-9, v.max.lat-v.min.lat)
	v.scale = min((chartWidth-2*chartEdge)/wide, (chartHeight-2*chartEdge)/high)
}

func (v *view) exact(p point) (x, y float64) {
	return chartWidth/2 + (p.lon-(v.min.lon+v.max.lon)/2)*v.squeeze*v.scale, chartHeight/2 - (p.lat-(v.min.lat+v.max.lat)/2)*v.scale
}

func (v *view) at(p point) (x, y int) {
	fx, fy := v.exact(p)
	return int(math.Round(fx)), int(math.Round(fy))
}

// draw puts the outlines that are in view on the chart, and the names for which
// there is room.
func (c *chart) draw(v *view, all []outline, l language, own func(sijill.Number) bool) {
	type box struct{ x0, y0, x1, y1 int }
	var taken []box
	for _, m := range c.Marks {
		taken = append(taken, box{m.X - 14, m.Y - 30, m.X + 14, m.Y + 12})
	}
	for _, o := range all {
		x0, y1 := v.at(o.min)
		x1, y0 := v.at(o.max)
		if x1 < 0 || x0 > chartWidth || y1 < 0 || y0 > chartHeight || x1-x0+y1-y0 < 6 || len(c.Areas) == mostAreas {
			continue
		}
		c.Areas = append(c.Areas, area{v.path(o.Rings), own(o.Number)})
		name := o.Names[l]
		if name == "" {
			continue
		}
		wide := len([]rune(name))*7 + 6
		for _, at := range spots(max(x0, 0), max(y0, 0), min(x1, chartWidth), min(y1, chartHeight)) {
			b := box{at[0] - wide/2, at[1] - 12, at[0] + wide/2, at[1] + 5}
			if b.x0 < 2 || b.x1 > chartWidth-2 || b.y0 < 2 || b.y1 > chartHeight-40 ||
				!o.holds(v.back(b.x0, at[1])) || !o.holds(v.back(b.x1, at[1])) || !o.holds(v.back(at[0], at[1])) ||
				slices.ContainsFunc(taken, func(t box) bool { return b.x0 < t.x1 && t.x0 < b.x1 && b.y0 < t.y1 && t.y0 < b.y1 }) {
				continue
			}
			taken = append(taken, b)
			c.Names = append(c.Names, areaName{at[0], at[1], name, sijill.Direction(name), own(o.Number)})
			break
		}
	}
	slices.SortStableFunc(c.Areas, func(a, b area) int {
		switch {
		case a.Own == b.Own:
			return 0
		case b.Own:
			return -1
		}
		return 1
	})
}

// spots lists where within a box a name may stand, the middle first.
func spots(x0, y0, x1, y1 int) [][2]int {
	const steps = 9
	mid := [2]int{(x0 + x1) / 2, (y0 + y1) / 2}
	out := [][2]int{mid}
	for i := 1; i < steps; i++ {
		for j := 1; j < steps; j++ {
			out = append(out, [2]int{x0 + (x1-x0)*i/steps, y0 + (y1-y0)*j/steps})
		}
	}
	away := func(s [2]int) int { return (s[0]-mid[0])*(s[0]-mid[0]) + (s[1]-mid[1])*(s[1]-mid[1]) }
	slices.SortStableFunc(out, func(a, b [2]int) int { return away(a) - away(b) })
	return out
}

// back gives the point that stands at a place of the drawing.
func (v *view) back(x, y int) point {
	return point{(v.min.lon+v.max.lon)/2 + float64(x-chartWidth/2)/v.scale/v.squeeze, (v.min.lat+v.max.lat)/2 - float64(y-chartHeight/2)/v.scale}
}

// path writes rings as SVG has them, without points that nobody could tell apart.
// Far outside of the picture nothing is drawn.
func (v *view) path(rings []ring) string {
	var b strings.Builder
	for _, r := range rings {
		lastX, lastY := math.Inf(1), math.Inf(1)
		for i, p := range r {
			x, y := v.exact(p)
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
	return b.String()
}

// measure puts a round number of metres on the scale.
func (c *chart) measure(v *view, p *page) {
	metres := 150 / v.scale * metresOf
	power := math.Pow(10, math.Floor(math.Log10(metres)))
	for _, n := range []float64{5, 2, 1} {
		if n*power <= metres {
			metres = n * power
			break
		}
	}
	c.Bar = int(math.Round(metres * v.scale / metresOf))
	c.BarX, c.BarY = 20, chartHeight-20
	c.Scale = spellMetres(metres)
}
