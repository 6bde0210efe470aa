package mediatest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/png"
	"strings"
	"time"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// Seed is a small whole file.
type Seed struct {
	Name      string // with the extension of its format
	MediaType string
	Bytes     []byte
}

// Seeds are small whole files, at least one of every format that is read.
func Seeds() []Seed {
	at := time.Date(2016, 12, 13, 15, 26, 53, 0, time.UTC)
	block := TIFF(ASCII(0x10F, "Maker"), ASCII(0x110, "Model"), Short(0x112, 6), ASCII(0x132, "2016:12:13 15:26:53"),
		EXIF(ASCII(0x9003, "2016:12:13 15:26:53"), ASCII(0x9011, "+02:00"), ASCII(0xA431, "SERIAL1")),
		Position(36.2021, 37.1343, "2016:12:13", "13:26:50"))
	small := Photo(48, 32, 1)
	return []Seed{
		{"photo.jpg", "image/jpeg", WithXMP(WithEXIF(small, block), `xmp:CreateDate="2016-12-13T15:26:53+02:00" exif:GPSLatitude="36,12.126N" exif:GPSLongitude="37,8.058E"`)},
		{"iptc.jpg", "image/jpeg", WithSegment(small, 0xED, iptc())},
		{"comment.jpg", "image/jpeg", WithSegment(small, 0xFE, []byte("a comment"))},
		{"picture.png", "image/png", PNG(24, 16)},
		{"picture.gif", "image/gif", GIF()},
		{"picture.bmp", "image/bmp", encoded(func(b *bytes.Buffer, m image.Image) error { return bmp.Encode(b, m) })},
		{"picture.tif", "image/tiff", encoded(func(b *bytes.Buffer, m image.Image) error { return tiff.Encode(b, m, nil) })},
		{"picture.webp", "image/webp", WebP()},
		{"picture.heic", "image/heic", HEIC(4032, 3024, 1, block)},
		{"film.mp4", "video/mp4", Movie("isom", at, 4000, "+36.2021+037.1343/")},
		{"film.mov", "video/quicktime", Movie("qt  ", at, 4000, "")},
		{"film.3gp", "video/3gpp", Movie("3gp5", at, 4000, "")},
		{"film.mkv", "video/matroska", Matroska(at)},
		{"sound.wav", "audio/vnd.wave", WAV()},
		{"sound.mp3", "audio/mpeg", MP3()},
		{"sound.ogg", "audio/ogg", Ogg()},
		{"sound.flac", "audio/flac", FLAC()},
		{"paper.pdf", "application/pdf", PDF("The report of December")},
		{"paper.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCX("تقرير عن الحصار")},
		{"paper.odt", "application/vnd.oasis.opendocument.text", ODT("تقرير عن الحصار")},
		{"letter.eml", "message/rfc822", EML("تقرير عن الحصار")},
		{"page.html", "text/html", []byte(`<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>حلب</title><meta property="article:published_time" content="2016-12-13T10:00:00+02:00"></head><body><p>قصف على حي الأنصاري</p></body></html>`)},
		{"drawing.svg", "image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>word</text></svg>`)},
		{"data.xml", "application/xml", []byte(`<?xml version="1.0"?><a><b>word</b></a>`)},
		{"text.txt", "text/plain", []byte("سقط برميل متفجر على حي الأنصاري في حلب، يوم الثلاثاء.\nA barrel bomb fell.\n")},
		{"table.csv", "text/csv", []byte("id,place\n1,Aleppo\n2,حلب\n")},
		{"data.json", "application/json", []byte(`{"place": "حلب", "n": 1}`)},
		{"files.zip", "application/zip", ZIP("one.txt", "first", "two/three.txt", "second")},
		{"capture.warc", "application/warc", WARC()},
		{"capture.warc.gz", "application/warc+gzip", Gzip(WARC())},
		{"capture.wacz", "application/wacz", ZIP("archive/data.warc.gz", string(Gzip(WARC())), "datapackage.json", `{"title":"t","wacz_version":"1.1.1","created":"2020-10-07T21:22:36Z"}`)},
		{"list.m3u8", "application/vnd.apple.mpegurl", []byte("#EXTM3U\n#EXTINF:1,\nsegment.ts\n")},
		{"something.gz", "application/gzip", Gzip([]byte("text"))},
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // everything here is made in memory
	}
	return v
}

func encoded(f func(*bytes.Buffer, image.Image) error) []byte {
	var b bytes.Buffer
	if err := f(&b, Drawing(24, 16, 2)); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// PNG is a drawn picture.
func PNG(w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, Drawing(w, h, 3)); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// HugePNG is a small file that says that it is of these many pixels.
func HugePNG(w, h uint32) []byte {
	b := PNG(24, 16)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// GIF is a film of two pictures.
func GIF() []byte {
	g := &gif.GIF{Config: image.Config{ColorModel: color.Palette(palette.Plan9), Width: 20, Height: 10}}
	for i := range 2 {
		m := image.NewPaletted(image.Rect(0, 0, 20, 10), palette.Plan9)
		draw.Draw(m, m.Rect, Drawing(20, 10, i), image.Point{}, draw.Src)
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// WebP is one pixel, lossless.
func WebP() []byte {
	return must(base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="))
}

// MP3 is two frames of silence after a tag.
func MP3() []byte {
	frame := append([]byte{0xFF, 0xFB, 0x90, 0x00}, make([]byte, 413)...)
	title := append([]byte{3}, "صوت"...)
	tag := join([]byte("TIT2"), be32(len(title)), []byte{0, 0}, title)
	return join([]byte("ID3\x04\x00\x00\x00\x00\x00"), []byte{byte(len(tag))}, tag, frame, frame)
}

// Ogg is the head of a Vorbis stream with a comment.
func Ogg() []byte {
	page := func(kind byte, n uint32, packet []byte) []byte {
		h := append([]byte("OggS\x00"), kind)
		h = append(h, make([]byte, 8)...)
		h = binary.LittleEndian.AppendUint32(h, 7)
		h = binary.LittleEndian.AppendUint32(h, n)
		h = append(h, 0, 0, 0, 0, 1, byte(len(packet)))
		return append(h, packet...)
	}
	id := join([]byte("\x01vorbis"), make([]byte, 4), []byte{1}, binary.LittleEndian.AppendUint32(nil, 8000), make([]byte, 12), []byte{0xB8, 1})
	return join(page(2, 0, id), page(0, 1, join([]byte("\x03vorbis"), comments())))
}

func comments() []byte {
	le := func(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(n)) }
	out := join(le(4), []byte("test"), le(1))
	return join(out, le(len("DATE=2016-12-13")), []byte("DATE=2016-12-13"))
}

// FLAC is the head of a stream with a comment.
func FLAC() []byte {
	info := make([]byte, 34)
	copy(info[10:], []byte{0x01, 0xF4, 0x00, 0xF0, 0x00, 0x00, 0x1F, 0x40})
	c := comments()
	return join([]byte("fLaC\x00\x00\x00\x22"), info, []byte{0x84, 0, 0, byte(len(c))}, c)
}

func iptc() []byte {
	set := func(n byte, s string) []byte { return join([]byte{0x1C, 2, n}, be16(len(s)), []byte(s)) }
	data := join(set(55, "20161213"), set(60, "152653+0200"), set(80, "A Person"), set(120, "A caption"))
	return join([]byte("Photoshop 3.0\x008BIM\x04\x04\x00\x00"), be32(len(data)), data)
}

// PDF is a page of a line of text.
func PDF(text string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	b.WriteString("%PDF-1.4\n")
	content := "BT /F1 18 Tf 20 100 Td (" + text + ") Tj ET"
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>")
	object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	object("<</Title(A report)/CreationDate(D:20161213152653+02'00')/Author(A Person)>>")
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// ZIP is an archive of names and contents in turn.
func ZIP(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		method := zip.Deflate
		if parts[i] == "mimetype" || strings.HasSuffix(parts[i], ".gz") {
			method = zip.Store
		}
		// Written as programs do that know the size beforehand.
		w := must(z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method}))
		must(w.Write([]byte(parts[i+1])))
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// DOCX is a document of one paragraph.
func DOCX(text string) []byte {
	return ZIP("[Content_Types].xml", `<?xml version="1.0"?><Types/>`,
		"docProps/core.xml", `<?xml version="1.0"?><cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Title</dc:title><dc:creator>A Person</dc:creator><dcterms:created>2016-12-13T15:26:53Z</dcterms:created></cp:coreProperties>`,
		"word/document.xml", `<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>`+text+`</w:t></w:r></w:p></w:body></w:document>`)
}

// ODT is a document of one paragraph.
func ODT(text string) []byte {
	return ZIP("mimetype", "application/vnd.oasis.opendocument.text",
		"meta.xml", `<?xml version="1.0"?><office:document-meta xmlns:office="o" xmlns:meta="m"><office:meta><meta:creation-date>2016-12-13T15:26:53</meta:creation-date></office:meta></office:document-meta>`,
		"content.xml", `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t"><office:body><text:p>`+text+`</text:p></office:body></office:document-content>`)
}

// EML is a message of one part.
func EML(text string) []byte {
	return []byte("From: a person <person@example.org>\r\nTo: b@example.org\r\nDate: Tue, 13 Dec 2016 15:26:53 +0200\r\nSubject: =?utf-8?B?" +
		base64.StdEncoding.EncodeToString([]byte(text)) + "?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString([]byte(text)) + "\r\n")
}

// WARC is a capture of two records.
func WARC() []byte {
	record := func(kind, target, body string) string {
		return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Date: 2020-10-07T21:22:36Z\r\nWARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, target, len(body), body)
	}
	return []byte(record("warcinfo", "", "software: test\r\n") + record("response", "https://example.org/", "HTTP/1.1 200 OK\r\n\r\nhello"))
}

// Gzip compresses.
func Gzip(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	must(z.Write(b))
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}
