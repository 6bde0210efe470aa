package media

import "bytes"

// maxSegments bounds the segments before the picture; a phone writes about 20.
const maxSegments = 1000

// Marks at the start of application segments (CIPA DC-008 4.7.2, XMP part 3 1.1.3).
const (
	markEXIF        = "Exif\x00"
	markXMP         = "http://ns.adobe.com/xap/1.0/\x00"
	markExtendedXMP = "http://ns.adobe.com/xmp/extension/\x00"
	markPhotoshop   = "Photoshop 3.0\x00"
)

// readJPEG reads the segments up to the picture itself (ITU-T T.81 annex B).
func (l *look) readJPEG() {
	off := int64(2)
	for range maxSegments {
		b := l.src.at(off, 4)
		if b == nil {
			l.notDone("the rest of the JPEG", "the file ends before the picture")
			return
		}
		if b[0] != 0xFF {
			l.notDone("the rest of the JPEG", "a segment does not begin where the one before it ends")
			return
		}
		marker := b[1]
		switch {
		case marker == 0xFF: // padding
			off++
			continue
		case marker == 0x01 || marker >= 0xD0 && marker <= 0xD8: // alone
			off += 2
			continue
		case marker == 0xD9 || marker == 0xDA: // the end, the picture
			return
		}
		n := int64(be16(b[2:]))
		if n < 2 {
			l.notDone("the rest of the JPEG", "a segment is shorter than its own length")
			return
		}
		l.jpegSegment(marker, off+4, n-2)
		off += 2 + n
	}
	l.notDone("the rest of the JPEG", "there are more segments than are read")
}

func (l *look) jpegSegment(marker byte, off, n int64) {
	switch {
	case marker == 0xE1:
		l.jpegAPP1(off, n)
	case marker == 0xED:
		if b := l.src.upTo(off, int(n)); has(b, 0, markPhotoshop) {
			l.readPhotoshop(b[len(markPhotoshop):])
		}
	case marker == 0xFE:
		if b := l.src.upTo(off, int(min(n, maxValue))); b != nil {
			l.claim("JPEG", "Comment", string(b))
		}
	case marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC:
		if b := l.src.at(off, 5); b != nil && n >= 5 && l.Width == 0 {
			l.Height, l.Width = int(be16(b[1:])), int(be16(b[3:]))
		}
	}
}

func (l *look) jpegAPP1(off, n int64) {
	h := l.src.upTo(off, int(min(n, 40)))
	switch {
	case has(h, 0, markEXIF) && n > 6:
		l.readEXIF(off+6, n-6)
	case has(h, 0, markXMP):
		skip := int64(len(markXMP))
		if b := l.src.upTo(off+skip, int(n-skip)); b != nil {
			l.readXMP(b)
		}
	case has(h, 0, markExtendedXMP):
		l.notDone("extended XMP", "what does not fit into the first packet is not read")
	}
}

// readPhotoshop looks for IPTC among the image resources of Photoshop (resource
// 0x0404).
func (l *look) readPhotoshop(b []byte) {
	for range 200 {
		if len(b) < 12 || !has(b, 0, "8BIM") {
			return
		}
		id := be16(b[4:])
		name := 1 + int(b[6])
		name += name & 1
		if 6+name+4 > len(b) {
			return
		}
		n := int64(be32(b[6+name:]))
		b = b[6+name+4:]
		if n > int64(len(b)) {
			n = int64(len(b))
		}
		if id == 0x0404 {
			l.readIPTC(b[:n])
		}
		n += n & 1
		b = b[min(n, int64(len(b))):]
	}
}

// readTIFF reads a TIFF file, whose first directory is that of the picture.
func (l *look) readTIFF() {
	if has(l.src.head, 2, "+") || has(l.src.head, 3, "+") {
		l.notDone("metadata", "BigTIFF is not read")
		return
	}
	l.readEXIF(0, l.src.size)
	e := &l.exif
	l.Width, l.Height = e.tiffWidth, e.tiffHeight
	if e.xmpLen > 0 {
		if b := l.src.upTo(e.xmpAt, int(min(e.xmpLen, maxXMP))); b != nil {
			l.readXMP(b)
		}
	}
	if e.iptcLen > 0 {
		if b := l.src.upTo(e.iptcAt, int(min(e.iptcLen, maxTIFFValue))); b != nil {
			l.readIPTC(b)
		}
	} else if e.photoshopLen > 0 {
		if b := l.src.upTo(e.photoshopAt, int(min(e.photoshopLen, maxTIFFValue))); b != nil {
			l.readPhotoshop(b)
		}
	}
}

// readGIF reads the size and the comments of the first blocks (GIF89a).
func (l *look) readGIF() {
	h := l.src.head
	if len(h) < 13 {
		return
	}
	l.Width, l.Height = int(le16(h[6:])), int(le16(h[8:]))
	off := int64(13)
	if h[10]&0x80 != 0 {
		off += 3 << (h[10]&7 + 1)
	}
	for range 50 {
		b := l.src.at(off, 2)
		if b == nil || b[0] != 0x21 {
			return // the first picture, or the end
		}
		label := b[1]
		off += 2
		var data []byte
		for range 1000 {
			n := l.src.at(off, 1)
			if n == nil {
				return
			}
			size := int(n[0])
			off++
			if size == 0 {
				break
			}
			if part := l.src.at(off, size); len(data) < maxValue {
				data = append(data, part...)
			}
			off += int64(size)
		}
		if label == 0xFE {
			l.claim("GIF", "Comment", string(data))
		} else if label == 0xFF && bytes.HasPrefix(data, []byte("XMP Data")) {
			l.notDone("XMP", "it is not read in GIF")
		}
	}
}

// readBMP reads the size; a height below zero says that the rows go down.
func (l *look) readBMP() {
	h := l.src.head
	if len(h) < 26 {
		return
	}
	if le32(h[14:]) == 12 {
		l.Width, l.Height = int(le16(h[18:])), int(le16(h[20:]))
		return
	}
	width, height := int64(int32(le32(h[18:]))), int64(int32(le32(h[22:])))
	l.Width, l.Height = pixels(width), pixels(max(height, -height))
}
