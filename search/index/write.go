package index

import (
	"context"
	"database/sql"
	"encoding/binary"
	"slices"
	"strings"

	"sijill.example/sijill/search"
)

// Schema makes the tables of an index.
const Schema = `
CREATE TABLE posting (term TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (term, first)) WITHOUT ROWID;
CREATE TABLE corpus (one INTEGER PRIMARY KEY, documents INTEGER NOT NULL, words INTEGER NOT NULL);
INSERT INTO corpus VALUES (1, 0, 0);
`

// stemMark begins the keys of stems, so that they are no words.
const stemMark = "\x01"

// Document is what is indexed of a thing.
type Document struct{ Title, Body, Text string }

// Writer changes an index within one transaction. Nothing is in the index before
// Flush.
type Writer struct {
	ctx      context.Context
	tx       *sql.Tx
	analyser *search.Analyser
	keys     map[string]uint32
	names    []string
	ofForm   map[*search.Form][]uint32
	staged   map[int64]*staged
	size     int
	occurs   []uint64 // key<<32 | place, of the document at hand
	last     *sql.Stmt
	cover    *sql.Stmt
	put      *sql.Stmt
	drop     *sql.Stmt
}

// staged is a document that changes.
type staged struct {
	old, new     []uint32 // keys
	ends         []int    // of the payload of each new key
	payloads     []byte
	was, is      int // documents: 0 or 1
	words, wasOf int
}

// NewWriter makes a writer.
func NewWriter(ctx context.Context, tx *sql.Tx) *Writer {
	return &Writer{ctx: ctx, tx: tx, analyser: search.NewAnalyser(), keys: map[string]uint32{}, ofForm: map[*search.Form][]uint32{}, staged: map[int64]*staged{}}
}

// maxStaged is how much is held before it is written, in bytes.
const maxStaged = 64 << 20

// Put puts a document into the index. old is what the index has of it, and nil
// where it is new; document is nil to take it out.
func (w *Writer) Put(id int64, old, document *Document) error {
	s, again := w.staged[id]
	if !again {
		s = &staged{}
		w.staged[id] = s
		if old != nil {
			s.was = 1
			s.wasOf = w.analyse(old)
			for i := 0; i < len(w.occurs); i = w.end(i) {
				s.old = append(s.old, uint32(w.occurs[i]>>32))
			}
		}
	}
	w.size -= len(s.payloads)
	s.new, s.ends, s.payloads, s.is, s.words = nil, nil, nil, 0, 0
	if document != nil {
		s.is = 1
		s.words = w.analyse(document)
		w.collect(s)
	}
	w.size += len(s.payloads) + 12*len(s.new) + 4*len(s.old)
	if w.size > maxStaged {
		return w.Flush()
	}
	return nil
}

// analyse sets occurs to where the document's keys stand, by key and place, and
// gives the document's length.
func (w *Writer) analyse(d *Document) int {
	w.occurs = w.occurs[:0]
	words := 0
	for field, s := range [fields]string{d.Title, d.Body, d.Text} {
		position := 0
		w.analyser.Tokens(s, func(t search.Token) bool {
			at := uint64(placeOf(field, t.Position))
			for _, key := range w.keysOf(t.Form) {
				w.occurs = append(w.occurs, uint64(key)<<32|at)
			}
			position = t.Position + 1
			return true
		})
		words += position
	}
	slices.Sort(w.occurs)
	w.occurs = slices.Compact(w.occurs)
	return words
}

// end is where the occurrences of the key at i end.
func (w *Writer) end(i int) int {
	key := w.occurs[i] >> 32
	for i < len(w.occurs) && w.occurs[i]>>32 == key {
		i++
	}
	return i
}

func (w *Writer) collect(s *staged) {
	norm := normOf(s.words)
	var places []place
	s.payloads = make([]byte, 0, 4*len(w.occurs))
	for i := 0; i < len(w.occurs); {
		end := w.end(i)
		places = places[:0]
		for _, o := range w.occurs[i:end] {
			places = append(places, place(o))
		}
		s.new = append(s.new, uint32(w.occurs[i]>>32))
		s.payloads = appendPayload(s.payloads, norm, places)
		s.ends = append(s.ends, len(s.payloads))
		i = end
	}
	s.payloads = slices.Clip(s.payloads)
}

// keysOf gives the keys under which a word is found. Most words come again.
func (w *Writer) keysOf(f *search.Form) []uint32 {
	if keys, ok := w.ofForm[f]; ok {
		return keys
	}
	keys := []uint32{w.key(f.Exact)}
	for _, stem := range f.Also {
		keys = append(keys, w.key(stemMark+stem))
	}
	w.ofForm[f] = keys
	return keys
}

func (w *Writer) key(name string) uint32 {
	if k, ok := w.keys[name]; ok {
		return k
	}
	k := uint32(len(w.names))
	w.names = append(w.names, name)
	w.keys[name] = k
	return k
}

