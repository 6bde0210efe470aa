package sijill_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

// counted writes what is read of a text: low-high unit, with ~ for about and * for a
// part.
func counted(text string) string {
	var out []string
	for _, c := range sijill.CountsIn(text) {
		s := fmt.Sprint(c.Low)
		switch {
		case c.About:
			s = "~" + s
		case c.High == sijill.NoUpperEnd:
			s += "+"
		case c.High != c.Low:
			s += fmt.Sprint("-", c.High)
		}
		if c.Part {
			s += "*"
		}
		out = append(out, s+" "+c.Unit)
	}
	return strings.Join(out, "; ")
}

func TestCountsIn(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"60 people were affected as a result.", "60 affected"},
		{"20 people were effected", "20 affected"},
		{"At least 7 killed and 30 injured.", "7+ killed; 30 injured"},
		{"More than a hundred people were injured.", "100+ injured"},
		{"Two men died.", "2* killed"},
		{"The strike hit the market, killing five.", "5 killed"},
		{"killing five hens", ""},
		{"killing 6 individuals and injuring 15", "6 killed; 15 injured"},
		{"killing five people and injuring twenty-five others", "5 killed; 25* injured"},
		{"Between 10 and 15 people were wounded.", "10-15 injured"},
		{"25-31 people were killed in the fire, and 85-110 people were injured", "25-31 killed; 85-110 injured"},
		{"Around 11 to 12 people were injured", "11-12 injured"},
		{"about eight individuals were killed", "~8 killed"},
		{"six people were killed and more than 70 were injured", "6 killed; 70+ injured"},
		{"More than 1,400 reportedly killed", "1400+ killed"},
		{"Another 11 people were injured.", "11* injured"},
		{"killed at least 83 people including 23 women and 28 children, and injured another 293 people, of which 103 were children.", "83+ killed; 293* injured"},
		{"50 people, including 20 children were injured", ""},
		{"some speak about between 70 and 100 injured", "70-100 injured"},
		{"he approximated 100 deaths and 50 injuries", ""},
		{"He counted 100 deaths and 50 injuries.", "100 killed; 50 injured"},
		{"reported 85 injured individuals, including 12 farmers", "85 injured"},
		{"More than 50 cases of shortness of breath were seen", "50+ affected"},
		{"20 people were killed or injured.", "20 casualties"},
		{"three combatants were injured", "3* injured"},
		{"5 people were seriously injured", "5* injured"},
		{"Up to 12 people were detained.", "0-12 detained"},
		{"twenty-five people were abducted", "25 abducted"},
		{"There were no casualties.", "0 casualties"},
		{"No one was killed.", "0 killed"},
		{"No casualties were reported.", ""},
		{"There were no casualties reported", ""},
		{"two people possibly died", ""},
		{"6 of 12 people were killed", ""},
		{"12 people were not killed", ""},
		{"It could have killed 12 people", ""},
		{"12 fighters killed 30 civilians.", "30* killed"},
		{"a 55-year-old woman was killed", ""},
		{"12% of people were killed", ""},
		{"On 29 November 2016 people were killed.", ""},
		{"In 2016 people were killed.", ""},
		{"https://example.org/5-killed-7-injured/ 12 people killed", "12 killed"},
		{"dozens of people were injured", ""},
		{"at 7:30 people were killed", ""},
		{"1.5 people were killed", ""},
		{"two hundred and five people were killed", ""},
		{"two hundred people were displaced", "200 displaced"},
		{"people aged 40 were killed", ""},
		{"in ward 12 were injured", ""},

		{"قتل 12 شخصا", "12 killed"},
		{"استشهاد ثلاثة أشخاص وإصابة نحو 40 بجروح", "3 killed"},
		{"استشهاد ثلاثة أشخاص وإصابة نحو 40 في السوق", "3 killed; ~40 injured"},
		{"مقتل أكثر من مئة شخص", "100+ killed"},
		{"سقط قتيلان و 5 جرحى.", "2 killed; 5 injured"},
		{"أدى إلى مقتل شخصين وإصابة طفلين", "2 killed; 2* injured"},
		{"مقتل مدنيين", ""},
		{"إصابة 32 شخصًا على الأقل وقتل 3 مدنيين", "32+ injured; 3* killed"},
		{"قتلت ما لا يقل عن 83 شخصًا من بينهم 23 امرأة و 28 طفلاً، وأصابت 293 آخرين ، من بينهم 103 أطفال.", "83+ killed; 293* injured"},
		{"بوجود ٨٥ جريحًا", "85 injured"},
		{"أكثر من 30 حالة اختناق", "30+ affected"},
		{"حالة اختناق واحدة", ""},
		{"بين 10 و15 جريحا", "10-15 injured"},
		{"من 10 إلى 15 قتيلا", "10-15 killed"},
		{"خمسة وعشرون جريحا", "25 injured"},
		{"ثلاثة عشر شهيدا", "13 killed"},
		{"مقتل شخص واحد", "1 killed"},
		{"20 شخصا بين قتيل وجريح", "20 casualties"},
		{"لم يقتل أحد.", "0 killed"},
		{"دون وقوع إصابات", "0 injured"},
		{"لم ترد أنباء عن إصابات", ""},
		{"ثلاثة مقاتلين أصيبوا بجروح", "3* injured"},
		{"أصيب 20 هدفا", ""},
		{"عشرات القتلى", ""},
		{"أودت بحياة 92 شخصاً", "92 killed"},
	} {
		if got := counted(tt.text); got != tt.want {
			t.Errorf("%q\n got %q\nwant %q", tt.text, got, tt.want)
		}
	}
}

