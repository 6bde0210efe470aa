package corroboration_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sijill.example/sijill"
	. "sijill.example/sijill/corroboration"
)

func TestCompare(t *testing.T) {
	count := func(low, high int64) Value { return Value{Count: &Count{Low: low, High: high}} }
	about := func(n int64) Value { return Value{Count: &Count{Low: n, High: n, About: true}} }
	on := func(s string) Value {
		d, err := sijill.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return Value{Date: d}
	}
	unit := func(v Value, unit string) Value { v.Unit = unit; return v }
	place := func(chain ...sijill.Number) Value { return Value{Place: chain} }
	for _, test := range []struct {
		a, b Value
		want Match
	}{
		{Value{}, Value{}, Unsaid},
		{count(3, 3), Value{}, Unsaid},
		{count(3, 3), count(3, 3), Agree},
		{count(3, 3), count(4, 4), Differ},
		{count(2, Most), count(3, 3), Agree},
		{count(2, Most), count(1, 1), Differ},
		{count(0, 5), count(5, Most), Agree},
		{count(0, 4), count(5, Most), Differ},
		{count(3, 6), count(6, 9), Agree},
		{about(100), count(110, 110), Agree},
		{about(100), count(111, 111), Differ},
		{about(1), count(0, 0), Agree},
		{about(5), count(6, 6), Agree},
		{about(5), count(7, 7), Differ},
		{unit(count(3, 3), "killed"), unit(count(9, 9), "injured"), Unsaid},
		{unit(count(3, 3), "killed"), count(9, 9), Differ},
		{on("2016-11"), on("2016-11-29"), Agree},
		{on("2016-11-28"), on("2016-11-29"), Differ},
		{on("2016-11-28~"), on("2016-11-29"), Agree},
		{on("2016-11-24/2016-11-27"), on("2016-11-28"), Differ},
		{on("2016-11-24/.."), on("2020"), Agree},
		{on("2016-11-28T23:30:00Z"), on("2016-11-29"), Agree},
		{place("plc-2026-0002", "plc-2026-0001"), place("plc-2026-0001"), Agree},
		{place("plc-2026-0002", "plc-2026-0001"), place("plc-2026-0003", "plc-2026-0001"), Differ},
		{place("plc-2026-0002"), Value{}, Unsaid},
		{Value{Means: []string{"airstrike"}}, place("plc-2026-0002"), Unsaid},
		{Value{ActorSource: "src-2026-0001"}, Value{}, Unsaid},
		{Value{Means: []string{"barrel-bomb", "airstrike"}}, Value{Means: []string{"airstrike"}}, Agree},
		{Value{Means: []string{"barrel-bomb", "airstrike"}}, Value{Means: []string{"shelling"}}, Differ},
		{Value{ActorSource: "src-2026-0001"}, Value{ActorSource: "src-2026-0002"}, Differ},
		{Value{Actor: "The Army"}, Value{Actor: "the  army"}, Agree},
		{Value{Actor: "the army"}, Value{Actor: "the government"}, Unsaid},
		{Value{Count: &Count{Low: 3, High: 3}, Actor: "x"}, Value{Count: &Count{Low: 4, High: 4}, Actor: "x"}, Differ},
	} {
		if got := Compare(test.a, test.b); got != test.want {
			t.Errorf("%s / %s: %s, want %s", test.a.Words("en"), test.b.Words("en"), got, test.want)
		}
		if got := Compare(test.b, test.a); got != test.want {
			t.Errorf("%s / %s turned round: %s, want %s", test.b.Words("en"), test.a.Words("en"), got, test.want)
		}
	}
}

