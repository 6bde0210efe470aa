package media

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The encodings of text that are known.
const (
	encodingUTF8    = "UTF-8"
	encodingUTF16LE = "UTF-16LE"
	encodingUTF16BE = "UTF-16BE"
	encoding1256    = "Windows-1256"
	encoding1252    = "Windows-1252"
	encoding8859x6  = "ISO-8859-6"
)

// byteOrderMark gives the encoding that the first bytes name, and their number.
func byteOrderMark(b []byte) (string, int, bool) {
	switch {
	case has(b, 0, "\xef\xbb\xbf"):
		return encodingUTF8, 3, true
	case has(b, 0, "\xff\xfe") && !has(b, 0, "\xff\xfe\x00\x00"):
		return encodingUTF16LE, 2, true
	case has(b, 0, "\xfe\xff"):
		return encodingUTF16BE, 2, true
	}
	return "", 0, false
}

// decodeUTF16 decodes up to the first NUL; half a letter becomes U+FFFD.
func decodeUTF16(b []byte, isBigEndian bool) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u := le16(b[i:])
		if isBigEndian {
			u = be16(b[i:])
		}
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// decodeText decodes a text whose encoding nobody told, and says which it took
// and why.
func decodeText(b []byte) (text, encoding string) {
	if enc, n, ok := byteOrderMark(b); ok {
		if enc == encodingUTF8 {
			return strings.ToValidUTF8(string(b[n:]), "\uFFFD"), "UTF-8: a byte order mark says so"
		}
		return decodeUTF16(b[n:], enc == encodingUTF16BE), enc + ": a byte order mark says so"
	}
	ascii := true
	for _, c := range b {
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return string(b), "UTF-8: nothing but ASCII"
	}
	if validStart(b) {
		return strings.ToValidUTF8(string(b), ""), "UTF-8: all bytes are well formed"
	}
	return decodeLegacy(b)
}

// decodeNamed decodes by the name that a header gives, and falls back to what the
// bytes look like.
func decodeNamed(b []byte, name string) (text, encoding string) {
	known := map[string]*charmap.Charmap{
		"windows-1256": charmap.Windows1256, "cp1256": charmap.Windows1256, "x-cp1256": charmap.Windows1256,
		"windows-1252": charmap.Windows1252, "cp1252": charmap.Windows1252,
		"iso-8859-1": charmap.Windows1252, "latin1": charmap.Windows1252, // as the WHATWG reads it
		"iso-8859-6": charmap.ISO8859_6, "iso-8859-15": charmap.ISO8859_15, "iso-8859-9": charmap.Windows1254,
		"windows-1254": charmap.Windows1254, "windows-1251": charmap.Windows1251,
	}
	name = strings.ToLower(strings.Trim(strings.TrimSpace(name), `"'`))
	if m, ok := known[name]; ok && !(validStart(b) && hasHigh(b)) {
		return decodeMap(b, m), name + ": the file says so"
	}
	return decodeText(b)
}

func hasHigh(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

func decodeMap(b []byte, m *charmap.Charmap) string {
	var s strings.Builder
	s.Grow(len(b) + len(b)/2)
	for _, c := range b {
		s.WriteRune(m.DecodeByte(c))
	}
	return s.String()
}

// decodeLegacy decides between the 8-bit encodings that texts of the field come
// in. Of Arabic text nearly half of the letters are alef, lam, ya, mim, waw, nun
// and ra (Madi, "A study of Arabic letter frequency analysis", 2010), and in each
// encoding those stand at other bytes: the one that gives the most of them among
// its high bytes is taken, and Windows-1252 where none gives enough.
func decodeLegacy(b []byte) (text, encoding string) {
	sample := b[:min(len(b), 64<<10)]
	best, share := arabicShare(sample, charmap.Windows1256), encoding1256
	chosen := charmap.Windows1256
	if s := arabicShare(sample, charmap.ISO8859_6); s > best {
		best, share, chosen = s, encoding8859x6, charmap.ISO8859_6
	}
	// French or German put single accented letters into words of ASCII.
	if best < 0.35 || isolatedHigh(sample) {
		return decodeMap(b, charmap.Windows1252),
			encoding1252 + ": a guess; not UTF-8, and the high bytes are not as frequent as Arabic letters are"
	}
	percent := itoa(int(best*100 + 0.5))
	return decodeMap(b, chosen), share + ": a guess; not UTF-8, and " + percent +
		" of 100 high bytes are the frequent Arabic letters there"
}

// arabicShare is the share of frequent Arabic letters among the bytes above 127,
// less the share of those that are no letter or sign of Arabic text.
func arabicShare(b []byte, m *charmap.Charmap) float64 {
	frequent, strange, high := 0, 0, 0
	for _, c := range b {
		if c < utf8.RuneSelf {
			continue
		}
		high++
		switch r := m.DecodeByte(c); {
		case strings.ContainsRune("اليمونرةأ", r):
			frequent++
		case r >= 0x0621 && r <= 0x0652, r == 0x060C, r == 0x061B, r == 0x061F,
			r == 0x067E, r == 0x0686, r == 0x0698, r == 0x06AF, r == 0x06A9,
			r == 0x200C, r == 0x200D, r == 0x200E, r == 0x200F, r == 0x00AB, r == 0x00BB, r == 0x00A0,
			r >= 0x2013 && r <= 0x2026:
		default:
			strange++
		}
	}
	if high == 0 {
		return 0
	}
	return float64(frequent-strange) / float64(high)
}

// isolatedHigh says that most bytes above 127 stand next to ASCII letters, as
// accented letters do and Arabic ones do not.
func isolatedHigh(b []byte) bool {
	beside, high := 0, 0
	isLetter := func(i int) bool {
		if i < 0 || i >= len(b) {
			return false
		}
		c := b[i] | 0x20
		return c >= 'a' && c <= 'z'
	}
	for i, c := range b {
		if c >= utf8.RuneSelf {
			high++
			if isLetter(i-1) || isLetter(i+1) {
				beside++
			}
		}
	}
	return beside*2 > high
}

func validUTF8(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
