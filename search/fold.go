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
	start := -1
	for i, r := range text {
		if inWord(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && !emit(text, start, i, yield) {
			return
		}
		start = -1
	}
	if start >= 0 {
		emit(text, start, len(text), yield)
	}
}

func emit(text string, start, end int, yield func(Word) bool) bool {
	folded := Fold(text[start:end])
	return folded == "" || yield(Word{folded, start, end})
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
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == tatweel, r == '\u200c', r == '\u200d':
		case r == 'ٱ': // the hamza and madda of the other forms are marks by now
			b.WriteRune('ا')
		case r == 'ى', r == 'ی':
			b.WriteRune('ي')
		case r == 'ة', r == 'ە':
			b.WriteRune('ه')
		case r == 'ک', r == 'ڪ':
			b.WriteRune('ك')
		case r >= '٠' && r <= '٩':
			b.WriteRune('0' + r - '٠')
		case r >= '۰' && r <= '۹':
			b.WriteRune('0' + r - '۰')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
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
