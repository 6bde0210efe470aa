package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill/search"
)

func tokens(text string) (all []search.Token) {
	search.NewAnalyser().Tokens(text, func(t search.Token) bool { all = append(all, t); return true })
	return all
}

func TestBrokenWordsAreJoined(t *testing.T) {
	for text, want := range map[string]string{
		"حملة مداهـ.ـمات في":     "0حمله 1مداهمات 2في",
		"م.د.ا.ه.م.ة":            "0مداهمه",
		"ق_ص_ف حي":               "0قصف 1حي",
		"قـ.ـصـ.ـف":              "0قصف",
		"ق ص ف":                  "0+قصف 0ق 1ص 2ف",
		"مج.زرة":                 "0+مجزره 0مج 1زره",
		"حلب.قصف":                "0+حلبقصف 0حلب 1قصف",
		"المدينة.والمستشفى":      "0المدينه 1والمستشفي",
		"حلب - قصف":              "0حلب 1قصف",
		"د. م":                   "0د 1م",
		"IMG_0042.jpg":           "0img 1_0042 2jpg",
		"a.b.c":                  "0a 1b 2c",
		"مدا\u0640\u0640هـ.ـمات": "0مداهمات",
		"东京都":                    "0东京 1京都",
		"京":                      "0京",
		"Привет, шалом שלום":     "0привет 1шалом 2שלום",
	} {
		var got []string
		for _, k := range tokens(text) {
			joined := ""
			if k.Joined {
				joined = "+"
			}
			got = append(got, fmt.Sprint(k.Position)+joined+k.Exact)
		}
		want = strings.ReplaceAll(want, "_", "")
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q gives %q, want %q", text, s, want)
		}
	}
}

// What a query's word finds among the words of documents.
func TestKinOfAWord(t *testing.T) {
	for query, c := range map[string]struct{ kin, others []string }{
		"حلب":      {[]string{"حَلَب", "بحلب", "وحلب", "لحلب", "وبحلب", "حلبي", "الحلبية"}, []string{"حلو", "كلب", "جلب"}},
		"مدينة":    {[]string{"المدينة", "للمدينة", "بالمدينة", "والمدينة", "مدينتنا", "مدينه"}, []string{"مدير"}},
		"أطفال":    {[]string{"والأطفال", "الاطفال", "للأطفال", "أطفالهم"}, []string{"إطفاء"}},
		"مدني":     {[]string{"المدنيين", "مدنيون", "مدنية", "والمدنيين"}, nil},
		"برميل":    {[]string{"البرميل", "ببرميل", "وبرميل", "بالبرميل"}, nil},
		"قصف":      {[]string{"القصف", "وقصف", "قصفوا", "بقصف"}, []string{"قصر"}},
		"الأنصاري": {[]string{"الانصاري", "الأنصارى", "انصاري", "والأنصاري"}, []string{"النصارى"}},
		"غارة":     {[]string{"غارات", "الغارات", "والغارة"}, nil},
		"والد":     {[]string{"والد", "والده"}, []string{"ولد"}},
		"shelling": {[]string{"shelled", "shells", "shell", "Shelling"}, []string{"shelter"}},
		"witness":  {[]string{"witnesses"}, []string{"wit", "wits"}},
		"barrel":   {[]string{"barrels", "BARREL"}, []string{"bar"}},
		"business": {nil, []string{"busy", "busi"}},
		"الله":     {nil, []string{"له"}},
	} {
		finds := func(word string) bool {
			q := search.ParseQuery(query)
			return len(search.NewMarker(q).Marks(word, 1)) > 0
		}
		for _, word := range c.kin {
			if !finds(word) {
				t.Errorf("%s does not find %s", query, word)
			}
		}
		for _, word := range c.others {
			if finds(word) {
				t.Errorf("%s finds %s", query, word)
			}
		}
		if q := search.ParseQuery(`"` + query + `"`); len(c.kin) > 0 && len(search.NewMarker(q).Marks("بال"+query+" pre"+query, 1)) > 0 {
			t.Errorf("%q in quotes finds others", query)
		}
	}
}