var countPieces = []string{"killed", "killing", "injured", "12", "٣", "five", "twenty", "-", "and", "people", "were", "at least", "about", "between", "to", "of", "including", "children", "قتل", "مقتل", "ثلاثة", "أشخاص", "وإصابة", "نحو", "جريحا", "على الأقل", "قتيلان", "من بينهم", ".", ",", "\n", "2016", "29/11/2016", "no one was", "another", "https://x.org/5", "%", "hundred", "مئة", "عشر", "و"}

func TestCountsReadAloneAsInTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(countPieces), 1, 14).Draw(t, "words")
		checkCounts(t, strings.Join(words, rapid.SampledFrom([]string{" ", ""}).Draw(t, "space")))
	})
}

func checkCounts(t interface{ Fatalf(string, ...any) }, text string) {
	end := 0
	for _, c := range sijill.CountsIn(text) {
		if c.Start < end || c.End <= c.Start || c.End > len(text) || c.Low < 0 || c.High < c.Low || c.About && c.Low != c.High {
			t.Fatalf("%q: %+v", text, c)
		}
		end = c.End
		alone := sijill.CountsIn(text[c.Start:c.End])
		if len(alone) != 1 {
			t.Fatalf("%q: %q reads alone as %+v", text, text[c.Start:c.End], alone)
		}
		again := alone[0]
		again.Start, again.End = again.Start+c.Start, again.End+c.Start
		if again != c {
			t.Fatalf("%q: %+v reads alone as %+v", text, c, again)
		}
		known := false
		for _, u := range sijill.Scheme("units") {
			known = known || u.Word == c.Unit
		}
		if !known {
			t.Fatalf("%q: %q is no unit", text, c.Unit)
		}
	}
}

func FuzzCountsIn(f *testing.F) {
	for _, seed := range []string{"At least 7 killed and 30 injured.", "إصابة 32 شخصًا على الأقل وقتل 3 مدنيين", "between ten and 15 people, including 2 children, were injured", "https://x.org/5 killed 1,400", "قتيلان و٥ جرحى", "killing\xff five"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<12 {
			checkCounts(t, text)
		}
	})
}
