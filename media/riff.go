package media

import "strings"

// readRIFF reads WebP, WAV and AVI: chunks with lengths in little-endian.
func (l *look) readRIFF() {
	l.riffChunks(12, l.src.size, 0, &riff{})
}

// riff gathers numbers that stand in different chunks.
type riff struct {
	count          int
	bytesPerSecond uint32
}

func (l *look) riffChunks(off, end int64, depth int, r *riff) {
	for off+8 <= end && depth < 4 {
		if r.count++; r.count > maxChunks {
			l.notDone("the rest of the chunks", "there are more than are read")
			return
		}
		h := l.src.at(off, 8)
		if h == nil {
			return
		}
		kind, n := string(h[:4]), int64(le32(h[4:]))
		if n > end-off-8 {
			if !(kind == "data" && n == 0xFFFFFFFF) {
				l.notDone("the rest of the chunks", "the chunk "+clean(validUTF8(kind))+" is longer than the file")
			}
			n = end - off - 8
		}
		if kind == "LIST" {
			if t := l.src.at(off+8, 4); t != nil && (string(t) == "INFO" || string(t) == "hdrl" || string(t) == "strl") {
				l.riffChunks(off+12, off+8+n, depth+1, r)
			}
		} else {
			l.riffChunk(kind, off+8, n, r)
		}
		off += 8 + n + n&1
	}
}

func (l *look) riffChunk(kind string, off, n int64, r *riff) {
	body := func(limit int) []byte { return l.src.upTo(off, int(min(n, int64(limit)))) }
	switch kind {
	case "VP8X":
		if b := body(10); len(b) == 10 {
			l.Width = 1 + (int(b[4]) | int(b[5])<<8 | int(b[6])<<16)
			l.Height = 1 + (int(b[7]) | int(b[8])<<8 | int(b[9])<<16)
		}
	case "VP8 ":
		if b := body(10); len(b) == 10 && l.Width == 0 && has(b, 3, "\x9d\x01\x2a") {
			l.Width, l.Height = int(le16(b[6:])&0x3fff), int(le16(b[8:])&0x3fff)
		}
	case "VP8L":
		if b := body(5); len(b) == 5 && l.Width == 0 && b[0] == 0x2f {
			bits := le32(b[1:])
			l.Width, l.Height = 1+int(bits&0x3fff), 1+int(bits>>14&0x3fff)
		}
	case "EXIF":
		skip := int64(0)
		if has(body(6), 0, markEXIF) {
			skip = 6 // some writers keep the mark of JPEG
		}
		l.readEXIF(off+skip, n-skip)
	case "XMP ", "_PMX":
		l.readXMP(body(maxXMP))
	case "fmt ":
		if b := body(16); len(b) == 16 {
			r.bytesPerSecond = le32(b[8:])
			l.claim("WAV", "channels", itoa(int(le16(b[2:]))))
			l.claim("WAV", "sample rate", itoa(int(le32(b[4:]))))
		}
	case "data":
		if r.bytesPerSecond > 0 && l.Format == formatWAV {
			l.Duration = seconds(float64(n) / float64(r.bytesPerSecond))
		}
	case "bext":
		l.broadcastWave(body(348))
	case "avih":
		if b := body(40); len(b) == 40 {
			l.Width, l.Height = pixels(int64(le32(b[32:]))), pixels(int64(le32(b[36:])))
			l.Duration = seconds(float64(le32(b)) * float64(le32(b[16:])) / 1e6)
		}
	case "IDIT", "ICRD":
		l.looseTime(Created, "RIFF", kind, string(body(maxValue)))
	case "ISFT":
		l.setCamera("", "", string(body(maxValue)))
		l.claim("RIFF", kind, string(body(maxValue)))
	case "IART", "ICOP", "IENG", "ITCH":
		l.identity("RIFF", kind, string(body(maxValue)))
	case "INAM", "ICMT", "ISBJ", "IGNR", "IPRD", "IKEY", "ILNG", "ISRC":
		l.claim("RIFF", kind, string(body(maxValue)))
	case "id3 ", "ID3 ":
		l.readID3(off, n)
	}
}

// broadcastWave reads the bext chunk (EBU Tech 3285).
func (l *look) broadcastWave(b []byte) {
	if len(b) < 338 {
		return
	}
	text := func(from, to int) string { return clean(string(b[from:to])) }
	l.claim("bext", "Description", text(0, 256))
	l.claim("bext", "Originator", text(256, 288))
	l.identity("bext", "OriginatorReference", text(288, 320))
	date, clock := text(320, 330), text(330, 338)
	if date == "" {
		return
	}
	raw := strings.TrimSpace(date + " " + clock)
	// The standard allows other separators than the - and : that it prefers.
	iso := []byte(raw)
	for i, c := range map[int]byte{4: '-', 7: '-', 10: 'T', 13: ':', 16: ':'} {
		if i < len(iso) && (iso[i] < '0' || iso[i] > '9') {
			iso[i] = c
		}
	}
	d, doubt := isoTime(string(iso))
	l.time(Time{Role: Captured, Value: d, Where: "bext", Name: "OriginationDate", Raw: raw, Doubt: doubt})
}
