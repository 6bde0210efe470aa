package archive

import (
	"context"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/redaction"
)

// isTold reports that a thing is a text that stands in the register in segments.
func isTold(t catalog.Thing) bool {
	return (t.Kind == "testimony" || t.Kind == "statement") && len(records(t.Fields[sijill.FieldSegments])) > 0
}

// wordsTold are the segments of such a text as they are committed to.
func wordsTold(t catalog.Thing) []string {
	var out []string
	for _, m := range records(t.Fields[sijill.FieldSegments]) {
		text, _ := m[sijill.SegmentText].(string)
		out = append(out, strings.TrimSpace(text)+"\n\n")
	}
	return out
}

// committedTold finds the first commitment to a text as it reads now.
func (a *Archive) committedTold(ctx context.Context, t catalog.Thing) (committedAt, bool, error) {
	segments := wordsTold(t)
	return a.commitmentThat(ctx, t.Number, func(at committedAt) bool {
		c, err := blockproof.CommitWords(segments, at.seed)
		return err == nil && c == at.commitment
	})
}

// CommitTold enters commitments to the words of testimonies and statements whose
// wording has none, and gives how many.
func (a *Archive) CommitTold(ctx context.Context, numbers []sijill.Number, agent string) (entered int, err error) {
	if len(numbers) == 0 {
		return 0, nil
	}
	todo, _, err := a.uncommitted(ctx, numbers)
	if err != nil || len(todo) == 0 {
		return 0, err
	}
	var drafts []sijill.Draft
	for _, t := range todo {
		draft, _, _, err := a.commitTo(ctx, nil, t, agent)
		if err != nil {
			return 0, refusedFor(t.Number, err)
		}
		drafts = append(drafts, draft)
	}
	if _, err := a.Register.Append(ctx, drafts...); err != nil {
		return 0, err
	}
	return len(drafts), a.CatchUp(ctx, nil)
}

// ProveTold writes a testimony or statement without some words, and proves the others.
// gone is by the ids of segments; nil is for all words of one.
func (a *Archive) ProveTold(ctx context.Context, n sijill.Number, gone map[string][]bool) (string, *redaction.ProofFile, error) {
	t, err := a.Catalog.Thing(ctx, n)
	if err != nil {
		return "", nil, err
	}
	at, found, err := a.committedTold(ctx, t)
	if err != nil {
		return "", nil, err
	}
	if !isTold(t) || !found {
		return "", nil, &sijill.Error{Class: sijill.Refused, Message: "There is no commitment to the words of " + string(n) + ".", Hint: "`sijill commit " + string(n) + "` enters one."}
	}
	segments := wordsTold(t)
	hidden := make(blockproof.Gone, len(segments))
	for i, m := range records(t.Fields[sijill.FieldSegments]) {
		id, _ := m[sijill.SegmentID].(string)
		words, is := gone[id]
		if is && words == nil {
			if words, err = redaction.Hide(nil, segments[i], sijill.Span{Segment: id}); err != nil {
				return "", nil, err
			}
		}
		hidden[i] = words
	}
	proof, err := blockproof.ProveWords(segments, at.seed, hidden)
	if err != nil {
		return "", nil, err
	}
	c := redaction.Copy{Proof: &proof}
	file, err := a.proofFile(ctx, at, c, false)
	return proof.Copy(), file, err
}
