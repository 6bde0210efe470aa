package derivation

import (
	"context"
	"encoding/json"
	"fmt"
	"path"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/exchange/proofmode"
	"sijill.example/sijill/look"
)

// pair is a photo and a file that may belong to it.
type pair struct{ photo, sidecar sijill.Digest }

// tie ties photos to the proofs and signatures beside them: by the hash that a
// proof gives, wherever the two are in the archive, and by name within one folder
// of one deposit. It goes on from what was tied last.
func (d Desk) tie(ctx context.Context) error {
	from, err := d.Derivatives.Tied(ctx)
	if err != nil {
		return err
	}
	last := from
	named := map[pair]bool{}
	deposits := map[sijill.Number]struct{}{}
	for m, err := range d.Derivatives.Since(ctx, from) {
		if err != nil {
			return err
		}
		last = m.Seq
		if err := d.byHash(ctx, m, named); err != nil {
			return err
		}
		if err := d.depositsOf(ctx, m.Digest, deposits); err != nil {
			return err
		}
	}
	if last == from {
		return nil
	}
	for deposit := range deposits {
		if err := d.byName(ctx, deposit, named); err != nil {
			return err
		}
	}
	var bonds []derivative.Bond
	for p, byName := range named {
		b, ok, err := d.bond(ctx, p, byName)
		if err != nil {
			return err
		}
		if ok {
			bonds = append(bonds, b)
		}
	}
	return d.Derivatives.SetBonds(ctx, bonds, last)
}

// byHash finds pairs of which one speaks of the other's digest.
func (d Desk) byHash(ctx context.Context, m derivative.Made, named map[pair]bool) error {
	speaking, err := d.Derivatives.Speaking(ctx, m.Digest)
	if err != nil {
		return err
	}
	for _, sidecar := range speaking {
		known(named, pair{m.Digest, sidecar})
	}
	spoken, err := d.Derivatives.SpokenOf(ctx, m.Digest)
	if err != nil {
		return err
	}
	for _, photo := range spoken {
		known(named, pair{photo, m.Digest})
	}
	return nil
}

// known notes a pair, and leaves what is noted of it.
func known(named map[pair]bool, p pair) {
	if _, ok := named[p]; !ok {
		named[p] = false
	}
}

func (d Desk) depositsOf(ctx context.Context, digest sijill.Digest, deposits map[sijill.Number]struct{}) error {
	holders, err := d.Catalog.Holding(ctx, digest)
	if err != nil {
		return err
	}
	for _, number := range holders {
		t, err := d.Catalog.Thing(ctx, number)
		if err != nil {
			return err
		}
		if deposit, ok := t.Fields[catalog.FieldDeposit].(string); ok {
			deposits[sijill.Number(deposit)] = struct{}{}
		}
	}
	return nil
}

// byName finds pairs by the names of a deposit.
func (d Desk) byName(ctx context.Context, deposit sijill.Number, named map[pair]bool) error {
	wanted := map[string][]sijill.Digest{} // where a photo would be -> its sidecars
	exhibits := func(each func(where, name string, digest sijill.Digest)) error {
		for t, err := range d.Catalog.Things(ctx, catalog.Filter{Whole: deposit}) {
			if err != nil {
				return err
			}
			text, _ := t.Fields[catalog.FieldDigest].(string)
			digest, err := sijill.ParseDigest(text)
			if err != nil {
				continue
			}
			name, _ := t.Fields["name"].(string)
			folder, _ := t.Fields["path"].(string)
			each(path.Join(folder, name), name, digest)
		}
		return nil
	}
	err := exhibits(func(where, name string, digest sijill.Digest) {
		if photo, _, ok := proofmode.PhotoOf(where); ok && photo != "" {
			wanted[photo] = append(wanted[photo], digest)
			if of, err := sijill.ParseDigest(path.Base(photo)); err == nil {
				named[pair{of, digest}] = true // the later versions name a proof after the hash
			}
		}
	})
	if err != nil || len(wanted) == 0 {
		return err
	}
	return exhibits(func(where, _ string, digest sijill.Digest) {
		for _, sidecar := range wanted[where] {
			named[pair{digest, sidecar}] = true
		}
	})
}

// bond sets the two of a pair against each other.
func (d Desk) bond(ctx context.Context, p pair, byName bool) (derivative.Bond, bool, error) {
	none := derivative.Bond{}
	photo, ok, err := d.seen(ctx, p.photo)
	if err != nil || !ok || p.photo == p.sidecar || photo.Proof != nil || photo.Signature != nil {
		return none, false, err
	}
	sidecar, ok, err := d.seen(ctx, p.sidecar)
	if err != nil || !ok {
		return none, false, err
	}
	photoName, err := d.nameOf(ctx, p.photo)
	if err != nil {
		return none, false, err
	}
	name, err := d.nameOf(ctx, p.sidecar)
	if err != nil {
		return none, false, err
	}
	_, role, _ := proofmode.PhotoOf(name)
	beside, ok := look.Tie(photo, photoName, p.photo, sidecar, role, byName)
	if !ok {
		return none, false, nil
	}
	facts, err := json.Marshal(beside)
	return derivative.Bond{Photo: p.photo, Sidecar: p.sidecar, Flags: beside.Flags(), Facts: facts}, err == nil, err
}

// seen gives what was seen of an original, where it was looked at and is held.
func (d Desk) seen(ctx context.Context, digest sijill.Digest) (look.Seen, bool, error) {
	m, ok, err := d.Derivatives.Get(ctx, digest)
	if err != nil || !ok {
		return look.Seen{}, false, err
	}
	var seen look.Seen
	if err := json.Unmarshal(m.Facts, &seen); err != nil {
		return seen, false, fmt.Errorf("what was made of %s cannot be read: %w", digest, err)
	}
	return seen, true, nil
}
