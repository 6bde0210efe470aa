package sijill

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DateMention is a date that stands in a text.
type DateMention struct {
	// Start and End are the bytes of the text that it came from. They read to the
	// same date when they are read alone.
	Start, End int
	// Date is what is written. Where the letters have two readings, it is the one
	// with the day before the month.
	Date Date
	// Or lists the other readings: 3/4/2016 is in April or in March, and nobody
	// but the writer knows.
	Or []Date
	// Doubt says why the date should not be relied on, and is "" where nothing
	// speaks against it.
	Doubt string
	// Note is what is written besides and EDTF cannot say: that it was early in the
	// month. The date is approximate then.
	Note string
}

// Readings gives Date and Or in one list.
func (m DateMention) Readings() []Date { return append([]Date{m.Date}, m.Or...) }

// DatesIn reads the dates in a text, in order and without overlap: in digits of any
// of the three kinds as D/M/Y, M/D/Y and Y/M/D, with months by name in English and
// Arabic, and ranges of them. A year alone is read where a word before it says that
// it is one, or where the text is nothing else. Years have four digits and begin
// with 19 or 20. A weekday that stands before a day belongs to it, and chooses
// between two readings. What no calendar has is kept as far as it goes, in doubt, and so
// are years of two digits.
func DatesIn(text string) []DateMention {
	if !strings.ContainsFunc(text, isDigit) {
		return nil
	}
	r := &dateReader{text: text, toks: tokens(text), months: monthNames(), weekdays: weekdays()}
	var out []DateMention
	for i := 0; i < len(r.toks); {
		m, next := r.mention(i)
		if next == i {
			i++
			continue
		}
		out = append(out, m)
		i = next
	}
	return out
}

type dateReader struct {
	text     string
	toks     []token
	months   map[string]int
	weekdays map[string]int
}

// ymd is one reading of a date, and to the end of a range, if to is not nil.
type ymd struct {
	y, m, d      int
	to           *ymd
	isMonthFirst bool // 11/29/2016
	isAbout      bool // early November 2016
}

// found is what a pattern matched: its readings and the token after it.
type found struct {
	readings []ymd
	next     int
	doubt    string
	note     string
}

// mention reads the date that begins at a token, and gives the token after it; the
// same token where none begins there.
func (r *dateReader) mention(i int) (DateMention, int) {
	day, weekday := i, -1
	if t := r.at(i); t.kind == wordToken {
		if w, ok := r.weekdays[t.word]; ok {
			weekday, day = w, i+1
			if c := r.at(day); c.word == "," || c.word == "،" {
				day++
			}
		}
	}
	for _, pattern := range []func(int) found{r.between, r.rangeOf, r.part, r.point, r.yearAlone, r.impossible, r.shortYear} {
		f := pattern(day)
		m, ok := r.mentionOf(f, weekday)
		if !ok {
			continue
		}
		m.Start, m.End = r.toks[i].start, r.toks[f.next-1].end
		return m, f.next
	}
	return DateMention{}, i
}

// mentionOf makes dates of the readings that a calendar has.
func (r *dateReader) mentionOf(f found, weekday int) (DateMention, bool) {
	if len(f.readings) == 0 {
		return DateMention{}, false
	}
	m := DateMention{Doubt: f.doubt, Note: f.note}
	var dates, fit []Date
	for _, reading := range f.readings {
		d, err := parseDate(reading.edtf())
		if err != nil || slices.Contains(dates, d) {
			continue
		}
		dates = append(dates, d)
		if t, ok := d.Earliest().Time(); ok && d.Precision() == PrecisionDay && int(t.Weekday()) == weekday {
			fit = append(fit, d)
		}
	}
	if len(dates) == 0 {
		return DateMention{}, false
	}
	if weekday >= 0 {
		switch {
		case dates[0].Precision() != PrecisionDay:
			return DateMention{}, false // it is read again without the weekday
		case len(fit) == 0:
			m.Doubt = "the weekday before it is another"
		default:
			dates = fit
		}
	}
	m.Date, m.Or = dates[0], dates[1:]
	if m.Doubt == "" {
		m.Doubt = yearDoubt(m.Date)
	}
	return m, true
}

// yearDoubt knows the years in which clocks stand that nobody has set, or that ran
// over.
func yearDoubt(d Date) string {
	t, ok := d.Earliest().Time()
	switch y := t.Year(); {
	case !ok:
	case y == 1904 || y == 1970:
		return fmt.Sprintf("a clock that nobody has set shows %d", y)
	case y >= 2036:
		return "it is in the year 2036 or later: a clock that ran over or was set wrong"
	}
	return ""
}

func (d ymd) edtf() string {
	s := fmt.Sprintf("%04d", d.y)
	if d.m > 0 {
		s += fmt.Sprintf("-%02d", d.m)
	}
	if d.d > 0 {
		s += fmt.Sprintf("-%02d", d.d)
	}
	if d.isAbout {
		s += "~"
	}
	if d.to != nil {
		s += "/" + d.to.edtf()
	}
	return s
}

func (r *dateReader) at(i int) token {
	if i < 0 || i >= len(r.toks) {
		return token{}
	}
	return r.toks[i]
}

