package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
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
	Mark                string // good, bad, warn, or nothing
	Lang                string // of Text
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

// markOf gives the colour that fits: what agrees within what was claimed is no alarm.
func markOf(c look.Compared) string {
	switch {
	case c.Grade == derivative.Differs:
		return "bad"
	case c.Grade == derivative.OneSided:
		return "warn"
	case c.Grade == derivative.Noted, c.Outcome == "same":
		return "good"
	}
	return ""
}

// saying tells a finding by its code in the page's language, and false where the
// interface has no words for it.
func (p *page) saying(code string, values []string) (string, bool) {
	w, ok := p.words["saying."+code]
	if !ok {
		return "", false
	}
	var pairs []string
	for i, v := range values {
		said := p.machine(v)
		if _, translated := p.words["machine."+v]; !translated {
			said = "\u200e" + said + "\u200e"
		}
		pairs = append(pairs, "{"+strconv.Itoa(i+1)+"}", said)
	}
	return strings.NewReplacer(pairs...).Replace(w.in(p.lang)), true
}

func (p *page) besideOf(b look.Beside, number sijill.Number) beside {
	out := beside{Role: p.machine(b.Role), By: p.machine(b.By), Sidecar: p.linkOf(number)}
	for _, c := range b.Compared {
		x := compared{What: p.machine(c.What), Outcome: p.machine(c.Outcome), Mark: markOf(c)}
		if c.Grade == derivative.Noted {
			x.Outcome = p.T("beside.near")
		}
		var ok bool
		if x.Text, ok = p.saying(c.Code, c.Values); ok {
			x.Lang = p.Lang()
		} else {
			x.Text, x.Lang = sijill.Printable(c.Text), string(english)
		}
		out.Compared = append(out.Compared, x)
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
