package media

import (
	"strconv"
	"strings"
)

// maxXMP is the most that is read of one packet.
const maxXMP = 1 << 20

// maxXMPValues bounds the values of one packet.
const maxXMPValues = 300

// xmpPacket collects the properties of one packet in the order in which they
// stand (ISO 16684-1). Values that are structures are passed over.
type xmpPacket struct {
	prefixes map[string]string // prefix of the packet -> usual prefix
	names    []string
	values   map[string]string
}

// readXMP reads a packet of RDF/XML.
func (l *look) readXMP(b []byte) {
	s := string(b)
	if enc, n, ok := byteOrderMark(b); ok && enc != encodingUTF8 {
		s = decodeUTF16(b[n:], enc == encodingUTF16BE)
	}
	p := xmpPacket{prefixes: map[string]string{}, values: map[string]string{}}
	x := xmlScanner{s: s}
	p.read(&x)
	if x.doctype {
		l.never("declarations in XMP", "entities are never resolved")
	}
	l.xmpFacts(&p)
}

func (p *xmpPacket) read(x *xmlScanner) {
	var stack []string
	var text strings.Builder
	for {
		t := x.next()
		switch t.kind {
		case xmlEnd:
			return
		case xmlText:
			if text.Len() < maxValue {
				text.WriteString(t.text)
			}
		case xmlOpen:
			text.Reset()
			p.namespaces(t.attrs)
			if p.usual(t.name) == "rdf:Description" && isTop(stack) {
				for _, a := range t.attrs {
					p.add(p.usual(a.name), a.value)
				}
			}
			if !t.empty {
				if len(stack) >= maxXMLDepth {
					return
				}
				stack = append(stack, p.usual(t.name))
			}
		case xmlClose:
			if len(stack) == 0 {
				return
			}
			if name, ok := property(stack); ok {
				p.add(name, text.String())
			}
			text.Reset()
			stack = stack[:len(stack)-1]
		}
	}
}

// isTop says that a description stands where those of the file itself stand, and
// not within a value.
func isTop(stack []string) bool {
	for _, name := range stack {
		if name != "x:xmpmeta" && name != "rdf:RDF" && name != "x:xapmeta" {
			return false
		}
	}
	return true
}

// property gives the name of the property whose text has just ended, where it is
// a plain value or one of a list of plain values.
func property(stack []string) (string, bool) {
	for i, name := range stack {
		if name != "rdf:Description" {
			continue
		}
		if !isTop(stack[:i]) || i+1 >= len(stack) {
			return "", false
		}
		for _, inner := range stack[i+2:] {
			if inner != "rdf:Alt" && inner != "rdf:Seq" && inner != "rdf:Bag" && inner != "rdf:li" {
				return "", false
			}
		}
		return stack[i+1], true
	}
	return "", false
}

// namespaces learns what the packet calls the namespaces that are known here.
func (p *xmpPacket) namespaces(attrs []xmlAttr) {
	for _, a := range attrs {
		if prefix, ok := strings.CutPrefix(a.name, "xmlns:"); ok && len(p.prefixes) < 100 {
			if usual := usualPrefix(a.value); usual != "" {
				p.prefixes[prefix] = usual
			}
		}
	}
}

// usual writes a name with the usual prefix of its namespace.
func (p *xmpPacket) usual(name string) string {
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		return name
	}
	if usual, known := p.prefixes[prefix]; known && usual != prefix {
		return usual + ":" + local
	}
	return name
}

func usualPrefix(uri string) string {
	switch uri {
	case "http://www.w3.org/1999/02/22-rdf-syntax-ns#":
		return "rdf"
	case "adobe:ns:meta/":
		return "x"
	case "http://ns.adobe.com/xap/1.0/":
		return "xmp"
	case "http://ns.adobe.com/xap/1.0/mm/":
		return "xmpMM"
	case "http://ns.adobe.com/exif/1.0/":
		return "exif"
	case "http://ns.adobe.com/exif/1.0/aux/":
		return "aux"
	case "http://cipa.jp/exif/1.0/":
		return "exifEX"
	case "http://ns.adobe.com/tiff/1.0/":
		return "tiff"
	case "http://ns.adobe.com/photoshop/1.0/":
		return "photoshop"
	case "http://purl.org/dc/elements/1.1/":
		return "dc"
	case "http://ns.adobe.com/pdf/1.3/":
		return "pdf"
	case "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/":
		return "Iptc4xmpCore"
	case "http://iptc.org/std/Iptc4xmpExt/2008-02-29/":
		return "Iptc4xmpExt"
	}
	return ""
}

