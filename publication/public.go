package publication

import (
	"context"
	"slices"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/release"
)

// public is what may be seen, and what was seen before.
type public struct {
	standing  map[sijill.Number]*archive.Standing // by what is released
	numbers   []sijill.Number                     // the same, in order
	before    map[sijill.Number]bool              // what earlier editions had, and whether the last one still had it
	left      map[sijill.Number]string            // the day on which it left
	withdrawn []sijill.Number
	not       []NotPublic
}

// forms are from the least to the most.
var forms = []string{release.Record, release.View, release.Copy, release.Original}

// publicOf asks of every release how it stands. Of several that name one thing, the
// one that shows most counts, and of these the latest.
func publicOf(ctx context.Context, a *archive.Archive) (*public, error) {
	p := &public{standing: map[sijill.Number]*archive.Standing{}, before: map[sijill.Number]bool{}, left: map[sijill.Number]string{}}
	standings, err := a.Standings(ctx)
	if err != nil {
		return nil, err
	}
	for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "release"}) {
		if err != nil {
			return nil, err
		}
		if t.State == catalog.StateErased {
			continue
		}
		s, err := standings.Of(t)
		if sijill.ClassOf(err) == sijill.Refused { // written by a document in a form that its thing cannot have
			p.not = append(p.not, NotPublic{Release: t.Number, Why: err.Error()})
			continue
		}
		if err != nil {
			return nil, err
		}
		if !s.Public {
			p.not = append(p.not, NotPublic{t.Number, s.Of, s.Because})
			continue
		}
		if old := p.standing[s.Of]; old == nil || slices.Index(forms, s.Form) >= slices.Index(forms, old.Form) {
			p.standing[s.Of] = &s
		}
	}
	for n := range p.standing {
		p.numbers = append(p.numbers, n)
	}
	slices.Sort(p.numbers)
	if err := p.history(ctx, a); err != nil {
		return nil, err
	}
	today := a.Register.Now().Format(time.DateOnly)
	for n, in := range p.before {
		if p.standing[n] != nil {
			continue
		}
		p.withdrawn = append(p.withdrawn, n)
		if in {
			p.left[n] = today
		}
	}
	slices.Sort(p.withdrawn)
	return p, nil
}

// history reads from the register what earlier editions had.
func (p *public) history(ctx context.Context, a *archive.Archive) error {
	indexes, err := a.Catalog.Entries(ctx, "")
	if err != nil {
		return err
	}
	for _, i := range indexes {
		e, err := a.Register.Entry(ctx, i)
		if err != nil {
			return err
		}
		o, err := e.Open()
		if err != nil {
			return err
		}
		if o.Kind != sijill.EditionMade {
			continue
		}
		day := ""
		if at, err := time.Parse(time.RFC3339, o.At); err == nil {
			day = at.Format(time.DateOnly)
		}
		for _, field := range []string{"added", "removed"} {
			list, _ := o.Fields[field].([]any)
			for _, v := range list {
				s, _ := v.(string)
				n, err := sijill.ParseNumber(s)
				if err != nil {
					continue
				}
				p.before[n] = field == "added"
				p.left[n] = day
			}
		}
	}
	return nil
}
