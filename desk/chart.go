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
	"sijill.example/sijill/gazetteer"
	"sijill.example/sijill/look"
)

// chart is a plain map, drawn from what the archive itself knows: no tiles, no
// network. It stands in the page as SVG, so that it follows the page's colours.
type chart struct {
	Width, Height int
	Areas         []area
	Dots          [][2]int // places of which only a point is known
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

	at     gazetteer.Point
	metres float64
	place  sijill.Number // of the gazetteer, where the mark stands for one
}

const (
	chartWidth  = 800
	chartHeight = 480
	chartEdge   = 48
	mostAreas   = 400
	mostDots    = 60
	metresOf    = 111_320 // a degree of latitude
)

// chartOf draws where a thing was and what it shows; nil where nobody said, or
// where what is known has no position.
func (d *desk) chartOf(ctx context.Context, p *page, t catalog.Thing, seen *look.Seen) (*chart, error) {
	g, err := d.archive.Catalog.Gazetteer(ctx)
	if err != nil {
		return nil, err
	}
	marks := p.marksOf(t, seen)
	named, err := d.namedMarks(ctx, p, g, t, marks)
	if err != nil {
		return nil, err
	}
	marks = append(marks, named...)
	marks = marks[:min(len(marks), maxMarks)]
	own := g.Place(t.Number)
	if len(marks) == 0 && (own == nil || len(own.Outline) == 0) {
		return nil, nil
	}
	v := viewOf(marks)
	if own != nil && len(own.Outline) > 0 {
		box := own.Outline.Box()
		v.take(gazetteer.Point{Lat: box.South, Lon: box.West})
		v.take(gazetteer.Point{Lat: box.North, Lon: box.East})
	}
	v.settle()
	// A mark in an empty field says little: what is next to it may be further off.
	for range 4 {
		if len(g.Touching(v.box())) > 0 {
			break
		}
		v.scale /= 2
	}
	c := &chart{Width: chartWidth, Height: chartHeight}
	in := map[sijill.Number]bool{t.Number: true}
	for i := range marks {
		m := &marks[i]
		m.Letter = string(rune('A' + i))
		m.X, m.Y = v.at(m.at)
		if r := int(m.metres * v.scale / metresOf); r > 7 {
			m.Radius = min(r, 4*chartWidth)
		}
		m.Position = strconv.FormatFloat(m.at.Lat, 'f', 5, 64) + ", " + strconv.FormatFloat(m.at.Lon, 'f', 5, 64)
		m.Precision = p.T("map.noprecision")
		if m.metres > 0 {
			m.Precision = p.T("map.precision") + p.T("colon") + "\u200e" + spellMetres(m.metres) + "\u200e"
		}
		around, err := g.At(m.at)
		if err != nil {
			return nil, err
		}
		for _, place := range around[:min(len(around), 5)] {
			in[place.Number] = true
			if place.Number != t.Number && place.Number != m.place {
				m.In = append(m.In, link{p.nameOf(place), p.To("/item/" + string(place.Number))})
			}
		}
	}
	c.Marks = marks
	c.draw(v, p, g.Touching(v.box()), func(n sijill.Number) bool { return in[n] })
	c.measure(v)
	return c, nil
}

// nameOf gives the name of a place that reads as the page does, or the first.
func (p *page) nameOf(place *gazetteer.Place) string {
	for _, name := range place.Names {
		if sijill.Direction(name) == p.Dir() {
			return sijill.Printable(name)
		}
	}
	return sijill.Printable(place.Name())
}

// markNamed marks the place that a text is the name of, where it is sure which one
// that is.
func (p *page) markNamed(g *gazetteer.Gazetteer, text string) (mark, bool) {
	place, ok := g.Locate(text)
	if !ok {
		return mark{}, false
	}
	at, metres, _ := place.Where()
	return mark{at: at, metres: metres, place: place.Number, By: lineOf(text), In: []link{{p.nameOf(place.Place), p.To("/item/" + string(place.Number))}}}, true
}

