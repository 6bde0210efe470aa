package likeness

import (
	"math/bits"
	"slices"
)

// Index finds hashes within a distance, exactly. Up to some 30,000 it compares
// with all of them; above, it looks into tables of parts of the hashes: two hashes
// within r bits agree in one of m parts to within r/m bits (Norouzi, Punjani and
// Fleet, "Fast Exact Search in Hamming Space with Multi-Index Hashing", 2014). It
// takes about 75 bytes a hash. Once built it may be asked concurrently.
type Index struct {
	hashes   []Hash
	segments []segment
	built    int // how many hashes are in segments
}

// Hit is a hash that is near: its place in the order of Add, from 0.
type Hit struct {
	ID       int
	Distance int
}

// Add takes a hash.
func (x *Index) Add(h Hash) { x.hashes = append(x.hashes, h) }

// Len is the number of hashes.
func (x *Index) Len() int { return len(x.hashes) }

const (
	// scanLimit is how many hashes are compared one by one.
	scanLimit = 30_000
	// segmentLimit is how many hashes three bytes can count.
	segmentLimit = 1 << 24
	parts        = 11
	// minWidth and maxWidth are how many bits of a part a table goes by: so many that
	// a value has some four hashes.
	minWidth, maxWidth = 15, 21
)

// Build makes the tables for what was added. What is added later is compared one
// by one until Build is called again.
func (x *Index) Build() {
	x.segments, x.built = nil, 0
	x.hashes = slices.Clip(x.hashes)
	for len(x.hashes)-x.built > scanLimit {
		n := min(len(x.hashes)-x.built, segmentLimit)
		x.segments = append(x.segments, newSegment(x.hashes[x.built:x.built+n], x.built))
		x.built += n
	}
}

// Search gives every hash within so many bits of h, nearest first.
func (x *Index) Search(h Hash, within int) []Hit {
	var hits []Hit
	if within > 3*parts-1 { // the tables would have to be asked for too much
		return sorted(scan(x.hashes, h, within, 0, hits))
	}
	for i := range x.segments {
		hits = x.segments[i].search(h, within, hits)
	}
	return sorted(scan(x.hashes[x.built:], h, within, x.built, hits))
}

// Scan compares with every hash; Search gives the same.
func (x *Index) Scan(h Hash, within int) []Hit { return sorted(scan(x.hashes, h, within, 0, nil)) }

func scan(hashes []Hash, h Hash, within, first int, hits []Hit) []Hit {
	for i := range hashes {
		o := &hashes[i]
		d := bits.OnesCount64(h[0]^o[0]) + bits.OnesCount64(h[1]^o[1])
		if d > within {
			continue
		}
		if d += bits.OnesCount64(h[2]^o[2]) + bits.OnesCount64(h[3]^o[3]); d <= within {
			hits = append(hits, Hit{first + i, d})
		}
	}
	return hits
}

func sorted(hits []Hit) []Hit {
	slices.SortFunc(hits, func(a, b Hit) int {
		if a.Distance != b.Distance {
			return a.Distance - b.Distance
		}
		return a.ID - b.ID
	})
	return slices.Compact(hits)
}

// segment holds tables for up to 2^24 hashes. Table p lists the hashes by the value
// of width bits of part p; each takes three bytes.
type segment struct {
	hashes []Hash
	first  int
	width  int
	tables [parts]table
}

type table struct {
	start []uint32 // by value, where its hashes start
	ids   []byte   // three bytes each
}

func newSegment(hashes []Hash, first int) segment {
	s := segment{hashes: hashes, first: first, width: minWidth}
	for s.width < maxWidth && len(hashes) > 4<<s.width {
		s.width++
	}
	for p := range s.tables {
		s.tables[p] = s.table(p)
	}
	return s
}

func (s *segment) table(p int) table {
	t := table{start: make([]uint32, 1<<s.width+1), ids: make([]byte, 3*len(s.hashes))}
	for i := range s.hashes {
		t.start[s.value(&s.hashes[i], p)+1]++
	}
	for v := 1; v < len(t.start); v++ {
		t.start[v] += t.start[v-1]
	}
	for i := range s.hashes {
		v := s.value(&s.hashes[i], p)
		at := 3 * t.start[v]
		t.ids[at], t.ids[at+1], t.ids[at+2] = byte(i), byte(i>>8), byte(i>>16)
		t.start[v]++
	}
	copy(t.start[1:], t.start[:len(t.start)-1]) // each start moved to its end
	t.start[0] = 0
	return t
}

// value gives the bits of part p. The parts stand 23 bits apart, so that none
// overlap.
func (s *segment) value(h *Hash, p int) uint32 {
	at := 23 * p
	w, shift := at/64, at%64
	v := h[w] >> shift
	if shift+s.width > 64 && w+1 < len(h) {
		v |= h[w+1] << (64 - shift)
	}
	return uint32(v & (1<<s.width - 1))
}

// search looks at the values of each part that are within its share of the
// distance: when the parts shared r bits evenly, none of them had more than r/m;
// all but the first r%m+1 of them may even have one less.
//
// Nearly all of the time goes into waiting for memory. So the starts of all values
// are asked for first, then the hashes that stand there, then their bits: what does
// not wait for each other is fetched at the same time.
func (s *segment) search(h Hash, within int, hits []Hit) []Hit {
	share, extra := within/parts, within%parts
	var lists [1 + maxWidth + maxWidth*(maxWidth-1)/2]struct{ from, to uint32 }
	candidates := make([]uint32, 0, 2048)
	for p := range s.tables {
		radius := share
		if p > extra {
			radius--
		}
		if radius < 0 {
			continue
		}
		t, v, n := &s.tables[p], s.value(&h, p), 1
		lists[0].from, lists[0].to = t.start[v], t.start[v+1]
		if radius >= 1 {
			for a := range s.width {
				one := v ^ 1<<a
				lists[n].from, lists[n].to = t.start[one], t.start[one+1]
				n++
			}
		}
		if radius >= 2 {
			for a := range s.width {
				for b := range a {
					two := v ^ 1<<a ^ 1<<b
					lists[n].from, lists[n].to = t.start[two], t.start[two+1]
					n++
				}
			}
		}
		candidates = candidates[:0]
		for _, l := range lists[:n] {
			for ids := t.ids[3*l.from : 3*l.to]; len(ids) >= 3; ids = ids[3:] {
				candidates = append(candidates, uint32(ids[0])|uint32(ids[1])<<8|uint32(ids[2])<<16)
			}
		}
		for _, i := range candidates {
			o := &s.hashes[i]
			d := bits.OnesCount64(h[0]^o[0]) + bits.OnesCount64(h[1]^o[1]) + bits.OnesCount64(h[2]^o[2]) + bits.OnesCount64(h[3]^o[3])
			if d <= within {
				hits = append(hits, Hit{s.first + int(i), d})
			}
		}
	}
	return hits
}
