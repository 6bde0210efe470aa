package index

import (
	"cmp"
	"slices"
)

// Segments of about one size are merged when there are many of them, so that a
// document is written again as often as its segment grows tenfold, and a query has
// few segments to look into.
const (
	mergeOf  = 8        // segments of a size are merged
	smallest = 32 << 10 // bytes; segments below are of one size
)

// sizeClass says of which size a segment is.
func sizeClass(size int) int {
	class := 0
	for size >= smallest {
		size /= mergeOf
		class++
	}
	return class
}

// merge merges segments as long as there are too many of a size.
func (w *Writer) merge() error {
	for {
		rows, err := w.tx.QueryContext(w.ctx, "SELECT size FROM segment")
		if err != nil {
			return err
		}
		counts := map[int]int{}
		full := -1
		for rows.Next() {
			var size int
			if err := rows.Scan(&size); err != nil {
				_ = rows.Close()
				return err
			}
			class := sizeClass(size)
			if counts[class]++; counts[class] >= mergeOf {
				full = class
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		if err := rows.Close(); err != nil || full < 0 {
			return err
		}
		if err := w.mergeClass(full); err != nil {
			return err
		}
	}
}

// mergeClass makes one segment of all of a size.
func (w *Writer) mergeClass(class int) error {
	all, err := segments(w.ctx, w.tx)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(s segment) bool { return sizeClass(s.size) != class })
	var docs []int64
	for _, s := range all {
		docs = append(docs, s.docs...)
	}
	slices.Sort(docs)
	slices.SortFunc(all, func(a, b segment) int { return cmp.Compare(a.docs[0], b.docs[0]) })
	err = w.newSegment(docs, func(p *packer) error {
		var list listWriter
		return join(w.ctx, w.tx, all, func(key []byte, lists [][]byte) error {
			list.reset()
			if err := whole(lists, &list); err != nil {
				return err
			}
			return p.add(key, list.finish())
		})
	})
	for _, s := range all {
		if err == nil {
			err = w.drop(s.id)
		}
	}
	return err
}

// drop removes a segment.
func (w *Writer) drop(id int64) error {
	for _, query := range []string{
		"DELETE FROM posting WHERE id IN (SELECT posting FROM block WHERE segment=?1)",
		"DELETE FROM block WHERE segment=?1",
		"DELETE FROM segment WHERE id=?1",
	} {
		if _, err := w.tx.ExecContext(w.ctx, query, id); err != nil {
			return err
		}
	}
	return nil
}
