package media

import (
	"bytes"
	"strings"
)

// maxComments bounds a list of Vorbis comments, and the bytes of it.
const (
	maxComments     = 300
	maxCommentBytes = 256 << 10
)

// readFLAC reads the blocks before the sound (RFC 9639 8).
func (l *look) readFLAC() {
	off := int64(4)
	for range 128 {
		h := l.src.at(off, 4)
		if h == nil {
			return
		}
		n := int64(h[1])<<16 | int64(h[2])<<8 | int64(h[3])
		switch h[0] & 0x7f {
		case 0:
			if b := l.src.at(off+4, 18); b != nil {
				rate := be64(b[10:]) >> 44
				samples := be64(b[10:]) & (1<<36 - 1)
				if rate > 0 {
					l.Duration = seconds(float64(samples) / float64(rate))
				}
			}
		case 4:
			l.vorbisComments(l.src.upTo(off+4, int(min(n, maxCommentBytes))))
		}
		if h[0]&0x80 != 0 {
			return
		}
		off += 4 + n
	}
}

// readOgg reads the first two packets of the first stream, and the position of
// the last page (RFC 3533).
func (l *look) readOgg() {
	packets := l.oggPackets(2)
	rate, skip := uint32(0), uint64(0)
	if len(packets) > 0 {
		switch p := packets[0]; {
		case has(p, 0, "OpusHead") && len(p) >= 12:
			rate, skip = 48000, uint64(le16(p[10:])) // RFC 7845 4
			l.Format = formatOpus
		case has(p, 0, "\x01vorbis") && len(p) >= 16:
			rate = le32(p[12:])
		case has(p, 0, "\x80theora"):
			l.Format.MediaType, l.Format.Family = "video/ogg", Video
			l.notDone("a part of Ogg", "films in Theora are known by name only")
		}
	}
	if len(packets) > 1 {
		switch p := packets[1]; {
		case has(p, 0, "OpusTags"):
			l.vorbisComments(p[8:])
		case has(p, 0, "\x03vorbis"):
			l.vorbisComments(p[7:])
		}
	}
	tail := l.src.upTo(max(0, l.src.size-(64<<10)), 64<<10)
	if i := bytes.LastIndex(tail, []byte("OggS")); i >= 0 && i+14 <= len(tail) && rate > 0 {
		position := uint64(le32(tail[i+6:])) | uint64(le32(tail[i+10:]))<<32
		if position != 1<<64-1 && position >= skip {
			l.Duration = seconds(float64(position-skip) / float64(rate))
		}
	}
}

// oggPackets joins the segments of the first pages into packets.
func (l *look) oggPackets(want int) [][]byte {
	var packets [][]byte
	var packet []byte
	off := int64(0)
	for range 64 {
		h := l.src.at(off, 27)
		if !has(h, 0, "OggS") {
			return packets
		}
		segments := int(h[26])
		table := l.src.at(off+27, segments)
		if table == nil {
			return packets
		}
		at := off + 27 + int64(segments)
		for _, n := range table {
			if len(packet) < maxCommentBytes {
				packet = append(packet, l.src.at(at, int(n))...)
			}
			at += int64(n)
			if n < 255 {
				packets = append(packets, packet)
				packet = nil
				if len(packets) == want {
					return packets
				}
			}
		}
		off = at
	}
	return packets
}

// vorbisComments reads names and values (Vorbis I section 5).
func (l *look) vorbisComments(b []byte) {
	take := func() ([]byte, bool) {
		if len(b) < 4 {
			return nil, false
		}
		n := int64(le32(b))
		if n > int64(len(b)-4) {
			return nil, false
		}
		v := b[4 : 4+n]
		b = b[4+n:]
		return v, true
	}
	vendor, ok := take()
	if !ok || len(b) < 4 {
		l.notDone("comments", "they are cut short")
		return
	}
	l.claim("Vorbis comment", "vendor", string(vendor))
	count := le32(b)
	b = b[4:]
	for range min(count, maxComments) {
		v, ok := take()
		if !ok {
			l.notDone("the rest of the comments", "they are cut short")
			return
		}
		name, value, _ := strings.Cut(string(v), "=")
		l.tag("Vorbis comment", clean(cut(name, 100)), value)
	}
}
