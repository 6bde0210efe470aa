package sijill

import (
	"strconv"
	"strings"
)

// dateWords are what a date is spelt with in a language.
type dateWords struct {
	months, seasons                 []string
	comma                           string
	about, uncertain, both          string
	from, to, since, until, unknown string
	noOffset                        string
}

func dateWordsIn(language string) dateWords {
	switch language {
	case "ar":
		return dateWords{
			months:  []string{"كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو", "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"},
			seasons: []string{"ربيع", "صيف", "خريف", "شتاء"}, comma: "، ", about: "(تقريباً)", uncertain: "(غير مؤكد)", both: "(تقريباً، غير مؤكد)",
			from: "من", to: "إلى", since: "منذ", until: "حتى", unknown: "تاريخ غير معروف", noOffset: "دون ذكر المنطقة الزمنية"}
	case "fr":
		return dateWords{
			months:  []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
			seasons: []string{"printemps", "été", "automne", "hiver"}, comma: ", ", about: "(environ)", uncertain: "(incertain)", both: "(environ, incertain)",
			from: "de", to: "à", since: "à partir de", until: "jusqu’à", unknown: "une date inconnue", noOffset: "fuseau horaire non indiqué"}
	}
	return dateWords{
		months:  []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		seasons: []string{"spring", "summer", "autumn", "winter"}, comma: ", ", about: "(about)", uncertain: "(uncertain)", both: "(about, uncertain)",
		from: "from", to: "to", since: "from", until: "until", unknown: "an unknown date", noOffset: "no time zone given"}
}

// MonthIn names a month (1 to 12) in a language of the pages.
func MonthIn(month int, language string) string { return dateWordsIn(language).months[month-1] }

// In spells the date in a language of the pages ("en", "ar", "fr"). What there are no
// words for stands as it is written.
func (d Date) In(language string) string {
	if d.IsMissing() {
		return ""
	}
	w := dateWordsIn(language)
	if !d.IsInterval() {
		if text, ok := w.spell(d, language); ok {
			return text
		}
		return d.String()
	}
	start, end := d.Ends()
	whole := strings.SplitN(d.String(), "/", 2)
	from, okFrom := w.end(start, language)
	to, okTo := w.end(end, language)
	join := func(word, text string) string { return elided(word+" "+text, language) }
	switch {
	case !okFrom || !okTo:
		return d.String()
	case whole[1] == "..":
		text := join(w.since, from)
		if language == "en" {
			text += " on"
		}
		return text
	case whole[0] == "..":
		return join(w.until, to)
	}
	return join(w.from, from) + " " + join(w.to, to)
}

// end spells an end of an interval, which may not be known.
func (w dateWords) end(d Date, language string) (string, bool) {
	if d.IsMissing() {
		return w.unknown, true
	}
	return w.spell(d, language)
}

// elided joins French prepositions with what follows them: a day has an article.
func elided(s, language string) string {
	if language != "fr" {
		return s
	}
	for _, word := range []string{"à partir de ", "jusqu’à ", "de ", "à "} {
		rest, ok := strings.CutPrefix(s, word)
		if !ok {
			continue
		}
		short := strings.TrimSuffix(strings.TrimSuffix(word, " "), "à")
		day, _, _ := strings.Cut(rest, " ")
		_, err := strconv.Atoi(strings.TrimSuffix(day, "er"))
		switch isDay := err == nil && len(day) < 4; {
		case isDay && strings.HasSuffix(word, "à "):
			return short + "au " + rest
		case isDay:
			return strings.TrimSuffix(word, "de ") + "du " + rest
		case strings.HasSuffix(word, "de ") && (strings.HasPrefix(rest, "a") || strings.HasPrefix(rest, "une ") || strings.HasPrefix(rest, "o") || strings.HasPrefix(rest, "é")):
			return strings.TrimSuffix(word, "e ") + "’" + rest
		}
		return s
	}
	return s
}

func (w dateWords) spell(d Date, language string) (string, bool) {
	s := d.String()
	bare := strings.TrimRight(s, "?~%")
	day, clock, timed := strings.Cut(bare, "T")
	text, ok := w.day(day, language)
	if timed && ok {
		text, ok = text+w.comma+spellClock(clock), len(clock) >= 8
		if !d.HasOffset() {
			text += w.comma + w.noOffset
		}
	}
	switch s[len(bare):] {
	case "?":
		text += " " + w.uncertain
	case "~":
		text += " " + w.about
	case "%":
		text += " " + w.both
	}
	return text, ok
}

func (w dateWords) day(s, language string) (string, bool) {
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
			text = w.months[n-1] + " " + text
		case i == 0 && n >= 21 && n <= 24:
			text = w.seasons[n-21] + " " + text
		case i == 1 && n == 1 && language == "fr":
			text = "1er " + text
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
