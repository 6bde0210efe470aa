package media

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Limits on what one file may say.
const (
	maxText     = 1 << 20 // bytes of Facts.Text
	maxValue    = 4 << 10 // bytes of one value
	maxClaims   = 400
	maxTimes    = 200
	maxPlaces   = 50
	maxIdentity = 200
	maxNotDone  = 40
)

// look is one reading of one file.
type look struct {
	Facts
	src  *source
	name string
	exif exifValues
}

// Read says what the file says about itself. The name is what the file was
// called; it is only compared, never believed. Read never panics, gives the same
// facts for the same bytes, reads at most 64 MiB and at most four times the size
// of the file, and holds less than 64 MiB.
func Read(r io.ReaderAt, size int64, name string) (facts Facts) {
	l := &look{name: name}
	defer func() {
		if p := recover(); p != nil {
			l.notDone("reading the file to its end", "the reader met a fault of its own")
			facts = l.Facts
		}
	}()
	l.src = newSource(r, size)
	l.Format = sniff(l.src, name)
	l.dispatch()
	l.readFileName()
	l.checkName()
	l.contradict()
	if l.src.spent {
		l.notDone("reading the file to its end", "the limit of work for one file was met")
	}
	if l.src.broken {
		l.notDone("reading the file to its end", "some of its bytes cannot be read")
	}
	return l.Facts
}

// dispatch reads the format that was found.
func (l *look) dispatch() {
	switch l.Format {
	case formatEmpty:
	case formatJPEG:
		l.readJPEG()
	case formatPNG:
		l.readPNG()
	case formatGIF:
		l.readGIF()
	case formatBMP:
		l.readBMP()
	case formatTIFF:
		l.readTIFF()
	case formatWebP, formatWAV, formatAVI:
		l.readRIFF()
	case formatHEIC, formatHEIF, formatAVIF:
		l.readHEIF()
	case formatMP4, formatMOV, format3GP, formatM4A:
		l.readMovie()
	case formatMKV, formatWebM:
		l.readMatroska()
	case formatMP3:
		l.readMP3()
	case formatFLAC:
		l.readFLAC()
	case formatOgg, formatOpus:
		l.readOgg()
	case formatPDF:
		l.readPDF()
	case formatDOCX, formatXLSX, formatPPTX, formatODT, formatODS, formatODP, formatZIP, formatWACZ, formatEPUB:
		l.readZIP()
	case formatGZIP:
		l.readGZIP()
	case formatWARC, formatWARCGZ:
		l.readWARC()
	case formatHTML, formatXHTML:
		l.readHTML()
	case formatSVG, formatXML:
		l.readXMLText()
	case formatEML:
		l.readMail()
	case formatHLS:
		l.readText()
		l.never("what the playlist points to", "addresses in a file are never followed")
	case formatText, formatCSV, formatJSON, formatMarkdown:
		l.readText()
	default:
		l.notDone("metadata", l.Format.Name+" is known by its first bytes only")
	}
}

func (l *look) claim(where, name, value string) {
	value = clean(value)
	if value == "" {
		return
	}
	if len(l.Claims) >= maxClaims {
		l.notDone("claims", fmt.Sprintf("only the first %d are kept", maxClaims))
		return
	}
	l.Claims = append(l.Claims, Claim{where, name, value})
}

func (l *look) identity(where, name, value string) {
	value = clean(value)
	if value == "" {
		return
	}
	if len(l.Identity) >= maxIdentity {
		l.notDone("identifying fields", fmt.Sprintf("only the first %d are kept", maxIdentity))
		return
	}
	l.Identity = append(l.Identity, Claim{where, name, value})
}

func (l *look) time(t Time) {
	if len(l.Times) >= maxTimes {
		l.notDone("times", fmt.Sprintf("only the first %d are kept", maxTimes))
		return
	}
	l.Times = append(l.Times, t)
}

func (l *look) notDone(what, because string) { l.leftOut(NotDone{What: what, Because: because}) }

// never notes what is not done with any file.
func (l *look) never(what, because string) { l.leftOut(NotDone{what, because, true}) }

func (l *look) leftOut(n NotDone) {
	if len(l.NotDone) >= maxNotDone {
		return
	}
	for _, have := range l.NotDone {
		if have == n {
			return
		}
	}
	l.NotDone = append(l.NotDone, n)
}

// addText appends to the text, a line break between, up to the limit.
func (l *look) addText(s string) {
	if s == "" {
		return
	}
	if l.Text != "" {
		s = "\n" + s
	}
	room := maxText - len(l.Text)
	if len(s) > room {
		s = cut(s, room)
		l.notDone("text", "only the first 1 MiB is kept")
	}
	l.Text += s
}

// setCamera keeps the first maker and model that are not empty.
func (l *look) setCamera(maker, model, software string) {
	if l.Camera.Maker == "" {
		l.Camera.Maker = clean(maker)
	}
	if l.Camera.Model == "" {
		l.Camera.Model = clean(model)
	}
	if l.Software == "" {
		l.Software = clean(software)
	}
}

// clean makes a value fit to be kept: valid UTF-8, without the padding of
// fixed-width fields, of bounded length.
func clean(s string) string {
	if i := strings.IndexByte(s, 0); i >= 0 {
		s = s[:i]
	}
	s = cut(s, maxValue)
	if !utf8.ValidString(s) {
		s, _ = decodeLegacy([]byte(s))
		s = cut(s, maxValue)
	}
	return strings.Trim(s, " \t\r\n")
}

// cut shortens to at most n bytes without cutting a letter.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	n = max(n, 0)
	for back := 0; back < utf8.UTFMax && back < n; back++ {
		if utf8.RuneStart(s[n-back]) {
			return s[:n-back]
		}
	}
	return s[:n]
}
