package media

// readText reads a text from its start, up to the limit, in whatever encoding.
func (l *look) readText() {
	b := l.src.upTo(0, maxText)
	if int64(len(b)) < l.src.size {
		l.notDone("text", "only the first 1 MiB is read")
	}
	text, encoding := decodeText(b)
	l.addText(text)
	l.TextEncoding = encoding
}

// readXMLText reads the text between the tags. Nothing that the file points to is
// asked for, and what it declares is not resolved.
func (l *look) readXMLText() {
	b := l.src.upTo(0, maxText)
	if int64(len(b)) < l.src.size {
		l.notDone("text", "only the first 1 MiB is read")
	}
	s, encoding := decodeText(b)
	l.TextEncoding = encoding
	x := xmlScanner{s: s}
	var out textBuilder
	skip, first := 0, true
	for {
		t := x.next()
		switch t.kind {
		case xmlEnd:
			l.addText(out.String())
			if x.doctype {
				l.never("declarations of the document type", "entities are never resolved")
			}
			return
		case xmlOpen:
			if first && l.Format == formatSVG {
				l.svgSize(t.attrs)
			}
			first = false
			if (t.name == "script" || t.name == "style") && !t.empty {
				skip++
			}
			if t.name == "script" {
				l.never("a script", "scripts are never run")
			}
			if t.name == "title" && l.Format == formatSVG {
				out.space()
			}
			out.space()
		case xmlClose:
			if (t.name == "script" || t.name == "style") && skip > 0 {
				skip--
			}
			out.space()
		case xmlText:
			if skip == 0 {
				out.add(t.text)
			}
		}
	}
}

// svgSize takes the width and height of the first element where they are in
// pixels.
func (l *look) svgSize(attrs []xmlAttr) {
	for _, a := range attrs {
		n := 0
		for i := range len(a.value) {
			c := a.value[i]
			if c < '0' || c > '9' {
				if a.value[i:] != "px" {
					n = 0
				}
				break
			}
			if n = n*10 + int(c-'0'); n > 1<<20 {
				n = 0
				break
			}
		}
		switch a.name {
		case "width":
			l.Width = n
		case "height":
			l.Height = n
		case "viewBox":
			l.claim("SVG", "viewBox", a.value)
		}
	}
}

// textBuilder joins pieces of text with single breaks between them.
type textBuilder struct {
	b       []byte
	pending byte // a space or line break that is due before the next letter
}

func (t *textBuilder) full() bool { return len(t.b) > maxText }

// add appends text; runs of white space become one space.
func (t *textBuilder) add(s string) {
	for i := 0; i < len(s) && !t.full(); i++ {
		switch c := s[i]; c {
		case ' ', '\t', '\r', '\n', '\f', '\v':
			t.space()
		default:
			if t.pending != 0 {
				if len(t.b) > 0 {
					t.b = append(t.b, t.pending)
				}
				t.pending = 0
			}
			t.b = append(t.b, c)
		}
	}
}

func (t *textBuilder) space() {
	if t.pending == 0 {
		t.pending = ' '
	}
}

func (t *textBuilder) line() { t.pending = '\n' }

// String gives the text in valid UTF-8.
func (t *textBuilder) String() string { return cut(validUTF8(string(t.b)), maxText+1) }
