package sijill

import (
	"strings"
)

// number reads a number with what stands around it: "at least 7", "between 10 and
// 15", "نحو 40", "12 على الأقل".
func (r *countReader) number(i int) (CountRead, int, bool) {
	start := i
	if w := r.at(i).word; r.at(i).kind == wordToken && (w == "و" || w == "ب" || w == "ل") && r.at(i+1).kind == numberToken {
		i++
	}
	how, next := r.qualifier(i)
	isPart := false
	for w := r.at(next).word; w == "another" || w == "other"; w = r.at(next).word {
		isPart = true
		next++
	}
	if again, k := r.qualifier(next); how == "" && again != "" {
		how, next = again, k
	}
	isBetween, isFrom := false, false
	switch bare(r.at(next).word) {
	case "between", "بين":
		isBetween = true
		next++
	case "from", "من":
		isFrom = true
		next++
	}
	n, next, ok := r.plainNumber(next)
	if !ok {
		return CountRead{}, start, false
	}
	c := CountRead{Low: n, High: n, Part: isPart}
	isRange := false
	if m, k, ok := r.rangeEnd(next, isBetween, isFrom); ok {
		if m <= n {
			return CountRead{}, start, false
		}
		c.High, next, isRange = m, k, true
	}
	if (isBetween || isFrom) && !isRange {
		return CountRead{}, start, false
	}
	if c, ok = c.qualified(how, isRange); !ok {
		return CountRead{}, start, false
	}
	if r.at(next).word == "+" {
		c.High, next = NoUpperEnd, next+1
	}
	if r.at(next).word == "or" && r.at(next+1).word == "more" {
		c.High, next = NoUpperEnd, next+2
	}
	return c, next, true
}

func (c CountRead) qualified(how string, isRange bool) (CountRead, bool) {
	switch how {
	case "least":
		c.High = NoUpperEnd
		return c, !isRange
	case "most":
		c.Low = 0
		return c, !isRange
	case "about":
		c.About = !isRange
	}
	return c, true
}

// after reads what may qualify a number from behind.
func (r *countReader) after(c CountRead, i int) (CountRead, int) {
	if r.at(i).word == "علي" && c.Low == c.High && !c.About {
		switch r.at(i + 1).word {
		case "الاقل":
			c.High = NoUpperEnd
			return c, i + 2
		case "الاكثر":
			c.Low = 0
			return c, i + 2
		}
	}
	if r.at(i).word == "تقريبا" && c.Low == c.High {
		c.About = true
		return c, i + 1
	}
	if r.at(i).word == "اخرين" || r.at(i).word == "اخرون" {
		c.Part = true
		return c, i + 1
	}
	return c, i
}

func (r *countReader) rangeEnd(i int, isBetween, isFrom bool) (int64, int, bool) {
	word := r.at(i).word
	switch {
	case word == "-" || word == "–", word == "to", word == "الي", isBetween && (word == "and" || word == "و"), word == "or" && !isBetween, word == "او":
		return r.plainNumber(i + 1)
	case isBetween && strings.HasPrefix(word, "و"):
		if n, ok := numberWords[strings.TrimPrefix(word, "و")]; ok {
			return n, i + 1, true
		}
	}
	return 0, i, false
}

// qualifier passes words that say how a number is meant.
func (r *countReader) qualifier(i int) (string, int) {
	for _, q := range qualifiers {
		k, fits := i, true
		for n, w := range q.words {
			have := r.at(k).word
			if n == 0 && have != w {
				have = bare(have)
			}
			if have != w {
				fits = false
				break
			}
			k++
		}
		if fits {
			return q.how, k
		}
	}
	return "", i
}

