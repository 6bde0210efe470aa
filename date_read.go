package sijill

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The layouts in which a column of an import table may have its dates. Nobody
// guesses between day and month: whoever imports says which comes first.
const (
	LayoutEDTF    = "edtf"    // as ParseDate reads
	LayoutYMD     = "ymd"     // 2016-11-29, 2016/11/29, 2016.11.29
	LayoutDMY     = "dmy"     // 29/11/2016, 29.11.2016, 29-11-2016
	LayoutMDY     = "mdy"     // 11/29/2016, 11.29.2016, 11-29-2016
	LayoutRFC3339 = "rfc3339" // 2016-11-29T15:04:05+03:00
	LayoutUnix    = "unix"    // 1480421045, seconds since 1970 in UTC
)

// DateLayouts lists the layouts in the order in which they are shown.
func DateLayouts() []string {
	return []string{LayoutEDTF, LayoutYMD, LayoutDMY, LayoutMDY, LayoutRFC3339, LayoutUnix}
}

// ReadDate reads a cell of somebody else's table in the given layout. An empty
// cell is a missing date. Arabic-Indic and Persian digits are read as digits;
// space and direction marks around the cell are passed over; a day or a month
// may have one digit, a year has four. A fraction of a second is dropped, since
// EDTF has none. A date that no calendar has is refused, and the Error, of class
// Usage, does not repeat the cell.
func ReadDate(s, layout string) (Date, error) {
	if !slices.Contains(DateLayouts(), layout) {
		return Date{}, &Error{
			Class:   Usage,
			Message: "There is no such layout of dates",
			Hint:    "The layouts are " + strings.Join(DateLayouts(), ", ") + ".",
		}
	}
	cell := strings.TrimFunc(foldDigits(s), isPadding)
	if cell == "" {
		return Date{}, nil
	}
	d, err := readCell(cell, layout)
	if err != nil {
		return Date{}, &Error{
			Class:   Usage,
			Message: "This cannot be read as a date of the layout " + layout,
			Hint:    "Check the cell, or say which layout the column has: " + strings.Join(DateLayouts(), ", ") + ".",
			Err:     err,
		}
	}
	return d, nil
}

func readCell(cell, layout string) (Date, error) {
	if len(cell) > maxDateLen {
		return Date{}, errors.New("it is longer than any date")
	}
	switch layout {
	case LayoutRFC3339:
		return readRFC3339(cell)
	case LayoutUnix:
		return readUnix(cell)
	case LayoutEDTF:
		return parseDate(cell)
	}
	return readParts(cell, layout)
}

// foldDigits turns Arabic-Indic (U+0660) and Persian (U+06F0) digits into ASCII.
func foldDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		}
		return r
	}, s)
}

// isPadding knows what spreadsheets put around a cell: space, and the marks and
// embeddings that set the direction of writing.
func isPadding(r rune) bool {
	switch {
	case r == ' ', r == '\t', r == '\r', r == '\n', r == '\u00A0', r == '\uFEFF',
		r == '\u061C', r == '\u200E', r == '\u200F':
		return true
	}
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// readParts reads three numbers with the same separator between them, in an
// order such as "dmy". That the layouts are named by their order is relied on.
func readParts(s, order string) (Date, error) {
	at := strings.IndexAny(s, "-/.")
	if at < 0 {
		return Date{}, errors.New("a day, a month and a year have - or / or . between them")
	}
	parts := strings.Split(s, s[at:at+1])
	if len(parts) != 3 {
		return Date{}, fmt.Errorf("a date has three parts with one kind of separator, not %d", len(parts))
	}
	var year, month, day string
	for i, part := range parts {
		if _, ok := number(part); !ok {
			return Date{}, errors.New("a part of a date is a number")
		}
		switch order[i] {
		case 'y':
			year = part
		case 'm':
			month = twoDigits(part)
		case 'd':
			day = twoDigits(part)
		}
	}
	return parseDate(year + "-" + month + "-" + day)
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// readRFC3339 reads what RFC 3339 section 5.6 allows beyond EDTF: small letters,
// a space for T, a fraction, and the offset -00:00, which says that the time is
// in UTC and no more.
func readRFC3339(s string) (Date, error) {
	const whole = len("2016-11-29T15:04:05")
	if len(s) <= whole || strings.IndexByte("Tt ", s[10]) < 0 {
		return Date{}, errors.New("a date and time of RFC 3339 looks like 2016-11-29T15:04:05Z")
	}
	head, tail := s[:10]+"T"+s[11:whole], s[whole:]
	if fraction, ok := strings.CutPrefix(tail, "."); ok {
		tail = strings.TrimLeft(fraction, "0123456789")
		if tail == fraction {
			return Date{}, errors.New("a fraction of a second has digits")
		}
	}
	if tail == "-00:00" || tail == "z" {
		tail = "Z"
	}
	d, err := parseDate(head + tail)
	if zone := d.from.zone; err == nil && zone != utcZone && zone != hourMinuteZone {
		err = errors.New("an offset of RFC 3339 is Z or +hh:mm")
	}
	return d, err
}

// readUnix reads whole seconds. A table in milliseconds lands far beyond the
// year 9999 and is refused rather than guessed at.
func readUnix(s string) (Date, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return Date{}, errors.New("a Unix time is a whole number of seconds")
	}
	first, last := civil(0, 1, 1), civil(10000, 1, 1)-1
	if n < first || n > last {
		return Date{}, errors.New("the number is beyond the year 9999: seconds are needed, not milliseconds")
	}
	return parseDate(time.Unix(n, 0).UTC().Format("2006-01-02T15:04:05Z"))
}
