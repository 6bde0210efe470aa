// Package index keeps the words of texts in an SQLite database and finds them
// again. It holds, for each word and each stem, where it stands in which document;
// what has to go is taken out, so that nothing of an erased text stays in it.
package index

import (
	"encoding/binary"
	"errors"
	"math"
)

// A block is a part of the list of a key: documents in rising order, and for each
// where the key stands in it.
//
//	block   = { uvarint(document - the one before; of the first: - the block's) payload }
//	payload = norm head
//	norm    = one byte: how long the document is
//	head    = uvarint(position<<1 | 1)           once, in the body
//	        | uvarint(fields<<1) { uvarint(n) n*uvarint(position - the one before) }
//
// with fields a bit for each field that follows.

// Fields of a document, in the order of their bits.
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

// appendPayload writes where a key stands in a document. Places are in order.
func appendPayload(b []byte, norm byte, places []place) []byte {
	b = append(b, norm)
	if len(places) == 1 && places[0].field() == body {
		return binary.AppendUvarint(b, uint64(places[0].position())<<1|1)
	}
	mask := uint64(0)
	for _, p := range places {
		mask |= 1 << p.field()
	}
	b = binary.AppendUvarint(b, mask<<1)
	for i := 0; i < len(places); {
		n := i
		for n < len(places) && places[n].field() == places[i].field() {
			n++
		}
		b = binary.AppendUvarint(b, uint64(n-i))
		before := 0
		for ; i < n; i++ {
			b = binary.AppendUvarint(b, uint64(places[i].position()-before))
			before = places[i].position()
		}
	}
	return b
}

// cursor reads a block.
type cursor struct {
	data   []byte
	doc    int64
	norm   byte
	counts [fields]int
	failed bool
}

func (c *cursor) uvarint() int {
	if len(c.data) > 0 && c.data[0] < 0x80 {
		v := c.data[0]
		c.data = c.data[1:]
		return int(v)
	}
	v, n := binary.Uvarint(c.data)
	if n <= 0 || v > math.MaxInt32 {
		c.failed, c.data = true, nil
		return 0
	}
	c.data = c.data[n:]
	return int(v)
}

// next reads a document. It appends the places to into, unless into is nil.
func (c *cursor) next(into *[]place) bool {
	if len(c.data) == 0 {
		return false
	}
	delta, n := binary.Uvarint(c.data)
	if n <= 0 || len(c.data) < n+2 {
		c.failed = true
		return false
	}
	c.doc += int64(delta)
	c.norm = c.data[n]
	c.data = c.data[n+1:]
	head := c.uvarint()
	c.counts = [fields]int{}
	if head&1 == 1 {
		c.counts[body] = 1
		if into != nil {
			*into = append(*into, placeOf(body, head>>1))
		}
		return !c.failed
	}
	for f := range fields {
		if head>>1&(1<<f) == 0 {
			continue
		}
		k := c.uvarint()
		if k > len(c.data) {
			c.failed = true
			return false
		}
		c.counts[f] = k
		position := 0
		for range k {
			position += c.uvarint()
			if into != nil {
				*into = append(*into, placeOf(f, position))
			}
		}
	}
	return !c.failed
}

// posting is a document of a block, with its payload as it stands there.
type posting struct {
	doc     int64
	payload []byte
}

// unpack takes a block apart. The payloads are parts of data.
func unpack(first int64, data []byte, into []posting) ([]posting, error) {
	c := cursor{data: data, doc: first}
	for {
		before := len(c.data)
		start := data[len(data)-before:]
		if !c.next(nil) {
			break
		}
		_, n := binary.Uvarint(start)
		into = append(into, posting{c.doc, start[n : before-len(c.data)]})
	}
	if c.failed {
		return nil, errDamaged
	}
	return into, nil
}

// maxBlock is how many bytes a block may have before another is begun: what SQLite
// puts into a leaf and one page beside it.
const maxBlock = 4400

// pack writes blocks, and calls write for each with its first and last document.
func pack(all []posting, write func(first, last int64, data []byte) error) error {
	var b []byte
	for i := 0; i < len(all); {
		first := all[i].doc
		before := first
		b = b[:0]
		n := i
		for ; n < len(all) && (n == i || len(b)+len(all[n].payload) < maxBlock); n++ {
			b = binary.AppendUvarint(b, uint64(all[n].doc-before))
			b = append(b, all[n].payload...)
			before = all[n].doc
		}
		if err := write(first, before, b); err != nil {
			return err
		}
		i = n
	}
	return nil
}

// merge puts changes over what was there: a change without a payload takes the
// document out. Both are in order.
func merge(old, changes []posting) []posting {
	out := make([]posting, 0, len(old)+len(changes))
	for len(old) > 0 || len(changes) > 0 {
		switch {
		case len(changes) == 0:
			return append(out, old...)
		case len(old) > 0 && old[0].doc < changes[0].doc:
			out, old = append(out, old[0]), old[1:]
			continue
		case len(old) > 0 && old[0].doc == changes[0].doc:
			old = old[1:]
		}
		if changes[0].payload != nil {
			out = append(out, changes[0])
		}
		changes = changes[1:]
	}
	return out
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
