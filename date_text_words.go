package sijill

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// token is a number, a word or one other letter of a text.
type token struct {
	kind       tokenKind
	n, digits  int    // of a number
	word       string // of a word, folded; of another letter, itself
	start, end int    // bytes of the text
	gap        bool   // space stands before it
}

type tokenKind uint8

const (
	otherToken tokenKind = iota
	numberToken
	wordToken
)

// tokens cuts a text. Letters and digits need no space between them: titles are
// written in a hurry.
func tokens(text string) []token {
	var out []token
	gap := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			gap = true
		case isPadding(r):
		case isDigit(r):
			t := token{kind: numberToken, start: i, gap: gap}
			for ; i < len(text); i += size {
				if r, size = utf8.DecodeRuneInString(text[i:]); !isDigit(r) {
					break
				}
				if t.digits++; t.digits <= 9 {
					t.n = 10*t.n + digitOf(r)
				}
			}
			t.end = i
			out, gap = append(out, t), false
			continue
		case unicode.IsLetter(r):
			t := token{kind: wordToken, start: i, gap: gap}
			for ; i < len(text); i += size {
				if r, size = utf8.DecodeRuneInString(text[i:]); !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\u0640' && r != '\u200c' && r != '\u200d' {
					break
				}
			}
			t.end = i
			t.word = foldWord(text[t.start:t.end])
			out, gap = append(out, t), false
			continue
		default:
			out, gap = append(out, token{word: text[i : i+size], start: i, end: i + size, gap: gap}), false
		}
		i += size
	}
	return out
}

func isDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= '٠' && r <= '٩' || r >= '۰' && r <= '۹'
}

func digitOf(r rune) int {
	switch {
	case r >= '۰':
		return int(r - '۰')
	case r >= '٠':
		return int(r - '٠')
	}
	return int(r - '0')
}

// foldWord brings the spellings of a word together: small letters, no vowel signs,
// one alef, no hamza.
func foldWord(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'أ', 'إ', 'آ', 'ٱ':
			return 'ا'
		case 'ى', 'ئ', 'ی':
			return 'ي'
		case 'ؤ':
			return 'و'
		case 'ة':
			return 'ه'
		case 'ک':
			return 'ك'
		case 'ء', '\u0640', '\u200c', '\u200d':
			return -1
		}
		if unicode.IsMark(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// monthNames knows the months in English, in the Arabic of the Levant and Iraq, of
// Egypt and the Gulf, and of the Maghreb; folded.
var monthNames = sync.OnceValue(func() map[string]int {
	names := map[string]int{}
	for i, line := range []string{
		"january jan كانون_الثاني يناير جانفي",
		"february feb شباط فبراير فيفري",
		"march mar اذار مارس",
		"april apr نيسان ابريل افريل",
		"may ايار مايو ماي مايس",
		"june jun حزيران يونيو يونيه جوان",
		"july jul تموز يوليو يوليه جويليه",
		"august aug اب اغسطس غشت اوت",
		"september sep sept ايلول سبتمبر شتنبر",
		"october oct تشرين_الاول اكتوبر",
		"november nov تشرين_الثاني نوفمبر نونبر",
		"december dec كانون_الاول ديسمبر دجنبر",
	} {
		for name := range strings.FieldsSeq(line) {
			names[name] = i + 1
			if first, second, ok := strings.Cut(name, "_ال"); ok { // also without the article, and with the ta of the street
				names[first+"_"+second] = i + 1
				names[first+"_ال"+strings.Replace(second, "ث", "ت", 1)] = i + 1
				names[first+"_"+strings.Replace(second, "ث", "ت", 1)] = i + 1
			}
		}
	}
	return names
})

// weekdays counts from Sunday, as package time does.
var weekdays = sync.OnceValue(func() map[string]int {
	names := map[string]int{}
	for i, line := range []string{
		"sunday sun الاحد", "monday mon الاثنين الاتنين", "tuesday tue tues الثلاثا الثلثا التلاتا",
		"wednesday wed الاربعا", "thursday thu thur thurs الخميس", "friday fri الجمعه", "saturday sat السبت",
	} {
		for name := range strings.FieldsSeq(line) {
			names[name] = i
		}
	}
	return names
})

// withoutPrefix takes the Arabic words that are written together with the next off
// it ("and", "in", "for", "as"), where it has one.
func withoutPrefix(word string) (string, bool) {
	for _, p := range []string{"و", "ب", "ل", "ف", "ك"} {
		if rest, ok := strings.CutPrefix(word, p); ok {
			return rest, true
		}
	}
	return word, false
}
