package description

import (
	"fmt"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/table"
)

// byBearing is how an outcome counts new bearings.
const byBearing = "bearing"

// collect notes what of a row bears on what, or says why it cannot.
func (e *tableEntry) collect(row table.Row, things []table.Thing, numbers map[string]sijill.Number) (why string, err error) {
	all := e.mapping.Bearings(row, things)
	on := make([]sijill.Number, len(all))
	for i, b := range all {
		n, err := e.Catalog.Identified(e.ctx, catalog.KeyIdentity(b.On))
		if err != nil {
			return "", err
		}
		if kind := n.Kind(); kind != "incident" && kind != "claim" {
			return fmt.Sprintf("it bears on %q, which is no key of an incident or claim here", b.On), nil
		}
		on[i] = n
	}
	for i, b := range all {
		bearing := map[string]any{"of": string(numbers[b.Of]), "how": b.How}
		if b.Note != "" {
			bearing["note"] = b.Note
		}
		if _, begun := e.bearings[on[i]]; !begun {
			e.bornOn = append(e.bornOn, on[i])
		}
		e.bearings[on[i]] = append(e.bearings[on[i]], bearing)
	}
	return "", nil
}

// bear yields the revisions of what the rows bear on. What bore on it before
// stays, and what is there already is not added again.
func (e *tableEntry) bear(yield func(sijill.Draft, error) bool) {
	for _, number := range e.bornOn {
		t, err := e.Catalog.Thing(e.ctx, number)
		if err != nil {
			yield(sijill.Draft{}, err)
			return
		}
		before, _ := t.Fields[sijill.FieldBearings].([]any)
		all := slices.Clone(before)
		for _, b := range e.bearings[number] {
			if !slices.ContainsFunc(all, func(other any) bool { return sameBearing(other, b) }) {
				all = append(all, b)
			}
		}
		if len(all) == len(before) {
			continue
		}
		e.out.ByKind[byBearing] += len(all) - len(before)
		if !yield(sijill.Draft{Kind: sijill.DescriptionMade, Agent: e.Agent, Subject: number,
			Fields: []sijill.Field{{Name: sijill.FieldBearings, Value: sijill.Parts(all)}}}, nil) {
			return
		}
	}
}

// sameBearing reports that two bearings are of one thing. How it bears on the
// other, and where, people may have said better since.
func sameBearing(a, b any) bool {
	x, okX := a.(map[string]any)
	y, okY := b.(map[string]any)
	return okX && okY && x["of"] == y["of"]
}
