package media

import "math"

// exifValues is what EXIF says, before it is understood (CIPA DC-008-2024).
type exifValues struct {
	present                                            bool
	modified, original, digitised                      string
	offset, offsetOriginal, offsetDigitised            string
	makerNote                                          []byte
	maker, model, software                             string
	orientation, width, height                         int
	latRef, lonRef, gpsDate                            string
	lat, lon, clock                                    [3]float64
	altitude                                           float64
	hasLat, hasLon, hasClock, hasAltitude, belowTheSea bool
	// Where packets of other kinds lie in the file, and how long they are.
	xmpAt, xmpLen, iptcAt, iptcLen, photoshopAt, photoshopLen int64
	// The size in the first directory: of the picture in a TIFF file, of nothing
	// in particular elsewhere.
	tiffWidth, tiffHeight int
}

// readEXIF reads the TIFF structure at base and tells what it claims. Where names
// the container for the reader: "EXIF".
func (l *look) readEXIF(base, size int64) {
	t, first, ok := openTIFF(l.src, base, size)
	if !ok {
		l.notDone("EXIF", "its header is damaged")
		return
	}
	if l.exif.present {
		l.notDone("a second EXIF block", "only the first is read")
		return
	}
	e := &l.exif
	e.present = true
	var exifAt, gpsAt int64
	next := t.walk(first, func(f field) {
		switch f.tag {
		case tagExifIFD:
			exifAt = pointer(f)
		case tagGPSIFD:
			gpsAt = pointer(f)
		default:
			l.exifField(t, f)
		}
	})
	if exifAt > 0 {
		t.walk(exifAt, func(f field) { l.exifField(t, f) })
	}
	if gpsAt > 0 {
		t.walk(gpsAt, l.gpsField)
	}
	if l.Format == formatTIFF {
		pages := 1
		for next > 0 && pages < maxIFDs {
			pages++
			next = t.walk(next, func(field) {})
		}
		if pages > 1 {
			l.claim("TIFF", "pages", itoa(pages))
		}
	}
	if t.fault != "" {
		l.notDone("a part of EXIF", t.fault)
	}
	l.exifFacts()
}

func pointer(f field) int64 {
	n, _ := f.integer(0)
	return n
}

// exifField sorts one entry of the first directory or of the EXIF directory.
func (l *look) exifField(t *tiff, f field) {
	e := &l.exif
	n, _ := f.integer(0)
	switch f.tag {
	case tagImageWidth:
		e.tiffWidth = pixels(n)
	case tagImageLength:
		e.tiffHeight = pixels(n)
	case tagMake:
		e.maker = f.text()
	case tagModel:
		e.model = f.text()
	case tagSoftware:
		e.software = f.text()
	case tagOrientation:
		e.orientation = int(n)
	case tagDateTime:
		e.modified = f.text()
	case tagDateTimeOriginal:
		e.original = f.text()
	case tagDateTimeDigitized:
		e.digitised = f.text()
	case tagMakerNote:
		e.makerNote = f.raw
	case tagOffsetTime:
		e.offset = f.text()
	case tagOffsetTimeOriginal:
		e.offsetOriginal = f.text()
	case tagOffsetTimeDigitized:
		e.offsetDigitised = f.text()
	case tagPixelXDimension:
		e.width = pixels(n)
	case tagPixelYDimension:
		e.height = pixels(n)
	case tagXMP:
		e.xmpAt, e.xmpLen = t.base+f.off, int64(f.count)*kindWidth(f.kind)
	case tagIPTC:
		e.iptcAt, e.iptcLen = t.base+f.off, int64(f.count)*kindWidth(f.kind)
	case tagPhotoshop:
		e.photoshopAt, e.photoshopLen = t.base+f.off, int64(f.count)*kindWidth(f.kind)
	case tagUserComment:
		l.claim("EXIF", "UserComment", userComment(f))
	case tagXPTitle, tagXPComment, tagXPKeywords, tagXPSubject:
		l.claim("EXIF", exifName(f.tag), decodeUTF16(f.raw, false))
	case tagXPAuthor:
		l.identity("EXIF", "XPAuthor", decodeUTF16(f.raw, false))
	default:
		switch name := exifName(f.tag); {
		case name == "":
		case exifNamesSomebody(f.tag):
			l.identity("EXIF", name, f.String())
		default:
			l.claim("EXIF", name, f.String())
		}
	}
}

func pixels(n int64) int {
	if n < 0 || n > math.MaxInt32 {
		return 0
	}
	return int(n)
}

func (l *look) gpsField(f field) {
	e := &l.exif
	switch f.tag {
	case gpsLatitudeRef:
		e.latRef = f.text()
	case gpsLatitude:
		e.lat, e.hasLat = threeNumbers(f)
	case gpsLongitudeRef:
		e.lonRef = f.text()
	case gpsLongitude:
		e.lon, e.hasLon = threeNumbers(f)
	case gpsAltitudeRef:
		n, _ := f.integer(0)
		e.belowTheSea = n == 1 || n == 3
	case gpsAltitude:
		e.altitude, e.hasAltitude = f.number(0)
	case gpsTimeStamp:
		e.clock, e.hasClock = threeNumbers(f)
	case gpsDateStamp:
		e.gpsDate = f.text()
	default:
		if name := gpsName(f.tag); name != "" {
			l.claim("EXIF", name, f.String())
		}
	}
}

// threeNumbers gives degrees, minutes and seconds; what is missing after the
// first is 0.
func threeNumbers(f field) ([3]float64, bool) {
	var v [3]float64
	for i := range v {
		n, ok := f.number(i)
		if !ok {
			return v, i > 0
		}
		v[i] = n
	}
	return v, true
}

// userComment decodes the value by the eight bytes before it (CIPA DC-008
// 4.6.5, UserComment).
func userComment(f field) string {
	b := f.raw
	if len(b) < 8 {
		return ""
	}
	code, rest := string(b[:8]), b[8:]
	if code == "UNICODE\x00" {
		return decodeUTF16(rest, f.order.String() == "BigEndian")
	}
	return string(rest)
}
