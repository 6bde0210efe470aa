package archive

import (
	"context"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
	"sijill.example/sijill/verification"
)

// Gallery gives the prints of the originals, to ask what resembles what. It is
// loaded when it is first asked for, and again when more was made.
func (a *Archive) Gallery(ctx context.Context) (*verification.Gallery, error) {
	s, err := a.Derivatives()
	if err != nil {
		return nil, err
	}
	a.looking.Lock()
	defer a.looking.Unlock()
	if a.gallery != nil {
		current, err := a.gallery.Current(ctx)
		if current || err != nil {
			return a.gallery, err
		}
	}
	g, err := verification.Open(ctx, a.Catalog, s)
	if err != nil {
		return nil, err
	}
	a.gallery = g
	return g, nil
}

// Confirm enters that two exhibits come from one original. What a machine says of
// the pair goes into the entry.
func (a *Archive) Confirm(ctx context.Context, d verification.Decision) (int64, error) {
	return a.decide(ctx, d, verification.Confirm)
}

// Refuse enters that two exhibits do not come from one original.
func (a *Archive) Refuse(ctx context.Context, d verification.Decision) (int64, error) {
	return a.decide(ctx, d, verification.Refuse)
}

// decider is Confirm or Refuse of verification.
type decider func(context.Context, *catalog.Catalog, *register.Register, verification.Decision) (int64, error)

func (a *Archive) decide(ctx context.Context, d verification.Decision, enter decider) (int64, error) {
	if a.Numbers == nil {
		return 0, &sijill.Error{Class: sijill.Refused, Message: "The archive is open for reading only, so that nothing can be entered."}
	}
	if d.Found == nil && d.A != d.B && a.HasDerivatives() {
		g, err := a.Gallery(ctx)
		if err != nil {
			return 0, err
		}
		c, ok, err := g.Between(ctx, d.A, d.B)
		if err != nil && sijill.ClassOf(err) != sijill.Refused { // a thing without an original has no likeness
			return 0, err
		}
		if ok {
			d.Found = &c
		}
	}
	index, err := enter(ctx, a.Catalog, a.Register, d)
	if err != nil || index < 0 {
		return index, err
	}
	return index, a.Catalog.CatchUp(ctx, a.Register, nil)
}

// Groups lists the groups of one origin.
func (a *Archive) Groups(ctx context.Context) ([]verification.Group, error) {
	return verification.Groups(ctx, a.Catalog, a.Register)
}

// GroupOf gives the group of one origin that a thing is in, and false where it is
// in none.
func (a *Archive) GroupOf(ctx context.Context, number sijill.Number) (verification.Group, bool, error) {
	return verification.GroupOf(ctx, a.Catalog, a.Register, number)
}

// Resembling lists what resembles every one of some exhibits, and nothing that people
// said is of another origin. The list is not nil.
func (a *Archive) Resembling(ctx context.Context, numbers ...sijill.Number) ([]sijill.Number, error) {
	g, err := a.Gallery(ctx)
	if err != nil {
		return nil, err
	}
	resembled := map[sijill.Number]int{} // how many of them it resembles
	for _, n := range numbers {
		q, err := g.QueryOf(ctx, n)
		if err != nil {
			return nil, err
		}
		found, err := g.Similar(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			resembled[c.Number]++
		}
	}
	all := []sijill.Number{}
	for n, count := range resembled {
		if count == len(numbers) {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all, nil
}
