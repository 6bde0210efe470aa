package media

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// maxID3 is the most that is read of one tag; pictures in it are passed over.
const maxID3 = 4 << 20

// readMP3 reads the tag at the start and the first frame of sound.
func (l *look) readMP3() {
	off := int64(0)
	if h := l.src.at(0, 10); has(h, 0, "ID3") {
		n := int64(syncSafe(h[6:10])) + 10
		l.readID3(0, n)
		off = n
	}
	h := l.src.upTo(off, 4096)
	for i := 0; i+4 <= len(h); i++ {
		if f, ok := parseMPEGFrame(h[i:]); ok {
			l.mpegDuration(off+int64(i), f)
			return
		}
	}
	l.notDone("duration", "no frame of sound was found where it should begin")
}

func syncSafe(b []byte) uint32 {
	return uint32(b[0]&0x7f)<<21 | uint32(b[1]&0x7f)<<14 | uint32(b[2]&0x7f)<<7 | uint32(b[3]&0x7f)
}

// mpegFrame is the head of one frame of MPEG audio (ISO/IEC 11172-3 2.4.1.3).
type mpegFrame struct {
	bitRate, sampleRate, samples, length int
	isMono, isVersion1                   bool
}

func parseMPEGFrame(b []byte) (mpegFrame, bool) {
	var f mpegFrame
	if len(b) < 4 || b[0] != 0xFF || b[1]&0xE0 != 0xE0 {
		return f, false
	}
	version, layer := b[1]>>3&3, b[1]>>1&3
	rate, sampling := int(b[2]>>4), int(b[2]>>2&3)
	if version == 1 || layer != 1 || rate == 0 || rate == 15 || sampling == 3 {
		return f, false // only layer III is MP3
	}
	f.isVersion1 = version == 3
	if f.isVersion1 {
		f.bitRate = 1000 * [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}[rate]
		f.samples = 1152
	} else {
		f.bitRate = 1000 * [...]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}[rate]
		f.samples = 576
	}
	f.sampleRate = [...]int{44100, 48000, 32000}[sampling]
	switch version {
	case 2:
		f.sampleRate /= 2
	case 0:
		f.sampleRate /= 4
	}
	f.length = f.samples/8*f.bitRate/f.sampleRate + int(b[2]>>1&1)
	f.isMono = b[3]>>6 == 3
	return f, true
}

// mpegDuration takes the number of frames from the Xing or Info head where there
// is one, and else reckons with an even bit rate, saying so.
func (l *look) mpegDuration(off int64, f mpegFrame) {
	at := int64(4 + 32)
	switch {
	case f.isVersion1 && f.isMono, !f.isVersion1 && !f.isMono:
		at = 4 + 17
	case !f.isVersion1:
		at = 4 + 9
	}
	if b := l.src.at(off+at, 12); b != nil && (has(b, 0, "Xing") || has(b, 0, "Info")) && b[7]&1 != 0 {
		l.Duration = seconds(float64(be32(b[8:])) * float64(f.samples) / float64(f.sampleRate))
		return
	}
	l.Duration = seconds(float64(l.src.size-off) * 8 / float64(f.bitRate))
	l.claim("MPEG audio", "duration", "reckoned from the bit rate of the first frame, "+itoa(f.bitRate/1000)+" kbit/s")
}

// readID3 reads the frames of an ID3v2 tag, versions 2 to 4.
func (l *look) readID3(off, size int64) {
	h := l.src.at(off, 10)
	if !has(h, 0, "ID3") || size < 10 {
		return
	}
	version, flags := h[3], h[5]
	if version < 2 || version > 4 {
		l.notDone("ID3", fmt.Sprintf("version 2.%d is not known", version))
		return
	}
	end := off + min(size, int64(syncSafe(h[6:10]))+10, maxID3)
	off += 10
	if flags&0x80 != 0 && version < 4 {
		l.notDone("ID3", "the tag is unsynchronised as a whole, which is not read")
		return
	}
	if flags&0x40 != 0 && version > 2 {
		if b := l.src.at(off, 4); b != nil {
			if version == 4 {
				off += int64(syncSafe(b))
			} else {
				off += int64(be32(b)) + 4
			}
		}
	}
	nameLen, headLen := 4, int64(10)
	if version == 2 {
		nameLen, headLen = 3, 6
	}
	var id3 id3Date
	for range 500 {
		b := l.src.at(off, int(headLen))
		if b == nil || off >= end || b[0] == 0 {
			break
		}
		var n int64
		switch version {
		case 2:
			n = int64(b[3])<<16 | int64(b[4])<<8 | int64(b[5])
		case 3:
			n = int64(be32(b[4:]))
		default:
			n = int64(syncSafe(b[4:]))
		}
		name := string(b[:nameLen])
		packed := version > 2 && b[9]&0x0f != 0 && version == 4 || version == 3 && len(b) > 9 && b[9]&0xC0 != 0
		if off+headLen+n > end {
			break
		}
		if body := l.src.upTo(off+headLen, int(min(n, maxValue))); len(body) > 1 && !packed {
			l.id3Frame(name, body, &id3)
		}
		off += headLen + n
	}
	id3.tell(l)
}

