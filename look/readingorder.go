package look

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// readingOrder makes of a PDF's Arabic text what was written. Programs that make
// PDF store the shapes of letters: many give each as its presentation form, some
// give the letter a second time after it, and what stands beside Latin words is in
// the order and in the mirrored shapes of the page. Text without any such sign is
// returned as it is.
func readingOrder(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return isForm(r) || isEmbedding(r) }) {
		return s
	}
	doubled := isDoubled(s)
	var out strings.Builder
	for line := range strings.Lines(s) {
		text := strings.TrimRight(line, "\n")
		if doubled {
			text = once(text)
		}
		text = logical(text)
		out.WriteString(marks(norm.NFKC.String(forms(text))))
		out.WriteString(line[len(strings.TrimRight(line, "\n")):])
	}
	return out.String()
}

// isForm reports a presentation form of an Arabic letter (Unicode blocks Arabic
// Presentation Forms A and B).
func isForm(r rune) bool { return r >= 0xFB50 && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC }

func isEmbedding(r rune) bool { return r >= 0x202A && r <= 0x202E }

// forms undoes presentation forms only, so that nothing else is changed by their
// compatibility mapping before the spaces of isolated marks are seen.
func forms(s string) string {
	if !strings.ContainsFunc(s, isForm) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isForm(r) {
			b.WriteString(norm.NFKC.String(string(r)))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// letterOf gives the one letter that a shape or a variant of it stands for.
func letterOf(r rune) rune {
	if isForm(r) {
		base := []rune(norm.NFKC.String(string(r)))
		if len(base) != 1 {
			return 0
		}
		r = base[0]
	}
	switch r {
	case 'ی', 'ى':
		return 'ي'
	case 'ھ', 'ہ', 'ە':
		return 'ه'
	case 'ک', 'ڪ':
		return 'ك'
	}
	return r
}

// repeats reports that b is a second spelling of the letter of the shape a.
func repeats(a, b rune) bool {
	if a == '،' {
		return b == '٬'
	}
	if !isForm(a) || a < 0xFE70 || isForm(b) && b >= 0xFE70 {
		return false
	}
	return letterOf(a) != 0 && letterOf(a) == letterOf(b)
}

// isDoubled reports that a text spells many of its letters twice: once as a shape
// and once as the letter. A few such pairs occur in any text.
func isDoubled(s string) bool {
	shapes, pairs := 0, 0
	var last rune
	for _, r := range s {
		if isForm(last) && last >= 0xFE70 {
			shapes++
			if repeats(last, r) {
				pairs++
			}
		}
		last = r
	}
	return shapes >= 20 && pairs*10 >= shapes
}

// once leaves out the second spellings.
func once(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		if repeats(last, r) {
			continue // and further variants after it
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// marks puts vowel signs on their letters: a sign that was drawn apart stands
// before its letter, after a space that carries it.
func marks(s string) string {
	if !strings.ContainsFunc(s, isVowelSign) {
		return s
	}
	in := []rune(s)
	var out []rune
	for i := 0; i < len(in); i++ {
		r := in[i]
		if r == ' ' && i+1 < len(in) && isVowelSign(in[i+1]) {
			end := i + 1
			for end < len(in) && isVowelSign(in[end]) {
				end++
			}
			if end < len(in) && unicode.IsLetter(in[end]) {
				out = append(out, in[end])
				out = append(out, in[i+1:end]...)
				i = end
				continue
			}
			if len(out) > 0 && unicode.IsLetter(out[len(out)-1]) {
				for _, sign := range in[i+1 : end] {
					// A ta marbuta is never doubled: the sign is of a letter on another line.
					if sign != shadda || out[len(out)-1] != 'ة' {
						out = append(out, sign)
					}
				}
			}
			i = end - 1
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

const shadda = '\u0651'

func isVowelSign(r rune) bool { return r >= 0x064B && r <= 0x0652 || r == 0x0670 }

// logical takes a line out of the order of the page: in runs from right to left
// brackets change back, and signs that the page put to the left of a Latin word
// come after it.
func logical(s string) string {
	if !strings.ContainsFunc(s, isEmbedding) {
		return s
	}
	rightToLeft := strings.ContainsRune(s, '\u202B')
	var out, run []rune
	inLatin := false
	for _, r := range s {
		switch {
		case r == '\u202A':
			inLatin = true
			run = run[:0]
		case r == '\u202C' && inLatin:
			out = append(out, turnRun(run, rightToLeft)...)
			inLatin = false
		case isEmbedding(r):
		case inLatin:
			run = append(run, r)
		case rightToLeft:
			out = append(out, mirrored(r))
		default:
			out = append(out, r)
		}
	}
	if inLatin {
		out = append(out, run...)
	}
	return tidy(string(out))
}

// tidy takes out the spaces that the page put inside of brackets and between runs.
func tidy(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for _, open := range []string{"(", "[", "{"} {
		s = strings.ReplaceAll(s, open+" ", open)
	}
	for _, sign := range []string{")", "]", "}", ":", "،", "."} {
		s = strings.ReplaceAll(s, " "+sign, sign)
	}
	return s
}

// turnRun moves what stands before the first letter or digit behind the last.
func turnRun(run []rune, rightToLeft bool) []rune {
	first := 0
	for first < len(run) && !unicode.IsLetter(run[first]) && !unicode.IsDigit(run[first]) {
		first++
	}
	if !rightToLeft {
		return run
	}
	out := append([]rune(nil), run[first:]...)
	for i := first - 1; i >= 0; i-- {
		out = append(out, mirrored(run[i]))
	}
	return out
}

// mirrored gives the other of a pair of brackets.
func mirrored(r rune) rune {
	const pairs = "()[]{}<>«»‹›"
	for i, p := range []rune(pairs) {
		if p == r {
			return []rune(pairs)[i^1]
		}
	}
	return r
}
