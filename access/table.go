package access

// Role is what somebody is to the archive.
type Role uint8

// The roles. A depositor sees what every reader sees: to have handed a thing over
// gives no right to what others said of it since.
const (
	Reader     Role = iota + 1 // anybody
	Depositor                  // handed something over
	Archivist                  // has custody
	Verifier                   // finds out what is true
	Translator                 // brings it into another language
	Editor                     // prepares what is published
	Counsel                    // answers for it in court
	Keyholder                  // holds a key of what is sealed
	roleEnd
)

// Channel is where a thing goes.
type Channel uint8

// The channels. Desk and Replica stay in the archive's hands; all others lead out.
const (
	Desk        Channel = iota + 1 // the archive's own pages
	Edition                        // the public copy
	Check                          // the public answer to "do you know this picture?"
	Dossier                        // what is put together for a court
	Newsletter                     // what is sent to subscribers
	Translation                    // a machine that translates, which may be somebody else's
	Newsroom                       // a newsroom that works with the archive, before it publishes
	Replica                        // another copy of the archive
	channelEnd
)

func (c Channel) leadsOut() bool { return c != Desk && c != Replica }

func (c Channel) publishes() bool {
	return c == Edition || c == Check || c == Newsletter || c == Newsroom
}

// Level says how far a thing is open.
type Level uint8

// The levels, each within the one before.
const (
	Public     Level = iota + 1 // no restriction
	Staff                       // whoever works for the archive
	Restricted                  // whoever has to work with this thing
	Sealed                      // keyholders
	levelEnd
)

// clearance is the highest level that a role may have through a channel; where
// there is none it has no business there. The public channels carry public things
// only, whoever asks.
var clearance = [roleEnd][channelEnd]Level{
	Reader:     {Edition: Public, Check: Public},
	Depositor:  {Edition: Public, Check: Public},
	Archivist:  {Desk: Restricted, Edition: Public, Check: Public, Dossier: Staff, Translation: Staff, Newsroom: Public, Replica: Restricted},
	Verifier:   {Desk: Restricted, Edition: Public, Check: Public, Translation: Staff},
	Translator: {Desk: Staff, Edition: Public, Check: Public, Translation: Staff},
	Editor:     {Desk: Staff, Edition: Public, Check: Public, Newsletter: Public, Translation: Staff, Newsroom: Public},
	Counsel:    {Desk: Restricted, Edition: Public, Check: Public, Dossier: Restricted},
	Keyholder:  {Desk: Sealed, Edition: Public, Check: Public, Dossier: Restricted, Replica: Sealed},
}

// Scope is what a person agrees to.
type Scope uint8

// The scopes.
const (
	ToArchive          Scope = iota + 1 // that it is kept
	ToVerify                            // that verifiers work with it
	ToTranslate                         // that it is translated
	ToCourt                             // that a court has it
	ToPublishAnonymous                  // that it is published without a name
	ToPublishNamed                      // that it is published with the name
	ToNewsletter                        // that it is sent to subscribers
	scopeEnd
)

// needed gives the scope that a role needs in a channel. It is 0 for custody: who
// keeps a thing sees it without asking, or could not even carry out a withdrawal.
func needed(r Role, c Channel) Scope {
	switch c {
	case Desk:
		return [roleEnd]Scope{Verifier: ToVerify, Translator: ToTranslate, Editor: ToArchive}[r]
	case Edition, Check, Newsroom:
		return ToPublishAnonymous
	case Newsletter:
		return ToNewsletter
	case Dossier:
		return ToCourt
	case Translation:
		return ToTranslate
	}
	return 0
}

// Scopes is a set of scopes.
type Scopes uint16

// Has says whether the scope is in the set.
func (s Scopes) Has(one Scope) bool { return s&(1<<one) != 0 }

// ScopesOf makes a set.
func ScopesOf(list ...Scope) (s Scopes) {
	for _, one := range list {
		s |= 1 << one
	}
	return s
}

// Roles is a set of roles.
type Roles uint16

// Has says whether the role is in the set.
func (r Roles) Has(one Role) bool { return r&(1<<one) != 0 }

// RolesOf makes a set.
func RolesOf(list ...Role) (r Roles) {
	for _, one := range list {
		r |= 1 << one
	}
	return r
}

// Attribution is how a person wishes to be called. The first is the most careful.
type Attribution uint8

// The ways to be called.
const (
	Anonymous Attribution = iota
	Pseudonym
	Named
)

// Notices are warnings about what is shown. They belong to the thing and not to a
// rule that may be lifted, so that those of lifted restrictions stay.
type Notices uint8

// The notices.
const (
	Graphic Notices = 1 << iota
	Distress
)

// Covered says that the thing is blurred until somebody asks to see it, and never
// plays by itself.
func (n Notices) Covered() bool { return n != 0 }
