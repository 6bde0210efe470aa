package gazetteer_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/gazetteer"
)

func at(lat, lon float64) *gazetteer.Point { return &gazetteer.Point{Lat: lat, Lon: lon} }

// valley is an invented gazetteer: a big town with quarters and a street, villages
// of one name in two districts, names that are words.
func valley() *gazetteer.Gazetteer {
	square := func(south, west, size float64) gazetteer.Ring {
		return gazetteer.Ring{{Lat: south, Lon: west}, {Lat: south, Lon: west + size}, {Lat: south + size, Lon: west + size}, {Lat: south + size, Lon: west}}
	}
	places := []gazetteer.Place{
		{Names: []string{"Aleppo", "حلب"}, Point: at(36.2, 37.15), PrecisionM: 10000},
		{Names: []string{"al-Ansari", "الأنصاري"}, Within: []string{"Aleppo"}, Outline: gazetteer.Outline{square(36.18, 37.12, 0.02)}},
		{Names: []string{"Ansari", "الانصاري"}, Within: []string{"ALEPPO"}, Point: at(36.19, 37.13)},
		{Names: []string{"ash-Sha'ar", "الشعار"}, Within: []string{"Aleppo - North"}, Point: at(36.21, 37.18)},
		{Names: []string{"Bustan al-Qasr", "بستان القصر"}, Within: []string{"Aleppo"}, Point: at(36.19, 37.14)},
		{Names: []string{"Qasr", "القصر"}, Within: []string{"Homs"}, Point: at(34.5, 36.5)},
		{Names: []string{"New Aleppo", "حلب الجديدة"}, Within: []string{"Aleppo"}, Point: at(36.2, 37.1)},
		{Names: []string{"Tal Rummana (North)", "تل رمانة"}, Within: []string{"North - Aleppo"}, Point: at(36.5, 37.2)},
		{Names: []string{"Tal Rummana (South)", "تل رمانة"}, Within: []string{"South - Homs"}, Point: at(34.6, 36.7)},
		{Names: []string{"Homs", "حمص"}, Point: at(34.73, 36.71)},
		{Names: []string{"Shuhada", "الشهداء"}, Within: []string{"Aleppo"}, Point: at(36.22, 37.12)},
		{Names: []string{"HOMS : Karm Zaytun"}, Variants: []string{"كرم الزيتون"}, Point: at(34.73, 36.73)},
		{Names: []string{"حي الوعر", "Waer neighborhood"}, Point: at(34.74, 36.66)},
		{Names: []string{"Lane of the Coppersmiths", "سوق النحاسين"}, Within: []string{"al-Ansari"}, Point: at(36.195, 37.125), PrecisionM: 50},
		{Names: []string{"1070 Apartments", "مشروع 1070"}, Point: at(36.16, 37.1)},
	}
	for i := range places {
		places[i].Number = sijill.NewNumber(sijill.PlacePrefix, 2026, i+1)
	}
	places[13].Parent = places[1].Number
	return gazetteer.New(places)
}

