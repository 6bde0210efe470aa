package media

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"sijill.example/sijill"
)

// Limits on the parts of a message.
const (
	maxMailParts  = 100
	maxMailDepth  = 5
	maxMailHeader = 256 << 10
)

// readMail reads the head of a message and its text (RFC 5322, RFC 2045).
func (l *look) readMail() {
	// net/mail reads a head of any length into memory, so it is given a bounded
	// piece; the body is taken from the same piece.
	b := l.src.upTo(0, maxPiece)
	if int64(len(b)) < l.src.size {
		l.notDone("the rest of the message", "only the first 4 MiB are read")
	}
	if end := bytes.Index(b, []byte("\n\n")); end > maxMailHeader || end < 0 && len(b) > maxMailHeader {
		if crlf := bytes.Index(b, []byte("\r\n\r\n")); crlf < 0 || crlf > maxMailHeader {
			l.notDone("the message", "its head is longer than is read")
			return
		}
	}
	if has(b, 0, "From ") { // a line of an mbox
		if _, rest, ok := bytes.Cut(b, []byte("\n")); ok {
			b = rest
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		l.notDone("the message", "its head is damaged")
		return
	}
	for _, name := range []string{"Subject", "Content-Language", "X-Mailer", "User-Agent"} {
		l.claim("EML", name, headerText(m.Header.Get(name)))
	}
	l.setCamera("", "", headerText(m.Header.Get("X-Mailer")))
	for _, name := range []string{"From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Return-Path", "Message-Id", "In-Reply-To", "X-Originating-Ip", "Delivered-To"} {
		l.identity("EML", name, headerText(m.Header.Get(name)))
	}
	if raw := m.Header.Get("Date"); raw != "" {
		t := Time{Role: Published, Where: "EML", Name: "Date", Raw: clean(raw)}
		if d, ok := mailDate(raw); ok {
			t.Value, t.Doubt = d, clockDoubt(d)
		} else {
			t.Doubt = "it cannot be read as a time"
		}
		l.time(t)
	}
	parts := 0
	l.mailPart(m.Body, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), 0, &parts)
}

// mailDate reads a time as RFC 5322 3.3 has it, with its offset.
func mailDate(raw string) (sijill.Date, bool) {
	if len(raw) > 100 {
		return sijill.Date{}, false
	}
	t, err := mail.ParseDate(raw)
	if err != nil {
		return sijill.Date{}, false
	}
	if _, seconds := t.Zone(); seconds == 0 {
		return dated(t.UTC().Format("2006-01-02T15:04:05Z"))
	} else if seconds%60 != 0 {
		t = t.In(time.UTC)
	}
	return dated(t.Format("2006-01-02T15:04:05-07:00"))
}

func headerText(s string) string {
	d := mime.WordDecoder{CharsetReader: func(charset string, r io.Reader) (io.Reader, error) {
		b, err := io.ReadAll(io.LimitReader(r, maxValue))
		if err != nil {
			return nil, err
		}
		text, _ := decodeNamed(b, charset)
		return strings.NewReader(text), nil
	}}
	s = cut(s, maxValue)
	if out, err := d.DecodeHeader(s); err == nil {
		return out
	}
	return s
}

// mailPart reads the texts of a part and of the parts within it. Of alternatives
// the plain one comes first, and a page is read only where there was none.
func (l *look) mailPart(r io.Reader, contentType, transfer string, depth int, parts *int) {
	if *parts++; *parts > maxMailParts || depth > maxMailDepth {
		l.notDone("the rest of the message", "it has more parts than are read")
		return
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		mr := multipart.NewReader(r, params["boundary"])
		for *parts <= maxMailParts {
			p, err := mr.NextRawPart()
			if err != nil {
				return
			}
			if name := p.FileName(); name != "" {
				l.claim("EML", "attachment", headerText(name))
				*parts++
				continue
			}
			l.mailPart(p, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), depth+1, parts)
		}
		return
	}
	if kind != "text/plain" && (kind != "text/html" || l.Text != "") {
		return
	}
	switch strings.ToLower(strings.TrimSpace(transfer)) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	b, err := io.ReadAll(io.LimitReader(r, maxText))
	if err != nil {
		l.notDone("a part of the message", "its encoding is damaged")
	}
	text, encoding := decodeNamed(b, params["charset"])
	if l.TextEncoding == "" {
		l.TextEncoding = encoding
	}
	if kind == "text/html" {
		l.pageText(strings.NewReader(text))
		return
	}
	l.addText(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
}
