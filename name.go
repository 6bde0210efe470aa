package sijill

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Name is what a thing was called where it came from, byte for byte. It may be
// anything: not UTF-8, a path, a line break. It never becomes a path and is
// never shown as it is; Display makes it fit to be shown.
type Name string

// Fields gives the name as the fields of an entry: "name" alone where the bytes
// are UTF-8, otherwise a readable "name" and the true bytes as "name_bytes"
// (base64url, RFC 4648 without padding).
func (n Name) Fields() []Field {
	if utf8.ValidString(string(n)) {
		return []Field{{"name", string(n)}}
	}
	return []Field{
		{"name", strings.ToValidUTF8(string(n), "\uFFFD")},
		{"name_bytes", base64.RawURLEncoding.EncodeToString([]byte(n))},
	}
}

// NameOf gives back the name from the fields of an entry, as Fields wrote them.
func NameOf(fields map[string]any) Name {
	if s, ok := fields["name_bytes"].(string); ok {
		if b, err := base64.RawURLEncoding.DecodeString(s); err == nil {
			return Name(b)
		}
	}
	s, _ := fields["name"].(string)
	return Name(s)
}

// Display gives the name for a screen or a page: one line, with every control
// character, bidirectional control and invisible format character written as a
// visible \u escape, so that a name cannot pretend to be another by its order.
// The zero-width joiners, which Arabic and Persian spelling needs, are kept.
func (n Name) Display() string { return Printable(string(n)) }

// Printable is Display for any text that is not the archive's own.
func Printable(s string) string {
	clean := true
	for _, r := range s {
		if hidden(r) || r == utf8.RuneError {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				const digits = "0123456789abcdef"
				b.WriteString(`\x`)
				b.WriteByte(digits[s[i]>>4])
				b.WriteByte(digits[s[i]&15])
				continue
			}
			b.WriteRune(r)
		case hidden(r):
			b.WriteString(escape(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hidden(r rune) bool {
	const zeroWidthNonJoiner, zeroWidthJoiner = 0x200C, 0x200D
	if r == zeroWidthNonJoiner || r == zeroWidthJoiner {
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

func escape(r rune) string {
	const digits = "0123456789abcdef"
	if r > 0xFFFF {
		return `\U` + string([]byte{digits[r>>28&15], digits[r>>24&15], digits[r>>20&15], digits[r>>16&15],
			digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
	}
	return `\u` + string([]byte{digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
}

// Direction is the base direction of a text, by its first strong letter (Unicode
// UAX #9, rule P2): "rtl" or "ltr", and "auto" where it has none.
func Direction(s string) string {
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko):
			if unicode.IsLetter(r) {
				return "rtl"
			}
		case unicode.IsLetter(r):
			return "ltr"
		}
	}
	return "auto"
}