// id3Date joins the three frames in which version 3 keeps one time.
type id3Date struct{ year, day, clock string }

func (d *id3Date) tell(l *look) {
	if d.year == "" {
		return
	}
	raw := strings.TrimSpace(d.year + " " + d.day + " " + d.clock)
	s := d.year
	if len(d.day) == 4 { // DDMM
		s += "-" + d.day[2:] + "-" + d.day[:2]
		if len(d.clock) == 4 { // HHMM
			s += "T" + d.clock[:2] + ":" + d.clock[2:]
		}
	}
	l.isoTimeRaw(Created, "ID3", "TYER", raw, s)
}

// isoTimeRaw keeps raw and reads iso, which was made from it.
func (l *look) isoTimeRaw(role Role, where, name, raw, iso string) {
	d, doubt := isoTime(iso)
	l.time(Time{Role: role, Value: d, Where: where, Name: name, Raw: raw, Doubt: doubt})
}

func (l *look) id3Frame(name string, body []byte, date *id3Date) {
	switch name {
	case "UFID", "UFI", "PRIV", "OWNE", "TOWN", "TRSN":
		l.identity("ID3", name, id3Text(body))
	case "TYER", "TYE":
		date.year = id3Text(body)
	case "TDAT", "TDA":
		date.day = id3Text(body)
	case "TIME", "TIM":
		date.clock = id3Text(body)
	case "TDRC":
		l.isoTime(Created, "ID3", name, id3Text(body))
	case "TDRL":
		l.isoTime(Published, "ID3", name, id3Text(body))
	case "TDEN", "TDTG":
		l.isoTime(Digitised, "ID3", name, id3Text(body))
	case "TPE1", "TP1", "TPE2", "TP2", "TPE3", "TPE4", "TCOM", "TCM", "TENC", "TEN", "TCOP", "TEXT", "TOPE", "TPUB", "TSRC":
		l.identity("ID3", name, id3Text(body))
	case "TSSE", "TSS":
		l.setCamera("", "", id3Text(body))
		l.claim("ID3", name, id3Text(body))
	case "TLEN", "TLE":
		if n, err := strconv.ParseFloat(id3Text(body), 64); err == nil {
			l.claim("ID3", name, id3Text(body))
			l.Duration = seconds(n / 1000)
		}
	case "COMM", "COM", "USLT", "ULT":
		if len(body) > 4 {
			_, text := id3Pair(body[0], body[4:])
			l.claim("ID3", name, text)
		}
	case "TXXX", "TXX":
		key, text := id3Pair(body[0], body[1:])
		l.tag("ID3", "TXXX "+key, text)
	default:
		if name[0] == 'T' {
			l.claim("ID3", clean(validUTF8(name)), id3Text(body))
		}
	}
}

// id3Text decodes a text frame by its first byte (ID3v2.4 section 4).
func id3Text(b []byte) string {
	return id3Decode(b[0], b[1:])
}

func id3Decode(encoding byte, b []byte) string {
	switch encoding {
	case 1, 2:
		if enc, n, ok := byteOrderMark(b); ok && n == 2 {
			return clean(decodeUTF16(b[2:], enc == encodingUTF16BE))
		}
		return clean(decodeUTF16(b, encoding == 2))
	case 3:
		return clean(string(b))
	}
	// It should be ISO 8859-1, and is often the code page of the writer.
	b, _, _ = bytes.Cut(b, []byte{0})
	return clean(string(b))
}

// id3Pair splits a description from its text.
func id3Pair(encoding byte, b []byte) (string, string) {
	if encoding == 1 || encoding == 2 {
		for i := 0; i+1 < len(b); i += 2 {
			if b[i] == 0 && b[i+1] == 0 {
				return id3Decode(encoding, b[:i]), id3Decode(encoding, b[i+2:])
			}
		}
		return "", id3Decode(encoding, b)
	}
	key, text, ok := bytes.Cut(b, []byte{0})
	if !ok {
		return "", id3Decode(encoding, b)
	}
	return id3Decode(encoding, key), id3Decode(encoding, text)
}
