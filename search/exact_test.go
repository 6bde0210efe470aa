package search_test

import (
	"errors"
	"slices"
	"testing"

	"sijill.example/sijill/search"
)

func TestKeepNames(t *testing.T) {
	v := search.NewVocabulary()
	isName := func(word string) (bool, error) {
		return slices.Contains([]string{"حلبان", "انصاري", "انصار", "طفل", "طفلان", "قصر", "قصري", "بيت"}, word), nil
	}
	for _, tt := range []struct {
		query, text string
		want        bool
	}{
		{"حلبان", "حلبان", true}, {"حلبان", "قرية الحلبان", true}, {"حلبان", "بحلبان", true}, {"حلبان", "حلب", false}, {"حلبين", "حلب", false},
		{"الأنصاري", "حي الانصاري", true}, {"الأنصاري", "للأنصاري", true}, {"الأنصاري", "الأنصار", false}, {"أنصاري", "الأنصار", false},
		{"الأنصار", "الأنصار", true},
		{"طفلان", "طفل", true}, // a word of the field
		{"بيتها", "بيت", true}, // only the stem is a name
		{"حلبية", "حلب", true}, // from Aleppo
		{`"حلبان"`, "حلب", false}, {"حلب*", "حلبان", true}, {"قصر | حلبان", "حلب", false}, {"قصر | حلبان", "القصر", true},
		{"حلب", "حلبان", false}, {"حلب", "بحلب", true}, {"حلب", "الحلبيين", true}, {"حلب", "حَلَبية", true}, {"الرقة", "للرقة", true},
		{"sieges", "siege", true},
	} {
		q, err := search.KeepNames(search.ParseQuery(tt.query), v, isName)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(search.NewMarker(q).Marks(tt.text, 1)) > 0; got != tt.want {
			t.Errorf("%s marks something in %s: %v, want %v", tt.query, tt.text, got, tt.want)
		}
	}
	failed := errors.New("no")
	if _, err := search.KeepNames(search.ParseQuery("قصري"), v, func(string) (bool, error) { return false, failed }); !errors.Is(err, failed) {
		t.Errorf("an error is lost: %v", err)
	}
}
