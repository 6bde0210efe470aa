package edition

import "testing"

// What is counted agrees with its number.
func TestCounted(t *testing.T) {
	s := &site{words: words()}
	for _, c := range []struct {
		lang language
		kind string
		n    int
		want agreed
	}{
		{english, "redaction", 1, agreed{"1", "Redacted copy"}},
		{english, "redaction", 2, agreed{"2", "Redacted copies"}},
		{french, "work", 1, agreed{"1", "Ensemble d’œuvres"}},
		{french, "work", 0, agreed{"0", "Ensemble d’œuvres"}},
		{french, "work", 2, agreed{"2", "Ensembles d’œuvres"}},
		{arabic, "statement", 1, agreed{"", "بيان واحد"}},
		{arabic, "redaction", 2, agreed{"", "نسختان محجوبتان"}},
		{arabic, "testimony", 3, agreed{"3", "شهادات"}},
		{arabic, "testimony", 10, agreed{"10", "شهادات"}},
		{arabic, "claim", 11, agreed{"11", "ادعاءً"}},
		{arabic, "exhibit", 99, agreed{"99", "مستنداً"}},
		{arabic, "exhibit", 100, agreed{"100", "مستند"}},
		{arabic, "place", 102, agreed{"102", "مكان"}},
		{arabic, "place", 103, agreed{"103", "أماكن"}},
		{arabic, "place", 1011, agreed{"1011", "مكاناً"}},
	} {
		if got := s.newPage(c.lang, "").Counted(c.kind, c.n); got != c.want {
			t.Errorf("%s %d %s: %+v, want %+v", c.lang, c.n, c.kind, got, c.want)
		}
	}
	for _, l := range lists {
		if _, ok := arabicCounts[l.kind]; !ok {
			t.Errorf("no Arabic count of %s", l.kind)
		}
	}
}
