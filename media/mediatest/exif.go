// Package mediatest makes small files of every format that this program reads, for
// tests and benchmarks: whole ones, and ones that lie. It copies none.
package mediatest

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"math"
)

// Entry is one line of a TIFF directory.
type Entry struct {
	Tag, Kind uint16
	Count     uint32
	Value     []byte
	Offset    *uint32 // where the value is said to be, instead of where it is
	Sub       []Entry // a directory of its own
}

// Kinds of values (TIFF 6.0).
const (
	kindByte     = 1
	kindASCII    = 2
	kindShort    = 3
	kindLong     = 4
	kindRational = 5
)

// ASCII is a text.
func ASCII(tag uint16, s string) Entry {
	return Entry{Tag: tag, Kind: kindASCII, Count: uint32(len(s) + 1), Value: append([]byte(s), 0)}
}

// Short is a small number.
func Short(tag, n uint16) Entry {
	return Entry{Tag: tag, Kind: kindShort, Count: 1, Value: binary.LittleEndian.AppendUint16(nil, n)}
}

// Rationals are fractions: numerator, denominator, and so on.
func Rationals(tag uint16, n ...uint32) Entry {
	e := Entry{Tag: tag, Kind: kindRational, Count: uint32(len(n) / 2)}
	for _, v := range n {
		e.Value = binary.LittleEndian.AppendUint32(e.Value, v)
	}
	return e
}

// Lying is a value of so many of a kind, said to be at an offset.
func Lying(tag, kind uint16, count, offset uint32) Entry {
	return Entry{Tag: tag, Kind: kind, Count: count, Offset: &offset}
}

// EXIF is a directory of EXIF.
func EXIF(entries ...Entry) Entry { return Entry{Tag: 0x8769, Kind: kindLong, Count: 1, Sub: entries} }

// GPS is a directory of a position.
func GPS(entries ...Entry) Entry { return Entry{Tag: 0x8825, Kind: kindLong, Count: 1, Sub: entries} }

// Position is a directory with a place and a time of the satellites. Degrees may be
// more than there are.
func Position(lat, lon float64, date, clock string) Entry {
	north, east := "N", "E"
	if lat < 0 {
		north = "S"
	}
	if lon < 0 {
		east = "W"
	}
	entries := []Entry{
		ASCII(1, north), Rationals(2, sexagesimal(lat)...), ASCII(3, east), Rationals(4, sexagesimal(lon)...),
	}
	if date != "" {
		n := func(i int) uint32 { return uint32(clock[i]-'0')*10 + uint32(clock[i+1]-'0') }
		entries = append(entries, Rationals(7, n(0), 1, n(3), 1, n(6), 1), ASCII(0x1D, date))
	}
	return GPS(entries...)
}

func sexagesimal(degrees float64) []uint32 {
	const unit = 10000
	left := uint64(math.Round(math.Abs(degrees) * 3600 * unit))
	return []uint32{uint32(left / (3600 * unit)), 1, uint32(left / (60 * unit) % 60), 1, uint32(left % (60 * unit)), unit}
}

// TIFF is a TIFF structure, little-endian, with one directory.
func TIFF(entries ...Entry) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	return directory(b, entries)
}

// directory appends the directory and what it points to; offsets count from the
// start of b.
func directory(b []byte, entries []Entry) []byte {
	at := len(b)
	table := make([]byte, 2+12*len(entries)+4)
	binary.LittleEndian.PutUint16(table, uint16(len(entries)))
	b = append(b, table...)
	for i, e := range entries {
		line := at + 2 + 12*i
		binary.LittleEndian.PutUint16(b[line:], e.Tag)
		binary.LittleEndian.PutUint16(b[line+2:], e.Kind)
		binary.LittleEndian.PutUint32(b[line+4:], e.Count)
		switch {
		case e.Offset != nil:
			binary.LittleEndian.PutUint32(b[line+8:], *e.Offset)
		case e.Sub != nil:
			binary.LittleEndian.PutUint32(b[line+8:], uint32(len(b)))
			b = directory(b, e.Sub)
		case len(e.Value) <= 4:
			copy(b[line+8:], e.Value)
		default:
			binary.LittleEndian.PutUint32(b[line+8:], uint32(len(b)))
			b = append(b, e.Value...)
			if len(b)%2 == 1 {
				b = append(b, 0)
			}
		}
	}
	return b
}

// Photo is a drawn picture as a JPEG.
func Photo(w, h, seed int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, Drawing(w, h, seed), &jpeg.Options{Quality: 90}); err != nil {
		panic(err) // a picture in memory always encodes
	}
	return b.Bytes()
}

// Drawing is a picture with shapes in it that has a good print.
func Drawing(w, h, seed int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	fx, fy := float64(2+seed%5), float64(3+seed/5%7)
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			a := math.Sin(fx*6*u+float64(seed)) * math.Cos(fy*5*v)
			d := math.Hypot(u-0.3-0.05*float64(seed%7), v-0.6)
			c := 128 + 90*a
			if d < 0.2 {
				c = 255 - c/2
			}
			img.SetRGBA(x, y, color.RGBA{uint8(c), uint8(255 * u), uint8(200 * v), 255})
		}
	}
	return img
}

// WithSegment puts a segment after the start of a JPEG.
func WithSegment(photo []byte, marker byte, body []byte) []byte {
	out := append([]byte{}, photo[:2]...)
	out = append(out, 0xFF, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(append(out, body...), photo[2:]...)
}

// WithEXIF puts a TIFF structure into a JPEG.
func WithEXIF(photo, tiff []byte) []byte {
	return WithSegment(photo, 0xE1, append([]byte("Exif\x00\x00"), tiff...))
}

// WithXMP puts a packet of RDF/XML into a JPEG.
func WithXMP(photo []byte, description string) []byte {
	return WithSegment(photo, 0xE1, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), XMP(description)...))
}

// XMP is a packet of RDF/XML with these attributes of its description.
func XMP(attributes string) []byte {
	return []byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ` +
		attributes + `/></rdf:RDF></x:xmpmeta>`)
}
