package media

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
)

const (
	maxChunks  = 5000
	maxInflate = 256 << 10 // bytes of one compressed text
)

// readPNG reads the chunks around the picture (PNG third edition, section 11).
func (l *look) readPNG() {
	off := int64(8)
	for range maxChunks {
		b := l.src.at(off, 8)
		if b == nil {
			l.notDone("the rest of the PNG", "the file ends before its last chunk")
			return
		}
		n, kind := int64(be32(b)), string(b[4:8])
		if n > l.src.size-off-8 {
			l.notDone("the rest of the PNG", "a chunk is longer than the file")
			n = l.src.size - off - 8
		}
		if kind == "IEND" {
			return
		}
		l.pngChunk(kind, off+8, n)
		off += 12 + n
	}
	l.notDone("the rest of the PNG", "there are more chunks than are read")
}

func (l *look) pngChunk(kind string, off, n int64) {
	switch kind {
	case "IHDR":
		if b := l.src.at(off, 8); b != nil && n >= 8 {
			l.Width, l.Height = pixels(int64(be32(b))), pixels(int64(be32(b[4:])))
		}
	case "eXIf":
		l.readEXIF(off, n)
	case "tIME":
		if b := l.src.at(off, 7); b != nil && n >= 7 {
			// PNG 11.3.5.1: universal time, not local time.
			raw := fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", be16(b), b[2], b[3], b[4], b[5], b[6])
			d, doubt := isoTime(raw + "Z")
			l.time(Time{Role: Modified, Value: d, Where: "PNG", Name: "tIME", Raw: raw, Doubt: doubt})
		}
	case "tEXt", "zTXt", "iTXt":
		if b := l.src.upTo(off, int(min(n, maxXMP))); b != nil {
			l.pngText(kind, b)
		}
	}
}

// pngText reads a keyword and its text (PNG 11.3.3).
func (l *look) pngText(kind string, b []byte) {
	keyword, rest, ok := bytes.Cut(b, []byte{0})
	if !ok || len(keyword) == 0 || len(keyword) > 79 {
		return
	}
	compressed := false
	switch kind {
	case "zTXt":
		if len(rest) < 1 {
			return
		}
		compressed, rest = true, rest[1:]
	case "iTXt":
		if len(rest) < 2 {
			return
		}
		compressed = rest[0] == 1
		_, after, ok1 := bytes.Cut(rest[2:], []byte{0}) // language
		_, text, ok2 := bytes.Cut(after, []byte{0})     // keyword in that language
		if !ok1 || !ok2 {
			return
		}
		rest = text
	}
	if compressed {
		rest = l.inflate(rest, maxInflate)
	}
	name, value := latin1(keyword), ""
	if kind == "iTXt" {
		value = string(rest)
	} else {
		value = latin1(rest)
	}
	switch {
	case name == "XML:com.adobe.xmp":
		l.readXMP(rest)
	case name == "Author":
		l.identity("PNG", name, value)
	case name == "Creation Time":
		l.looseTime(Created, "PNG", name, value)
	case name == "Software":
		l.setCamera("", "", value)
		l.claim("PNG", name, value)
	case strings.HasPrefix(name, "Raw profile type"):
		l.notDone("PNG "+clean(name), "the hexadecimal profiles of ImageMagick are not read")
	default:
		l.claim("PNG", clean(name), value)
	}
}

// inflate undoes zlib compression of a short text, up to a limit.
func (l *look) inflate(b []byte, limit int64) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		l.notDone("a compressed text", "its compression is damaged")
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(z, limit+1))
	if int64(len(out)) > limit {
		l.notDone("a compressed text", "it is longer than is kept")
		return out[:limit]
	}
	if err != nil {
		l.notDone("a compressed text", "its compression is damaged")
	}
	return out
}

// latin1 decodes ISO 8859-1, where the bytes are not UTF-8 after all.
func latin1(b []byte) string {
	s := string(b[:min(len(b), maxInflate)])
	if strings.IndexFunc(s, func(r rune) bool { return r > 0x7f }) < 0 || validStart([]byte(s)) {
		return s
	}
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}
