package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/look"
)

// beside is a proof or a signature that belongs to a photo, and how the two agree.
type beside struct {
	Role     string
	By       string
	Sidecar  shown
	Compared []compared
	Signed   string // what is known of a signature
	Why      string
	Held     string
}

// compared is one thing of which a proof and its photo both speak.
type compared struct {
	What, Outcome, Text string
	Flagged, Same       bool
}

// besides tells of the proofs and signatures beside a photo, and of the photos to
// which a proof belongs.
func (d *desk) besides(ctx context.Context, p *page, t catalog.Thing) (proofs []beside, photos []shown, err error) {
	digest, ok := digestOf(t)
	if !ok || d.archive.Derivatives == nil {
		return nil, nil, nil
	}
	bonds, err := d.archive.Derivatives.Bonds(ctx, digest)
	if err != nil {
		return nil, nil, err
	}
	for _, bond := range bonds {
		other, isPhoto := bond.Sidecar, bond.Photo == digest
		if !isPhoto {
			other = bond.Photo
		}
		holders, err := d.archive.Catalog.Holding(ctx, other)
		if err != nil {
			return nil, nil, err
		}
		if len(holders) == 0 {
			continue
		}
		if !isPhoto {
			photos = append(photos, p.linkOf(holders[0]))
			continue
		}
		var b look.Beside
		if err := json.Unmarshal(bond.Facts, &b); err != nil {
			return nil, nil, fmt.Errorf("what ties a proof to %s cannot be read: %w", t.Number, err)
		}
		proofs = append(proofs, p.besideOf(b, holders[0]))
	}
	return proofs, photos, nil
}

func (p *page) besideOf(b look.Beside, number sijill.Number) beside {
	out := beside{Role: p.machine(b.Role), By: p.machine(b.By), Sidecar: p.linkOf(number)}
	for _, c := range b.Compared {
		out.Compared = append(out.Compared, compared{p.machine(c.What), p.machine(c.Outcome), sijill.Printable(c.Text), c.Flagged, !c.Flagged && c.Outcome == "same"})
	}
	if s := b.Signature; s != nil {
		out.Signed = p.machine("signature: " + s.State)
		if s.Why != "" {
			out.Why = sijill.Printable(s.Why)
		}
	}
	if n := len(b.Held); n > 0 {
		out.Held = p.T("claim.held") + p.T("colon") + count(n)
	}
	return out
}
