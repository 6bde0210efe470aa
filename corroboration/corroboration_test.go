package corroboration_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	. "sijill.example/sijill/corroboration"
)

// world builds what is known from short lines.
type world struct{ Known }

func newWorld() *world {
	return &world{Known{Things: map[sijill.Number]Thing{}, Sources: map[sijill.Number]Source{}}}
}

func (w *world) source(n sijill.Number, basis string, change ...func(*Source)) *world {
	s := Source{Number: n, Basis: basis}
	for _, f := range change {
		f(&s)
	}
	w.Sources[n] = s
	return w
}

func (w *world) thing(n sijill.Number, source, medium string, change ...func(*Thing)) *world {
	t := Thing{Number: n, Source: source, Medium: medium}
	for _, f := range change {
		f(&t)
	}
	w.Things[n] = t
	return w
}

func (w *world) same(pairs ...sijill.Number) *world {
	for i := 0; i+1 < len(pairs); i++ {
		w.OneOrigin = append(w.OneOrigin, Pair{pairs[i], pairs[i+1]})
	}
	return w
}

func relays(to ...sijill.Number) func(*Source) { return func(s *Source) { s.Relays = to } }
func belongs(to ...sijill.Number) func(*Source) {
	return func(s *Source) { s.Affiliation = to }
}
func group(s *Source) { s.IsGroup = true }

func pro(of ...sijill.Number) []Bearing    { return bear(Supports, of) }
func contra(of ...sijill.Number) []Bearing { return bear(Contradicts, of) }
func bear(how How, of []sijill.Number) (out []Bearing) {
	for _, n := range of {
		out = append(out, Bearing{Of: n, How: how})
	}
	return out
}

func weigh(w *world, bearings ...[]Bearing) Verdict {
	return NewTies(&w.Known).Weigh(Claim{Number: "clm-2026-0001"}, slices.Concat(bearings...))
}

// five posts of one film, and two others.
func filmWorld() *world {
	w := newWorld()
	for i := 1; i <= 5; i++ {
		s := sijill.NewNumber("src", 2026, i)
		w.source(s, "eyewitness").thing(sijill.NewNumber("exh", 2026, i), string(s), "film")
	}
	return w.source("src-2026-0009", "official").thing("exh-2026-0009", "src-2026-0009", "text")
}

func TestFivePostsOfOneFilmAreOne(t *testing.T) {
	w := filmWorld().same("exh-2026-0003", "exh-2026-0001", "exh-2026-0005", "exh-2026-0002", "exh-2026-0004")
	v := weigh(w, pro("exh-2026-0001", "exh-2026-0002", "exh-2026-0003", "exh-2026-0004", "exh-2026-0005"))
	if len(v.For.Voices) != 1 || v.Standing != Said {
		t.Errorf("%d voices, %s", len(v.For.Voices), v.Standing)
	}
	if w.Things["exh-2026-0001"] = (Thing{Number: "exh-2026-0001", Digest: "d"}); true {
		w.Things["exh-2026-0008"] = Thing{Number: "exh-2026-0008", Digest: "d"}
	}
	if v := weigh(w, pro("exh-2026-0001", "exh-2026-0008")); len(v.For.Voices) != 1 {
		t.Errorf("the same bytes are %d voices", len(v.For.Voices))
	}
}

