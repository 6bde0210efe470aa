package search_test

import (
	"testing"

	"sijill.example/sijill/search"
)

func TestTongueOf(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "und",
		"2016 - 11":                         "und",
		"قصف على حي الأنصاري":               "ar",
		"قصف على حي الأنصاري TV":            "ar",
		"Shelling of the old city":          "en",
		"Aleppo Azaz":                       "und-Latn",
		"Bombardement à Alep":               "und-Latn",
		"قصف حلب Shelling of Aleppo":        "mul",
		"گزارش از شهر":                      "und-Arab",
		"обстрел города":                    "und",
		"Shelling of Aleppo and more (حلب)": "en",
	} {
		if got := search.TongueOf(text); got.Language != want || got.Why == "" {
			t.Errorf("%q: %+v, want %s", text, got, want)
		}
	}
}
