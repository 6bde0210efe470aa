package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sijill.example/sijill"
)

// Query is what somebody looks for: every clause must be met, and every filter.
type Query struct {
	Clauses []Clause
	Filters []Filter
	// Resembles are the numbers of resembles:NUMBER. Whoever knows what resembles
	// what restricts the search to those.
	Resembles []sijill.Number
	// Unread are pieces that look like a filter and cannot be read as one
	// (date:yesterday). They were left out.
	Unread []string
	// NoFilters are pieces that look like a filter of which there is none (colour:red).
	// Their words are looked for.
	NoFilters []string
	// Dropped is how many words were left out because the query is too long.
	Dropped int
}

// Clause is met by a thing that has any of its terms; with Not, by one that has
// none.
type Clause struct {
	Any []Term
	Not bool
}

// Term is a word, or several that stand side by side.
type Term struct {
	Text   string   // as it was typed
	Words  []string // folded
	Quoted bool     // only these very words, not others of the same stem
	Prefix bool     // words that begin with the last one, too
	// Apart says that the words need not stand side by side.
	Apart bool
	// Expanded says that the term was not typed: it stands for one that was, in
	// another language.
	Expanded bool
}

// Filter is met by a thing that has any of the values; with Not, by one that has
// none.
type Filter struct {
	Field  string
	Values []string
	Spans  []Span // of the field "date"
	Not    bool
	isEnds bool // made of from: and to:, which narrow one span
}

// Span is a stretch of days since 1970-01-01, both ends included.
type Span struct{ First, Last int64 }

// SpanOf gives the days that a date may mean.
func SpanOf(d sijill.Date) Span { return Span{dayOf(d.Earliest().Second), dayOf(d.Latest().Second)} }

// Meets reports whether the two have a day in common.
func (s Span) Meets(other Span) bool { return s.First <= other.Last && other.First <= s.Last }

// Fields that a query can ask for.
const (
	FieldKind      = "kind"
	FieldSource    = "source"
	FieldPlace     = "place"
	FieldDate      = "date"
	FieldLang      = "lang"
	FieldHas       = "has"
	FieldType      = "type"
	FieldBasis     = "basis"
	FieldResembles = "resembles"

	fieldFrom, fieldTo = "from", "to" // ends of a span of the field "date"
)

// FilterNames lists what can be written before a colon, folded.
func FilterNames() []string {
	return []string{"kind", "نوع", "source", "مصدر", "place", "مكان", "date", "year", "تاريخ", "سنه", "from", "من", "to", "الي",
		"lang", "language", "لغه", "has", "فيه", "type", "basis", "resembles", "يشبه"}
}

// fieldNamed gives the field for what is written before a colon, in English or
// Arabic.
func fieldNamed(word string) string {
	switch Fold(word) {
	case "from", "من":
		return fieldFrom
	case "to", "الي":
		return fieldTo
	case "kind", "نوع":
		return FieldKind
	case "source", "مصدر":
		return FieldSource
	case "place", "مكان":
		return FieldPlace
	case "date", "year", "تاريخ", "سنه":
		return FieldDate
	case "lang", "language", "لغه":
		return FieldLang
	case "has", "فيه":
		return FieldHas
	case "type":
		return FieldType
	case "basis":
		return FieldBasis
	case "resembles", "يشبه":
		return FieldResembles
	}
	return ""
}

// hasWhat are the values of the field "has".
var hasWhat = []string{"picture", "video", "audio", "text", "place"}

// isFilterName says that what stands before a colon is written as the names of
// filters are.
func isFilterName(name string) bool {
	return strings.IndexFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
}

// Expected says what can be asked for, of a piece that was not understood.
func Expected(piece string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(piece, "-−–"), ":")
	switch fieldNamed(name) {
	case FieldKind:
		var kinds []string
		for _, p := range sijill.Prefixes() {
			kinds = append(kinds, p.Name)
		}
		return "the kinds are " + strings.Join(kinds, ", ")
	case FieldHas:
		return "a thing has " + strings.Join(hasWhat, ", ")
	case FieldDate, fieldFrom, fieldTo:
		return "a date is written 2016, 2016-11, 2016-11-29, or two of them with .. between"
	case FieldResembles:
		return "a number is written exh-2026-0001"
	}
	return "the filters are kind, source, place, date, from, to, lang, has, type, basis, resembles"
}

// MaxWords is how many words of a query are looked for.
const MaxWords = 64

