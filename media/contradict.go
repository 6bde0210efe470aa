package media

import (
	"fmt"
	"math"
	"strings"

	"sijill.example/sijill"
)

// How far apart two times of one act may be, in seconds. A camera's program names
// the file a moment before or after it writes the time; a satellite fix may be
// some minutes old.
const (
	sameAct = 120
	sameFix = 600
)

// contradict compares what the file says in several places.
func (l *look) contradict() {
	l.contradictTimes()
	l.contradictOrder()
	l.contradictPlaces()
	l.contradictSize()
}

// contradictTimes compares the times of capture with each other, with the
// satellites' and with the name. Every time is compared with the first of its
// kind only, so that one wrong clock is told once.
func (l *look) contradictTimes() {
	var first *Time
	for i := range l.Times {
		t := &l.Times[i]
		if t.Role == Captured && t.Where != whereName && isWhole(t) {
			first = t
			break
		}
	}
	if first == nil {
		for i := range l.Times {
			if t := &l.Times[i]; t.Role == Created && t.Where != whereName && l.Format.Family == Video && isWhole(t) {
				first = t
				break
			}
		}
	}
	if first == nil {
		return
	}
	for i := range l.Times {
		t := &l.Times[i]
		if t == first || !isWhole(t) {
			continue
		}
		switch {
		case t.Role == Relayed:
			l.compareRelayed(first, t)
		case t.Role == Captured, t.Where == whereName, t.Role == Created && l.Format.Family == Video:
			l.compare("time of capture", first, t, sameAct+int64(l.Duration))
		case t.Role == GPS:
			l.compare("time of capture against the satellites' clock", first, t, sameFix)
		}
	}
}

// isWhole leaves out what is missing and what nobody has set.
func isWhole(t *Time) bool {
	return !t.Value.IsMissing() && !strings.Contains(t.Doubt, "not set") && !strings.Contains(t.Doubt, "oldest")
}

func (l *look) compare(what string, a, b *Time, slack int64) {
	ok, details := agree(a.Value, b.Value, slack)
	if ok {
		return
	}
	if b.Role == GPS {
		weeks := (a.Value.Earliest().Second - b.Value.Earliest().Second) / (7 * 86400)
		if weeks == 1024 || weeks == 1023 || weeks == -1024 || weeks == -1023 {
			details = append(details, detail("weeks"))
		}
	}
	l.contradiction(what, told(a), told(b), details...)
}

// clauses says in English what each code of a detail means.
var clauses = map[string]string{
	"other-day":      "not the same day",
	"days":           "%s days apart",
	"hours":          "%s h %s min apart",
	"minutes":        "%s min %s s apart",
	"no-zone":        "no time zone explains it",
	"other-zone":     "one of the two may be in another time zone",
	"weeks":          "the satellites' weeks were counted wrong, as receivers do after 1,024 of them",
	"sent-before":    "by its name it was sent before it was made",
	"changed-before": "it was changed before it was made",
	"metres":         "%s m apart",
	"scaled":         "it was scaled or cropped after EXIF was written",
}

// DetailCodes lists the codes of details, with how many values each has.
func DetailCodes() map[string]int {
	out := map[string]int{}
	for code, clause := range clauses {
		out[code] = strings.Count(clause, "%s")
	}
	return out
}

func detail(code string, values ...any) Detail {
	d := Detail{Code: code}
	for _, v := range values {
		d.Values = append(d.Values, fmt.Sprint(v))
	}
	return d
}

// clause says a detail in English.
func (d Detail) clause() string {
	args := make([]any, len(d.Values))
	for i, v := range d.Values {
		args[i] = v
	}
	return fmt.Sprintf(clauses[d.Code], args...)
}

func (l *look) contradiction(what, a, b string, details ...Detail) {
	if len(l.Contradictions) >= maxTimes {
		return
	}
	var said []string
	for _, d := range details {
		said = append(said, d.clause())
	}
	l.Contradictions = append(l.Contradictions, Contradiction{what, a, b, strings.Join(said, "; "), details})
}

func told(t *Time) string { return t.Where + " " + t.Name + " " + t.Value.String() }

