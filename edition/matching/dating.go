package matching

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"sijill.example/sijill"
	"sijill.example/sijill/media"
	"sijill.example/sijill/search"
)

// Dating says how the date that a picture was given with stands to what the edition
// knows of its time.
type Dating string

// The datings. Where the edition has no date nothing is said.
const (
	Undated  Dating = ""
	SameDate Dating = "the same date"
	Redated  Dating = "another date"        // than that on which it was made, or on which what it shows happened
	TooLate  Dating = "after it was public" // it was published before
	Unread   Dating = "not a date"          // what was given cannot be read
	TwoDates Dating = "two dates"           // what was given can be read in two ways
)

// When is one of the times of a document.
type When struct {
	What string `json:"what"` // captured, occurred, recorded, published, ...
	EDTF string `json:"edtf"`
}

// Dated is the answer to a date that a picture was given with.
type Dated struct {
	Dating Dating `json:"dating,omitempty"`
	Given  string `json:"given,omitempty"` // the date as it was read, in EDTF
	Or     string `json:"or,omitempty"`    // its other reading
	Known  When   `json:"known,omitzero"`  // the edition's, with which it was compared
}

// longestDate is how much of a text is read as a date, in bytes.
const longestDate = 200

// ReadDate reads the date that somebody types: EDTF, or a date as it is written in
// Arabic, English, French or digits. What can be read in two ways (3/4/2016) has two
// readings. A text that is more than a date, or a date that no calendar has, has none:
// whoever asks must not be answered about another date than the one that was meant.
func ReadDate(s string) []sijill.Date {
	s = strings.TrimFunc(s, isAround)
	if len(s) > longestDate {
		return nil
	}
	if d, err := sijill.ParseDate(s); err == nil && !d.IsMissing() {
		return []sijill.Date{d}
	}
	if d, ok := readFrench(s); ok {
		return []sijill.Date{d}
	}
	all := sijill.DatesIn(s)
	if len(all) != 1 || all[0].Doubt != "" || strings.TrimFunc(s[:all[0].Start]+s[all[0].End:], isAround) != "" {
		return nil
	}
	return all[0].Readings()
}

// isAround knows what may stand around a date and says nothing of it.
func isAround(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(".,;،؛", r)
}

var frenchMonths = []string{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"}

// readFrench reads a day or a month that is written in French, which texts of the
// archive are not searched for.
func readFrench(s string) (sijill.Date, bool) {
	words := strings.Fields(search.Fold(s))
	if len(words) < 2 || len(words) > 3 {
		return sijill.Date{}, false
	}
	month := slices.Index(frenchMonths, words[len(words)-2]) + 1
	if month == 0 {
		return sijill.Date{}, false
	}
	edtf := fmt.Sprintf("%s-%02d", words[len(words)-1], month)
	if len(words) == 3 {
		day, err := strconv.Atoi(strings.TrimSuffix(words[0], "er"))
		if err != nil {
			return sijill.Date{}, false
		}
		edtf += fmt.Sprintf("-%02d", day)
	}
	d, err := sijill.ParseDate(edtf)
	return d, err == nil
}

// CapturedIn is when a file says that its picture was taken, in EDTF. What is in doubt
// is left out, and so is what a name of a file says.
func CapturedIn(facts media.Facts) string {
	for _, t := range facts.Times {
		if t.Role == media.Captured && t.Doubt == "" && !t.Value.IsMissing() && t.Where != "file name" {
			return t.Value.String()
		}
	}
	return ""
}

// DayOf cuts a time that a file claims to its day: its clock may have stood in
// another zone.
func DayOf(edtf string) string {
	day, _, _ := strings.Cut(edtf, "T")
	return day
}

// CompareDates says how a date, in its readings, stands to the times of a document. A picture may be
// passed on at any time after it was made: only a date that is said to be its own can
// be wrong. What was public before a day cannot show what happened on it.
func CompareDates(given []sijill.Date, times []When) Dated {
	if len(given) == 0 {
		return Dated{Dating: Unread}
	}
	out := Dated{Given: given[0].String()}
	if len(given) > 1 {
		out.Dating, out.Or = TwoDates, given[1].String()
		return out
	}
	for _, w := range times {
		d, err := sijill.ParseDate(w.EDTF)
		if err != nil || d.IsMissing() || w.What != "captured" && w.What != "occurred" && w.What != "recorded" {
			continue
		}
		if given[0].CouldBe(d) {
			out.Dating, out.Known = SameDate, w
			return out
		}
		if out.Dating == Undated {
			out.Dating, out.Known = Redated, w
		}
	}
	if out.Dating != Undated {
		return out
	}
	for _, w := range times {
		d, err := sijill.ParseDate(w.EDTF)
		if err != nil || d.IsMissing() || w.What != "published" {
			continue
		}
		_, last := d.Anywhere()
		if first, _ := given[0].Anywhere(); first.Compare(last) <= 0 {
			return out
		}
		out.Dating, out.Known = TooLate, w
		return out
	}
	return out
}

// Spelt writes a date of EDTF in words of a language ("en", "ar", "fr").
func Spelt(edtf, language string) string {
	d, err := sijill.ParseDate(edtf)
	if err != nil {
		return sijill.Printable(edtf)
	}
	return d.In(language)
}
