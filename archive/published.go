package archive

import (
	"context"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/catalog"
)

// State is what a release says by itself: that of a thing is that of the release that
// says most.
func (s Standing) State() access.ReleaseState {
	switch {
	case s.Recalled:
		return access.Recalled
	case s.Public:
		return access.Released
	case s.Waits:
		return access.Waiting
	}
	return access.Unreleased
}

// StandingsAt begins to tell how releases stand to what consents and restrictions say
// at a time. Decisions and approvals are those that are entered now.
func (a *Archive) StandingsAt(ctx context.Context, at time.Time) (*Standings, error) {
	all, err := a.Standings(ctx)
	if err == nil {
		all.now = at
	}
	return all, err
}

// Told is Of, and tells also of one that a document wrote in a form that its thing
// cannot have: it releases nothing.
func (all *Standings) Told(t catalog.Thing) (Standing, error) {
	s, err := all.Of(t)
	if sijill.ClassOf(err) == sijill.Refused {
		s.Number, s.Of, s.Form, s.Because = t.Number, sijill.Number(text(t.Fields, "of")), text(t.Fields, "form"), messageOf(err)
		err = nil
	}
	return s, err
}

// PublishedAt tells whether a thing is in an edition that is built at a time, and how
// the releases stand that name it.
func (a *Archive) PublishedAt(ctx context.Context, n sijill.Number, at time.Time) (access.Published, []Standing, error) {
	all, err := a.StandingsAt(ctx, at)
	if err != nil {
		return access.Published{}, nil, err
	}
	thing, err := a.accessOf(ctx, n, all.known)
	if err != nil {
		return access.Published{}, nil, err
	}
	p := access.Published{Decision: access.Decide(access.RolesOf(access.Reader), &thing, access.Edition, at.Unix())}
	var releases []Standing
	var closed *access.Decision
	for r, err := range a.Catalog.ReferringAs(ctx, n, "of", "release") {
		if err != nil {
			return p, nil, err
		}
		if r.Thing.State == catalog.StateErased {
			continue
		}
		s, err := all.Told(r.Thing)
		if err != nil {
			return p, nil, err
		}
		if s.Decision.Reason != access.NotUnderstood && !s.Decision.Allow && !s.Recalled {
			closed = &s.Decision
		}
		releases = append(releases, s)
		if state := s.State(); state > access.Unreleased && state >= p.State {
			p.State, p.Release, p.Form = state, s.Number, s.Form
		}
	}
	if p.State == access.Unreleased && closed != nil { // what it shows may need another consent
		p.Decision = *closed
	}
	return p, releases, nil
}