func TestMarks(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"حلب", "قصف حَلَب، وبحلب", "قصف [حَلَب]، [وبحلب]"},
		{`"barrel bomb"`, "a Barrel  Bomb, barrel, bomb", "a [Barrel  Bomb], [barrel, bomb]"},
		{`"barrel bomb"`, "barrel bombs", "barrel bombs"},
		{"barrel -bomb", "barrel bomb", "[barrel] bomb"},
		{"مدي*", "المدينة مدينة", "المدينة [مدينة]"},
		{"مداهمات", "حملة مداهـ.ـمات", "حملة [مداهـ.ـمات]"},
		{"مداهـ.ـمات", "حملة مداهمات", "حملة [مداهمات]"},
		{"قصف", "ق ص ف", "[ق ص ف]"},
		{"the siege", "the siege of", "the [siege] of"},
		{"the", "the siege of", "[the] siege of"},
		{"2016", "سنة ٢٠١٦", "سنة [٢٠١٦]"},
		{"cafe", "Cafe\u0301", "[Cafe\u0301]"},
	} {
		var b strings.Builder
		at := 0
		for _, m := range search.NewMarker(search.ParseQuery(c.query)).Marks(c.text, 100) {
			b.WriteString(c.text[at:m.Start] + "[" + c.text[m.Start:m.End] + "]")
			at = m.End
		}
		b.WriteString(c.text[at:])
		if b.String() != c.want {
			t.Errorf("%s in %q marks %q, want %q", c.query, c.text, b.String(), c.want)
		}
	}
}

var pieces = rapid.OneOf(rapid.SampledFrom([]string{"حَلَب", "بحلب", "المدينة", " ", "،", "ـ", ".", "_", "م", "\u200c", "٢٠", "Café", "shelling", "\xff", "ﷺ", "\n", "东京", "ﻻ", "a"}), rapid.String())

func drawText(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(pieces, 0, 10).Draw(t, "pieces"), "")
}

// A mark is a piece of the original text whose own words contain what was looked
// for, and every word of a text is found in it.
func TestAMarkDerivesFromTheQuery(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		all := tokens(text)
		if len(all) == 0 {
			return
		}
		k := rapid.SampledFrom(all).Draw(t, "token")
		q := search.ParseQuery(text[k.Start:k.End])
		marks := search.NewMarker(q).Marks(text, 1000)
		covered, end := false, 0
		for _, m := range marks {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("marks of %q: %v", text, marks)
			}
			end = m.End
			covered = covered || m.Start <= k.Start && k.End <= m.End
			if !derives(text[m.Start:m.End], q) {
				t.Fatalf("%q in %q marks %q", text[k.Start:k.End], text, text[m.Start:m.End])
			}
		}
		if !covered && !overlapped(marks, k) {
			t.Fatalf("%q is not found in %q: %v", text[k.Start:k.End], text, marks)
		}
	})
}

func overlapped(marks []search.Mark, k search.Token) bool {
	return slices.ContainsFunc(marks, func(m search.Mark) bool { return m.Start < k.End && k.Start < m.End })
}

// derives says whether a marked piece, analysed by itself, has a word or stem of the
// query.
func derives(marked string, q search.Query) bool {
	for _, k := range tokens(marked) {
		for _, c := range q.Clauses {
			for _, t := range c.Any {
				if w := t.Words[0]; k.Exact == w || k.Exact == search.Stem(w) || slices.Contains(k.Also, search.Stem(w)) {
					return true
				}
			}
		}
	}
	return false
}

func TestPassagesAreCutBetweenLetters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(drawText(t), rapid.IntRange(1, 30).Draw(t, "times"))
		marks := search.NewMarker(search.ParseQuery("حلب shelling")).Marks(text, 50)
		start, end := search.Passage(text, marks, 40)
		if start < 0 || end > len(text) || start > end || len(text) > 0 && start == end {
			t.Fatalf("%q: %d to %d", text, start, end)
		}
		if s := strings.ToValidUTF8(text, ""); s == text && strings.ToValidUTF8(text[start:end], "") != text[start:end] {
			t.Fatalf("%q is cut in a letter: %d to %d", text, start, end)
		}
		if len(marks) > 0 && !slices.ContainsFunc(marks, func(m search.Mark) bool { return start <= m.Start && m.End <= end }) {
			t.Fatalf("%q shows nothing of %v: %d to %d", text, marks, start, end)
		}
	})
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "حَلَب", "مداهـ.ـمات", "م.د.ا", "ق ص ف", "东京都", "a_b", "\xff.\xff", "ﷺ.ﷺ", "ـ.ـ", "و ب"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		position, start := 0, 0
		for _, k := range tokens(s) {
			if k.Start < start && !k.Joined || k.End <= k.Start || k.End > len(s) || k.Exact == "" || k.Position < position || k.Position > position+1 {
				t.Errorf("%q: %+v after %d, position %d", s, k, start, position)
			}
			start, position = k.Start, k.Position
			if k.Stem == "" || k.Stem != k.Exact && !slices.Contains(k.Also, k.Stem) {
				t.Errorf("%q: %+v has the stem %q", s, k, k.Stem)
			}
		}
	})
}
