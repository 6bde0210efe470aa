package media

import (
	"bytes"
	"strconv"
	"strings"
)

// maxPDFScan is the most of a PDF that is searched for its objects, in bytes. A
// longer one is searched at its start and at its end.
const maxPDFScan = 16 << 20

// pdf is what was found by searching: the objects that stand uncompressed.
type pdf struct {
	info, root string // "12 0", from the last trailer
	pagesRef   string // of the tree of pages
	encrypted  bool
	dicts      map[string][]byte // the beginnings of the objects that are asked for
}

// readPDF reads the version, the information dictionary where it stands
// uncompressed, the XMP packet, and the number of pages (ISO 32000-1 7.5, 14.3).
// The text of the pages is left to a program that lays out pages.
func (l *look) readPDF() {
	h := l.src.head
	if i := bytes.Index(h, []byte("%PDF-")); i >= 0 && i+8 <= len(h) {
		l.claim("PDF", "version", validUTF8(string(h[i+5:i+8])))
	}
	var p pdf
	var xmp []byte
	pieces := [][2]int64{{0, l.src.size}}
	if l.src.size > maxPDFScan {
		pieces = [][2]int64{{0, maxPDFScan / 2}, {l.src.size - maxPDFScan/2, l.src.size}}
		l.notDone("the middle of the PDF", "it is searched at its start and its end only")
	}
	// Trailers first: they name the objects that are then looked for.
	l.pdfPieces(pieces, func(b []byte, _ bool) { p.trailers(b) })
	p.dicts = map[string][]byte{}
	l.pdfPieces(pieces, func(b []byte, _ bool) {
		p.find(b, p.info)
		p.find(b, p.root)
		if i := bytes.Index(b, []byte("<x:xmpmeta")); i >= 0 {
			if n := bytes.Index(b[i:], []byte("</x:xmpmeta>")); n >= 0 && n < maxXMP {
				xmp = bytes.Clone(b[i : i+n+len("</x:xmpmeta>")])
			}
		}
	})
	p.pagesRef = p.pages()
	wanted := append(p.infoRefs(), p.pagesRef)
	l.pdfPieces(pieces, func(b []byte, _ bool) {
		for _, ref := range wanted {
			p.find(b, ref)
		}
	})
	if p.encrypted {
		l.claim("PDF", "encrypted", "yes")
		l.notDone("the information of the PDF", "the file is encrypted")
	} else {
		l.pdfInfo(&p)
	}
	l.pdfPages(&p)
	if xmp != nil {
		l.readXMP(xmp)
	}
}

// pdfPieces gives the file in overlapping pieces of 1 MiB.
func (l *look) pdfPieces(pieces [][2]int64, visit func(b []byte, last bool)) {
	const step, overlap = 1 << 20, 64 << 10
	buf := make([]byte, 0, step+overlap)
	for _, piece := range pieces {
		for off := piece[0]; off < piece[1]; off += step {
			n := int(min(step+overlap, piece[1]-off))
			if int64(n) > l.src.left {
				l.src.spent = true
				return
			}
			got := l.src.fill(off, buf[:n])
			visit(buf[:got], off+step >= piece[1])
		}
	}
}

// trailers reads the references of trailers and of cross-reference streams; the
// last of the file is the valid one.
func (p *pdf) trailers(b []byte) {
	for _, mark := range []string{"/Info", "/Root"} {
		for at := 0; ; {
			i := bytes.Index(b[at:], []byte(mark))
			if i < 0 {
				break
			}
			at += i + len(mark)
			if ref := reference(b[at:]); ref != "" {
				if mark == "/Info" {
					p.info = ref
				} else {
					p.root = ref
				}
			}
		}
	}
	if i := bytes.Index(b, []byte("/Encrypt")); i >= 0 && reference(b[i+len("/Encrypt"):]) != "" {
		p.encrypted = true
	}
}

// reference reads " 12 0 R" and gives "12 0".
func reference(b []byte) string {
	f := strings.Fields(string(b[:min(len(b), 40)]))
	if len(f) < 3 || !strings.HasPrefix(f[2], "R") {
		return ""
	}
	n, errN := strconv.ParseUint(f[0], 10, 32)
	g, errG := strconv.ParseUint(f[1], 10, 16)
	if errN != nil || errG != nil {
		return ""
	}
	return strconv.FormatUint(n, 10) + " " + strconv.FormatUint(g, 10)
}

// find keeps the last object of that number.
func (p *pdf) find(b []byte, ref string) {
	if ref == "" {
		return
	}
	mark := []byte(ref + " obj")
	for at := 0; ; {
		i := bytes.Index(b[at:], mark)
		if i < 0 {
			return
		}
		at += i + len(mark)
		if start := at - len(mark); start > 0 && b[start-1] >= '0' && b[start-1] <= '9' {
			continue // the end of a longer number
		}
		body := b[at:min(len(b), at+16<<10)]
		if end := bytes.Index(body, []byte("endobj")); end >= 0 {
			body = body[:end]
		}
		p.dicts[ref] = bytes.Clone(body)
	}
}

// The keys of the information dictionary that are told.
var (
	pdfTexts = []string{"Title", "Subject", "Keywords", "Creator", "Producer"}
	pdfKeys  = append([]string{"Author", "CreationDate", "ModDate"}, pdfTexts...)
)

