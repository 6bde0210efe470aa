package sijill_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

// mentions writes what is read of a text: text=date|other reading, with ! where it
// is doubted.
func mentions(text string) string {
	var out []string
	for _, m := range sijill.DatesIn(text) {
		s := text[m.Start:m.End] + "=" + m.Date.String()
		for _, d := range m.Or {
			s += "|" + d.String()
		}
		if m.Doubt != "" {
			s += "!"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestDatesIn(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// Numbers.
		{"Harvest fair 29/11/2016", "29/11/2016=2016-11-29"},
		{"Harvest fair 11/29/2016", "11/29/2016=2016-11-29"},
		{"Harvest fair 7/5/2016.", "7/5/2016=2016-05-07|2016-07-05"},
		{"Harvest fair 7/7/2016", "7/7/2016=2016-07-07"},
		{"16_7_2016", "16_7_2016=2016-07-16"},
		{"22-06-2016 north", "22-06-2016=2016-06-22"},
		{"السوق4-9-2016", "4-9-2016=2016-09-04|2016-04-09"},
		{"(الخميس28/04/2016)", "الخميس28/04/2016=2016-04-28"},
		{"السوق 24 4 2016", "24 4 2016=2016-04-24"},
		{"على السوق ١٠-٨-٢٠١٦", "١٠-٨-٢٠١٦=2016-08-10|2016-10-08"},
		{"۲۹/۱۱/۲۰۱۶", "۲۹/۱۱/۲۰۱۶=2016-11-29"},
		{"السوق 5 - 6 - 2016", "5 - 6 - 2016=2016-06-05|2016-05-06"},
		{"6 - 12-2016", "6 - 12-2016=2016-12-06|2016-06-12"},
		{"عمل 2016/11/29", "2016/11/29=2016-11-29"},
		{"on 2015-10-31", "2015-10-31=2015-10-31"},
		{"29.11.2016", "29.11.2016=2016-11-29"},
		{"\u202b29/11/2016\u202c", "29/11/2016=2016-11-29"},
		{"IMG_20161213_152649.jpg", "20161213_=2016-12-13"},
		// Months by name.
		{"28 Nov 2015", "28 Nov 2015=2015-11-28"},
		{"on 29th July 2014", "29th July 2014=2014-07-29"},
		{"on the 29th of July, 2014", "29th of July, 2014=2014-07-29"},
		{"April 10, 2015", "April 10, 2015=2015-04-10"},
		{"Sept. 3rd 2015", "Sept. 3rd 2015=2015-09-03"},
		{"in November 2016", "November 2016=2016-11"},
		{"29-Nov-2016", "29-Nov-2016=2016-11-29"},
		{"2016 November 29", "2016 November 29=2016-11-29"},
		{"25 APRIL2015", "25 APRIL2015=2015-04-25"},
		{"في 7 أبريل 2018", "7 أبريل 2018=2018-04-07"},
		{"24 أبريل 2015", "24 أبريل 2015=2015-04-24"},
		{"29 تشرين الثاني 2016", "29 تشرين الثاني 2016=2016-11-29"},
		{"29 تشرين الثاني/نوفمبر 2016", "29 تشرين الثاني/نوفمبر 2016=2016-11-29"},
		{"29 نوفمبر/تشرين الثاني 2016", "29 نوفمبر/تشرين الثاني 2016=2016-11-29"},
		{"29 تشرين الثاني (نوفمبر) 2016", "29 تشرين الثاني (نوفمبر) 2016=2016-11-29"},
		{"٢٩ تشرين التاني ٢٠١٦", "٢٩ تشرين التاني ٢٠١٦=2016-11-29"},
		{"29 من شهر كانون الأوّل من عام 2016", "29 من شهر كانون الأوّل من عام 2016=2016-12-29"},
		{"1 كانون ثاني 2016", "1 كانون ثاني 2016=2016-01-01"},
		{"بتشرين الأول 2016", "بتشرين الأول 2016=2016-10"},
		{"لشهر آذار عام 2016", "لشهر آذار عام 2016=2016-03"},
		{"3 آب 2016 و 4 أيلول 2016", "3 آب 2016=2016-08-03; 4 أيلول 2016=2016-09-04"},
		// Ranges.
		{"24-27 November 2016", "24-27 November 2016=2016-11-24/2016-11-27"},
		{"from 24 to 27 November 2016", "24 to 27 November 2016=2016-11-24/2016-11-27"},
		{"between 24 and 27 November 2016", "between 24 and 27 November 2016=2016-11-24/2016-11-27"},
		{"24 and 27 November 2016", "27 November 2016=2016-11-27"},
		{"November 24–27, 2016", "November 24–27, 2016=2016-11-24/2016-11-27"},
		{"28 November - 3 December 2016", "28 November - 3 December 2016=2016-11-28/2016-12-03"},
		{"November 28 - December 3, 2016", "November 28 - December 3, 2016=2016-11-28/2016-12-03"},
		{"October-November 2016", "October-November 2016=2016-10/2016-11"},
		{"24-27/11/2016", "24-27/11/2016=2016-11-24/2016-11-27"},
		{"24/11 - 27/11/2016", "24/11 - 27/11/2016=2016-11-24/2016-11-27"},
		{"24/11/2016-27/11/2016", "24/11/2016-27/11/2016=2016-11-24/2016-11-27"},
		{"3/4/2016 to 5/6/2016", "3/4/2016 to 5/6/2016=2016-04-03/2016-06-05|2016-03-04/2016-05-06"},
		{"13/4/2016 to 5/6/2016", "13/4/2016 to 5/6/2016=2016-04-13/2016-06-05"},
		{"2016-11-24 to 2016-12-01", "2016-11-24 to 2016-12-01=2016-11-24/2016-12-01"},
		{"من 24 إلى 27 تشرين الثاني 2016", "24 إلى 27 تشرين الثاني 2016=2016-11-24/2016-11-27"},
		{"من 24 حتى 27 تشرين الثاني 2016", "24 حتى 27 تشرين الثاني 2016=2016-11-24/2016-11-27"},
		{"بين 24 و27 تشرين الثاني 2016", "بين 24 و27 تشرين الثاني 2016=2016-11-24/2016-11-27"},
		{"بين تشرين الأول وتشرين الثاني 2016", "بين تشرين الأول وتشرين الثاني 2016=2016-10/2016-11"},
		{"من ٢٨ تشرين الثاني إلى ٣ كانون الأول ٢٠١٦", "٢٨ تشرين الثاني إلى ٣ كانون الأول ٢٠١٦=2016-11-28/2016-12-03"},
		{"27-24 November 2016", "24 November 2016=2016-11-24"},
		// Month, year.
		{"harvest of 11/2016", "11/2016=2016-11!"},
		{"harvest 2016-11", "2016-11=2016-11"},
		{"the winter in 2016 was mild", "2016=2016"},
		{"في عام 2016", "2016=2016"},
		{"وبعام ٢٠١٦", ""},
		{"بعام ٢٠١٦", "٢٠١٦=2016"},
		{" 2016 ", "2016=2016"},
		// Weekdays.
		{"Thursday, 7/4/2016", "Thursday, 7/4/2016=2016-04-07"},
		{"Tuesday 7/5/2016", "Tuesday 7/5/2016=2016-07-05"},
		{"Friday 7/5/2016", "Friday 7/5/2016=2016-05-07|2016-07-05!"},
		{"الثلاثاء 29 تشرين الثاني 2016", "الثلاثاء 29 تشرين الثاني 2016=2016-11-29"},
		{"Sunday November 2016", "November 2016=2016-11"},
		// Doubted.
		{"1/1/1970", "1/1/1970=1970-01-01!"},
		{"1904-01-01", "1904-01-01=1904-01-01!"},
		{"7 February 2036", "7 February 2036=2036-02-07!"},
		// In no calendar.
		{"30/02/2016", "30/02/2016=2016-02!"}, {"32/1/2016", "32/1/2016=2016-01!"}, {"0/1/2016", "0/1/2016=2016-01!"}, {"29/13/2016", "29/13/2016=2016!"},
		{"2016-13-01", "2016-13-01=2016!"}, {"13/14/2016", "13/14/2016=2016!"}, {"2016-02-30", "2016-02-30=2016-02!"}, {"29/02/2015", "29/02/2015=2015-02!"},
		{"fair of 31 June 2016", "31 June 2016=2016-06!"}, {"31 April 2016", "31 April 2016=2016-04!"}, {"February 31, 2016", "February 31, 2016=2016-02!"},
		{"٣١ نيسان ٢٠١٦", "٣١ نيسان ٢٠١٦=2016-04!"}, {"Tuesday 31 April 2016", "31 April 2016=2016-04!"},
		// Years of two digits.
		{"29/11/16", "29/11/16=2016-11-29!"}, {"29.11.16", "29.11.16=2016-11-29!"}, {"3/4/16", "3/4/16=2016-04-03|2016-03-04!"}, {"16-11-29", "16-11-29=2029-11-16|2016-11-29!"}, {"31/12/99", "31/12/99=1999-12-31!"},
		{"10.0.0.16", ""}, {"12/34/56", ""}, {"1.2.3", ""}, {"29 11 16", ""},
		// A part of a month.
		{"early December 2016", "early December 2016=2016-12~"}, {"in mid-December 2016", "mid-December 2016=2016-12~"}, {"late Nov. 2016", "late Nov. 2016=2016-11~"},
		{"end of November 2016", "end of November 2016=2016-11~"}, {"early 2016", "early 2016=2016~"}, {"في أوائل كانون الأول 2016", "أوائل كانون الأول 2016=2016-12~"},
		{"بأواخر شهر تشرين الثاني/نوفمبر 2016", "بأواخر شهر تشرين الثاني/نوفمبر 2016=2016-11~"}, {"منتصف عام ٢٠١٦", "منتصف عام ٢٠١٦=2016~"},
		{"late 29 November 2016", "29 November 2016=2016-11-29"}, {"late in 2016", "2016=2016"},
		// Not dates.
		{"1070 project", ""}, {"27 sacks of 3 sizes", ""}, {"10.0.0.2016", ""}, {"1/24/4/2016", ""}, {"2016", "2016=2016"},
		{"Aleppo 2016", ""}, {"resolution 2254 (2015)", ""}, {"August 10th", ""}, {"may 2 of them", ""}, {"تشرين 2016", ""}, {"12345678", ""},
		{"phone 0096321 555 2016", ""}, {"", ""}, {"\xff\xfe29/11/2016\xff", "29/11/2016=2016-11-29"},
	} {
		if got := mentions(tt.text); got != tt.want {
			t.Errorf("%q is read as\n     %q\nwant %q", tt.text, got, tt.want)
		}
	}
}

// Whatever a date is written like, the letters that it is said to come from read to
// the same date, and to nothing else.
func TestDatesInReadAgain(t *testing.T) {
	months := []string{"January", "Feb", "march", "Apr.", "May", "JUNE", "July", "Aug", "Sept", "October", "Nov", "December"}
	levant := []string{"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"}
	nile := []string{"يناير", "فبراير", "مارس", "إبريل", "مايو", "يونيه", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 365*35).Draw(t, "day"))
		mark := rapid.SampledFrom([]string{"/", "-", ".", "_", " ", " - "}).Draw(t, "mark")
		m := int(day.Month()) - 1
		date := rapid.SampledFrom([]string{
			fmt.Sprintf("%d%s%d%s%d", day.Day(), mark, m+1, mark, day.Year()), fmt.Sprintf("%02d%s%02d%s%d", day.Day(), mark, m+1, mark, day.Year()), fmt.Sprintf("%d%s%d%s%d", day.Year(), mark, m+1, mark, day.Day()),
			fmt.Sprintf("%d %s %d", day.Day(), months[m], day.Year()), fmt.Sprintf("%s %d, %d", months[m], day.Day(), day.Year()),
			fmt.Sprintf("%d %s %d", day.Day(), levant[m], day.Year()), fmt.Sprintf("%d %s %d", day.Day(), nile[m], day.Year()),
			fmt.Sprintf("%d %s/%s %d", day.Day(), levant[m], nile[m], day.Year()),
		}).Draw(t, "date")
		zero := rapid.SampledFrom([]rune{'0', '٠', '۰'}).Draw(t, "zero")
		date = strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + zero
			}
			return r
		}, date)
		before := rapid.SampledFrom([]string{"", "Fair ", "السوق ", "(", "حي السوق: "}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", " at the market", ")", " في السوق", "."}).Draw(t, "after")
		text := before + date + after
		found := sijill.DatesIn(text)
		if len(found) != 1 {
			t.Fatalf("%q: %d dates", text, len(found))
		}
		was := found[0]
		if got := text[was.Start:was.End]; strings.TrimSuffix(date, ".") != got && date != got {
			t.Fatalf("%q came from %q", date, got)
		}
		isRight := false
		for _, d := range was.Readings() {
			isRight = isRight || d.String() == day.Format("2006-01-02")
		}
		if !isRight {
			t.Fatalf("%q is read as %v", text, was.Readings())
		}
		readAgain(t, text, was)
	})
}

