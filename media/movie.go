package media

import (
	"fmt"
	"math"
	"time"
)

// epoch1904 is where QuickTime and MP4 count seconds from, in UTC (ISO/IEC
// 14496-12 8.2.2).
var epoch1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)

// movie gathers what one film says.
type movie struct {
	*boxes
	where     string // "MP4", "QuickTime"
	created   [2]uint64
	tracks    int
	keys      []string // of the metadata box that is being read
	fragments int
}

// readMovie reads the boxes of MP4, QuickTime, 3GP and M4A.
func (l *look) readMovie() {
	m := &movie{boxes: &boxes{src: l.src}, where: l.Format.Name}
	if l.Format == formatM4A || l.Format == format3GP {
		m.where = "MP4"
	}
	found := false
	m.each(0, l.src.size, 0, func(b box) bool {
		switch b.kind {
		case "ftyp":
			if v := m.body(b, 4); len(v) == 4 {
				l.claim(m.where, "major brand", string(v))
			}
		case "moov":
			found = true
			l.moov(m, b)
		case "moof":
			if m.fragments++; found && m.fragments > 16 {
				return false
			}
		case "meta":
			l.movieMeta(m, b)
		case "udta":
			l.userData(m, b)
		case "uuid":
			l.movieUUID(m, b)
		}
		return true
	})
	if !found {
		l.notDone("the film's own description", "there is no moov box: the file is cut short, or the recording was broken off")
	}
	if m.fault != "" {
		l.notDone("a part of the boxes", m.fault)
	}
}

func (l *look) moov(m *movie, moov box) {
	m.each(moov.off, moov.off+moov.size, 1, func(b box) bool {
		switch b.kind {
		case "mvhd":
			l.movieHeader(m, b)
		case "trak":
			if m.tracks++; m.tracks <= 64 {
				l.track(m, b)
			}
		case "udta":
			l.userData(m, b)
		case "meta":
			l.movieMeta(m, b)
		case "cmov":
			l.notDone("the film's own description", "it is compressed, which is not read")
		}
		return true
	})
}

// header holds the times of mvhd, tkhd and mdhd, which begin alike.
type header struct {
	created, modified uint64
	rest              []byte
	wide              bool
}

func readHeader(v []byte) (header, bool) {
	switch {
	case len(v) >= 20 && v[0] == 0:
		return header{uint64(be32(v[4:])), uint64(be32(v[8:])), v[12:], false}, true
	case len(v) >= 32 && v[0] == 1:
		return header{be64(v[4:]), be64(v[12:]), v[20:], true}, true
	}
	return header{}, false
}

func (l *look) movieHeader(m *movie, b box) {
	h, ok := readHeader(m.body(b, 120))
	if !ok {
		return
	}
	r := &cursor{b: h.rest}
	scale := r.uint(4)
	units := r.uint(4)
	if h.wide {
		units = units<<32 | r.uint(4)
	}
	if scale > 0 && units != math.MaxUint32 && !r.ended {
		l.Duration = seconds(float64(units) / float64(scale))
	}
	m.created = [2]uint64{h.created, h.modified}
	l.epoch1904(m, Created, "CreateDate", h.created)
	l.epoch1904(m, Modified, "ModifyDate", h.modified)
}

// seconds rounds a duration to a thousandth, and refuses what no file is.
func seconds(v float64) float64 {
	if !finite(v) || v < 0 || v > 1e9 {
		return 0
	}
	return math.Round(v*1000) / 1000
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func (l *look) epoch1904(m *movie, role Role, name string, n uint64) {
	d, doubt := epochTime(n, epoch1904)
	if n >= 2082844800*2 && doubt == "" {
		doubt = "far in the future"
	}
	l.time(Time{Role: role, Value: d, Where: m.where, Name: name, Raw: fmt.Sprint(n), Doubt: doubt})
}

// track reads one track; its times are told where they differ from the film's.
func (l *look) track(m *movie, trak box) {
	kind, codec := "", ""
	width, height, orientation := 0, 0, 0
	n := m.tracks
	m.each(trak.off, trak.off+trak.size, 2, func(b box) bool {
		switch b.kind {
		case "tkhd":
			v := m.body(b, 110)
			h, ok := readHeader(v)
			if !ok {
				return true
			}
			l.trackTimes(m, fmt.Sprintf("track %d TrackCreateDate", n), h)
			at := 84
			if h.wide {
				at = 96
			}
			if len(v) >= at {
				orientation = matrixOrientation(v[at-44 : at-8])
				width, height = int(be32(v[at-8:])>>16), int(be32(v[at-4:])>>16)
			}
		case "mdia":
			kind, codec = l.mediaBox(m, b, n)
		case "udta":
			l.userData(m, b)
		case "meta":
			l.movieMeta(m, b)
		}
		return true
	})
	text := clean(kind + " " + codec)
	if width > 0 && height > 0 {
		text += fmt.Sprintf(" %dx%d", width, height)
	}
	l.claim(m.where, "track "+itoa(n), text)
	if (kind == "vide" || kind == "pict") && l.Width == 0 && width > 0 {
		l.Width, l.Height, l.Orientation = width, height, orientation
	}
}

func (l *look) trackTimes(m *movie, name string, h header) {
	if h.created != m.created[0] && h.created != 0 {
		l.epoch1904(m, Created, name, h.created)
	}
}

func (l *look) mediaBox(m *movie, mdia box, n int) (kind, codec string) {
	m.each(mdia.off, mdia.off+mdia.size, 3, func(b box) bool {
		switch b.kind {
		case "mdhd":
			if h, ok := readHeader(m.body(b, 40)); ok {
				l.trackTimes(m, fmt.Sprintf("track %d MediaCreateDate", n), h)
			}
		case "hdlr":
			if v := m.body(b, 12); len(v) == 12 {
				kind = string(v[8:12])
			}
		case "minf":
			m.each(b.off, b.off+b.size, 4, func(b box) bool {
				if b.kind != "stbl" {
					return true
				}
				m.each(b.off, b.off+b.size, 5, func(b box) bool {
					if b.kind != "stsd" {
						return true
					}
					if v := m.body(b, 16); len(v) == 16 {
						codec = string(v[12:16])
					}
					return false
				})
				return false
			})
		}
		return true
	})
	return kind, codec
}

// matrixOrientation reads the turning and mirroring out of a track's matrix
// (ISO/IEC 14496-12 8.3.2), 0 where it is something else.
func matrixOrientation(b []byte) int {
	const one = 1 << 16
	var v [4]int32 // a b c d of the matrix a b u, c d v, x y w
	for i, at := range []int{0, 4, 12, 16} {
		v[i] = int32(be32(b[at:]))
	}
	switch v {
	case [4]int32{one, 0, 0, one}:
		return 1
	case [4]int32{-one, 0, 0, one}:
		return 2
	case [4]int32{-one, 0, 0, -one}:
		return 3
	case [4]int32{one, 0, 0, -one}:
		return 4
	case [4]int32{0, one, one, 0}:
		return 5
	case [4]int32{0, one, -one, 0}:
		return 6
	case [4]int32{0, -one, -one, 0}:
		return 7
	case [4]int32{0, -one, one, 0}:
		return 8
	}
	return 0
}

// movieUUID knows the extension box in which Adobe puts XMP.
func (l *look) movieUUID(m *movie, b box) {
	const xmp = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"
	if v := m.body(b, 16); string(v) == xmp {
		if packet := l.src.upTo(b.off+16, int(min(b.size-16, maxXMP))); packet != nil {
			l.readXMP(packet)
		}
	}
}
