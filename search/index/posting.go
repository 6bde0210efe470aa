// Package index keeps the words of texts in an SQLite database and finds them
// again. It holds, for each word and each stem, where it stands in which document;
// what has to go is taken out, so that nothing of an erased text stays in it.
package index

import (
	"encoding/binary"
	"errors"
	"math"
)

// A list is where a key stands: chunks of up to chunkDocuments documents in rising
// order. What is wanted of it can be read without the rest: which documents, without
// where; and a chunk in which no document matters is passed over.
//
//	list   = { chunk }
//	chunk  = uvarint(first document - the last of the chunk before, or 0)
//	         uvarint(n) uvarint(last - first) uvarint(len(docs)) uvarint(len(places)) docs places
//	docs   = n * { uvarint(document - the one before <<1 | once) norm
//	         [ uvarint(in the title) uvarint(in the body) uvarint(in the text) ] }
//	norm   = one byte: how long the document is
//	places = n * { uvarint(position - the one before in the field) }
//
// once says that the key stands once in the body, and nowhere else; the numbers of
// places are left out then.

// Fields of a document, in their order.
const (
	title = iota
	body
	text
	fields
)

// fieldShift puts the field above the position in a place.
const fieldShift = 28

// place is a field and a position in it.
type place uint32

func placeOf(field, position int) place {
	return place(field<<fieldShift | min(position, 1<<fieldShift-1))
}

func (p place) field() int    { return int(p >> fieldShift) }
func (p place) position() int { return int(p & (1<<fieldShift - 1)) }

var errDamaged = errors.New("a block of the index is damaged")

const chunkDocuments = 128

// chunk is a part of a list.
type chunk struct {
	first, last int64
	n           int
	docs        []byte
	places      []byte
}

// appendChunk writes a chunk that follows a document.
func appendChunk(b []byte, c *chunk, before int64) []byte {
	b = binary.AppendUvarint(b, uint64(c.first-before))
	b = binary.AppendUvarint(b, uint64(c.n))
	b = binary.AppendUvarint(b, uint64(c.last-c.first))
	b = binary.AppendUvarint(b, uint64(len(c.docs)))
	b = binary.AppendUvarint(b, uint64(len(c.places)))
	b = append(b, c.docs...)
	return append(b, c.places...)
}

// chunks reads the chunks of a list.
type chunks struct {
	data   []byte
	before int64
	failed bool
}

func (l *chunks) next(c *chunk) bool {
	if len(l.data) == 0 || l.failed {
		return false
	}
	var head [5]uint64
	for i := range head {
		v, n := binary.Uvarint(l.data)
		if n <= 0 || v > math.MaxInt64/4 {
			l.failed = true
			return false
		}
		head[i], l.data = v, l.data[n:]
	}
	docs, places := head[3], head[4]
	if head[1] == 0 || head[1] > chunkDocuments || docs+places > uint64(len(l.data)) {
		l.failed = true
		return false
	}
	c.first = l.before + int64(head[0])
	c.last = c.first + int64(head[2])
	c.n = int(head[1])
	c.docs, c.places, l.data = l.data[:docs], l.data[docs:docs+places], l.data[docs+places:]
	l.before = c.last
	return true
}

func (l *chunks) err() error {
	if l.failed {
		return errDamaged
	}
	return nil
}

// entry is a document of a chunk, and how often the key stands in its fields.
type entry struct {
	doc    int64
	counts [fields]uint32
	norm   byte
}

func (e *entry) n() int { return int(e.counts[title] + e.counts[body] + e.counts[text]) }

// hit is a document in which a term stands.
type hit struct {
	doc    int64
	weight float32 // how often, weighed
	norm   byte
}

func (e *entry) hit() hit {
	return hit{e.doc, float32(titleWeight*e.counts[title] + e.counts[body] + e.counts[text]), e.norm}
}

// number reads a number of at most 32 bits, and gives what is behind it; nil where
// there is none.
func number(b []byte) (uint32, []byte) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint32(b[0]), b[1:]
	}
	v, n := binary.Uvarint(b)
	if n <= 0 || v > math.MaxUint32 {
		return 0, nil
	}
	return uint32(v), b[n:]
}

// documents reads the documents of a chunk.
type documents struct {
	data   []byte
	at     int
	left   int
	doc    int64
	failed bool
}

func (c *chunk) documents() documents { return documents{data: c.docs, left: c.n, doc: c.first} }

