package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is a word as the index holds it.
type Token struct {
	Start, End int // bytes of the original
	Position   int // counts words
	// Joined says that the words that follow, from this position on, may be pieces
	// of this one.
	Joined bool
	*Form
}

// Form is how a word is found: by its folded letters, or by one of its stems.
type Form struct {
	Exact string
	// Stem is what a query looks for that does not insist on the very word.
	Stem string
	// Also are further keys of a document's word; Stem is among them unless it is
	// the word itself.
	Also []string
	// Number is of the words that the analyser remembers, from 1 on; 0 where it does
	// not. It is never given again.
	Number int

	empty bool // nothing is left of the word
	pairs bool // its letters are cut into pairs
}

// Analyser cuts texts into tokens. It remembers words, since most come again; it
// is not for concurrent use.
type Analyser struct {
	forms   map[string]*Form // by the letters as they stand in a text
	numbers int              // given to forms
}

// NewAnalyser makes an analyser.
func NewAnalyser() *Analyser { return &Analyser{forms: map[string]*Form{}} }

const (
	maxForms    = 200_000 // then the memory is emptied
	longestForm = 256     // bytes; longer words are not remembered
)

func (a *Analyser) form(word string) *Form {
	if f, ok := a.forms[word]; ok {
		return f
	}
	f := newForm(Fold(word))
	if len(word) <= longestForm {
		a.numbers++
		f.Number = a.numbers
		if len(a.forms) >= maxForms {
			clear(a.forms)
		}
		a.forms[strings.Clone(word)] = f
	}
	return f
}

func newForm(folded string) *Form {
	first, _ := utf8.DecodeRuneInString(folded)
	f := &Form{Exact: folded, empty: folded == "", pairs: first >= 0x0e00 && withoutSpaces(first)}
	all := stems(folded)
	f.Stem = all[0]
	for _, s := range all {
		if s != folded && !slices.Contains(f.Also, s) {
			f.Also = append(f.Also, s)
		}
	}
	return f
}

// Tokens yields the tokens of a text in order.
//
// A word that was broken to escape filters is joined: by tatweel beside dots
// (مداهـ.ـمات), or into single letters with the same sign between them (م.د.ا.ه.م.ة).
// Where the sign is a space, or a dot without tatweel, it may be no trick, and the
// pieces stay beside the joined word. Scripts without spaces are cut into pairs.
func (a *Analyser) Tokens(text string, yield func(Token) bool) {
	t := tokens{Analyser: a, text: text, yield: yield}
	spans(text, func(start, end int) bool { return t.take(start, end) })
	t.flush()
}

// tokens holds back words until it is known that nothing joins them to the next.
type tokens struct {
	*Analyser
	text     string
	yield    func(Token) bool
	held     []span // of words that may be broken pieces of one
	position int
	stopped  bool
}

type span struct{ start, end int }

func (t *tokens) take(start, end int) bool {
	if n := len(t.held); n > 0 && !joinable(t.text, t.held[n-1], span{start, end}) {
		t.flush()
	}
	t.held = append(t.held, span{start, end})
	return !t.stopped
}

// isArabic says that a word begins with an Arabic letter or tatweel.
func isArabic(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return r >= 'ء' && r <= 'ي' || r == tatweel
}

const longestBroken = 24 // letters

// joinable says that two words may be pieces of one: Arabic both, and between
// them one sign, or a space where the second is a single letter.
func joinable(text string, a, b span) bool {
	between := text[a.end:b.start]
	if !isArabic(text[b.start:b.end]) || !isArabic(text[a.start:a.end]) {
		return false
	}
	switch between {
	case ".", "_", "*", "·", "-", "•":
		return true
	case " ":
		return single(text[a.start:a.end]) && single(text[b.start:b.end])
	}
	return false
}

// single says that a word is one letter.
func single(word string) bool {
	return len(word) <= 12 && utf8.RuneCountInString(Fold(word)) == 1
}

// flush yields the words that were held back, joined if they are pieces of one.
func (t *tokens) flush() {
	held := t.held
	t.held = t.held[:0]
	if len(held) == 0 || t.stopped {
		return
	}
	if len(held) > 1 {
		whole, sure, ok := t.joined(held)
		if ok {
			first, last := held[0].start, held[len(held)-1].end
			if sure {
				t.emit(first, last, newForm(whole))
				return
			}
			t.stopped = t.stopped || !t.yield(Token{first, last, t.position, true, newForm(whole)})
		}
	}
	for _, s := range held {
		switch form := t.form(t.text[s.start:s.end]); {
		case form.empty:
		case form.pairs:
			t.pairs(s)
		default:
			t.emit(s.start, s.end, form)
		}
	}
}

func (t *tokens) emit(start, end int, f *Form) {
	if !t.stopped {
		t.stopped = !t.yield(Token{start, end, t.position, false, f})
		t.position++
	}
}

// joined writes pieces as one word, if they are that, and whether that is sure.
func (t *tokens) joined(held []span) (word string, sure, ok bool) {
	var b strings.Builder
	singles, short, broken := 0, false, false
	spaced := false
	for i, s := range held {
		piece := t.text[s.start:s.end]
		b.WriteString(piece)
		n := utf8.RuneCountInString(Fold(piece))
		if n == 1 {
			singles++
		}
		short = short || n <= 3
		if i > 0 {
			before := t.text[held[i-1].start:held[i-1].end]
			between := t.text[held[i-1].end:s.start]
			spaced = spaced || between == " "
			broken = broken || between != " " && between != "_" && (strings.HasSuffix(before, "ـ") || strings.HasPrefix(piece, "ـ"))
		}
	}
	word = Fold(b.String())
	n := utf8.RuneCountInString(word)
	switch {
	case n < 3 || n > longestBroken:
		return "", false, false
	case singles == len(held) && len(held) >= 3:
		return word, !spaced, true
	case broken:
		return word, true, true
	}
	return word, false, short && !spaced && n <= 12
}

// withoutSpaces says that a letter is of a script that puts no spaces between
// words.
func withoutSpaces(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// pairs yields the letters of a word two by two, each overlapping the next.
func (t *tokens) pairs(s span) {
	var starts []int
	for i, r := range t.text[s.start:s.end] {
		if Fold(string(r)) != "" {
			starts = append(starts, s.start+i)
		}
	}
	starts = append(starts, s.end)
	if len(starts) == 2 {
		t.emit(s.start, s.end, t.form(t.text[s.start:s.end]))
		return
	}
	for i := 0; i+2 < len(starts); i++ {
		t.emit(starts[i], starts[i+2], t.form(t.text[starts[i]:starts[i+2]]))
	}
}

// Stem gives the stem of a folded word, which a query looks for.
func Stem(folded string) string { return stems(folded)[0] }
