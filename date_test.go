package sijill_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

func mustDate(t interface {
	Helper()
	Fatalf(string, ...any)
}, s string) sijill.Date {
	t.Helper()
	d, err := sijill.ParseDate(s)
	if err != nil {
		t.Fatalf("ParseDate(%q): %v", s, err)
	}
	return d
}

// civilText shows a bound as the tables below write it.
func civilText(b sijill.Bound) string {
	at, ok := b.Time()
	if !ok {
		return "open"
	}
	return at.Format("2006-01-02T15:04:05")
}

func TestParseDate(t *testing.T) {
	tests := []struct {
		in, precision, earliest, latest string
	}{
		{"", "none", "open", "open"},
		{"2016", "year", "2016-01-01T00:00:00", "2016-12-31T23:59:59"},
		{"0000", "year", "0000-01-01T00:00:00", "0000-12-31T23:59:59"},
		{"2016-11", "month", "2016-11-01T00:00:00", "2016-11-30T23:59:59"},
		{"2016-02", "month", "2016-02-01T00:00:00", "2016-02-29T23:59:59"},
		{"2016-11-29", "day", "2016-11-29T00:00:00", "2016-11-29T23:59:59"},
		{"2016-02-29", "day", "2016-02-29T00:00:00", "2016-02-29T23:59:59"},
		{"2016-11-29~", "day", "2016-11-29T00:00:00", "2016-11-29T23:59:59"},
		{"2016-11?", "month", "2016-11-01T00:00:00", "2016-11-30T23:59:59"},
		{"2016%", "year", "2016-01-01T00:00:00", "2016-12-31T23:59:59"},
		{"201X", "decade", "2010-01-01T00:00:00", "2019-12-31T23:59:59"},
		{"20XX", "century", "2000-01-01T00:00:00", "2099-12-31T23:59:59"},
		{"00XX", "century", "0000-01-01T00:00:00", "0099-12-31T23:59:59"},
		{"2016-XX", "year", "2016-01-01T00:00:00", "2016-12-31T23:59:59"},
		{"2016-XX-XX", "year", "2016-01-01T00:00:00", "2016-12-31T23:59:59"},
		{"2016-11-XX", "month", "2016-11-01T00:00:00", "2016-11-30T23:59:59"},
		{"2016-11-XX~", "month", "2016-11-01T00:00:00", "2016-11-30T23:59:59"},
		{"2016-21", "season", "2016-03-01T00:00:00", "2016-12-22T23:59:59"},
		{"2016-22", "season", "2015-12-01T00:00:00", "2017-03-21T23:59:59"},
		{"2016-24?", "season", "2015-12-01T00:00:00", "2017-03-21T23:59:59"},
		{"-0044", "year", "-0044-01-01T00:00:00", "-0044-12-31T23:59:59"},
		{"-0044-03-15", "day", "-0044-03-15T00:00:00", "-0044-03-15T23:59:59"},
		{"Y17000", "year", "17000-01-01T00:00:00", "17000-12-31T23:59:59"},
		{"Y-17000?", "year", "-17000-01-01T00:00:00", "-17000-12-31T23:59:59"},
		{"Y999999999", "year", "999999999-01-01T00:00:00", "999999999-12-31T23:59:59"},
		{"2016-11-24/2016-11-27", "interval", "2016-11-24T00:00:00", "2016-11-27T23:59:59"},
		{"2004-06~/2006-XX", "interval", "2004-06-01T00:00:00", "2006-12-31T23:59:59"},
		{"2016-11/2016", "interval", "2016-11-01T00:00:00", "2016-12-31T23:59:59"},
		{"../2016", "interval", "open", "2016-12-31T23:59:59"},
		{"/2016", "interval", "open", "2016-12-31T23:59:59"},
		{"2016/..", "interval", "2016-01-01T00:00:00", "open"},
		{"2016-11-29%/", "interval", "2016-11-29T00:00:00", "open"},
		{"2016-11-29T15:04:05", "second", "2016-11-29T15:04:05", "2016-11-29T15:04:05"},
		{"2016-11-29T15:04:05Z", "second", "2016-11-29T15:04:05", "2016-11-29T15:04:05"},
		{"2016-11-29T15:04:05+03:00", "second", "2016-11-29T12:04:05", "2016-11-29T12:04:05"},
		{"2016-11-29T15:04:05-03:30", "second", "2016-11-29T18:34:05", "2016-11-29T18:34:05"},
		{"2016-11-29T01:04:05+03", "second", "2016-11-28T22:04:05", "2016-11-28T22:04:05"},
		{"2016-11-29T15:04:05+00:00", "second", "2016-11-29T15:04:05", "2016-11-29T15:04:05"},
	}
	for _, tt := range tests {
		d := mustDate(t, tt.in)
		if got := d.String(); got != tt.in {
			t.Errorf("%q is written back as %q", tt.in, got)
		}
		if got := d.Precision().String(); got != tt.precision {
			t.Errorf("%q has precision %s, want %s", tt.in, got, tt.precision)
		}
		if got := civilText(d.Earliest()); got != tt.earliest {
			t.Errorf("%q starts %s, want %s", tt.in, got, tt.earliest)
		}
		if got := civilText(d.Latest()); got != tt.latest {
			t.Errorf("%q ends %s, want %s", tt.in, got, tt.latest)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, in := range []string{
		" ", " 2016", "2016 ", "16", "201", "02016", "20161", "+2016", "-0000", "--2016", "2016-", "2016-1", "2016-00",
		"2016-13", "2016-20", "2016-25", "2016-21-01", "2016-22-XX", "20161129", "2016-11-2", "2016-11-00", "2016-11-31", "2015-02-29",
		"1900-02-29", "2016-02-30", "2016-11-29-", "2016-11-29-01", "2016/11/29", "29-11-2016", "2016-W47", "2016-334",
		"XXXX", "2XXX", "X016", "20X6", "201x", "20XX-11", "201X-XX", "2016-1X", "2016-X", "2016-XX-29", "2016-11-X9", "2016-11-2X", "-201X",
		"?", "~2016", "2016?-11", "2016??", "2016?~", "2016-?11", "2016 ?",
		"Y", "Y2016", "Y-2016", "Y017000", "Y17000-11", "Y17e7", "y17000", "Y1000000000", "Y--17000", "17000",
		"/", "..", "../", "/..", "../..", "2016/2015", "2016-11-29/2016-11-28", "2016//2017", "2016/2017/2018", "2016/...", "2016/x",
		"2016-11-29T15:04:05Z/2016-11-30", "2016-11-29/2016-11-30T00:00:00",
		"2016-11-29T", "2016-11-29T15", "2016-11-29T15:04", "2016-11-29T24:00:00", "2016-11-29T15:60:00", "2016-11-29T23:59:60", "2016-11-29T15:04:05.1Z",
		"2016-11-29 15:04:05", "2016-11-29t15:04:05z", "2016-11-29T15:04:05z", "2016-11-29T15-04-05", "2016-11-29T150405", "2016-11T15:04:05", "2016-11-XXT15:04:05", "2016-11-29~T15:04:05",
		"2016-11-29T15:04:05Z?", "2016-11-29T15:04:05+3", "2016-11-29T15:04:05+0300", "2016-11-29T15:04:05+03:60", "2016-11-29T15:04:05-00:00", "2016-11-29T15:04:05-00",
		"2016-11-29T15:04:05+14:01", "2016-11-29T15:04:05-12:01", "2016-11-29T15:04:05+99", "2016-11-29T15:04:05ZZ",
		"٢٠١٦", "２０１６", "[2016,2017]", "{2016}", "unknown", "open", "null", strings.Repeat("2", 1<<16),
	} {
		d, err := sijill.ParseDate(in)
		if err == nil {
			t.Errorf("%.40q is read as %q", in, d)
			continue
		}
		if !d.IsMissing() {
			t.Errorf("%.40q is refused and still gives %q", in, d)
		}
		if sijill.ClassOf(err) != sijill.Usage {
			t.Errorf("%.40q is refused with class %v", in, sijill.ClassOf(err))
		}
	}
	if _, err := sijill.ParseDate("Amal's notebook"); err == nil || strings.Contains(err.Error(), "Amal") {
		t.Errorf("a refusal repeats what was read: %v", err)
	}
}

func TestDateMarks(t *testing.T) {
	for in, want := range map[string][4]bool{ // uncertain, approximate, interval, offset
		"":                          {},
		"2016":                      {},
		"2016?":                     {true, false, false, false},
		"2016~":                     {false, true, false, false},
		"2016%":                     {true, true, false, false},
		"2016/2017~":                {false, true, true, false},
		"2016?/2017~":               {true, true, true, false},
		"2016-11-29T15:04:05":       {},
		"2016-11-29T15:04:05Z":      {false, false, false, true},
		"2016-11-29T15:04:05+00:00": {false, false, false, true},
	} {
		d := mustDate(t, in)
		if got := [4]bool{d.IsUncertain(), d.IsApproximate(), d.IsInterval(), d.HasOffset()}; got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
	start, end := mustDate(t, "2016-11~/..").Ends()
	if start.String() != "2016-11~" || !end.IsMissing() {
		t.Errorf("the ends are %q and %q", start, end)
	}
}

func TestDateJSON(t *testing.T) {
	type card struct {
		Occurred sijill.Date `json:"occurred,omitzero"`
		Captured sijill.Date `json:"captured"`
	}
	text, err := json.Marshal(card{Captured: mustDate(t, "2016-11-24/..")})
	if err != nil || string(text) != `{"captured":"2016-11-24/.."}` {
		t.Fatalf("%s, %v", text, err)
	}
	var back card
	if err := json.Unmarshal(text, &back); err != nil || back.Captured.String() != "2016-11-24/.." || !back.Occurred.IsMissing() {
		t.Errorf("%+v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"captured":"2016-13"}`), &back); err == nil {
		t.Error("an impossible month is read from JSON")
	}
	if back.Captured.String() != "2016-11-24/.." {
		t.Error("a refused date has changed the old one")
	}
}

// drawDate spells dates without the parser's help, over everything that levels 0
// and 1 have; many fall in few years, so that they meet.
func drawDate(t *rapid.T) string {
	pick := func(s ...string) string { return rapid.SampledFrom(s).Draw(t, "pick") }
	two := func(low, high int) string { return fmt.Sprintf("%02d", rapid.IntRange(low, high).Draw(t, "two")) }
	year := func() string {
		return pick("2015", "2016", "2017", "0000", "9999", "-0001", fmt.Sprintf("%04d", rapid.IntRange(0, 9999).Draw(t, "year")))
	}
	calendar := func() string {
		y, qualifier := year(), pick("", "", "?", "~", "%")
		return []string{
			y, y + "-" + two(1, 12), y + "-" + two(1, 12) + "-" + two(1, 28), y + "-" + pick("11", "12") + "-" + two(24, 30), y + "-" + two(21, 24),
			y + "-XX", y + "-XX-XX", y + "-" + two(1, 12) + "-XX", two(0, 99) + "XX", two(0, 99) + pick("0", "1", "9") + "X",
			pick("Y", "Y-") + fmt.Sprint(rapid.IntRange(10000, 999999999).Draw(t, "long")),
		}[rapid.IntRange(0, 10).Draw(t, "form")] + qualifier
	}
	switch rapid.IntRange(0, 5).Draw(t, "shape") {
	case 0:
		return ""
	case 1:
		a, b := calendar(), calendar()
		if _, err := sijill.ParseDate(a + "/" + b); err != nil {
			a, b = b, a // they can only be in the wrong order; the test sees if not
		}
		return a + "/" + b
	case 2:
		return []string{"..", ""}[rapid.IntRange(0, 1).Draw(t, "end")] + "/" + calendar()
	case 3:
		return calendar() + "/" + pick("..", "")
	case 4:
		offset := pick("", "Z", "+00:00", "+03:00", "-12:00", "+14:00", "-03:30", "+05", "-11")
		return year() + "-11-" + two(27, 30) + "T" + two(0, 23) + ":" + two(0, 59) + ":" + two(0, 59) + offset
	}
	return calendar()
}

func TestDateRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawDate(t)
		d := mustDate(t, in)
		if d.String() != in {
			t.Fatalf("%q is written back as %q", in, d)
		}
		var back sijill.Date
		if text, err := d.MarshalText(); err != nil || back.UnmarshalText(text) != nil || back != d {
			t.Fatalf("%q comes back from text as %q", in, back)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "2016", "20XX", "2016-XX-XX", "2016-24~", "Y-17000", "-0044-03-15%", "../2016", "2016/", "2016-11-24/2016-11-27?", "2016-11-29T15:04:05-03:30", "2016-11-29T15:04:05+03"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := sijill.ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("%q is written back as %q", s, d)
		}
		if d.IsMissing() != (s == "") {
			t.Errorf("%q: missing is %v", s, d.IsMissing())
		}
		if d.Earliest().Compare(d.Latest()) > 0 {
			t.Errorf("%q ends before it starts", s)
		}
		if !d.CouldBe(d) || sijill.Compare(d, d) != 0 {
			t.Errorf("%q is not itself", s)
		}
	})
}
