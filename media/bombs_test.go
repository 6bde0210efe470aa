package media_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill/media"
	"sijill.example/sijill/media/mediatest"
)

// Limits of one reading, generous for a slow machine with the race detector.
const (
	mostTime   = 2 * time.Minute // more than that is a hang
	mostMemory = 400 << 20       // bytes that were allocated, whether or not they are held
)

// within reads within the limits.
func within(t *testing.T, name string, b []byte) media.Facts {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f := read(b, name)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; took > mostTime || used > mostMemory {
		t.Errorf("%s: %v and %d MiB", name, took, used>>20)
	}
	return f
}

func repeated(s string, n int) string { return strings.Repeat(s, n) }

// deflated is what n bytes of one letter are packed in.
func deflated(n int) string {
	return string(mediatest.Gzip(bytes.Repeat([]byte("A"), n)))
}

// Small files that would become large, or that go round in circles.
func TestBombs(t *testing.T) {
	huge := repeated("A", 20<<20)
	nested := mediatest.ZIP("a.txt", "x")
	for range 20 {
		nested = mediatest.ZIP("inner.zip", string(nested), "again.zip", string(nested))
		if len(nested) > 1<<20 {
			break
		}
	}
	manyNames := make([]string, 0, 40000)
	for i := range 20000 {
		manyNames = append(manyNames, fmt.Sprint(i), "")
	}
	mail := "MIME-Version: 1.0\r\nFrom: a@example.org\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
	for name, b := range map[string][]byte{
		"a document of one letter.docx": mediatest.ZIP("word/document.xml", "<w:document><w:p><w:t>"+huge),
		"properties.docx":               mediatest.ZIP("docProps/core.xml", "<a>"+huge, "word/document.xml", "<w:t>x</w:t>"),
		"a text.odt":                    mediatest.ZIP("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<text:p>"+huge),
		"deep.docx":                     mediatest.ZIP("word/document.xml", repeated("<w:p>", 1<<20)),
		"entities.docx": mediatest.ZIP("word/document.xml", `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">`+
			`<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document><w:t>`+repeated("&c;", 100000)+`</w:t></w:document>`),
		"many.zip":       mediatest.ZIP(manyNames...),
		"nested.zip":     nested,
		"capture.wacz":   mediatest.ZIP("archive/a.warc.gz", deflated(20<<20), "datapackage.json", "{}"),
		"capture.warc":   []byte(repeated("WARC/1.1\r\nContent-Length: 0\r\n\r\n", 210000)),
		"capture.gz":     mediatest.Gzip(append([]byte("WARC/1.1\r\nContent-Length: 99999999999\r\n\r\n"), bytes.Repeat([]byte("A"), 20<<20)...)),
		"length.warc":    []byte("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 9223372036854775807\r\n\r\nx"),
		"parts.eml":      []byte(mail + repeated("--b\r\n\r\nx\r\n", 50000)),
		"head.eml":       []byte("From: a@example.org\r\nSubject: x\r\n" + repeated("To: somebody@example.org\r\n", 100000)),
		"deep.eml":       []byte(mail + repeated("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 5000)),
		"deep.html":      []byte("<!doctype html>" + repeated("<div>", 1<<19)),
		"attributes.htm": []byte("<!doctype html><p " + repeated("a=b ", 1<<19) + ">"),
		"deep.xml":       []byte("<?xml version='1.0'?>" + repeated("<a>", 1<<20)),
		"deep.json":      []byte(repeated("[", 1<<20)),
		"long.txt":       []byte(repeated("حلب ", 4<<20)),
		"xmp.jpg":        mediatest.WithXMP(mediatest.Photo(8, 8, 1), repeated(`xmp:A="b" `, 6000)),
		"segments.jpg":   append([]byte("\xff\xd8"), repeated("\xff\xfe\x00\x02", 100000)...),
		"padding.jpg":    append([]byte("\xff\xd8"), repeated("\xff", 1<<20)...),
		"boxes.mp4":      append(mediatest.Box("ftyp", []byte("isom")), repeated("\x00\x00\x00\x08free", 200000)...),
		"size0.mp4":      append(mediatest.Box("ftyp", []byte("isom")), repeated("\x00\x00\x00\x00moov", 1000)...),
		"deep.mp4":       append(mediatest.Box("ftyp", []byte("isom")), deepBoxes("moov", 2000)...),
		"elements.mkv":   append([]byte("\x1aE\xdf\xa3\x80\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff"), repeated("\xec\x80", 200000)...),
		"chunks.wav":     mediatest.Chunks("WAVE", []byte(repeated("LIST\x00\x00\x00\x00", 100000))),
		"text.png":       pngWithText(64 << 20),
		"objects.pdf":    []byte("%PDF-1.4\n" + repeated("1 0 obj<</Info 1 0 R>>endobj\n", 200000) + "trailer<</Info 1 0 R>>"),
		"strings.pdf":    []byte("%PDF-1.4\n1 0 obj<</Title " + repeated("(", 1<<20) + "endobj trailer<</Info 1 0 R>>"),
	} {
		f := within(t, name, b)
		if len(f.Text) > 1<<20 {
			t.Errorf("%s: %d bytes of text", name, len(f.Text))
		}
		if f.Format.MediaType == "application/octet-stream" {
			t.Errorf("%s is not what it should be, so nothing was tried", name)
		}
	}
}

func deepBoxes(kind string, depth int) []byte {
	b := []byte{}
	for range depth {
		b = mediatest.Box(kind, b)
	}
	return b
}

// pngWithText is a picture with a compressed text of n letters.
func pngWithText(n int) []byte {
	png := mediatest.PNG(4, 4)
	z := []byte(deflated(n))
	body := append([]byte("zTXtComment\x00\x00\x78\x9c"), z[10:len(z)-8]...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
	chunk = append(append(chunk, body...), 0, 0, 0, 0)
	return append(append(bytes.Clone(png[:33]), chunk...), png[33:]...)
}

// A file that is two things at once is taken for one, and the other is not read as
// its content. What it is does not depend on its name.
func TestPolyglots(t *testing.T) {
	photo := mediatest.Photo(48, 32, 1)
	for name, c := range map[string]struct {
		bytes []byte
		want  string
	}{
		"a photo with an archive after it": {append(bytes.Clone(photo), mediatest.ZIP("word/document.xml", "<w:t>hidden</w:t>")...), "image/jpeg"},
		"a photo with a page in it":        {mediatest.WithSegment(photo, 0xFE, []byte("<!doctype html><script>alert(1)</script>")), "image/jpeg"},
		"an archive with a photo before":   {append([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00"), mediatest.ZIP("a", "b")...), "image/gif"},
		"a page that begins like a GIF":    {[]byte("GIF89a/*<html><body>x</body></html>*/"), "image/gif"},
		"a PDF after a photo":              {append(bytes.Clone(photo), mediatest.PDF("x")...), "image/jpeg"},
	} {
		for _, as := range []string{"x.jpg", "x.zip", "x.html", "x.pdf"} {
			f := read(c.bytes, as)
			if !strings.HasPrefix(f.Format.MediaType, c.want) || strings.Contains(f.Text, "hidden") {
				t.Errorf("%s, called %s, is %s with the text %q", name, as, f.Format.MediaType, f.Text)
			}
			if ext, _, _ := strings.Cut(c.want, "/"); f.NameDoubt == "" && (as != "x.jpg" || ext != "image" || c.want == "image/gif") {
				t.Errorf("%s, called %s, is not doubted", name, as)
			}
		}
	}
}

// Declarations of entities are refused, and addresses are never followed.
func TestNothingIsResolved(t *testing.T) {
	const canary = "/etc/hostname"
	xxe := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://` + canary + `"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>`
	for name, b := range map[string][]byte{
		"xxe.xml":   []byte(xxe + `<a>&x;</a>`),
		"xxe.svg":   []byte(xxe + `<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text><image href="file://` + canary + `"/></svg>`),
		"xxe.docx":  mediatest.ZIP("word/document.xml", xxe+`<w:document><w:t>&x;</w:t></w:document>`),
		"xxe.odt":   mediatest.ZIP("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", xxe+`<text:p>&x;</text:p>`),
		"xxe.jpg":   mediatest.WithSegment(mediatest.Photo(8, 8, 1), 0xE1, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), []byte(xxe+string(mediatest.XMP(`xmp:CreateDate="2016-01-01" xmp:Label="&x;"`)))...)),
		"list.m3u8": []byte("#EXTM3U\n#EXTINF:1,\nfile://" + canary + "\n#EXTINF:1,\nhttp://127.0.0.1:9/x\n"),
	} {
		f := within(t, name, b)
		said := false
		for _, n := range f.NotDone {
			said = said || strings.Contains(n.Because, "never")
		}
		if !said {
			t.Errorf("%s: not done: %v", name, f.NotDone)
		}
	}
}
