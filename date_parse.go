package sijill

import (
	"errors"
	"strings"
	"time"
)

const (
	// maxDateLen is more than the longest date has: two long years with signs,
	// qualifiers and a slash.
	maxDateLen = 40
	// maxYearDigits keeps every bound, in seconds, far inside an int64.
	maxYearDigits = 9
	// The clocks of the earth are between 12 hours behind UTC and 14 ahead.
	minOffset, maxOffset = -12 * 60, 14 * 60
)

// ParseDate reads a date of EDTF levels 0 and 1. "" is the missing date. Every
// other spelling than the one that String writes is refused with an Error of
// class Usage, which does not repeat what was read.
//
// Narrower than the standard, so that a refusal is better than a guess: a
// second 60, an hour 24, an offset outside -12:00 to +14:00, an X in a negative
// year, a year of more than nine digits, and an interval without any date are
// refused.
func ParseDate(s string) (Date, error) {
	d, err := parseDate(s)
	if err != nil {
		return Date{}, &Error{
			Class:   Usage,
			Message: "This cannot be read as a date",
			Hint:    "Dates look like 2016, 2016-11, 2016-11-29, 2016-11-29~ (about), 2016-11-XX (some day) or 2016-11-24/2016-11-27.",
			Err:     err,
		}
	}
	return d, nil
}

func parseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if len(s) > maxDateLen {
		return Date{}, errors.New("it is longer than any date")
	}
	first, second, isInterval := strings.Cut(s, "/")
	if !isInterval {
		p, err := parsePoint(s)
		return Date{from: p}, err
	}
	from, err := parseEnd(first)
	if err != nil {
		return Date{}, err
	}
	to, err := parseEnd(second)
	if err != nil {
		return Date{}, err
	}
	d := Date{from: from, to: to}
	if !from.isDate() && !to.isDate() {
		return Date{}, errors.New("an interval needs a date at one end at least")
	}
	if d.Earliest().Compare(d.Latest()) > 0 {
		return Date{}, errors.New("the interval ends before it starts")
	}
	return d, nil
}

// parseEnd reads one end of an interval. EDTF has no time of day there.
func parseEnd(s string) (point, error) {
	switch s {
	case "":
		return point{form: unknownEnd}, nil
	case "..":
		return point{form: openEnd}, nil
	}
	p, err := parsePoint(s)
	if err == nil && p.form == secondForm {
		err = errors.New("an interval is between dates, without a time of day")
	}
	return p, err
}

func parsePoint(s string) (point, error) {
	if date, clock, ok := strings.Cut(s, "T"); ok {
		p, err := parseCalendar(date)
		if err != nil {
			return point{}, err
		}
		if p.form != dayForm {
			return point{}, errors.New("a time of day needs a whole day before it")
		}
		return p, p.readClock(clock)
	}
	var qualifier byte
	if n := len(s); n > 0 && strings.IndexByte("?~%", s[n-1]) >= 0 {
		s, qualifier = s[:n-1], s[n-1]
	}
	p, err := parseCalendar(s)
	p.qualifier = qualifier
	return p, err
}

// parseCalendar reads a date without qualifier and time of day.
func parseCalendar(s string) (point, error) {
	if long, ok := strings.CutPrefix(s, "Y"); ok {
		return parseLongYear(long)
	}
	rest, isNegative := strings.CutPrefix(s, "-")
	if len(rest) < 4 {
		return point{}, errors.New("a year has four digits")
	}
	yearPart, rest := rest[:4], rest[4:]
	known := strings.TrimRight(yearPart, "X")
	year, ok := number(known)
	if !ok {
		return point{}, errors.New("a year has four digits")
	}
	if known != yearPart {
		switch {
		case rest != "" || isNegative:
			return point{}, errors.New("a year with X stands alone and has no sign")
		case len(known) == 3:
			return point{form: decadeForm, year: year * 10}, nil
		case len(known) == 2:
			return point{form: centuryForm, year: year * 100}, nil
		}
		return point{}, errors.New("a year has two digits at least before X")
	}
	if isNegative {
		if year == 0 {
			return point{}, errors.New("the year 0000 has no sign")
		}
		year = -year
	}
	p := point{form: yearForm, year: year}
	if rest == "" {
		return p, nil
	}
	return p, p.readMonthAndDay(rest)
}

