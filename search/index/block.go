package index

import "encoding/binary"

// A block is a row of a table: the lists of keys in rising order.
//
//	block = { uvarint(n) uvarint(len(rest)) rest uvarint(len(list)) list }
//
// with a key being the first n bytes of the one before and the rest. It is under its
// first key; the first of a segment is under "", so that every key has a block at or
// before it. A list that is longer than a block has blocks of its own, which begin
// with the first document of each, save the first of them. The keys of blocks are a
// table of their own, since SQLite compares a key with a row by reading all of it.

// maxBlock is how many bytes a block may have before another is begun: what SQLite
// puts into a page, less what it needs itself.
const maxBlock = 4040

// block reads a block.
type block struct {
	data   []byte
	key    []byte
	failed bool
}

// next gives the next key, good until the one after it, and its list.
func (b *block) next() (key, list []byte, ok bool) {
	if len(b.data) == 0 || b.failed {
		return nil, nil, false
	}
	shared, rest := number(b.data)
	n, rest := number(rest)
	if rest == nil || int(shared) > len(b.key) || int(n) > len(rest) {
		b.failed = true
		return nil, nil, false
	}
	b.key = append(b.key[:shared], rest[:n]...)
	n, rest = number(rest[n:])
	if rest == nil || int(n) > len(rest) {
		b.failed = true
		return nil, nil, false
	}
	b.data = rest[n:]
	return b.key, rest[:n], true
}

func (b *block) err() error {
	if b.failed {
		return errDamaged
	}
	return nil
}

// packer makes blocks of lists that come in the order of their keys, and hands them
// to write.
type packer struct {
	write func(key string, first int64, data []byte) error
	size  int
	begun bool
	data  []byte
	first []byte // key of the block
	last  []byte
	list  []byte
}

// add puts a list into a block.
func (p *packer) add(key []byte, list []chunk) error {
	long := 0
	for i := range list {
		long += len(list[i].docs) + len(list[i].places)
	}
	if long > maxBlock/2 {
		return p.alone(key, list)
	}
	p.list = p.list[:0]
	before := int64(0)
	for i := range list {
		p.list = appendChunk(p.list, &list[i], before)
		before = list[i].last
	}
	if len(p.data)+len(key)+len(p.list) > maxBlock {
		if err := p.flush(0); err != nil {
			return err
		}
	}
	p.put(key)
	return nil
}

// put appends the list at hand.
func (p *packer) put(key []byte) {
	shared := 0
	if len(p.data) == 0 {
		p.first = append(p.first[:0], key...)
	} else {
		shared = common(p.last, key)
	}
	p.data = binary.AppendUvarint(p.data, uint64(shared))
	p.data = binary.AppendUvarint(p.data, uint64(len(key)-shared))
	p.data = append(p.data, key[shared:]...)
	p.data = binary.AppendUvarint(p.data, uint64(len(p.list)))
	p.data = append(p.data, p.list...)
	p.last = append(p.last[:0], key...)
}

// alone writes a long list into blocks of its own.
func (p *packer) alone(key []byte, list []chunk) error {
	if err := p.flush(0); err != nil {
		return err
	}
	start := int64(0)
	before := int64(0)
	p.list = p.list[:0]
	for i := range list {
		c := &list[i]
		if len(p.list) > 0 && len(p.list)+len(key)+len(c.docs)+len(c.places) > maxBlock {
			p.put(key)
			if err := p.flush(start); err != nil {
				return err
			}
			start, before, p.list = c.first, 0, p.list[:0]
		}
		p.list = appendChunk(p.list, c, before)
		before = c.last
	}
	p.put(key)
	return p.flush(start)
}

// flush writes the block at hand.
func (p *packer) flush(first int64) error {
	if len(p.data) == 0 {
		return nil
	}
	key := string(p.first)
	if !p.begun {
		key, p.begun = "", true
	}
	p.size += len(p.data)
	err := p.write(key, first, p.data)
	p.data = p.data[:0]
	return err
}

// common is how many bytes two keys begin with that are the same.
func common(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// rewrite gives a block without some documents of some keys, which are in order, and
// its first key.
func rewrite(data []byte, gone []gone) ([]byte, string, error) {
	out := []byte{}
	var first string
	p := packer{begun: true, write: func(key string, _ int64, data []byte) error {
		out, first = append(out, data...), key
		return nil
	}}
	b := block{data: data}
	var w listWriter
	var places []place
	for {
		key, list, ok := b.next()
		if !ok {
			break
		}
		for len(gone) > 0 && gone[0].key < string(key) {
			gone = gone[1:]
		}
		w.reset()
		err := eachPosting(list, &places, func(e *entry, places []place) {
			for len(gone) > 0 && gone[0].key == string(key) && gone[0].doc < e.doc {
				gone = gone[1:]
			}
			if len(gone) == 0 || gone[0].doc != e.doc || gone[0].key != string(key) {
				w.add(e.doc, e.norm, places)
			}
		})
		if err != nil {
			return nil, "", err
		}
		if rest := w.finish(); len(rest) > 0 {
			p.list = p.list[:0]
			before := int64(0)
			for i := range rest {
				p.list = appendChunk(p.list, &rest[i], before)
				before = rest[i].last
			}
			p.put(key)
		}
	}
	if err := p.flush(0); err != nil {
		return nil, "", err
	}
	return out, first, b.err()
}

// eachPosting reads a list with its places.
func eachPosting(list []byte, places *[]place, each func(e *entry, places []place)) error {
	l := chunks{data: list}
	var c chunk
	var e entry
	for l.next(&c) {
		rest := c.places
		all := c.documents()
		for all.next(&e) {
			var err error
			if *places, rest, err = readPlaces(rest, &e, (*places)[:0]); err != nil {
				return err
			}
			each(&e, *places)
		}
		if err := all.err(); err != nil {
			return err
		}
	}
	return l.err()
}
