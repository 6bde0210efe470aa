package media

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"strings"
)

const (
	// maxZIPEntries is the most entries whose names are read.
	maxZIPEntries = 1000
	// maxPart is the most that one part of a document may inflate to, in bytes.
	maxPart = 8 << 20
)

// zipEntry is one line of the central directory (APPNOTE 4.3.12).
type zipEntry struct {
	name             string
	method           uint16
	encrypted        bool
	packed, unpacked int64
	header           int64
}

// zipDirectory reads the entries, at most maxZIPEntries, and gives the number
// that the file says it has.
func zipDirectory(s *source) (entries []zipEntry, count int64, ok bool) {
	tailAt := max(0, s.size-(66<<10))
	tail := s.upTo(tailAt, 66<<10)
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || i+22 > len(tail) {
		return nil, 0, false
	}
	end := tail[i:]
	count = int64(le16(end[10:]))
	size, off := int64(le32(end[12:])), int64(le32(end[16:]))
	if count == 0xFFFF || off == 0xFFFFFFFF {
		if b := s.at(tailAt+int64(i)-20, 20); has(b, 0, "PK\x06\x07") {
			at := int64(le32(b[8:])) | int64(le32(b[12:]))<<32
			if z := s.at(at, 56); has(z, 0, "PK\x06\x06") {
				count = int64(le32(z[32:])) | int64(le32(z[36:])&0x7fffffff)<<32
				size = int64(le32(z[40:])) | int64(le32(z[44:])&0x7fffffff)<<32
				off = int64(le32(z[48:])) | int64(le32(z[52:])&0x7fffffff)<<32
			}
		}
	}
	// Bytes before the archive (a program that unpacks itself) shift everything.
	shift := tailAt + int64(i) - size - off
	if shift < 0 || shift > s.size || size > s.size {
		shift = 0
	}
	at := off + shift
	if b := s.at(at, 4); !has(b, 0, "PK\x01\x02") {
		at, shift = off, 0
	}
	for range min(count, maxZIPEntries) {
		b := s.at(at, 46)
		if !has(b, 0, "PK\x01\x02") {
			break
		}
		nameLen, extraLen, noteLen := int64(le16(b[28:])), int64(le16(b[30:])), int64(le16(b[32:]))
		e := zipEntry{
			method: le16(b[10:]), encrypted: le16(b[8:])&1 != 0,
			packed: int64(le32(b[20:])), unpacked: int64(le32(b[24:])), header: int64(le32(b[42:])) + shift,
		}
		name := s.at(at+46, int(nameLen))
		if name == nil {
			break
		}
		e.name = string(name)
		entries = append(entries, e)
		at += 46 + nameLen + extraLen + noteLen
	}
	return entries, count, true
}

// open gives the content of an entry, inflated up to limit bytes.
func (e *zipEntry) open(s *source, limit int64) ([]byte, error) {
	r, err := e.reader(s)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, limit))
}

type zipFault string

func (f zipFault) Error() string { return string(f) }

func (e *zipEntry) reader(s *source) (io.Reader, error) {
	if e.encrypted {
		return nil, zipFault("it is encrypted")
	}
	h := s.at(e.header, 30)
	if !has(h, 0, "PK\x03\x04") {
		return nil, zipFault("its header is damaged")
	}
	off := e.header + 30 + int64(le16(h[26:])) + int64(le16(h[28:]))
	body := s.stream(off, e.packed)
	switch e.method {
	case 0:
		return body, nil
	case 8:
		return flate.NewReader(body), nil
	}
	return nil, zipFault("its compression is not known")
}

// sniffZIP tells the formats that are ZIP archives by their parts.
func sniffZIP(s *source) Format {
	// OpenDocument and EPUB say it in the first entry (OpenDocument 1.3 part 2, 3.3).
	if has(s.head, 30, "mimetype") {
		for _, f := range []Format{formatODT, formatODS, formatODP, formatEPUB} {
			if has(s.head, 38, f.MediaType) {
				return f
			}
		}
	}
	entries, _, _ := zipDirectory(s)
	page, warc := false, false
	for _, e := range entries {
		switch {
		case e.name == "word/document.xml":
			return formatDOCX
		case e.name == "xl/workbook.xml" || e.name == "xl/workbook.bin":
			return formatXLSX
		case e.name == "ppt/presentation.xml":
			return formatPPTX
		case e.name == "datapackage.json":
			page = true
		case strings.HasPrefix(e.name, "archive/") && (strings.HasSuffix(e.name, ".warc.gz") || strings.HasSuffix(e.name, ".warc")):
			warc = true
		}
	}
	if page && warc {
		return formatWACZ
	}
	return formatZIP
}

// readZIP reads an archive, or the document that it is.
func (l *look) readZIP() {
	entries, count, ok := zipDirectory(l.src)
	if !ok {
		l.notDone("the archive", "its table of contents is missing: it is cut short")
		return
	}
	if count > int64(len(entries)) {
		l.notDone("the rest of the archive", fmt.Sprintf("%d of %d entries are read", len(entries), count))
	}
	switch l.Format {
	case formatDOCX, formatXLSX, formatPPTX:
		l.readOffice(entries)
	case formatODT, formatODS, formatODP:
		l.readOpenDocument(entries)
	case formatWACZ:
		l.readWACZ(entries)
	default:
		l.zipList(entries, count)
	}
}

// zipList tells the number, the size and the names of the entries. Their times
// have no zone and are kept by no rule, so they are not told.
func (l *look) zipList(entries []zipEntry, count int64) {
	l.claim("ZIP", "entries", fmt.Sprint(count))
	var names strings.Builder
	unpacked := int64(0)
	encrypted := 0
	for _, e := range entries {
		if unpacked += e.unpacked; e.encrypted {
			encrypted++
		}
		if names.Len() < 64<<10 {
			names.WriteString(clean(e.name) + "\n")
		}
	}
	l.claim("ZIP", "unpacked bytes", fmt.Sprint(unpacked))
	if encrypted > 0 {
		l.claim("ZIP", "encrypted entries", itoa(encrypted))
	}
	l.addText(strings.TrimSuffix(names.String(), "\n"))
	l.never("what is in the archive", "an archive is not unpacked; its names are read")
}
