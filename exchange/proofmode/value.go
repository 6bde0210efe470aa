package proofmode

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Moment is a time as the proof tells it.
type Moment struct {
	Text string `json:"text"` // as it was written
	// Time is the instant where HasOffset, and otherwise the reading of a clock
	// that nobody knows the offset of, held as if it were UTC.
	Time      time.Time `json:"time"`
	HasOffset bool      `json:"has_offset"`
	// Doubt says why the time is to be taken with care; "" is no doubt.
	Doubt string `json:"doubt,omitempty"`
}

// IsMissing says that there is no time.
func (m Moment) IsMissing() bool { return m.Text == "" }

// parseMoment reads seconds or milliseconds since 1970 and ISO 8601. An offset is
// kept only where one was written. ProofMode for Android writes its times since
// version 0.0.15 with milliseconds and the letter Z, but by the clock of the phone,
// whatever its offset; such a Z is no offset.
func parseMoment(s string) (Moment, bool) {
	s = strings.TrimSpace(s)
	m := Moment{Text: s}
	digits := western(s)
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		switch {
		case n == 0:
			return Moment{}, false // the clock was not set
		case len(digits) <= 10 && n > 0:
			m.Time = time.Unix(n, 0).UTC()
		case len(digits) == 13 || len(digits) == 12:
			m.Time = time.UnixMilli(n).UTC()
		default:
			return Moment{}, false
		}
		m.HasOffset = true
	} else if !m.readISO(digits) {
		return Moment{}, false
	}
	if y := m.Time.Year(); y < 2007 || y > 2100 {
		m.Doubt = "The year is one in which the app did not exist."
	}
	return m, true
}

func (m *Moment) readISO(s string) bool {
	if zulu, ok := strings.CutSuffix(s, "Z"); ok && strings.Contains(zulu, ".") {
		t, err := time.Parse("2006-01-02T15:04:05.000", zulu)
		m.Time, m.Doubt = t, "The Z may be the app's habit and not an offset: it wrote the phone's own clock."
		return err == nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05 -0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			m.Time, m.HasOffset = t, true
			return true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006:01:02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			m.Time = t
			return true
		}
	}
	return false
}

// spaced is a decimal comma for which the app wrote a space.
var spaced = regexp.MustCompile(`^-?\d{1,3} \d{4,}$`)

// parseNumber reads a number in Western, Arabic-Indic or Persian digits, with a
// point, a comma or U+066B before the fraction. The later app replaces every comma
// of a value by a space; degrees may then read "33 5123".
func parseNumber(s string, degrees bool) (float64, bool) {
	s = western(strings.TrimSpace(s))
	if !strings.Contains(s, ".") && strings.Count(s, ",") == 1 {
		s = strings.Replace(s, ",", ".", 1)
	}
	if degrees && spaced.MatchString(s) {
		s = strings.Replace(s, " ", ".", 1)
	}
	if strings.ContainsAny(s, "xXpP_iInN") {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}

// western writes digits, signs and separators of other scripts in ASCII.
func western(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r == '\u066b':
			return '.'
		case r == '\u2212':
			return '-'
		case r == '\u200e' || r == '\u200f' || r == '\u061c':
			return -1
		}
		return r
	}, s)
}
