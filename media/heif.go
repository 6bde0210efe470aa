package media

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// maxItems bounds the items of a HEIF file. A photograph in tiles has about 50.
const maxItems = 4000

// heif is the item table of a HEIF or AVIF file (ISO/IEC 23008-12, 14496-12 8.11).
type heif struct {
	primary      uint32
	kinds        map[uint32]string
	extents      map[uint32]extent
	idat         box
	properties   []box
	associations map[uint32][]int // item -> indexes of properties, from 1
}

// extent is where an item lies in one piece.
type extent struct {
	off, size int64
	inIdat    bool
	pieces    int
}

// readHEIF reads the meta box of a still picture and the items with metadata.
func (l *look) readHEIF() {
	w := &boxes{src: l.src}
	found := false
	w.each(0, l.src.size, 0, func(b box) bool {
		if b.kind == "meta" {
			found = true
			l.heifMeta(w, b)
			return false
		}
		return true
	})
	if !found {
		l.notDone("metadata", "there is no table of items")
	}
	if w.fault != "" {
		l.notDone("a part of the boxes", w.fault)
	}
}

func (l *look) heifMeta(w *boxes, meta box) {
	h := &heif{kinds: map[uint32]string{}, extents: map[uint32]extent{}, associations: map[uint32][]int{}}
	w.each(meta.off+4, meta.off+meta.size, 1, func(b box) bool {
		switch b.kind {
		case "pitm":
			if v := w.body(b, 8); len(v) >= 6 {
				h.primary = uint32(be16(v[4:]))
				if v[0] > 0 && len(v) >= 8 {
					h.primary = be32(v[4:])
				}
			}
		case "iinf":
			h.readInfo(w, b)
		case "iloc":
			h.readLocations(w.body(b, 512<<10))
		case "idat":
			h.idat = b
		case "iprp":
			h.readProperties(w, b)
		}
		return true
	})
	l.heifPicture(w, h)
	l.heifMetadata(h)
}

func (h *heif) readInfo(w *boxes, b box) {
	v := w.body(b, 8)
	if len(v) < 6 {
		return
	}
	skip := int64(6)
	if v[0] > 0 {
		skip = 8
	}
	w.each(b.off+skip, b.off+b.size, 2, func(entry box) bool {
		e := w.body(entry, 300)
		if entry.kind != "infe" || len(e) < 12 || e[0] < 2 {
			return true
		}
		id, rest := uint32(be16(e[4:])), e[6:]
		if e[0] > 2 {
			if len(e) < 14 {
				return true
			}
			id, rest = be32(e[4:]), e[8:]
		}
		if len(rest) < 6 {
			return true
		}
		kind := string(rest[2:6])
		if kind == "mime" {
			_, after, _ := bytes.Cut(rest[6:], []byte{0})
			content, _, _ := bytes.Cut(after, []byte{0})
			kind = "mime " + string(content)
		}
		if len(h.kinds) < maxItems {
			h.kinds[id] = kind
		}
		return true
	})
}

// readLocations reads the iloc box (ISO/IEC 14496-12 8.11.3).
func (h *heif) readLocations(v []byte) {
	r := &cursor{b: v}
	version := r.uint(1)
	r.skip(3)
	sizes := r.uint(2)
	offsetSize, lengthSize, baseSize, indexSize := int(sizes>>12&15), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	idSize := 2
	if version == 2 {
		idSize = 4
	}
	if version == 0 {
		indexSize = 0
	}
	count := r.uint(idSize)
	for range min(count, maxItems) {
		id := uint32(r.uint(idSize))
		method := uint64(0)
		if version > 0 {
			method = r.uint(2) & 15
		}
		r.skip(2)
		base := r.uint(baseSize)
		pieces := r.uint(2)
		for i := range pieces {
			if r.ended {
				return
			}
			r.skip(indexSize)
			off, size := r.uint(offsetSize), r.uint(lengthSize)
			if i == 0 && !r.ended && method <= 1 && base+off < 1<<62 && size < 1<<62 {
				h.extents[id] = extent{off: int64(base + off), size: int64(size), inIdat: method == 1, pieces: int(pieces)}
			}
		}
	}
}

