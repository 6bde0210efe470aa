package edition

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// outside is a place that lies too far away to be drawn with the others.
type outside struct {
	Name  *said
	Where string // how far and in which direction
	Refs  []Ref
}

// shrinks is how many times smaller far places may make what is drawn of the others.
const shrinks = 3

// leaveOut takes from the dots those few that lie so far from the others that these
// would be squeezed into a corner. Three places in four are drawn at least, and two.
func (c *chart) leaveOut() (far []dot) {
	n := len(c.Dots)
	most := max(1, n/4)
	if n < 3 {
		return nil
	}
	middle := func(of func(dot) float64) float64 {
		var all []float64
		for _, k := range c.Dots {
			all = append(all, of(k))
		}
		slices.Sort(all)
		return all[(n-1)/2]
	}
	lon, lat := middle(func(k dot) float64 { return k.lon }), middle(func(k dot) float64 { return k.lat })
	away := func(k dot) float64 { return distance(lon, lat, k.lon, k.lat) + k.metres }
	order := slices.Clone(c.Dots)
	slices.SortStableFunc(order, func(a, b dot) int { return cmp.Compare(away(a), away(b)) })
	scaleOf := func(list []dot) float64 {
		v := newView()
		for _, k := range list {
			v.around(k)
		}
		v.settle()
		return v.scale
	}
	cut, scale := 0, scaleOf(order)
	for k := 1; k <= min(most, n-2); k++ {
		if closer := scaleOf(order[:n-k]); closer >= shrinks*scale {
			cut, scale = k, closer
		}
	}
	far = order[n-cut:]
	isFar := func(k dot) bool {
		return slices.ContainsFunc(far, func(f dot) bool { return f.lon == k.lon && f.lat == k.lat })
	}
	c.Dots = slices.DeleteFunc(c.Dots, isFar)
	return far
}

// distance is that along the earth, in metres.
func distance(lon1, lat1, lon2, lat2 float64) float64 {
	const radius = 6_371_000
	rad := math.Pi / 180
	a := math.Pow(math.Sin((lat2-lat1)*rad/2), 2) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Pow(math.Sin((lon2-lon1)*rad/2), 2)
	return 2 * radius * math.Asin(min(1, math.Sqrt(a)))
}

var winds = []string{"n", "ne", "e", "se", "s", "sw", "w", "nw"}

// wind is the direction in which one sets out for a place.
func wind(lon1, lat1, lon2, lat2 float64) string {
	rad := math.Pi / 180
	y := math.Sin((lon2-lon1)*rad) * math.Cos(lat2*rad)
	x := math.Cos(lat1*rad)*math.Sin(lat2*rad) - math.Sin(lat1*rad)*math.Cos(lat2*rad)*math.Cos((lon2-lon1)*rad)
	return winds[(int(math.Round(math.Atan2(y, x)/rad/45))+8)%8]
}

// where says how far a place is from the middle of the map, and in which direction.
func (v *view) where(p *page, k dot) outside {
	lon, lat := (v.west+v.east)/2, (v.south+v.north)/2
	metres := distance(lon, lat, k.lon, k.lat)
	if metres > 10_000 { // nobody measures from the very middle
		power := math.Pow(10, math.Floor(math.Log10(metres))-1)
		metres = math.Round(metres/power) * power
	}
	return outside{k.Name, p.Metres(metres) + " " + p.T("map.wind."+wind(lon, lat, k.lon, k.lat)), k.Refs}
}

// marker is what shows one dot or, where they would lie over each other, several.
type marker struct {
	Label      string
	X, Y       int
	Left, W    int
	numbers    []int
	sumX, sumY int
}

const markerHeight = 22

func (m *marker) settle() {
	n := len(m.numbers)
	m.X, m.Y = m.sumX/n, m.sumY/n
	m.Label = runs(m.numbers)
	m.W = max(markerHeight, 10+7*utf8.RuneCountInString(m.Label))
	m.X = min(max(m.X, m.W/2+2), chartWidth-m.W/2-2)
	m.Left = m.X - m.W/2
}

func (m *marker) box() box {
	return box{float64(m.Left), float64(m.Y - markerHeight/2), float64(m.W), markerHeight}
}

// runs writes numbers in order: 1–3, 6. Of very many only the first and last are shown.
func runs(numbers []int) string {
	const most = 16
	slices.Sort(numbers)
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		switch {
		case j > i+1:
			parts = append(parts, strconv.Itoa(numbers[i])+"–"+strconv.Itoa(numbers[j]))
			i = j + 1
		default:
			parts = append(parts, strconv.Itoa(numbers[i]))
			i++
		}
	}
	if s := strings.Join(parts, ", "); len(s) <= most {
		return s
	}
	return parts[0] + ", …, " + parts[len(parts)-1]
}

// mark joins dots whose markers would lie over each other.
func (c *chart) mark() {
	for i, k := range c.Dots {
		m := marker{numbers: []int{i + 1}, sumX: k.X, sumY: k.Y}
		m.settle()
		c.Markers = append(c.Markers, m)
	}
	for again := true; again; {
		again = false
		for i := 0; i < len(c.Markers); i++ {
			for j := i + 1; j < len(c.Markers); j++ {
				a, b := &c.Markers[i], &c.Markers[j]
				if !a.box().meets(b.box()) {
					continue
				}
				a.numbers = append(a.numbers, b.numbers...)
				a.sumX, a.sumY = a.sumX+b.sumX, a.sumY+b.sumY
				a.settle()
				c.Markers = slices.Delete(c.Markers, j, j+1)
				again, j = true, i
			}
		}
	}
}

type box struct{ x, y, w, h float64 }

func (a box) meets(b box) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

// nameAreas names those outlines whose names have room: the thing's own first, then
// the largest.
func (c *chart) nameAreas() {
	taken := []box{{0, chartHeight - 44, 200, 44}} // the scale
	for i := range c.Markers {
		taken = append(taken, c.Markers[i].box())
	}
	order := make([]*area, 0, len(c.Areas))
	for i := range c.Areas {
		order = append(order, &c.Areas[i])
	}
	slices.SortStableFunc(order, func(a, b *area) int {
		if a.IsOwn != b.IsOwn {
			return map[bool]int{true: -1, false: 1}[a.IsOwn]
		}
		return cmp.Compare(b.size, a.size)
	})
	for _, a := range order {
		const letter, above, below = 7.2, 13, 5 // of a line of text
		w := letter * float64(utf8.RuneCountInString(a.Name.Text))
		for _, aside := range []int{0, 20, -16} {
			b := box{float64(a.X) - w/2, float64(a.Y+aside) - above, w, above + below}
			isFree := b.x >= 2 && b.x+b.w <= chartWidth-2 && b.y >= 2 && b.y+b.h <= chartHeight-2
			if isFree && !slices.ContainsFunc(taken, b.meets) {
				a.Y += aside
				a.IsNamed = true
				taken = append(taken, b)
				break
			}
		}
	}
}
