package media

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// epoch2001 is where Matroska counts nanoseconds from (RFC 9559 5.1.2.11).
var epoch2001 = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

const maxElements = 5000

// Elements of EBML and Matroska (RFC 8794, RFC 9559) that are read.
const (
	ebmlHead       = 0x1A45DFA3
	mkvSegment     = 0x18538067
	mkvInfo        = 0x1549A966
	mkvTracks      = 0x1654AE6B
	mkvTags        = 0x1254C367
	mkvCluster     = 0x1F43B675
	mkvScale       = 0x2AD7B1
	mkvDuration    = 0x4489
	mkvDateUTC     = 0x4461
	mkvTitle       = 0x7BA9
	mkvMuxingApp   = 0x4D80
	mkvWritingApp  = 0x5741
	mkvSegmentUUID = 0x73A4
	mkvTrackEntry  = 0xAE
	mkvTrackType   = 0x83
	mkvCodec       = 0x86
	mkvVideo       = 0xE0
	mkvPixelWidth  = 0xB0
	mkvPixelHeight = 0xBA
	mkvTag         = 0x7373
	mkvSimpleTag   = 0x67C8
	mkvTagName     = 0x45A3
	mkvTagString   = 0x4487
	ebmlDocType    = 0x4282
)

// ebml walks elements.
type ebml struct {
	src   *source
	count int
	fault string
}

// readMatroska reads the parts of the segment that describe the film.
func (l *look) readMatroska() {
	w := &ebml{src: l.src}
	w.each(0, l.src.size, 0, func(id uint64, off, size int64) bool {
		if id == mkvSegment {
			l.mkvSegment(w, off, off+size)
			return false
		}
		return true
	})
	if w.fault != "" {
		l.notDone("a part of Matroska", w.fault)
	}
}

// each calls visit for the elements between off and end. One of unknown size is
// taken to reach to the end.
func (w *ebml) each(off, end int64, depth int, visit func(id uint64, off, size int64) bool) {
	end = min(end, w.src.size)
	for off < end && depth < 8 {
		if w.count++; w.count > maxElements {
			w.fault = "there are more elements than are read"
			return
		}
		h := w.src.upTo(off, 12)
		id, n := vint(h, true)
		if n == 0 || n > 4 {
			w.fault = "an element has no name"
			return
		}
		size, m := vint(h[n:], false)
		if m == 0 {
			w.fault = "an element has no length"
			return
		}
		body := off + int64(n+m)
		length := int64(min(size, math.MaxInt64/4))
		if size == 1<<(7*m)-1 || length > end-body {
			length = end - body
		}
		if length < 0 || !visit(id, body, length) {
			return
		}
		off = body + length
	}
}

// vint reads a number of variable length (RFC 8794 4); the marker bit belongs to
// the names of elements. n is 0 where there is none.
func vint(b []byte, withMarker bool) (v uint64, n int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	n = 1
	for mask := byte(0x80); b[0]&mask == 0; mask >>= 1 {
		n++
	}
	if n > len(b) {
		return 0, 0
	}
	v = uint64(b[0])
	if !withMarker {
		v &= 1<<(8-n) - 1
	}
	for _, c := range b[1:n] {
		v = v<<8 | uint64(c)
	}
	return v, n
}

func (w *ebml) uint(off, size int64) uint64 {
	if size > 8 {
		return 0
	}
	r := &cursor{b: w.src.upTo(off, int(size))}
	return r.uint(int(size))
}

func (w *ebml) text(off, size int64) string {
	return string(w.src.upTo(off, int(min(size, maxValue))))
}

func (w *ebml) float(off, size int64) float64 {
	switch size {
	case 4:
		return float64(math.Float32frombits(uint32(w.uint(off, 4))))
	case 8:
		return math.Float64frombits(w.uint(off, 8))
	}
	return 0
}

func (l *look) mkvSegment(w *ebml, off, end int64) {
	clusters := 0
	w.each(off, end, 1, func(id uint64, off, size int64) bool {
		switch id {
		case mkvInfo:
			l.mkvInfo(w, off, off+size)
		case mkvTracks:
			tracks := 0
			w.each(off, off+size, 2, func(id uint64, off, size int64) bool {
				if id == mkvTrackEntry {
					tracks++
					l.mkvTrack(w, tracks, off, off+size)
				}
				return tracks < 64
			})
		case mkvTags:
			w.each(off, off+size, 2, func(id uint64, off, size int64) bool {
				if id == mkvTag {
					w.each(off, off+size, 3, func(id uint64, off, size int64) bool {
						if id == mkvSimpleTag {
							l.mkvTag(w, off, off+size)
						}
						return true
					})
				}
				return true
			})
		case mkvCluster:
			clusters++
			return clusters < 2000
		}
		return true
	})
}

