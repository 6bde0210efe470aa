package sijill

import (
	"cmp"
	"slices"
)

// rangeOf is from one date to another.
func (r *dateReader) rangeOf(i int) found { return r.fromTo(i, false) }

// between is "between 24 and 27 November 2016": the word makes "and" a range.
func (r *dateReader) between(i int) found {
	if w := r.at(i).word; w == "between" || w == "بين" {
		return r.fromTo(i+1, true)
	}
	return found{}
}

func (r *dateReader) fromTo(i int, isBetween bool) found {
	for _, pattern := range []func(int, bool) found{r.pointToPoint, r.dayToDay, r.dayMonthToDayMonth, r.monthDayToDay, r.monthToMonth} {
		f := pattern(i, isBetween)
		f.readings = slices.DeleteFunc(f.readings, func(d ymd) bool { return d.to == nil || !d.isForward() })
		if len(f.readings) > 0 {
			return f
		}
	}
	return found{}
}

func (d ymd) isForward() bool {
	from := d
	from.to = nil
	return from.edtf() < d.to.edtf()
}

// rangeMarks stand between the ends of a range.
var rangeMarks = []string{"-", "–", "—", "to", "until", "till", "through", "الي", "حتي", "لغايه", "ولغايه", "وحتي"}

// through passes what stands between the ends of a range.
func (r *dateReader) through(i int, isBetween bool) (int, bool) {
	t := r.at(i)
	switch {
	case t.word == "":
		return i, false
	case slices.Contains(rangeMarks, t.word):
		return i + 1, true
	case !isBetween:
		return i, false
	case t.word == "and" || t.word == "و":
		return i + 1, true
	}
	rest, _ := withoutPrefix(t.word)
	_, ok := r.monthWord(i, rest)
	return i, ok && rest != t.word && t.word[:len("و")] == "و"
}

func (r *dateReader) pointToPoint(i int, isBetween bool) found {
	a := r.loose(i)
	if len(a.readings) == 0 {
		return found{}
	}
	next, ok := r.through(a.next, isBetween)
	if !ok {
		return found{}
	}
	b := r.tail(next).point(0)
	f := found{next: next + b.next, doubt: cmp.Or(a.doubt, b.doubt)}
	for _, from := range a.readings {
		for _, to := range b.readings { // whoever has the day first has it first in both
			if from.isMonthFirst != to.isMonthFirst || (from.d == 0) != (to.d == 0) || (from.m == 0) != (to.m == 0) {
				continue
			}
			from.to = &to
			f.readings = append(f.readings, from)
		}
	}
	return f
}

// tail reads from a token on, without a look at what stands before it.
func (r *dateReader) tail(i int) *dateReader {
	return &dateReader{text: r.text, toks: r.toks[min(i, len(r.toks)):], months: r.months, weekdays: r.weekdays}
}

// loose is a point that may be followed by another without a space between.
func (r *dateReader) loose(i int) found {
	if f := r.point(i); len(f.readings) > 0 {
		return f
	}
	for end := i + 1; end < len(r.toks) && end <= i+9; end++ {
		if !slices.Contains(rangeMarks, r.toks[end].word) {
			continue
		}
		head := &dateReader{text: r.text, toks: r.toks[:end], months: r.months, weekdays: r.weekdays}
		if f := head.point(i); len(f.readings) > 0 && f.next == end {
			return f
		}
	}
	return found{}
}

// dayToDay is 24-27 November 2016, or 24-27/11/2016.
func (r *dateReader) dayToDay(i int, isBetween bool) found {
	from, next, ok := r.day(i)
	if !ok || r.isTail(i) {
		return found{}
	}
	if next, ok = r.through(next, isBetween); !ok {
		return found{}
	}
	if w := r.at(next).word; w == "و" {
		next++
	}
	second := next
	to, next, ok := r.day(next)
	if !ok {
		return found{}
	}
	if m, next, ok := r.month(r.joint(next)); ok {
		if y, next, ok := r.year(r.joint(next)); ok {
			return r.possible(found{readings: []ymd{{y: y, m: m, d: from, to: &ymd{y: y, m: m, d: to}}}, next: next})
		}
	}
	mark, _ := r.mark(second + 1)
	if mark != "/" && mark != "." {
		return found{}
	}
	f := r.tail(second).numeric(0)
	f.next += second
	f.readings = slices.DeleteFunc(f.readings, func(end ymd) bool { return end.isMonthFirst || end.d != to })
	for i, end := range f.readings {
		f.readings[i] = ymd{y: end.y, m: end.m, d: from, to: &end}
	}
	return r.possible(f)
}

// dayMonthToDayMonth is 28 November - 3 December 2016, or 28/11 - 3/12/2016.
func (r *dateReader) dayMonthToDayMonth(i int, isBetween bool) found {
	if d, next, ok := r.day(i); ok {
		if m, next, ok := r.month(r.joint(next)); ok {
			if next, ok := r.through(next, isBetween); ok {
				if f := r.named(next); len(f.readings) > 0 && f.readings[0].d > 0 {
					end := f.readings[0]
					f.readings = []ymd{{y: end.y, m: m, d: d, to: &end}}
					return r.possible(f)
				}
			}
		}
	}
	mark, second := r.mark(i + 1)
	a, b := r.at(i), r.at(second)
	if mark != "/" && mark != "." || a.kind != numberToken || b.kind != numberToken || a.digits > 2 || b.digits > 2 || r.isTail(i) {
		return found{}
	}
	next, ok := r.through(second+1, isBetween)
	if !ok {
		return found{}
	}
	f := r.tail(next).numeric(0)
	f.next += next
	for i, end := range f.readings {
		from := ymd{y: end.y, m: b.n, d: a.n, to: &end, isMonthFirst: end.isMonthFirst}
		if end.isMonthFirst {
			from.m, from.d = a.n, b.n
		}
		f.readings[i] = from
	}
	return r.possible(f)
}

// monthDayToDay is November 24-27, 2016, or November 28 - December 3, 2016.
func (r *dateReader) monthDayToDay(i int, isBetween bool) found {
	m, next, ok := r.month(i)
	if !ok {
		return found{}
	}
	from, next, ok := r.day(r.joint(next))
	if !ok {
		return found{}
	}
	if next, ok = r.through(next, isBetween); !ok {
		return found{}
	}
	last := m
	if other, after, ok := r.month(next); ok {
		last, next = other, r.joint(after)
	}
	to, next, ok := r.day(next)
	if !ok {
		return found{}
	}
	y, next, ok := r.year(r.joint(next))
	if !ok {
		return found{}
	}
	return r.possible(found{readings: []ymd{{y: y, m: m, d: from, to: &ymd{y: y, m: last, d: to}}}, next: next})
}

// monthToMonth is October-November 2016.
func (r *dateReader) monthToMonth(i int, isBetween bool) found {
	a, next, ok := r.month(i)
	if !ok {
		return found{}
	}
	if next, ok = r.through(next, isBetween); !ok {
		return found{}
	}
	b, next, ok := r.month(next)
	if !ok {
		return found{}
	}
	y, next, ok := r.year(r.joint(next))
	if !ok {
		return found{}
	}
	return found{readings: []ymd{{y: y, m: a, to: &ymd{y: y, m: b}}}, next: next}
}
