package edition

import (
	"cmp"
	"context"
	"slices"

	"sijill.example/sijill"
)

// Origin tells of documents that a person confirmed to be of one origin, or of which
// one is a redacted copy of another.
type Origin struct {
	// First is the one that stands nearest to what happened: from somebody who was
	// there, or else the earliest. It is nil where neither tells.
	First *Ref `json:"first,omitempty"`
	// Others are the rest but for the document that was asked about.
	Others []Ref `json:"others,omitempty"`
}

// IsAfter reports whether the document goes back to another one of the edition.
func (o *Origin) IsAfter(n sijill.Number) bool {
	return o != nil && o.First != nil && o.First.Number != n
}

// mostOfOneOrigin is how many documents of one origin are looked at.
const mostOfOneOrigin = 40

// Origin finds what a document has its origin in common with, also by way of others.
// It is nil where there is nothing.
func (e *Edition) Origin(ctx context.Context, d *Document) (*Origin, error) {
	group := []*Document{d}
	seen := map[sijill.Number]bool{d.Number: true}
	for i := 0; i < len(group); i++ {
		for _, n := range kin(group[i]) {
			if seen[n] || len(group) >= mostOfOneOrigin {
				continue
			}
			seen[n] = true
			other, err := e.Document(ctx, n)
			if sijill.ClassOf(err) == sijill.NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			if other.Withdrawn == "" {
				group = append(group, other)
			}
		}
	}
	if len(group) == 1 {
		return nil, nil
	}
	slices.SortFunc(group, func(a, b *Document) int { return cmp.Compare(a.Number, b.Number) })
	o := &Origin{}
	first := nearest(group)
	if first != nil {
		ref := first.AsRef()
		o.First = &ref
	}
	for _, x := range group {
		if x != first && x.Number != d.Number {
			o.Others = append(o.Others, x.AsRef())
		}
	}
	return o, nil
}

// kin are the documents of one origin that a document names itself.
func kin(d *Document) []sijill.Number {
	var out []sijill.Number
	if d.Kind() == "redaction" && d.Original != nil {
		out = append(out, d.Original.Number)
	}
	for _, r := range d.Related {
		if r.Rel == "likeness" || r.Rel == "redaction" {
			out = append(out, r.Number)
		}
	}
	return out
}

// isFirsthand reports whether a document is from somebody who was there.
func isFirsthand(d *Document) bool {
	return slices.Contains([]string{"eyewitness", "participant", "relative"}, d.Basis)
}

// nearest chooses of documents of one origin the one that stands nearest to what
// happened, and nil where several may be it. A redacted copy never is.
func nearest(group []*Document) *Document {
	var all, firsthand []*Document
	for _, d := range group {
		if d.Kind() == "redaction" && d.Original != nil && slices.ContainsFunc(group, func(o *Document) bool { return o.Number == d.Original.Number }) {
			continue
		}
		all = append(all, d)
		if isFirsthand(d) {
			firsthand = append(firsthand, d)
		}
	}
	if len(firsthand) > 0 {
		all = firsthand
	}
	if len(all) == 1 {
		return all[0]
	}
	for _, what := range []string{"captured", "published"} {
		if d := earliest(all, what); d != nil {
			return d
		}
	}
	return nil
}

// earliest chooses the document whose date of a sort is surely before those of all
// others. Where one has none, nothing is known.
func earliest(all []*Document, what string) *Document {
	dates := make([]sijill.Date, len(all))
	for i, d := range all {
		for _, x := range d.Dates {
			if date, err := sijill.ParseDate(x.EDTF); err == nil && x.What == what && dates[i].IsMissing() {
				dates[i] = date
			}
		}
		if dates[i].IsMissing() {
			return nil
		}
	}
	for i := range all {
		_, last := dates[i].Anywhere()
		isFirst := true
		for j := range all {
			if i == j {
				continue
			}
			first, _ := dates[j].Anywhere()
			isFirst = isFirst && last.Compare(first) < 0
		}
		if isFirst {
			return all[i]
		}
	}
	return nil
}
