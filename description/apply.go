package description

import (
	"context"
	"maps"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/document"
)

// Apply enters what a plan says, in one transaction. Nothing may have been entered
// since the plan was made, which whoever holds the archive for writing sees to.
func (d Desk) Apply(ctx context.Context, plan *Plan, reason string) (first, count int64, err error) {
	if len(plan.Documents) == plan.Count(ActUnchanged) {
		return 0, 0, nil
	}
	return d.Register.AppendAll(ctx, func(yield func(sijill.Draft, error) bool) {
		for _, draft := range plan.Before {
			if !yield(draft, nil) {
				return
			}
		}
		for i := range plan.Documents {
			p := &plan.Documents[i]
			if p.Act == ActUnchanged {
				continue
			}
			if !yield(p.draft(d.Agent, reason), nil) {
				return
			}
		}
	})
}

func (p *Planned) draft(agent, reason string) sijill.Draft {
	draft := sijill.Draft{Kind: sijill.RecordedAs(p.Kind), Agent: agent, Subject: p.Number}
	for _, ch := range p.Changes {
		draft.Fields = append(draft.Fields, sijill.Field{Name: ch.Name, Value: entered(ch.Is)})
	}
	if p.Act == ActNew {
		draft.Fields = append(append(draft.Fields, p.Made...), sijill.Field{Name: sijill.FieldKey, Value: p.Key})
		return draft
	}
	draft.Kind = sijill.RevisedAs(p.Kind, func(field string) bool {
		return slices.ContainsFunc(p.Changes, func(ch FieldChange) bool { return ch.Name == field && ch.Is != nil })
	})
	if reason != "" {
		draft.Fields = append(draft.Fields, sijill.Field{Name: "reason", Value: reason})
	}
	return draft
}

// entered is a value as it is entered: nothing is the empty text, and each record
// of a list is committed to by itself, so that it can be shown without the others.
func entered(v any) any {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		if slices.ContainsFunc(v, func(item any) bool { _, isRecord := item.(map[string]any); return isRecord }) {
			return sijill.Parts(v)
		}
	}
	return v
}

// Edit gives what is known of a thing by now as a document.
func Edit(ctx context.Context, c *catalog.Catalog, number sijill.Number) (*document.Document, error) {
	t, err := c.Thing(ctx, number)
	if err != nil {
		return nil, err
	}
	if t.State == catalog.StateErased {
		return nil, &sijill.Error{Class: sijill.Refused, Message: string(number) + " was erased and cannot be described."}
	}
	d := &document.Document{Kind: t.Kind, Fields: t.Fields}
	if key := keyOfThing(t); document.IsKey(key) {
		d.Key = key
	} else {
		d.Number = number
	}
	if t.Kind == "translation" {
		return d, showStale(ctx, c, d)
	}
	return d, nil
}

// showStale leaves out of a translation what it was made of, but for the segments
// whose original has another wording by now.
func showStale(ctx context.Context, c *catalog.Catalog, d *document.Document) error {
	original, err := c.Thing(ctx, sijill.Number(textOf(d.Fields, "of")))
	if err != nil && sijill.ClassOf(err) != sijill.NotFound {
		return err
	}
	words := map[string]string{}
	var order []string
	for _, s := range segmentsOf(original.Fields[sijill.FieldSegments]) {
		id := textOf(s, sijill.SegmentID)
		words[id] = textOf(s, sijill.SegmentText)
		order = append(order, id)
	}
	d.Fields = maps.Clone(d.Fields)
	var out []any
	for _, s := range segmentsOf(d.Fields[sijill.FieldSegments]) {
		s = maps.Clone(s)
		made := textOf(s, sijill.SegmentMadeOf)
		if now, _ := madeOf(stringsOf(s[sijill.SegmentOf]), words, order); now == made {
			delete(s, sijill.SegmentMadeOf)
		} else if len(made) > shortDigest {
			s[sijill.SegmentMadeOf] = made[:shortDigest]
		}
		out = append(out, s)
	}
	if out != nil {
		d.Fields[sijill.FieldSegments] = out
	}
	return nil
}

// shortDigest is how many digits of a digest stand in a document.
const shortDigest = 12
