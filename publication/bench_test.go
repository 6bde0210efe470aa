package publication_test

import (
	"fmt"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/publication"
)

// large fills an archive with released things: n exhibits, a fifth as many incidents,
// and n claims, each with a bearing.
func (h *house) large(n int) {
	h.enter(
		draft(sijill.SourceRecorded, "src-2026-0001", "name", "Centre A", "basis", "eyewitness"),
		draft(sijill.ConsentGiven, "cns-2026-0001", "source", "src-2026-0001", "scope", []string{"archive", "publish_anonymous", "publish_named"}, "attribution", "named", "given_at", "2026-10-01"),
	)
	var drafts []sijill.Draft
	released := 0
	release := func(n sijill.Number, form string) {
		released++
		drafts = append(drafts, draft(sijill.ReleaseMade, sijill.NewNumber(sijill.ReleasePrefix, 2026, released), "of", string(n), "form", form))
	}
	for i := range n / 5 {
		number := sijill.NewNumber(sijill.IncidentPrefix, 2026, i+1)
		drafts = append(drafts, draft(sijill.IncidentRecorded, number, "title", fmt.Sprintf("Shelling of street %d", i), "title_ar", fmt.Sprintf("قصف الشارع %d", i), "occurred_at", "2016-11-29"))
		release(number, "record")
	}
	for i := range n {
		exhibit, claim := sijill.NewNumber(sijill.ExhibitPrefix, 2026, i+1), sijill.NewNumber(sijill.ClaimPrefix, 2026, i+1)
		drafts = append(drafts,
			draft(sijill.ExhibitEntered, exhibit, "title", fmt.Sprintf("Street %d after the shelling", i), "source", "src-2026-0001", "captured_at", "2016-11-29"),
			draft(sijill.ClaimRaised, claim, "title", fmt.Sprintf("%d were hurt", i%9), "about", string(sijill.NewNumber(sijill.IncidentPrefix, 2026, i%(n/5)+1)), "type", "count", "exactly", i%9, "unit", "injured",
				"bearings", []any{map[string]any{"of": string(exhibit), "how": "supports"}}))
		release(exhibit, "record")
		release(claim, "record")
	}
	h.enter(drafts...)
	h.release("src-2026-0001")
}

// benchmarkBuild measures a build of everything, one after the title of an incident was
// changed, and one after that of an exhibit was, which its source and claims name.
func benchmarkBuild(b *testing.B, n int) {
	h := newHouse(b)
	h.large(n)
	i := 0
	for _, c := range []struct {
		name string
		of   sijill.Number
		anew bool
	}{{"anew", "inc-2026-0001", true}, {"incident", "inc-2026-0001", false}, {"exhibit", "exh-2026-0001", false}} {
		b.Run(c.name, func(b *testing.B) {
			h.build()
			b.ReportAllocs()
			made := 0
			for b.Loop() {
				i++
				h.enter(draft(sijill.DescriptionMade, c.of, "title", fmt.Sprintf("Another title %d", i)))
				out, err := publication.Build(b.Context(), h.Archive, publication.Options{Dir: h.dir, Agent: "editor", Anew: c.anew})
				if err != nil {
					b.Fatal(err)
				}
				made = out.Made
			}
			b.ReportMetric(float64(made), "documents")
		})
	}
}

// BenchmarkBuild1000 builds an edition of 2,201 documents.
func BenchmarkBuild1000(b *testing.B) { benchmarkBuild(b, 1000) }

// BenchmarkBuild10000 builds one of 22,001 documents.
func BenchmarkBuild10000(b *testing.B) { benchmarkBuild(b, 10_000) }
