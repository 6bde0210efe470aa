package edition

import (
	"strconv"
	"strings"

	"sijill.example/sijill"
)

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
		out = append(out, dateLine{p.T("time." + wordOr(t.What, "other", "captured", "occurred", "published", "received", "registered", "recorded", "made")), p.Date(t.EDTF), t.EDTF, p.Say(t.Says)})
	}
	return out
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
func (p *page) Date(edtf string) string {
	d, err := sijill.ParseDate(edtf)
	if err != nil || d.IsMissing() {
		return sijill.Printable(edtf)
	}
	text, ok := p.spell(d)
	if !ok {
		return d.String()
	}
	return text
}

func (p *page) spell(d sijill.Date) (string, bool) {
	if d.IsInterval() {
		start, end := d.Ends()
		from, okFrom := p.spellEnd(start, d, 0)
		to, okTo := p.spellEnd(end, d, 1)
		return p.T("date.from") + " " + from + " " + p.T("date.to") + " " + to, okFrom && okTo
	}
	s := d.String()
	bare := strings.TrimRight(s, "?~%")
	day, clock, timed := strings.Cut(bare, "T")
	text, ok := p.spellDay(day)
	if timed && ok {
		text, ok = text+p.T("comma")+spellClock(clock), len(clock) >= 8
	}
	if mark := s[len(bare):]; mark != "" {
		text += " " + p.T(map[string]string{"?": "date.uncertain", "~": "date.about", "%": "date.both"}[mark[:1]])
	}
	return text, ok
}

// spellEnd spells an end of an interval, which may be open or not known.
func (p *page) spellEnd(d, whole sijill.Date, which int) (string, bool) {
	if !d.IsMissing() {
		return p.spell(d)
	}
	if strings.SplitN(whole.String(), "/", 2)[which] == ".." {
		return p.T("date.open"), true
	}
	return p.T("date.unknown"), true
}

func (p *page) spellDay(s string) (string, bool) {
	parts := strings.Split(s, "-")
	if len(parts[0]) != 4 || strings.Trim(parts[0], "0123456789") != "" {
		return "", false
	}
	text := parts[0]
	for i, part := range parts[1:] {
		if part == "XX" {
			return text, i > 0 || len(parts) <= 3
		}
		n, err := strconv.Atoi(part)
		switch {
		case err != nil || i > 1:
			return "", false
		case i == 0 && n >= 1 && n <= 12:
			text = p.T("month."+part) + " " + text
		case i == 0 && n >= 21 && n <= 24:
			text = p.T("season."+part) + " " + text
		case i == 1:
			text = strconv.Itoa(n) + " " + text
		default:
			return "", false
		}
	}
	return text, true
}

// spellClock writes a time of day with its offset. The mark keeps the sign of the
// offset on its side in a text from right to left.
func spellClock(s string) string {
	if len(s) <= 8 {
		return s
	}
	clock, zone := s[:8], s[8:]
	if zone == "Z" {
		return clock + " UTC"
	}
	return clock + " \u200eUTC" + zone + "\u200e"
}