func (d *documents) next(e *entry) bool {
	if d.left == 0 || d.failed {
		return false
	}
	head := d.uvarint()
	if d.at >= len(d.data) {
		d.failed = true
		return false
	}
	d.doc += int64(head >> 1)
	d.left--
	e.doc, e.norm, e.counts = d.doc, d.data[d.at], [fields]uint32{body: 1}
	d.at++
	if head&1 == 0 {
		for f := range e.counts {
			e.counts[f] = uint32(d.uvarint())
		}
	}
	return !d.failed
}

func (d *documents) uvarint() uint64 {
	if d.at < len(d.data) && d.data[d.at] < 0x80 {
		d.at++
		return uint64(d.data[d.at-1])
	}
	v, n := binary.Uvarint(d.data[min(d.at, len(d.data)):])
	d.failed = d.failed || n <= 0
	d.at += max(n, 1)
	return v
}

func (d *documents) err() error {
	if d.failed {
		return errDamaged
	}
	return nil
}

// readPlaces appends the places of a document, whose chunk's places begin with
// them, and gives what is behind them.
func readPlaces(b []byte, e *entry, into []place) ([]place, []byte, error) {
	i := 0
	for f, n := range e.counts {
		position := 0
		for ; n > 0; n-- {
			if i < len(b) && b[i] < 0x80 {
				position += int(b[i])
				i++
			} else {
				delta, k := binary.Uvarint(b[i:])
				if k <= 0 || delta > math.MaxUint32 {
					return nil, nil, errDamaged
				}
				position += int(delta)
				i += k
			}
			into = append(into, placeOf(f, position))
		}
	}
	return into, b[i:], nil
}

// passPlaces passes over n places.
func passPlaces(b []byte, n int) ([]byte, error) {
	for i, c := range b {
		if n == 0 {
			return b[i:], nil
		}
		if c < 0x80 {
			n--
		}
	}
	if n > 0 {
		return nil, errDamaged
	}
	return nil, nil // there are no more
}

// listWriter writes a list, document by document.
type listWriter struct {
	done   []chunk
	buffer []byte // of the chunks that are done
	docs   []byte
	places []byte
	first  int64
	last   int64
	n      int
}

func (w *listWriter) reset() { w.done, w.buffer = w.done[:0], w.buffer[:0] }

// add puts a document behind those that are there. Places are in order.
func (w *listWriter) add(doc int64, norm byte, places []place) {
	if w.n == chunkDocuments {
		w.end()
	}
	if w.n == 0 {
		w.first, w.last = doc, doc
	}
	head := uint64(doc-w.last) << 1
	if len(places) == 1 && places[0].field() == body {
		w.docs = append(binary.AppendUvarint(w.docs, head|1), norm)
		w.places = binary.AppendUvarint(w.places, uint64(places[0].position()))
	} else {
		var counts [fields]uint64
		field, before := -1, 0
		for _, p := range places {
			if p.field() != field {
				field, before = p.field(), 0
			}
			counts[field]++
			w.places = binary.AppendUvarint(w.places, uint64(p.position()-before))
			before = p.position()
		}
		w.docs = append(binary.AppendUvarint(w.docs, head), norm)
		for _, n := range counts {
			w.docs = binary.AppendUvarint(w.docs, n)
		}
	}
	w.last = doc
	w.n++
}

// end ends the chunk at hand.
func (w *listWriter) end() {
	if w.n == 0 {
		return
	}
	docs, places := len(w.docs), len(w.places)
	// The bytes move when the buffer grows, so that finish cuts them.
	w.buffer = append(append(w.buffer, w.docs...), w.places...)
	w.done = append(w.done, chunk{first: w.first, last: w.last, n: w.n, docs: w.docs[:docs], places: w.places[:places]})
	w.docs, w.places, w.n = w.docs[:0], w.places[:0], 0
}

// finish gives the chunks of the list. They are good until reset.
func (w *listWriter) finish() []chunk {
	w.end()
	at := 0
	for i := range w.done {
		c := &w.done[i]
		docs, places := len(c.docs), len(c.places)
		c.docs, c.places = w.buffer[at:at+docs], w.buffer[at+docs:at+docs+places]
		at += docs + places
	}
	return w.done
}

// normOf writes a length in a byte, eight steps for each doubling.
func normOf(length int) byte {
	return byte(min(255, int(math.Round(8*math.Log2(float64(length)+1)))))
}

// lengths are what the norms say.
func lengths() (t [256]float64) {
	for i := range t {
		t[i] = math.Exp2(float64(i)/8) - 1
	}
	return t
}