func (h *heif) readProperties(w *boxes, b box) {
	w.each(b.off, b.off+b.size, 2, func(part box) bool {
		switch part.kind {
		case "ipco":
			w.each(part.off, part.off+part.size, 3, func(p box) bool {
				h.properties = append(h.properties, p)
				return len(h.properties) < maxItems
			})
		case "ipma":
			h.readAssociations(w.body(part, 256<<10))
		}
		return true
	})
}

func (h *heif) readAssociations(v []byte) {
	r := &cursor{b: v}
	version := r.uint(1)
	flags := r.uint(3)
	for range min(r.uint(4), maxItems) {
		idSize := 2
		if version > 0 {
			idSize = 4
		}
		id := uint32(r.uint(idSize))
		for range r.uint(1) {
			index := r.uint(1) & 0x7f
			if flags&1 != 0 {
				index = index<<8 | r.uint(1)
			}
			if r.ended {
				return
			}
			h.associations[id] = append(h.associations[id], int(index))
		}
	}
}

// heifPicture takes size and rotation from the properties of the primary item.
func (l *look) heifPicture(w *boxes, h *heif) {
	turns, mirror := 0, 0
	for _, index := range h.associations[h.primary] {
		if index < 1 || index > len(h.properties) {
			continue
		}
		p := h.properties[index-1]
		v := w.body(p, 12)
		switch {
		case p.kind == "ispe" && len(v) >= 12:
			l.Width, l.Height = pixels(int64(be32(v[4:]))), pixels(int64(be32(v[8:])))
		case p.kind == "irot" && len(v) >= 1:
			turns = int(v[0] & 3) // quarter turns against the clock
		case p.kind == "imir" && len(v) >= 1:
			mirror = 1 + int(v[0]&1)
		}
	}
	if turns == 0 && mirror == 0 {
		return
	}
	l.Orientation = [...]int{1, 8, 3, 6}[turns]
	l.claim("HEIF", "irot", fmt.Sprintf("%d degrees against the clock", turns*90))
	if mirror != 0 {
		l.claim("HEIF", "imir", [...]string{"top and bottom exchanged", "left and right exchanged"}[mirror-1])
		// irot comes before imir in a file: first turned, then mirrored.
		l.Orientation = [...][4]int{{4, 7, 2, 5}, {2, 5, 4, 7}}[mirror-1][turns]
	}
}

// heifMetadata reads the Exif and the XMP items where they lie in one piece.
func (l *look) heifMetadata(h *heif) {
	turned := l.Orientation
	for _, id := range slices.Sorted(maps.Keys(h.kinds)) {
		kind := h.kinds[id]
		if kind != "Exif" && kind != "mime application/rdf+xml" {
			continue
		}
		e, ok := h.extents[id]
		if !ok || e.pieces != 1 {
			l.notDone("the item "+kind, "it does not lie in one piece in this file")
			continue
		}
		if e.inIdat {
			if e.off+e.size > h.idat.size {
				l.notDone("the item "+kind, "it lies outside of the data")
				continue
			}
			e.off += h.idat.off
		}
		if kind == "Exif" {
			l.heifEXIF(e)
		} else if b := l.src.upTo(e.off, int(min(e.size, maxXMP))); b != nil {
			l.readXMP(b)
		}
	}
	if turned != 0 {
		l.Orientation = turned
	}
}

// heifEXIF skips to the TIFF header (ISO/IEC 23008-12 A.2.1).
func (l *look) heifEXIF(e extent) {
	b := l.src.at(e.off, 4)
	if b == nil {
		l.notDone("EXIF", "it lies outside of the file")
		return
	}
	skip := int64(be32(b))
	if skip > e.size-4 {
		l.notDone("EXIF", "its header lies outside of it")
		return
	}
	l.readEXIF(e.off+4+skip, e.size-4-skip)
}

// cursor reads big-endian numbers in order; past the end it gives 0.
type cursor struct {
	b     []byte
	ended bool
}

func (c *cursor) uint(n int) uint64 {
	if n > len(c.b) || n > 8 {
		c.ended = true
		c.b = nil
		return 0
	}
	var v uint64
	for _, x := range c.b[:n] {
		v = v<<8 | uint64(x)
	}
	c.b = c.b[n:]
	return v
}

func (c *cursor) skip(n int) {
	if n > len(c.b) {
		c.ended = true
		n = len(c.b)
	}
	c.b = c.b[n:]
}