// TestIndependence counts voices where it is known how many there are.
func TestIndependence(t *testing.T) {
	quotes := func(of ...sijill.Number) func(*Thing) { return func(t *Thing) { t.PassesOn = of } }
	standsOn := func(of ...sijill.Number) func(*Thing) { return func(t *Thing) { t.StandsOn = of } }
	for _, test := range []struct {
		what  string
		world *world
		of    []sijill.Number
		want  int
	}{
		{"nobody ties them", newWorld().source("a", "").source("b", "").thing("1", "a", "").thing("2", "b", ""), []sijill.Number{"1", "2"}, 2},
		{"one source twice", newWorld().source("a", "").thing("1", "a", "").thing("2", "a", ""), []sijill.Number{"1", "2"}, 1},
		{"one name twice", newWorld().thing("1", "Umm Yusuf", "").thing("2", "Umm Yusuf", ""), []sijill.Number{"1", "2"}, 1},
		{"nobody says whom they are from", newWorld().thing("1", "", "").thing("2", "", ""), []sijill.Number{"1", "2"}, 2},
		{"a relay and whom it relays", newWorld().source("a", "").source("b", "", relays("a")).thing("1", "a", "").thing("2", "b", ""), []sijill.Number{"1", "2"}, 1},
		{"a relay of a relay", newWorld().source("a", "").source("b", "", relays("a")).source("c", "", relays("b")).thing("1", "a", "").thing("3", "c", ""), []sijill.Number{"1", "3"}, 1},
		{"two relays of one who is not heard", newWorld().source("b", "", relays("a")).source("c", "", relays("b")).source("d", "", relays("a")).thing("1", "c", "").thing("2", "d", ""), []sijill.Number{"1", "2"}, 1},
		{"a relay of two who are heard", newWorld().source("a", "").source("b", "").source("c", "", relays("a", "b")).thing("1", "a", "").thing("2", "b", "").thing("3", "c", ""), []sijill.Number{"1", "2", "3"}, 2},
		{"a relay of two who are not heard", newWorld().source("c", "", relays("a", "b")).source("d", "", relays("b", "e")).thing("3", "c", "").thing("4", "d", ""), []sijill.Number{"3", "4"}, 1},
		{"a relay of two others", newWorld().source("z", "").source("c", "", relays("a", "b")).thing("3", "c", "").thing("4", "z", ""), []sijill.Number{"3", "4"}, 2},
		{"they relay each other", newWorld().source("a", "", relays("b")).source("b", "", relays("a")).thing("1", "a", "").thing("2", "b", ""), []sijill.Number{"1", "2"}, 1},
		{"a circle of three with a fourth outside", newWorld().source("a", "", relays("b")).source("b", "", relays("c")).source("c", "", relays("a")).source("d", "").thing("1", "a", "").thing("2", "b", "").thing("3", "c", "").thing("4", "d", ""), []sijill.Number{"1", "2", "3", "4"}, 2},
		{"one relays itself", newWorld().source("a", "", relays("a")).source("b", "").thing("1", "a", "").thing("2", "b", ""), []sijill.Number{"1", "2"}, 2},
		{"a quotation", newWorld().source("a", "").source("b", "").thing("1", "a", "").thing("2", "b", "", quotes("1")), []sijill.Number{"1", "2"}, 1},
		{"a quotation of a quotation of one who relays", newWorld().source("a", "").source("b", "", relays("a")).thing("1", "a", "").thing("2", "b", "").thing("3", "", "", quotes("2")).thing("4", "", "", quotes("3")), []sijill.Number{"1", "4"}, 1},
		{"things that quote each other", newWorld().thing("1", "", "", quotes("2")).thing("2", "", "", quotes("1")), []sijill.Number{"1", "2"}, 1},
		{"a newspaper that quotes one and has a reporter of its own", newWorld().source("a", "").source("n", "").thing("1", "a", "").thing("2", "n", "", quotes("1")).thing("3", "n", ""), []sijill.Number{"1", "2", "3"}, 2},
		{"a recording and its words", newWorld().source("a", "").thing("1", "", "sound").thing("2", "a", "", standsOn("1")), []sijill.Number{"1", "2"}, 1},
		{"a translation and its original", newWorld().source("a", "").thing("1", "a", "").thing("2", "", "", standsOn("1")), []sijill.Number{"1", "2"}, 1},
		{"members of one organisation", newWorld().source("o", "", group).source("a", "", belongs("o")).source("b", "", belongs("o")).thing("1", "a", "").thing("2", "b", ""), []sijill.Number{"1", "2"}, 1},
		{"an organisation and its member", newWorld().source("o", "", group).source("a", "", belongs("o")).thing("1", "a", "").thing("2", "o", ""), []sijill.Number{"1", "2"}, 1},
		{"organisations of one parent", newWorld().source("p", "", group).source("o", "", group, belongs("p")).source("q", "", group, belongs("p")).source("a", "", belongs("o")).source("b", "", belongs("q")).thing("1", "a", "").thing("2", "b", ""), []sijill.Number{"1", "2"}, 1},
		{"organisations within each other", newWorld().source("o", "", group, belongs("q")).source("q", "", group, belongs("o")).thing("1", "o", "").thing("2", "q", ""), []sijill.Number{"1", "2"}, 1},
		{"one trade, one region: no organisation", newWorld().source("nurses", "").source("a", "", belongs("nurses")).source("b", "", belongs("nurses")).thing("1", "a", "").thing("2", "b", ""), []sijill.Number{"1", "2"}, 2},
		{"two organisations with a member in both who is not heard", newWorld().source("o", "", group).source("q", "", group).source("a", "", belongs("o")).source("b", "", belongs("q")).source("c", "", belongs("o", "q")).thing("1", "a", "").thing("2", "b", ""), []sijill.Number{"1", "2"}, 2},
		{"a relay of an organisation's member", newWorld().source("o", "", group).source("a", "", belongs("o")).source("b", "", belongs("o")).source("r", "", relays("a")).thing("1", "b", "").thing("2", "r", ""), []sijill.Number{"1", "2"}, 1},
		{"a likeness over one that nobody names", newWorld().source("a", "").source("b", "").thing("1", "a", "film").thing("2", "b", "film").same("1", "9", "2"), []sijill.Number{"1", "2"}, 1},
	} {
		if got := weigh(test.world, pro(test.of...)); len(got.For.Voices) != test.want {
			t.Errorf("%s: %d voices, want %d: %+v", test.what, len(got.For.Voices), test.want, got.For.Merges)
		}
	}
}

