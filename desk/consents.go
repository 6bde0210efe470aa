package desk

import (
	"net/http"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// consentsBody is the consent state of everything: what needs somebody's attention
// first, and what is closed at present.
type consentsBody struct {
	Missing    []shown // sources of whom no consent is recorded
	More       string  // how many of them are not listed
	Lists      []agreementList
	Limits     []limit // restrictions in force
	MoreLimits string
	AllSound   bool // nothing needs attention
	Consents   string
	Sources    string
}

// agreementList is the consents that stand alike.
type agreementList struct {
	Key, Title string
	Items      []agreement
	More       string
}

// maxListed is how many lines each list has.
const maxListed = 200

func (d *desk) consents(r *http.Request, p *page) error {
	p.Sheet, p.Title = "consents", p.T("consents")
	x := d.telling(r.Context(), p, catalog.Thing{})
	b := consentsBody{}
	bySource := map[string][]catalog.Thing{}
	var all []catalog.Thing
	if err := d.eachOf(x, "consent", func(t catalog.Thing) {
		all = append(all, t)
		source := textIn(t.Fields, "source")
		bySource[source] = append(bySource[source], t)
	}); err != nil {
		return err
	}
	lists := map[string]*agreementList{}
	for _, key := range []string{"soon", "expired", "withdrawn", "undated", "later", "inforce"} {
		b.Lists = append(b.Lists, agreementList{Key: key, Title: p.T("consents." + key)})
	}
	for i := range b.Lists {
		lists[b.Lists[i].Key] = &b.Lists[i]
	}
	over := map[string]int{}
	for _, t := range all {
		a := x.agreementOf(t)
		if (a.Key == "expired" || a.Key == "withdrawn") && x.isReplaced(t, bySource[textIn(t.Fields, "source")]) {
			a.Replaced = true
		}
		l := lists[a.Key]
		if len(l.Items) == maxListed {
			over[a.Key]++
			continue
		}
		l.Items = append(l.Items, a)
	}
	for key, n := range over {
		lists[key].More = count(n)
	}
	if err := d.missing(x, &b, bySource); err != nil {
		return err
	}
	if err := d.limits(x, &b); err != nil {
		return err
	}
	b.Consents = count(len(all))
	b.AllSound = len(b.Missing) == 0 && !slices.ContainsFunc(b.Lists, func(l agreementList) bool { return l.Key != "inforce" && l.Key != "later" && len(l.Items) > 0 })
	b.Lists = slices.DeleteFunc(b.Lists, func(l agreementList) bool { return len(l.Items) == 0 })
	p.Body = b
	return x.err
}

// eachOf gives every thing of a kind that was not erased.
func (d *desk) eachOf(x *telling, kind string, each func(catalog.Thing)) error {
	for t, err := range d.archive.Catalog.Things(x.ctx, catalog.Filter{Kind: kind}) {
		if err != nil {
			return err
		}
		if t.State != catalog.StateErased {
			each(t)
		}
	}
	return nil
}

// missing lists the sources of whom no consent is recorded, and the names under
// which deposits were received that no document explains.
func (d *desk) missing(x *telling, b *consentsBody, bySource map[string][]catalog.Thing) error {
	known := map[string]bool{}
	more, sources := 0, 0
	add := func(s shown) {
		if len(b.Missing) == maxListed {
			more++
			return
		}
		b.Missing = append(b.Missing, s)
	}
	if err := d.eachOf(x, "source", func(t catalog.Thing) {
		sources++
		known[string(t.Number)], known[textIn(t.Fields, sijill.FieldKey)] = true, true
		if len(bySource[string(t.Number)]) == 0 {
			add(x.ref(string(t.Number)))
		}
	}); err != nil {
		return err
	}
	known[""] = true
	if err := d.eachOf(x, "deposit", func(t catalog.Thing) {
		name := textIn(t.Fields, "source")
		if known[name] {
			return
		}
		known[name] = true
		s := x.ref(string(t.Number))
		s.Form, s.Number, s.Text, s.Dir, s.Lang = "thing", string(t.Number), sijill.Printable(name), sijill.Direction(name), ""
		add(s)
	}); err != nil {
		return err
	}
	if more > 0 {
		b.More = count(more)
	}
	b.Sources = count(sources)
	return nil
}

// isReplaced says that a later consent of the same source is in force that covers
// as much and agrees to as much.
func (x *telling) isReplaced(t catalog.Thing, all []catalog.Thing) bool {
	begun := windowOf(t.Fields["given_at"])
	scopes, covers := textsIn(t.Fields["scope"]), textsIn(t.Fields["covers"])
	return slices.ContainsFunc(all, func(other catalog.Thing) bool {
		theirs := windowOf(other.Fields["given_at"])
		if other.Number == t.Number || theirs.IsBlank() || theirs.First <= begun.Last {
			return false
		}
		if a := x.agreementOf(other); a.Key != "inforce" && a.Key != "soon" {
			return false
		}
		wide := textsIn(other.Fields["covers"])
		return within(scopes, textsIn(other.Fields["scope"])) && (len(wide) == 0 || len(covers) > 0 && within(covers, wide))
	})
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// limits lists what is closed at present: embargoes, levels and holds.
func (d *desk) limits(x *telling, b *consentsBody) error {
	more := 0
	if err := d.eachOf(x, "restriction", func(t catalog.Thing) {
		l := x.limitOf(t)
		switch {
		case l.Ended:
		case len(b.Limits) == maxListed:
			more++
		default:
			b.Limits = append(b.Limits, l)
		}
	}); err != nil {
		return err
	}
	// Embargoes first.
	slices.SortStableFunc(b.Limits, func(a, b limit) int { return strings.Compare(a.Binds[0].State, b.Binds[0].State) })
	if more > 0 {
		b.MoreLimits = count(more)
	}
	return nil
}
