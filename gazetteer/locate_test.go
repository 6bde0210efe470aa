package gazetteer_test

import (
	"testing"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/gazetteer"
)

// province is an invented gazetteer of a region that is called like its town.
func province() *gazetteer.Gazetteer {
	places := []gazetteer.Place{
		{Names: []string{"Wadina", "وادينا"}, Within: []string{"Wadina - Wadina - Wadina"}, Point: at(36, 36.6)},
		{Names: []string{"Tamra", "التمرة"}, Variants: []string{"وادينا : التمرة"}, Within: []string{"Tamra - Tamra - Nuqra"}, Point: at(35.4, 36.7)},
		{Names: []string{"WADINA : Tamra"}, Variants: []string{"وادينا : التمرة"}, Point: at(35.41, 36.7)},
		{Names: []string{"Naw", "نوا"}, Within: []string{"Naw - Naw - Wadina"}, Point: at(35.9, 36.5)},
		{Names: []string{"Saqra", "صقرة"}, Within: []string{"Saqra - Saqra - Rural Wadina"}, Point: at(35.8, 36.5)},
		{Names: []string{"Zahra", "الزهرة"}, Within: []string{"Zahra - Nabla - Wadina"}, Point: at(36.15, 36.6)},
		{Names: []string{"Zahra", "الزهرة"}, Point: at(36.01, 36.61)},
		{Names: []string{"Aqra", "عقرة"}, Within: []string{"Aqra - Wadina"}, Point: at(35.9, 36.4)},
		{Names: []string{"Aqra", "عقرة"}, Point: at(36.5, 36.7)},
		{Names: []string{"Hums", "همس"}, Point: at(34.7, 36.7)},
		{Names: []string{"Khalda", "خلدة"}, Within: []string{"Khalda - Hums"}, Point: at(34.71, 36.71)},
		{Names: []string{"Qasr Burja", "قصر برجة"}, Variants: []string{"وادينا : جبهة برجة"}, Within: []string{"Qasr Burja - Babna"}, Point: at(36.4, 37.3)},
		{Names: []string{"Wadina : Wadi Barda", "وادينا : وادي بردة"}},
		{Names: []string{"Sanaya", "سنايا"}, Point: at(36.3, 36.6)},
	}
	for i := range places {
		places[i].Number = sijill.NewNumber(sijill.PlacePrefix, 2026, i+1)
	}
	return gazetteer.New(places)
}

func TestLocate(t *testing.T) {
	g := province()
	for _, tt := range []struct {
		text string
		want int // 0 for nothing
	}{
		{"وادينا : التمرة", 2}, {"وادينا: التمرة", 2}, {"Wadina : Tamra", 2}, {"التمرة، وادينا", 2}, {"Tamra, Wadina", 2}, {"Wadina, Tamra", 2},
		{"Wadina - Tamra", 2}, {"Tamra – Wadina", 2}, {"وادينا / التمرة", 2}, {"Tamra", 2}, {"بلدة التمرة في ريف وادينا", 2}, {"قرية التمرة", 2},
		{"وادينا : نوا", 4}, // short
		{"Saqra, Wadina", 5}, {"وادينا : حي صقرة", 5}, {"وادينا : صقرة البلد", 5},
		{"وادينا : وادينا", 1}, {"Wadina", 1}, {"city of Wadina", 1},
		{"وادينا : الزهرة", 0},      // two, both near the town
		{"وادينا : عقرة", 8},        // the other only is not far
		{"وادينا : خلدة", 0},        // it lies elsewhere
		{"Hums : Khalda", 11},       // and there
		{"وادينا : جبهة برجة", 0},   // another name of what is far from the town
		{"وادينا : وادي بردة", 0},   // nobody said where that is
		{"وادينا : المجهولة", 0},    // the region is no reason for the town
		{"Unknown, Wadina", 0},      // nor here
		{"جامع وادينا الكبير", 0},   // nor is a name within another
		{"60 km west of Wadina", 0}, // nor what is far from it
		{"وادينا : سنايا", 14}, {"", 0}, {" : ", 0}, {"12:30", 0}, {"\xff : \xfe", 0},
	} {
		c, ok := g.Locate(tt.text)
		got := 0
		if ok {
			_, _, got = c.Number.Parts()
			if c.Why == "" {
				t.Errorf("%q: nothing is said for %s", tt.text, c.Name())
			}
		}
		if got != tt.want {
			t.Errorf("%q is taken for %d (%s), want %d", tt.text, got, c.Why, tt.want)
		}
	}
}

// Whatever stands in the field, a place that is given has a position.
func FuzzLocate(f *testing.F) {
	g := province()
	for _, s := range []string{"وادينا : التمرة", "Tamra, Wadina - Hums", "::::", "al- : al-", "حي", "a,b,c,d,e,f,g,h", "Wadina : Wadina", "of the : Tamra", "\xff:\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, ok := g.Locate(text)
		if !ok {
			return
		}
		if !utf8.ValidString(c.Why) && utf8.ValidString(text) {
			t.Fatalf("%q: it says %q", text, c.Why)
		}
		if _, _, isThere := c.Where(); !isThere {
			t.Fatalf("%q is taken for %s, which has no position", text, c.Number)
		}
	})
}
