package index

import (
	"bytes"
	"database/sql"
	"errors"
	"sync"
)

// someBlocks gives, of each segment, the blocks that may have a key from ?1 to ?2:
// the last before it, and those that begin in between.
const someBlocks = `
SELECT p.data FROM segment s CROSS JOIN block b CROSS JOIN posting p
WHERE b.segment=s.id AND b.term<=?2 AND p.id=b.posting
	AND (b.term, b.first)>=(SELECT term, first FROM block WHERE segment=s.id AND term<?1 ORDER BY term DESC, first DESC LIMIT 1)
ORDER BY s.id, b.term, b.first`

// afterAll is more than what any word goes on with.
const afterAll = "\U0010ffff"

// lists gives the lists of a key, or of all that begin with it, of each segment in
// turn. They are good until each returns.
func (r *Reader) lists(key string, prefix bool, each func(list []byte) error) error {
	last := key
	if prefix {
		last += afterAll
	}
	rows, err := r.rows.QueryContext(r.ctx, key, last)
	if err != nil {
		return err
	}
	wanted := []byte(key)
	var b block
	for rows.Next() {
		var data sql.RawBytes
		if err := rows.Scan(&data); err != nil {
			return errors.Join(err, rows.Close())
		}
		b = block{data: data, key: b.key[:0]}
		for {
			at, list, ok := b.next()
			if !ok || bytes.Compare(at, wanted) > 0 && !(prefix && bytes.HasPrefix(at, wanted)) {
				break
			}
			if bytes.Equal(at, wanted) || prefix && bytes.HasPrefix(at, wanted) {
				if err := each(list); err != nil {
					return errors.Join(err, rows.Close())
				}
			}
		}
		if err := b.err(); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// list reads the list of a key.
func (r *Reader) list(key string) ([]hit, error) { return r.hits(key, false) }

// prefix gives the documents that have a word that begins so.
func (r *Reader) prefix(word string) ([]hit, error) { return r.hits(word, true) }

func (r *Reader) hits(key string, prefix bool) ([]hit, error) {
	k := newKept()
	defer k.release()
	if err := r.lists(key, prefix, k.keep); err != nil {
		return nil, err
	}
	out := make([]hit, 0, k.n)
	var runs []int // where a document is not behind the one before
	var c chunk
	var e entry
	for list := range k.lists {
		l := chunks{data: list}
		for l.next(&c) {
			if n := len(out); n > 0 && c.first <= out[n-1].doc {
				runs = append(runs, n)
			}
			all := c.documents()
			for all.next(&e) {
				out = append(out, e.hit())
			}
			if err := all.err(); err != nil {
				return nil, err
			}
		}
	}
	if len(runs) == 0 {
		return out, nil
	}
	return sum(out, runs), nil
}

// kept is lists that were copied, and how many documents are in them.
type kept struct {
	data []byte
	ends []int
	n    int
}

// spare is what was kept for queries that are over, since the lists of common words
// are long.
var spare = sync.Pool{New: func() any { return new(kept) }}

func newKept() *kept { return spare.Get().(*kept) }

func (k *kept) release() {
	*k = kept{data: k.data[:0], ends: k.ends[:0]}
	spare.Put(k)
}

// keep copies a list.
func (k *kept) keep(list []byte) error {
	k.data = append(k.data, list...)
	k.ends = append(k.ends, len(k.data))
	l := chunks{data: list}
	var c chunk
	for l.next(&c) {
		k.n += c.n
	}
	return l.err()
}

// lists yields what was copied.
func (k *kept) lists(yield func([]byte) bool) {
	from := 0
	for _, to := range k.ends {
		if !yield(k.data[from:to]) {
			return
		}
		from = to
	}
}

// sum puts hits in the order of documents and adds up those of one document.
func sum(all []hit, runs []int) []hit {
	least, most := all[0].doc, all[0].doc
	for _, h := range all {
		least, most = min(least, h.doc), max(most, h.doc)
	}
	if width := most - least + 1; width <= 8*int64(len(all)) {
		return sumDense(all, least, width)
	}
	lists := make([][]hit, 0, len(runs)+1)
	from := 0
	for _, to := range append(runs, len(all)) {
		lists, from = append(lists, all[from:to]), to
	}
	for len(lists) > 1 { // two and two, so that each hit is moved a few times only
		half := lists[:0]
		for i := 0; i < len(lists); i += 2 {
			if i+1 < len(lists) {
				half = append(half, either(lists[i], lists[i+1]))
			} else {
				half = append(half, lists[i])
			}
		}
		lists = half
	}
	return lists[0]
}

// sumDense adds up hits whose documents are most of a stretch.
func sumDense(all []hit, least, width int64) []hit {
	weights, norms := make([]float32, width), make([]byte, width)
	n := 0
	for _, h := range all {
		at := h.doc - least
		if weights[at] == 0 {
			n++
		}
		weights[at] += h.weight
		norms[at] = h.norm
	}
	out := make([]hit, 0, n)
	for i, w := range weights {
		if w > 0 {
			out = append(out, hit{least + int64(i), w, norms[i]})
		}
	}
	return out
}