// A long text full of what could begin a date is read to its end. Were each beginning
// to look at all the rest, this would not end before the test's own limit.
func TestDatesInOfALongText(t *testing.T) {
	for _, part := range []string{"1-", "1/1-1/", "November ", "between 1 ", "2016-", "29/11/2016 - "} {
		text := strings.Repeat(part, 1<<18/len(part))
		for _, d := range sijill.DatesIn(text) {
			if d.Start < 0 || d.End > len(text) || d.Start >= d.End {
				t.Fatalf("%q: a date from %d to %d", part, d.Start, d.End)
			}
		}
	}
}

func readAgain(t interface{ Fatalf(string, ...any) }, text string, was sijill.DateMention) {
	alone := text[was.Start:was.End]
	again := sijill.DatesIn(alone)
	if len(again) != 1 || again[0].Date != was.Date || fmt.Sprint(again[0].Or) != fmt.Sprint(was.Or) || again[0].Start != 0 || again[0].End != len(alone) {
		t.Fatalf("%q of %q reads alone as %+v, and in the text as %+v", alone, text, again, was)
	}
}

func FuzzDatesIn(f *testing.F) {
	for _, s := range []string{"29/11/2016", "٢٩ تشرين الثاني/نوفمبر ٢٠١٦", "24-27/11/2016", "24/11/2016-27/11/2016", "between 24 and 27 November 2016", "الخميس28/04/2016", "in 2016",
		"November 28 - December 3, 2016", "3/4/2016 to 5/6/2016", "20161213_152649", "1/2/3/2016", "2016-11-24 to 2016", "بين تشرين الأول وتشرين الثاني 2016", "Sun 1/2/2016-2/2/2016", "2016-2016-11", "\xff1/1/2016"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range sijill.DatesIn(text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%q: the span %d-%d", text, m.Start, m.End)
			}
			end = m.End
			for _, d := range m.Readings() {
				if back, err := sijill.ParseDate(d.String()); err != nil || back != d || d.IsMissing() {
					t.Fatalf("%q is read as %q", text, d)
				}
			}
			readAgain(t, text, m)
		}
	})
}
