package media

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// userData reads a udta box: texts of QuickTime, whose kinds begin with ©, and
// those of 3GPP (TS 26.244 clause 8).
func (l *look) userData(m *movie, udta box) {
	m.each(udta.off, udta.off+udta.size, 3, func(b box) bool {
		switch {
		case b.kind == "meta":
			l.movieMeta(m, b)
		case b.kind == "loci":
			l.loci(m, m.body(b, 1024))
		case b.kind == "XMP_":
			l.readXMP(m.body(b, maxXMP))
		case b.kind == "auth" || b.kind == "perf":
			l.identity(m.where, b.kind, text3GPP(m.body(b, maxValue)))
		case b.kind == "titl" || b.kind == "dscp" || b.kind == "cprt" || b.kind == "gnre":
			l.claim(m.where, b.kind, text3GPP(m.body(b, maxValue)))
		case b.kind == "yrrc":
			if v := m.body(b, 6); len(v) == 6 {
				l.isoTime(Created, m.where, "yrrc", fmt.Sprintf("%04d", be16(v[4:])))
			}
		case b.kind[0] == 0xA9:
			if v := m.body(b, maxValue); len(v) >= 4 {
				n := min(int(be16(v)), len(v)-4)
				l.movieText(m, b.kind, string(v[4:4+n]))
			}
		}
		return true
	})
}

// text3GPP skips version, flags and language.
func text3GPP(v []byte) string {
	if len(v) < 6 {
		return ""
	}
	if v = v[6:]; has(v, 0, "\xfe\xff") {
		return decodeUTF16(v[2:], true)
	}
	return string(v)
}

// movieText sorts one text by its kind or key.
func (l *look) movieText(m *movie, key, value string) {
	name := strings.TrimPrefix(key, "com.apple.quicktime.")
	if strings.HasPrefix(key, "\xa9") {
		name = "©" + key[1:]
	}
	switch name {
	case "©xyz", "location.ISO6709":
		l.iso6709(m.where, name, value)
	case "creationdate":
		l.isoTime(Captured, m.where, "creationdate", value)
	case "©day":
		l.looseTime(Created, m.where, name, value)
	case "©mak", "make", "com.android.manufacturer":
		l.setCamera(value, "", "")
		l.claim(m.where, name, value)
	case "©mod", "model", "com.android.model":
		l.setCamera("", value, "")
		l.claim(m.where, name, value)
	case "©swr", "software", "©too":
		l.setCamera("", "", value)
		l.claim(m.where, name, value)
	case "©aut", "author", "©ART", "artist", "aART", "ownr", "apID", "content.identifier", "camera.identifier",
		"©wrt", "cprt", "copyright", "©cpy", "©prd", "producer", "©dir", "director", "publisher", "UUID":
		l.identity(m.where, name, value)
	default:
		l.claim(m.where, validUTF8(cut(name, 80)), value)
	}
}

// movieMeta reads a meta box: keys and values of QuickTime, or the list of
// iTunes.
func (l *look) movieMeta(m *movie, meta box) {
	start := meta.off
	if v := m.body(meta, 8); len(v) == 8 && be32(v) == 0 {
		start += 4 // a full box in MP4, a plain one in QuickTime
	}
	m.keys = nil
	m.each(start, meta.off+meta.size, 4, func(b box) bool {
		switch b.kind {
		case "keys":
			m.readKeys(b)
		case "ilst":
			m.each(b.off, b.off+b.size, 5, func(item box) bool {
				l.metaItem(m, item)
				return true
			})
		}
		return true
	})
}

func (m *movie) readKeys(b box) {
	r := &cursor{b: m.body(b, 64<<10)}
	r.skip(4)
	for range min(r.uint(4), 500) {
		n := int(min(r.uint(4), 1024))
		if n < 8 || r.ended || n-4 > len(r.b) {
			return
		}
		m.keys = append(m.keys, string(r.b[4:n-4]))
		r.skip(n - 4)
	}
}

