package archive

import (
	"context"
	"fmt"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/catalog"
)

// Permit asks whether an agent of the given roles may have a thing through a
// channel now.
func (a *Archive) Permit(ctx context.Context, roles access.Roles, n sijill.Number, channel access.Channel) (access.Decision, error) {
	t, err := a.AccessOf(ctx, n)
	if err != nil {
		return access.Decision{}, err
	}
	return access.Decide(roles, &t, channel, a.Register.Now().Unix()), nil
}

// Denied makes a decision that denies into the error that a person is told.
func Denied(n sijill.Number, d access.Decision) error {
	return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s is not given: %s (%s)", n, d.Sentence("en"), d.Reason),
		Hint: fmt.Sprintf("`sijill access %s` explains it for every channel.", n)}
}

// permitErasure refuses to erase what is under a hold; a restriction that is in
// effect, without which what it closes would open; and a consent while its source
// has another, which it may have replaced.
func (a *Archive) permitErasure(ctx context.Context, n sijill.Number) error {
	numbers := []sijill.Number{n}
	if n.Kind() == "deposit" {
		for t, err := range a.Catalog.Things(ctx, catalog.Filter{Whole: n}) {
			if err != nil {
				return err
			}
			numbers = append(numbers, t.Number)
		}
	}
	for _, n := range numbers {
		t, err := a.AccessOf(ctx, n)
		if err != nil {
			return err
		}
		if t.Erased {
			continue // erasure says so itself
		}
		if n.Kind() == "restriction" {
			thing, err := a.Catalog.Thing(ctx, n)
			if err != nil {
				return err
			}
			t.Restrictions = append(t.Restrictions, restriction(thing.Fields))
		}
		now := a.Register.Now().Unix()
		roles := access.RolesOf(access.Archivist, access.Keyholder)
		if d := access.Erase(roles, &t, now); !d.Allow {
			return Denied(n, d)
		}
		if n.Kind() == "consent" {
			if err := a.permitForgetting(ctx, n); err != nil {
				return err
			}
		}
		if n.Kind() == "restriction" && access.Binds(&t, now) {
			return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s is in effect, and what it closes would open without it.", n), Hint: "Lift it first; an embargo ends by its date."}
		}
	}
	return nil
}

// permitForgetting refuses to erase a consent while another of its source may be in
// force: the one that is erased may have narrowed or withdrawn what that one says.
func (a *Archive) permitForgetting(ctx context.Context, n sijill.Number) error {
	t, err := a.Catalog.Thing(ctx, n)
	if err != nil {
		return err
	}
	for r, err := range a.Catalog.Referring(ctx, sijill.Number(text(t.Fields, "source")), "source") {
		if err != nil {
			return err
		}
		if r.Thing.Kind == "consent" && r.Thing.Number != n && text(r.Thing.Fields, "withdrawn_at") == "" {
			return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s may have replaced %s, which would count again without it.", n, r.Thing.Number), Hint: fmt.Sprintf("Withdraw %s first.", r.Thing.Number)}
		}
	}
	return nil
}
