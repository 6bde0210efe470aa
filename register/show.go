package register

import "slices"

// Showing leaves of an entry what may be seen: the named fields, and of their lists
// the elements for which without, which may be nil, is false. It also counts the
// elements that were left out.
func (e Entry) Showing(names []string, without func(element any) bool) (Entry, int) {
	out := Entry{Leaf: e.Leaf}
	left := map[string]bool{}
	for _, s := range e.Disclosures {
		d, err := parseDisclosure(s)
		switch {
		case err != nil, !d.element && !slices.Contains(names, d.name):
			continue
		case d.element && without != nil && without(d.value):
			left[d.digest] = true
			continue
		}
		out.Disclosures = append(out.Disclosures, s)
	}
	out = out.WithoutStrays()
	// Elements of lists that are not shown at all were not left out of anything.
	lists := map[string]bool{}
	for _, s := range out.Disclosures {
		if d, err := parseDisclosure(s); err == nil {
			list, _ := d.value.([]any)
			for _, item := range list {
				m, _ := item.(map[string]any)
				digest, _ := m["..."].(string)
				lists[digest] = true
			}
		}
	}
	n := 0
	for digest := range left {
		if lists[digest] {
			n++
		}
	}
	return out, n
}
