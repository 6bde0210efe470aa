// Package search analyses text for finding: it folds the spellings of Arabic and
// Latin letters into one and cuts text into words, and it remembers where in the
// original each word stands. It is pure: it knows no index.
package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is one word of a text: its folded form and the bytes of the original that
// it came from, from Start to before End.
type Word struct {
	Folded     string
	Start, End int
}

// Words cuts a text into words: runs of letters, digits and the marks on them.
// Each is folded; one that folds to nothing is left out.
func Words(text string, yield func(Word) bool) {
	spans(text, func(start, end int) bool {
		folded := Fold(text[start:end])
		return folded == "" || yield(Word{folded, start, end})
	})
}

// spans gives where the words of a text stand.
func spans(text string, yield func(start, end int) bool) {
	start := -1
	for i := 0; i < len(text); {
		c, n := rune(text[i]), 1
		var in bool
		switch {
		case c < utf8.RuneSelf:
			in = c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		default:
			c, n = utf8.DecodeRuneInString(text[i:])
			in = c >= 'ء' && c <= '٩' || inWord(c)
		}
		if in && start < 0 {
			start = i
		}
		if !in && start >= 0 {
			if !yield(start, i) {
				return
			}
			start = -1
		}
		i += n
	}
	if start >= 0 {
		yield(start, len(text))
	}
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == tatweel || r == '\u200c' || r == '\u200d'
}

const tatweel = '\u0640'

// Fold writes a text as finding compares it: compatibility forms unified (NFKC),
// lower case, without Arabic vowel signs, tatweel, joiners and Latin accents,
// with the forms of alef, ya, ta marbuta and kaf made one, and with Arabic-Indic
// and Persian digits as 0-9.
func Fold(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	if simple, ok := foldArabic(s); ok {
		return simple
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if r = foldLetter(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// foldLetter folds a letter that is decomposed already; -1 leaves it out.
func foldLetter(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r), r == tatweel, r == '\u200c', r == '\u200d':
		return -1
	case r == 'ٱ': // the hamza and madda of the other forms are marks by now
		return 'ا'
	case r == 'ى', r == 'ی':
		return 'ي'
	case r == 'ة', r == 'ە':
		return 'ه'
	case r == 'ک', r == 'ڪ':
		return 'ك'
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	}
	return unicode.ToLower(r)
}

// The letters, signs and digits of Arabic, folded; -1 leaves one out.
const firstArabic, lastArabic = 'ء', '٩'

var arabic = func() (folded [lastArabic - firstArabic + 1]rune) {
	for i := range folded {
		switch r := rune(firstArabic + i); r {
		case 'آ', 'أ', 'إ':
			folded[i] = 'ا'
		case 'ؤ':
			folded[i] = 'و'
		case 'ئ':
			folded[i] = 'ي'
		default:
			folded[i] = foldLetter(r)
		}
	}
	return folded
}()

// foldArabic folds what has nothing but ASCII and the letters, signs and digits of
// U+0621 to U+0669, for which the order of marks makes no difference; it gives what
// the long way gives.
func foldArabic(s string) (string, bool) {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			out = append(out, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if r < firstArabic || r > lastArabic {
			return "", false
		}
		if r = arabic[r-firstArabic]; r >= 0 {
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out), true
}

// article is the Arabic definite article.
const article = "ال"

// Bare gives the word without the Arabic article, and "" where it has none or
// where less than two letters would be left.
func Bare(folded string) string {
	if rest, ok := strings.CutPrefix(folded, article); ok && utf8.RuneCountInString(rest) >= 2 {
		return rest
	}
	return ""
}
