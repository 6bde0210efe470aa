package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sijill.example/sijill/search"
)

// written writes a query in a notation of the tests.
func written(q search.Query) string {
	var parts []string
	for _, c := range q.Clauses {
		var any []string
		for _, t := range c.Any {
			w := strings.Join(t.Words, "_")
			if t.Quoted {
				w = "'" + w + "'"
			}
			if t.Prefix {
				w += "*"
			}
			any = append(any, w)
		}
		s := strings.Join(any, "|")
		if c.Not {
			s = "!" + s
		}
		parts = append(parts, s)
	}
	for _, f := range q.Filters {
		s := f.Field + "=" + strings.Join(f.Values, ",")
		if f.Not {
			s = "!" + s
		}
		parts = append(parts, s)
	}
	for _, n := range q.Resembles {
		parts = append(parts, "~"+string(n))
	}
	for _, u := range q.Unread {
		parts = append(parts, "?"+u)
	}
	return strings.Join(parts, " ")
}

func TestParseQuery(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		"  ،. ":                       "",
		"siege Aleppo":                "siege aleppo",
		"حَلَب الأنصاري":              "حلب الانصاري",
		`"barrel bomb" حلب`:           "'barrel_bomb' حلب",
		"“barrel bomb”":               "'barrel_bomb'",
		"«برميل متفجر»":               "'برميل_متفجر'",
		`"barrel bomb`:                "barrel bomb",
		`barrel bomb"`:                "barrel bomb",
		`"a" "b`:                      "'a' b",
		`""`:                          "",
		"siege | حصار":                "siege|حصار",
		"siege|حصار|blockade":         "siege|حصار|blockade",
		"siege OR حصار aleppo":        "siege|حصار aleppo",
		"قصف أو غارة":                 "قصف|غاره",
		"قصف او غارة":                 "قصف|غاره",
		"siege or truce":              "siege or truce",
		"| siege |":                   "siege",
		"OR":                          "or",
		"siege OR":                    "siege",
		"siege OR OR truce":           "siege|truce",
		"siege AND truce":             "siege truce",
		"-russian":                    "!russian",
		"aleppo -russian":             "aleppo !russian",
		`aleppo -"white helmets"`:     "aleppo !'white_helmets'",
		"a OR -b":                     "a !b",
		"-a OR b":                     "!a b",
		"- a":                         "a",
		"--a":                         "a",
		"follow-up":                   "follow_up",
		"مدي*":                        "مدي*",
		`"barrel bo"*`:                "'barrel_bo'*",
		"*":                           "",
		"IMG_0042.jpg":                "img_0042_jpg",
		"(siege aleppo)":              "siege aleppo",
		"kind:incident":               "kind=incident",
		"kind:incident kind:place x":  "x kind=incident,place",
		"-kind:place x":               "x !kind=place",
		"نوع:incident":                "kind=incident",
		`source:"A Group" x`:          "x source=a group",
		"place:حَلَب":                 "place=حلب",
		"date:2016-11":                "date=2016-11",
		"date:٢٠١٦-١١..٢٠١٦-١٢":       "date=٢٠١٦-١١..٢٠١٦-١٢",
		"date:yesterday x":            "x ?date:yesterday",
		"date:..":                     "?date:..",
		"resembles:exh-2026-0001":     "~exh-2026-0001",
		"resembles:me":                "?resembles:me",
		"has:picture type:image/jpeg": "has=picture type=image/jpeg",
		"kind:":                       "kind",
		`kind:"`:                      "kind",
		"http://example.org/a":        "http_example_org_a",
		"note:x":                      "note_x",
		"kind:incidents x":            "x ?kind:incidents",
		"-kind:foo":                   "?kind:foo",
		"has:wings":                   "?has:wings",
		"NEAR(a b)":                   "near a b",
		"\x00\xff":                    "",
		"title:x^2":                   "title_x_2",
	} {
		if got := written(search.ParseQuery(in)); got != want {
			t.Errorf("ParseQuery(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDatesOfAQuery(t *testing.T) {
	const nov1, nov30, dec31 = 17106, 17135, 17166 // 2016
	for in, want := range map[string]search.Span{
		"2016-11":               {First: nov1, Last: nov30},
		"2016-11..2016-12":      {First: nov1, Last: dec31},
		"٢٠١٦-١١..٢٠١٦-١٢":      {First: nov1, Last: dec31},
		"2016-11/2016-12":       {First: nov1, Last: dec31},
		"2016-11-01/2016-11-30": {First: nov1, Last: nov30},
		"2016-11-xx":            {First: nov1, Last: nov30},
	} {
		q := search.ParseQuery("date:" + in)
		if len(q.Filters) != 1 || !slices.Equal(q.Filters[0].Spans, []search.Span{want}) {
			t.Errorf("date:%s gives %v, want %v", in, q.Filters, want)
		}
	}
	open := search.ParseQuery("date:2016-11..").Filters
	if len(open) != 1 || open[0].Spans[0].First != nov1 || open[0].Spans[0].Last < 1_000_000 {
		t.Errorf("date:2016-11.. gives %v", open)
	}
	open = search.ParseQuery("date:..2016-11").Filters
	if len(open) != 1 || open[0].Spans[0].Last != nov30 || open[0].Spans[0].First > -1_000_000 {
		t.Errorf("date:..2016-11 gives %v", open)
	}
}

func TestEndsOfAQuery(t *testing.T) {
	const nov1, nov30, dec31 = 17106, 17135, 17166 // 2016
	for in, want := range map[string]search.Span{
		"from:2016-11 to:2016-12":           {First: nov1, Last: dec31},
		"to:2016-12 siege from:2016-11":     {First: nov1, Last: dec31},
		"من:٢٠١٦-١١ إلى:٢٠١٦-١٢":            {First: nov1, Last: dec31},
		"from:2016 from:2016-11 to:2016-11": {First: nov1, Last: nov30},
	} {
		q := search.ParseQuery(in)
		if len(q.Filters) != 1 || !slices.Equal(q.Filters[0].Spans, []search.Span{want}) || len(q.Unread) > 0 {
			t.Errorf("%s gives %v, want %v", in, q.Filters, want)
		}
	}
	// Dates are alternatives, and each must be within the ends.
	q := search.ParseQuery("date:2016-11-01 from:2016 date:2016-12")
	if len(q.Filters) != 2 || len(q.Filters[0].Spans) != 2 || len(q.Filters[1].Spans) != 1 {
		t.Errorf("%v", q.Filters)
	}
	for _, in := range []string{"from:yesterday", "-to:2016", "to:2016..2017"} {
		if q := search.ParseQuery(in); len(q.Unread) != 1 || len(q.Filters) != 0 {
			t.Errorf("%s gives %v and leaves out %v", in, q.Filters, q.Unread)
		}
	}
}

func TestFilterNames(t *testing.T) {
	for _, name := range search.FilterNames() {
		q := search.ParseQuery(name + ":2016")
		if len(q.Filters)+len(q.Unread) != 1 || len(q.Clauses)+len(q.NoFilters) > 0 {
			t.Errorf("%s is no filter: %+v", name, q)
		}
	}
}

func TestALongQueryIsReadToItsMiddle(t *testing.T) {
	q := search.ParseQuery(strings.Repeat("word ", 10_000))
	if len(q.Clauses) != search.MaxWords || q.Dropped != 10_000-search.MaxWords {
		t.Errorf("%d clauses, %d dropped", len(q.Clauses), q.Dropped)
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{"", `"a b" -c | d OR "e`, "kind:x -place:\"a b\" date:2016..", "resembles:exh-2026-0001", "مدي* أو «قصف", "-\"", "-:", "date:..", "a|||b", "\xff\"", "OR AND - | *"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q := search.ParseQuery(s)
		words := 0
		for _, c := range q.Clauses {
			if len(c.Any) == 0 {
				t.Errorf("ParseQuery(%q) has a clause without terms", s)
			}
			for _, term := range c.Any {
				words += len(term.Words)
				if len(term.Words) == 0 || slices.Contains(term.Words, "") {
					t.Errorf("ParseQuery(%q) has a term without words", s)
				}
			}
		}
		if words > search.MaxWords {
			t.Errorf("ParseQuery(%q) has %d words", s, words)
		}
		if again := search.ParseQuery(s); fmt.Sprint(again) != fmt.Sprint(q) {
			t.Errorf("ParseQuery(%q) is %v and then %v", s, q, again)
		}
		search.NewMarker(q).Marks(s, 100)
	})
}