// Empty says that there is nothing to look for.
func (q Query) Empty() bool {
	return len(q.Filters) == 0 && len(q.Resembles) == 0 && !slices.ContainsFunc(q.Clauses, func(c Clause) bool { return !c.Not })
}

// ParseQuery reads a query as people type it:
//
//	siege aleppo       both words        "barrel bomb"   side by side
//	siege | blockade   either            siege OR حصار   either
//	-russian           without           مدي*            words that begin so
//	kind:incident      place:حلب         source:"A Group"
//	date:2016-11..2016-12                date:2016-11-24/2016-11-27
//	from:2016-11       to:2016-12-16
//	has:picture        resembles:exh-2026-0001
//
// Every input is a query. A quote that nobody closed, an operator with nothing on
// one side, or a filter that cannot be read, is left out.
func ParseQuery(s string) Query {
	p := parser{rest: s, analyser: NewAnalyser()}
	for p.next() {
	}
	return p.q
}

type parser struct {
	analyser *Analyser
	rest     string
	q        Query
	words    int
	either   bool // the next term is an alternative to the last
}

const quotes = "\"“”„‟«»"

func isQuote(r rune) bool { return strings.ContainsRune(quotes, r) }

// next reads one piece of the query.
func (p *parser) next() bool {
	p.rest = strings.TrimLeftFunc(p.rest, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' })
	if p.rest == "" {
		return false
	}
	if rest, ok := strings.CutPrefix(p.rest, "|"); ok {
		p.rest, p.either = strings.TrimLeft(rest, "|"), len(p.q.Clauses) > 0
		return true
	}
	not := false
	if r, n := utf8.DecodeRuneInString(p.rest); (r == '-' || r == '−' || r == '–') && n < len(p.rest) {
		if after, _ := utf8.DecodeRuneInString(p.rest[n:]); isQuote(after) || inWord(after) {
			not, p.rest = true, p.rest[n:]
		}
	}
	if text, ok := p.quoted(); ok {
		p.term(text, true, strings.HasPrefix(p.rest, "*"), not)
		return true
	}
	word := p.bare()
	if name, value, ok := strings.Cut(word, ":"); ok && name != "" {
		if field := fieldNamed(name); field != "" {
			if value == "" {
				value, _ = p.quoted()
			}
			if value != "" {
				p.filter(field, value, word, not)
				return true
			}
		} else if isFilterName(name) && value != "" && !strings.HasPrefix(value, "/") {
			p.q.NoFilters = append(p.q.NoFilters, word)
		}
	}
	if len(p.q.Clauses) > 0 && !not { // alone or first they are words
		switch word {
		case "OR", "أو", "او":
			p.either = true
			return true
		case "AND":
			return true
		}
	}
	p.term(word, false, strings.HasSuffix(word, "*"), not)
	return true
}

// quoted takes what stands between two quotation marks, if the rest begins so. A
// mark that is never closed is skipped.
func (p *parser) quoted() (string, bool) {
	r, n := utf8.DecodeRuneInString(p.rest)
	if !isQuote(r) {
		return "", false
	}
	text := p.rest[n:]
	end := strings.IndexAny(text, quotes)
	if end < 0 {
		p.rest = text
		return "", false
	}
	_, n = utf8.DecodeRuneInString(text[end:])
	p.rest = text[end+n:]
	return text[:end], true
}

// bare takes everything to the next space, quotation mark or bar.
func (p *parser) bare() string {
	end := strings.IndexFunc(p.rest, func(r rune) bool {
		return unicode.IsSpace(r) || isQuote(r) || r == '|' || r == '(' || r == ')'
	})
	if end < 0 {
		end = len(p.rest)
	}
	word := p.rest[:end]
	p.rest = p.rest[end:]
	return word
}

// term adds a word or phrase. One that folds to nothing adds nothing.
func (p *parser) term(text string, quoted, prefix, not bool) {
	t := Term{Text: text, Quoted: quoted, Prefix: prefix}
	var joined []Term // pieces that may be one word are looked for as that, too
	p.analyser.Tokens(text, func(k Token) bool {
		if p.words++; p.words > MaxWords {
			p.q.Dropped++
			return true
		}
		if k.Joined {
			joined = append(joined, Term{Text: text, Words: []string{k.Exact}, Quoted: quoted, Prefix: prefix})
		} else {
			t.Words = append(t.Words, k.Exact)
		}
		return true
	})
	any := joined
	if len(t.Words) > 0 {
		any = append([]Term{t}, joined...)
	}
	if len(any) == 0 {
		return
	}
	either := p.either
	p.either = false
	if last := len(p.q.Clauses) - 1; either && last >= 0 && !not && !p.q.Clauses[last].Not {
		p.q.Clauses[last].Any = append(p.q.Clauses[last].Any, any...)
		return
	}
	p.q.Clauses = append(p.q.Clauses, Clause{Any: any, Not: not})
}

// Needed gives the clauses without those that ask for a word that is too common,
// where something else is asked for.
func (q Query) Needed() []Clause {
	common := func(c Clause) bool {
		return !c.Not && !slices.ContainsFunc(c.Any, func(t Term) bool {
			return t.Quoted || t.Prefix || len(t.Words) != 1 || !IsStopWord(t.Words[0])
		})
	}
	if !slices.ContainsFunc(q.Clauses, func(c Clause) bool { return !c.Not && !common(c) }) {
		return q.Clauses
	}
	return slices.DeleteFunc(slices.Clone(q.Clauses), common)
}

// filter adds a filter. Values of one field are alternatives.
func (p *parser) filter(field, value, word string, not bool) {
	p.either = false
	f := Filter{Field: field, Not: not}
	switch field {
	case FieldDate:
		span, ok := spanOf(value)
		if !ok {
			p.q.Unread = append(p.q.Unread, word)
			return
		}
		f.Spans = []Span{span}
		f.Values = []string{value}
	case fieldFrom, fieldTo:
		p.end(field, value, word, not)
		return
	case FieldResembles:
		n, err := sijill.ParseNumber(Fold(value))
		if err != nil || not {
			p.q.Unread = append(p.q.Unread, word)
			return
		}
		p.q.Resembles = append(p.q.Resembles, n)
		return
	default:
		folded := strings.TrimSpace(Fold(value))
		if folded == "" || field == FieldKind && sijill.PrefixOf(folded) == "" || field == FieldHas && !slices.Contains(hasWhat, folded) {
			p.q.Unread = append(p.q.Unread, word)
			return
		}
		f.Values = []string{folded}
	}
	if i := slices.IndexFunc(p.q.Filters, func(o Filter) bool { return o.Field == field && o.Not == not && !o.isEnds }); i >= 0 {
		p.q.Filters[i].Values = append(p.q.Filters[i].Values, f.Values...)
		p.q.Filters[i].Spans = append(p.q.Filters[i].Spans, f.Spans...)
		return
	}
	p.q.Filters = append(p.q.Filters, f)
}

// end narrows the span of from: and to:.
func (p *parser) end(field, value, word string, not bool) {
	span, ok := spanOf(value)
	if !ok || not || strings.Contains(value, "..") {
		p.q.Unread = append(p.q.Unread, word)
		return
	}
	i := slices.IndexFunc(p.q.Filters, func(o Filter) bool { return o.isEnds })
	if i < 0 {
		i = len(p.q.Filters)
		p.q.Filters = append(p.q.Filters, Filter{Field: FieldDate, Spans: []Span{SpanOf(sijill.Date{})}, isEnds: true})
	}
	ends := &p.q.Filters[i]
	ends.Values = append(ends.Values, field+":"+value)
	if field == fieldFrom {
		ends.Spans[0].First = max(ends.Spans[0].First, span.First)
	} else {
		ends.Spans[0].Last = min(ends.Spans[0].Last, span.Last)
	}
}

// spanOf reads a date in EDTF, or two with ".." between them of which either may
// be missing.
func spanOf(s string) (Span, bool) {
	s = strings.ToUpper(Fold(s))
	from, to, two := strings.Cut(s, "..")
	if !two || strings.Contains(s, "/") {
		d, err := sijill.ParseDate(s)
		if err != nil || d.IsMissing() {
			return Span{}, false
		}
		return Span{dayOf(d.Earliest().Second), dayOf(d.Latest().Second)}, true
	}
	var a, b sijill.Date
	var errA, errB error
	if from != "" {
		a, errA = sijill.ParseDate(from)
	}
	if to != "" {
		b, errB = sijill.ParseDate(to)
	}
	if errA != nil || errB != nil || a.IsMissing() && b.IsMissing() {
		return Span{}, false
	}
	// A missing date is open at both ends.
	return Span{dayOf(a.Earliest().Second), dayOf(b.Latest().Second)}, true
}

func dayOf(second int64) int64 {
	const day = 24 * 60 * 60
	d := second / day
	if second%day < 0 {
		d--
	}
	return d
}
