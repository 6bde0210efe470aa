package edition

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func chartPage() *page { return (&site{words: words()}).newPage(english, "map") }

func at(lat, lon float64) Placed {
	return Placed{Lat: &lat, Lon: &lon, Words: []Text{{"en", fmt.Sprint(lat)}}}
}

// No marker lies over another, every number is on one, and no name of an outline lies
// over another name or a marker.
func TestNothingOnAMapLiesOverAnother(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 8, 40, 200} {
		p, c := chartPage(), &chart{}
		var outlines []*Document
		for range n {
			lat, lon := 36+r.Float64()/20, 37+r.Float64()/20
			c.add(p, at(lat, lon), Ref{})
			outlines = append(outlines, &Document{Titles: []Text{{"en", "A quarter with a name"}}, Places: []Placed{{Outline: [][][2]float64{{{lon, lat}, {lon + 0.01, lat}, {lon, lat + 0.01}}}}}})
		}
		c.drawn(p, outlines, nil)
		seen, boxes := 0, []box{}
		for i := range c.Markers {
			seen += len(c.Markers[i].numbers)
			boxes = append(boxes, c.Markers[i].box())
		}
		named := 0
		for _, a := range c.Areas {
			if a.IsNamed {
				named++
				w := 7.2 * float64(len(a.Name.Text))
				boxes = append(boxes, box{float64(a.X) - w/2, float64(a.Y) - 13, w, 18})
			}
		}
		for i, a := range boxes {
			for _, b := range boxes[:i] {
				if a.meets(b) {
					t.Fatalf("%d places: %v lies over %v", n, a, b)
				}
			}
		}
		if seen != len(c.Dots) || seen != n || named == 0 && len(c.Areas) > 0 && n < 40 {
			t.Errorf("%d places: %d numbers, %d dots, %d names of %d", n, seen, len(c.Dots), named, len(c.Areas))
		}
	}
}

func TestRuns(t *testing.T) {
	for want, numbers := range map[string][]int{"3": {3}, "3, 6": {6, 3}, "1–3, 6": {1, 2, 3, 6}, "1, 2": {2, 1}, "1, …, 19": {1, 3, 5, 7, 9, 11, 13, 15, 17, 19}} {
		if got := runs(numbers); got != want {
			t.Errorf("%v: %s, want %s", numbers, got, want)
		}
	}
}

// A place that is far from all others is told in words, and the others are drawn large.
func TestFarPlacesAreToldInWords(t *testing.T) {
	city := [][2]float64{{36.19, 37.15}, {36.21, 37.17}, {36.22, 37.16}, {36.20, 37.18}}
	for _, c := range []struct {
		far  [][2]float64
		want []string
	}{
		{nil, nil},
		{[][2]float64{{36.25, 37.2}}, nil}, // a suburb
		{[][2]float64{{33.51, 36.29}}, []string{"310 km to the south"}},
		{[][2]float64{{48.85, 2.35}}, []string{"3100 km to the north-west"}},
	} {
		p, x := chartPage(), &chart{}
		for _, list := range [][][2]float64{c.far, city} {
			for _, k := range list {
				x.add(p, at(k[0], k[1]), Ref{})
			}
		}
		x.drawn(p, nil, nil)
		if len(x.Outside) != len(c.want) || len(x.Dots) != len(city)+len(c.far)-len(c.want) {
			t.Errorf("%v: %d outside, %d drawn", c.far, len(x.Outside), len(x.Dots))
			continue
		}
		for i, w := range c.want {
			if !strings.HasPrefix(x.Outside[i].Where, w) {
				t.Errorf("%v: %q, want %q", c.far, x.Outside[i].Where, w)
			}
		}
	}
	for want, k := range map[string][2]float64{"n": {10, 0}, "e": {0, 10}, "s": {-10, 0}, "w": {0, -10}, "ne": {10, 10}, "sw": {-10, -10}} {
		if got := wind(0, 0, k[1], k[0]); got != want {
			t.Errorf("%v: %s, want %s", k, got, want)
		}
	}
}