// readMonthAndDay reads "-11" or "-11-29" and what may stand in their place.
func (p *point) readMonthAndDay(s string) error {
	parts := strings.Split(s, "-")
	if len(parts) > 3 || parts[0] != "" {
		return errors.New("a date has a year, a month and a day, with - between them")
	}
	hasDay := len(parts) == 3
	if parts[1] == "XX" {
		p.form = anyMonthForm
		if hasDay {
			p.form = anyMonthDayForm
			if parts[2] != "XX" {
				return errors.New("a day needs its month")
			}
		}
		return nil
	}
	month, ok := pair(parts[1])
	p.month = month
	switch {
	case ok && month >= 1 && month <= 12:
		p.form = monthForm
	case ok && month >= 21 && month <= 24 && !hasDay:
		p.form = seasonForm
	default:
		return errors.New("a month is 01 to 12, or a season 21 to 24 without a day")
	}
	if !hasDay {
		return nil
	}
	if parts[2] == "XX" {
		p.form = anyDayForm
		return nil
	}
	p.form = dayForm
	p.day, ok = pair(parts[2])
	if !ok || p.day < 1 || int(p.day) > daysIn(p.year, p.month) {
		return errors.New("the month has no such day")
	}
	return nil
}

func parseLongYear(s string) (point, error) {
	digits, isNegative := strings.CutPrefix(s, "-")
	year, ok := number(digits)
	if !ok || len(digits) < 5 || len(digits) > maxYearDigits || digits[0] == '0' {
		return point{}, errors.New("a year after Y has five to nine digits")
	}
	if isNegative {
		year = -year
	}
	return point{form: yearForm, year: year}, nil
}

// readClock reads "15:04:05" and the offset after it.
func (p *point) readClock(s string) error {
	bad := errors.New("a time of day is hh:mm:ss, from 00:00:00 to 23:59:59")
	if len(s) < 8 || s[2] != ':' || s[5] != ':' {
		return bad
	}
	var okHour, okMinute, okSecond bool
	p.hour, okHour = pair(s[:2])
	p.minute, okMinute = pair(s[3:5])
	p.second, okSecond = pair(s[6:8])
	if !okHour || !okMinute || !okSecond || p.hour > 23 || p.minute > 59 || p.second > 59 {
		return bad
	}
	p.form = secondForm
	return p.readOffset(s[8:])
}

func (p *point) readOffset(s string) error {
	bad := errors.New("an offset is Z, +hh or +hh:mm, from -12:00 to +14:00")
	switch {
	case s == "":
		return nil
	case s == "Z":
		p.zone = utcZone
		return nil
	case s[0] != '+' && s[0] != '-':
		return bad
	case len(s) == 3:
		p.zone = hourZone
	case len(s) == 6 && s[3] == ':':
		p.zone = hourMinuteZone
	default:
		return bad
	}
	hours, ok := pair(s[1:3])
	minutes, okMinutes := int8(0), true
	if p.zone == hourMinuteZone {
		minutes, okMinutes = pair(s[4:])
	}
	p.offset = int16(hours)*60 + int16(minutes)
	if s[0] == '-' {
		if p.offset == 0 {
			return errors.New("the offset zero is written with +")
		}
		p.offset = -p.offset
	}
	if !ok || !okMinutes || minutes > 59 || p.offset < minOffset || p.offset > maxOffset {
		return bad
	}
	return nil
}

// number reads one to nine ASCII digits and nothing else.
func number(s string) (int32, bool) {
	if s == "" || len(s) > maxYearDigits {
		return 0, false
	}
	var n int32
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int32(s[i]-'0')
	}
	return n, true
}

// pair reads exactly two digits.
func pair(s string) (int8, bool) {
	n, ok := number(s)
	return int8(n % 100), ok && len(s) == 2
}

func daysIn(year int32, month int8) int {
	return time.Date(int(year), time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
