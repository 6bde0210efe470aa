package media

import (
	"strings"
	"time"

	"sijill.example/sijill"
)

// colonTime reads a time as EXIF writes it, "2016:12:13 15:26:53", with its
// offset beside it ("" where the file gives none). It gives what cannot be read
// as missing, with the reason; nothing is filled in.
func colonTime(raw, offset string) (sijill.Date, string) {
	if strings.Trim(raw, " :-0") == "" {
		return sijill.Date{}, "no time was set"
	}
	b := []byte(strings.TrimSpace(raw))
	if len(b) < 10 {
		return isoTime(raw)
	}
	for _, i := range []int{4, 7} {
		if b[i] == ':' || b[i] == '/' || b[i] == '.' {
			b[i] = '-'
		}
	}
	if len(b) > 10 && b[10] == ' ' {
		b[10] = 'T'
	}
	s := string(b)
	if len(s) > 10 && offset != "" {
		if given, ok := normalOffset(offset); ok {
			if len(s) > 19 && s[19] == '.' {
				s = s[:19] + strings.TrimLeft(s[20:], "0123456789")
			}
			if len(s) == 19 {
				s += given
			}
		} else {
			d, doubt := isoTime(s)
			if doubt == "" || !d.IsMissing() {
				doubt = offsetDoubt(offset)
			}
			return d, doubt
		}
	}
	return isoTime(s)
}

const badOffset = "offset outside of -12..+14, it is left out"

func offsetDoubt(offset string) string {
	if len(offset) >= 3 && (offset[0] == '+' || offset[0] == '-') {
		return badOffset
	}
	return "the offset cannot be read, it is left out"
}

// normalOffset writes +3, +0300, +03:00 and Z as EDTF has them. An offset that
// no place on earth has is refused.
func normalOffset(s string) (string, bool) {
	s = strings.TrimSpace(s)
	switch s {
	case "Z", "z", "-00:00", "-0000", "UTC", "GMT":
		return "Z", true
	}
	if len(s) < 2 || s[0] != '+' && s[0] != '-' {
		return "", false
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	switch len(digits) {
	case 1:
		digits = "0" + digits + "00"
	case 2:
		digits += "00"
	case 3:
		digits = "0" + digits
	}
	if len(digits) != 4 {
		return "", false
	}
	given := s[:1] + digits[:2] + ":" + digits[2:]
	_, ok := dated("2000-01-01T00:00:00" + given)
	return given, ok
}

// isoTime reads a time of ISO 8601 as XMP and others write it: a year, a month, a
// day, or a time of day with or without seconds, fraction and offset.
func isoTime(raw string) (sijill.Date, string) {
	s := strings.TrimSpace(raw)
	if len(s) > 64 {
		return sijill.Date{}, "it cannot be read as a time"
	}
	if strings.Trim(s, " :-0TZ.+") == "" {
		return sijill.Date{}, "no time was set"
	}
	doubt := ""
	if len(s) > 10 {
		s, doubt = isoClock(s)
	}
	d, ok := dated(s)
	if !ok {
		if len(s) > 10 {
			if day, isDay := dated(s[:10]); isDay {
				return day, "only the day can be read"
			}
		}
		return sijill.Date{}, "it cannot be read as a time"
	}
	if d.IsInterval() || d.IsApproximate() || d.IsUncertain() {
		return sijill.Date{}, "it cannot be read as a time"
	}
	if more := clockDoubt(d); more != "" {
		doubt = more
	}
	return d, doubt
}

// isoClock brings what follows the day into the one spelling of EDTF.
func isoClock(s string) (string, string) {
	day, rest := s[:10], strings.TrimLeft(s[10:], "Tt ")
	end := 0
	for end < len(rest) && (rest[end] >= '0' && rest[end] <= '9' || rest[end] == ':') {
		end++
	}
	clock, tail := rest[:end], rest[end:]
	doubt := ""
	switch strings.Count(clock, ":") {
	case 0:
		if len(clock) == 6 {
			clock = clock[:2] + ":" + clock[2:4] + ":" + clock[4:]
		}
	case 1:
		clock += ":00"
		doubt = "no seconds were given"
	}
	if fraction, ok := strings.CutPrefix(tail, "."); ok {
		tail = strings.TrimLeft(fraction, "0123456789")
	} else if fraction, ok := strings.CutPrefix(tail, ","); ok {
		tail = strings.TrimLeft(fraction, "0123456789")
	}
	if strings.HasSuffix(clock, ":60") {
		clock = strings.TrimSuffix(clock, "60") + "59"
		doubt = "a leap second is written as the second before it"
	}
	tail = strings.TrimSpace(tail)
	if tail == "" {
		return day + "T" + clock, doubt
	}
	if given, ok := normalOffset(tail); ok {
		return day + "T" + clock + given, doubt
	}
	return day + "T" + clock, offsetDoubt(tail)
}

// clockDoubt knows the times that clocks show which nobody has set.
func clockDoubt(d sijill.Date) string {
	first := d.Earliest()
	t, ok := first.Time()
	if !ok {
		return ""
	}
	switch y := t.Year(); {
	case y == 1904 && t.YearDay() <= 2:
		return "1904: not set"
	case y == 1970 && t.YearDay() <= 2, y == 1969 && t.Month() == time.December && t.Day() == 31:
		return "1970: the clock was not set"
	case y == 1980 && t.YearDay() <= 6:
		return "1980: the clock was not set"
	case y < 1826:
		return "older than the oldest photograph"
	case y >= 2036:
		return "in the future: 2036 or later, a counter that ran over or a clock that was set wrong"
	case (y == 2000 || y == 2001 || y == 2002 || y == 2010) && t.YearDay() == 1 && t.Hour() == 0 && d.Precision() == sijill.PrecisionSecond:
		return "the first of January of a round year: many clocks start there"
	}
	return ""
}

// epochTime counts seconds from an epoch into a time in UTC. Zero is not set.
func epochTime(seconds uint64, epoch time.Time) (sijill.Date, string) {
	const latest = 253402300799 // the end of the year 9999, from 1970
	if seconds == 0 {
		return sijill.Date{}, itoa(epoch.Year()) + ": not set"
	}
	if seconds > latest {
		return sijill.Date{}, "it is beyond every date"
	}
	unix := epoch.Unix() + int64(seconds)
	if unix > latest {
		return sijill.Date{}, "it is beyond every date"
	}
	d, _ := dated(time.Unix(unix, 0).UTC().Format("2006-01-02T15:04:05Z"))
	return d, clockDoubt(d)
}

// isoTimeOf is a Time read by isoTime.
func (l *look) isoTime(role Role, where, name, raw string) {
	raw = clean(raw)
	if raw == "" {
		return
	}
	d, doubt := isoTime(raw)
	if len(raw) >= 10 && raw[4] == ':' && raw[7] == ':' {
		d, doubt = colonTime(raw, "") // the spelling of EXIF, which some programs write everywhere
	}
	l.time(Time{Role: role, Value: d, Where: where, Name: name, Raw: raw, Doubt: doubt})
}
