package archive

import (
	"context"
	"slices"
	"strings"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/catalog"
)

// AccessOf gathers what access.Decide has to know of a thing: whose consent it
// needs, what they agreed to, and what restricts it.
//
// Whose words a thing is decides whose consent it needs: the source's, for what it
// told, made or handed over; that of every source among the signatories; of what a
// copy or a translation was made of. What the archive itself wrote (incidents,
// claims, places, dispatches without a source, pages) needs none but its own, which
// is the release.
func (a *Archive) AccessOf(ctx context.Context, n sijill.Number) (access.Thing, error) {
	return a.accessOf(ctx, n, newRemembered(a))
}

func (a *Archive) accessOf(ctx context.Context, n sijill.Number, known *remembered) (access.Thing, error) {
	g := gathering{archive: a, ctx: ctx, known: known, seen: map[sijill.Number]bool{}}
	t, err := known.thing(ctx, n)
	if err != nil {
		return access.Thing{}, err
	}
	g.out.Erased = t.State == catalog.StateErased
	if err := g.about(t); err != nil {
		return access.Thing{}, err
	}
	return g.out, nil
}

type gathering struct {
	archive *Archive
	known   *remembered
	ctx     context.Context
	out     access.Thing
	within  []sijill.Number // what consents and restrictions may name
	seen    map[sijill.Number]bool
}

// about gathers for a thing and for what it was made of.
func (g *gathering) about(t catalog.Thing) error {
	persons, err := g.trace(t, 0)
	if err != nil {
		return err
	}
	if err := g.recordings(t); err != nil {
		return err
	}
	others, err := g.shown()
	if err != nil {
		return err
	}
	persons = append(persons, others...)
	slices.Sort(persons)
	persons = slices.Compact(persons)
	for _, p := range persons {
		if err := g.person(p); err != nil {
			return err
		}
	}
	for _, n := range g.within {
		if err := g.restrictions(n, n != t.Number && t.Kind == "redaction" && n.Kind() == "exhibit"); err != nil {
			return err
		}
	}
	return nil
}

// recordings lets what restricts a testimony reach the recording that it stands on,
// and the other way round: both say the same.
func (g *gathering) recordings(t catalog.Thing) error {
	if t.Kind == "testimony" {
		for _, s := range texts(t.Fields["exhibits"]) {
			if n, err := sijill.ParseNumber(s); err == nil {
				g.within = append(g.within, n)
			}
		}
	}
	if t.Kind != "exhibit" {
		return nil
	}
	told, err := g.known.referring(g.ctx, t.Number, "exhibits", "testimony")
	for _, r := range told {
		g.within = append(g.within, r.Number)
	}
	return err
}

// shown lists whoever has a consent that names this or what it was made of: a
// person who is seen or heard in it, and may take that back.
func (g *gathering) shown() ([]string, error) {
	var out []string
	for _, n := range g.within {
		consents, err := g.known.referring(g.ctx, n, "covers", "consent")
		if err != nil {
			return nil, err
		}
		for _, t := range consents {
			if source, ok := t.Fields["source"].(string); ok {
				out = append(out, source)
			}
		}
	}
	return out, nil
}

// maxTrace is how many steps a thing may stand from what it was made of.
const maxTrace = 4

// trace lists the persons whose words a thing is, and notes everything that a
// consent or a restriction may name to reach it.
func (g *gathering) trace(t catalog.Thing, depth int) ([]string, error) {
	if g.seen[t.Number] || depth > maxTrace {
		return nil, nil
	}
	g.seen[t.Number] = true
	if !slices.Contains(g.within, t.Number) {
		g.within = append(g.within, t.Number)
	}
	var refs []string
	one := func(name string) {
		if s, ok := t.Fields[name].(string); ok && s != "" {
			refs = append(refs, s)
		}
	}
	switch t.Kind {
	case "source":
		return []string{string(t.Number)}, nil
	case "exhibit":
		one("source")
		one(catalog.FieldDeposit)
	case "deposit", "testimony", "dispatch":
		one("source")
	case "work":
		one("maker")
	case "translation", "redaction":
		one("of")
	case "statement":
		signatories, _ := t.Fields["signatories"].([]any)
		for _, s := range signatories {
			if m, ok := s.(map[string]any); ok {
				if ref, ok := m["source"].(string); ok {
					refs = append(refs, ref)
				}
			}
		}
	}
	var persons []string
	for _, ref := range refs {
		n, err := g.resolve(ref)
		if err != nil {
			return nil, err
		}
		if n == "" { // a name that no document explains
			persons = append(persons, ref)
			continue
		}
		whole, err := g.known.thing(g.ctx, n)
		if sijill.ClassOf(err) == sijill.NotFound { // a person of whom nothing is known has agreed to nothing
			persons = append(persons, ref)
			continue
		}
		if err != nil {
			return nil, err
		}
		if whole.State == catalog.StateErased {
			persons = append(persons, ref)
			continue
		}
		more, err := g.trace(whole, depth+1)
		if err != nil {
			return nil, err
		}
		persons = append(persons, more...)
		if whole.Kind == "source" {
			persons = append(persons, string(whole.Number))
		}
	}
	if len(persons) == 0 && ownWork(t.Kind, len(refs) > 0) {
		persons = append(persons, access.Itself)
	}
	return persons, nil
}