// names writes what is found in a text: text=n of the place, with ? where it is
// ambiguous and ~ where it goes by the sound.
func names(g *gazetteer.Gazetteer, text string) string {
	var out []string
	for _, f := range g.Find(text) {
		_, _, n := f.Places[0].Number.Parts()
		s := fmt.Sprintf("%s=%d", text[f.Start:f.End], n)
		if f.IsAmbiguous {
			s += "?"
		}
		if f.IsBySound {
			s += "~"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	g := valley()
	for _, tt := range []struct{ text, want string }{
		{"Shelling of Aleppo", "Aleppo=1"},
		{"قصف على حلب", "حلب=1"},
		{"قصف على حَلَب", "حَلَب=1"},
		{"حريق بحلب", "بحلب=1"},
		{"وحلب", "وحلب=1"},
		{"لحلب وبحمص", "لحلب=1; وبحمص=10"},
		{"عودة للأنصاري", "للأنصاري=2"},
		{"والأنصارى", "والأنصارى=2"},
		{"حي الانصاري4-9-2016", "الانصاري=2"},
		{"Al-Ansari", "Al-Ansari=2"},
		{"al Ansari", "al Ansari=2"},
		{"AlAnsari", "AlAnsari=2"},
		{"El-Ansari quarter", "El-Ansari=2"},
		{"Al-Ansary neighborhood", "Al-Ansary=2~"},
		{"Al Shaar", "Al Shaar=4"},
		{"Al-Sha’ar", "Al-Sha’ar=4"},
		{"ash-Shaar", "ash-Shaar=4"},
		{`"al shaar" district`, "al shaar=4"},
		{"shaar", ""},
		{"Bustan Al-Qasr", "Bustan Al-Qasr=5"},
		{"bostan al-qasr district", "bostan al-qasr=5"},
		{"حيي الشعار وبستان القصر", "الشعار=4; وبستان القصر=5"},
		{"القصر", ""},
		{"مدينة القصر", "القصر=6"},
		{"حلب الجديدة", "حلب الجديدة=7"},
		{"New Aleppo", "New Aleppo=7"},
		{"Tal Rummana", "Tal Rummana=8?"},
		{"Tell Rummana, Homs", "Tell Rummana=9; Homs=10"},
		{"تل رمانة في ريف حلب", "تل رمانة=8; حلب=1"},
		{"جثث الشهداء", ""},
		{"حي الشهداء", "الشهداء=11"},
		{"Karm Zaytun", "Karm Zaytun=12"},
		{"كرم الزيتون", "كرم الزيتون=12"},
		{"الوعر", "الوعر=13"},
		{"حي الوعر", "الوعر=13"},
		{"Waer", "Waer=13"},
		{"Lane of the Coppersmiths", "Lane of the Coppersmiths=14"},
		{"Airstrikes on 1070 Apartments", "1070 Apartments=15"},
		{"10 apartments", ""},
		{"in at of the", ""}, {"", ""}, {"\xff\xfe", ""}, {"\xffحلب\xff", "حلب=1"},
	} {
		if got := names(g, tt.text); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestFindSaysWhy(t *testing.T) {
	g := valley()
	for text, want := range map[string]string{
		"Aleppo":               "the only place of this name",
		"al-Ansari":            "the only place of this name, recorded more than once",
		"Tal Rummana":          "several places have this name, and nothing in the text tells which",
		"Tal Rummana and Homs": "it lies in Homs, which the text names too",
	} {
		f := g.Find(text)[0]
		if f.Places[0].Why != want {
			t.Errorf("%q: %q, want %q", text, f.Places[0].Why, want)
		}
		for _, c := range f.Places {
			if c.Why == "" {
				t.Errorf("%q: nothing is said for %s", text, c.Name())
			}
		}
	}
	f := g.Find("Tal Rummana")[0]
	if len(f.Places) != 2 {
		t.Errorf("%d places of the name", len(f.Places))
	}
}

func TestPrecision(t *testing.T) {
	g := valley()
	for text, want := range map[string]float64{"Aleppo": 10000, "Homs": 1000, "Lane of the Coppersmiths": 50} {
		if _, m, ok := g.Find(text)[0].Places[0].Where(); !ok || m != want {
			t.Errorf("%s is known to %v m, want %v", text, m, want)
		}
	}
	if _, m, _ := g.Find("al-Ansari")[0].Places[0].Where(); m < 1000 || m > 2000 {
		t.Errorf("an outline of 2.2 by 1.8 km has a radius of %v m", m)
	}
}

func TestAt(t *testing.T) {
	ring := func(points ...float64) gazetteer.Ring {
		var r gazetteer.Ring
		for i := 0; i < len(points); i += 2 {
			r = append(r, gazetteer.Point{Lat: points[i], Lon: points[i+1]})
		}
		return r
	}
	g := gazetteer.New([]gazetteer.Place{
		{Number: "plc-2026-0001", Names: []string{"District"}, Outline: gazetteer.Outline{ring(10, 10, 10, 20, 20, 20, 20, 10, 10, 10), ring(12, 12, 12, 14, 14, 14, 14, 12)}},
		{Number: "plc-2026-0002", Names: []string{"Two parts"}, Outline: gazetteer.Outline{ring(15, 15, 15, 16, 16, 16, 16, 15), ring(30, 30, 30, 31, 31, 31)}},
		{Number: "plc-2026-0003", Names: []string{"A point"}, Point: at(15.5, 15.5)},
	})
	for _, tt := range []struct {
		lat, lon float64
		want     string
	}{
		{11, 11, "[plc-2026-0001]"}, {13, 13, "[]"}, {15.5, 15.5, "[plc-2026-0002 plc-2026-0001]"}, {30.2, 30.8, "[plc-2026-0002]"}, {30.8, 30.2, "[]"}, {-15, 15, "[]"}, {90, 180, "[]"},
	} {
		places, err := g.At(gazetteer.Point{Lat: tt.lat, Lon: tt.lon})
		got := []sijill.Number{}
		for _, p := range places {
			got = append(got, p.Number)
		}
		if err != nil || fmt.Sprint(got) != tt.want {
			t.Errorf("at %v, %v: %v, want %v (%v)", tt.lat, tt.lon, got, tt.want, err)
		}
	}
	for _, p := range []gazetteer.Point{{Lat: 0, Lon: 0}, {Lat: 91, Lon: 10}, {Lat: -90.1, Lon: 10}, {Lat: 10, Lon: 181}} {
		if _, err := g.At(p); sijill.ClassOf(err) != sijill.Usage {
			t.Errorf("the position %v is looked up (%v)", p, err)
		}
	}
	if n := len(g.Touching(gazetteer.Box{South: 15, West: 15, North: 15.9, East: 15.9})); n != 3 {
		t.Errorf("%d places touch the box", n)
	}
}

func TestPlaceOf(t *testing.T) {
	for _, tt := range []struct{ fields, want string }{
		{`{"name_ar":"حلب","name_en":"Aleppo","name":"ALEPPO","variants":["Halab","Aleppo"]}`, "[ALEPPO Aleppo حلب] [Halab] false 0"},
		{`{"name":"a","latitude":36.2,"longitude":"37.1","precision_m":"100"}`, "[a] [] true 0"},
		{`{"name":"a","latitude":0,"longitude":0}`, "[a] [] false 0"},
		{`{"name":"a","latitude":91,"longitude":37}`, "[a] [] false 0"},
		{`{"name":"a","latitude":36.2}`, "[a] [] false 0"},
		{`{"name":"a","geometry":{"type":"Point","coordinates":[37.1,36.2]}}`, "[a] [] true 0"},
		{`{"name":"a","geometry":{"type":"Polygon","coordinates":[[[1,1],[1,2],[2,2],[1,1]]]}}`, "[a] [] false 1"},
		{`{"name":"a","geometry":{"type":"MultiPolygon","coordinates":[[[[1,1],[1,2],[2,2],[1,1]]],[[[3,3],[3,4],[4,4]],[[3,3],[3,4],[4,4]]]]}}`, "[a] [] false 3"},
		{`{"name":"a","geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,1]},{"type":"Polygon","coordinates":[[[1,1],[1,2],[2,2]]]}]}}`, "[a] [] true 1"},
		{`{"name":"a","geometry":{"type":"LineString","coordinates":[[1,1],[2,2]]}}`, "[a] [] false 0"},
		{`{"name":"a","geometry":{"type":"Polygon","coordinates":[[[1,1],[1,2]]]}}`, "[a] [] false 0"},
		{`{"name":"a","geometry":{"type":"Polygon","coordinates":[[[1,1],[1,2],[200,2]]]}}`, "[a] [] false 0"},
		{`{"name":"a","geometry":"POLYGON((1 1))"}`, "[a] [] false 0"},
		{`{"name":"a","geometry":{"type":"Polygon","coordinates":[]}}`, "[a] [] false 0"},
	} {
		var fields map[string]any
		dec := json.NewDecoder(strings.NewReader(tt.fields))
		dec.UseNumber()
		if err := dec.Decode(&fields); err != nil {
			t.Fatal(err)
		}
		p := gazetteer.PlaceOf("plc-2026-0001", fields)
		if got := fmt.Sprint(p.Names, " ", p.Variants, " ", p.Point != nil, " ", len(p.Outline)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.fields, got, tt.want)
		}
	}
}

// A name is found wherever it stands, whatever stands around it, and a highlight
// covers whole letters.
func TestFindAnywhere(t *testing.T) {
	g := valley()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"Aleppo", "بستان القصر", "al-Ansari", "حلب الجديدة", "Homs", "للأنصاري", "ash-Sha'ar"}).Draw(t, "name")
		before := rapid.SampledFrom([]string{"", "Casualties in ", "قصف على ", "(", "2016 ", "🏥 "}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", ", today", " اليوم", ")", " 2016", "4-9-2016"}).Draw(t, "after")
		text := before + name + after
		found := g.Find(text)
		if len(found) != 1 || text[found[0].Start:found[0].End] != name {
			t.Fatalf("%q: %+v", text, found)
		}
	})
}

