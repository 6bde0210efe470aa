package corroboration

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// The bases of voices that are no source of one basis.
const (
	Unnamed = "unnamed" // nobody has said whom it is from
	Joint   = "joint"   // several signed it
)

// bases is the order of bases from the nearest to the event to the farthest.
var bases = []string{"eyewitness", "participant", "relative", "official", Joint, "relayed", "aggregator", "unknown", Unnamed}

func basisRank(b string) int {
	if i := slices.Index(bases, b); i >= 0 {
		return i
	}
	return slices.Index(bases, "unknown")
}

// Voices counts the independent voices among bearings, and tells every tie that
// makes several accounts one:
//
//   - Accounts of one origin, of one account in two forms, of one source, of one
//     organisation or parent, and those who pass on the same one word, are one
//     voice.
//   - Who passes on the words of several adds no voice where any of them is heard
//     for itself; and ties nobody to anybody.
func (t *Ties) Voices(bearings []Bearing) ([]Voice, []Merge) {
	accounts := t.accounts(bearings)
	direct := map[string]bool{} // what is heard for itself
	for _, a := range accounts {
		if len(a.origins) > 1 {
			continue
		}
		for name, k := range a.keys {
			if k.why != Affiliation {
				direct[name] = true
			}
		}
	}
	var merges []Merge
	var counted []heard
	for _, a := range accounts {
		if len(a.origins) > 1 {
			if i := slices.IndexFunc(a.origins, func(name string) bool { return direct[name] }); i >= 0 {
				merges = append(merges, Merge{Why: Relay, Accounts: []Account{a.Account}, Through: through(a.origins[i])})
				continue
			}
			for _, name := range a.origins {
				a.add(name, Relay, 2)
			}
		}
		counted = append(counted, a)
	}
	groups, more := t.group(counted)
	merges = append(merges, more...)
	var voices []Voice
	for _, members := range groups {
		v := Voice{Basis: Unnamed}
		for _, i := range members {
			v.Accounts = append(v.Accounts, counted[i].Account)
			if basisRank(counted[i].basis) < basisRank(v.Basis) {
				v.Basis = bases[basisRank(counted[i].basis)]
			}
		}
		v.Ties = tiesOf(v.Accounts, more)
		voices = append(voices, v)
	}
	slices.SortStableFunc(voices, func(a, b Voice) int { return basisRank(a.Basis) - basisRank(b.Basis) })
	slices.SortStableFunc(merges, func(a, b Merge) int {
		return cmp.Or(a.Why.rank()-b.Why.rank(), len(b.Accounts)-len(a.Accounts), a.Accounts[0].compare(b.Accounts[0]), cmp.Compare(a.Through, b.Through))
	})
	return voices, merges
}

// tiesOf lists what makes accounts one voice, the nearest tie first.
func tiesOf(accounts []Account, merges []Merge) []Why {
	var out []Why
	for _, m := range merges {
		// Those of a merge are all of one voice.
		if slices.Contains(accounts, m.Accounts[0]) && !slices.Contains(out, m.Why) {
			out = append(out, m.Why)
		}
	}
	slices.SortFunc(out, func(a, b Why) int { return a.rank() - b.rank() })
	return out
}

// accounts lists what is heard, each account once, in an order of its own.
func (t *Ties) accounts(bearings []Bearing) []heard {
	var out []heard
	for _, b := range bearings {
		out = append(out, t.hear(b))
	}
	slices.SortFunc(out, func(a, b heard) int { return a.compare(b.Account) })
	return slices.CompactFunc(out, func(a, b heard) bool { return a.Account == b.Account })
}

func (a Account) compare(b Account) int {
	return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.By, b.By))
}

func through(name string) string {
	_, rest, _ := strings.Cut(name, " ")
	return rest
}

// group joins the accounts that have a key in common, by the nearest keys first,
// and tells each join that made fewer voices.
func (t *Ties) group(accounts []heard) ([][]int, []Merge) {
	type shared struct {
		key
		members []int
	}
	byName := map[string]*shared{}
	for i, a := range accounts {
		for _, k := range a.keys {
			s, ok := byName[k.name]
			if !ok {
				s = &shared{key: k}
				byName[k.name] = s
			}
			// What ties the farthest of them ties all.
			if k.why.rank() > s.why.rank() || k.why == s.why && k.far > s.far {
				s.key = k
			}
			s.members = append(s.members, i)
		}
	}
	all := slices.Collect(maps.Values(byName))
	slices.SortFunc(all, func(a, b *shared) int {
		return cmp.Or(a.why.rank()-b.why.rank(), a.far-b.far, cmp.Compare(a.name, b.name))
	})
	parent := make([]int, len(accounts))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	var merges []Merge
	for _, s := range all {
		joined := false
		for _, i := range s.members[1:] {
			a, b := find(s.members[0]), find(i)
			if a != b {
				parent[max(a, b)] = min(a, b)
				joined = true
			}
		}
		if !joined {
			continue
		}
		m := Merge{Why: s.why, Through: through(s.name)}
		for _, i := range s.members {
			m.Accounts = append(m.Accounts, accounts[i].Account)
		}
		if s.why == OneOrigin {
			m.Medium = t.medium(m.Accounts)
		}
		merges = append(merges, m)
	}
	roots := map[int][]int{}
	for i := range accounts {
		roots[find(i)] = append(roots[find(i)], i)
	}
	var groups [][]int
	for _, r := range slices.Sorted(maps.Keys(roots)) {
		groups = append(groups, roots[r])
	}
	return groups, merges
}

// medium is what all of the accounts are, and "" where they differ.
func (t *Ties) medium(accounts []Account) string {
	medium := t.known.Things[accounts[0].Of].Medium
	for _, a := range accounts {
		if t.known.Things[a.Of].Medium != medium {
			return ""
		}
	}
	return medium
}

// things counts the different things among accounts.
func things(accounts []Account) int {
	seen := map[sijill.Number]bool{}
	for _, a := range accounts {
		seen[a.Of] = true
	}
	return len(seen)
}