func TestWhoseWordItIsCounts(t *testing.T) {
	w := newWorld().source("a", "eyewitness").source("b", "official").source("n", "aggregator").thing("1", "n", "text")
	v := weigh(w, []Bearing{{Of: "1", By: "a", How: Supports}, {Of: "1", By: "b", How: Supports}})
	if len(v.For.Voices) != 2 {
		t.Errorf("two people in one article are %d voices", len(v.For.Voices))
	}
}

func TestContraryEvidenceIsNeverHidden(t *testing.T) {
	w := newWorld().source("a", "eyewitness").source("b", "eyewitness").source("c", "aggregator", relays("a", "b")).
		thing("1", "a", "").thing("2", "b", "").thing("3", "c", "")
	v := weigh(w, pro("1", "2"), contra("3"))
	if v.Standing != Disputed || len(v.Against.Voices) != 1 {
		t.Errorf("%s: %s", v.Standing, v.English())
	}
	v = weigh(w, pro("1"), contra("1"))
	if v.Standing != Disputed || v.OnBothSides != SameAccount {
		t.Errorf("one voice on both sides: %s", v.English())
	}
	v = weigh(w, []Bearing{{Of: "1", How: "doubts"}})
	if len(v.Context) != 1 || v.Standing != Unheard {
		t.Errorf("a bearing of an unknown kind: %+v", v)
	}
}

// What is on both sides is named by what ties it: a nurse who contradicts her
// directorate does not contradict herself.
func TestTiesOfSidesAreNamed(t *testing.T) {
	w := newWorld().source("o", "official", group).source("n", "eyewitness", belongs("o")).source("m", "eyewitness").source("r", "relayed", relays("m")).
		source("x", "eyewitness").source("y", "eyewitness").source("z", "aggregator", relays("x", "y")).
		thing("1", "o", "").thing("2", "n", "").thing("3", "m", "").thing("4", "r", "").thing("5", "m", "").
		thing("6", "x", "").thing("7", "y", "").thing("8", "z", "").same("1", "6")
	for _, c := range []struct {
		pro, contra []sijill.Number
		want        Why
		en          string
	}{
		{[]sijill.Number{"1"}, []sijill.Number{"2"}, Affiliation, "People of one organisation are heard on both sides."},
		{[]sijill.Number{"1", "3"}, []sijill.Number{"2", "5"}, SameSource, "The same source is heard on both sides."},
		{[]sijill.Number{"3"}, []sijill.Number{"4"}, Relay, "The word of one source is on both sides, at first hand or passed on."},
		{[]sijill.Number{"6", "7"}, []sijill.Number{"8"}, Relay, "The word of one source is on both sides, at first hand or passed on."},
		{[]sijill.Number{"1"}, []sijill.Number{"6"}, OneOrigin, "Items of one origin are on both sides."},
		{[]sijill.Number{"2"}, []sijill.Number{"2"}, SameAccount, "The same account is on both sides."},
		{[]sijill.Number{"2"}, []sijill.Number{"3"}, "", ""},
	} {
		v := weigh(w, pro(c.pro...), contra(c.contra...))
		if v.OnBothSides != c.want || v.TieOfSides("en") != c.en {
			t.Errorf("%v and %v are tied by %q: %s", c.pro, c.contra, v.OnBothSides, v.TieOfSides("en"))
		}
		for _, l := range []string{"ar", "fr"} {
			if got := v.TieOfSides(l); (got == "") != (c.en == "") || got == c.en && c.en != "" {
				t.Errorf("in %s: %q", l, got)
			}
		}
	}
}

