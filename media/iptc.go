package media

import (
	"strings"
)

// readIPTC reads the data sets of IPTC-IIM version 4.
func (l *look) readIPTC(b []byte) {
	utf8Marked := false
	var dates, clocks [3]string // created, digitised, released
	for range 1000 {
		if len(b) < 5 || b[0] != 0x1C {
			break
		}
		record, set, n := b[1], b[2], int(be16(b[3:]))
		if n&0x8000 != 0 || n > len(b)-5 {
			l.notDone("the rest of IPTC", "a data set is cut short or too long")
			break
		}
		v := b[5 : 5+n]
		b = b[5+n:]
		if record == 1 && set == 90 {
			utf8Marked = string(v) == "\x1b%G"
		}
		if record != 2 {
			continue
		}
		text := string(v)
		if !utf8Marked && !validStart(v) {
			text, _ = decodeLegacy(v)
		}
		switch set {
		case 55:
			dates[0] = text
		case 60:
			clocks[0] = text
		case 62:
			dates[1] = text
		case 63:
			clocks[1] = text
		case 30:
			dates[2] = text
		case 35:
			clocks[2] = text
		case 80, 118, 122: // by-line, contact, writer
			l.identity("IPTC", iptcName(set), text)
		case 65:
			l.setCamera("", "", text)
			l.claim("IPTC", iptcName(set), text)
		default:
			if name := iptcName(set); name != "" {
				l.claim("IPTC", name, text)
			}
		}
	}
	for i, role := range []Role{Captured, Digitised, Published} {
		l.iptcTime(role, []string{"DateCreated", "DigitalCreationDate", "ReleaseDate"}[i], dates[i], clocks[i])
	}
}

// iptcTime reads CCYYMMDD and HHMMSS±HHMM. Zeros stand for what is not known of a
// date (IIM 2:55).
func (l *look) iptcTime(role Role, name, date, clock string) {
	date, clock = clean(date), clean(clock)
	if date == "" {
		return
	}
	raw := strings.TrimSpace(date + " " + clock)
	s := date
	if len(date) == 8 {
		s = date[:4]
		if date[4:6] != "00" {
			s += "-" + date[4:6]
			if date[6:] != "00" {
				s += "-" + date[6:]
			}
		}
	}
	if len(s) == 10 && len(clock) >= 6 {
		s += "T" + clock
	}
	d, doubt := isoTime(s)
	l.time(Time{Role: role, Value: d, Where: "IPTC", Name: name, Raw: raw, Doubt: doubt})
}

func iptcName(set byte) string {
	switch set {
	case 5:
		return "ObjectName"
	case 15:
		return "Category"
	case 25:
		return "Keywords"
	case 40:
		return "SpecialInstructions"
	case 65:
		return "OriginatingProgram"
	case 80:
		return "By-line"
	case 85:
		return "By-lineTitle"
	case 90:
		return "City"
	case 92:
		return "Sub-location"
	case 95:
		return "Province-State"
	case 100:
		return "Country-PrimaryLocationCode"
	case 101:
		return "Country-PrimaryLocationName"
	case 103:
		return "OriginalTransmissionReference"
	case 105:
		return "Headline"
	case 110:
		return "Credit"
	case 115:
		return "Source"
	case 116:
		return "CopyrightNotice"
	case 118:
		return "Contact"
	case 120:
		return "Caption-Abstract"
	case 122:
		return "Writer-Editor"
	}
	return ""
}
