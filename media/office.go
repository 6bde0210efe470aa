package media

import (
	"strings"
)

// readOffice reads core properties and text of Office Open XML (ECMA-376 part 2
// section 11, part 1 section 17).
func (l *look) readOffice(entries []zipEntry) {
	var out textBuilder
	for i := range entries {
		e := &entries[i]
		switch {
		case e.name == "docProps/core.xml":
			l.documentProperties(l.part(e), "OOXML")
		case e.name == "docProps/app.xml":
			l.documentProperties(l.part(e), "OOXML")
		case e.name == "word/document.xml", e.name == "word/footnotes.xml", e.name == "word/comments.xml",
			e.name == "xl/sharedStrings.xml",
			strings.HasPrefix(e.name, "ppt/slides/slide") && strings.HasSuffix(e.name, ".xml"):
			if !out.full() {
				l.officeText(l.part(e), &out)
			}
		case strings.HasSuffix(e.name, "vbaProject.bin"):
			l.never("a program in the document", "programs are never run")
		}
	}
	l.addText(out.String())
}

// part inflates one part of a document, up to the limit.
func (l *look) part(e *zipEntry) string {
	b, err := e.open(l.src, maxPart+1)
	if err != nil {
		l.notDone("the part "+clean(e.name), "it cannot be unpacked to its end")
	}
	if len(b) > maxPart {
		l.notDone("the part "+clean(e.name), "only the first 8 MiB are read")
		b = b[:maxPart]
	}
	return string(b)
}

// officeText takes the runs of text; a paragraph is a line.
func (l *look) officeText(s string, out *textBuilder) {
	x := xmlScanner{s: s}
	inText := false
	for !out.full() {
		t := x.next()
		_, local, ok := strings.Cut(t.name, ":")
		if !ok {
			local = t.name
		}
		switch t.kind {
		case xmlEnd:
			l.refuseDoctype(&x)
			return
		case xmlOpen:
			switch local {
			case "t", "delText":
				inText = !t.empty
			case "tab":
				out.space()
			case "br", "cr":
				out.line()
			}
		case xmlClose:
			switch local {
			case "t", "delText":
				inText = false
			case "p", "si", "tr":
				out.line()
			case "tc":
				out.space()
			}
		case xmlText:
			if inText {
				out.add(t.text)
			}
		}
	}
}

func (l *look) refuseDoctype(x *xmlScanner) {
	if x.doctype {
		l.never("declarations in the document", "entities are never resolved")
	}
}

// readOpenDocument reads meta.xml and content.xml (OpenDocument 1.3 part 3).
func (l *look) readOpenDocument(entries []zipEntry) {
	var out textBuilder
	for i := range entries {
		switch e := &entries[i]; e.name {
		case "meta.xml":
			l.documentProperties(l.part(e), "OpenDocument")
		case "content.xml":
			l.openDocumentText(l.part(e), &out)
		}
	}
	l.addText(out.String())
}

func (l *look) openDocumentText(s string, out *textBuilder) {
	x := xmlScanner{s: s}
	depth := 0 // of paragraphs and headings
	for !out.full() {
		t := x.next()
		switch t.kind {
		case xmlEnd:
			l.refuseDoctype(&x)
			return
		case xmlOpen:
			switch t.name {
			case "text:p", "text:h":
				if !t.empty {
					depth++
				}
				out.line()
			case "text:line-break":
				out.line()
			case "text:tab", "text:s":
				out.space()
			}
		case xmlClose:
			if (t.name == "text:p" || t.name == "text:h") && depth > 0 {
				depth--
				out.line()
			}
		case xmlText:
			if depth > 0 {
				out.add(t.text)
			}
		}
	}
}

// documentProperties reads elements that hold one value each.
func (l *look) documentProperties(s, where string) {
	x := xmlScanner{s: s}
	var value strings.Builder
	for range 2000 {
		t := x.next()
		switch t.kind {
		case xmlEnd:
			l.refuseDoctype(&x)
			return
		case xmlOpen:
			value.Reset()
		case xmlText:
			if value.Len() < maxValue {
				value.WriteString(t.text)
			}
		case xmlClose:
			l.documentProperty(where, t.name, value.String())
			value.Reset()
		}
	}
}

func (l *look) documentProperty(where, name, value string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	switch name {
	case "dcterms:created", "meta:creation-date":
		l.isoTime(Created, where, name, value)
	case "dcterms:modified":
		l.isoTime(Modified, where, name, value)
	case "dc:date":
		l.isoTime(Modified, where, name, value) // OpenDocument 1.3 part 3, 4.3.2.9
	case "cp:lastPrinted", "meta:print-date":
		l.claim(where, name, value)
	case "dc:creator", "cp:lastModifiedBy", "meta:initial-creator", "meta:printed-by", "Manager", "Company":
		l.identity(where, name, value)
	case "Application", "meta:generator":
		l.setCamera("", "", value)
		l.claim(where, name, value)
	case "dc:title", "dc:subject", "dc:description", "dc:language", "cp:keywords", "cp:category",
		"cp:revision", "meta:keyword", "meta:editing-cycles", "Pages", "Words", "AppVersion":
		l.claim(where, name, value)
	}
}