// plainNumber is a number in digits, with or without marks between thousands, or in
// words.
func (r *countReader) plainNumber(i int) (int64, int, bool) {
	t := r.at(i)
	if t.kind == numberToken {
		isChained := func(k int) bool {
			mark := r.at(k)
			return mark.word != "" && strings.Contains("./:\\٫%", mark.word) && mark.kind == otherToken && !mark.gap
		}
		if !t.gap && i > 0 {
			before := r.at(i - 1)
			if before.kind == wordToken && before.word != "و" && before.word != "ب" && before.word != "ل" || before.word != "" && strings.Contains("./:,#$_\\٫،", before.word) {
				return 0, i, false
			}
			if before.word == "-" && r.at(i-2).kind != numberToken {
				return 0, i, false
			}
		}
		if t.digits > 9 {
			return 0, i, false
		}
		n, next := int64(t.n), i+1
		for r.at(next).word != "" && strings.Contains(",٬،", r.at(next).word) && !r.at(next).gap && r.at(next+1).kind == numberToken && !r.at(next+1).gap {
			if r.at(next+1).digits != 3 || n > 1e9 {
				return 0, i, false
			}
			n, next = 1000*n+int64(r.at(next+1).n), next+2
		}
		after := r.at(next)
		if isChained(next) && (r.at(next+1).kind == numberToken && !r.at(next+1).gap || after.word == "%") || after.word == "%" || after.word == "٪" {
			return 0, i, false
		}
		if after.kind == wordToken && !after.gap && after.word[0] < 0x80 || after.kind == numberToken {
			return 0, i, false
		}
		if after.word == "-" && !after.gap && r.at(next+1).kind == wordToken { // 55-year-old
			return 0, i, false
		}
		if m, ok := scales[after.word]; ok {
			n, next = n*m, next+1
		}
		return n, next, true
	}
	if t.kind != wordToken {
		return 0, i, false
	}
	return r.wordNumber(i)
}

// wordNumber is a number in words: "twenty-five", "two hundred", "خمسة وعشرون".
func (r *countReader) wordNumber(i int) (int64, int, bool) {
	word := r.at(i).word
	n, ok := numberWords[word]
	next := i + 1
	if word == "a" || word == "an" {
		if m, is := scales[r.at(next).word]; is {
			return m, next + 1, true
		}
		if r.at(next).word == "dozen" {
			return 12, next + 1, true
		}
	}
	if m, is := scales[word]; is && word[0] >= 0x80 {
		n, ok = m, true
	}
	if !ok {
		return 0, i, false
	}
	if n >= 20 && n <= 90 { // twenty-five, twenty five
		k := next
		if r.at(k).word == "-" {
			k++
		}
		if m, is := numberWords[r.at(k).word]; is && m < 10 && word[0] < 0x80 {
			n, next = n+m, k+1
		}
	}
	if w := r.at(next).word; n < 10 && (w == "عشر" || w == "عشره") { // ثلاثة عشر
		n, next = n+10, next+1
	}
	if w := strings.TrimPrefix(r.at(next).word, "و"); n < 10 && w != r.at(next).word { // خمسة وعشرون
		if m, is := numberWords[w]; is && m >= 20 && m <= 90 {
			n, next = n+m, next+1
		}
	}
	if m, is := scales[r.at(next).word]; is {
		n, next = n*m, next+1
	}
	if r.at(next).word == "dozen" {
		n, next = n*12, next+1
	}
	// A number that goes on is not read: "two hundred and five", "مئة وخمسة".
	rest := r.at(next).word
	if rest == "and" {
		_, isNumber := numberWords[r.at(next+1).word]
		if isNumber && n >= 100 {
			return 0, i, false
		}
	}
	_, more := numberWords[strings.TrimPrefix(rest, "و")]
	isMore := more && (rest[0] < 0x80 || n >= 100)
	if isMore || r.at(next).kind == numberToken || rest == "-" && r.at(next+1).kind == wordToken && numberWords[r.at(next+1).word] == 0 {
		return 0, i, false
	}
	return n, next, true
}

// bare takes away what Arabic writes together with a word.
func bare(word string) string {
	for _, p := range []string{"و", "ف"} {
		if rest, ok := strings.CutPrefix(word, p); ok && len(rest) >= 6 {
			word = rest
			break
		}
	}
	for _, p := range []string{"ب", "ل"} {
		if rest, ok := strings.CutPrefix(word, p); ok && len(rest) >= 6 {
			return rest
		}
	}
	return word
}
