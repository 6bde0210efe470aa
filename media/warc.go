package media

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Limits on captures.
const (
	maxRecords      = 200000
	maxInflatedWARC = 256 << 20 // bytes, passed over and not kept
	maxTargets      = 64 << 10  // bytes of target addresses in the text
)

// sniffGZIP looks into the first bytes of what is compressed.
func sniffGZIP(s *source) Format {
	z, err := gzip.NewReader(bytes.NewReader(s.head))
	if err != nil {
		return formatGZIP
	}
	b := make([]byte, 8)
	n, _ := io.ReadFull(z, b)
	if b = b[:n]; has(b, 0, "WARC/0.") || has(b, 0, "WARC/1.") {
		return formatWARCGZ
	}
	return formatGZIP
}

// readGZIP reads the head of the file (RFC 1952).
func (l *look) readGZIP() {
	z, err := gzip.NewReader(bytes.NewReader(l.src.head))
	if err != nil {
		l.notDone("what is compressed", "its head is damaged")
		return
	}
	l.claim("GZIP", "name", z.Name)
	l.claim("GZIP", "comment", z.Comment)
	if at := z.ModTime; !at.IsZero() {
		d, _ := dated(at.UTC().Format("2006-01-02T15:04:05Z"))
		l.time(Time{Role: Modified, Value: d, Where: "GZIP", Name: "MTIME", Raw: fmt.Sprint(at.Unix()), Doubt: clockDoubt(d)})
	}
	l.never("what is compressed", "an archive is not unpacked")
}

// readWARC counts the records of a capture, with the first and the last time and
// the addresses (ISO 28500).
func (l *look) readWARC() {
	w := warcTally{kinds: map[string]int{}}
	body := l.src.stream(0, l.src.size)
	if l.Format == formatWARCGZ {
		z, err := gzip.NewReader(bufio.NewReaderSize(body, 32<<10))
		if err != nil {
			l.notDone("the records", "the compression is damaged")
			return
		}
		body = z
	}
	err := w.read(body)
	if err != nil {
		l.notDone("the rest of the records", err.Error())
	}
	l.tellWARC(&w, "WARC")
}

// warcTally is what is kept of a capture.
type warcTally struct {
	records     int
	kinds       map[string]int
	first, last string
	targets     strings.Builder
	more        bool
	software    string
}

var errTooLong = errors.New("there is more than is read of one file")

func (w *warcTally) read(r io.Reader) error {
	limited := &io.LimitedReader{R: r, N: maxInflatedWARC}
	b := bufio.NewReaderSize(limited, 32<<10)
	for w.records < maxRecords {
		line, err := warcLine(b)
		for err == nil && line == "" {
			line, err = warcLine(b)
		}
		if err == io.EOF && line == "" && limited.N > 0 {
			return nil
		}
		if limited.N <= 0 {
			return errTooLong
		}
		if err != nil {
			return errors.New("the file is damaged or cut short")
		}
		if !strings.HasPrefix(line, "WARC/") {
			return errors.New("a record does not begin where the one before it ends")
		}
		length, kind, err := w.header(b)
		if err != nil {
			return err
		}
		if kind == "warcinfo" && w.software == "" && length < 64<<10 {
			info := make([]byte, length)
			if _, err := io.ReadFull(b, info); err != nil {
				return errors.New("the file is damaged or cut short")
			}
			for field := range strings.Lines(string(info)) {
				if v, ok := strings.CutPrefix(field, "software:"); ok {
					w.software = v
				}
			}
			continue
		}
		if _, err := b.Discard(int(min(length, maxInflatedWARC+1))); err != nil {
			if limited.N <= 0 {
				return errTooLong
			}
			return errors.New("the last record is cut short")
		}
	}
	return errTooLong
}

// warcLine reads one line without its end; one that is too long is an error.
func warcLine(b *bufio.Reader) (string, error) {
	line, err := b.ReadSlice('\n')
	if err == io.EOF && len(line) == 0 {
		return "", io.EOF
	}
	return strings.TrimRight(string(line), "\r\n"), err
}

// header reads the named fields of a record.
func (w *warcTally) header(b *bufio.Reader) (length int64, kind string, err error) {
	length = -1
	date, target := "", ""
	for range 200 {
		line, err := warcLine(b)
		if err != nil {
			return 0, "", errors.New("the head of a record is cut short or too long")
		}
		if line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(name) {
		case "content-length":
			length, _ = strconv.ParseInt(value, 10, 64)
		case "warc-type":
			kind = value
		case "warc-date":
			date = value
		case "warc-target-uri":
			target = strings.Trim(value, "<>")
		}
	}
	if length < 0 {
		return 0, "", errors.New("a record has no length")
	}
	w.records++
	if kind = clean(cut(kind, 40)); len(w.kinds) < 20 {
		w.kinds[kind]++
	}
	if _, err := time.Parse(time.RFC3339, date); err == nil {
		if w.first == "" || date < w.first {
			w.first = date
		}
		if date > w.last {
			w.last = date
		}
	}
	if target != "" && (kind == "response" || kind == "resource" || kind == "revisit") {
		if w.targets.Len()+len(target) < maxTargets {
			w.targets.WriteString(clean(target) + "\n")
		} else {
			w.more = true
		}
	}
	return length, kind, nil
}

func (l *look) tellWARC(w *warcTally, where string) {
	l.claim(where, "records", itoa(w.records))
	for _, kind := range []string{"warcinfo", "response", "request", "resource", "metadata", "revisit", "conversion"} {
		if n := w.kinds[kind]; n > 0 {
			l.claim(where, "records of "+kind, itoa(n))
		}
	}
	l.setCamera("", "", strings.TrimSpace(w.software))
	l.isoTime(Captured, where, "first WARC-Date", w.first)
	if w.last != w.first {
		l.isoTime(Captured, where, "last WARC-Date", w.last)
	}
	l.addText(strings.TrimSuffix(w.targets.String(), "\n"))
	if w.more {
		l.notDone("the rest of the addresses", "only the first 64 KiB are kept")
	}
	l.never("the pages in the capture", "they are looked into when the capture is replayed")
}

// readWACZ reads the description, the pages and the records of a capture (WACZ
// 1.1.1).
func (l *look) readWACZ(entries []zipEntry) {
	w := warcTally{kinds: map[string]int{}}
	for i := range entries {
		e := &entries[i]
		switch {
		case e.name == "datapackage.json":
			if b, err := e.open(l.src, maxXMP); err == nil {
				l.dataPackage(b)
			}
		case e.name == "datapackage-digest.json":
			l.claim("WACZ", "signature", "there is a datapackage-digest.json; it is not checked here")
		case strings.HasPrefix(e.name, "archive/"):
			l.waczArchive(e, &w)
		}
	}
	l.tellWARC(&w, "WACZ")
}

func (l *look) waczArchive(e *zipEntry, w *warcTally) {
	r, err := e.reader(l.src)
	if err == nil {
		b := bufio.NewReaderSize(r, 32<<10)
		r = b
		// By content: some name a compressed capture as if it were plain.
		if magic, _ := b.Peek(2); has(magic, 0, "\x1f\x8b") {
			r, err = gzip.NewReader(b)
		}
	}
	if err == nil {
		err = w.read(r)
	}
	if err != nil {
		l.notDone("records in "+clean(e.name), clean(err.Error()))
	}
}
