package media_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"sijill.example/sijill/media"
	"sijill.example/sijill/media/mediatest"
)

const arabic = "سقط برميل متفجر على حي الأنصاري في مدينة حلب يوم الثلاثاء، وأصيب عدد من المدنيين بجروح. كان ذلك في الساعة الخامسة مساء."

// The encodings in which Arabic comes are known without being told.
func TestEncodings(t *testing.T) {
	for name, e := range map[string]encoding.Encoding{
		"Windows-1256": charmap.Windows1256,
		"ISO 8859-6":   charmap.ISO8859_6,
		"UTF-16LE":     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16BE":     unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		"UTF-8 BOM":    unicode.UTF8BOM,
		"UTF-8":        unicode.UTF8,
	} {
		b, err := e.NewEncoder().Bytes([]byte(arabic))
		if err != nil {
			t.Fatal(err)
		}
		f := read(b, "x.txt")
		if strings.TrimSpace(f.Text) != arabic || f.TextEncoding == "" {
			t.Errorf("%s: %q (%s, %s)", name, f.Text, f.TextEncoding, f.Format.Name)
		}
		if name == "Windows-1256" {
			page := append([]byte(`<html><head><meta charset="windows-1256"></head><body><p>`), b...)
			if f := read(page, "x.html"); strings.TrimSpace(f.Text) != arabic {
				t.Errorf("%s in a page: %q", name, f.Text)
			}
		}
	}
	mail := "From: a@example.org\r\nSubject: x\r\nContent-Type: text/plain; charset=windows-1256\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
	b, _ := charmap.Windows1256.NewEncoder().Bytes([]byte(arabic))
	if f := read(append([]byte(mail), b...), "x.eml"); strings.TrimSpace(f.Text) != arabic {
		t.Errorf("in a letter: %q", f.Text)
	}
}

// Text is valid UTF-8 whatever comes, and keeps its marks of direction: to show it
// is the business of whoever shows it.
func TestTextIsValid(t *testing.T) {
	for name, s := range map[string]string{
		"marks of direction": "a \u202Egpj.exe\u202C حلب \u2067x\u2069",
		"half a letter":      arabic[:101],
		"surrogates":         "x\xed\xa0\x80y " + arabic,
		"nothing":            "",
		"Latin":              "caf\xe9 in Alep, r\xe9gion",
	} {
		f := read([]byte(s), "x.txt")
		if !utf8.ValidString(f.Text) {
			t.Errorf("%s: %q", name, f.Text)
		}
		if name == "marks of direction" && !strings.Contains(f.Text, "\u202Egpj") {
			t.Errorf("the marks were lost: %q", f.Text)
		}
	}
}

func TestDocuments(t *testing.T) {
	for _, name := range []string{"paper.docx", "paper.odt", "letter.eml"} {
		for _, s := range mediatest.Seeds() {
			if s.Name == name && !strings.Contains(read(s.Bytes, s.Name).Text, "تقرير عن الحصار") {
				t.Errorf("%s: %q", name, read(s.Bytes, s.Name).Text)
			}
		}
	}
	f := read(mediatest.PDF("x"), "x.pdf")
	if at, ok := timeOf(f, "PDF", "CreationDate"); !ok || at.Value.String() != "2016-12-13T15:26:53+02:00" {
		t.Errorf("the PDF was made %q; times %v", at.Value, f.Times)
	}
	// Some writers put each value of the information into an object of its own.
	apart := bytes.Replace(mediatest.PDF("x"), []byte("<</Title(A report)/CreationDate(D:20161213152653+02'00')/Author(A Person)>>\nendobj\n"),
		[]byte("<< /Title 7 0 R /CreationDate 8 0 R /Producer 9 0 R >>\nendobj\n7 0 obj\n<FEFF062A06420631064A0631>\nendobj\n8 0 obj\n(D:20161213132653Z00'00')\nendobj\n9 0 obj (A writer) endobj\n"), 1)
	f = read(apart, "x.pdf")
	if at, ok := timeOf(f, "PDF", "CreationDate"); !ok || at.Value.String() != "2016-12-13T13:26:53Z" || at.Doubt != "" {
		t.Errorf("the PDF whose values stand apart was made %q; times %v", at.Value, f.Times)
	}
	if !slices.Contains(f.Claims, media.Claim{Where: "PDF", Name: "Title", Value: "تقرير"}) || !slices.Contains(f.Claims, media.Claim{Where: "PDF", Name: "Producer", Value: "A writer"}) {
		t.Errorf("it claims %v", f.Claims)
	}
	script := read([]byte(`<!doctype html><html><body>seen<script>hidden()</script><style>.hidden{}</style><!-- hidden --></body></html>`), "x.html")
	if !strings.Contains(script.Text, "seen") || strings.Contains(script.Text, "hidden") {
		t.Errorf("the text of a page is %q", script.Text)
	}
}
