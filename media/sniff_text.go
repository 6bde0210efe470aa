package media

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// sniffText tells kinds of text apart, and text from other bytes.
func sniffText(h []byte, name string) (Format, bool) {
	if _, _, ok := byteOrderMark(h); !ok && !looksLikeText(h) {
		return Format{}, false
	}
	start := strings.ToLower(string(textStart(h)))
	switch {
	case strings.HasPrefix(start, "#extm3u"):
		return formatHLS, true
	case strings.HasPrefix(start, "<?xml") || strings.HasPrefix(start, "<svg") || strings.HasPrefix(start, "<!doctype svg"):
		return sniffXML(start), true
	case isHTML(start):
		return formatHTML, true
	case isMailHeader(h):
		return formatEML, true
	case isJSON(start):
		return formatJSON, true
	}
	switch extension(name) {
	case "csv":
		return formatCSV, true
	case "md":
		return formatMarkdown, true
	case "html", "htm":
		if strings.Contains(start, "<p") || strings.Contains(start, "</") {
			return formatHTML, true
		}
	}
	if isCSV(h) {
		return formatCSV, true
	}
	return formatText, true
}

// textStart gives the first 4 KiB after a byte order mark and white space, made
// readable where it is UTF-16.
func textStart(h []byte) []byte {
	h = h[:min(len(h), 4096)]
	if enc, n, ok := byteOrderMark(h); ok {
		h = h[n:]
		if enc != encodingUTF8 {
			h = []byte(decodeUTF16(h, enc == encodingUTF16BE))
		}
	}
	return bytes.TrimLeft(h, " \t\r\n")
}

// looksLikeText allows no control characters but those of line and page, and asks
// for more than marks. Bytes above 127 may be of any encoding.
func looksLikeText(h []byte) bool {
	control := 0
	for _, c := range h {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b || c == 0x7f {
			if c == 0 {
				return false
			}
			control++
		}
	}
	return control*200 <= len(h) && (validStart(h) || legacyLetters(h))
}

// validStart is utf8.Valid for bytes that may end within a letter.
func validStart(h []byte) bool {
	for i := 0; i < utf8.UTFMax && i < len(h); i++ {
		if utf8.Valid(h[:len(h)-i]) {
			return true
		}
	}
	return len(h) == 0
}

// legacyLetters says that bytes above 127 stand among ASCII as letters of an
// 8-bit text do: with white space between words, and few C1 controls.
func legacyLetters(h []byte) bool {
	high, space := 0, 0
	for _, c := range h {
		switch {
		case c >= 0x80:
			high++
		case c == ' ' || c == '\n':
			space++
		}
	}
	return space*25 >= len(h) || len(h) < 25 && high < len(h)
}

func sniffXML(start string) Format {
	switch {
	case strings.Contains(start, "<svg"):
		return formatSVG
	case strings.Contains(start, "<html"):
		return formatXHTML
	}
	return formatXML
}

func isHTML(start string) bool {
	for _, mark := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<!--", "<meta", "<title", "<article", "<section", "<div", "<h1", "<h2", "<p>", "<table", "<iframe", "<style", "<br"} {
		if strings.HasPrefix(start, mark) {
			return true
		}
	}
	// Pages with a preamble (front matter of a site generator, for instance) have
	// their mark a little later.
	return strings.Contains(start, "<!doctype html") || strings.Contains(start, "<html")
}

// isMailHeader asks for two known fields of RFC 5322 among the first ones, with
// nothing but fields before them.
func isMailHeader(h []byte) bool {
	known := 0
	for i, line := range bytes.Split(h[:min(len(h), 8192)], []byte("\n")) {
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' || i == 0 && bytes.HasPrefix(line, []byte("From ")) {
			continue
		}
		field, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(field) == 0 || bytes.ContainsAny(field, " \t<>") {
			break
		}
		switch strings.ToLower(string(field)) {
		case "from", "to", "received", "message-id", "mime-version", "return-path", "delivered-to", "reply-to":
			known++
		case "subject", "date", "content-type":
			known++
		}
	}
	return known >= 3
}

func isJSON(start string) bool {
	if len(start) < 2 || start[0] != '{' && start[0] != '[' {
		return false
	}
	rest := strings.TrimLeft(start[1:], " \t\r\n")
	if start[0] == '{' {
		return strings.HasPrefix(rest, `"`) && strings.Contains(rest, ":") || strings.HasPrefix(rest, "}")
	}
	return rest != "" && strings.IndexByte(`{["]-0123456789tfn`, rest[0]) >= 0 && !strings.HasPrefix(rest, "[[")
}

// isCSV asks for the same number of separators, at least one, in the first lines.
func isCSV(h []byte) bool {
	lines := bytes.Split(textStart(h), []byte("\n"))
	if len(lines) < 3 {
		return false
	}
	lines = lines[:min(len(lines)-1, 8)]
	for _, sep := range []string{",", ";", "\t"} {
		n := countUnquoted(lines[0], sep[0])
		same := n > 0
		for _, line := range lines[1:] {
			same = same && countUnquoted(line, sep[0]) == n
		}
		if same {
			return true
		}
	}
	return false
}

func countUnquoted(line []byte, sep byte) int {
	n, quoted := 0, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			n++
		}
	}
	return n
}
