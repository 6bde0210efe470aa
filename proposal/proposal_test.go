package proposal_test

import (
	"strings"
	"testing"

	"sijill.example/sijill/exchange/document"
	"sijill.example/sijill/proposal"
)

func keys(docs []*document.Document) string {
	var out []string
	for _, d := range docs {
		out = append(out, strings.TrimPrefix(d.Key, "inc-2026-0001-"))
	}
	return strings.Join(out, " ")
}

func TestPropose(t *testing.T) {
	for _, tt := range []struct {
		name, at, summary, want string
	}{
		{"one value in one sentence", "2016-11-29", "Five people were killed.", "count-killed-exactly-5"},
		{"children are some of all", "2016-11-29", "مقتل 3 أطفال في السوق.", "count-killed-at-least-3"},
		{"a number of another day", "2016-11-29", "On 3 May 2015 five people were killed.", "time-2016-11-29"},
		{"a post of another day", "2016-11-29", "A film of the attack was posted on 30 November 2016.", ""},
		{"a date in an address", "2016-11-29", "The attack is told at https://example.org/2017/02/13/attack.", ""},
		{"no date is recorded", "", "The attack happened on 30 November 2016.", "time-2016-11-30"},
		{"a month is recorded", "2016-11", "The attack happened on 30 November 2016.", "time-2016-11"},
		{"nothing", "2016-11-29", "Dozens were injured.", ""},
	} {
		made, _ := proposal.Propose(proposal.Incident{Number: "inc-2026-0001", StandsOn: "exh-2026-0001", Fields: map[string]any{"occurred_at": tt.at, "summary": tt.summary}})
		if got := keys(made); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		for _, d := range made {
			text, err := document.Write(d, document.YAML)
			if err != nil {
				t.Fatal(err)
			}
			read, problems := document.Parse("x.yaml", text)
			if len(problems) > 0 || len(read) != 1 {
				t.Errorf("%s: %v\n%s", tt.name, problems, text)
			}
			again := proposal.Incident{Number: "inc-2026-0001", StandsOn: "exh-2026-0001", Fields: map[string]any{"occurred_at": tt.at, "summary": tt.summary}, Claims: []map[string]any{read[0].Fields}}
			if more, known := proposal.Propose(again); known != 1 || len(more) != len(made)-1 {
				t.Errorf("%s: proposed again: %s", tt.name, keys(more))
			}
		}
	}
}

func TestQuotesStandInTheSummary(t *testing.T) {
	summary := "Somebody wrote: \"More than 30 cases of suffocation after it\" and went.\nلم يقتل أحد."
	made, _ := proposal.Propose(proposal.Incident{Number: "inc-2026-0001", StandsOn: "exh-2026-0001", Fields: map[string]any{"summary": summary}})
	if keys(made) != "count-affected-at-least-30 count-killed-exactly-0" {
		t.Fatal(keys(made))
	}
	selector := made[0].Fields["bearings"].([]any)[0].(map[string]any)["selector"].(map[string]any)
	if selector["quote"] != "More than 30 cases of suffocation after it" || selector["prefix"] != "Somebody wrote: \"" {
		t.Errorf("%q", selector)
	}
}

// TestAChangedClaimIsNotUndone: what was proposed, taken in and corrected by somebody
// does not come back under its key.
func TestAChangedClaimIsNotUndone(t *testing.T) {
	in := proposal.Incident{Number: "inc-2026-0001", StandsOn: "exh-2026-0001", Fields: map[string]any{"summary": "Five people were killed."}}
	in.Claims = []map[string]any{{"key": "inc-2026-0001-count-killed-exactly-5", "type": "count", "unit": "killed", "exactly": "6"}}
	if made, known := proposal.Propose(in); len(made) != 0 || known != 1 {
		t.Errorf("%s, %d known", keys(made), known)
	}
}
