package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/catalog"
)

// agreement is one consent, and how it stands now.
type agreement struct {
	Self    shown // link to it
	Source  shown
	Scopes  []shown
	Called  shown // how the person agrees to be called
	Covers  []shown
	Key     string // inforce, soon, later, expired, withdrawn or undated
	State   string // good, warn or bad
	Words   string // the same in a sentence
	Rows    []row
	Expires shown
	// Replaced says that a later consent of the same source is in force.
	Replaced bool
}

// soon is how long before its end a consent is pointed out.
const soon = 90 * 24 * time.Hour

func (x *telling) now() int64 { return x.desk.archive.Register.Now().Unix() }

// agreementOf tells of one consent. How all consents of a person stand together is
// decided by access alone; this is what one of them says by itself.
func (x *telling) agreementOf(t catalog.Thing) agreement {
	a := agreement{Self: x.ref(string(t.Number)), Source: x.ref(textIn(t.Fields, "source")), Covers: x.refs(t.Fields["covers"])}
	now := x.now()
	for _, s := range textsIn(t.Fields["scope"]) {
		a.Scopes = append(a.Scopes, x.word("", s))
	}
	a.Called = x.word("", cmp.Or(textIn(t.Fields, "attribution"), "anonymous"))
	s, _ := sijill.SchemaOf("consent")
	a.Rows = x.rowsIn(s.Fields, t.Fields, "given_at", "expires_at", "withdrawn_at", "may_withdraw", "exhibits", "note")
	given, ends, gone := windowOf(t.Fields["given_at"]), windowOf(t.Fields["expires_at"]), windowOf(t.Fields["withdrawn_at"])
	a.Key, a.State = "inforce", "good"
	switch {
	case !gone.IsBlank() && gone.First <= now:
		a.Key, a.State = "withdrawn", "bad"
	case !ends.IsBlank() && ends.First <= now:
		a.Key, a.State = "expired", "bad"
	case given.IsBlank():
		a.Key, a.State = "undated", "bad"
	case given.First > now:
		a.Key, a.State = "later", "warn"
	case !ends.IsBlank() && ends.First <= now+int64(soon/time.Second):
		a.Key, a.State = "soon", "warn"
	}
	a.Words = x.page.T("agreed." + a.Key)
	if e := textIn(t.Fields, "expires_at"); e != "" {
		a.Expires = x.date(e)
	}
	return a
}

// windowOf reads a date as the archive does: one that cannot be read may be at any
// time.
func windowOf(v any) access.Window {
	s, ok := v.(string)
	if !ok || s == "" {
		return access.Window{}
	}
	d, err := sijill.ParseDate(s)
	if err != nil {
		return access.Always()
	}
	return access.On(d)
}

// limit is one restriction, and whether it binds now.
type limit struct {
	Self   shown
	Covers []shown
	Rows   []row
	Binds  []limitWord // what of it is in force now
	Ended  bool        // nothing of it is
}

type limitWord struct{ State, Words string }

func (x *telling) limitOf(t catalog.Thing) limit {
	l := limit{Self: x.ref(string(t.Number)), Covers: x.refs(t.Fields["covers"])}
	s, _ := sijill.SchemaOf("restriction")
	l.Rows = x.rowsIn(s.Fields, t.Fields, "level", "embargo_until", "hold", "authority", "placed_at", "lifted_at", "notices", "because")
	now := x.now()
	lifted := windowOf(t.Fields["lifted_at"])
	isLifted := !lifted.IsBlank() && now > lifted.Last
	add := func(state, key string, more shown) {
		words := x.page.T("limit." + key)
		if more.Text != "" {
			words += x.page.T("colon") + more.Text
		}
		l.Binds = append(l.Binds, limitWord{state, words})
	}
	if e := windowOf(t.Fields["embargo_until"]); !e.IsBlank() && now <= e.Last {
		add("bad", "embargo", x.date(textIn(t.Fields, "embargo_until")))
	}
	if level := textIn(t.Fields, "level"); level != "" && level != "public" && !isLifted {
		add("warn", "level", x.word("", level))
	}
	if hold, _ := t.Fields["hold"].(bool); hold && !isLifted {
		add("warn", "hold", shown{})
	}
	for _, word := range textsIn(t.Fields["notices"]) { // they stay when the rest is lifted
		add("warn", "notice", x.word("", word))
	}
	l.Ended = len(l.Binds) == 0
	return l
}

// decided is what access says of one channel.
type decided struct {
	Channel  string
	Allow    bool
	Answer   string
	Sentence string
	Called   string // how the persons may be called, where it is allowed
}

