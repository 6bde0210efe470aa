package main

import (
	"context"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/desk"
)

// meaningOf is what the pages know of claims, access and releases.
type meaningOf struct{ *archive.Archive }

// Release is desk.Meaning.
func (m meaningOf) Release(ctx context.Context, n sijill.Number) (desk.Release, error) {
	s, err := m.StandingOf(ctx, n)
	if err != nil {
		return desk.Release{}, err
	}
	return releaseOf(s), nil
}

// Published is desk.Meaning.
func (m meaningOf) Published(ctx context.Context, n sijill.Number) (access.Published, []desk.Release, error) {
	p, standings, err := m.PublishedAt(ctx, n, m.Register.Now())
	var out []desk.Release
	for _, s := range standings {
		out = append(out, releaseOf(s))
	}
	return p, out, err
}

func releaseOf(s archive.Standing) desk.Release {
	return desk.Release{Number: s.Number, Of: s.Of, Public: s.Public, Recalled: s.Recalled, Waits: s.Waits, Because: s.Because, Second: s.Second, By: s.By, ApprovedBy: s.ApprovedBy, Decision: s.Decision}
}