// namedMarks lists the places of the gazetteer that a thing is said to be of, where
// it says so by name. A place that a title names says less: it is drawn only where
// nobody said more.
func (d *desk) namedMarks(ctx context.Context, p *page, g *gazetteer.Gazetteer, t catalog.Thing, known []mark) ([]mark, error) {
	_, named, err := d.archive.Catalog.Read(ctx, t.Number)
	if err != nil {
		return nil, err
	}
	var out, titles []mark
	once := map[sijill.Number]bool{}
	isSaid := false
	for _, field := range []string{"place_shown", "place_captured"} {
		text, _ := t.Fields[field].(string)
		isSaid = isSaid || strings.TrimSpace(text) != ""
		if m, ok := p.markNamed(g, text); ok && !once[m.place] && !slices.ContainsFunc(known, func(k mark) bool { return "place_"+k.Kind == field }) {
			m.Kind, m.Label = strings.TrimPrefix(field, "place_"), p.T("field."+field)
			once[m.place], out = true, append(out, m)
		}
	}
	for _, n := range named {
		if len(n.Places) == 0 || once[n.Places[0].Number] {
			continue
		}
		place := g.Place(n.Places[0].Number)
		if place == nil {
			continue
		}
		at, metres, ok := place.Where()
		if !ok {
			continue
		}
		m := mark{Kind: "place", Label: p.T("map.named"), at: at, metres: metres, place: place.Number}
		m.In = []link{{p.nameOf(place), p.To("/item/" + string(place.Number))}}
		m.By = p.phraseOf("map.byname")
		if others := len(n.Places) - 1; others > 0 && !n.IsSure {
			m.Doubt = p.T("map.others") + p.T("colon") + count(others)
		}
		once[place.Number] = true
		switch stem, _ := languageIn(n.Field); {
		case stem == "place_captured":
			m.Kind, m.Label = "captured", p.T("field.place_captured")
			out = append(out, m)
		case strings.HasPrefix(stem, "place"):
			m.Kind, m.Label = "shown", p.T("field.place_shown")
			out = append(out, m)
		case stem == "title":
			titles = append(titles, m)
		}
	}
	if len(out)+len(known) == 0 && !isSaid {
		return titles, nil
	}
	return out, nil
}

// maxMarks is how many letters there are.
const maxMarks = 26

