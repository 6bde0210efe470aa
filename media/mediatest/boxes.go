package mediatest

import (
	"encoding/binary"
	"time"
)

func be16(n int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(n)) }
func be32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

func join(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// Box is a box of the ISO base media format.
func Box(kind string, parts ...[]byte) []byte {
	body := join(parts...)
	return join(be32(8+len(body)), []byte(kind), body)
}

var epoch1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)

// Movie is an MP4 without pictures: its brand, its times, its length in
// milliseconds, and where it says that it was made ("+36.2021+037.1343/").
func Movie(brand string, at time.Time, length int, place string) []byte {
	since := 0
	if !at.IsZero() {
		since = int(at.Unix() - epoch1904.Unix())
	}
	matrix := join(be32(0x10000), make([]byte, 12), be32(0x10000), make([]byte, 12), be32(0x40000000))
	mvhd := Box("mvhd", be32(0), be32(since), be32(since), be32(1000), be32(length), be32(0x10000), be16(0x100), make([]byte, 10), matrix, make([]byte, 24), be32(2))
	tkhd := Box("tkhd", be32(3), be32(since), be32(since), be32(1), be32(0), be32(length), make([]byte, 16), matrix, be32(640<<16), be32(360<<16))
	mdia := Box("mdia",
		Box("mdhd", be32(0), be32(since), be32(since), be32(1000), be32(length), be32(0)),
		Box("hdlr", be32(0), be32(0), []byte("vide"), make([]byte, 12), []byte("\x00")))
	udta := []byte{}
	if place != "" {
		udta = Box("udta", Box("\xa9xyz", be16(len(place)), be16(0x15c7), []byte(place)))
	}
	return join(Box("ftyp", []byte(brand), be32(0), []byte(brand)), Box("moov", mvhd, Box("trak", tkhd, mdia), udta), Box("mdat", make([]byte, 16)))
}

// HEIC is a still picture of no content with EXIF, of these pixels and turned by
// quarters anticlockwise.
func HEIC(w, h, quarters int, tiff []byte) []byte {
	exif := join(be32(6), []byte("Exif\x00\x00"), tiff)
	meta := func(at int) []byte {
		return Box("meta", be32(0),
			Box("hdlr", be32(0), be32(0), []byte("pict"), make([]byte, 13)),
			Box("pitm", be32(0), be16(1)),
			Box("iinf", be32(0), be16(2),
				Box("infe", be32(2<<24), be16(1), be16(0), []byte("hvc1\x00")),
				Box("infe", be32(2<<24), be16(2), be16(0), []byte("Exif\x00"))),
			Box("iloc", be32(0), be16(0x4400), be16(1), be16(2), be16(0), be16(1), be32(at), be32(len(exif))),
			Box("iprp",
				Box("ipco", Box("ispe", be32(0), be32(w), be32(h)), Box("irot", []byte{byte(quarters)})),
				Box("ipma", be32(0), be32(1), be16(1), []byte{2, 1, 2})))
	}
	brand := Box("ftyp", []byte("heic"), be32(0), []byte("mif1heic"))
	at := len(brand) + len(meta(0)) + 8
	return join(brand, meta(at), Box("mdat", exif))
}

func element(id uint32, body []byte) []byte {
	name := be32(int(id))
	for len(name) > 1 && name[0] == 0 {
		name = name[1:]
	}
	return join(name, []byte{0x10 | byte(len(body)>>24), byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body)
}

// Matroska is a film without pictures.
func Matroska(at time.Time) []byte {
	since := at.Sub(time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)).Nanoseconds()
	info := join(
		element(0x2AD7B1, be32(1000000)),
		element(0x4489, binary.BigEndian.AppendUint32(nil, 0x459c4000)), // 5000 as a float
		element(0x4461, binary.BigEndian.AppendUint64(nil, uint64(since))),
		element(0x4D80, []byte("a test")))
	track := element(0xAE, join(element(0x83, []byte{1}), element(0xE0, join(element(0xB0, be16(640)), element(0xBA, be16(360))))))
	return join(element(0x1A45DFA3, element(0x4282, []byte("matroska"))), element(0x18538067, join(element(0x1549A966, info), element(0x1654AE6B, track))))
}

// Chunks is a RIFF file of chunks of a kind.
func Chunks(kind string, chunks ...[]byte) []byte {
	body := join(append([][]byte{[]byte(kind)}, chunks...)...)
	return join([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body)
}

// Chunk is a chunk of a RIFF file.
func Chunk(name string, body []byte) []byte {
	out := join([]byte(name), binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

// WAV is a second of a tone, 8 bits at 8,000 a second.
func WAV() []byte {
	le := binary.LittleEndian
	format := le.AppendUint16(le.AppendUint16(nil, 1), 1)
	format = le.AppendUint32(le.AppendUint32(format, 8000), 8000)
	format = le.AppendUint16(le.AppendUint16(format, 1), 8)
	sound := make([]byte, 8000)
	for i := range sound {
		sound[i] = byte(i * 7)
	}
	return Chunks("WAVE", Chunk("fmt ", format), Chunk("LIST", join([]byte("INFO"), Chunk("ICRD", []byte("2016-12-13\x00")))), Chunk("data", sound))
}
