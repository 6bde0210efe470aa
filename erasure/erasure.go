// Package erasure destroys what must not be kept: the bytes of an exhibit and
// everything the register says of it. The leaves stay, so that the register
// still proves that nothing else was changed, and an entry says by whose
// authority and for what class of reason the erasure was done.
package erasure

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
)

// Reasons lists the classes of reason that an erasure may have. They say nothing
// about anybody.
func Reasons() []string {
	return []string{"consent-withdrawn", "safety", "legal-order", "unlawful-content", "error"}
}

// Request says what to erase and by what right.
type Request struct {
	Number    sijill.Number // an exhibit, or a deposit with all its exhibits
	Agent     string
	Authority string // who decided it, by office rather than by name
	Reason    string // one of Reasons
}

// Outcome is what an erasure did.
type Outcome struct {
	Erased    []sijill.Number
	Tombstone int64 // the index of the entry that says so
	// Kept counts originals whose bytes stay because other exhibits have the same.
	Kept int
}

// Desk is what an erasure works with.
type Desk struct {
	Blobs    *blob.Store
	Register *register.Register
	Catalog  *catalog.Catalog
	// Derivatives is where what was made of the originals is kept. It may be nil.
	Derivatives Derivatives
}

// Derivatives destroys what was made of originals, so that nothing of it is left.
type Derivatives interface {
	Erase(ctx context.Context, digests []sijill.Digest) error
}

// keptFields are all that is left of an entry: what kind of act it was, and the
// number, so that the number is never given again.
func keptField(name string) bool { return name == sijill.FieldKind || name == sijill.FieldSubject }

// Erase destroys the disclosures of every entry about the number, enters the
// tombstone, takes the thing out of the catalog, and destroys the bytes that no
// other exhibit has. The register's transaction is the point of no return: if
// the process dies after it, the next start does the rest.
func (d Desk) Erase(ctx context.Context, q Request) (Outcome, error) {
	if q.Authority == "" {
		return Outcome{}, &sijill.Error{Class: sijill.Usage, Message: "An erasure needs an authority.", Hint: `Say by whose decision: --authority "data protection officer".`}
	}
	if !slices.Contains(Reasons(), q.Reason) {
		return Outcome{}, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q is not a class of reason.", q.Reason), Hint: fmt.Sprintf("It is one of %v.", Reasons())}
	}
	things, err := d.things(ctx, q.Number)
	if err != nil {
		return Outcome{}, err
	}
	var out Outcome
	indexes := map[int64]bool{}
	ours := map[sijill.Number]bool{}
	var digests []sijill.Digest
	var others []int64 // entries whose subject stays
	for _, t := range things {
		out.Erased = append(out.Erased, t.Number)
		ours[t.Number] = true
	}
	for _, t := range things {
		about, err := d.Catalog.Entries(ctx, t.Number)
		if err != nil {
			return Outcome{}, err
		}
		for _, i := range about {
			o, err := d.entry(ctx, i)
			if err != nil {
				return Outcome{}, err
			}
			if indexes[i] || !onlyAbout(o, ours) {
				continue
			}
			if indexes[i] = true; !ours[o.Subject] {
				others = append(others, i)
			}
		}
		if text, ok := t.Fields[catalog.FieldDigest].(string); ok {
			digest, err := sijill.ParseDigest(text)
			if err != nil {
				return Outcome{}, err
			}
			digests = append(digests, digest)
		}
	}
	list := slices.Sorted(maps.Keys(indexes))
	tombstone := sijill.Draft{Kind: sijill.OriginalErased, Agent: q.Agent, Subject: q.Number, Fields: []sijill.Field{
		{Name: "authority", Value: q.Authority}, {Name: "reason", Value: q.Reason}}}
	if len(out.Erased) > 1 {
		tombstone.Fields = append(tombstone.Fields, sijill.Field{Name: catalog.FieldConcerns, Value: out.Erased})
	}
	if len(others) > 0 {
		tombstone.Fields = append(tombstone.Fields, sijill.Field{Name: catalog.FieldPairs, Value: slices.Sorted(slices.Values(others))})
	}
	out.Tombstone, err = d.Register.Erase(ctx, list, keptField, tombstone)
	if _, entered := errors.AsType[*register.UnscrubbedError](err); entered {
		return out, err
	}
	if err != nil {
		return Outcome{}, err
	}
	out.Kept, err = d.finish(ctx, digests)
	return out, err
}

// things lists what goes: an exhibit, or a deposit and its exhibits.
func (d Desk) things(ctx context.Context, n sijill.Number) ([]catalog.Thing, error) {
	t, err := d.Catalog.Thing(ctx, n)
	if err != nil {
		return nil, err
	}
	if t.State == catalog.StateErased {
		return nil, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s was erased before.", n), Hint: fmt.Sprintf("`sijill custody %s` shows when and why.", n)}
	}
	things := []catalog.Thing{t}
	if t.Kind != "deposit" {
		return things, nil
	}
	for part, err := range d.Catalog.Things(ctx, catalog.Filter{Whole: n}) {
		if err != nil {
			return nil, err
		}
		if part.State != catalog.StateErased {
			things = append(things, part)
		}
	}
	return things, nil
}

func (d Desk) entry(ctx context.Context, index int64) (register.Opened, error) {
	e, err := d.Register.Entry(ctx, index)
	if err != nil {
		return register.Opened{}, err
	}
	return e.Open()
}

// onlyAbout reports whether an entry describes what is erased: it or, for a pair,
// one of the two. Entries that name numbers only stay: checks, exports, earlier
// tombstones.
func onlyAbout(o register.Opened, ours map[sijill.Number]bool) bool {
	switch o.Kind {
	case sijill.FixityChecked, sijill.DossierExported, sijill.OriginalErased:
		return false
	case sijill.ResemblanceConfirmed, sijill.ResemblanceRefused:
		list, _ := o.Fields[catalog.FieldConcerns].([]any)
		for _, v := range list {
			if s, ok := v.(string); ok && ours[sijill.Number(s)] {
				return true
			}
		}
	}
	return ours[o.Subject]
}

// finish takes the erased out of the catalog and the store. It may be repeated.
func (d Desk) finish(ctx context.Context, digests []sijill.Digest) (kept int, err error) {
	if err := d.Catalog.CatchUp(ctx, d.Register, nil); err != nil {
		return 0, err
	}
	if err := d.Catalog.Scrub(ctx); err != nil {
		return 0, err
	}
	var gone []sijill.Digest
	for _, digest := range digests {
		holders, err := d.Catalog.Holding(ctx, digest)
		if err != nil {
			return 0, err
		}
		if len(holders) > 0 {
			kept++
			continue
		}
		gone = append(gone, digest)
	}
	if d.Derivatives != nil {
		if err := d.Derivatives.Erase(ctx, gone); err != nil {
			return kept, err
		}
	}
	return kept, d.Blobs.Erase(ctx, gone...)
}
