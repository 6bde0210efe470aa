// Package custody tells the story of a thing: every entry about it, in the order
// in which the register holds them.
package custody

import (
	"context"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
)

// Line is one act in the story.
type Line struct {
	Index int64
	register.Opened
}

// Story lists the entries about the number: its own, those of the deposit that
// it came with, and those about the archive as a whole that touched it, such as
// a check of all bytes after it was entered.
func Story(ctx context.Context, c *catalog.Catalog, r *register.Register, number sijill.Number) ([]Line, error) {
	thing, err := c.Thing(ctx, number)
	if err != nil {
		return nil, err
	}
	indexes, err := c.Entries(ctx, number)
	if err != nil {
		return nil, err
	}
	if whole, ok := thing.Fields[catalog.FieldDeposit].(string); ok {
		of, err := c.Entries(ctx, sijill.Number(whole))
		if err != nil {
			return nil, err
		}
		if len(of) > 0 {
			indexes = append(indexes, of[0]) // how it came; later acts about the deposit are not about each part
		}
	}
	all, err := c.Entries(ctx, "")
	if err != nil {
		return nil, err
	}
	own := len(indexes)
	if _, hasBytes := thing.Fields[catalog.FieldDigest]; hasBytes {
		for _, i := range all {
			if i > thing.Index {
				indexes = append(indexes, i)
			}
		}
	}
	general := indexes[own:]
	var lines []Line
	for _, i := range slices.Compact(slices.Sorted(slices.Values(indexes))) {
		e, err := r.Entry(ctx, i)
		if err != nil {
			return nil, err
		}
		o, err := e.Open()
		if err != nil {
			return nil, err
		}
		if slices.Contains(general, i) && o.Kind != sijill.FixityChecked {
			continue
		}
		lines = append(lines, Line{i, o})
	}
	return lines, nil
}
