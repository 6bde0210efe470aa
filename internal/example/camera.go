package example

import "encoding/binary"

// camera is what a camera writes into its pictures (EXIF 2.32, TIFF 6.0).
type camera struct {
	captured, offset, modified string
	lat, lon                   [3]uint32 // degrees, minutes, hundredths of seconds
}

// A field of a directory: its tag, type, count and bytes.
type field struct {
	tag, kind uint16
	count     uint32
	value     []byte
}

// cameraTime is how a camera writes a time.
const cameraTime = "2006:01:02 15:04:05"

const (
	asciiType    = 2
	longType     = 4
	rationalType = 5
)

func text(tag uint16, s string) field {
	return field{tag, asciiType, uint32(len(s) + 1), append([]byte(s), 0)}
}

func long(tag uint16, v uint32) field {
	return field{tag, longType, 1, binary.BigEndian.AppendUint32(nil, v)}
}

func degrees(tag uint16, v [3]uint32) field {
	var b []byte
	for i, n := range v {
		b = binary.BigEndian.AppendUint32(b, n)
		b = binary.BigEndian.AppendUint32(b, [3]uint32{1, 1, 100}[i])
	}
	return field{tag, rationalType, 3, b}
}

// directory writes fields as they stand at an offset of the TIFF: first the table,
// and after it what is longer than four bytes.
func directory(at uint32, fields []field) []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(len(fields)))
	after := at + 2 + uint32(12*len(fields)) + 4
	var tail []byte
	for _, f := range fields {
		b = binary.BigEndian.AppendUint16(b, f.tag)
		b = binary.BigEndian.AppendUint16(b, f.kind)
		b = binary.BigEndian.AppendUint32(b, f.count)
		if len(f.value) <= 4 {
			b = append(append(b, f.value...), make([]byte, 4-len(f.value))...)
			continue
		}
		b = binary.BigEndian.AppendUint32(b, after+uint32(len(tail)))
		tail = append(tail, f.value...)
		if len(tail)%2 == 1 {
			tail = append(tail, 0)
		}
	}
	return append(append(b, 0, 0, 0, 0), tail...)
}

// segment gives the APP1 segment of a JPEG.
func (c camera) segment() []byte {
	exif := []field{text(0x9003, c.captured), text(0x9010, c.offset), text(0x9011, c.offset)}
	gps := []field{text(1, "N"), degrees(2, c.lat), text(3, "E"), degrees(4, c.lon)}
	first := func(exifAt, gpsAt uint32) []field {
		return []field{text(0x010F, "Example"), text(0x0110, "Drawn camera"), text(0x0131, "Sijill example"), text(0x0132, c.modified), long(0x8769, exifAt), long(0x8825, gpsAt)}
	}
	const start = 8
	exifAt := uint32(start + len(directory(start, first(0, 0))))
	gpsAt := exifAt + uint32(len(directory(exifAt, exif)))
	tiff := append([]byte("MM\x00\x2a\x00\x00\x00\x08"), directory(start, first(exifAt, gpsAt))...)
	tiff = append(tiff, directory(exifAt, exif)...)
	tiff = append(tiff, directory(gpsAt, gps)...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	return append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2)), body...)
}
