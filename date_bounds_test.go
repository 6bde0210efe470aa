package sijill_test

import (
	"cmp"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

func TestCompareDates(t *testing.T) {
	want := []string{
		"../2016", "-0044", "0000", "20XX", "201X", "2016/..", "2016/2017", "2016", "2016%", "2016-XX", "2016-01",
		"2016-01-01", "2016-01-01T00:00:00", "2016-21", "2016-03", "2016-22", "2016-07", "2016-11-29",
		"2016-11-29T15:04:05+03:00", "2016-11-29T13:00:00Z", "2016-24", "Y17000", "", "",
	}
	for i, a := range want {
		for j, b := range want {
			expected := cmp.Compare(i, j)
			if a == b {
				expected = 0
			}
			if got := sijill.Compare(mustDate(t, a), mustDate(t, b)); got != expected {
				t.Errorf("%q and %q compare %d, want %d", a, b, got, expected)
			}
		}
	}
}

func TestCouldBe(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"2016-11-29", "2016-11-29", true},
		{"2016-11-29", "2016-11-30", false},
		{"2016-11-29", "2016-11", true},
		{"2016-11-29", "2016-11-XX", true},
		{"2016-11-29", "2016-12-XX", false},
		{"2016-11-29", "2016-XX-XX", true},
		{"2016-11-29", "201X", true},
		{"2006-11-29", "201X", false},
		{"2016-11-29", "", true},
		{"", "", true},
		// Qualifiers widen by a unit, or two, and not by more.
		{"2016-11-29~", "2016-11-30", true},
		{"2016-11-29~", "2016-12-01", false},
		{"2016-11-29%", "2016-12-01", true},
		{"2016-11-29%", "2016-12-02", false},
		{"2016-11-29?", "2016-11-28", true},
		{"2016-11-29?", "2016-11-27", false},
		{"2016-11-29~", "2016-12-01~", true},
		{"2016-11~", "2016-12-31", true},
		{"2016-11~", "2017-01-01", false},
		{"2016-11-XX~", "2016-10-01", true},
		{"2016-12~", "2017-01-31", true},
		{"2016~", "2017-12-31", true},
		{"2016~", "2018", false},
		{"201X~", "2029", true},
		{"201X~", "2030", false},
		{"20XX?", "1900", true},
		{"20XX?", "1899", false},
		// Intervals.
		{"2016-11-24/2016-11-27", "2016-11-25", true},
		{"2016-11-24/2016-11-27", "2016-11-28", false},
		{"2016-11-24/2016-11-27~", "2016-11-28", true},
		{"2016-11-24/2016-11-27~", "2016-11-23", false},
		{"../2016", "-0044", true},
		{"../2016", "2017", false},
		{"/2016", "1999-01", true},
		{"2016/..", "Y999999999", true},
		{"2016/", "2015-12-31", false},
		// Offsets: none was written, so any could have been meant.
		{"2016-11-29T15:04:05Z", "2016-11-29T18:04:05+03:00", true},
		{"2016-11-29T15:04:05Z", "2016-11-29T18:04:05+03", true},
		{"2016-11-29T15:04:05Z", "2016-11-29T15:04:05+03:00", false},
		{"2016-11-29T15:04:05Z", "2016-11-29T15:04:06Z", false},
		{"2016-11-29T15:04:05", "2016-11-29T01:04:05Z", true},
		{"2016-11-29T15:04:05", "2016-11-29T01:04:04Z", false},
		{"2016-11-29T15:04:05", "2016-11-30T03:04:05Z", true},
		{"2016-11-29T15:04:05", "2016-11-30T03:04:06Z", false},
		{"2016-11-29T15:04:05", "2016-11-30T17:04:05", true},
		{"2016-11-29T15:04:05", "2016-11-30T17:04:06", false},
		{"2016-11-29", "2016-11-28T10:00:00Z", true},
		{"2016-11-29", "2016-11-28T09:59:59Z", false},
		{"2016-11-29", "2016-11-30T11:59:59Z", true},
		{"2016-11-29", "2016-11-30T12:00:00Z", false},
		// Seasons: either half of the earth, but one for both.
		{"2016-21", "2016-04", true},
		{"2016-21", "2016-10", true},
		{"2016-21", "2016-08", false},
		{"2016-21", "2016-01", false},
		{"2016-22", "2016-07", true},
		{"2016-22", "2016-01", true},
		{"2016-22", "2016-04", false},
		{"2016-24", "2015-12-31", true},
		{"2016-24", "2017-01", true},
		{"2016-24", "2015-11-30", false},
		{"2016-24", "2016-10", false},
		{"2016-21", "2016-23", false},
		{"2016-22", "2016-24", false},
		{"2016-21", "2016-22", true}, // some begin summer on the first of June, some with the sun
		{"2016-21", "2017-21", false},
		{"2016-21~", "2016-08", true},
	}
	for _, tt := range tests {
		if got := mustDate(t, tt.a).CouldBe(mustDate(t, tt.b)); got != tt.want {
			t.Errorf("%q could be %q: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestDateOrderIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := mustDate(t, drawDate(t)), mustDate(t, drawDate(t)), mustDate(t, drawDate(t))
		ab, bc := sijill.Compare(a, b), sijill.Compare(b, c)
		if sijill.Compare(b, a) != -ab {
			t.Fatalf("%q and %q are not compared alike both ways", a, b)
		}
		if (ab == 0) != (a == b) || (a == b) != (a.String() == b.String()) {
			t.Fatalf("%q and %q compare %d", a, b, ab)
		}
		if ab <= 0 && bc <= 0 && sijill.Compare(a, c) > 0 {
			t.Fatalf("%q, %q, %q are not in order", a, b, c)
		}
		if a.IsMissing() && ab < 0 {
			t.Fatalf("a missing date comes before %q", b)
		}
	})
}

func TestDatesMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := mustDate(t, drawDate(t)), mustDate(t, drawDate(t))
		if !a.CouldBe(a) {
			t.Fatalf("%q could not be itself", a)
		}
		if a.CouldBe(b) != b.CouldBe(a) {
			t.Fatalf("%q and %q do not agree whether they could be one", a, b)
		}
		if a.Earliest().Compare(a.Latest()) > 0 {
			t.Fatalf("%q ends before it starts", a)
		}
		start, end := a.Ends()
		if !a.CouldBe(start) || !a.CouldBe(end) {
			t.Fatalf("%q does not contain its ends", a)
		}
		if a.IsInterval() && (a.Earliest().Open != start.IsMissing() || a.Latest().Open != end.IsMissing()) {
			t.Fatalf("%q does not say which ends it has", a)
		}
		if !start.IsMissing() && a.Earliest() != start.Earliest() || !end.IsMissing() && a.Latest() != end.Latest() {
			t.Fatalf("%q has other bounds than its ends", a)
		}
	})
}

// A qualifier only ever adds what a date could be.
func TestQualifiersWiden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SampledFrom([]string{"2016", "2016-11", "2016-12-01", "201X", "20XX", "2016-24", "2016-XX", "2016-11-XX"}).Draw(t, "plain")
		other := mustDate(t, drawDate(t))
		was := false
		for _, mark := range []string{"", "~", "%"} {
			is := mustDate(t, plain+mark).CouldBe(other)
			if was && !is {
				t.Fatalf("%q could be less than it could without its last mark: not %q", plain+mark, other)
			}
			was = is
		}
	})
}