// infoRefs lists the objects in which the values of the information dictionary
// stand, where some writer put each into an object of its own.
func (p *pdf) infoRefs() []string {
	var out []string
	dict := p.dicts[p.info]
	for _, key := range pdfKeys {
		if i := bytes.Index(dict, []byte("/"+key)); i >= 0 {
			if ref := reference(dict[i+len(key)+1:]); ref != "" {
				out = append(out, ref)
			}
		}
	}
	return out
}

// text reads the string after a key, there or in the object that is named there.
func (p *pdf) text(dict []byte, key string) string {
	i := bytes.Index(dict, []byte(key))
	if i < 0 {
		return ""
	}
	if ref := reference(dict[i+len(key):]); ref != "" {
		return pdfString(p.dicts[ref])
	}
	return pdfString(dict[i+len(key):])
}

func (l *look) pdfInfo(p *pdf) {
	if p.info == "" {
		return
	}
	dict, ok := p.dicts[p.info]
	if !ok {
		l.notDone("the information of the PDF", "it stands in a compressed stream")
		return
	}
	for _, key := range pdfTexts {
		value := p.text(dict, "/"+key)
		l.claim("PDF", key, value)
		if key == "Producer" || key == "Creator" {
			l.setCamera("", "", value)
		}
	}
	l.identity("PDF", "Author", p.text(dict, "/Author"))
	l.pdfTime(Created, "CreationDate", p.text(dict, "/CreationDate"))
	l.pdfTime(Modified, "ModDate", p.text(dict, "/ModDate"))
}

// pdfTime reads D:20161213152649+03'00' (ISO 32000-1 7.9.4).
func (l *look) pdfTime(role Role, name, raw string) {
	raw = clean(raw)
	if raw == "" {
		return
	}
	s := strings.TrimPrefix(raw, "D:")
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	digits, offset := s[:end], strings.ReplaceAll(s[end:], "'", "")
	if strings.HasPrefix(offset, "Z") {
		offset = "Z" // some writers put 00'00' after it
	}
	iso := digits
	if len(digits) >= 6 {
		iso = digits[:4] + "-" + digits[4:6]
	}
	if len(digits) >= 8 {
		iso += "-" + digits[6:8]
	}
	if len(digits) >= 14 {
		iso += "T" + digits[8:10] + ":" + digits[10:12] + ":" + digits[12:14] + offset
	} else if len(digits) >= 12 {
		iso += "T" + digits[8:10] + ":" + digits[10:12] + offset
	}
	l.isoTimeRaw(role, "PDF", name, raw, iso)
}

// pdfString reads a string, literal or hexadecimal, in UTF-16,
// UTF-8 or PDFDocEncoding, which is close to Windows-1252.
func pdfString(b []byte) string {
	b = bytes.TrimLeft(b, " \t\r\n")
	var v []byte
	switch {
	case has(b, 0, "("):
		v = pdfLiteral(b[1:])
	case has(b, 0, "<") && !has(b, 1, "<"):
		v = pdfHex(b[1:])
	}
	if enc, n, ok := byteOrderMark(v); ok {
		if enc == encodingUTF8 {
			return validUTF8(string(v[n:]))
		}
		return decodeUTF16(v[n:], enc == encodingUTF16BE)
	}
	return clean(string(v))
}

// pdfLiteral reads up to the matching parenthesis (ISO 32000-1 7.3.4.2).
func pdfLiteral(b []byte) []byte {
	var out []byte
	depth := 1
	for i := 0; i < len(b) && len(out) < maxValue; i++ {
		c := b[i]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return out
			}
		case '\\':
			if i++; i >= len(b) {
				return out
			}
			switch c = b[i]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\n':
				continue
			case '0', '1', '2', '3', '4', '5', '6', '7':
				n := 0
				end := min(i+3, len(b))
				for ; i < end && b[i] >= '0' && b[i] <= '7'; i++ {
					n = n*8 + int(b[i]-'0')
				}
				i--
				c = byte(n)
			}
		}
		out = append(out, c)
	}
	return out
}

func pdfHex(b []byte) []byte {
	var out []byte
	high, half := byte(0), false
	for _, c := range b[:min(len(b), 2*maxValue)] {
		var v byte
		switch {
		case c >= '0' && c <= '9':
			v = c - '0'
		case c >= 'a' && c <= 'f':
			v = c - 'a' + 10
		case c >= 'A' && c <= 'F':
			v = c - 'A' + 10
		case c == '>':
			if half {
				out = append(out, high<<4)
			}
			return out
		default:
			continue
		}
		if half {
			out = append(out, high<<4|v)
		} else {
			high = v
		}
		half = !half
	}
	return out
}

// pages names the tree of pages.
func (p *pdf) pages() string {
	dict := p.dicts[p.root]
	i := bytes.Index(dict, []byte("/Pages"))
	if i < 0 {
		return ""
	}
	return reference(dict[i+len("/Pages"):])
}

// pdfPages counts the pages where the tree of pages stands uncompressed.
func (l *look) pdfPages(p *pdf) {
	dict := p.dicts[p.pagesRef]
	i := bytes.Index(dict, []byte("/Count"))
	if i < 0 {
		return
	}
	f := strings.FieldsFunc(string(dict[i+len("/Count"):]), func(r rune) bool { return r < '0' || r > '9' })
	if len(f) > 0 {
		if n, err := strconv.Atoi(f[0]); err == nil && n > 0 && n < 1<<20 {
			l.claim("PDF", "pages", itoa(n))
		}
	}
}
