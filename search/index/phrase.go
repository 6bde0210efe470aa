package index

import (
	"cmp"
	"slices"

	"sijill.example/sijill/search"
)

// stand is a document in which a word stands, and where: places[from:to] of its
// list.
type stand struct {
	doc      int64
	norm     byte
	from, to int32
}

// stands is a list of them.
type stands struct {
	docs   []stand
	places []place
}

func (s *stands) of(d stand) []place { return s.places[d.from:d.to] }

// phrase gives the documents in which the words of a term stand side by side. Where
// a word stands is read of the rarest first, and of each other only in the documents
// that are left.
func (r *Reader) phrase(t search.Term) ([]hit, error) {
	words := make([]*kept, len(t.Words))
	rarest := make([]int, len(t.Words))
	for i, word := range t.Words {
		words[i] = newKept()
		defer words[i].release()
		if err := r.spelled(word, t.Quoted, t.Prefix && i == len(t.Words)-1, words[i]); err != nil {
			return nil, err
		}
		rarest[i] = i
	}
	slices.SortStableFunc(rarest, func(a, b int) int { return cmp.Compare(words[a].n, words[b].n) })
	all := make([]stands, len(words))
	var left []stand
	for n, i := range rarest {
		var err error
		if all[i], err = words[i].stands(n > 0, left); err != nil {
			return nil, err
		}
		if left = all[i].docs; len(left) == 0 {
			return nil, nil
		}
	}
	at := make([]int, len(all))
	var out []hit
	var starts []place
	for _, d := range left {
		for i := range all {
			docs := all[i].docs
			for at[i] < len(docs) && docs[at[i]].doc < d.doc {
				at[i]++
			}
			if at[i] == len(docs) || docs[at[i]].doc != d.doc {
				return nil, errDamaged // nothing is left that a word before it did not have
			}
			if here := all[i].of(docs[at[i]]); i == 0 {
				starts = append(starts[:0], here...)
			} else {
				starts = follow(starts, here, place(i))
			}
		}
		if len(starts) > 0 {
			h := hit{doc: d.doc, norm: d.norm}
			for _, p := range starts {
				if p.field() == title {
					h.weight += titleWeight
				} else {
					h.weight++
				}
			}
			out = append(out, h)
		}
	}
	return out, nil
}

// follow leaves of starts those after which, n further, something of next stands.
// Positions of one field never reach the next, since there are far fewer.
func follow(starts, next []place, n place) []place {
	kept := starts[:0]
	for _, p := range starts {
		for len(next) > 0 && next[0] < p+n {
			next = next[1:]
		}
		if len(next) > 0 && next[0] == p+n {
			kept = append(kept, p)
		}
	}
	return kept
}

// spelled reads the lists of the very word, or of any of its stem, or of any that
// begins with it.
func (r *Reader) spelled(word string, quoted, prefix bool, k *kept) error {
	if prefix || quoted {
		return r.lists(word, prefix, k.keep)
	}
	// What has the stem, with the word itself where that is its own stem.
	stem := search.Stem(word)
	if err := r.lists(stem, false, k.keep); err != nil {
		return err
	}
	return r.lists(stemMark+stem, false, k.keep)
}

// stands reads where a word stands, if only some documents are wanted, in those.
func (k *kept) stands(only bool, wanted []stand) (stands, error) {
	var out stands
	if only {
		out.docs, out.places = make([]stand, 0, min(k.n, len(wanted))), make([]place, 0, len(wanted))
	} else {
		out.docs, out.places = make([]stand, 0, k.n), make([]place, 0, k.n+k.n/2)
	}
	sorted := true
	var c chunk
	for list := range k.lists {
		left := wanted
		l := chunks{data: list}
		for l.next(&c) {
			if only {
				if left = from(left, c.first); len(left) == 0 {
					break
				}
				if left[0].doc > c.last {
					continue
				}
			}
			before := len(out.docs)
			var err error
			if left, err = c.stands(&out, only, left); err != nil {
				return stands{}, err
			}
			if before > 0 && len(out.docs) > before {
				sorted = sorted && out.docs[before-1].doc < out.docs[before].doc
			}
		}
		if err := l.err(); err != nil {
			return stands{}, err
		}
	}
	if sorted {
		return out, nil
	}
	return out.inOrder(), nil
}

// from leaves what is at or behind a document.
func from(all []stand, doc int64) []stand {
	leap := 1
	for leap < len(all) && all[leap].doc < doc {
		leap *= 2
	}
	if len(all) == 0 || all[0].doc >= doc {
		return all
	}
	lo := leap / 2
	i, _ := slices.BinarySearchFunc(all[lo:min(leap+1, len(all))], doc, func(s stand, doc int64) int { return cmp.Compare(s.doc, doc) })
	return all[lo+i:]
}

// stands appends where a chunk's key stands, if only some documents are wanted, in
// those, and gives the wanted that are behind.
func (c *chunk) stands(into *stands, only bool, wanted []stand) ([]stand, error) {
	rest := c.places
	skip := 0 // places that were not read yet
	var e entry
	all := c.documents()
	for all.next(&e) {
		if only {
			for len(wanted) > 0 && wanted[0].doc < e.doc {
				wanted = wanted[1:]
			}
			if len(wanted) == 0 {
				return nil, nil
			}
			if wanted[0].doc != e.doc {
				skip += e.n()
				continue
			}
		}
		var err error
		if skip > 0 {
			if rest, err = passPlaces(rest, skip); err != nil {
				return nil, err
			}
			skip = 0
		}
		before := int32(len(into.places))
		if into.places, rest, err = readPlaces(rest, &e, into.places); err != nil {
			return nil, err
		}
		into.docs = append(into.docs, stand{e.doc, e.norm, before, int32(len(into.places))})
	}
	return wanted, all.err()
}

// inOrder puts stands in the order of documents and joins those of one document.
func (s *stands) inOrder() stands {
	slices.SortStableFunc(s.docs, func(a, b stand) int { return cmp.Compare(a.doc, b.doc) })
	joined := stands{places: make([]place, 0, len(s.places))}
	for i := 0; i < len(s.docs); {
		from := int32(len(joined.places))
		n := i
		for ; n < len(s.docs) && s.docs[n].doc == s.docs[i].doc; n++ {
			joined.places = append(joined.places, s.of(s.docs[n])...)
		}
		slices.Sort(joined.places[from:])
		to := from + int32(len(slices.Compact(joined.places[from:])))
		joined.places = joined.places[:to]
		joined.docs = append(joined.docs, stand{s.docs[i].doc, s.docs[i].norm, from, to})
		i = n
	}
	return joined
}
