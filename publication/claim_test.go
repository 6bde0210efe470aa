package publication_test

import (
	"encoding/json"
	"testing"

	"sijill.example/sijill"
)

// Nobody can tell from a public claim whether anything that is not public bears on it.
func TestHiddenBearingsLeaveNoTrace(t *testing.T) {
	var seen []string
	for _, hidden := range []int{0, 1, 3} {
		h := newHouse(t)
		h.enter(
			draft(sijill.SourceRecorded, "src-2026-0001", "name", "Centre A", "basis", "eyewitness"),
			draft(sijill.ConsentGiven, "cns-2026-0001", "source", "src-2026-0001", "scope", []string{"archive", "publish_anonymous", "publish_named"}, "attribution", "named", "given_at", "2026-10-01"),
			draft(sijill.IncidentRecorded, "inc-2026-0001", "title", "A street is hit"),
			draft(sijill.ExhibitEntered, "exh-2026-0001", "title", "The street", "source", "src-2026-0001"),
			draft(sijill.ExhibitEntered, "exh-2026-0002", "title", "The door", "source", "src-2026-0001"))
		bearings := []any{map[string]any{"of": "exh-2026-0001", "how": "supports"}}
		for range hidden {
			bearings = append(bearings, map[string]any{"of": "exh-2026-0002", "how": "contradicts"})
		}
		h.enter(draft(sijill.ClaimRaised, "clm-2026-0001", "title", "Three were hurt", "type", "count", "exactly", 3, "unit", "injured", "about", "inc-2026-0001", "bearings", bearings))
		for _, n := range []sijill.Number{"src-2026-0001", "inc-2026-0001", "exh-2026-0001", "clm-2026-0001"} {
			h.release(n)
		}
		h.build()
		b, err := json.Marshal([]any{h.document("clm-2026-0001"), h.document("inc-2026-0001")})
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, string(b))
	}
	for _, s := range seen {
		if s != seen[0] {
			t.Errorf("hidden bearings show:\n%s\n%s", seen[0], s)
		}
	}
}
