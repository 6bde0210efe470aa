package gazetteer

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"sijill.example/sijill/search"
)

// word is one word of a text or of a name.
type word struct {
	key        string // folded, without apostrophes and without the Arabic article
	start, end int
	isArabic   bool
	isArticle  bool // a Latin article that belongs to the next word: al-, el, ash-
	isSmall    bool // it is Latin and begins with a small letter
	isHump     bool // its third letter is a capital after small ones: AlAnsari
	raw        string
}

// cut cuts a text into words. Apostrophes within a Latin word are part of it, since
// they stand for letters that its alphabet does not have.
func cut(text string) []word {
	var out []word
	start := -1
	var previous rune
	flush := func(end int) {
		if start < 0 {
			return
		}
		if w := wordOf(text[start:end]); w.key != "" {
			w.start, w.end = start, end
			out = append(out, w)
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\u0640' || r == '\u200c' || r == '\u200d':
			if start >= 0 && kindOf(r) != otherScript && kindOf(previous) != otherScript && kindOf(r) != kindOf(previous) {
				flush(i)
			}
			if start < 0 && !unicode.IsMark(r) {
				start = i
			}
		case isApostrophe(r) && start >= 0 && !isArabicLetter(previous) && nextIsLetter(text[i+utf8.RuneLen(r):]):
		default:
			flush(i)
		}
		previous = r
	}
	flush(len(text))
	for i := range out {
		w := &out[i]
		if w.isArabic || i+1 == len(out) || out[i+1].isArabic {
			continue
		}
		between := text[w.end:out[i+1].start]
		isHyphen := between == "-" || between == "‐" || between == "–" || between == "ـ"
		switch {
		case slices.Contains(sunLetters, w.key):
			w.isArticle = isHyphen || (w.key == "al" || w.key == "el") && strings.TrimSpace(between) == ""
		}
	}
	return out
}

// sunLetters are the ways in which the article is written before a letter that
// swallows its l.
var sunLetters = []string{"al", "el", "ad", "adh", "ed", "aj", "ej", "an", "en", "ar", "er", "as", "es", "ash", "esh", "at", "et", "ath", "az", "ez", "ul"}

func wordOf(raw string) word {
	r, _ := utf8.DecodeRuneInString(raw)
	w := word{raw: raw, isArabic: isArabicLetter(r), isSmall: unicode.IsLower(r)}
	w.isHump = len(raw) > 2 && raw[1] >= 'a' && raw[1] <= 'z' && raw[2] >= 'A' && raw[2] <= 'Z'
	w.key = strings.Map(func(r rune) rune {
		if isApostrophe(r) || r == 'ء' {
			return -1
		}
		return r
	}, search.Fold(raw))
	if w.isArabic {
		if bare := search.Bare(w.key); bare != "" {
			w.key = bare
		}
	} else if usual, ok := usualSpellings()[w.key]; ok {
		w.key = usual
	}
	return w
}

// usualSpellings brings the Latin spellings of the commonest first words of names
// together.
var usualSpellings = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, line := range []string{
		"kafr kafar kafer kfar kfr kufr", "tal tel tell tall", "deir dayr dair der", "ain ein ayn", "beit bait bayt", "bustan bostan boustan", "jabal jebel jabel jbel",
		"maarat maarrat maaret maret maraat marat maarret", "sheikh shaykh shiekh shekh cheikh", "salah saleh", "karm karam", "masaken msaken masakin", "rif reef",
	} {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			out[w] = words[0]
		}
	}
	return out
})

// script tells what belongs in one word: titles put digits and the two alphabets
// together without a space.
type script uint8

const (
	otherScript script = iota // a mark, a joiner: it goes with anything
	latinScript
	arabicScript
	digits
)

func kindOf(r rune) script {
	switch {
	case unicode.IsDigit(r):
		return digits
	case !unicode.IsLetter(r) || r == '\u0640':
		return otherScript
	case isArabicLetter(r):
		return arabicScript
	}
	return latinScript
}

func isArabicLetter(r rune) bool { return unicode.Is(unicode.Arabic, r) }

func isApostrophe(r rune) bool { return strings.ContainsRune("'’‘`´ʿʾʼ′", r) }

func nextIsLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// spellings are the keys under which a word of a text may stand in the gazetteer,
// best first.
func (w word) spellings() []string {
	out := []string{w.key}
	if !w.isArabic {
		for _, article := range []string{"al", "el"} {
			if rest, ok := strings.CutPrefix(w.key, article); ok && len(rest) >= 4 && (!strings.ContainsRune("aeiou", rune(rest[0])) || w.isHump) {
				out = append(out, rest)
			}
		}
		return out
	}
	// What is written together with a word: and, so; in, for, as; and the article
	// after "for" loses its alef.
	rest := search.Fold(w.raw)
	for _, and := range []string{"", "و", "ف"} {
		after, ok := strings.CutPrefix(rest, and)
		if !ok {
			continue
		}
		for _, prefix := range []string{"", "ب", "ل", "ك"} {
			stem, ok := strings.CutPrefix(after, prefix)
			if !ok || and+prefix == "" {
				continue
			}
			if prefix == "ل" && strings.HasPrefix(stem, "ل") {
				stem = stem[len("ل"):]
			} else if bare := search.Bare(stem); bare != "" {
				stem = bare
			}
			if utf8.RuneCountInString(stem) >= 3 {
				out = append(out, strings.ReplaceAll(stem, "ء", ""))
			}
		}
	}
	return out
}

// loose is a Latin word as it sounds: vowels of two kinds only, no doubled letters,
// no h at the end. Arabic names have as many spellings as there are writers.
func loose(key string) string {
	var b strings.Builder
	var last byte
	runs := ""
	flush := func() {
		if runs == "" {
			return
		}
		v := byte('a')
		switch {
		case len(runs) > 2: // -iyeh is not -i
			v = 'y'
		case strings.ContainsAny(runs, "ou"):
			v = 'u'
		}
		b.WriteByte(v)
		last, runs = v, ""
	}
	for i := range len(key) {
		c := key[i]
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			runs += string(c)
			continue
		case 'q':
			c = 'k'
		}
		flush()
		if c != last {
			b.WriteByte(c)
		}
		last = c
	}
	flush()
	s := b.String()
	if strings.HasSuffix(s, "ah") || strings.HasSuffix(s, "uh") || strings.HasSuffix(s, "yh") {
		s = s[:len(s)-1]
	}
	return s
}
