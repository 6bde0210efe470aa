package edition

import (
	"context"
	"fmt"
	"strings"

	"sijill.example/sijill"
)

// said is a text fit for a page: its language and direction are its own.
type said struct {
	Text string
	Lang string // "" where nobody said
	Dir  string
}

func saidOf(t Text) said {
	lines := strings.Split(strings.ReplaceAll(t.Text, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = sijill.Printable(l)
	}
	text := strings.Join(lines, "\n")
	return said{Text: text, Lang: tagOf(t.Lang), Dir: sijill.Direction(text)}
}

// tagOf is a language tag that may stand in an attribute: it is for readers' programs,
// and what is none is left out.
func tagOf(s string) string {
	if len(s) > 35 || strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return ""
	}
	return s
}

// Paragraphs splits a text at its blank lines.
func (t said) Paragraphs() []said {
	var out []said
	for _, part := range strings.Split(t.Text, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, said{part, t.Lang, t.Dir})
		}
	}
	return out
}

// choose takes of texts that say the same the one in the language, or English, or
// the first.
func choose(texts []Text, l language) (Text, bool) {
	best, rank := Text{}, -1
	for _, t := range texts {
		primary, _, _ := strings.Cut(t.Lang, "-")
		r := 1
		switch {
		case t.Text == "":
			continue
		case primary == string(l):
			r = 3
		case primary == "en":
			r = 2
		}
		if r > rank {
			best, rank = t, r
		}
	}
	return best, rank >= 0
}

func firstOf(texts []Text, l language) string {
	t, _ := choose(texts, l)
	return saidOf(t).Text
}

// Say takes the text that a reader of the page understands best.
func (p *page) Say(texts []Text) *said {
	t, ok := choose(texts, p.lang)
	if !ok {
		return nil
	}
	s := saidOf(t)
	return &s
}

// Others are the texts besides the one that Say takes.
func (p *page) Others(texts []Text) []said {
	first, ok := choose(texts, p.lang)
	var out []said
	for _, t := range texts {
		if ok && t != first && t.Text != "" {
			out = append(out, saidOf(t))
		}
	}
	return out
}

// Name is what a document is called: a title, or its kind and number.
func (p *page) Name(r Ref) said {
	if s := p.Say(r.Titles); s != nil {
		return *s
	}
	if r.Number.Kind() == "translation" {
		if s := p.nameOfTranslation(r.Number); s != nil {
			return *s
		}
	}
	return said{Text: p.T("one."+r.Number.Kind()) + " " + string(r.Number), Lang: string(p.lang), Dir: p.lang.Dir()}
}

// nameOfTranslation says into which language and of what a translation is, nil where
// it is not known.
func (p *page) nameOfTranslation(n sijill.Number) *said {
	d, err := p.site.edition.Document(context.Background(), n)
	if err != nil || d.Lang == "" || d.Original == nil || d.Original.Number.Kind() == "translation" {
		return nil
	}
	// The title may run in the other direction.
	of := "\u2068" + p.Name(*d.Original).Text + "\u2069"
	return &said{Text: fmt.Sprintf(p.T("name.translation"), p.Language(d.Lang), of), Lang: string(p.lang), Dir: p.lang.Dir()}
}

// Plain makes a text that has no language fit to be shown.
func (p *page) Plain(s string) said { return saidOf(Text{Text: s}) }
