package edition_test

import (
	"slices"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

func TestOrigin(t *testing.T) {
	alike := func(numbers ...sijill.Number) []edition.Related {
		var out []edition.Related
		for _, n := range numbers {
			out = append(out, edition.Related{Rel: "likeness", Ref: edition.Ref{Number: n}})
		}
		return out
	}
	dated := func(what, edtf string) []edition.Dated { return []edition.Dated{{What: what, EDTF: edtf}} }
	e := opened(t, whole(t, []edition.Document{
		// A picture, what a channel made of it, and what another made of that.
		{Number: "exh-2026-0001", Basis: "aggregator", Dates: dated("published", "2016-11-26"), Related: alike("exh-2026-0002", "exh-2026-0003", "exh-2026-0099")},
		{Number: "exh-2026-0002", Basis: "eyewitness", Related: alike("exh-2026-0001")},
		{Number: "exh-2026-0003", Basis: "relayed", Related: alike("exh-2026-0001")},
		// Two that passed something on; the date tells.
		{Number: "exh-2026-0004", Basis: "aggregator", Dates: dated("published", "2016-12-02"), Related: alike("exh-2026-0005")},
		{Number: "exh-2026-0005", Basis: "aggregator", Dates: dated("published", "2016-11-26"), Related: alike("exh-2026-0004")},
		// Nothing tells.
		{Number: "exh-2026-0006", Dates: dated("published", "2016-12"), Related: alike("exh-2026-0007")},
		{Number: "exh-2026-0007", Dates: dated("published", "2016-12-02"), Related: alike("exh-2026-0006")},
		{Number: "exh-2026-0008"},
		{Number: "red-2026-0001", Original: &edition.Ref{Number: "exh-2026-0008"}},
	}))
	for _, c := range []struct {
		number, first sijill.Number
		others        []sijill.Number
	}{
		{"exh-2026-0001", "exh-2026-0002", []sijill.Number{"exh-2026-0003"}},
		{"exh-2026-0002", "exh-2026-0002", []sijill.Number{"exh-2026-0001", "exh-2026-0003"}},
		{"exh-2026-0003", "exh-2026-0002", []sijill.Number{"exh-2026-0001"}},
		{"exh-2026-0004", "exh-2026-0005", nil},
		{"exh-2026-0006", "", []sijill.Number{"exh-2026-0007"}},
		{"red-2026-0001", "exh-2026-0008", nil},
	} {
		d, err := e.Document(t.Context(), c.number)
		if err != nil {
			t.Fatal(err)
		}
		o, err := e.Origin(t.Context(), d)
		if err != nil || o == nil {
			t.Fatalf("%s: %v %v", c.number, o, err)
		}
		first := sijill.Number("")
		if o.First != nil {
			first = o.First.Number
		}
		var others []sijill.Number
		for _, r := range o.Others {
			others = append(others, r.Number)
		}
		if first != c.first || !slices.Equal(others, c.others) || o.IsAfter(c.number) != (first != "" && first != c.number) {
			t.Errorf("%s goes back to %q, with %v", c.number, first, others)
		}
	}
	d, err := e.Document(t.Context(), "exh-2026-0008")
	if err != nil {
		t.Fatal(err)
	}
	if o, err := e.Origin(t.Context(), d); o != nil || err != nil {
		t.Errorf("what has no kin has the origin %v (%v)", o, err)
	}
}

// What was passed on stands behind what it goes back to, also where it fits better.
func TestSourcesStandFirst(t *testing.T) {
	r := func(n sijill.Number, basis string, rank int, first sijill.Number) edition.Resembling {
		x := edition.Resembling{Document: &edition.Document{Number: n, Basis: basis}}
		if x.Rank = rank; first != "" {
			x.Origin = &edition.Origin{First: &edition.Ref{Number: first}}
		}
		return x
	}
	all := []edition.Resembling{r("a", "aggregator", 0, "d"), r("b", "aggregator", 0, ""), r("c", "eyewitness", 0, ""), r("d", "eyewitness", 2, "d"), r("e", "relayed", 2, "d")}
	edition.SourcesFirst(all)
	var got []sijill.Number
	for _, x := range all {
		got = append(got, x.Document.Number)
	}
	if want := []sijill.Number{"c", "d", "a", "b", "e"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