func (l *look) mkvInfo(w *ebml, off, end int64) {
	scale, duration := uint64(1000000), 0.0
	w.each(off, end, 2, func(id uint64, off, size int64) bool {
		switch id {
		case mkvScale:
			scale = w.uint(off, size)
		case mkvDuration:
			duration = w.float(off, size)
		case mkvDateUTC:
			l.mkvDate(int64(w.uint(off, size)))
		case mkvTitle:
			l.claim("Matroska", "Title", w.text(off, size))
		case mkvMuxingApp:
			l.claim("Matroska", "MuxingApp", w.text(off, size))
		case mkvWritingApp:
			l.setCamera("", "", w.text(off, size))
			l.claim("Matroska", "WritingApp", w.text(off, size))
		case mkvSegmentUUID:
			l.identity("Matroska", "SegmentUUID", fmt.Sprintf("%x", w.src.upTo(off, int(min(size, 16)))))
		}
		return true
	})
	l.Duration = seconds(duration * float64(scale) / 1e9)
}

func (l *look) mkvDate(nanos int64) {
	t := Time{Role: Created, Where: "Matroska", Name: "DateUTC", Raw: fmt.Sprint(nanos)}
	if nanos == 0 {
		t.Doubt = "2001: not set"
	} else {
		at := epoch2001.Add(time.Duration(nanos))
		t.Value, _ = dated(at.Format("2006-01-02T15:04:05Z"))
		t.Doubt = clockDoubt(t.Value)
	}
	l.time(t)
}

func (l *look) mkvTrack(w *ebml, n int, off, end int64) {
	kind, codec, width, height := uint64(0), "", 0, 0
	w.each(off, end, 3, func(id uint64, off, size int64) bool {
		switch id {
		case mkvTrackType:
			kind = w.uint(off, size)
		case mkvCodec:
			codec = w.text(off, size)
		case mkvVideo:
			w.each(off, off+size, 4, func(id uint64, off, size int64) bool {
				switch id {
				case mkvPixelWidth:
					width = pixels(int64(w.uint(off, size)))
				case mkvPixelHeight:
					height = pixels(int64(w.uint(off, size)))
				}
				return true
			})
		}
		return true
	})
	text := clean(codec)
	if kind == 1 && width > 0 {
		text += fmt.Sprintf(" %dx%d", width, height)
		if l.Width == 0 {
			l.Width, l.Height = width, height
		}
	}
	l.claim("Matroska", "track "+itoa(n), text)
}

func (l *look) mkvTag(w *ebml, off, end int64) {
	name, value := "", ""
	w.each(off, end, 4, func(id uint64, off, size int64) bool {
		switch id {
		case mkvTagName:
			name = clean(w.text(off, min(size, 100)))
		case mkvTagString:
			value = w.text(off, size)
		}
		return true
	})
	l.tag("Matroska", name, value)
}

// tag sorts a field of the lists of names and values that sound and film have in
// common: Vorbis comments, Matroska tags.
func (l *look) tag(where, name, value string) {
	switch strings.ToUpper(name) {
	case "DATE_RECORDED", "DATE_ENCODED", "DATE_TAGGED", "DATE", "CREATION_TIME", "ENCODED_DATE", "YEAR":
		l.looseTime(Created, where, name, value)
	case "DATE_RELEASED":
		l.looseTime(Published, where, name, value)
	case "ARTIST", "PERFORMER", "AUTHOR", "COMPOSER", "COPYRIGHT", "CONTACT", "ENCODED_BY", "PRODUCER", "DIRECTOR", "ORGANIZATION", "ISRC":
		l.identity(where, name, value)
	case "LOCATION", "RECORDING_LOCATION", "GEO_LOCATION":
		if strings.HasPrefix(value, "+") || strings.HasPrefix(value, "-") {
			l.iso6709(where, name, value)
			return
		}
		l.claim(where, name, value)
	case "COM.ANDROID.MANUFACTURER", "MAKE":
		l.setCamera(value, "", "")
		l.claim(where, name, value)
	case "COM.ANDROID.MODEL", "MODEL":
		l.setCamera("", value, "")
		l.claim(where, name, value)
	case "ENCODER":
		l.setCamera("", "", value)
		l.claim(where, name, value)
	case "METADATA_BLOCK_PICTURE", "":
	default:
		l.claim(where, name, value)
	}
}