func TestSelectors(t *testing.T) {
	const before, quote, after = "قال الشاهد إن ", "ثلاثة أشخاص", " قُتلوا في الغارة، وثلاثة أشخاص جُرحوا."
	text := Target{Segments: []Segment{{[]string{"s1"}, before + quote + after}, {[]string{"s2"}, "ثلاثة أشخاص جُرحوا."}}}
	for _, test := range []struct {
		what     string
		selector Selector
		target   Target
		want     Found
	}{
		{"nothing is selected", Selector{}, text, Whole},
		{"a quote that stands once", Selector{Quote: "قال الشاهد"}, text, There},
		{"a quote that stands three times", Selector{Quote: quote}, text, Several},
		{"... with what stands before it", Selector{Quote: quote, Prefix: "الشاهد إن"}, text, There},
		{"... with what stands after it", Selector{Quote: quote, Suffix: "قُتلوا"}, text, There},
		{"... with what stands after two of them", Selector{Quote: quote, Suffix: "جُرحوا"}, text, Several},
		{"... in its segment", Selector{Quote: quote, Segment: "s2"}, text, There},
		{"a segment", Selector{Segment: "s2"}, text, There},
		{"a segment that is gone", Selector{Segment: "s3"}, text, Lost},
		{"a segment in which the words are not", Selector{Segment: "s2", Quote: "قال الشاهد"}, text, Lost},
		{"words that are gone", Selector{Quote: "خمسة أشخاص"}, text, Lost},
		{"the same words decomposed", Selector{Quote: norm.NFD.String("قُتلوا في الغارة") + " "}, text, Alike},
		{"the same words with other spaces", Selector{Quote: "قال \n الشاهد"}, text, Alike},
		{"an empty quote in spaces", Selector{Quote: "   "}, text, Lost},
		{"a plain text", Selector{Quote: "b"}, Target{Text: "abc", HasText: true}, There},
		{"a text that is empty", Selector{Quote: "b"}, Target{HasText: true}, Lost},
		{"no text", Selector{Quote: "b"}, Target{}, Unchecked},
		{"a span", Selector{From: 3, To: 5, HasSpan: true}, Target{Seconds: 10}, There},
		{"a span beyond the end", Selector{From: 11, To: 12, HasSpan: true}, Target{Seconds: 10}, Lost},
		{"a span backwards", Selector{From: 5, To: 3, HasSpan: true}, Target{}, Lost},
		{"a span of something whose length is not known", Selector{From: 3, To: 5, HasSpan: true}, Target{}, Unchecked},
		{"a region", Selector{X: 10, Y: 10, W: 90, H: 5, HasRegion: true}, Target{}, There},
		{"a region beyond the edge", Selector{X: 10, Y: 10, W: 91, H: 5, HasRegion: true}, Target{}, Lost},
		{"the whole picture", Selector{W: 100, H: 100, HasRegion: true}, Target{}, There},
		{"a region without height", Selector{W: 100, HasRegion: true}, Target{}, Lost},
		{"a region without width", Selector{H: 100, HasRegion: true}, Target{}, Lost},
		{"the first moment", Selector{HasSpan: true}, Target{Seconds: 10}, There},
		{"the end itself", Selector{From: 10, To: 10, HasSpan: true}, Target{Seconds: 10}, Lost},
		{"a region of nothing", Selector{X: 10, Y: 10, HasRegion: true}, Target{}, Lost},
		{"a rectangle on a page", Selector{Page: 2, X: 1, Y: 1, W: 5, H: 5, HasRegion: true}, Target{Pages: 2}, There},
		{"a page that is not there", Selector{Page: 3}, Target{Pages: 2}, Lost},
		{"a page of something whose pages are not known", Selector{Page: 3}, Target{}, Unchecked},
	} {
		if got := test.selector.Resolve(test.target); got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}

// TestQuotesAreFound: whatever is quoted from a text is found in it again, in every
// Unicode form; and with what stands around it, at one place.
func TestQuotesAreFound(t *testing.T) {
	letters := []rune("ا أإآبتة ىي ًُِabé́")
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringOfN(rapid.SampledFrom(letters), 1, 60, -1).Draw(t, "text"))
		from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(text)).Draw(t, "to")
		s := Selector{Quote: string(text[from:to]), Prefix: string(text[:from]), Suffix: string(text[to:])}
		target := Target{Text: string(text), HasText: true}
		if got := s.Resolve(target); got != There && got != Several {
			t.Fatalf("a quote of its own text is %q", got)
		}
	})
}

func FuzzSelector(f *testing.F) {
	f.Add("a b", "", "", "x a b y")
	f.Add("ثلاثة", "قال", "\xff", "قال ثلاثة")
	f.Fuzz(func(t *testing.T, quote, prefix, suffix, text string) {
		s := Selector{Quote: quote, Prefix: prefix, Suffix: suffix}
		if got := s.Resolve(Target{Text: text, HasText: true}); quote != "" && got == Whole {
			t.Fatal("a quote selects nothing")
		}
	})
}
