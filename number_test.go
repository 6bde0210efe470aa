package sijill_test

import (
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

func TestNumbers(t *testing.T) {
	for _, test := range []struct {
		prefix  sijill.Prefix
		year, n int
		want    sijill.Number
		kind    string
	}{
		{sijill.ExhibitPrefix, 2026, 1, "exh-2026-0001", "exhibit"},
		{sijill.DepositPrefix, 2026, 9999, "dep-2026-9999", "deposit"},
		{sijill.IncidentPrefix, 2026, 10000, "inc-2026-10000", "incident"},
		{sijill.PlacePrefix, 987, 12, "plc-0987-0012", "place"},
		{sijill.SourcePrefix, 9999, 1234567, "src-9999-1234567", "source"},
	} {
		got := sijill.NewNumber(test.prefix, test.year, test.n)
		if got != test.want || got.Kind() != test.kind {
			t.Errorf("NewNumber = %q, a %q; want %q, a %q", got, got.Kind(), test.want, test.kind)
		}
		if p, y, n := got.Parts(); p != test.prefix || y != test.year || n != test.n {
			t.Errorf("Parts of %q = %s, %d, %d", got, p, y, n)
		}
	}
}

func TestParseNumberReadsWhatNewNumberWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(sijill.Prefixes()).Draw(t, "prefix").Prefix
		n := sijill.NewNumber(p, rapid.IntRange(1, 9999).Draw(t, "year"), rapid.IntRange(1, 1<<40).Draw(t, "n"))
		if got, err := sijill.ParseNumber(string(n)); err != nil || got != n {
			t.Fatalf("ParseNumber(%q) = %q, %v", n, got, err)
		}
	})
}

func TestParseNumberRefusesEveryOtherSpelling(t *testing.T) {
	for _, bad := range []string{
		"", "-", "--", "exh", "exh-2026", "exh-2026-", "exh-2026-1", "exh-2026-01", "exh-2026-00001", "exh-2026-0000", "exh-2026--001",
		"exh-2026-+001", "exh-26-0001", "exh-02026-0001", "exh-0000-0001", "exh-10000-0001", "EXH-2026-0001", "xyz-2026-0001", "-2026-0001",
		" exh-2026-0001", "exh-2026-0001 ", "exh-2026-0001\n", "exh-2026-0001-1", "exh_2026_0001", "exh-٢٠٢٦-٠٠٠١", "exh-2026-99999999999999999999", "exh-2026-0x01", "exh-2026-1_000",
	} {
		if n, err := sijill.ParseNumber(bad); sijill.ClassOf(err) != sijill.Usage || err == nil || n != "" {
			t.Errorf("ParseNumber(%q) = %q, %v; want an Error of class Usage", bad, n, err)
		}
	}
	for _, odd := range []sijill.Number{"", "x", "a-b", "a-b-c", "a-b-c-d"} {
		if kind := odd.Kind(); kind != "" {
			t.Errorf("Kind of %q = %q, want none", odd, kind)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"exh-2026-0001", "dep-0001-10000", "exh-2026-1", "", "--", "src-9999-9223372036854775807"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := sijill.ParseNumber(s)
		if err != nil {
			return
		}
		if p, year, count := n.Parts(); sijill.NewNumber(p, year, count) != sijill.Number(s) || n.Kind() == "" {
			t.Errorf("ParseNumber(%q) = %q", s, n)
		}
	})
}
