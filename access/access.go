// Package access decides who may have what, and by which way. Decide is one pure
// function: it reads no clock and no store, gives a reason with every answer, and
// denies what nobody has allowed. Whatever leaves an archive asks it; nothing else
// decides.
//
// The rules, in the order in which they are tried:
//
//  1. A thing that was erased is gone.
//  2. A role that has no business in a channel gets nothing there (see clearance).
//  3. An embargo binds every channel that leads out of the archive, whatever the
//     level, the consent and the role, and opens by its date alone: not before the
//     date is over everywhere on earth. Lifting the restriction that set it lifts
//     the level and the hold, not the embargo; whoever wants it to end earlier
//     says another date.
//  4. The strictest level of all restrictions counts, and must be within what the
//     role is cleared for in the channel. What is sealed leaves by no way but a
//     keyholder's replica.
//  5. Every person's consent is needed (see state), in the scope of the channel. A
//     thing that identifies people needs publish_named of each person to be published.
//
// A hold opens nothing and closes nothing: it forbids erasure, which Erase decides.
package access

// Itself is how the archive is called as a person that consents to what it wrote.
const Itself = "the archive"

// Person is somebody whose consent a thing needs: who told it, or who is shown.
type Person struct {
	Name     string // a number or a pseudonym, as the archive calls them
	Consents []Consent
}

// Thing is what Decide has to know of a thing.
type Thing struct {
	Persons      []Person
	Restrictions []Restriction
	// Identifies says that the thing cannot be shown without showing who somebody
	// is: a face, a voice, a name in the text.
	Identifies bool
	Erased     bool
}

// Restriction closes a thing, or says how it may be shown.
type Restriction struct {
	Level   Level
	Embargo Window // none where it is blank
	Hold    bool   // it must not be erased
	Lifted  Window // blank while it is in effect
	Notices Notices
}

// Decision is an answer with its reason.
type Decision struct {
	Allow  bool
	Reason Reason
	// What the reason is about, as far as it is about any of it.
	Role    Role
	Channel Channel
	Scope   Scope
	Person  string
	Level   Level
	Until   int64 // the last second of the embargo, UTC; never where it has no end

	// Held says that the thing is under a hold.
	Held bool
	// Notices says what it must be covered with until somebody asks to see it.
	Notices Notices
	// Attribution says how the persons may be called where it is allowed.
	Attribution Attribution
}

// Decide says whether an agent of the given roles may have the thing through the
// channel at the given second (Unix time). Of several roles the one that is
// allowed most counts.
func Decide(roles Roles, t *Thing, channel Channel, now int64) Decision {
	c := closure(t, now)
	best := Decision{Reason: NotUnderstood, Channel: channel, Held: c.held, Notices: c.notices}
	if channel == 0 || channel >= channelEnd {
		return best
	}
	for r := Role(1); r < roleEnd; r++ {
		if !roles.Has(r) {
			continue
		}
		d := decideAs(r, t, channel, now, c)
		if d.Allow {
			return d
		}
		if d.Reason > best.Reason {
			best = d
		}
	}
	return best
}

func decideAs(r Role, t *Thing, channel Channel, now int64, c closed) Decision {
	d := Decision{Role: r, Channel: channel, Level: c.level, Held: c.held, Notices: c.notices}
	cleared := clearance[r][channel]
	switch {
	case t.Erased:
		d.Reason = Erased
	case cleared == 0:
		d.Reason = WrongRole
	case c.embargo != 0 && channel.leadsOut():
		d.Reason, d.Until = Embargoed, c.embargo
	case c.level > cleared:
		d.Reason = TooHigh
	default:
		consent(&d, t, now)
	}
	return d
}

// closed is what all restrictions of a thing say together.
type closed struct {
	level   Level
	embargo int64 // its last second, and 0 where none binds now
	held    bool
	notices Notices
}

func closure(t *Thing, now int64) closed {
	c := closed{level: Public}
	for i := range t.Restrictions {
		r := &t.Restrictions[i]
		c.notices |= r.Notices
		if !r.Embargo.IsBlank() && now <= r.Embargo.Last {
			c.embargo = max(c.embargo, r.Embargo.Last)
		}
		if !r.Lifted.IsBlank() && now > r.Lifted.Last {
			continue
		}
		level := r.Level
		if level == 0 || level >= levelEnd {
			level = Sealed // what cannot be read closes
		}
		c.level = max(c.level, level)
		c.held = c.held || r.Hold
	}
	return c
}

// Erase says whether an agent of the given roles may destroy the thing. Consent
// that was withdrawn does not lift a hold.
func Erase(roles Roles, t *Thing, now int64) Decision {
	c := closure(t, now)
	d := Decision{Reason: WrongRole, Level: c.level, Held: c.held, Notices: c.notices}
	for _, r := range []Role{Archivist, Keyholder} {
		if roles.Has(r) {
			d.Role = r
		}
	}
	switch {
	case t.Erased:
		d.Reason = Erased
	case d.Role == 0:
	case c.level == Sealed && d.Role != Keyholder:
		d.Reason = TooHigh
	case c.held:
		d.Reason = UnderHold
	default:
		d.Allow, d.Reason = true, NoHold
	}
	return d
}

// Binds says that a restriction of the thing closes something now, or forbids its
// erasure.
func Binds(t *Thing, now int64) bool {
	c := closure(t, now)
	return c.level > Public || c.embargo != 0 || c.held
}
