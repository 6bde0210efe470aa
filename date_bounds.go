package sijill

import (
	"cmp"
	"math"
	"time"
)

// Bound is the first or the last second that a date may mean.
type Bound struct {
	// Second counts from 1970-01-01T00:00:00 in the proleptic Gregorian
	// calendar, without leap seconds: in UTC for a time of day that has an
	// offset, otherwise on the clock of the place, whichever it was. Where the
	// bound is open it lies beyond every date.
	Second int64
	// Open says that the date has no bound on this side: an open or unknown end
	// of an interval, or a missing date.
	Open bool
}

// Compare gives -1, 0 or +1 as b is before, at or after c.
func (b Bound) Compare(c Bound) int { return cmp.Compare(b.Second, c.Second) }

// Time gives the bound as a time.Time that is marked UTC even where the date
// does not say so, and false where the bound is open.
func (b Bound) Time() (time.Time, bool) {
	if b.Open {
		return time.Time{}, false
	}
	return time.Unix(b.Second, 0).UTC(), true
}

// span is a stretch of seconds, both ends included.
type span struct {
	first, last int64
	half        half
}

// half is the half of the earth in which a season is what it is called.
type half uint8

const (
	eitherHalf half = iota
	northern
	southern
)

// The ends of time leave room to move a bound without overflow.
const (
	always = math.MinInt64 / 2
	never  = math.MaxInt64 / 2
)

// Earliest gives the first second that the date may mean, as it is written: a
// qualifier moves nothing. A season is taken in both halves of the earth.
func (d Date) Earliest() Bound {
	first := int64(never)
	for _, s := range d.spans(0) {
		first = min(first, s.first)
	}
	return Bound{Second: first, Open: first == always}
}

// Latest gives the last second that the date may mean, as Earliest gives the
// first.
func (d Date) Latest() Bound {
	last := int64(always)
	for _, s := range d.spans(0) {
		last = max(last, s.last)
	}
	return Bound{Second: last, Open: last == never}
}

// Anywhere gives the first and the last second, in UTC, that the date may mean on
// any clock of the earth, with what its marks of doubt add (see CouldBe). Before
// the first it has surely not begun, and after the last it is surely over.
func (d Date) Anywhere() (first, last Bound) {
	first, last = Bound{Second: never}, Bound{Second: always}
	for _, s := range d.spansAnywhere(true) {
		first.Second, last.Second = min(first.Second, s.first), max(last.Second, s.last)
	}
	// A bound that is open was moved by the offsets, too.
	first.Open = d.Earliest().Open
	last.Open = d.Latest().Open
	return first, last
}

// Compare puts dates in an order: by where they start, the wider before the
// narrower (2016, 2016-01, 2016-01-01), the rest by spelling; missing dates come
// last. It is 0 exactly where a == b. A season starts for this where the
// northern one does, so that seasons stand among the months of their year.
func Compare(a, b Date) int {
	if a.IsMissing() || b.IsMissing() {
		switch {
		case a == b:
			return 0
		case a.IsMissing():
			return 1
		}
		return -1
	}
	return cmp.Or(
		cmp.Compare(a.place(), b.place()),
		b.Latest().Compare(a.Latest()),
		cmp.Compare(a.String(), b.String()),
	)
}

// place is the second by which the date is sorted.
func (d Date) place() int64 {
	if d.from.form == seasonForm {
		return civil(d.from.year, 3*(int(d.from.month)-20), 1)
	}
	return d.Earliest().Second
}