func FuzzFind(f *testing.F) {
	g := valley()
	for _, s := range []string{"Al-Ansari, Aleppo", "حيي الشعار وبستان القصر", "al-al-al", "El-", "للل", "Sha'ar's", "حلبAleppo1070", "ـحلبـ", "\u064b\u064bحلب", "a\u0300l-Ansari", "\xffAleppo"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, x := range g.Find(text) {
			if x.Start < end || x.End <= x.Start || x.End > len(text) || len(x.Places) == 0 {
				t.Fatalf("%q: the span %d-%d", text, x.Start, x.End)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[x.Start:x.End]) {
				t.Fatalf("%q: the span cuts a letter", text)
			}
			end = x.End
		}
	})
}

func FuzzParseGeometry(f *testing.F) {
	for _, s := range []string{`{"type":"Point","coordinates":[1,2]}`, `{"type":"Polygon","coordinates":[[[1,1],[1,2],[2,2]]]}`, `{"type":"GeometryCollection","geometries":[{}]}`, `[]`, `{"type":"Polygon","coordinates":[[[1e999,1]]]}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var v any
		if json.Unmarshal([]byte(s), &v) != nil {
			return
		}
		outline, _, err := gazetteer.ParseGeometry(v)
		if err != nil {
			return
		}
		outline.Contains(gazetteer.Point{Lat: 1, Lon: 1})
	})
}

// Eight thousand places are known, and ten thousand titles read.
func BenchmarkFind(b *testing.B) {
	var places []gazetteer.Place
	letters := []string{"ba", "ri", "mu", "sa", "to", "ka", "li", "nu", "da", "ze"}
	arabic := []string{"با", "ري", "مو", "سا", "تو", "كا", "لي", "نو", "دا", "زي"}
	for i := range 8000 {
		var en, ar strings.Builder
		for n := i + 1000; n > 0; n /= 10 {
			en.WriteString(letters[n%10])
			ar.WriteString(arabic[n%10])
		}
		places = append(places, gazetteer.Place{Number: sijill.NewNumber(sijill.PlacePrefix, 2026, i+1), Names: []string{"Tal " + en.String(), ar.String()}, Within: []string{"Aleppo"}, Point: at(35+float64(i%100)/50, 36+float64(i/100)/50)})
	}
	titles := make([]string, 10000)
	for i := range titles {
		titles[i] = fmt.Sprintf("قصف بالبراميل على حي %s وعلى Tal %s %d/11/2016", places[i%8000].Names[1], places[(i*7)%8000].Names[0], i%28+1)
	}
	b.Run("New", func(b *testing.B) {
		for b.Loop() {
			gazetteer.New(places)
		}
	})
	g := gazetteer.New(places)
	b.Run("10000Titles", func(b *testing.B) {
		for b.Loop() {
			for _, title := range titles {
				g.Find(title)
			}
		}
	})
}
