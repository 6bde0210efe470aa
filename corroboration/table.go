package corroboration

import (
	"slices"

	"sijill.example/sijill"
)

// Table is what is said of an incident, claim by claim.
type Table struct {
	Of     sijill.Number // the incident, or the one claim that was asked about
	Title  string
	Rows   []Row
	Unsaid []string // types of claim about which nobody says anything; for an incident
}

// Row is one claim with what bears on it.
type Row struct {
	Verdict  Verdict
	Text     string // the claim as a sentence, where somebody wrote one
	Bearings []BearingRow
	// Fields are what the selector of each bearing says.
	Fields []map[string]any
}

// BearingRow is one bearing, as it is shown.
type BearingRow struct {
	Bearing
	Title  string // of the thing
	Source string // whose word it is: a number, or what they are called
	Name   string // what the source is called
	Basis  string
	Match  Match // of its value with the claim's
	Quote  string
}

// Types lists what a claim can be about. For an incident the first five are asked
// about each time, so that it is also told what nobody says.
func Types() []string { return []string{"count", "time", "place", "actor", "means", "fact"} }

// Unanswered lists the types of claim about which nobody says anything.
func Unanswered(verdicts []Verdict) []string {
	out := []string{}
	for _, one := range Types()[:5] {
		if !slices.ContainsFunc(verdicts, func(v Verdict) bool { return v.Claim.Type == one && v.Standing != Unheard }) {
			out = append(out, one)
		}
	}
	return out
}

// Question tells in a language ("en", "ar") what a type of claim answers.
func Question(kind, language string) string {
	words := map[string][2]string{
		"count": {"how many", "كم العدد"}, "time": {"when", "متى"}, "place": {"where", "أين"},
		"actor": {"who did it", "من الفاعل"}, "means": {"with what", "بأي وسيلة"}, "fact": {"what", "ماذا"},
	}[kind]
	if language == "ar" {
		return words[1]
	}
	return words[0]
}
