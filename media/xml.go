package media

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// xmlKind is what a token of XML is.
type xmlKind int

const (
	xmlEnd xmlKind = iota // of the input
	xmlOpen
	xmlClose
	xmlText
)

// Limits on XML. Depth is bounded for whoever keeps a stack.
const (
	maxXMLDepth = 200
	maxXMLAttrs = 200
)

// xmlAttr is an attribute, its value with entities resolved.
type xmlAttr struct{ name, value string }

// xmlToken is an element with its attributes, the end of one, or text.
type xmlToken struct {
	kind  xmlKind
	name  string // with its prefix, as written
	attrs []xmlAttr
	text  string
	empty bool // <a/>: no end follows
}

// xmlScanner cuts XML into tokens. It knows the five entities of XML and
// numbers, and no others: what a DOCTYPE declares is passed over, and nothing
// outside of the bytes is ever asked for. It does not validate; damaged input
// ends early.
type xmlScanner struct {
	s       string
	doctype bool // one was passed over
}

func (x *xmlScanner) next() xmlToken {
	for {
		if x.s == "" {
			return xmlToken{}
		}
		if x.s[0] != '<' {
			i := strings.IndexByte(x.s, '<')
			if i < 0 {
				i = len(x.s)
			}
			text := x.s[:i]
			x.s = x.s[i:]
			return xmlToken{kind: xmlText, text: unescape(text)}
		}
		switch {
		case strings.HasPrefix(x.s, "<!--"):
			x.skip("-->")
		case strings.HasPrefix(x.s, "<![CDATA["):
			body, rest, _ := strings.Cut(x.s[len("<![CDATA["):], "]]>")
			x.s = rest
			return xmlToken{kind: xmlText, text: body}
		case strings.HasPrefix(x.s, "<?"):
			x.skip("?>")
		case strings.HasPrefix(x.s, "<!"):
			x.doctype = true
			x.skipDoctype()
		case strings.HasPrefix(x.s, "</"):
			name, rest, _ := strings.Cut(x.s[2:], ">")
			x.s = rest
			return xmlToken{kind: xmlClose, name: strings.TrimSpace(name)}
		default:
			return x.open()
		}
	}
}

func (x *xmlScanner) skip(end string) {
	_, x.s, _ = strings.Cut(x.s, end)
}

// skipDoctype passes over <!DOCTYPE ... [ ... ]>, whatever is declared there.
func (x *xmlScanner) skipDoctype() {
	depth, quote := 0, byte(0)
	for i := 2; i < len(x.s); i++ {
		c := x.s[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[' || c == '<':
			depth++
		case c == ']':
			depth--
		case c == '>':
			if depth <= 0 {
				x.s = x.s[i+1:]
				return
			}
			depth--
		}
	}
	x.s = ""
}

func (x *xmlScanner) open() xmlToken {
	t := xmlToken{kind: xmlOpen}
	s := x.s[1:]
	i := strings.IndexAny(s, " \t\r\n/>")
	if i <= 0 {
		// A < that opens nothing is text.
		x.s = s
		return xmlToken{kind: xmlText, text: "<"}
	}
	t.name, s = s[:i], s[i:]
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		switch {
		case s == "":
			x.s = ""
			return t
		case s[0] == '>':
			x.s = s[1:]
			return t
		case strings.HasPrefix(s, "/>"):
			x.s, t.empty = s[2:], true
			return t
		case s[0] == '/':
			s = s[1:]
			continue
		}
		name, rest, value, ok := xmlAttribute(s)
		if !ok {
			x.s = rest
			return t
		}
		if len(t.attrs) < maxXMLAttrs {
			t.attrs = append(t.attrs, xmlAttr{name, value})
		}
		s = rest
	}
}

// xmlAttribute reads name="value" from the start of s.
func xmlAttribute(s string) (name, rest, value string, ok bool) {
	i := strings.IndexAny(s, "= \t\r\n/>")
	if i < 0 {
		return "", "", "", false
	}
	name, s = s[:i], strings.TrimLeft(s[i:], " \t\r\n")
	if !strings.HasPrefix(s, "=") {
		if i == 0 {
			return "", s[min(1, len(s)):], "", false
		}
		return name, s, "", true
	}
	s = strings.TrimLeft(s[1:], " \t\r\n")
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return name, s, "", s != ""
	}
	value, rest, found := strings.Cut(s[1:], s[:1])
	return name, rest, unescape(value), found
}

// unescape resolves the entities of XML and numbers; others stay as written.
func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), 12)], ';')
		if end < 0 {
			b.WriteByte('&')
			s = s[1:]
			continue
		}
		if r, ok := entity(s[1:end]); ok {
			b.WriteRune(r)
		} else {
			b.WriteString(s[:end+1])
		}
		s = s[end+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, isHex := strings.CutPrefix(strings.ToLower(digits), "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || !utf8.ValidRune(rune(n)) || n == 0 {
		return 0, false
	}
	return rune(n), true
}