// marksOf lists the positions that are known of a thing. What the file claims is
// where it was made; what people wrote down is what it shows, unless they say
// otherwise.
func (p *page) marksOf(t catalog.Thing, seen *look.Seen) []mark {
	var out []mark
	if recorded := gazetteer.PlaceOf(t.Number, t.Fields).Point; recorded != nil && t.Fields["latitude"] != nil {
		at := *recorded
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
			at, err := gazetteer.NewPoint(x.Lat, x.Lon)
			if err != nil || slices.ContainsFunc(out, func(m mark) bool { return m.at == at && m.Kind == "captured" }) {
				continue
			}
			out = append(out, mark{Kind: "captured", Label: p.T("field.place_captured"), By: p.stoodAt(x.Where, x.Name), Doubt: p.machine(x.Doubt), at: at})
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
	min, max gazetteer.Point
	squeeze  float64
	scale    float64 // units of the drawing for a degree of latitude
}

func viewOf(marks []mark) *view {
	v := &view{min: gazetteer.Point{Lat: math.Inf(1), Lon: math.Inf(1)}, max: gazetteer.Point{Lat: math.Inf(-1), Lon: math.Inf(-1)}}
	for _, m := range marks {
		around := max(m.metres, 900) / metresOf
		aside := around / max(0.05, math.Cos(m.at.Lat*math.Pi/180))
		v.take(gazetteer.Point{Lat: m.at.Lat - around, Lon: m.at.Lon - aside})
		v.take(gazetteer.Point{Lat: m.at.Lat + around, Lon: m.at.Lon + aside})
	}
	return v
}

func (v *view) take(p gazetteer.Point) {
	v.min = gazetteer.Point{Lat: min(v.min.Lat, p.Lat), Lon: min(v.min.Lon, p.Lon)}
	v.max = gazetteer.Point{Lat: max(v.max.Lat, p.Lat), Lon: max(v.max.Lon, p.Lon)}
}

func (v *view) settle() {
	v.squeeze = max(0.05, math.Cos((v.min.Lat+v.max.Lat)/2*math.Pi/180))
	wide, high := max(1e-9, (v.max.Lon-v.min.Lon)*v.squeeze), max(1e-9, v.max.Lat-v.min.Lat)
	v.scale = min((chartWidth-2*chartEdge)/wide, (chartHeight-2*chartEdge)/high)
}

// box is what is in view.
func (v *view) box() gazetteer.Box {
	first, last := v.back(0, 0), v.back(chartWidth, chartHeight)
	return gazetteer.Box{South: last.Lat, West: first.Lon, North: first.Lat, East: last.Lon}
}

func (v *view) exact(p gazetteer.Point) (x, y float64) {
	return chartWidth/2 + (p.Lon-(v.min.Lon+v.max.Lon)/2)*v.squeeze*v.scale, chartHeight/2 - (p.Lat-(v.min.Lat+v.max.Lat)/2)*v.scale
}

func (v *view) at(p gazetteer.Point) (x, y int) {
	fx, fy := v.exact(p)
	return int(math.Round(fx)), int(math.Round(fy))
}

// box is a part of the drawing on which something is written.
type box struct{ x0, y0, x1, y1 int }

func (b box) meets(t box) bool { return b.x0 < t.x1 && t.x0 < b.x1 && b.y0 < t.y1 && t.y0 < b.y1 }

// draw puts the outlines that are in view on the chart, and the names for which
// there is room.
func (c *chart) draw(v *view, p *page, all []*gazetteer.Place, own func(sijill.Number) bool) {
	var taken []box
	for _, m := range c.Marks {
		taken = append(taken, box{m.X - 14, m.Y - 30, m.X + 14, m.Y + 12})
	}
	for _, o := range all {
		if len(o.Outline) == 0 {
			if x, y := v.at(*o.Point); len(c.Dots) < mostDots {
				c.Dots = append(c.Dots, [2]int{x, y})
				name := p.nameOf(o)
				wide := len([]rune(name))*7 + 6
				b := box{x - wide/2, y + 4, x + wide/2, y + 20}
				if b.x0 > 2 && b.x1 < chartWidth-2 && b.y1 < chartHeight-40 && !slices.ContainsFunc(taken, b.meets) {
					taken = append(taken, b)
					c.Names = append(c.Names, areaName{x, y + 17, name, sijill.Direction(name), own(o.Number)})
				}
			}
			continue
		}
		corners := o.Outline.Box()
		x0, y1 := v.at(gazetteer.Point{Lat: corners.South, Lon: corners.West})
		x1, y0 := v.at(gazetteer.Point{Lat: corners.North, Lon: corners.East})
		if x1-x0+y1-y0 < 6 || len(c.Areas) == mostAreas {
			continue
		}
		c.Areas = append(c.Areas, area{v.path(o.Outline), own(o.Number)})
		name := p.nameOf(o)
		wide := len([]rune(name))*7 + 6
		for _, at := range spots(max(x0, 0), max(y0, 0), min(x1, chartWidth), min(y1, chartHeight)) {
			b := box{at[0] - wide/2, at[1] - 12, at[0] + wide/2, at[1] + 5}
			if b.x0 < 2 || b.x1 > chartWidth-2 || b.y0 < 2 || b.y1 > chartHeight-40 ||
				!o.Outline.Contains(v.back(b.x0, at[1])) || !o.Outline.Contains(v.back(b.x1, at[1])) || !o.Outline.Contains(v.back(at[0], at[1])) ||
				slices.ContainsFunc(taken, b.meets) {
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
func (v *view) back(x, y int) gazetteer.Point {
	return gazetteer.Point{Lon: (v.min.Lon+v.max.Lon)/2 + float64(x-chartWidth/2)/v.scale/v.squeeze, Lat: (v.min.Lat+v.max.Lat)/2 - float64(y-chartHeight/2)/v.scale}
}

// path writes rings as SVG has them, without points that nobody could tell apart.
// Far outside of the picture nothing is drawn.
func (v *view) path(rings gazetteer.Outline) string {
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
func (c *chart) measure(v *view) {
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