func (l *look) metaItem(m *movie, item box) {
	key := item.kind
	if i := int(be32([]byte(key))); i >= 1 && i <= len(m.keys) {
		key = m.keys[i-1]
	}
	if key == "----" || key == "covr" {
		return
	}
	m.each(item.off, item.off+item.size, 6, func(b box) bool {
		v := m.body(b, maxValue)
		if b.kind != "data" || len(v) < 8 {
			return true
		}
		switch value := v[8:]; be32(v) {
		case 1:
			l.movieText(m, key, string(value))
		case 2:
			l.movieText(m, key, decodeUTF16(value, true))
		case 21, 22, 65, 66, 67, 75, 76, 77:
			if len(value) <= 8 {
				r := &cursor{b: value}
				l.movieText(m, key, strconv.FormatUint(r.uint(len(value)), 10))
			}
		}
		return false
	})
}

// iso6709 reads a place as ISO 6709 annex H writes it: "+33.5102+036.2913+690/",
// in degrees, degrees and minutes, or with seconds.
func (l *look) iso6709(where, name, raw string) {
	raw = clean(raw)
	lat, rest, okLat := coordinate(raw, 2)
	lon, rest, okLon := coordinate(rest, 3)
	if !okLat || !okLon {
		l.claim(where, name, raw)
		l.notDone(where+" "+name, "the place cannot be read")
		return
	}
	p := Place{Lat: lat, Lon: lon, Where: where, Name: name, Raw: raw}
	end := 0
	for end < len(rest) && strings.IndexByte("+-.0123456789", rest[end]) >= 0 {
		end++
	}
	if a, err := strconv.ParseFloat(rest[:end], 64); err == nil && finite(a) {
		p.AltitudeM = &a
	}
	l.place(p)
}

// coordinate reads one signed number whose first digits, two or three, are
// degrees.
func coordinate(s string, degreeDigits int) (float64, string, bool) {
	if s == "" || s[0] != '+' && s[0] != '-' {
		return 0, s, false
	}
	end := 1
	for end < len(s) && (s[end] == '.' || s[end] >= '0' && s[end] <= '9') {
		end++
	}
	body, rest := s[1:end], s[end:]
	whole, _, _ := strings.Cut(body, ".")
	v, err := strconv.ParseFloat(body, 64)
	if err != nil {
		return 0, rest, false
	}
	switch len(whole) - degreeDigits {
	case 2: // minutes
		d := math.Floor(v / 100)
		v = d + (v-d*100)/60
	case 4: // minutes and seconds
		d := math.Floor(v / 10000)
		minutes := math.Floor((v - d*10000) / 100)
		v = d + minutes/60 + (v-d*10000-minutes*100)/3600
	}
	if s[0] == '-' {
		v = -v
	}
	return v, rest, true
}

// loci reads the place of 3GPP TS 26.244 8.8: numbers of 16.16 bits after a name.
func (l *look) loci(m *movie, v []byte) {
	if len(v) < 6 {
		return
	}
	name, rest := v[6:], []byte(nil)
	if has(name, 0, "\xfe\xff") {
		for i := 2; i+1 < len(name); i += 2 {
			if name[i] == 0 && name[i+1] == 0 {
				name, rest = name[:i], name[i+2:]
				break
			}
		}
		l.claim(m.where, "loci name", decodeUTF16(name[min(2, len(name)):], true))
	} else {
		for i, c := range name {
			if c == 0 {
				name, rest = name[:i], name[i+1:]
				break
			}
		}
		l.claim(m.where, "loci name", string(name))
	}
	if len(rest) < 13 {
		l.notDone(m.where+" loci", "it is cut short")
		return
	}
	fixed := func(b []byte) float64 { return float64(int32(be32(b))) / 65536 }
	lon, lat, altitude := fixed(rest[1:]), fixed(rest[5:]), fixed(rest[9:])
	raw := fmt.Sprintf("%s %s %s", plainNumber(lat), plainNumber(lon), plainNumber(altitude))
	l.place(Place{Lat: lat, Lon: lon, AltitudeM: &altitude, Where: m.where, Name: "loci", Raw: raw})
}

// looseTime reads a time that people and programs write in several ways.
func (l *look) looseTime(role Role, where, name, raw string) {
	raw = clean(raw)
	if raw == "" {
		return
	}
	if d, ok := mailDate(raw); ok {
		l.time(Time{Role: role, Value: d, Where: where, Name: name, Raw: raw, Doubt: clockDoubt(d)})
		return
	}
	d, doubt := colonTime(raw, "")
	l.time(Time{Role: role, Value: d, Where: where, Name: name, Raw: raw, Doubt: doubt})
}
