package sijill_test

import (
	"strings"
	"testing"

	"sijill.example/sijill"
)

func TestDateIn(t *testing.T) {
	for _, test := range []struct{ edtf, en, ar, fr string }{
		{"2016", "2016", "2016", "2016"},
		{"2016-11", "November 2016", "تشرين الثاني/نوفمبر 2016", "novembre 2016"},
		{"2016-11-XX", "November 2016", "تشرين الثاني/نوفمبر 2016", "novembre 2016"},
		{"2016-22", "summer 2016", "صيف 2016", "été 2016"},
		{"2016-12-01", "1 December 2016", "1 كانون الأول/ديسمبر 2016", "1er décembre 2016"},
		{"2016-11-18~", "18 November 2016 (about)", "18 تشرين الثاني/نوفمبر 2016 (تقريباً)", "18 novembre 2016 (environ)"},
		{"2016-11-29T12:10:00+02:00", "29 November 2016, 12:10:00 \u200eUTC+02:00\u200e", "29 تشرين الثاني/نوفمبر 2016، 12:10:00 \u200eUTC+02:00\u200e", "29 novembre 2016, 12:10:00 \u200eUTC+02:00\u200e"},
		{"2016-11-29/2016-12-01", "from 29 November 2016 to 1 December 2016", "من 29 تشرين الثاني/نوفمبر 2016 إلى 1 كانون الأول/ديسمبر 2016", "du 29 novembre 2016 au 1er décembre 2016"},
		{"2016-10/2016-11", "from October 2016 to November 2016", "من تشرين الأول/أكتوبر 2016 إلى تشرين الثاني/نوفمبر 2016", "d’octobre 2016 à novembre 2016"},
		{"2012/2016", "from 2012 to 2016", "من 2012 إلى 2016", "de 2012 à 2016"},
		{"2016-11-15/..", "from 15 November 2016 on", "منذ 15 تشرين الثاني/نوفمبر 2016", "à partir du 15 novembre 2016"},
		{"2016-08/..", "from August 2016 on", "منذ آب/أغسطس 2016", "à partir d’août 2016"},
		{"../2016-12-13", "until 13 December 2016", "حتى 13 كانون الأول/ديسمبر 2016", "jusqu’au 13 décembre 2016"},
		{"/2016-12", "from an unknown date to December 2016", "من تاريخ غير معروف إلى كانون الأول/ديسمبر 2016", "d’une date inconnue à décembre 2016"},
		{"2016-11-29T15:04:05", "29 November 2016, 15:04:05, no time zone given", "29 تشرين الثاني/نوفمبر 2016، 15:04:05، دون ذكر المنطقة الزمنية", "29 novembre 2016, 15:04:05, fuseau horaire non indiqué"},
		{"2016-11-29%", "29 November 2016 (about, uncertain)", "29 تشرين الثاني/نوفمبر 2016 (تقريباً، غير مؤكد)", "29 novembre 2016 (environ, incertain)"},
		{"201X", "201X", "201X", "201X"},
		{"-0044-03", "-0044-03", "-0044-03", "-0044-03"},
	} {
		d, err := sijill.ParseDate(test.edtf)
		if err != nil {
			t.Fatal(err)
		}
		for language, want := range map[string]string{"en": test.en, "ar": test.ar, "fr": test.fr} {
			if got := d.In(language); got != want {
				t.Errorf("%s in %s: %q, not %q", test.edtf, language, got, want)
			}
		}
	}
	if got := (sijill.Date{}).In("ar"); got != "" {
		t.Errorf("a missing date is spelt %q", got)
	}
}

// Whatever a date is, it is spelt without a failure, and its year is in it.
func FuzzDateIn(f *testing.F) {
	for _, seed := range []string{"2016-11-29", "2016-21/..", "../2016", "2016-11-29T15:04:05-11:30", "Y20160", "20XX"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := sijill.ParseDate(s)
		if err != nil || d.IsMissing() {
			return
		}
		for _, language := range []string{"en", "ar", "fr"} {
			if got := d.In(language); got == "" || len(d.String()) >= 4 && !d.IsInterval() && !strings.Contains(got, strings.TrimRight(d.String()[:4], "-")) {
				t.Errorf("%s is spelt %q", s, got)
			}
		}
	})
}
