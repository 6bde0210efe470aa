package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sijill.example/sijill/search"
)

func TestSpellingsOfOneWordFoldAlike(t *testing.T) {
	for _, same := range [][]string{
		{"حلب", "حَلَب", "حـلـب", "حَلَبْ", "ﺣﻠﺐ"},
		{"الأنصاري", "الانصاري", "الأنصارى", "الأنصاری", "ٱلأنصاري", "الإنصاري", "الآنصاري"},
		{"مدينة", "مدينه", "مَدِينَةٌ", "مدينة\u200c"},
		{"مستشفى", "مستشفي", "مستشفی"},
		{"مسؤول", "مسوول"},
		{"سائق", "سايق", "سائِق"},
		{"٢٠١٦", "2016", "۲۰۱۶", "２０１６"},
		{"كتاب", "کتاب", "ڪتاب", "كـــتاب"},
		{"لا", "ﻻ"},
		{"Aleppo", "ALEPPO", "aleppo", "Ａleppo"},
		{"Café", "cafe", "CAFE\u0301", "café"},
		{"Ünal", "unal"},
		{"№5", "no5"},
	} {
		for _, s := range same {
			if search.Fold(s) != search.Fold(same[0]) {
				t.Errorf("Fold(%q) = %q and Fold(%q) = %q", s, search.Fold(s), same[0], search.Fold(same[0]))
			}
		}
	}
}

func TestDifferentWordsStayDifferent(t *testing.T) {
	words := []string{"حلب", "حلبي", "جلب", "حماة", "كلب", "قلب", "٢٠١٦", "٢٠١٧", "بيت", "بنت", "ثبت", "سوري", "صوري", "درعا", "درع", "aleppo", "halep", "ذهب", "دهب"}
	seen := map[string]string{}
	for _, w := range words {
		f := search.Fold(w)
		if other, ok := seen[f]; ok {
			t.Errorf("%q and %q both fold to %q", w, other, f)
		}
		seen[f] = w
	}
}

func TestWhatFoldWrites(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "IMG_0042.JPG": "img_0042.jpg", "مدينة": "مدينه", "مُسْتَشْفَى": "مستشفي", "٢٠١٦": "2016", "ـ": "", "\u064b": "", "ک": "ك",
	} {
		if got := search.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func words(text string) (all []search.Word) {
	search.Words(text, func(w search.Word) bool { all = append(all, w); return true })
	return all
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                     nil,
		"  ،. ":                nil,
		"صورة من حَلَب، ٢٠١٦!": {"صوره", "من", "حلب", "2016"},
		"IMG_0042.jpg":         {"img", "0042", "jpg"},
		"ـــ a":                {"a"},
		"خانه\u200cها":         {"خانهها"},
		"«مستشفى»(القدس)":      {"مستشفي", "القدس"},
		"don't":                {"don", "t"},
		"\xff\xfeحلب\xff":      {"حلب"},
		"a\u202eb":             {"a", "b"},
		"حلب/Aleppo":           {"حلب", "aleppo"},
	} {
		var got []string
		for _, w := range words(text) {
			got = append(got, w.Folded)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
	var n int
	search.Words("a b c d", func(search.Word) bool { n++; return n < 2 })
	if n != 2 {
		t.Errorf("Words went on after it was told to stop: %d words", n)
	}
}

func TestBareLeavesTheArticleOut(t *testing.T) {
	for in, want := range map[string]string{"القدس": "قدس", "حلب": "", "ال": "", "الا": "", "الاب": "اب", "": "", "والقدس": ""} {
		if got := search.Bare(in); got != want {
			t.Errorf("Bare(%q) = %q, want %q", in, got, want)
		}
	}
}

// A word's place in the original gives the word, and everything that a reader
// would call a word is in one.
func checkWords(t interface {
	Errorf(string, ...any)
}, text string) {
	end := 0
	for _, w := range words(text) {
		if w.Start < end || w.End <= w.Start || w.End > len(text) {
			t.Errorf("Words(%q): the word %q stands from %d to %d after %d", text, w.Folded, w.Start, w.End, end)
			return
		}
		if w.Folded == "" || search.Fold(text[w.Start:w.End]) != w.Folded {
			t.Errorf("Words(%q): %q folds to %q, not to %q", text, text[w.Start:w.End], search.Fold(text[w.Start:w.End]), w.Folded)
		}
		for _, r := range text[end:w.Start] {
			if (unicode.IsLetter(r) || unicode.IsDigit(r)) && search.Fold(string(r)) != "" {
				t.Errorf("Words(%q) left out %q", text, r)
			}
		}
		end = w.End
	}
}

func TestWordsStandWhereTheySay(t *testing.T) {
	piece := rapid.OneOf(rapid.SampledFrom([]string{"حَلَب", "مدينة", " ", "،", "ـ", "\u200c", "٢٠", "Café", "\xff", "ﷺ", "\n"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		var text string
		for _, s := range rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces") {
			text += s
		}
		checkWords(t, text)
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "حَلَب", "الأنصاري", "ﷺ", "İ", "ẞ", "\u1e9b\u0323", "Ω", "K", "\xff", "ǰ", "ᾳ", "ﬁ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := search.Fold(s)
		if search.Fold(folded) != folded {
			t.Errorf("Fold(%q) = %q, and folded again %q", s, folded, search.Fold(folded))
		}
		if utf8.ValidString(s) && !utf8.ValidString(folded) {
			t.Errorf("Fold(%q) = %q", s, folded)
		}
		checkWords(t, s)
	})
}

// The short way of folding gives what Unicode's tables give, whatever stands
// beside what.
func TestTheShortWayFoldsLikeTheLongOne(t *testing.T) {
	long := func(s string) string { return strings.TrimSuffix(search.Fold(s+"é"), "e") } // é needs the tables
	for a := rune(0x0600); a <= 0x06ff; a++ {
		for _, b := range "اأءيٰٓٔ\u0651\u064b٥bB" {
			for _, s := range []string{string(a), string([]rune{a, b}), string([]rune{b, a})} {
				if utf8.ValidString(s) && search.Fold(s) != long(s) {
					t.Errorf("Fold(%q) = %q, by the tables %q", s, search.Fold(s), long(s))
				}
			}
		}
	}
}
