package look

import (
	"strings"
	"testing"
)

// What a page's shapes look like when a program that doubles letters wrote them.
func TestReadingOrder(t *testing.T) {
	doubled := strings.Repeat("\u202Bﺍاﻟﺷﺎﺭرﻉع ﻭوﺍاﻟﺑﻳﯾﺕت\u202C\n", 4)
	for name, c := range map[string]struct{ in, want string }{
		"nothing to do":          {"شارع (قديم) old street\n", "شارع (قديم) old street\n"},
		"plain english":          {"a  b :c\n", "a  b :c\n"},
		"shapes":                 {"ﻣﺪﻳﻨﺔ ﻛﺒﻴﺮﺓ", "مدينة كبيرة"},
		"ligature":               {"ﺍﻟﺴﻼﻡ", "السلام"},
		"letters twice":          {doubled, strings.Repeat("الشارع والبيت\n", 4)},
		"a true double letter":   {doubled + "\u202Bﻣﻣﻛﻥن\u202C", strings.Repeat("الشارع والبيت\n", 4) + "ممكن"},
		"brackets":               {"\u202Bﺷﺎﺭﻉ )ﻗﺪﻳﻢ(\u202C", "شارع (قديم)"},
		"latin in brackets":      {"\u202Bﺷﺎﺭﻉ ) \u202A (street\u202C ﻗﺪﻳﻢ\u202C", "شارع (street) قديم"},
		"a number of a list":     {"\u202B\u202A .1\u202C ﺷﺎﺭﻉ\u202C", "1. شارع"},
		"a sign between":         {"\u202Bﺷﺎﺭﻉ\u202A :\u202C ﺑﻴﺖ\u202C", "شارع: بيت"},
		"a sign drawn apart":     {"\u202Bﻗﺼ ّﺔ\u202C", "قصةّ"},
		"left to right":          {"\u202Asee (ﺑﻴﺖ)\u202C", "see (بيت)"},
		"an end that is missing": {"\u202Bﺷﺎﺭﻉ \u202Aone", "شارع one"},
	} {
		if got := readingOrder(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzReadingOrder(f *testing.F) {
	f.Add("\u202Bﺷﺎﺭﻉ ) \u202A (street\u202C ﻗﺪﻳﻢ\u202C ّ")
	f.Add("ﺍاﻟ ّ")
	f.Fuzz(func(t *testing.T, s string) {
		once := readingOrder(s)
		if len(once) > 64*len(s)+64 { // U+FDFA is one letter of eighteen
			t.Errorf("%d bytes became %d", len(s), len(once))
		}
	})
}
