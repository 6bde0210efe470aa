package sijill

import (
	"fmt"
	"slices"
	"time"
)

// impossible is what looks like a date and is in no calendar: 31 April 2016. It is
// kept as far as it may be right, with the doubt.
func (r *dateReader) impossible(i int) found {
	if f := r.named(i); len(f.readings) > 0 && f.readings[0].d > 0 {
		return withoutDay(f)
	}
	mark, second := r.mark(i + 1)
	again, third := r.mark(second + 1)
	a, b, c := r.at(i), r.at(second), r.at(third)
	isDate := slices.Contains([]string{"/", ".", "-"}, mark) && mark == again && a.kind == numberToken && b.kind == numberToken && c.kind == numberToken
	if !isDate || b.digits > 2 || r.isTail(i) || !r.ends(third+1) {
		return found{}
	}
	f := found{next: third + 1}
	switch {
	case isYear(a) && c.digits <= 2:
		f.readings = []ymd{{y: a.n, m: b.n, d: c.n}}
	case isYear(c) && a.digits <= 2:
		f.readings = inBothOrders(a.n, b.n, c.n)
	default:
		return found{}
	}
	f.readings = slices.DeleteFunc(f.readings, func(d ymd) bool { return d.m < 1 || d.m > 12 })
	if len(f.readings) > 0 {
		return withoutDay(f)
	}
	y := a.n
	if isYear(c) {
		y = c.n
	}
	return found{readings: []ymd{{y: y}}, next: f.next, doubt: fmt.Sprintf("there is no such day: %d and %d are no day and month", r.other(a, c), b.n)}
}

// other is the number beside the middle one that is not the year.
func (r *dateReader) other(a, c token) int {
	if isYear(c) {
		return a.n
	}
	return c.n
}

// withoutDay keeps the months of readings whose day no calendar has, and says which
// it is.
func withoutDay(f found) found {
	out := found{next: f.next}
	for _, d := range f.readings {
		if out.doubt == "" {
			out.doubt = fmt.Sprintf("there is no %d %s", d.d, time.Month(d.m))
			if d.m == 2 && d.d == 29 {
				out.doubt += fmt.Sprintf(" in %d", d.y)
			}
		}
		out.readings = append(out.readings, ymd{y: d.y, m: d.m})
	}
	return out
}

// shortYear is a date of three numbers whose year has two digits. It is always in
// doubt: 16-11-29 may begin or end with the year, and the century is a guess.
func (r *dateReader) shortYear(i int) found {
	mark, second := r.mark(i + 1)
	again, third := r.mark(second + 1)
	a, b, c := r.at(i), r.at(second), r.at(third)
	isDate := slices.Contains([]string{"/", ".", "-"}, mark) && mark == again && a.kind == numberToken && b.kind == numberToken && c.kind == numberToken
	if !isDate || a.digits > 2 || b.digits > 2 || c.digits > 2 || b.gap || c.gap || r.at(i+1).gap || r.at(third-1).gap || r.isTail(i) || !r.ends(third+1) {
		return found{}
	}
	f := found{next: third + 1, doubt: "its year has two digits"}
	if c.digits == 2 {
		f.readings = inBothOrders(a.n, b.n, century(c.n))
	}
	if mark == "-" && a.digits == 2 && c.digits == 2 { // as in 2016-11-29
		f.readings = append(f.readings, ymd{y: century(a.n), m: b.n, d: c.n})
	}
	return r.possible(f)
}

// century puts the century before a year of two digits: the one in which there were
// phones, up to the year in which clocks run over.
func century(year int) int {
	if year < 36 {
		return 2000 + year
	}
	return 1900 + year
}

// partOf are words for a part of a month or a year, folded.
var partOf = map[string]string{
	"early": early, "beginning": early, "start": early, "اوايل": early, "مطلع": early, "بدايه": early,
	"mid": middle, "middle": middle, "منتصف": middle, "اواسط": middle,
	"late": late, "end": late, "اواخر": late, "نهايه": late,
}

const (
	early  = "early in it"
	middle = "in the middle of it"
	late   = "late in it"
)

// part is a month or a year with a word that says which part of it: the date is
// about that, and the word is kept as a note.
func (r *dateReader) part(i int) found {
	t := r.at(i)
	if t.kind != wordToken {
		return found{}
	}
	note, ok := partOf[t.word]
	if !ok {
		rest, _ := withoutPrefix(t.word)
		if note, ok = partOf[rest]; !ok {
			return found{}
		}
	}
	next := i + 1
	if w := r.at(next).word; w == "-" || w == "–" || w == "of" {
		next++
	}
	if r.at(next).word == "the" || r.at(next).word == "in" {
		return found{}
	}
	f := r.named(next)
	if len(f.readings) == 0 {
		y, after, ok := r.year(next)
		if !ok {
			return found{}
		}
		f = found{readings: []ymd{{y: y}}, next: after}
	}
	if f.readings[0].d > 0 {
		return found{}
	}
	f.note = note
	for k := range f.readings {
		f.readings[k].isAbout = true
	}
	return f
}
