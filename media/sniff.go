package media

import (
	"bytes"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// sniff finds the format by the first bytes. The name decides only between kinds
// of plain text, which have no mark of their own.
func sniff(s *source, name string) Format {
	h := s.head
	if len(h) == 0 {
		if s.size == 0 {
			return formatEmpty
		}
		return formatUnknown
	}
	for _, find := range []func([]byte) (Format, bool){sniffPicture, sniffSound, sniffArchive} {
		if f, ok := find(h); ok {
			return f.closer(s)
		}
	}
	if len(h) >= 12 && isBrandBox(h) {
		return sniffBrand(h)
	}
	if f, ok := sniffText(h, name); ok {
		return f
	}
	if isTransportStream(h) {
		return formatMPEGTS
	}
	if isMPEGAudio(h) {
		return formatMP3
	}
	return sniffRest(h)
}

// closer looks further into containers that hold several formats.
func (f Format) closer(s *source) Format {
	switch f {
	case formatZIP:
		return sniffZIP(s)
	case formatGZIP:
		return sniffGZIP(s)
	}
	return f
}

func has(h []byte, at int, mark string) bool {
	return len(h) >= at+len(mark) && string(h[at:at+len(mark)]) == mark
}

func sniffPicture(h []byte) (Format, bool) {
	switch {
	case has(h, 0, "\xff\xd8\xff"):
		return formatJPEG, true
	case has(h, 0, "\x89PNG\r\n\x1a\n"):
		return formatPNG, true
	case has(h, 0, "GIF87a"), has(h, 0, "GIF89a"):
		return formatGIF, true
	case has(h, 0, "RIFF") && has(h, 8, "WEBP"):
		return formatWebP, true
	case has(h, 0, "II*\x00"), has(h, 0, "MM\x00*"), has(h, 0, "II+\x00"), has(h, 0, "MM\x00+"):
		return formatTIFF, true
	case has(h, 0, "BM") && len(h) >= 26 && h[6] == 0 && h[7] == 0 && h[8] == 0 && h[9] == 0 && h[15] == 0 && h[16] == 0 && h[17] == 0:
		return formatBMP, true
	}
	return Format{}, false
}

func sniffSound(h []byte) (Format, bool) {
	switch {
	case has(h, 0, "RIFF") && has(h, 8, "WAVE"), has(h, 0, "RF64") && has(h, 8, "WAVE"):
		return formatWAV, true
	case has(h, 0, "RIFF") && has(h, 8, "AVI "):
		return formatAVI, true
	case has(h, 0, "\x1aE\xdf\xa3"):
		if bytes.Contains(h[:min(len(h), 64)], []byte("webm")) {
			return formatWebM, true
		}
		return formatMKV, true
	case has(h, 0, "ID3"):
		return formatMP3, true
	case has(h, 0, "OggS"):
		if bytes.Contains(h[:min(len(h), 64)], []byte("OpusHead")) {
			return formatOpus, true
		}
		return formatOgg, true
	case has(h, 0, "fLaC"):
		return formatFLAC, true
	case has(h, 0, "#!AMR"):
		return formatAMR, true
	}
	return Format{}, false
}

func sniffArchive(h []byte) (Format, bool) {
	// A PDF may have up to 1,024 bytes of something else before its mark.
	if i := bytes.Index(h[:min(len(h), 1024)], []byte("%PDF-")); i == 0 || i > 0 && !has(h, 0, "PK") {
		return formatPDF, true
	}
	switch {
	case has(h, 0, "PK\x03\x04"), has(h, 0, "PK\x05\x06"):
		return formatZIP, true
	case has(h, 0, "\x1f\x8b\x08"):
		return formatGZIP, true
	case has(h, 0, "7z\xbc\xaf\x27\x1c"):
		return format7z, true
	case has(h, 0, "Rar!\x1a\x07"):
		return formatRAR, true
	case has(h, 0, "WARC/0.") || has(h, 0, "WARC/1."):
		return formatWARC, true
	}
	return Format{}, false
}

// isBrandBox knows the first box of files of the ISO base media format and of
// QuickTime, which may lack a brand.
func isBrandBox(h []byte) bool {
	switch string(h[4:8]) {
	case "ftyp", "styp":
		return true
	case "moov", "mdat", "wide", "free", "skip", "pnot":
		return h[0] == 0 || has(h, 4, "mdat")
	}
	return false
}

// sniffBrand tells by the major brand, and by the compatible ones where the major
// says little (ISO/IEC 14496-12 4.3, 23008-12 10.2).
func sniffBrand(h []byte) Format {
	if !has(h, 4, "ftyp") {
		if has(h, 4, "styp") {
			return formatMP4
		}
		return formatMOV
	}
	brands := h[8:min(len(h), max(16, int(be32(h))))]
	for i := 0; i+4 <= len(brands); i += 4 {
		if i == 4 {
			continue // the minor version
		}
		switch b := string(brands[i : i+4]); {
		case b == "heic" || b == "heix" || b == "heim" || b == "heis" || b == "hevc":
			return formatHEIC
		case b == "avif" || b == "avis":
			return formatAVIF
		case b == "mif1" && i > 0 || b == "msf1" && i > 0:
			return formatHEIF
		case b == "qt  ":
			return formatMOV
		case b == "M4A " || b == "M4B ":
			return formatM4A
		case strings.HasPrefix(b, "3gp") || strings.HasPrefix(b, "3g2"):
			if i == 0 {
				return format3GP
			}
		case i == 0 && (b == "isom" || b == "mp41" || b == "mp42" || b == "avc1" || b == "iso2" || b == "iso4" || b == "iso5" || b == "iso6" || b == "M4V " || b == "dash"):
			return formatMP4
		}
	}
	if has(brands, 0, "mif1") || has(brands, 0, "msf1") {
		return formatHEIF
	}
	return formatMP4
}

// isTransportStream looks for the sync byte of three packets of 188 bytes, or of
// 192 with a time code before each (Blu-ray).
func isTransportStream(h []byte) bool {
	for _, p := range []struct{ start, step int }{{0, 188}, {4, 192}} {
		if last := p.start + 2*p.step; last < len(h) && h[p.start] == 0x47 && h[p.start+p.step] == 0x47 && h[last] == 0x47 {
			return true
		}
	}
	return false
}

// isMPEGAudio asks for two frames that follow each other: the sync of one alone
// is found in many files.
func isMPEGAudio(h []byte) bool {
	f, ok := parseMPEGFrame(h)
	if !ok {
		return false
	}
	if f.length >= len(h) {
		return len(h) > 4 && f.length == len(h)
	}
	_, ok = parseMPEGFrame(h[f.length:])
	return ok
}

// sniffRest asks mimetype about formats that this package does not read.
func sniffRest(h []byte) Format {
	m := mimetype.Detect(h[:min(len(h), 3072)])
	kind, _, _ := strings.Cut(m.String(), ";")
	if kind == "application/octet-stream" || strings.HasPrefix(kind, "text/plain") {
		return formatUnknown
	}
	name := strings.ToUpper(strings.TrimPrefix(m.Extension(), "."))
	if name == "" {
		name = kind
	}
	f := Format{MediaType: kind, Name: name, Family: Other}
	switch top, _, _ := strings.Cut(kind, "/"); top {
	case "image":
		f.Family = Image
	case "video":
		f.Family = Video
	case "audio":
		f.Family = Audio
	}
	for _, office := range []string{"msword", "ms-excel", "ms-powerpoint", "rtf", "opendocument", "postscript", "djvu"} {
		if strings.Contains(kind, office) {
			f.Family = Document
		}
	}
	return f
}
