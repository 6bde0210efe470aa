package sijill_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

func TestCitations(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"see [[exh-2016-0001]] and [[مفتاح]].", []string{"exh-2016-0001", "مفتاح"}},
		{"[[a]][[b]]", []string{"a", "b"}},
		{"[[[a]]]", []string{"a"}},
		{"[[ ]] [[a\nb]] [[a", nil},
		{"[[a [[b]]", []string{"b"}},
		{"[a](b) [[", nil},
	} {
		if got := sijill.Citations(test.text); !slices.Equal(got, test.want) {
			t.Errorf("Citations(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestReplacingCitationsByThemselvesChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("[]ab م\n"))).Draw(t, "text")
		if got := sijill.ReplaceCitations(text, func(s string) string { return s }); got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
