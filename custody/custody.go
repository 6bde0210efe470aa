// Package custody tells the story of a thing: every entry about it, in the order
// in which the register holds them.
package custody

import (
	"context"
	"maps"
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

// Story lists the entries about the number: its own, those that tell how it came
// (the deposit, the table whose row it was made of), and those about the archive as a whole that touched it, such as
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
	came, err := arrivals(ctx, c, thing)
	if err != nil {
		return nil, err
	}
	indexes = append(indexes, came...)
	all, err := c.Entries(ctx, "")
	if err != nil {
		return nil, err
	}
	general := map[int64]bool{} // about the archive as a whole, and about nothing else
	if _, hasBytes := thing.Fields[catalog.FieldDigest]; hasBytes {
		for _, i := range all {
			if i > thing.Index && !slices.Contains(indexes, i) {
				general[i] = true
			}
		}
	}
	indexes = slices.AppendSeq(indexes, maps.Keys(general))
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
		if general[i] && o.Kind != sijill.FixityChecked {
			continue
		}
		lines = append(lines, Line{i, o})
	}
	return lines, nil
}

// arrivals lists the entries that tell how a thing came to the archive: that of
// its deposit, or of the table that it was made of and that table's deposit.
// What was done to these later is not about the thing.
func arrivals(ctx context.Context, c *catalog.Catalog, t catalog.Thing) ([]int64, error) {
	var out []int64
	for _, name := range []string{catalog.FieldTable, catalog.FieldDeposit} {
		text, ok := t.Fields[name].(string)
		if !ok {
			continue
		}
		from, err := c.Thing(ctx, sijill.Number(text))
		if err != nil {
			return nil, err
		}
		out = append(out, from.Index)
		if name == catalog.FieldTable {
			before, err := arrivals(ctx, c, from)
			if err != nil {
				return nil, err
			}
			out = append(out, before...)
		}
	}
	return out, nil
}
