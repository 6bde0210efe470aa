// Package fixity hashes the originals again and compares them with what the
// register says they are.
package fixity

import (
	"context"
	"runtime"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
)

// Report is the outcome of a check.
type Report struct {
	Checked int   // distinct originals
	Bytes   int64 // that were hashed
	Damaged []sijill.Number
	Missing []sijill.Number
}

// OK reports that nothing is damaged or missing.
func (r Report) OK() bool { return len(r.Damaged)+len(r.Missing) == 0 }

// Check hashes the originals of the numbers, or of the whole archive where none
// is given. A deposit stands for its exhibits. progress, which may be nil, is
// told of bytes as they are hashed.
func Check(ctx context.Context, blobs *blob.Store, c *catalog.Catalog, numbers []sijill.Number, progress func(bytes int64)) (Report, error) {
	wanted, err := digests(ctx, c, numbers)
	if err != nil {
		return Report{}, err
	}
	var r Report
	bad := map[sijill.Digest]bool{} // true: missing
	summary, err := blobs.Check(ctx, blob.CheckOptions{Workers: runtime.GOMAXPROCS(0), Only: wanted, Progress: progress}, func(f blob.Finding) {
		switch f.Kind {
		case blob.Missing:
			bad[f.Digest] = true
		case blob.Damaged:
			if _, known := bad[f.Digest]; !known {
				bad[f.Digest] = false
			}
		}
	})
	if err != nil {
		return Report{}, err
	}
	r.Checked, r.Bytes = summary.Blobs, summary.Bytes
	if len(numbers) == 0 { // what the store does not know at all is missing too
		for d, err := range c.Digests(ctx) {
			if err != nil {
				return Report{}, err
			}
			here, err := blobs.Has(d)
			if err != nil {
				return Report{}, err
			}
			if _, known := bad[d]; !here && !known {
				bad[d] = true
			}
		}
	}
	for d, missing := range bad {
		holders, err := c.Holding(ctx, d)
		if err != nil {
			return Report{}, err
		}
		if missing {
			r.Missing = append(r.Missing, holders...)
		} else {
			r.Damaged = append(r.Damaged, holders...)
		}
	}
	slices.Sort(r.Missing)
	slices.Sort(r.Damaged)
	return r, nil
}

// digests lists what the numbers hold; nil stands for everything.
func digests(ctx context.Context, c *catalog.Catalog, numbers []sijill.Number) ([]sijill.Digest, error) {
	var wanted []sijill.Digest
	add := func(t catalog.Thing) error {
		text, ok := t.Fields[catalog.FieldDigest].(string)
		if !ok {
			return &sijill.Error{Class: sijill.Refused, Message: string(t.Number) + " has no bytes in this archive that could be hashed."}
		}
		d, err := sijill.ParseDigest(text)
		wanted = append(wanted, d)
		return err
	}
	for _, n := range numbers {
		t, err := c.Thing(ctx, n)
		if err != nil {
			return nil, err
		}
		if t.Kind != "deposit" {
			if err := add(t); err != nil {
				return nil, err
			}
			continue
		}
		for part, err := range c.Things(ctx, catalog.Filter{Whole: n}) {
			if err != nil {
				return nil, err
			}
			if part.State == catalog.StateErased {
				continue
			}
			if err := add(part); err != nil {
				return nil, err
			}
		}
	}
	return wanted, nil
}

// Enter enters the outcome in the register, so that custody can tell of it. The
// numbers are those that Check was given.
func Enter(ctx context.Context, r *register.Register, agent string, numbers []sijill.Number, report Report) (int64, error) {
	d := sijill.Draft{Kind: sijill.FixityChecked, Agent: agent}
	outcome := "sound"
	if !report.OK() {
		outcome = "damage found"
	}
	d.Fields = []sijill.Field{{Name: "outcome", Value: outcome}, {Name: "checked", Value: report.Checked}, {Name: "bytes", Value: report.Bytes}}
	concerned := slices.Concat(report.Damaged, report.Missing, numbers)
	slices.Sort(concerned)
	concerned = slices.Compact(concerned)
	if len(numbers) == 1 && len(concerned) == 1 {
		d.Subject = numbers[0]
	} else if len(numbers) > 0 {
		d.Subject = numbers[0]
		d.Fields = append(d.Fields, sijill.Field{Name: catalog.FieldConcerns, Value: concerned})
	}
	if len(report.Damaged) > 0 {
		d.Fields = append(d.Fields, sijill.Field{Name: "damaged", Value: report.Damaged})
	}
	if len(report.Missing) > 0 {
		d.Fields = append(d.Fields, sijill.Field{Name: "missing", Value: report.Missing})
	}
	return r.Append(ctx, d)
}
