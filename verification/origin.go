package verification

import (
	"cmp"
	"context"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
)

// Group is things that people said come from one original, directly or over
// others: where A and B are of one origin, and B and C, so are A and C. For
// whoever counts sources, a group is one.
type Group struct {
	// Things are in the order in which they were entered.
	Things []sijill.Number `json:"things"`
	// First says of each time that any of them has, which was first by it. The times
	// are never merged, and may disagree.
	First []First `json:"first,omitempty"`
	// Disputed are pairs within the group of which people said that they are not of
	// one origin. That contradicts the pairs that make the group, and people must
	// settle it.
	Disputed []catalog.Decided `json:"-"`
}

// First is what came first by one time.
type First struct {
	Time string `json:"time"` // captured_at, claimed_captured, published_at, received_at, registered_at ...
	// Things may have been first: one, or several that cannot be told apart.
	Things []sijill.Number `json:"things"`
	Date   sijill.Date     `json:"date"`  // the earliest of theirs
	Known  int             `json:"known"` // how many things of the group have this time
}

// Names of the times that the register gives, besides those of the catalog.
const (
	ReceivedAt   = "received_at"   // of the deposit
	RegisteredAt = "registered_at" // of the entry
)

// times is the order in which Group.First tells the times.
func times() []string {
	return []string{"captured_at", "claimed_captured", "claimed_created", "published_at", "occurred_at", ReceivedAt, RegisteredAt}
}

// Groups lists the groups of one origin, by their oldest thing.
func Groups(ctx context.Context, c *catalog.Catalog, r *register.Register) ([]Group, error) {
	decided, err := c.Decisions(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []Group
	for _, members := range components(decided) {
		g, err := group(ctx, c, r, members, decided)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b Group) int { return cmp.Compare(a.Things[0], b.Things[0]) })
	return out, nil
}

// GroupOf gives the group that a thing is in, and false where it is in none.
func GroupOf(ctx context.Context, c *catalog.Catalog, r *register.Register, number sijill.Number) (Group, bool, error) {
	decided, err := c.Decisions(ctx, "")
	if err != nil {
		return Group{}, false, err
	}
	for _, members := range components(decided) {
		if slices.Contains(members, number) {
			g, err := group(ctx, c, r, members, decided)
			return g, err == nil, err
		}
	}
	return Group{}, false, nil
}

// components joins confirmed pairs.
func components(decided []catalog.Decided) [][]sijill.Number {
	parent := map[sijill.Number]sijill.Number{}
	find := func(n sijill.Number) sijill.Number {
		for parent[n] != "" && parent[n] != n {
			n = parent[n]
		}
		return n
	}
	for _, d := range decided {
		if d.Decision != catalog.Confirmed {
			continue
		}
		a, b := find(d.A), find(d.B)
		if a > b {
			a, b = b, a
		}
		parent[a], parent[b] = a, a
		for _, n := range []sijill.Number{d.A, d.B} {
			parent[n] = a
		}
	}
	all := map[sijill.Number][]sijill.Number{}
	for n := range parent {
		root := find(n)
		all[root] = append(all[root], n)
	}
	var out [][]sijill.Number
	for _, members := range all {
		slices.Sort(members)
		out = append(out, members)
	}
	return out
}

func group(ctx context.Context, c *catalog.Catalog, r *register.Register, members []sijill.Number, decided []catalog.Decided) (Group, error) {
	index := map[sijill.Number]int64{}
	dates := map[string]map[sijill.Number]sijill.Date{}
	add := func(what string, n sijill.Number, d sijill.Date) {
		if d.IsMissing() {
			return
		}
		if dates[what] == nil {
			dates[what] = map[sijill.Number]sijill.Date{}
		}
		if old, ok := dates[what][n]; !ok || sijill.Compare(d, old) < 0 {
			dates[what][n] = d
		}
	}
	for _, n := range members {
		t, err := c.Thing(ctx, n)
		if err != nil {
			return Group{}, err
		}
		index[n] = t.Index
		all, err := c.Dates(ctx, n)
		if err != nil {
			return Group{}, err
		}
		for _, d := range all {
			add(d.What, n, d.Date)
		}
		registered, received, err := came(ctx, c, r, t)
		if err != nil {
			return Group{}, err
		}
		add(RegisteredAt, n, registered)
		add(ReceivedAt, n, received)
	}
	g := Group{Things: slices.SortedFunc(slices.Values(members), func(a, b sijill.Number) int { return cmp.Compare(index[a], index[b]) })}
	for _, what := range times() {
		if len(dates[what]) > 0 {
			g.First = append(g.First, first(what, g.Things, dates[what]))
		}
	}
	for _, d := range decided {
		if d.Decision == catalog.Refused && slices.Contains(members, d.A) && slices.Contains(members, d.B) {
			g.Disputed = append(g.Disputed, d)
		}
	}
	return g, nil
}

// came gives when a thing was registered, and when its deposit was received.
func came(ctx context.Context, c *catalog.Catalog, r *register.Register, t catalog.Thing) (registered, received sijill.Date, err error) {
	e, err := r.Entry(ctx, t.Index)
	if err != nil {
		return registered, received, err
	}
	o, err := e.Open()
	if err != nil {
		return registered, received, err
	}
	// A time that cannot be read is missing: nothing invents one.
	registered, _ = sijill.ParseDate(o.At)
	text, _ := t.Fields[ReceivedAt].(string)
	if whole, ok := t.Fields[catalog.FieldDeposit].(string); ok && text == "" {
		deposit, err := c.Thing(ctx, sijill.Number(whole))
		if err != nil {
			return registered, received, err
		}
		text, _ = deposit.Fields[ReceivedAt].(string)
	}
	received, _ = sijill.ParseDate(text)
	return registered, received, nil
}

// first tells which of things was first by one time: every thing that can have
// been, as far as its date is known.
func first(what string, things []sijill.Number, dates map[sijill.Number]sijill.Date) First {
	f := First{Time: what, Known: len(dates)}
	var surely sijill.Date // by when the first of them was there, at the latest
	for _, n := range things {
		if d, ok := dates[n]; ok && (surely.IsMissing() || d.Latest().Compare(surely.Latest()) < 0) {
			surely = d
		}
	}
	for _, n := range things {
		d, ok := dates[n]
		if !ok || d.Earliest().Compare(surely.Latest()) > 0 && !d.CouldBe(surely) {
			continue
		}
		f.Things = append(f.Things, n)
		if f.Date.IsMissing() || sijill.Compare(d, f.Date) < 0 {
			f.Date = d
		}
	}
	return f
}
