package media

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"sijill.example/sijill/media/mediatest"
)

// fuzzReader gives any bytes to one reader, whatever they would be taken for.
func fuzzReader(f *testing.F, format Format, read func(*look), endings ...string) {
	for _, s := range mediatest.Seeds() {
		for _, ending := range endings {
			if strings.HasSuffix(s.Name, ending) {
				f.Add(s.Bytes)
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		l := &look{name: "x"}
		l.src = newSource(bytes.NewReader(b), int64(len(b)))
		l.Format = format
		read(l)
		l.contradict()
		if !utf8.ValidString(l.Text) || len(l.Text) > maxText || len(l.Claims) > maxClaims || l.Width < 0 || l.Height < 0 {
			t.Errorf("%d claims, %d bytes of text, %d x %d", len(l.Claims), len(l.Text), l.Width, l.Height)
		}
		for _, p := range l.Places {
			if !(p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180) {
				t.Errorf("the place %v, %v", p.Lat, p.Lon)
			}
		}
	})
}

func FuzzJPEG(f *testing.F)     { fuzzReader(f, formatJPEG, (*look).readJPEG, ".jpg") }
func FuzzTIFF(f *testing.F)     { fuzzReader(f, formatTIFF, (*look).readTIFF, ".tif") }
func FuzzPNG(f *testing.F)      { fuzzReader(f, formatPNG, (*look).readPNG, ".png") }
func FuzzGIF(f *testing.F)      { fuzzReader(f, formatGIF, (*look).readGIF, ".gif") }
func FuzzBMP(f *testing.F)      { fuzzReader(f, formatBMP, (*look).readBMP, ".bmp") }
func FuzzRIFF(f *testing.F)     { fuzzReader(f, formatWAV, (*look).readRIFF, ".wav", ".webp") }
func FuzzHEIF(f *testing.F)     { fuzzReader(f, formatHEIC, (*look).readHEIF, ".heic") }
func FuzzMovie(f *testing.F)    { fuzzReader(f, formatMP4, (*look).readMovie, ".mp4", ".mov", ".3gp") }
func FuzzMatroska(f *testing.F) { fuzzReader(f, formatMKV, (*look).readMatroska, ".mkv") }
func FuzzMP3(f *testing.F)      { fuzzReader(f, formatMP3, (*look).readMP3, ".mp3") }
func FuzzFLAC(f *testing.F)     { fuzzReader(f, formatFLAC, (*look).readFLAC, ".flac") }
func FuzzOgg(f *testing.F)      { fuzzReader(f, formatOgg, (*look).readOgg, ".ogg") }
func FuzzPDF(f *testing.F)      { fuzzReader(f, formatPDF, (*look).readPDF, ".pdf") }
func FuzzZIP(f *testing.F)      { fuzzReader(f, formatZIP, (*look).readZIP, ".zip") }
func FuzzDOCX(f *testing.F)     { fuzzReader(f, formatDOCX, (*look).readZIP, ".docx") }
func FuzzODT(f *testing.F)      { fuzzReader(f, formatODT, (*look).readZIP, ".odt") }
func FuzzWACZ(f *testing.F)     { fuzzReader(f, formatWACZ, (*look).readZIP, ".wacz") }
func FuzzWARC(f *testing.F)     { fuzzReader(f, formatWARC, (*look).readWARC, ".warc") }
func FuzzGZIP(f *testing.F)     { fuzzReader(f, formatGZIP, (*look).readGZIP, ".gz") }
func FuzzHTML(f *testing.F)     { fuzzReader(f, formatHTML, (*look).readHTML, ".html") }
func FuzzXML(f *testing.F)      { fuzzReader(f, formatSVG, (*look).readXMLText, ".svg", ".xml") }
func FuzzMail(f *testing.F)     { fuzzReader(f, formatEML, (*look).readMail, ".eml") }
func FuzzText(f *testing.F)     { fuzzReader(f, formatText, (*look).readText, ".txt", ".csv") }

// FuzzXMP gives any bytes as a packet.
func FuzzXMP(f *testing.F) {
	fuzzReader(f, formatJPEG, func(l *look) { l.readXMP(l.src.upTo(0, maxXMP)) }, "no such seed")
}

// FuzzIPTC gives any bytes as the data of IPTC and of Photoshop.
func FuzzIPTC(f *testing.F) {
	fuzzReader(f, formatJPEG, func(l *look) {
		b := l.src.upTo(0, maxTIFFValue)
		l.readIPTC(b)
		l.readPhotoshop(b)
	}, "no such seed")
}

// FuzzRead takes any bytes for what they are.
func FuzzRead(f *testing.F) {
	for _, s := range mediatest.Seeds() {
		f.Add(s.Bytes, s.Name)
	}
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		facts := Read(bytes.NewReader(b), int64(len(b)), name)
		for _, n := range facts.NotDone {
			if strings.Contains(n.Because, "fault of its own") {
				t.Error("a panic")
			}
		}
	})
}

// FuzzTimes gives any text as a time, with any offset.
func FuzzTimes(f *testing.F) {
	for _, s := range []string{"2016:12:13 15:26:53", "2016-12-13T15:26:53.5+02:00", "20161213T152653", "2016-12-13T15:26:60Z", "", "0000:00:00 00:00:00"} {
		f.Add(s, "+02:00")
	}
	f.Fuzz(func(t *testing.T, s, offset string) {
		for _, read := range []func() (string, string){
			func() (string, string) { d, doubt := colonTime(s, offset); return d.String(), doubt },
			func() (string, string) { d, doubt := isoTime(s); return d.String(), doubt },
		} {
			if value, doubt := read(); value == "" && doubt == "" {
				t.Errorf("%q with %q is missing and nothing is said", s, offset)
			}
		}
	})
}
