package sijill

import (
	"slices"
	"strings"
)

// day is a number from 1 to 31, with or without the English ending.
func (r *dateReader) day(i int) (int, int, bool) {
	t := r.at(i)
	if t.kind != numberToken || t.digits > 2 || t.n < 1 || t.n > 31 {
		return 0, i, false
	}
	if e := r.at(i + 1); !e.gap && slices.Contains([]string{"st", "nd", "rd", "th"}, e.word) {
		i++
	}
	return t.n, i + 1, true
}

func isYear(t token) bool {
	return t.kind == numberToken && t.digits == 4 && t.n >= 1900 && t.n <= 2099
}

// year is four digits, with or without the word for it.
func (r *dateReader) year(i int) (int, int, bool) {
	if t := r.at(i); t.kind == wordToken {
		word := t.word
		if rest, ok := withoutPrefix(word); ok {
			word = rest
		}
		if slices.Contains(yearWords, t.word) || slices.Contains(yearWords, word) {
			i++
		}
	}
	if t := r.at(i); isYear(t) && r.ends(i+1) {
		return t.n, i + 1, true
	}
	return 0, i, false
}

// month is a month by name: of one word or two, with "month" before it, with a dot
// after it, or by both of its Arabic names.
func (r *dateReader) month(i int) (int, int, bool) {
	if w := r.at(i).word; w == "شهر" || w == "لشهر" || w == "بشهر" || w == "وشهر" {
		i++
	}
	t := r.at(i)
	if t.kind != wordToken {
		return 0, i, false
	}
	m, ok := r.monthWord(i, t.word)
	if !ok {
		rest, has := withoutPrefix(t.word)
		if !has {
			return 0, i, false
		}
		if m, ok = r.monthWord(i, rest); !ok {
			return 0, i, false
		}
	}
	next := i + 1
	if r.isPair(i) {
		next++
	}
	if mark := r.at(next).word; mark == "/" || mark == "(" || mark == "-" || mark == "–" { // تشرين الثاني/نوفمبر
		if again, ok := r.monthWord(next+1, r.at(next+1).word); ok && again == m {
			after := next + 2
			if r.isPair(next + 1) {
				after++
			}
			if mark != "(" {
				next = after
			} else if r.at(after).word == ")" {
				next = after + 1
			}
		}
	}
	if dot := r.at(next); dot.word == "." && !dot.gap && len(t.word) <= 4 {
		next++
	}
	return m, next, true
}

// monthWord looks up the word at a token, and the next with it where the name has
// two.
func (r *dateReader) monthWord(i int, word string) (int, bool) {
	if m, ok := r.months[word]; ok {
		return m, true
	}
	if word != "تشرين" && word != "كانون" {
		return 0, false
	}
	m, ok := r.months[word+"_"+r.at(i+1).word]
	return m, ok
}

func (r *dateReader) isPair(i int) bool {
	w := r.at(i).word
	return strings.HasSuffix(w, "تشرين") || strings.HasSuffix(w, "كانون")
}

// joint passes what may stand between the parts of a date with a named month.
func (r *dateReader) joint(i int) int {
	if slices.Contains([]string{",", "،", "-", "–", "/", ".", "_", "of", "من", "في"}, r.at(i).word) {
		return i + 1
	}
	return i
}

// mark gives what stands between two numbers of a date, " " for space alone, and
// the token after it.
func (r *dateReader) mark(i int) (string, int) {
	t := r.at(i)
	switch {
	case t.kind == numberToken && t.gap:
		return " ", i
	case slices.Contains([]string{"-", "/", ".", "_", "–", "—", "\\", "٫"}, t.word):
		return t.word, i + 1
	}
	return "", i
}

// isTail reports that the token goes on with a chain of numbers, so that no date
// begins there.
func (r *dateReader) isTail(i int) bool { return r.isChained(i-1, i-2, i) }

// ends reports that no chain of numbers goes on at the token.
func (r *dateReader) ends(i int) bool { return !r.isChained(i, i+1, i+1) }

func (r *dateReader) isChained(mark, other, after int) bool {
	m, n := r.at(mark), r.at(other)
	isMark := slices.Contains([]string{"-", "/", ".", "\\", "٫"}, m.word)
	return isMark && n.kind == numberToken && !m.gap && !r.at(after).gap
}
