package sijill

import (
	"fmt"
	"strings"
)

// Date is a date as far as it is known, in the Extended Date/Time Format (EDTF,
// ISO 8601-2:2019 levels 0 and 1, as profiled by the Library of Congress): a
// year, a season, a month, a day or a second; some of it unspecified; uncertain
// or approximate; or an interval with ends that may be open or unknown. It is
// of the proleptic Gregorian calendar, with a year 0000.
//
// The zero Date is a missing one. Nothing fills it in. Two dates are == exactly
// when they are spelt alike.
type Date struct {
	from, to point // to is blank unless the date is an interval
}

// point is one date of an interval, or the only one of a Date.
type point struct {
	form                 form
	year                 int32
	month, day           int8 // month holds 21-24 for a season
	hour, minute, second int8
	qualifier            byte // 0, '?', '~' or '%'
	zone                 zone
	offset               int16 // minutes east of UTC
}

// form says which parts of a point are written.
type form uint8

const (
	blank form = iota
	unknownEnd
	openEnd
	centuryForm     // 20XX
	decadeForm      // 201X
	yearForm        // 2016
	anyMonthForm    // 2016-XX
	anyMonthDayForm // 2016-XX-XX
	seasonForm      // 2016-21
	monthForm       // 2016-11
	anyDayForm      // 2016-11-XX
	dayForm         // 2016-11-29
	secondForm      // 2016-11-29T15:04:05
)

// zone says how the offset of a time of day is written. The spellings are kept
// apart because they are what somebody wrote.
type zone uint8

const (
	noZone         zone = iota // nobody said: it stays without
	utcZone                    // Z
	hourZone                   // +03
	hourMinuteZone             // +03:00
)

// Precision is how finely a date is known, from coarse to fine. What is
// unspecified is not known: 2016-11-XX has the precision of a month.
type Precision int

// The precisions. An interval has one of its own, whatever its ends have.
const (
	PrecisionNone Precision = iota // the date is missing
	PrecisionInterval
	PrecisionCentury
	PrecisionDecade
	PrecisionYear
	PrecisionSeason
	PrecisionMonth
	PrecisionDay
	PrecisionSecond
)

// String gives the word for the precision, "month" for instance.
func (p Precision) String() string {
	words := [...]string{"none", "interval", "century", "decade", "year", "season", "month", "day", "second"}
	if p < 0 || int(p) >= len(words) {
		return fmt.Sprintf("precision %d", int(p))
	}
	return words[p]
}

func (f form) precision() Precision {
	switch f {
	case centuryForm:
		return PrecisionCentury
	case decadeForm:
		return PrecisionDecade
	case yearForm, anyMonthForm, anyMonthDayForm:
		return PrecisionYear
	case seasonForm:
		return PrecisionSeason
	case monthForm, anyDayForm:
		return PrecisionMonth
	case dayForm:
		return PrecisionDay
	case secondForm:
		return PrecisionSecond
	}
	return PrecisionNone
}

// Precision says how finely the date is known.
func (d Date) Precision() Precision {
	if d.IsInterval() {
		return PrecisionInterval
	}
	return d.from.form.precision()
}

// IsMissing says that there is no date.
func (d Date) IsMissing() bool { return d == Date{} }

// IsZero is IsMissing under the name that encoding/json looks for (omitzero).
func (d Date) IsZero() bool { return d.IsMissing() }

// IsInterval says that the date has a start and an end.
func (d Date) IsInterval() bool { return d.to.form != blank }

// Ends gives the start and the end of an interval, each missing where it is open
// or unknown. A date that is no interval is its own start and end.
func (d Date) Ends() (start, end Date) {
	if !d.IsInterval() {
		return d, d
	}
	if d.from.isDate() {
		start.from = d.from
	}
	if d.to.isDate() {
		end.from = d.to
	}
	return start, end
}

// IsUncertain says that the date, or an end of it, is marked with ? or %: the
// source is in doubt.
func (d Date) IsUncertain() bool { return d.isMarked('?') }

// IsApproximate says that the date, or an end of it, is marked with ~ or %: it
// is near the truth.
func (d Date) IsApproximate() bool { return d.isMarked('~') }

func (d Date) isMarked(mark byte) bool {
	for _, q := range []byte{d.from.qualifier, d.to.qualifier} {
		if q == mark || q == '%' {
			return true
		}
	}
	return false
}

// HasOffset says that the date is a time of day that was written with its offset
// from UTC.
func (d Date) HasOffset() bool { return d.from.zone != noZone }

func (p point) isDate() bool { return p.form > openEnd }

// String writes the date in EDTF, letter for letter as ParseDate read it. A
// missing date is "".
func (d Date) String() string {
	if d.IsInterval() {
		return d.from.String() + "/" + d.to.String()
	}
	return d.from.String()
}

// String writes the point; an open end is "..", an unknown one nothing.
func (p point) String() string {
	var b strings.Builder
	year := fmt.Sprintf("%04d", p.year)
	if p.year < 0 {
		year = fmt.Sprintf("-%04d", -int64(p.year))
	}
	switch p.form {
	case openEnd:
		return ".."
	case centuryForm:
		fmt.Fprintf(&b, "%02dXX", p.year/100)
	case decadeForm:
		fmt.Fprintf(&b, "%03dX", p.year/10)
	case yearForm:
		if p.year > 9999 || p.year < -9999 {
			b.WriteByte('Y')
		}
		b.WriteString(year)
	case anyMonthForm:
		b.WriteString(year + "-XX")
	case anyMonthDayForm:
		b.WriteString(year + "-XX-XX")
	case seasonForm, monthForm:
		fmt.Fprintf(&b, "%s-%02d", year, p.month)
	case anyDayForm:
		fmt.Fprintf(&b, "%s-%02d-XX", year, p.month)
	case dayForm, secondForm:
		fmt.Fprintf(&b, "%s-%02d-%02d", year, p.month, p.day)
	}
	if p.form == secondForm {
		fmt.Fprintf(&b, "T%02d:%02d:%02d%s", p.hour, p.minute, p.second, p.offsetString())
	}
	if p.qualifier != 0 {
		b.WriteByte(p.qualifier)
	}
	return b.String()
}

func (p point) offsetString() string {
	sign, minutes := '+', p.offset
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	switch p.zone {
	case utcZone:
		return "Z"
	case hourZone:
		return fmt.Sprintf("%c%02d", sign, minutes/60)
	case hourMinuteZone:
		return fmt.Sprintf("%c%02d:%02d", sign, minutes/60, minutes%60)
	}
	return ""
}

// MarshalText writes the date in EDTF, and nothing for a missing one.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote, as strictly as ParseDate.
func (d *Date) UnmarshalText(text []byte) error {
	read, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = read
	return nil
}
