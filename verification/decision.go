package verification

import (
	"context"
	"fmt"
	"math"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
)

// Decision is what a person says of a pair: that both come from one original, or
// that they do not.
type Decision struct {
	A, B   sijill.Number // A is the one that was looked at
	Agent  string
	Reason string // in the person's words; may be empty
	// Found is what suggested the pair, and nil where a person saw it without help.
	Found *Candidate
}

// Names of the fields of an entry about a pair.
const (
	fieldMethod      = "method"
	fieldDistance    = "distance"      // bits of 256
	fieldShare       = "share_percent" // of the subject, found in the other
	fieldOtherShare  = "other_share_percent"
	fieldOrientation = "orientation"
	fieldReason      = "reason"
)

// Confirm enters that both things of a pair come from one original. It gives -1
// where the last entry about the pair says so already and no other reason is given.
func Confirm(ctx context.Context, c *catalog.Catalog, r *register.Register, d Decision) (int64, error) {
	return decide(ctx, c, r, d, sijill.ResemblanceConfirmed, catalog.Confirmed)
}

// Refuse enters that the things of a pair do not come from one original, so that
// the pair is not suggested again.
func Refuse(ctx context.Context, c *catalog.Catalog, r *register.Register, d Decision) (int64, error) {
	return decide(ctx, c, r, d, sijill.ResemblanceRefused, catalog.Refused)
}

func decide(ctx context.Context, c *catalog.Catalog, r *register.Register, d Decision, kind sijill.Kind, word string) (int64, error) {
	if d.A == d.B {
		return 0, &sijill.Error{Class: sijill.Usage, Message: "A pair is two different things, and both numbers are " + string(d.A) + "."}
	}
	for _, n := range []sijill.Number{d.A, d.B} {
		t, err := c.Thing(ctx, n)
		if err != nil {
			return 0, err
		}
		if t.State == catalog.StateErased {
			return 0, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s was erased, and nothing is said of it any more.", n)}
		}
		if t.Kind != "exhibit" {
			return 0, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s is no exhibit: only exhibits come from an original.", n)}
		}
	}
	if d.Reason = strings.TrimSpace(d.Reason); len(d.Reason) > maxReason {
		return 0, &sijill.Error{Class: sijill.Usage, Message: "The reason is too long.", Hint: fmt.Sprintf("Say it in %d bytes, or put it into a note and name the note.", maxReason)}
	}
	last, index, err := between(ctx, c, d.A, d.B)
	if err != nil {
		return 0, err
	}
	if last == word {
		// A page that is sent twice is one act.
		reason, err := reasonOf(ctx, r, index)
		if err != nil || d.Reason == "" || d.Reason == reason {
			return -1, err
		}
	}
	return r.Append(ctx, sijill.Draft{Kind: kind, Agent: d.Agent, Subject: d.A, Fields: d.fields()})
}

const maxReason = 4000

// between gives the last decision on a pair and its entry, and "" where there is
// none.
func between(ctx context.Context, c *catalog.Catalog, a, b sijill.Number) (string, int64, error) {
	all, err := c.Decisions(ctx, a)
	for _, d := range all {
		if d.A == b || d.B == b {
			return d.Decision, d.Index, err
		}
	}
	return "", 0, err
}

// reasonOf gives the reason in the entry of a decision.
func reasonOf(ctx context.Context, r *register.Register, index int64) (string, error) {
	e, err := r.Entry(ctx, index)
	if err != nil {
		return "", err
	}
	o, err := e.Open()
	reason, _ := o.Fields[fieldReason].(string)
	return reason, err
}

func (d Decision) fields() []sijill.Field {
	fields := []sijill.Field{{Name: catalog.FieldConcerns, Value: []sijill.Number{d.B}}}
	if f := d.Found; f != nil {
		percent := func(share float64) int64 { return int64(math.Round(100 * share)) }
		fields = append(fields, sijill.Field{Name: fieldMethod, Value: string(f.Method)})
		if f.Method.measuresBits() {
			fields = append(fields, sijill.Field{Name: fieldDistance, Value: int64(f.Distance)})
		}
		if f.Mine > 0 {
			fields = append(fields, sijill.Field{Name: fieldShare, Value: percent(f.Mine)})
		}
		if f.Theirs > 0 {
			fields = append(fields, sijill.Field{Name: fieldOtherShare, Value: percent(f.Theirs)})
		}
		if f.Orientation != "" {
			fields = append(fields, sijill.Field{Name: fieldOrientation, Value: f.Orientation})
		}
	}
	if d.Reason != "" {
		fields = append(fields, sijill.Field{Name: fieldReason, Value: d.Reason})
	}
	return fields
}
