package testimony

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Grain says into what a text is cut.
type Grain string

// The grains. Whichever is asked for, a time span is one segment where the text
// says in square brackets from when to when in a recording something was said.
const (
	ByParagraph Grain = "paragraph"
	BySentence  Grain = "sentence"
)

// Segment is one piece of a text: the bytes from Start to before End of the text
// that it was cut from, and, of a recording, from when to when they were spoken
// (as "00:01:02" or "00:01:02.500").
type Segment struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
	Start int    `json:"-"`
	End   int    `json:"-"`
}

// Span is a stretch of bytes of a text, from Start to before End.
type Span struct{ Start, End int }

// Cut cuts a text into segments and loses nothing: between two segments there is
// only white space and marks of time. Segments are named s1, s2 and so on.
func Cut(text string, grain Grain) []Segment {
	var out []Segment
	for _, p := range pieces(text) {
		spans := []Span{{p.Start, p.End}}
		if p.from == "" {
			spans = paragraphs(text, p.Span)
		}
		for _, s := range spans {
			cut := []Span{s}
			if grain == BySentence {
				cut = sentences(text, s)
			}
			for _, c := range cut {
				if c = trim(text, c); c.Start < c.End {
					out = append(out, Segment{
						ID: segmentID(len(out)), Text: text[c.Start:c.End],
						From: p.from, To: p.to, Start: c.Start, End: c.End,
					})
				}
			}
		}
	}
	return out
}

func segmentID(i int) string { return "s" + strconv.Itoa(i+1) }

func trim(text string, s Span) Span {
	inner := text[s.Start:s.End]
	left := len(inner) - len(strings.TrimLeftFunc(inner, isSpace))
	inner = strings.TrimRightFunc(inner[left:], isSpace)
	return Span{s.Start + left, s.Start + left + len(inner)}
}

// isSpace also passes over the mark with which some programs begin a file.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

// piece is what stands between two marks of time.
type piece struct {
	Span
	from, to string
}

const (
	clock = `((?:\p{Nd}{1,2}:)?\p{Nd}{1,2}:\p{Nd}{2}(?:[.,]\p{Nd}{1,3})?)`
	// A single time in brackets, "[01:02]", begins a span that ends where the
	// next begins.
	between = `\[\s*` + clock + `(?:\s*(?:-->|[-–—])\s*` + clock + `)?\s*\]`
)

var timeMark = regexp.MustCompile(between)

func pieces(text string) []piece {
	marks := timeMark.FindAllStringSubmatchIndex(text, -1)
	out := []piece{{Span: Span{0, len(text)}}}
	for _, m := range marks {
		from, ok := readClock(text[m[2]:m[3]])
		to, okTo := "", true
		if m[4] >= 0 {
			if to, okTo = readClock(text[m[4]:m[5]]); to < from {
				okTo = false
			}
		}
		if !ok || !okTo {
			continue // it is no time, and stays part of the text
		}
		last := &out[len(out)-1]
		last.End = m[0]
		if last.from != "" && last.to == "" && last.from <= from {
			last.to = from
		}
		out = append(out, piece{Span{m[1], len(text)}, from, to})
	}
	return out
}

// readClock writes a time of a recording as hours, minutes and seconds.
func readClock(s string) (string, bool) {
	s = strings.ReplaceAll(strings.Map(digit, s), ",", ".")
	whole, fraction, _ := strings.Cut(s, ".")
	parts := strings.Split(whole, ":")
	if len(parts) == 2 {
		parts = append([]string{"0"}, parts...)
	}
	var n [3]int
	for i, p := range parts {
		if _, err := fmt.Sscanf(p, "%d", &n[i]); err != nil || i > 0 && n[i] > 59 {
			return "", false
		}
	}
	out := fmt.Sprintf("%02d:%02d:%02d", n[0], n[1], n[2])
	if fraction != "" {
		out += "." + (fraction + "00")[:3]
	}
	return out, true
}

// digit makes a decimal digit of any script one of 0-9.
func digit(r rune) rune {
	if r < utf8.RuneSelf || !unicode.IsDigit(r) {
		return r
	}
	// In Unicode, the ten digits of a script stand together from a zero on.
	zero := r
	for unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	switch {
	case r >= '٠' && r <= '٩':
		zero = '٠'
	case r >= '۰' && r <= '۹':
		zero = '۰'
	}
	return '0' + r - zero
}

// Lines narrower or wider than these are not taken for a paragraph that a
// program broke at its margin.
const narrowest, widest = 40, 120

// paragraphs cuts at empty lines, and at line breaks that somebody meant: a
// block whose lines a program broke at a margin stays together.
func paragraphs(text string, in Span) []Span {
	var out, block []Span
	flush := func() {
		if wrapped(text, block) {
			block = []Span{{block[0].Start, block[len(block)-1].End}}
		}
		out = append(out, block...)
		block = nil
	}
	for start := in.Start; start < in.End; {
		end := in.End
		next := end
		if i := strings.IndexAny(text[start:in.End], "\n\u2028\u2029\v\f\r"); i >= 0 {
			_, n := utf8.DecodeRuneInString(text[start+i:])
			end, next = start+i, start+i+n
		}
		if line := trim(text, Span{start, end}); line.Start < line.End {
			block = append(block, line)
		} else if end != start || next == in.End || text[start] != '\n' || start == in.Start || text[start-1] != '\r' {
			flush() // an empty line, and not the second half of a CR LF
		}
		start = next
	}
	flush()
	return out
}

// wrapped says whether a program broke the lines: no first word of a line would
// have had room on the line before.
func wrapped(text string, lines []Span) bool {
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(text[l.Start:l.End]))
	}
	if len(lines) < 2 || width < narrowest || width > widest {
		return false
	}
	for i, l := range lines[:len(lines)-1] {
		line, next := text[l.Start:l.End], text[lines[i+1].Start:lines[i+1].End]
		word, _, _ := strings.Cut(next, " ")
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width {
			return false
		}
		// Two lines of which the first ends a sentence prove no margin.
		if last, _ := utf8.DecodeLastRuneInString(line); len(lines) == 2 && isEnd(last) {
			return false
		}
	}
	return true
}
