package bagit

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxName is the length in bytes of a safe name. Every system takes it, also
// with a directory before it.
const maxName = 120

// SafeName turns a name that may be anything into a file name that every system
// takes and that shows what it is: letters of every script stay; control and
// format characters, separators and what Windows refuses become "_"; bytes that
// are not UTF-8 too. used holds the names, folded, that are taken in the same
// directory; a name that is taken gets "~2", "~3" before its ending, and the new
// one is added.
func SafeName(original []byte, used map[string]bool) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToValidUTF8(string(original), "_")) {
		switch {
		case strings.ContainsRune(`<>:"/\|?*~%`, r), r == utf8.RuneError, !unicode.IsGraphic(r), unicode.Is(unicode.Cf, r),
			unicode.IsSpace(r) && r != ' ':
			b.WriteByte('_')
		default:
			b.WriteRune(r)
		}
	}
	name := strings.Trim(strings.TrimRight(b.String(), ". "), " ")
	if name == "" || name[0] == '.' || name[0] == '-' || reserved(name) {
		name = "_" + name
	}
	stem, ending := split(name)
	name = cut(stem, maxName-len(ending)) + ending
	for n := 2; used[fold(name)]; n++ {
		mark := fmt.Sprintf("~%d", n)
		name = cut(stem, maxName-len(ending)-len(mark)) + mark + ending
	}
	used[fold(name)] = true
	return name
}

// fold makes names equal that some file system takes for the same.
func fold(name string) string { return strings.ToLower(norm.NFKC.String(name)) }

func split(name string) (stem, ending string) {
	ending = path.Ext(name)
	if ending == name || len(ending) > 20 || strings.ContainsAny(ending, " ") {
		return name, ""
	}
	return strings.TrimSuffix(name, ending), ending
}

// cut shortens a text to at most n bytes, at a letter.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimRight(s[:n], ". ")
}

// reserved reports whether Windows takes the name for a device.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	digit := strings.TrimPrefix(strings.TrimPrefix(stem, "COM"), "LPT")
	return len(stem) > 3 && digit != stem && strings.ContainsAny(digit, "0123456789¹²³") && utf8.RuneCountInString(digit) == 1
}
