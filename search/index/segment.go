package index

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
)

// A segment is what was put in one go, or several that were merged: for each key of
// its documents one list. A document is in one segment.

// segment is a row of the table of segments.
type segment struct {
	id   int64
	size int // bytes of its blocks
	docs []int64
}

// The set of documents is written as runs of numbers that follow each other:
//
//	{ uvarint(first - the number after the run before) uvarint(length - 1) }
func appendDocs(b []byte, docs []int64) []byte {
	after := int64(0)
	for i := 0; i < len(docs); {
		n := i + 1
		for n < len(docs) && docs[n] == docs[n-1]+1 {
			n++
		}
		b = binary.AppendUvarint(b, uint64(docs[i]-after))
		b = binary.AppendUvarint(b, uint64(n-i-1))
		after = docs[n-1] + 1
		i = n
	}
	return b
}

// maxDocs bounds what a damaged set may claim.
const maxDocs = 1 << 31

func readDocs(b []byte) ([]int64, error) {
	var docs []int64
	after := int64(0)
	for len(b) > 0 {
		gap, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, errDamaged
		}
		length, m := binary.Uvarint(b[n:])
		if m <= 0 || length > maxDocs || len(docs)+int(length) > maxDocs {
			return nil, errDamaged
		}
		after += int64(gap)
		for range length + 1 {
			docs = append(docs, after)
			after++
		}
		b = b[n+m:]
	}
	return docs, nil
}

// segments reads the table of segments.
func segments(ctx context.Context, tx *sql.Tx) ([]segment, error) {
	rows, err := tx.QueryContext(ctx, "SELECT id, size, docs FROM segment ORDER BY id")
	if err != nil {
		return nil, err
	}
	var all []segment
	for rows.Next() {
		var s segment
		var docs sql.RawBytes
		err := rows.Scan(&s.id, &s.size, &docs)
		if err == nil {
			s.docs, err = readDocs(docs)
		}
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		all = append(all, s)
	}
	return all, errors.Join(rows.Err(), rows.Close())
}

// walk reads the lists of a segment in the order of their keys.
type walk struct {
	ctx   context.Context
	next  *sql.Stmt
	id    int64
	term  string
	first int64
	begun bool
	done  bool
	block block
	data  []byte
	key   []byte
	list  []byte
}

const nextBlock = "SELECT term, first, data FROM block JOIN posting ON id=posting WHERE segment=?1 AND (term, first)>(?2, ?3) ORDER BY term, first LIMIT 1"

// step goes to the next list. A list of several blocks comes in several steps.
func (w *walk) step() error {
	for {
		var ok bool
		if w.key, w.list, ok = w.block.next(); ok {
			return nil
		}
		if err := w.block.err(); err != nil {
			return err
		}
		if !w.begun {
			w.first, w.begun = -1, true
		}
		switch err := w.next.QueryRowContext(w.ctx, w.id, w.term, w.first).Scan(&w.term, &w.first, &w.data); {
		case err == sql.ErrNoRows:
			w.done, w.key, w.list = true, nil, nil
			return nil
		case err != nil:
			return err
		}
		w.block = block{data: w.data, key: w.block.key[:0]}
	}
}

// join reads several segments at once: for each key, in order, the lists that they
// have of it.
func join(ctx context.Context, tx *sql.Tx, all []segment, each func(key []byte, lists [][]byte) error) error {
	next, err := tx.PrepareContext(ctx, nextBlock)
	if err != nil {
		return err
	}
	defer func() { _ = next.Close() }()
	walks := make([]*walk, len(all))
	for i, s := range all {
		walks[i] = &walk{ctx: ctx, next: next, id: s.id}
		if err := walks[i].step(); err != nil {
			return err
		}
	}
	var key []byte
	var lists [][]byte
	for {
		var least *walk
		for _, w := range walks {
			if !w.done && (least == nil || bytes.Compare(w.key, least.key) < 0) {
				least = w
			}
		}
		if least == nil {
			return nil
		}
		key, lists = append(key[:0], least.key...), lists[:0]
		for _, w := range walks {
			for !w.done && bytes.Equal(w.key, key) {
				// The next block takes the place of this one.
				lists = append(lists, slices.Clone(w.list))
				if err := w.step(); err != nil {
					return err
				}
			}
		}
		if err := each(key, lists); err != nil {
			return err
		}
	}
}

// whole writes lists of one key as one. Their documents differ, and need not be in
// order from one list to the next.
func whole(lists [][]byte, w *listWriter) error {
	var places []place
	if inOrder(lists) {
		for _, l := range lists {
			if err := eachPosting(l, &places, func(e *entry, places []place) { w.add(e.doc, e.norm, places) }); err != nil {
				return err
			}
		}
		return nil
	}
	type posting struct {
		doc    int64
		norm   byte
		places []place
	}
	var all []posting
	for _, l := range lists {
		err := eachPosting(l, &places, func(e *entry, places []place) {
			all = append(all, posting{e.doc, e.norm, slices.Clone(places)})
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(all, func(a, b posting) int { return int(min(1, max(-1, a.doc-b.doc))) })
	for _, p := range all {
		w.add(p.doc, p.norm, p.places)
	}
	return nil
}

// inOrder says that each list begins after the end of the one before.
func inOrder(lists [][]byte) bool {
	last := int64(-1)
	for _, l := range lists {
		all := chunks{data: l}
		var c chunk
		for all.next(&c) {
			if c.first <= last {
				return false
			}
			last = c.last
		}
	}
	return true
}