func (p *xmpPacket) add(name, value string) {
	value = strings.TrimSpace(value)
	if value == "" || strings.HasPrefix(name, "xmlns") || strings.HasPrefix(name, "rdf:") || strings.HasPrefix(name, "xml:") {
		return
	}
	have, ok := p.values[name]
	switch {
	case ok && len(have)+len(value) > maxValue:
	case ok:
		p.values[name] = have + ", " + value
	case len(p.names) < maxXMPValues:
		p.names = append(p.names, name)
		p.values[name] = value
	}
}

// xmpFacts sorts the properties into times, places, identity and claims.
func (l *look) xmpFacts(p *xmpPacket) {
	for _, name := range p.names {
		value := p.values[name]
		switch name {
		case "exif:DateTimeOriginal", "photoshop:DateCreated":
			l.isoTime(Captured, "XMP", name, value)
		case "exif:DateTimeDigitized", "xmp:CreateDate":
			l.isoTime(Digitised, "XMP", name, value)
		case "xmp:ModifyDate", "tiff:DateTime":
			l.isoTime(Modified, "XMP", name, value)
		case "xmp:MetadataDate":
			l.claim("XMP", name, value)
		case "exif:GPSTimeStamp", "exif:GPSDateTime":
			l.isoTime(GPS, "XMP", name, value)
		case "dc:date":
			l.isoTime(Created, "XMP", name, value)
		case "exif:GPSLatitude", "exif:GPSLongitude", "exif:GPSAltitude", "exif:GPSAltitudeRef":
		case "xmp:CreatorTool", "tiff:Software":
			l.setCamera("", "", value)
			l.claim("XMP", name, value)
		case "tiff:Make":
			l.setCamera(value, "", "")
			l.claim("XMP", name, value)
		case "tiff:Model":
			l.setCamera("", value, "")
			l.claim("XMP", name, value)
		case "tiff:Orientation":
			if n, err := strconv.Atoi(value); err == nil && n >= 1 && n <= 8 && l.Orientation == 0 && !l.exif.present {
				l.Orientation = n
			}
			l.claim("XMP", name, value)
		case "dc:creator", "dc:contributor", "dc:rights", "tiff:Artist", "tiff:Copyright", "aux:OwnerName",
			"aux:SerialNumber", "aux:LensSerialNumber", "exifEX:CameraOwnerName", "exifEX:BodySerialNumber",
			"exifEX:LensSerialNumber", "exif:ImageUniqueID", "photoshop:CaptionWriter", "photoshop:Credit",
			"xmpMM:DocumentID", "xmpMM:InstanceID", "xmpMM:OriginalDocumentID", "Iptc4xmpExt:PersonInImage":
			l.identity("XMP", name, value)
		default:
			l.claim("XMP", name, value)
		}
	}
	l.xmpPlace(p)
}

// xmpPlace reads "43,28.05N" and "43,28,3.2N" (XMP part 2, 1.2.7.4).
func (l *look) xmpPlace(p *xmpPacket) {
	rawLat, rawLon := p.values["exif:GPSLatitude"], p.values["exif:GPSLongitude"]
	if rawLat == "" && rawLon == "" {
		return
	}
	raw := clean(rawLat) + " " + clean(rawLon)
	lat, okLat := xmpDegrees(rawLat, 'N', 'S')
	lon, okLon := xmpDegrees(rawLon, 'E', 'W')
	if !okLat || !okLon {
		l.claim("XMP", "exif:GPSLatitude", rawLat)
		l.claim("XMP", "exif:GPSLongitude", rawLon)
		l.notDone("XMP position", "it cannot be read")
		return
	}
	place := Place{Lat: lat, Lon: lon, Where: "XMP", Name: "exif:GPSLatitude", Raw: raw}
	num, den, isFraction := strings.Cut(p.values["exif:GPSAltitude"], "/")
	a, errA := strconv.ParseFloat(num, 64)
	d, errD := 1.0, error(nil)
	if isFraction {
		d, errD = strconv.ParseFloat(den, 64)
	}
	if errA == nil && errD == nil && d != 0 && finite(a/d) {
		metres := a / d
		if p.values["exif:GPSAltitudeRef"] == "1" {
			metres = -metres
		}
		place.AltitudeM = &metres
	}
	l.place(place)
}

func xmpDegrees(s string, plus, minus byte) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, false
	}
	sign, body := 1.0, s
	switch s[len(s)-1] {
	case plus:
		body = s[:len(s)-1]
	case minus:
		sign, body = -1, s[:len(s)-1]
	default:
		v, err := strconv.ParseFloat(s, 64) // some write plain degrees
		return v, err == nil && finite(v)
	}
	total, unit := 0.0, 1.0
	parts := strings.Split(body, ",")
	if len(parts) > 3 {
		return 0, false
	}
	for _, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !finite(v) || v < 0 {
			return 0, false
		}
		total += v / unit
		unit *= 60
	}
	return sign * total, true
}
