package access

import "math"

// Consent is what one person agreed to at one time.
type Consent struct {
	Scopes      Scopes
	Attribution Attribution
	Given       Window // blank where nobody said when: then it never counts
	Expires     Window // blank where it does not expire
	Withdrawn   Window // blank where it was not withdrawn
}

// state is how it stands with one scope of one person.
type state uint8

const (
	missing state = iota
	given
	expired
	withdrawn
)

// standing is how a person stands to a question, and what the consents that answer
// it say of the name.
type standing struct {
	state       state
	attribution Attribution
	named       bool // they may be published by name
}

// stateOf says how a person's consent in any of the scopes stands:
//
//   - The consent that was given last counts alone: a later one that expires
//     replaces an earlier one that did not. All that may be the last must hold.
//   - A consent begins when it was surely given, and ends as soon as it may have
//     ended: one that expires today is no longer good today.
//   - A withdrawal of any consent in the scopes binds until a consent is given that
//     is surely later. A consent that was itself withdrawn never comes back.
func stateOf(consents []Consent, scopes Scopes, now int64) standing {
	latest, gone := Window{}, Window{}
	for i := range consents {
		c := &consents[i]
		if c.Scopes&scopes == 0 {
			continue
		}
		if c.isWithdrawn(now) && (gone.IsBlank() || c.Withdrawn.Last > gone.Last) {
			gone = c.Withdrawn
		}
		if c.isGiven(now) && (latest.IsBlank() || c.Given.First > latest.First) {
			latest = c.Given
		}
	}
	if !gone.IsBlank() && (latest.IsBlank() || latest.First <= gone.Last) {
		return standing{state: withdrawn}
	}
	out := standing{state: given, attribution: Named, named: true}
	if latest.IsBlank() {
		out.state, latest.First = missing, math.MinInt64
	}
	for i := range consents {
		c := &consents[i]
		mayRule := !c.Given.IsBlank() && c.Given.First <= now && c.Given.Last >= latest.First
		if c.Scopes&scopes == 0 || !mayRule {
			continue
		}
		out.named = out.named && c.Scopes.Has(ToPublishNamed)
		out.attribution = min(out.attribution, c.Attribution)
		switch {
		case c.isWithdrawn(now):
			out.state = withdrawn
		case !c.Expires.IsBlank() && c.Expires.First <= now && out.state != withdrawn:
			out.state = expired
		}
	}
	return out
}

func (c *Consent) isGiven(now int64) bool { return !c.Given.IsBlank() && c.Given.Last <= now }

func (c *Consent) isWithdrawn(now int64) bool {
	return !c.Withdrawn.IsBlank() && c.Withdrawn.First <= now
}

// consent decides by what the persons agreed to.
func consent(d *Decision, t *Thing, now int64) {
	d.Scope = needed(d.Role, d.Channel)
	switch {
	case d.Channel == Dossier && isSilent(t):
		d.Allow, d.Reason = true, NobodyAsked
	case d.Scope == 0 && d.Channel == Desk:
		d.Allow, d.Reason = true, Custody
	case d.Scope != 0 && len(t.Persons) == 0:
		d.Reason = Missing
	default:
		everybody(d, t, now)
	}
}

// isSilent says that nobody has ever agreed to anything or closed anything. A hold
// and a notice close nothing.
func isSilent(t *Thing) bool {
	for i := range t.Persons {
		if len(t.Persons[i].Consents) > 0 {
			return false
		}
	}
	for i := range t.Restrictions {
		if r := &t.Restrictions[i]; r.Level != Public || !r.Embargo.IsBlank() {
			return false
		}
	}
	return true
}

// everybody allows what every person agreed to, and otherwise gives the reason of
// the first who did not.
func everybody(d *Decision, t *Thing, now int64) {
	scope, attribution := d.Scope, Named
	for i := range t.Persons {
		p := &t.Persons[i]
		// Whoever takes back that it is kept takes back everything.
		if kept := stateOf(p.Consents, ScopesOf(ToArchive), now).state; kept == withdrawn || kept == expired {
			refuse(d, p, ToArchive, kept)
			return
		}
		if scope == 0 {
			continue
		}
		s := stateOf(p.Consents, ScopesOf(scope), now)
		if scope == ToPublishAnonymous || scope == ToNewsletter {
			// Whether to be published, and by which name, is one question.
			published := stateOf(p.Consents, ScopesOf(ToPublishAnonymous, ToPublishNamed), now)
			switch {
			case scope == ToPublishAnonymous:
				s = published
			case published.state == withdrawn || published.state == expired:
				refuse(d, p, ToPublishAnonymous, published.state)
				return
			case published.state == given:
				s.named, s.attribution = published.named, min(s.attribution, published.attribution)
			}
		}
		if s.state != given {
			refuse(d, p, scope, s.state)
			return
		}
		if t.Identifies && !s.named && d.Channel.publishes() {
			refuse(d, p, ToPublishNamed, missing)
			d.Reason = NeedsName
			return
		}
		if !s.named {
			s.attribution = min(s.attribution, Pseudonym)
		}
		attribution = min(attribution, s.attribution)
	}
	d.Allow, d.Reason = true, Agreed
	if scope == 0 {
		d.Reason, attribution = Custody, Anonymous
	}
	d.Attribution = attribution
}

func refuse(d *Decision, p *Person, scope Scope, s state) {
	d.Reason, d.Scope, d.Person = Missing, scope, p.Name
	switch s {
	case expired:
		d.Reason = Expired
	case withdrawn:
		d.Reason = Withdrawn
	}
}
