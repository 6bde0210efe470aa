package matching_test

import (
	"testing"

	"sijill.example/sijill/edition/matching"
)

func TestCompareDates(t *testing.T) {
	made := []matching.When{{What: "captured", EDTF: "2016-11-29T12:10:00+02:00"}, {What: "published", EDTF: "2016-12-01"}}
	public := []matching.When{{What: "published", EDTF: "2016-12-01"}}
	for _, c := range []struct {
		given string
		times []matching.When
		want  matching.Dating
		read  string
	}{
		{"2018-04-12", made, matching.Redated, "2018-04-12"},
		{"12 April 2018", made, matching.Redated, "2018-04-12"},
		{"٢٩ تشرين الثاني ٢٠١٦", made, matching.SameDate, "2016-11-29"},
		{"29 novembre 2016", made, matching.SameDate, "2016-11-29"},
		{"1er décembre 2016", []matching.When{{What: "occurred", EDTF: "2016-12"}}, matching.SameDate, "2016-12-01"},
		{"février 2018", made, matching.Redated, "2018-02"},
		{"30 février 2018", made, matching.Unread, ""},
		{"November 2016", made, matching.SameDate, "2016-11"},
		{"5 décembre 2016", made, matching.Redated, "2016-12-05"},
		{"11/12/2016", []matching.When{{What: "occurred", EDTF: "2016-12-11"}}, matching.TwoDates, "2016-12-11"},
		{"12/05/2016", nil, matching.TwoDates, "2016-05-12"},
		{"29/11/2016", made, matching.SameDate, "2016-11-29"},
		{"11/11/2016", made, matching.Redated, "2016-11-11"},
		{"Tuesday, 29 November 2016.", made, matching.SameDate, "2016-11-29"},
		{"Monday, 29 November 2016", made, matching.Unread, ""}, // that day was a Tuesday
		{"2016-13-45", made, matching.Unread, ""},
		{"31/04/2016", made, matching.Unread, ""},
		{"31 April 2016", made, matching.Unread, ""},
		{"29/11/16", made, matching.Unread, ""}, // of which century
		{"29 November 2016 or 2018", made, matching.Unread, ""},
		{"not 29 November 2016", made, matching.Unread, ""},
		{"2016-11-29 12", made, matching.Unread, ""},
		{"2016-12-01", made, matching.Redated, "2016-12-01"}, // when it was posted is not when it was made
		{"2018", public, matching.TooLate, "2018"},
		{"2016-12-01", public, matching.Undated, "2016-12-01"},
		{"2015", public, matching.Undated, "2015"},
		{"2018", nil, matching.Undated, "2018"},
		{"yesterday", made, matching.Unread, ""},
		{"", made, matching.Unread, ""},
		{"2016-11-28/2016-11-30", made, matching.SameDate, "2016-11-28/2016-11-30"},
	} {
		got := matching.CompareDates(matching.ReadDate(c.given), c.times)
		if got.Dating != c.want || got.Given != c.read {
			t.Errorf("%q is %q, read as %q; want %q, %q", c.given, got.Dating, got.Given, c.want, c.read)
		}
	}
	if got := matching.DayOf("2016-11-29T23:59:59"); got != "2016-11-29" {
		t.Errorf("the day is %s", got)
	}
}