// CouldBe says whether the two dates could be of the same moment. It errs
// towards yes, because a no tells somebody that two sources contradict each
// other:
//
//   - ~ and ? widen a date by one unit of its own precision to either side (a
//     day, a month, three months for a season, a year, ten or a hundred years),
//     and % by two;
//   - two calendar dates are compared on the calendar. As soon as one of the two
//     has a time of day, whatever has no offset may have had any, from -12:00 to
//     +14:00;
//   - a season may be that of the northern or of the southern half of the earth,
//     and of either turn of the year. Two seasons are taken to be of one half;
//   - open and unknown ends have no bound;
//   - a missing date could be any.
//
// It is symmetric and reflexive, and not transitive.
func (d Date) CouldBe(other Date) bool {
	slack := d.from.form == secondForm || other.from.form == secondForm
	theirs := other.spansAnywhere(slack)
	for _, a := range d.spansAnywhere(slack) {
		for _, b := range theirs {
			isElsewhere := a.half != b.half && a.half != eitherHalf && b.half != eitherHalf
			if !isElsewhere && a.first <= b.last && b.first <= a.last {
				return true
			}
		}
	}
	return false
}

// spansAnywhere gives the spans widened by the qualifiers and, with slack, in
// UTC for every offset that the date may have had.
func (d Date) spansAnywhere(slack bool) []span {
	spans := d.spans(1)
	if slack && !d.HasOffset() {
		for i := range spans {
			spans[i].first -= maxOffset * 60
			spans[i].last -= minOffset * 60
		}
	}
	return spans
}

// spans gives the seconds that the date may mean; each mark of a qualifier
// widens them by so many units.
func (d Date) spans(units int) []span {
	switch {
	case d.IsMissing():
		return []span{{first: always, last: never}}
	case !d.IsInterval():
		return d.from.spans(units)
	}
	hull := span{first: always, last: never}
	if d.from.isDate() {
		hull.first = never
		for _, s := range d.from.spans(units) {
			hull.first = min(hull.first, s.first)
		}
	}
	if d.to.isDate() {
		hull.last = always
		for _, s := range d.to.spans(units) {
			hull.last = max(hull.last, s.last)
		}
	}
	return []span{hull}
}

func (p point) spans(units int) []span {
	n := 0
	switch p.qualifier {
	case '?', '~':
		n = units
	case '%':
		n = 2 * units
	}
	y, m, d := p.year, int(p.month), int(p.day)
	between := func(first, after int64) []span { return []span{{first: first, last: after - 1}} }
	switch p.form {
	case centuryForm:
		return between(civil(y-int32(100*n), 1, 1), civil(y+int32(100*n+100), 1, 1))
	case decadeForm:
		return between(civil(y-int32(10*n), 1, 1), civil(y+int32(10*n+10), 1, 1))
	case yearForm, anyMonthForm, anyMonthDayForm:
		return between(civil(y-int32(n), 1, 1), civil(y+int32(n+1), 1, 1))
	case seasonForm:
		return p.seasonSpans(n)
	case monthForm, anyDayForm:
		return between(civil(y, m-n, 1), civil(y, m+n+1, 1))
	case dayForm:
		return between(civil(y, m, d-n), civil(y, m, d+n+1))
	}
	s := civil(y, m, d) + int64(p.hour)*3600 + int64(p.minute)*60 + int64(p.second) - int64(p.offset)*60
	return between(s, s+1)
}

// seasonSpans gives the quarters of the year that a season may be, wide enough
// for those who begin it on the first of a month and for those who begin it with
// the sun. EDTF leaves the half of the earth open. The quarter that crosses the
// turn of the year belongs to either year.
func (p point) seasonSpans(n int) []span {
	lastDay := [4]int{21, 23, 22, 21} // of June, September, December, March
	var spans []span
	add := func(year int32, quarter int, h half) {
		start := 3 * (quarter + 1)
		spans = append(spans, span{
			first: civil(year, start-3*n, 1),
			last:  civil(year, start+3+3*n, lastDay[quarter]+1) - 1,
			half:  h,
		})
	}
	for i, h := range []half{northern, southern} {
		quarter := (int(p.month) - 21 + 2*i) % 4
		add(p.year, quarter, h)
		if quarter == 3 {
			add(p.year-1, quarter, h)
		}
	}
	return spans
}

// civil counts the seconds to the start of a day; months and days beyond their
// range run into the neighbouring ones.
func civil(year int32, month, day int) int64 {
	return time.Date(int(year), time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix()
}
