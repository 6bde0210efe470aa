package media

import (
	"fmt"
	"math"
	"strconv"

	"sijill.example/sijill"
)

func itoa(n int) string { return strconv.Itoa(n) }

// exifFacts turns what EXIF says into times, places and claims.
func (l *look) exifFacts() {
	e := &l.exif
	if software := clean(e.software); software != "" {
		l.Software = software // what wrote the file last, whatever XMP tells of earlier programs
	}
	l.setCamera(e.maker, e.model, "")
	if e.orientation >= 1 && e.orientation <= 8 {
		l.Orientation = e.orientation
		l.claim("EXIF", "Orientation", itoa(e.orientation))
	} else if e.orientation != 0 {
		l.notDone("EXIF Orientation", fmt.Sprintf("%d is none of 1 to 8", e.orientation))
	}
	if e.width > 0 && e.height > 0 {
		l.claim("EXIF", "ExifImageWidth", itoa(e.width))
		l.claim("EXIF", "ExifImageHeight", itoa(e.height))
	}
	l.exifTime(Captured, "DateTimeOriginal", e.original, "OffsetTimeOriginal", e.offsetOriginal)
	l.exifTime(Digitised, "CreateDate", e.digitised, "OffsetTimeDigitized", e.offsetDigitised)
	l.exifTime(Modified, "ModifyDate", e.modified, "OffsetTime", e.offset)
	l.reconyx()
	l.gpsTime()
	l.gpsPlace()
}

func (l *look) exifTime(role Role, name, raw, offsetName, offset string) {
	raw, offset = clean(raw), clean(offset)
	if offset != "" {
		l.claim("EXIF", offsetName, offset)
	}
	if raw == "" {
		return
	}
	value, doubt := colonTime(raw, offset)
	l.time(Time{Role: role, Value: value, Where: "EXIF", Name: name, Raw: raw, Doubt: doubt})
}

// gpsTime joins the date and the time of the satellites, which are in UTC (CIPA
// DC-008, GPSTimeStamp).
func (l *look) gpsTime() {
	e := &l.exif
	date := clean(e.gpsDate)
	if !e.hasClock {
		if date != "" {
			l.claim("EXIF", "GPSDateStamp", date)
		}
		return
	}
	h, m, s := e.clock[0], e.clock[1], e.clock[2]
	clock := fmt.Sprintf("%s:%s:%s", twoDigits(h), twoDigits(m), twoDigits(s))
	if date == "" {
		l.claim("EXIF", "GPSTimeStamp", clock)
		return
	}
	t := Time{Role: GPS, Where: "EXIF", Name: "GPSDateTime", Raw: date + " " + clock}
	if !(h >= 0 && h < 24 && m >= 0 && m < 60 && s >= 0 && s < 61) || h != math.Trunc(h) || m != math.Trunc(m) {
		t.Doubt = "this is no time of day"
		l.time(t)
		return
	}
	whole := fmt.Sprintf("%s %02d:%02d:%02d", date, int(h), int(m), min(int(s), 59))
	t.Value, t.Doubt = colonTime(whole, "Z")
	l.time(t)
}

// twoDigits writes a part of a clock with two digits before the point.
func twoDigits(v float64) string {
	if math.IsNaN(v) {
		return "?"
	}
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if v >= 0 && v < 10 {
		s = "0" + s
	}
	return cut(s, 24)
}

func (l *look) gpsPlace() {
	e := &l.exif
	if !e.hasLat || !e.hasLon {
		return
	}
	raw := fmt.Sprintf("%s %s, %s %s", degrees(e.lat), clean(e.latRef), degrees(e.lon), clean(e.lonRef))
	p := Place{Lat: decimal(e.lat), Lon: decimal(e.lon), Where: "EXIF", Name: "GPSPosition", Raw: raw}
	if math.IsNaN(p.Lat) || math.IsNaN(p.Lon) {
		l.notDone("EXIF GPS position", "it is given as a fraction of zero: no position was known")
		return
	}
	switch clean(e.latRef) {
	case "S", "s", "South":
		p.Lat = -p.Lat
	case "N", "n", "North":
	default:
		p.Doubt = "north or south was not said"
	}
	switch clean(e.lonRef) {
	case "W", "w", "West":
		p.Lon = -p.Lon
	case "E", "e", "East":
	default:
		p.Doubt = "east or west was not said"
	}
	if e.hasAltitude && !math.IsNaN(e.altitude) && !math.IsInf(e.altitude, 0) {
		a := e.altitude
		if e.belowTheSea {
			a = -a
		}
		p.AltitudeM = &a
	}
	l.place(p)
}

// decimal gives degrees from degrees, minutes and seconds. Minutes and seconds
// that were not known count as none.
func decimal(v [3]float64) float64 {
	for i := 1; i < 3; i++ {
		if math.IsNaN(v[i]) {
			v[i] = 0
		}
	}
	return v[0] + v[1]/60 + v[2]/3600
}

func degrees(v [3]float64) string {
	return fmt.Sprintf("%s° %s' %s\"", plainNumber(v[0]), plainNumber(v[1]), plainNumber(v[2]))
}

func plainNumber(v float64) string {
	if math.IsNaN(v) {
		return "?"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// place keeps a place that there can be on earth, and says where it is none.
func (l *look) place(p Place) {
	if math.IsNaN(p.Lat) || math.IsNaN(p.Lon) || math.Abs(p.Lat) > 90 || math.Abs(p.Lon) > 180 {
		l.claim(p.Where, p.Name, p.Raw)
		l.notDone(p.Where+" "+p.Name, "latitude or longitude is out of range, there is no such place")
		return
	}
	if p.Lat == 0 && p.Lon == 0 {
		p.Doubt = "0,0: no position was known"
	}
	if len(l.Places) >= maxPlaces {
		l.notDone("places", fmt.Sprintf("only the first %d are kept", maxPlaces))
		return
	}
	p.Raw = clean(p.Raw)
	l.Places = append(l.Places, p)
}

// dated reads a date in EDTF and gives a missing one where there is no such day.
func dated(s string) (sijill.Date, bool) {
	d, err := sijill.ParseDate(s)
	return d, err == nil && !d.IsMissing()
}