// point is one date that is not a range.
func (r *dateReader) point(i int) found {
	for _, pattern := range []func(int) found{r.named, r.numeric, r.compact, r.monthAndYear} {
		if f := pattern(i); len(f.readings) > 0 {
			return f
		}
	}
	return found{}
}

// named is a date whose month has a name, with or without a day.
func (r *dateReader) named(i int) found {
	if d, next, ok := r.day(i); ok { // 29 November 2016
		if m, next, ok := r.month(r.joint(next)); ok {
			if y, next, ok := r.year(r.joint(next)); ok {
				return found{readings: []ymd{{y: y, m: m, d: d}}, next: next}
			}
		}
	}
	if m, next, ok := r.month(i); ok {
		if d, next, ok := r.day(r.joint(next)); ok { // November 29, 2016
			if y, next, ok := r.year(r.joint(next)); ok {
				return found{readings: []ymd{{y: y, m: m, d: d}}, next: next}
			}
		}
		if y, next, ok := r.year(r.joint(next)); ok { // November 2016
			return found{readings: []ymd{{y: y, m: m}}, next: next}
		}
	}
	if y, next, ok := r.year(i); ok { // 2016 November 29
		if m, next, ok := r.month(r.joint(next)); ok {
			if d, next, ok := r.day(r.joint(next)); ok && r.ends(next) {
				return found{readings: []ymd{{y: y, m: m, d: d}}, next: next}
			}
		}
	}
	return found{}
}

// numeric is a date of three numbers with the same mark, or with spaces, between
// them.
func (r *dateReader) numeric(i int) found {
	mark, second := r.mark(i + 1)
	again, third := r.mark(second + 1)
	a, b, c := r.at(i), r.at(second), r.at(third)
	if mark == "" || mark != again || a.kind != numberToken || b.kind != numberToken || c.kind != numberToken || b.digits > 2 || r.isTail(i) || !r.ends(third+1) {
		return found{}
	}
	f := found{next: third + 1}
	switch {
	case isYear(a) && c.digits <= 2:
		f.readings = []ymd{{y: a.n, m: b.n, d: c.n}}
	case isYear(c) && a.digits <= 2:
		f.readings = inBothOrders(a.n, b.n, c.n)
	}
	return r.possible(f)
}

// inBothOrders reads two numbers before a year with the day first, and with the
// month first.
func inBothOrders(a, b, year int) []ymd {
	return []ymd{{y: year, m: b, d: a}, {y: year, m: a, d: b, isMonthFirst: true}}
}

// possible takes out of what was found what no calendar has.
func (r *dateReader) possible(f found) found {
	f.readings = slices.DeleteFunc(f.readings, func(d ymd) bool {
		for e := &d; e != nil; e = e.to {
			if e.m < 1 || e.m > 12 || e.d < 1 || e.d > time.Date(e.y, time.Month(e.m)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
				return true
			}
		}
		return false
	})
	return f
}

// compact is eight digits as cameras put them into names: 20161129 with a mark at
// one side at least.
func (r *dateReader) compact(i int) found {
	t := r.at(i)
	isMark := func(o token) bool { return o.word == "_" || o.word == "-" }
	if t.kind != numberToken || t.digits != 8 || t.n < 19900101 || t.n > 20991231 || !isMark(r.at(i-1)) && !isMark(r.at(i+1)) {
		return found{}
	}
	f := found{readings: []ymd{{y: t.n / 10000, m: t.n / 100 % 100, d: t.n % 100}}, next: i + 1}
	if isMark(r.at(i + 1)) {
		f.next++ // so that it reads alone as well
	} else {
		return found{} // the mark before it belongs to what stands there
	}
	return r.possible(f)
}

// monthAndYear is 11/2016 or 2016-11.
func (r *dateReader) monthAndYear(i int) found {
	a, mark, b := r.at(i), r.at(i+1), r.at(i+2)
	if a.kind != numberToken || b.kind != numberToken || mark.gap || b.gap || mark.word != "/" && mark.word != "-" || r.isTail(i) || !r.ends(i+3) {
		return found{}
	}
	const doubt = "it may be a number and its year"
	switch {
	case isYear(a) && b.digits == 2 && b.n >= 1 && b.n <= 12:
		return found{readings: []ymd{{y: a.n, m: b.n}}, next: i + 3}
	case isYear(b) && a.digits <= 2 && a.n >= 1 && a.n <= 12:
		return found{readings: []ymd{{y: b.n, m: a.n}}, next: i + 3, doubt: doubt}
	}
	return found{}
}

// yearAlone is a year after a word that says so, or one that is the whole text.
func (r *dateReader) yearAlone(i int) found {
	t := r.at(i)
	if !isYear(t) || r.isTail(i) || !r.ends(i+1) {
		return found{}
	}
	before := r.at(i - 1)
	word := before.word
	if before.kind == wordToken && !slices.Contains(yearWords, word) {
		word, _ = withoutPrefix(word)
	}
	if len(r.toks) == 1 || before.kind == wordToken && slices.Contains(yearWords, word) {
		return found{readings: []ymd{{y: t.n}}, next: i + 1}
	}
	return found{}
}

// yearWords are the words after which four digits are a year.
var yearWords = []string{"in", "during", "since", "throughout", "year", "عام", "العام", "سنه", "السنه"}