// gate is who may have a thing, and whom it needs to ask.
type gate struct {
	Decisions []decided
	Persons   []person
	Held      bool
	Own       bool // it is the archive's own work, which only needs a release
	Releases  []releasing
}

// person is somebody whose consent a thing needs.
type person struct {
	Who        shown
	Agreements []agreement
}

// staff are the roles of whoever sits at these pages.
var staff = access.RolesOf(access.Archivist, access.Verifier, access.Translator, access.Editor)

// gateOf tells who may have the thing by which way and why, for staff; what anybody
// may have is asked as a reader.
func (x *telling) gateOf() *gate {
	m := x.desk.archive.Meaning
	if m == nil || !slices.Contains(gated, x.thing.Kind) {
		return nil
	}
	t, err := m.AccessOf(x.ctx, x.thing.Number)
	if err != nil {
		x.fail(err)
		return nil
	}
	published, releases, err := m.Published(x.ctx, x.thing.Number)
	if err != nil {
		x.fail(err)
		return nil
	}
	g := &gate{}
	for _, s := range releases {
		state, words := x.stands(s)
		g.Releases = append(g.Releases, releasing{x.ref(string(s.Number)), state, words})
	}
	isOwn := !slices.ContainsFunc(t.Persons, func(p access.Person) bool { return p.Name != access.Itself })
	for _, c := range access.Channels() {
		roles := staff
		if c == access.Edition || c == access.Check {
			roles = access.RolesOf(access.Reader)
		}
		d := access.Decide(roles, &t, c, x.now())
		d.Person = x.called(d.Person)
		one := decided{Channel: x.page.T("channel." + c.String()), Allow: d.Allow, Answer: x.page.T("no"), Sentence: d.Sentence(x.page.Lang())}
		if c == access.Edition || c == access.Check { // which have only what is released
			if published.Allow {
				published.Decision = d
			}
			published.Person = x.called(published.Person)
			one.Allow, one.Sentence = published.In(), published.Sentence(x.page.Lang())
		}
		if one.Allow {
			one.Answer = x.page.T("yes")
			if d.Reason == access.Agreed && !isOwn {
				one.Called = x.word("", d.Attribution.String()).Text
			}
		}
		g.Decisions = append(g.Decisions, one)
		g.Held = d.Held
	}
	for _, p := range t.Persons {
		if p.Name == access.Itself {
			g.Own = true
			continue
		}
		who := person{Who: x.ref(p.Name)}
		if n, err := sijill.ParseNumber(p.Name); err == nil {
			for _, c := range x.named(n, "source", "consent") {
				if covers := textsIn(c.Fields["covers"]); len(covers) == 0 || x.thing.Kind == "source" || slices.Contains(covers, string(x.thing.Number)) {
					who.Agreements = append(who.Agreements, x.agreementOf(c))
				}
			}
		}
		g.Persons = append(g.Persons, who)
	}
	return g
}

// called is what a person is called, where the archive has a name for the number.
func (x *telling) called(name string) string {
	if name == access.Itself {
		return x.page.T("gate.itself")
	}
	if n, err := sijill.ParseNumber(name); err == nil {
		return x.titleIn(n)
	}
	return name
}

// gated are the kinds of things that somebody may be given.
var gated = []string{"exhibit", "deposit", "redaction", "testimony", "translation", "statement", "incident", "claim", "source", "place", "work", "dispatch", "page"}

// isVeiled says that a picture is blurred in lists until somebody asks to see it.
func (d *desk) isVeiled(ctx context.Context, t catalog.Thing) (bool, error) {
	if d.archive.Meaning == nil || t.State == catalog.StateErased {
		return false, nil
	}
	a, err := d.archive.Meaning.AccessOf(ctx, t.Number)
	if err != nil {
		return false, err
	}
	return access.Decide(staff, &a, access.Desk, d.archive.Register.Now().Unix()).Notices.Covered(), nil
}

// notices lists what a reader must be warned of before a thing is seen: what it says
// itself, and what the restrictions say that reach it.
func (x *telling) notices(t catalog.Thing) []string {
	var marks access.Notices
	if m := x.desk.archive.Meaning; m != nil && t.State != catalog.StateErased {
		a, err := m.AccessOf(x.ctx, t.Number)
		if err != nil {
			x.fail(err)
			return nil
		}
		marks = access.Decide(staff, &a, access.Desk, x.now()).Notices
	}
	var out []string
	for _, name := range marks.Names() {
		out = append(out, x.page.T("notice."+name))
	}
	return out
}
