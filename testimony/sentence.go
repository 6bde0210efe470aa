package testimony

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isEnd says whether a mark can end a sentence. Semicolons, Arabic and Latin,
// join what belongs together and end none.
func isEnd(r rune) bool { return strings.ContainsRune(".!?…؟۔‼⁇⁈⁉。", r) }

// isCloser says whether a mark that follows the end still belongs to the
// sentence: quotes and brackets, and repeated marks.
func isCloser(r rune) bool {
	return isEnd(r) || strings.ContainsRune("\"'”’»›)]}﴾﴿", r) || unicode.Is(unicode.Pf, r) || unicode.Is(unicode.Pe, r) ||
		r == '\u200f' || r == '\u200e' || r == '\u061c'
}

// abbreviations are words before a full stop that does not end a sentence; what
// has one letter only is one as well.
const abbreviations = " dr mr mrs ms prof gen col lt sgt capt maj st no nos vs fig art arts inc ltd ca cf eg ie al jan feb mar apr jun jul aug sep sept oct nov dec approx dept est vol pp ed eds rev hon gov sen rep "

// sentences cuts a stretch of a text behind marks that end a sentence.
func sentences(text string, in Span) []Span {
	var out []Span
	start := in.Start
	for i := in.Start; i < in.End; {
		r, n := utf8.DecodeRuneInString(text[i:in.End])
		if !isEnd(r) {
			i += n
			continue
		}
		mark := i
		strong := false // other than a lone full stop
		i += n
		for i < in.End {
			c, n := utf8.DecodeRuneInString(text[i:in.End])
			if !isCloser(c) {
				if loose := looseMark(text[i:in.End]); loose > 0 {
					i += loose
					continue
				}
				break
			}
			strong = strong || isEnd(c)
			i += n
		}
		if ends(text[start:mark], text[i:in.End], r, strong || r != '.') {
			out = append(out, Span{start, i})
			start = i
		}
	}
	if start < in.End {
		out = append(out, Span{start, in.End})
	}
	return out
}

// looseMark gives the length of a lone mark behind a space, as people type after
// a question in Arabic: "لماذا؟ ."
func looseMark(after string) int {
	mark := strings.TrimLeftFunc(after, isSpace)
	r, n := utf8.DecodeRuneInString(mark)
	if len(mark) == len(after) || !isEnd(r) {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(mark[n:]); len(mark) > n && !isSpace(next) {
		return 0
	}
	return len(after) - len(mark) + n
}

// ends decides whether a sentence ends between before and after, at the mark.
func ends(before, after string, mark rune, strong bool) bool {
	rest := strings.TrimLeftFunc(after, isSpace)
	if rest == "" {
		return true
	}
	next := firstLetter(rest)
	if unicode.IsLower(next) {
		return false
	}
	before = strings.TrimLeftFunc(before, isSpace)
	word := before[strings.LastIndexFunc(before, notInWord)+1:]
	if mark == '.' && word == before && strings.TrimFunc(word, unicode.IsDigit) == "" {
		return false // the number of a line in a list
	}
	if !strong && word != "" {
		if first, n := utf8.DecodeRuneInString(word); unicode.IsLetter(first) && strings.TrimFunc(word[n:], unicode.IsMark) == "" {
			return false // an initial: J. K., د.
		}
		if strings.Contains(abbreviations, " "+strings.ToLower(word)+" ") {
			return false
		}
	}
	if len(rest) < len(after) {
		return true
	}
	// No space follows: so people type Arabic; between Latin letters or digits a
	// full stop stands in a name or a number.
	return unicode.Is(unicode.Arabic, next) && !unicode.IsDigit(next) && utf8.RuneCountInString(word) > 1 && lastIsArabic(word) ||
		strong && unicode.IsUpper(next)
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) }

func lastIsArabic(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.Is(unicode.Arabic, r)
}

// firstLetter gives the first letter or digit behind opening quotes and the
// like, and the first rune where there is none near.
func firstLetter(s string) rune {
	near := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		if near++; near > 4 {
			break
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
