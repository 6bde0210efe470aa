package desk

import (
	"strconv"
	"strings"
	"time"

	"sijill.example/sijill"
)

// monthName names a month as both halves of the Arab world call it, or in English.
func monthName(m time.Month, l language) string {
	if l != arabic {
		return m.String()
	}
	return [...]string{"كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
		"تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"}[m-1]
}

// dateOf shows a date of EDTF in words. What this page has no words for stands as
// it is written.
func (p *page) dateOf(d sijill.Date) shown {
	text, ok := p.spell(d)
	if !ok {
		return monoOf(d.String())
	}
	return shown{Form: "text", Text: text, Dir: p.Dir(), Lang: p.Lang()}
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
		if !d.HasOffset() {
			text += p.T("comma") + p.T("date.nooffset")
		}
	}
	switch s[len(bare):] {
	case "?":
		text += " " + p.T("date.uncertain")
	case "~":
		text += " " + p.T("date.about")
	case "%":
		text += " " + p.T("date.both")
	}
	return text, ok
}

// spellEnd spells an end of an interval, which may be open or not known.
func (p *page) spellEnd(d, whole sijill.Date, which int) (string, bool) {
	if !d.IsMissing() {
		return p.spell(d)
	}
	written := strings.SplitN(whole.String(), "/", 2)[which]
	if written == ".." {
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
			text = monthName(time.Month(n), p.lang) + " " + text
		case i == 0 && n >= 21 && n <= 24:
			text = p.T("date.season"+part) + " " + text
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

// precisionOf tells how finely a date is known.
func (p *page) precisionOf(d sijill.Date) string { return p.T("precision." + d.Precision().String()) }
