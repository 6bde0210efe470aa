package access

import (
	"encoding/json"
	"math"
	"time"

	"sijill.example/sijill"
)

// never lies after every moment that is asked about.
const never = math.MaxInt64

// Window is the stretch of seconds (Unix time, both ends included) in which
// something happened or will happen. Where it is uncertain which, every rule takes
// the end that keeps things closed. The blank Window is of nothing.
type Window struct {
	First, Last int64
	known       bool
}

// MarshalJSON writes the two ends, or null for the blank Window.
func (w Window) MarshalJSON() ([]byte, error) {
	if !w.known {
		return []byte("null"), nil
	}
	return json.Marshal([2]int64{w.First, w.Last})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (w *Window) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*w = Window{}
		return nil
	}
	var ends [2]int64
	err := json.Unmarshal(b, &ends)
	*w = Between(ends[0], ends[1])
	return err
}

// IsBlank says that there is no date.
func (w Window) IsBlank() bool { return !w.known }

// Between makes a window; the two may come in either order.
func Between(a, b int64) Window { return Window{min(a, b), max(a, b), true} }

// Always is the window of something that may happen at any time, for a date that
// is there and cannot be read.
func Always() Window { return Between(math.MinInt64, never) }

// At is the window of one moment.
func At(t time.Time) Window { return Between(t.Unix(), t.Unix()) }

// On gives the window of a date: from where it begins first on earth to where it
// ends last, and wider where the date is marked as uncertain. A missing date gives
// the blank Window.
func On(d sijill.Date) Window {
	if d.IsMissing() {
		return Window{}
	}
	first, last := d.Anywhere()
	w := Between(first.Second, last.Second)
	if first.Open {
		w.First = math.MinInt64
	}
	if last.Open {
		w.Last = never
	}
	return w
}

// By narrows the window of something that was done by what the register knows: it
// was done when the entry that says so was made, unless the date lies wholly after
// that. So a consent of today counts as soon as it is entered.
func (w Window) By(recorded time.Time) Window {
	if w.IsBlank() {
		return w
	}
	w.Last = max(w.First, min(w.Last, recorded.Unix()))
	return w
}
