package index

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
)

// Schema makes the tables of an index.
const Schema = `
CREATE TABLE block (segment INTEGER NOT NULL, term TEXT NOT NULL, first INTEGER NOT NULL, posting INTEGER NOT NULL, PRIMARY KEY (segment, term, first)) WITHOUT ROWID;
CREATE TABLE posting (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE segment (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, docs BLOB NOT NULL);
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
	ctx     context.Context
	tx      *sql.Tx
	words   *Lexicon
	docs    []document
	newest  map[int64]int  // in docs
	out     map[int64]bool // documents that have to go, and
	gone    []gone         // their keys
	occurs  []occurrence
	added   int // documents
	length  int // and their words
	block   *sql.Stmt
	posting *sql.Stmt
}

// document is one that was put.
type document struct {
	id     int64
	norm   byte
	length int
	is     bool // false where there is a newer one of the same id, or it was taken out
}

// occurrence is where a key stands.
type occurrence struct {
	key   uint32
	doc   uint32 // in docs
	place place
}

// gone is a key of a document that has to go.
type gone struct {
	key string
	doc int64
}

// NewWriter makes a writer. Writers that come one after another may share a
// lexicon; nil is a new one.
func NewWriter(ctx context.Context, tx *sql.Tx, words *Lexicon) *Writer {
	if words == nil {
		words = NewLexicon()
	}
	return &Writer{ctx: ctx, tx: tx, words: words, occurs: words.room[:0], newest: map[int64]int{}, out: map[int64]bool{}}
}

// maxStaged is how many occurrences and keys that have to go are held before they
// are written.
const maxStaged = 4 << 20

// Put puts a document into the index. old is what the index has of it, and nil
// where it is new; document is nil to take it out.
func (w *Writer) Put(id int64, old, d *Document) error {
	if at, again := w.newest[id]; again {
		w.count(&w.docs[at], -1)
		w.docs[at].is = false
	} else if old != nil {
		w.takeOut(id, old)
	}
	w.newest[id] = len(w.docs)
	is := document{id: id}
	if d != nil {
		is.is = true
		is.length = w.words.occurrences(d, func(key uint32, p place) {
			w.occurs = append(w.occurs, occurrence{key, uint32(len(w.docs)), p})
		})
		is.norm = normOf(is.length)
		w.count(&is, 1)
	}
	w.docs = append(w.docs, is)
	if len(w.occurs)+len(w.gone) > maxStaged {
		return w.Flush()
	}
	return nil
}

func (w *Writer) count(d *document, sign int) {
	if d.is {
		w.added += sign
		w.length += sign * d.length
	}
}

func (w *Writer) takeOut(id int64, old *Document) {
	var keys []uint32
	length := w.words.occurrences(old, func(key uint32, _ place) { keys = append(keys, key) })
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		w.gone = append(w.gone, gone{w.words.names[key], id})
	}
	w.count(&document{is: true, length: length}, -1)
	w.out[id] = true
}

// Flush writes what was put.
func (w *Writer) Flush() error {
	if len(w.docs) == 0 {
		return nil
	}
	if err := w.remove(); err != nil {
		return err
	}
	if err := w.write(); err != nil {
		return err
	}
	if _, err := w.tx.ExecContext(w.ctx, "UPDATE corpus SET documents=documents+?1, words=words+?2", w.added, w.length); err != nil {
		return err
	}
	w.docs, w.gone, w.occurs = w.docs[:0], w.gone[:0], w.occurs[:0]
	w.added, w.length = 0, 0
	clear(w.newest)
	clear(w.out)
	w.words.forget()
	return w.merge()
}

// Close lets go of what the writer holds.
func (w *Writer) Close() {
	w.words.room, w.occurs = w.occurs[:0], nil
	for _, s := range []*sql.Stmt{w.block, w.posting} {
		if s != nil {
			_ = s.Close()
		}
	}
}

// write writes the documents that were put as a segment.
func (w *Writer) write() error {
	var ids []int64
	rising := true
	for _, d := range w.docs {
		if d.is {
			rising = rising && (len(ids) == 0 || ids[len(ids)-1] < d.id)
			ids = append(ids, d.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	keys, places := w.byKey()
	return w.newSegment(ids, func(p *packer) error {
		var list listWriter
		var here []place
		var name []byte
		for _, k := range keys {
			all := places[:k.n]
			places = places[k.n:]
			if !rising {
				slices.SortStableFunc(all, func(a, b standing) int { return cmp.Compare(w.docs[a.doc].id, w.docs[b.doc].id) })
			}
			list.reset()
			for i := 0; i < len(all); {
				doc := all[i].doc
				here = here[:0]
				for ; i < len(all) && all[i].doc == doc; i++ {
					if len(here) == 0 || here[len(here)-1] != all[i].place {
						here = append(here, all[i].place)
					}
				}
				list.add(w.docs[doc].id, w.docs[doc].norm, here)
			}
			name = append(name[:0], w.words.names[k.key]...)
			if err := p.add(name, list.finish()); err != nil {
				return err
			}
		}
		return nil
	})
}

// keyed is a key and how many occurrences it has.
type keyed struct {
	begins uint64 // of its name
	key    uint32
	n      uint32
}

// standing is an occurrence of the key at hand.
type standing struct {
	doc   uint32
	place place
}

// byKey gives the keys of what was put in the order of their names, and for one after
// another where they stand.
func (w *Writer) byKey() ([]keyed, []standing) {
	at := make([]uint32, len(w.words.names))
	all := 0
	for _, o := range w.occurs {
		if w.docs[o.doc].is {
			at[o.key]++
			all++
		}
	}
	var keys []keyed
	for key, n := range at {
		if n > 0 {
			keys = append(keys, keyed{begins(w.words.names[key]), uint32(key), n})
		}
	}
	slices.SortFunc(keys, func(a, b keyed) int {
		if a.begins != b.begins {
			return cmp.Compare(a.begins, b.begins)
		}
		return cmp.Compare(w.words.names[a.key], w.words.names[b.key])
	})
	sum := uint32(0)
	for _, k := range keys {
		at[k.key] = sum
		sum += k.n
	}
	places := make([]standing, all)
	for _, o := range w.occurs {
		if w.docs[o.doc].is {
			places[at[o.key]] = standing{o.doc, o.place}
			at[o.key]++
		}
	}
	return keys, places
}

// begins is the beginning of a name as a number that is in the same order.
func begins(name string) uint64 {
	var v uint64
	for i := range 8 {
		v <<= 8
		if i < len(name) {
			v |= uint64(name[i])
		}
	}
	return v
}

// newSegment makes a segment of the lists that fill hands to the packer.
func (w *Writer) newSegment(ids []int64, fill func(*packer) error) error {
	if w.block == nil {
		var err error
		if w.block, err = w.tx.PrepareContext(w.ctx, "INSERT INTO block VALUES (?1, ?2, ?3, ?4)"); err != nil {
			return err
		}
		if w.posting, err = w.tx.PrepareContext(w.ctx, "INSERT INTO posting (data) VALUES (?1)"); err != nil {
			return err
		}
	}
	var id int64
	if err := w.tx.QueryRowContext(w.ctx, "INSERT INTO segment (size, docs) VALUES (0, ?1) RETURNING id", appendDocs(nil, ids)).Scan(&id); err != nil {
		return err
	}
	p := packer{write: func(key string, first int64, data []byte) error {
		made, err := w.posting.ExecContext(w.ctx, data)
		if err != nil {
			return err
		}
		posting, err := made.LastInsertId()
		if err != nil {
			return err
		}
		_, err = w.block.ExecContext(w.ctx, id, key, first, posting)
		return err
	}}
	if err := fill(&p); err != nil {
		return err
	}
	if err := p.flush(0); err != nil {
		return err
	}
	_, err := w.tx.ExecContext(w.ctx, "UPDATE segment SET size=?2 WHERE id=?1", id, p.size)
	return err
}