// TestOrderChangesNothing: the same bearings, pairs and lists in another order give
// the same verdict, word for word.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, most int) sijill.Number {
			return sijill.Number(fmt.Sprint(rapid.IntRange(0, most).Draw(t, name)))
		}
		some := func(name, prefix string, most int) (out []sijill.Number) {
			for range rapid.IntRange(0, 2).Draw(t, name) {
				out = append(out, sijill.Number(prefix)+pick(name, most))
			}
			return out
		}
		w := newWorld()
		for i := range 6 {
			n := sijill.Number(fmt.Sprint("s", i))
			w.source(n, rapid.SampledFrom([]string{"eyewitness", "official", "relayed", "", "odd"}).Draw(t, "basis"), relays(some("relays", "s", 6)...), belongs(some("groups", "s", 6)...))
			if rapid.Bool().Draw(t, "group") {
				s := w.Sources[n]
				s.IsGroup = true
				w.Sources[n] = s
			}
		}
		for i := range 10 {
			w.thing(sijill.Number(fmt.Sprint("t", i)), rapid.SampledFrom([]string{"", "s0", "s1", "s2", "s5", "a name"}).Draw(t, "source"), rapid.SampledFrom([]string{"film", "text"}).Draw(t, "medium"),
				func(x *Thing) { x.PassesOn, x.StandsOn = some("quotes", "t", 9), some("stands on", "t", 9) })
		}
		for range rapid.IntRange(0, 6).Draw(t, "pairs") {
			w.OneOrigin = append(w.OneOrigin, Pair{"t" + pick("a", 9), "t" + pick("b", 9)})
		}
		var bearings []Bearing
		for range rapid.IntRange(0, 12).Draw(t, "bearings") {
			b := Bearing{Of: "t" + pick("of", 9), How: rapid.SampledFrom([]How{Supports, Contradicts, Contextualises}).Draw(t, "how")}
			if rapid.IntRange(0, 3).Draw(t, "by") == 0 {
				b.By = "s" + pick("by", 5)
			}
			b.Says.Count = &Count{Low: int64(rapid.IntRange(1, 4).Draw(t, "count")), High: 4}
			bearings = append(bearings, b)
		}
		before := weigh(w, bearings)
		seed := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		seed.Shuffle(len(bearings), func(i, j int) { bearings[i], bearings[j] = bearings[j], bearings[i] })
		seed.Shuffle(len(w.OneOrigin), func(i, j int) { w.OneOrigin[i], w.OneOrigin[j] = w.OneOrigin[j], w.OneOrigin[i] })
		for n, s := range w.Sources {
			slices.Reverse(s.Relays)
			slices.Reverse(s.Affiliation)
			w.Sources[n] = s
		}
		after := weigh(w, bearings)
		if before.English() != after.English() || before.Arabic() != after.Arabic() {
			t.Fatalf("%s\n%s", before.English(), after.English())
		}
		for _, side := range []Side{before.For, before.Against} {
			if (len(side.Voices) == 0) != (side.Things == 0) {
				t.Fatalf("a side with %d things has %d voices", side.Things, len(side.Voices))
			}
		}
	})
}

// BenchmarkOfOneIncident weighs an incident of 100 claims with 1,000 bearings, where
// 10,000 pairs are of one origin.
func BenchmarkOfOneIncident(b *testing.B) {
	w := newWorld()
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		n := sijill.Number(fmt.Sprint("src-", i))
		w.source(n, []string{"eyewitness", "official", "relayed", "aggregator"}[i%4], belongs(sijill.Number(fmt.Sprint("src-", i%20))))
		if s := w.Sources[n]; i < 20 {
			s.IsGroup = true
			w.Sources[n] = s
		} else if i%4 == 2 {
			s.Relays = []sijill.Number{sijill.Number(fmt.Sprint("src-", r.IntN(400)))}
			w.Sources[n] = s
		}
	}
	exhibit := func(i int) sijill.Number { return sijill.NewNumber("exh", 2026, i+1) }
	for i := range 12_000 {
		w.thing(exhibit(i), fmt.Sprint("src-", i%400), "film")
	}
	for range 10_000 {
		w.OneOrigin = append(w.OneOrigin, Pair{exhibit(r.IntN(12_000)), exhibit(r.IntN(12_000))})
	}
	claims := make([][]Bearing, 100)
	for i := range 1000 {
		claims[i%100] = append(claims[i%100], Bearing{Of: exhibit(r.IntN(12_000)), How: []How{Supports, Supports, Contradicts}[i%3], Says: Value{Count: &Count{Low: int64(i % 5), High: 5}}})
	}
	for b.Loop() {
		ties := NewTies(&w.Known)
		for _, bearings := range claims {
			v := ties.Weigh(Claim{Number: "clm-2026-0001"}, bearings)
			if v.English() == "" || v.Arabic() == "" {
				b.Fatal("no verdict")
			}
		}
	}
}
