package media

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// Limits on the directories of a TIFF file, which EXIF is one of (TIFF 6.0
// section 2). A camera writes about 100 entries.
const (
	maxIFDEntries = 1000
	maxIFDs       = 64
	maxTIFFValue  = 256 << 10
)

// tiff walks the directories of a TIFF structure that lies in one piece in the
// file. Maker notes are not entered: they have no standard.
type tiff struct {
	src        *source
	base, size int64 // where the structure begins in the file, and its length
	order      binary.ByteOrder
	entries    int
	seen       [maxIFDs]int64 // offsets of directories that were visited
	ifds       int
	fault      string
}

// openTIFF reads the header and gives the offset of the first directory.
func openTIFF(src *source, base, size int64) (*tiff, int64, bool) {
	size = min(size, src.size-base)
	if size < 8 {
		return nil, 0, false
	}
	h := src.at(base, 8)
	if h == nil {
		return nil, 0, false
	}
	t := &tiff{src: src, base: base, size: size}
	switch {
	case has(h, 0, "II*\x00"):
		t.order = binary.LittleEndian
	case has(h, 0, "MM\x00*"):
		t.order = binary.BigEndian
	default:
		return nil, 0, false
	}
	return t, int64(t.order.Uint32(h[4:])), true
}

// at gives n bytes at an offset of the structure, or nil.
func (t *tiff) at(off int64, n int) []byte {
	if off < 0 || n < 0 || off > t.size-int64(n) {
		return nil
	}
	return t.src.at(t.base+off, n)
}

// field is one entry of a directory; raw is its value, still in file order.
type field struct {
	tag, kind uint16
	count     int
	raw       []byte
	off       int64 // of the value in the structure
	order     binary.ByteOrder
}

// walk calls visit for every entry of the directory at off, and gives the offset
// of the next directory, 0 for none.
func (t *tiff) walk(off int64, visit func(field)) int64 {
	for _, have := range t.seen[:t.ifds] {
		if have == off {
			t.fault = "a directory points back to an earlier one"
			return 0
		}
	}
	if t.ifds == maxIFDs {
		t.fault = "there are more directories than are read"
		return 0
	}
	t.seen[t.ifds] = off
	t.ifds++
	head := t.at(off, 2)
	if head == nil {
		t.fault = "a directory lies outside of the data"
		return 0
	}
	n := int(t.order.Uint16(head))
	table := t.at(off+2, n*12)
	if table == nil {
		// Cut short: what is there is still read.
		t.fault = "a directory is cut short"
		n = int(max(0, min(int64(n), (t.size-off-2)/12)))
		if table = t.at(off+2, n*12); table == nil {
			return 0
		}
	}
	for i := range n {
		if t.entries++; t.entries > maxIFDEntries {
			t.fault = "there are more entries than are read"
			return 0
		}
		if f, ok := t.entry(table[i*12:i*12+12], off+2+int64(i)*12); ok {
			visit(f)
		}
	}
	if next := t.at(off+2+int64(n)*12, 4); next != nil {
		return int64(t.order.Uint32(next))
	}
	return 0
}

func (t *tiff) entry(b []byte, at int64) (field, bool) {
	f := field{tag: t.order.Uint16(b), kind: t.order.Uint16(b[2:]), order: t.order}
	count := int64(t.order.Uint32(b[4:]))
	width := kindWidth(f.kind)
	if width == 0 {
		return f, false
	}
	length := count * width
	if f.tag == tagMakerNote {
		// Makers' notes are read as far as the start of one tells.
		if length > 4 {
			f.off = int64(t.order.Uint32(b[8:]))
			f.raw = t.at(f.off, int(min(length, maxMakerNote)))
		}
		return f, f.raw != nil
	}
	if length <= 4 {
		f.raw, f.off = b[8:8+length], at+8
	} else {
		f.off = int64(t.order.Uint32(b[8:]))
		if length > maxTIFFValue || f.tag == tagXMP || f.tag == tagIPTC || f.tag == tagPhotoshop {
			// Long values are the business of whoever knows where they are.
			f.raw = nil
		} else if f.raw = t.at(f.off, int(length)); f.raw == nil {
			t.fault = "a value lies outside of the data"
			return f, false
		}
	}
	f.count = int(min(count, math.MaxInt32))
	return f, true
}

func kindWidth(kind uint16) int64 {
	switch kind {
	case 1, 2, 6, 7, 129: // byte, ASCII, signed byte, undefined, UTF-8 (EXIF 3.0)
		return 1
	case 3, 8: // short
		return 2
	case 4, 9, 11, 13: // long, float, IFD
		return 4
	case 5, 10, 12: // rational, double
		return 8
	}
	return 0
}

// text gives the value as the bytes before the first NUL.
func (f field) text() string {
	b := f.raw[:min(len(f.raw), maxValue)]
	for i, c := range b {
		if c == 0 {
			b = b[:i]
			break
		}
	}
	return string(b)
}

// integer gives the i-th value as a whole number.
func (f field) integer(i int) (int64, bool) {
	w := int(kindWidth(f.kind))
	if i < 0 || w == 0 || (i+1)*w > len(f.raw) {
		return 0, false
	}
	b := f.raw[i*w:]
	switch f.kind {
	case 1, 7:
		return int64(b[0]), true
	case 6:
		return int64(int8(b[0])), true
	case 3:
		return int64(f.order.Uint16(b)), true
	case 8:
		return int64(int16(f.order.Uint16(b))), true
	case 4, 13:
		return int64(f.order.Uint32(b)), true
	case 9:
		return int64(int32(f.order.Uint32(b))), true
	}
	return 0, false
}

// number gives the i-th value as a fraction; NaN where it is 0/0.
func (f field) number(i int) (float64, bool) {
	if n, ok := f.integer(i); ok {
		return float64(n), true
	}
	if i < 0 || (i+1)*8 > len(f.raw) {
		return 0, false
	}
	b := f.raw[i*8:]
	switch f.kind {
	case 5:
		return quotient(float64(f.order.Uint32(b)), float64(f.order.Uint32(b[4:]))), true
	case 10:
		return quotient(float64(int32(f.order.Uint32(b))), float64(int32(f.order.Uint32(b[4:])))), true
	case 12:
		return math.Float64frombits(f.order.Uint64(b)), true
	}
	return 0, false
}

func quotient(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// String gives the value as text for a claim.
func (f field) String() string {
	if f.kind == 2 || f.kind == 129 {
		return f.text()
	}
	var parts []string
	for i := range min(f.count, 8) {
		n, ok := f.number(i)
		if !ok || math.IsNaN(n) {
			break
		}
		parts = append(parts, strconv.FormatFloat(n, 'g', 10, 64))
	}
	return strings.Join(parts, " ")
}
