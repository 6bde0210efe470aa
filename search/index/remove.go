package index

import (
	"cmp"
	"database/sql"
	"slices"
)

// remove takes out of the blocks what has to go. Nothing is only marked: a word that
// stood in no other document is in no block afterwards.
func (w *Writer) remove() error {
	if len(w.out) == 0 {
		return nil
	}
	slices.SortFunc(w.gone, func(a, b gone) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.doc, b.doc))
	})
	all, err := segments(w.ctx, w.tx)
	if err != nil {
		return err
	}
	for _, s := range all {
		before := len(s.docs)
		left := slices.DeleteFunc(slices.Clone(s.docs), func(id int64) bool { return w.out[id] })
		switch len(left) {
		case before:
			continue
		case 0:
			if err := w.drop(s.id); err != nil {
				return err
			}
			continue
		}
		here := slices.DeleteFunc(slices.Clone(w.gone), func(g gone) bool {
			_, in := slices.BinarySearch(s.docs, g.doc)
			return !in
		})
		size, err := w.cut(s.id, here)
		if err != nil {
			return err
		}
		if _, err := w.tx.ExecContext(w.ctx, "UPDATE segment SET size=size-?2, docs=?3 WHERE id=?1", s.id, size, appendDocs(nil, left)); err != nil {
			return err
		}
	}
	return nil
}

// What is removed is looked for in the block that has to have it, which ends where
// the next begins.
const (
	coverBlock = "SELECT term, first, id, data FROM block JOIN posting ON id=posting WHERE segment=?1 AND (term, first)<=(?2, ?3) ORDER BY term DESC, first DESC LIMIT 1"
	afterBlock = "SELECT term, first FROM block WHERE segment=?1 AND (term, first)>(?2, ?3) ORDER BY term, first LIMIT 1"
)

// cut takes keys of documents, in order, out of a segment, and says by how many bytes
// that made it smaller.
func (w *Writer) cut(id int64, all []gone) (int, error) {
	cover, err := w.tx.PrepareContext(w.ctx, coverBlock)
	if err != nil {
		return 0, err
	}
	defer func() { _ = cover.Close() }()
	after, err := w.tx.PrepareContext(w.ctx, afterBlock)
	if err != nil {
		return 0, err
	}
	defer func() { _ = after.Close() }()
	size := 0
	for len(all) > 0 {
		var at, next gone
		var data []byte
		var posting int64
		if err := cover.QueryRowContext(w.ctx, id, all[0].key, all[0].doc).Scan(&at.key, &at.doc, &posting, &data); err != nil {
			return 0, err
		}
		n := len(all)
		switch err := after.QueryRowContext(w.ctx, id, at.key, at.doc).Scan(&next.key, &next.doc); {
		case err == nil:
			n, _ = slices.BinarySearchFunc(all, next, func(g, next gone) int {
				return cmp.Or(cmp.Compare(g.key, next.key), cmp.Compare(g.doc, next.doc))
			})
		case err != sql.ErrNoRows:
			return 0, err
		}
		left, key, err := rewrite(data, all[:n])
		if err != nil {
			return 0, err
		}
		if err := w.replace(id, at, posting, key, left); err != nil {
			return 0, err
		}
		size += len(data) - len(left)
		all = all[n:]
	}
	return size, nil
}

// replace puts a block in the place of one that had more. Its key may be a word that
// is not in it any more; only the first of a segment is under no word.
func (w *Writer) replace(segment int64, at gone, posting int64, key string, data []byte) error {
	if len(data) == 0 && at.key != "" {
		if _, err := w.tx.ExecContext(w.ctx, "DELETE FROM posting WHERE id=?1", posting); err != nil {
			return err
		}
		_, err := w.tx.ExecContext(w.ctx, "DELETE FROM block WHERE segment=?1 AND term=?2 AND first=?3", segment, at.key, at.doc)
		return err
	}
	if _, err := w.tx.ExecContext(w.ctx, "UPDATE posting SET data=?2 WHERE id=?1", posting, data); err != nil || at.key == "" || at.key == key {
		return err
	}
	_, err := w.tx.ExecContext(w.ctx, "UPDATE block SET term=?4 WHERE segment=?1 AND term=?2 AND first=?3", segment, at.key, at.doc, key)
	return err
}