// Flush writes what was put.
func (w *Writer) Flush() error {
	if len(w.staged) == 0 {
		return nil
	}
	if err := w.prepare(); err != nil {
		return err
	}
	ids := make([]int64, 0, len(w.staged))
	documents, words := 0, 0
	for id, s := range w.staged {
		ids = append(ids, id)
		documents += s.is - s.was
		words += s.words - s.wasOf
	}
	slices.Sort(ids)
	changes := make([][]posting, len(w.names))
	for _, id := range ids {
		s := w.staged[id]
		start, old := 0, s.old
		for i, key := range s.new {
			for len(old) > 0 && old[0] < key {
				changes[old[0]] = append(changes[old[0]], posting{id, nil})
				old = old[1:]
			}
			if len(old) > 0 && old[0] == key {
				old = old[1:]
			}
			changes[key] = append(changes[key], posting{id, s.payloads[start:s.ends[i]]})
			start = s.ends[i]
		}
		for _, key := range old {
			changes[key] = append(changes[key], posting{id, nil})
		}
	}
	order := make([]uint32, 0, len(changes))
	for key, list := range changes {
		if len(list) > 0 {
			order = append(order, uint32(key))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(w.names[a], w.names[b]) })
	var before int
	if err := w.tx.QueryRowContext(w.ctx, "SELECT documents FROM corpus").Scan(&before); err != nil {
		return err
	}
	for _, key := range order {
		if before == 0 { // there is no list yet
			if err := w.write(w.names[key], merge(nil, changes[key])); err != nil {
				return err
			}
			continue
		}
		if err := w.change(w.names[key], changes[key]); err != nil {
			return err
		}
	}
	if _, err := w.tx.ExecContext(w.ctx, "UPDATE corpus SET documents=documents+?1, words=words+?2", documents, words); err != nil {
		return err
	}
	clear(w.staged)
	w.size = 0
	if len(w.names) > 1_000_000 || len(w.ofForm) > 1_000_000 { // forget words that were seen long ago
		w.keys, w.names, w.ofForm = map[string]uint32{}, nil, map[*search.Form][]uint32{}
	}
	return nil
}

func (w *Writer) prepare() error {
	if w.last != nil {
		return nil
	}
	for _, p := range []struct {
		into  **sql.Stmt
		query string
	}{
		{&w.last, "SELECT first, last, data FROM posting WHERE term=?1 ORDER BY first DESC LIMIT 1"},
		{&w.cover, "SELECT first, data, coalesce((SELECT first FROM posting n WHERE n.term=?1 AND n.first>p.first ORDER BY n.first LIMIT 1), 0) FROM posting p WHERE term=?1 AND first<=?2 ORDER BY first DESC LIMIT 1"},
		{&w.put, "INSERT OR REPLACE INTO posting VALUES (?1, ?2, ?3, ?4)"},
		{&w.drop, "DELETE FROM posting WHERE term=?1 AND first=?2"},
	} {
		s, err := w.tx.PrepareContext(w.ctx, p.query)
		if err != nil {
			return err
		}
		*p.into = s
	}
	return nil
}

// Close lets go of what the writer holds.
func (w *Writer) Close() {
	for _, s := range []*sql.Stmt{w.last, w.cover, w.put, w.drop} {
		if s != nil {
			_ = s.Close()
		}
	}
}

// change changes the list of one key.
func (w *Writer) change(term string, changes []posting) error {
	var first, last int64
	var data []byte
	switch err := w.last.QueryRowContext(w.ctx, term).Scan(&first, &last, &data); {
	case err == sql.ErrNoRows:
		return w.write(term, merge(nil, changes))
	case err != nil:
		return err
	}
	if changes[0].doc > last && changes[0].payload != nil && !slices.ContainsFunc(changes, func(p posting) bool { return p.payload == nil }) {
		return w.extend(term, first, last, data, changes)
	}
	for len(changes) > 0 {
		n, err := w.changeBlock(term, changes)
		if err != nil {
			return err
		}
		changes = changes[n:]
	}
	return nil
}

// extend adds documents behind the last block.
func (w *Writer) extend(term string, first, last int64, data []byte, added []posting) error {
	n := 0
	before := last
	for ; n < len(added) && len(data)+len(added[n].payload) < maxBlock; n++ {
		data = binary.AppendUvarint(data, uint64(added[n].doc-before))
		data = append(data, added[n].payload...)
		before = added[n].doc
	}
	if n > 0 {
		if _, err := w.put.ExecContext(w.ctx, term, first, before, data); err != nil {
			return err
		}
	}
	return w.write(term, added[n:])
}

// changeBlock makes those of the changes that fall into one block, and says how
// many these were. What is before the first block goes into it.
func (w *Writer) changeBlock(term string, changes []posting) (int, error) {
	var first, next int64
	var data []byte
	err := w.cover.QueryRowContext(w.ctx, term, changes[0].doc).Scan(&first, &data, &next)
	if err == sql.ErrNoRows {
		err = w.tx.QueryRowContext(w.ctx, "SELECT coalesce(min(first), 0) FROM posting WHERE term=?1", term).Scan(&next)
	}
	if err != nil {
		return 0, err
	}
	n := len(changes)
	if next != 0 {
		n, _ = slices.BinarySearchFunc(changes, next, func(p posting, next int64) int {
			if p.doc < next {
				return -1
			}
			return 1
		})
	}
	old, err := unpack(first, data, nil)
	if err != nil {
		return 0, err
	}
	if data != nil {
		if _, err := w.drop.ExecContext(w.ctx, term, first); err != nil {
			return 0, err
		}
	}
	return n, w.write(term, merge(old, changes[:n]))
}

func (w *Writer) write(term string, all []posting) error {
	return pack(all, func(first, last int64, data []byte) error {
		_, err := w.put.ExecContext(w.ctx, term, first, last, data)
		return err
	})
}
