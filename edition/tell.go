package edition

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"sijill.example/sijill/edition/matching"
)

// Teller says in one language what a check found, in the words of the check page.
type Teller struct{ page *page }

// Line is something that is said of a document.
type Line struct{ Label, Text string }

// Languages lists those in which a Teller speaks.
func Languages() []string { return []string{string(arabic), string(english), string(french)} }

// Teller speaks a language; where it is none of Languages, English.
func (e *Edition) Teller(lang string) *Teller {
	l := language(lang)
	if !l.isKnown() {
		l = english
	}
	return &Teller{newSite(e).newPage(l, "check")}
}

// Title is what a document is called, in the language as far as there is one.
func (t *Teller) Title(d *Document) string { return t.page.Name(d.AsRef()).Text }

// Outcome says what a check came to.
func (t *Teller) Outcome(outcome string) string { return t.page.T("check." + outcomeWord(outcome)) }

// Lines are what a reader must know of a document to judge it.
func (t *Teller) Lines(ctx context.Context, d *Document) ([]Line, error) {
	k, err := t.page.known(ctx, d)
	if err != nil {
		return nil, err
	}
	var out []Line
	for _, line := range k.Lines {
		text := line.Text
		if line.Href != "" {
			text += " (" + path.Base(line.Href) + ")"
		}
		out = append(out, Line{line.Label, text})
	}
	return out, nil
}

// Picture says how a picture differs from the edition's, and how the dates that it
// came with stand to the edition's.
func (t *Teller) Picture(r Resembling) []Line {
	out := []Line{{t.page.T("check.picture.differs"), t.page.differs(r)}}
	for _, s := range t.page.datings(r) {
		out = append(out, Line{t.page.T("check.time"), s})
	}
	return out
}

// Quotation says where and how a quotation stands in a document, and what it is in
// other languages.
func (t *Teller) Quotation(s Said) []Line {
	p := t.page
	how := p.T("check.exact")
	if s.Differ > 0 {
		how = fmt.Sprintf(p.T("check.nearly"), s.Differ)
	}
	if s.Translation != "" {
		how += p.T("comma") + p.T("check.in-translation")
	}
	if s.IsStale {
		how += p.T("comma") + p.T("check.stale")
	}
	out := []Line{{p.T("check.quote"), how}, {p.T("check.words"), p.inside(s.Pieces)}}
	if s.Translation != "" {
		out = append(out, Line{p.T("translator"), string(s.Translation) + " (" + p.Language(s.Lang) + ")"})
		for _, x := range s.Original {
			out = append(out, Line{p.T("check.in-original"), saidOf(Text{Text: x.Text}).Text})
		}
	}
	for _, translation := range s.Translations {
		for _, x := range translation.Segments {
			if translation.Number == s.Translation || x.Text == "" {
				continue
			}
			text := saidOf(Text{Text: x.Text}).Text
			if x.Stale {
				text += " (" + p.T("check.stale") + ")"
			}
			out = append(out, Line{p.Language(translation.Lang), text})
		}
	}
	return out
}

// Line writes a line in the punctuation of the language.
func (t *Teller) Line(l Line) string { return l.Label + t.page.T("colon") + l.Text }

// inside marks in what stands in the edition how the quotation differs.
func (p *page) inside(pieces []matching.Piece) string {
	var words []string
	for _, x := range pieces {
		stands, quoted := saidOf(Text{Text: x.Stands}).Text, saidOf(Text{Text: x.Quoted}).Text
		switch x.How {
		case matching.AsSaid:
			words = append(words, stands)
		case matching.Changed:
			words = append(words, fmt.Sprintf(p.T("check.piece.changed"), stands, quoted))
		case matching.LeftOut:
			words = append(words, fmt.Sprintf(p.T("check.piece.left"), stands))
		case matching.PutIn:
			words = append(words, fmt.Sprintf(p.T("check.piece.put"), quoted))
		}
	}
	return strings.Join(words, " ")
}

// LanguageOf gives the language in which somebody's system speaks, by what LC_ALL,
// LC_MESSAGES and LANG say; English where that is none of Languages.
func LanguageOf(settings ...string) string {
	for _, s := range settings {
		if s == "" {
			continue
		}
		tag, _, _ := strings.Cut(strings.ToLower(s), "_")
		if slices.Contains(Languages(), tag) {
			return tag
		}
		break
	}
	return string(english)
}
