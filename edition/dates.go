package edition

import "sijill.example/sijill"

// dateLine is one of the times of a thing.
type dateLine struct {
	What string // label
	Text string
	EDTF string
	Says *said
}

func (p *page) datesOf(d *Document) []dateLine {
	var out []dateLine
	for _, t := range d.Dates {
		out = append(out, dateLine{p.timeWord(t.What), p.Date(t.EDTF), t.EDTF, p.Say(t.Says)})
	}
	return out
}

// timeWord says what a time is the time of.
func (p *page) timeWord(what string) string {
	return p.T("time." + wordOr(what, "other", "captured", "occurred", "published", "received", "registered", "recorded", "made"))
}

// wordOr gives the word where it is one of those that there are phrases for.
func wordOr(word, otherwise string, known ...string) string {
	for _, k := range known {
		if k == word {
			return word
		}
	}
	return otherwise
}

// Date spells a date of EDTF. What there are no words for stands as it is written.
func (p *page) Date(edtf string) string { return spelt(edtf, p.lang) }

func spelt(edtf string, l language) string {
	d, err := sijill.ParseDate(edtf)
	if err != nil || d.IsMissing() {
		return sijill.Printable(edtf)
	}
	return d.In(string(l))
}
