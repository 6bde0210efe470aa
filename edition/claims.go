package edition

import (
	"slices"
	"strings"

	"sijill.example/sijill"
)

// side is the bearings on a claim that say the same of it: support, contradict, or
// give context.
type side struct {
	How    string
	Voices []oneVoice
}

// oneVoice is bearings that count as one: one account, or several that go back to one.
type oneVoice struct {
	Lines []bearingLine
	Ties  string // why several lines are one voice, or one is none
}

// bearingLine is one bearing as it is shown.
type bearingLine struct {
	Bearing
	Basis string // in words
	Quote *said
	Place string // where it stands: the segment, the time, the page
	// IsStale says that the quotation is of a translation, and that the original was
	// changed since.
	IsStale bool
	Href    string // of the passage, below the page of the thing
	// Into is the translation of the segment in which the quoted words stand, for a
	// reader who may not understand them.
	Into *rendered
}

// rendered is a segment in another language.
type rendered struct {
	Translation
	Name string // of the language
	Text said
	// IsStale says that the original was changed since.
	IsStale bool
}

// claimRow is a line of an incident's table of claims.
type claimRow struct {
	Claimed
	Sides []side
}

var hows = []string{"supports", "contradicts", "contextualises"}

// sides groups bearings by what they say of the claim, and by voice. Both sides are
// always there, and where nobody is on one that is said.
func (p *page) sides(x *passages, list []Bearing) []side {
	var out []side
	for _, how := range hows {
		s := side{How: how}
		at := map[int]int{}
		for _, b := range list {
			if b.How != how {
				continue
			}
			line := p.bearingLine(x, b)
			if i, ok := at[b.Voice]; ok && b.Voice > 0 {
				s.Voices[i].Lines = append(s.Voices[i].Lines, line)
				continue
			}
			at[b.Voice] = len(s.Voices)
			s.Voices = append(s.Voices, oneVoice{Lines: []bearingLine{line}})
		}
		for i := range s.Voices {
			s.Voices[i].Ties = p.ties(s.Voices[i].Lines)
		}
		if how != "contextualises" || len(s.Voices) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// ties says why the lines are one voice: what ties their accounts, or that they are
// passages of one account.
func (p *page) ties(lines []bearingLine) string {
	first := lines[0]
	if slices.Contains(first.Ties, NotCounted) {
		return p.T("tie.not-counted")
	}
	var words []string
	isOne := true
	for _, line := range lines {
		isOne = isOne && line.Of.Number == first.Of.Number
	}
	for _, why := range first.Ties {
		if _, ok := p.site.words["tie."+why]; ok && !isOne {
			words = append(words, p.T("tie."+why))
		}
	}
	switch {
	case len(lines) < 2:
		return ""
	case isOne:
		return p.T("tie.passages")
	case len(words) == 0:
		return p.T("tie.voice")
	}
	return p.T("tie.voice") + " " + p.T("tie.by") + p.T("colon") + strings.Join(words, p.T("semicolon")) + "."
}

// IsItsOwnWord reports whether the thing is the source itself.
func (line bearingLine) IsItsOwnWord() bool {
	return line.By != nil && line.By.Number == line.Of.Number
}

func (p *page) bearingLine(x *passages, b Bearing) bearingLine {
	line := bearingLine{Bearing: b, Basis: p.Basis(b.Basis)}
	if s := b.Selector; s != nil {
		if s.Quote != "" {
			q := saidOf(Text{s.Lang, s.Quote})
			line.Quote = &q
		}
		on, segment, isStale := x.find(b.Of.Number, s)
		line.IsStale = isStale && !s.Lost
		if line.Quote != nil && !s.Lost {
			line.Into = p.rendered(x.document(on), s, segment)
		}
		if to := fragment(segment, ""); to != "" && !s.Lost {
			line.Href = p.To(string(on)) + to
		}
		var parts []string
		if s.From != "" {
			parts = append(parts, p.T("selector.time")+" "+sijill.Printable(s.From))
		}
		if s.Page > 0 {
			parts = append(parts, p.T("selector.page")+" "+p.Number(s.Page))
		}
		if s.Lost {
			parts = append(parts, p.T("selector.lost"))
		}
		line.Place = strings.Join(parts, p.T("comma"))
	}
	return line
}

// rendered finds the translation of a segment that serves a reader of the page best: in
// the page's language, or else in English. Words that are in one of these already, and
// those that are quoted from a translation, have none.
func (p *page) rendered(d *Document, s *Selector, segment string) *rendered {
	if d == nil || segment == "" || s.Lang != "" && s.Lang != d.Lang || d.isIn(p.lang) {
		return nil
	}
	stands := func(o Segment) bool {
		return o.ID == segment && !o.Withheld && strings.Contains(folded(o.Text), folded(s.Quote))
	}
	if !slices.ContainsFunc(d.Segments, stands) {
		return nil
	}
	var best *rendered
	for _, t := range d.Translations {
		in := &Document{Lang: t.Lang}
		if !in.isIn(p.lang) && !in.isIn(english) || d.isIn(language(t.Lang)) {
			continue
		}
		for _, part := range t.Segments {
			if part.Withheld || part.Text == "" || !slices.Contains(part.Of, segment) || best != nil && p.rank(best.Translation) >= p.rank(t) {
				continue
			}
			best = &rendered{t, p.Language(t.Lang), p.marked(Text{t.Lang, part.Text}, part.Shortened), part.Stale}
		}
	}
	return best
}

func (p *page) claimRows(x *passages, list []Claimed) []claimRow {
	var out []claimRow
	for _, c := range list {
		out = append(out, claimRow{c, p.sides(x, c.Bearings)})
	}
	return out
}

// Basis says in words how somebody knows.
func (p *page) Basis(word string) string {
	if word == "" {
		return ""
	}
	if _, ok := p.site.words["basis."+word]; ok {
		return p.T("basis." + word)
	}
	return sijill.Printable(word)
}

// Standing says in words how a claim stands.
func (p *page) Standing(word string) string {
	if _, ok := p.site.words["standing."+word]; ok {
		return p.T("standing." + word)
	}
	return sijill.Printable(word)
}

// StandingBeside is Standing beside a verdict, which begins with the word itself where
// a claim is disputed or said by nobody.
func (p *page) StandingBeside(word string) string {
	if word == "disputed" || word == "nobody says it" {
		return ""
	}
	return p.Standing(word)
}

// Concept gives the word of a thesaurus in the page's language.
func (p *page) Concept(scheme, word string) string {
	for _, c := range sijill.Scheme(scheme) {
		if c.Word != word {
			continue
		}
		return c.In(string(p.lang))
	}
	return sijill.Printable(word)
}

// actLine is who did what to whom, as it is said.
type actLine struct {
	Act
	What  string
	Means []string
}

func (p *page) acts(list []Act) []actLine {
	var out []actLine
	for _, a := range list {
		line := actLine{Act: a, What: p.Concept("acts", a.Act)}
		for _, m := range a.Means {
			line.Means = append(line.Means, p.Concept("means", m))
		}
		out = append(out, line)
	}
	return out
}