// agree says whether two times may be of one act. Two without an offset are of
// one clock. Where only one has an offset, the other may be of any zone.
func agree(a, b sijill.Date, slack int64) (bool, []Detail) {
	if a.Precision() != sijill.PrecisionSecond || b.Precision() != sijill.PrecisionSecond {
		return a.CouldBe(b), []Detail{detail("other-day")}
	}
	diff := a.Earliest().Second - b.Earliest().Second
	if abs(diff) <= slack {
		return true, nil
	}
	details := []Detail{apart(diff)}
	if a.HasOffset() != b.HasOffset() {
		local := clockOf(a) - clockOf(b)
		if abs(local) <= slack {
			return true, nil
		}
		// The one without an offset, taken as UTC, less the other.
		if b.HasOffset() {
			diff = a.Earliest().Second - b.Earliest().Second
		} else {
			diff = b.Earliest().Second - a.Earliest().Second
		}
		if diff < -12*3600-slack || diff > 14*3600+slack {
			return false, append(details, detail("no-zone"))
		}
		// A zone is a whole number of quarters of an hour.
		if rest := abs(diff) % 900; slack < sameFix && rest > slack && rest < 900-slack {
			return false, append(details, detail("no-zone"))
		}
		return true, nil
	}
	if rest := abs(diff) % 1800; !a.HasOffset() && abs(diff) <= 14*3600+slack && (rest <= slack/4 || rest >= 1800-slack/4) {
		details = append(details, detail("other-zone"))
	}
	return false, details
}

// clockOf gives the seconds as the clock showed them, whatever the offset.
func clockOf(d sijill.Date) int64 {
	s := d.String()
	if len(s) < 19 {
		return d.Earliest().Second
	}
	local, err := sijill.ParseDate(s[:19])
	if err != nil {
		return d.Earliest().Second
	}
	return local.Earliest().Second
}

func abs(n int64) int64 { return max(n, -n) }

func apart(seconds int64) Detail {
	s := abs(seconds)
	switch {
	case s >= 2*86400:
		return detail("days", s/86400)
	case s >= 3600:
		return detail("hours", s/3600, s%3600/60)
	}
	return detail("minutes", s/60, s%60)
}

// compareRelayed says where a messenger had the file before it was made.
func (l *look) compareRelayed(made, relayed *Time) {
	if made.Value.Earliest().Second > relayed.Value.Latest().Second+86400 {
		l.contradiction("order of times", told(made), told(relayed), detail("sent-before"))
	}
}

// contradictOrder says where a file was changed before it was made, by one clock.
func (l *look) contradictOrder() {
	for i := range l.Times {
		made := &l.Times[i]
		if made.Role != Captured && made.Role != Created || made.Where == whereName || !isWhole(made) {
			continue
		}
		for j := range l.Times {
			changed := &l.Times[j]
			if changed.Role != Modified || changed.Where != made.Where || !isWhole(changed) {
				continue
			}
			// Precise to the day at least, and of one clock or of two known ones.
			if made.Value.HasOffset() == changed.Value.HasOffset() &&
				changed.Value.Latest().Second < made.Value.Earliest().Second-sameAct {
				l.contradiction("order of times", told(made), told(changed), detail("changed-before"))
			}
		}
		return
	}
}

// contradictPlaces compares every place with the first, by the metre.
func (l *look) contradictPlaces() {
	for i := 1; i < len(l.Places); i++ {
		a, b := &l.Places[0], &l.Places[i]
		if strings.HasPrefix(a.Doubt, "0,0") || strings.HasPrefix(b.Doubt, "0,0") {
			continue
		}
		if d := metres(a, b); d > 200 {
			l.contradiction("place", placeTold(a), placeTold(b), detail("metres", int64(math.Round(d))))
		}
	}
}

func placeTold(p *Place) string {
	return fmt.Sprintf("%s %s %.5f,%.5f", p.Where, p.Name, p.Lat, p.Lon)
}

// metres is the distance on a sphere of 6,371 km, by the haversine formula.
func metres(a, b *Place) float64 {
	const radius, degree = 6371000, math.Pi / 180
	sinLat := math.Sin((b.Lat - a.Lat) * degree / 2)
	sinLon := math.Sin((b.Lon - a.Lon) * degree / 2)
	h := sinLat*sinLat + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*sinLon*sinLon
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

// contradictSize compares the size that EXIF gives with that of the picture.
func (l *look) contradictSize() {
	w, h := l.exif.width, l.exif.height
	if w == 0 || h == 0 || l.Width == 0 || l.Height == 0 || l.Format == formatTIFF {
		return
	}
	if w == l.Width && h == l.Height || w == l.Height && h == l.Width {
		return
	}
	l.contradiction("size in pixels", fmt.Sprintf("EXIF %dx%d", w, h), fmt.Sprintf("picture %dx%d", l.Width, l.Height), detail("scaled"))
}
