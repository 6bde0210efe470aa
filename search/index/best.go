package index

import "slices"

// before is the order of what was found: by score, then as it was entered.
func before(a, b Match) int {
	switch {
	case a.Score > b.Score || a.Score == b.Score && a.ID < b.ID:
		return -1
	case a == b:
		return 0
	}
	return 1
}

// Best gives the first n after a place, in order.
func Best(all []Match, after *Match, n int) []Match {
	if after != nil {
		all = slices.DeleteFunc(slices.Clone(all), func(m Match) bool { return before(m, *after) <= 0 })
	}
	if len(all) > 4*n {
		all = top(all, n)
	} else {
		all = slices.Clone(all)
	}
	slices.SortFunc(all, before)
	return all[:min(n, len(all))]
}

// top keeps the n best and some more without order, in one pass: a candidate must
// beat the worst of those that are kept, and the worst half goes whenever there are
// twice n.
func top(all []Match, n int) []Match {
	kept := make([]Match, 0, 2*n)
	full := false
	var worst Match
	for _, m := range all {
		if full && before(m, worst) > 0 {
			continue
		}
		if kept = append(kept, m); len(kept) == 2*n {
			slices.SortFunc(kept, before)
			kept = kept[:n]
			worst, full = kept[n-1], true
		}
	}
	return kept
}
