package search_test

import (
	"slices"
	"strings"
	"testing"

	"sijill.example/sijill/search"
)

func vocabulary() search.Names {
	v := search.NewVocabulary()
	return search.Names{By: search.ByVocabulary, Others: func(words []string) ([]string, error) { return v.Others(words), nil }}
}

func TestTheVocabulary(t *testing.T) {
	v := search.NewVocabulary()
	if n := len(v.All()); n < 200 {
		t.Errorf("%d concepts", n)
	}
	for query, want := range map[string]string{
		"حلب": "Aleppo", "بحلب": "", "Aleppo": "حلب", "ALEPPO": "حلب", "barrel": "براميل", "البراميل": "barrel", "airstrikes": "غارة",
		"المستشفى": "hospital", "مستشفي": "hospital", "hospitals": "مشافي", "أطفال": "child", "children": "طفل", "مدن": "city", "المدنيين": "civilian",
		"White Helmets": "الخوذ البيضاء", "الدفاع المدني": "civil defence", "السوريين": "Syrian", "حلبان": "", "لبن": "", "notaword": "", "the": "",
	} {
		var words []string
		search.Words(query, func(w search.Word) bool { words = append(words, w.Folded); return true })
		if others := v.Others(words); want == "" && others != nil || want != "" && !slices.Contains(others, want) {
			t.Errorf("%s is also called %v, want %q", query, others, want)
		}
	}
}

// Every name of the vocabulary is found by itself, and gives all of its concept.
func TestEveryNameIsFound(t *testing.T) {
	v := search.NewVocabulary()
	for _, names := range v.All() {
		arabic, latin := false, false
		for _, name := range names {
			var words []string
			search.Words(name, func(w search.Word) bool { words = append(words, w.Folded); return true })
			others := v.Others(words)
			for _, want := range names {
				if !slices.Contains(others, want) {
					t.Errorf("%s does not give %s", name, want)
				}
			}
			if strings.ContainsFunc(name, func(r rune) bool { return r >= 'ء' && r <= 'ي' }) {
				arabic = true
			} else {
				latin = true
			}
		}
		if !arabic || !latin {
			t.Errorf("%v is in one language only", names)
		}
	}
}

func TestExpand(t *testing.T) {
	places := search.Names{By: search.ByPlaces, Others: func(words []string) ([]string, error) {
		if strings.Join(words, " ") == "aleppo" {
			return []string{"ALEPPO : ALEPPO", "حلب", "Beroea"}, nil
		}
		return nil, nil
	}}
	for in, want := range map[string]string{
		"barrel":            "barrel|برميل|براميل",
		"Aleppo":            "aleppo|halab|alep|حلب|beroea",
		"barrel bomb":       "barrel_bomb|برميل|براميل",
		"barrel bomb siege": "barrel_bomb|برميل|براميل siege|besieged|blockade|حصار|محاصر|محاصره",
		"siege barrel bomb": "siege|besieged|blockade|حصار|محاصر|محاصره barrel_bomb|برميل|براميل",
		`"White Helmets"`:   "'white_helmets'|الخوذ_البيضاء|القبعات_البيضاء",
		"-barrel":           "!barrel",
		"barr*":             "barr*",
		"barrel|drum":       "barrel|drum|برميل|براميل",
		"حلب | حلب":         "حلب|حلب|aleppo|halab|alep",
		"Aleppo OR barr*":   "aleppo|barr*|halab|alep|حلب|beroea",
		"Aleppo | -barrel":  "aleppo|halab|alep|حلب|beroea !barrel",
		"x Aleppo | حلب y":  "x aleppo|حلب|halab|alep|beroea y",
		"nothing known":     "nothing known",
	} {
		q, _, err := search.Expand(search.ParseQuery(in), vocabulary(), places)
		if err != nil {
			t.Fatal(err)
		}
		if got := written(q); got != want {
			t.Errorf("%s is expanded to %q, want %q", in, got, want)
		}
	}
	_, told, err := search.Expand(search.ParseQuery("Aleppo x"), vocabulary(), places)
	if err != nil || len(told) != 2 || told[0].Term != "Aleppo" || told[0].By != search.ByVocabulary || told[1].By != search.ByPlaces || !slices.Equal(told[1].To, []string{"Beroea"}) {
		t.Errorf("told %+v, %v", told, err)
	}
}

func TestNamesOfPlacesFoldAlike(t *testing.T) {
	for _, same := range [][]string{
		{"Ansari", "al-Ansari", "Al Ansari", "AL ANSARI"},
		{"الأنصاري", "الانصاري", "أنصاري"},
		{"Ash-Sha'ar", "Sha'ar"},
	} {
		for _, s := range same {
			if search.NameKey(s) != search.NameKey(same[0]) {
				t.Errorf("%s is %q and %s is %q", s, search.NameKey(s), same[0], search.NameKey(same[0]))
			}
		}
	}
	if search.NameKey("Al") != "al" {
		t.Error("Al has lost its name")
	}
}