// ownWork reports what the archive wrote itself.
func ownWork(kind string, hasSource bool) bool {
	switch kind {
	case "incident", "claim", "place", "assessment", "page", "statement":
		return true
	case "dispatch", "work":
		return !hasSource
	}
	return false
}

// resolve finds what a field names: a number, or the key of a document, as people
// give with `sijill deposit --source`.
func (g *gathering) resolve(ref string) (sijill.Number, error) {
	if n, err := sijill.ParseNumber(ref); err == nil {
		return n, nil
	}
	return g.archive.Catalog.Identified(g.ctx, catalog.KeyIdentity(ref))
}

// person adds somebody and what they agreed to.
func (g *gathering) person(name string) error {
	p := access.Person{Name: name}
	if name == access.Itself {
		p.Consents = []access.Consent{{Scopes: access.ScopesOf(access.ToArchive, access.ToVerify, access.ToTranslate, access.ToCourt, access.ToPublishAnonymous, access.ToPublishNamed, access.ToNewsletter),
			Attribution: access.Named, Given: access.At(time.Unix(0, 0))}}
		g.out.Persons = append(g.out.Persons, p)
		return nil
	}
	consents, err := g.known.referring(g.ctx, sijill.Number(name), "source", "consent")
	if err != nil {
		return err
	}
	for _, t := range consents {
		if !g.covers(t) {
			continue
		}
		c, err := g.consent(t)
		if err != nil {
			return err
		}
		p.Consents = append(p.Consents, c)
	}
	g.out.Persons = append(g.out.Persons, p)
	return nil
}

// covers reports whether a consent or restriction names what this is about; a
// consent that names nothing covers everything of its source.
func (g *gathering) covers(t catalog.Thing) bool {
	list := texts(t.Fields["covers"])
	if len(list) == 0 {
		return t.Kind == "consent"
	}
	return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(g.within, sijill.Number(s)) })
}

func (g *gathering) consent(t catalog.Thing) (access.Consent, error) {
	var c access.Consent
	for _, word := range texts(t.Fields["scope"]) {
		s, err := access.ParseScope(word)
		if err != nil {
			continue // a scope that this version does not know agrees to nothing
		}
		c.Scopes |= access.ScopesOf(s)
	}
	switch t.Fields["attribution"] {
	case "named":
		c.Attribution = access.Named
	case "pseudonym":
		c.Attribution = access.Pseudonym
	}
	recorded, err := g.known.recordedAt(g.ctx, t)
	if err != nil {
		return c, err
	}
	c.Given = window(t.Fields["given_at"]).By(recorded)
	if c.Given.IsBlank() {
		c.Given = access.At(recorded) // it was surely given when it was entered
	}
	c.Expires, c.Withdrawn = window(t.Fields["expires_at"]), window(t.Fields["withdrawn_at"])
	return c, nil
}

// window reads a date of a document; one that cannot be read may be at any time.
func window(v any) access.Window {
	if v == nil || v == "" {
		return access.Window{}
	}
	s, ok := v.(string)
	d, err := sijill.ParseDate(s)
	if err != nil || !ok {
		return access.Always()
	}
	return access.On(d)
}

// restrictions adds what restricts a number. The level of an original does not bind
// a copy from which was taken out what it restricts; its embargo and notices do.
func (g *gathering) restrictions(n sijill.Number, ofOriginal bool) error {
	all, err := g.known.referring(g.ctx, n, "covers", "restriction")
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.State == catalog.StateErased {
			continue
		}
		x := restriction(r.Fields)
		if ofOriginal {
			x.Level = access.Public
		}
		g.out.Restrictions = append(g.out.Restrictions, x)
	}
	t, err := g.known.thing(g.ctx, n)
	if sijill.ClassOf(err) == sijill.NotFound {
		return nil // what is only named has nothing to warn of
	}
	if err != nil {
		return err
	}
	if marks := notices(t.Fields["notices"]); marks != 0 {
		g.out.Restrictions = append(g.out.Restrictions, access.Restriction{Level: access.Public, Notices: marks})
	}
	return nil
}

// restriction reads the fields of one.
func restriction(f map[string]any) access.Restriction {
	x := access.Restriction{Level: access.Public, Embargo: window(f["embargo_until"]), Lifted: window(f["lifted_at"]), Notices: notices(f["notices"])}
	// What cannot be read closes.
	switch v := f["hold"].(type) {
	case nil:
	case bool:
		x.Hold = v
	default:
		x.Hold = !slices.Contains([]any{"", "no", "false"}, f["hold"])
	}
	if v := f["level"]; v != nil && v != "" {
		word, _ := v.(string)
		var err error
		if x.Level, err = access.ParseLevel(word); err != nil {
			x.Level = access.Sealed
		}
	}
	return x
}

func notices(v any) (out access.Notices) {
	for _, word := range texts(v) {
		n, err := access.ParseNotice(word)
		if err != nil {
			n = access.Distress
		}
		out |= n
	}
	return out
}

// texts reads a list of texts. One text alone, as somebody may give it with
// `sijill describe`, is a list of one.
func texts(v any) []string {
	if s, ok := v.(string); ok && s != "" {
		return []string{strings.TrimSpace(s)}
	}
	list, _ := v.([]any)
	var out []string
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, strings.TrimSpace(s))
		}
	}
	return out
}
