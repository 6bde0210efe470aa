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

// phrase gives the documents in which the words of a term stand side by side.
func (r *Reader) phrase(t search.Term) ([]hit, error) {
	lists := make([]stands, len(t.Words))
	for i, word := range t.Words {
		var err error
		if lists[i], err = r.stands(word, t.Quoted, t.Prefix && i == len(t.Words)-1); err != nil {
			return nil, err
		}
		if len(lists[i].docs) == 0 {
			return nil, nil
		}
	}
	at := make([]int, len(lists))
	var out []hit
	var starts []place
	for at[0] < len(lists[0].docs) {
		first := lists[0].docs[at[0]]
		at[0]++
		together := true
		for i := 1; i < len(lists) && together; i++ {
			docs := lists[i].docs
			for at[i] < len(docs) && docs[at[i]].doc < first.doc {
				at[i]++
			}
			together = at[i] < len(docs) && docs[at[i]].doc == first.doc
		}
		if !together {
			continue
		}
		starts = append(starts[:0], lists[0].of(first)...)
		for i := 1; i < len(lists) && len(starts) > 0; i++ {
			starts = follow(starts, lists[i].of(lists[i].docs[at[i]]), place(i))
		}
		if len(starts) > 0 {
			h := hit{doc: first.doc, norm: first.norm}
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

// stands reads where a word stands: the very word, or any of its stem, or any that
// begins with it.
func (r *Reader) stands(word string, quoted, prefix bool) (stands, error) {
	if prefix {
		return r.places(withPrefix, word, word+afterAll)
	}
	stem := search.Stem(word)
	const one = "SELECT first, data FROM posting WHERE term=?1 ORDER BY first"
	if quoted {
		return r.places(one, word)
	}
	// What has the stem, with the word itself where that is its own stem.
	return r.places("SELECT first, data FROM posting WHERE term IN (?1, ?2)", stem, stemMark+stem)
}

func (r *Reader) places(query string, args ...any) (stands, error) {
	var s stands
	sorted := true
	err := r.blocks(query, func(first int64, data []byte) error {
		c := cursor{data: data, doc: first}
		for {
			from := int32(len(s.places))
			if !c.next(&s.places) {
				return c.err()
			}
			sorted = sorted && (len(s.docs) == 0 || s.docs[len(s.docs)-1].doc < c.doc)
			s.docs = append(s.docs, stand{c.doc, c.norm, from, int32(len(s.places))})
		}
	}, args...)
	if err != nil || sorted {
		return s, err
	}
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
	return joined, nil
}
