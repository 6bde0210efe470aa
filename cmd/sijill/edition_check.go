package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/edition/matching"
)

func (p *program) editionCheck() *cobra.Command {
	var dir, quote string
	c := &cobra.Command{
		Use:   "check FILE | --quote TEXT",
		Short: "Find where a picture or a quotation comes from",
		Long: `Look for a picture in the edition: as it is, mirrored, turned, smaller, or cropped
down to about a third of its sides. What is told is which document it is, how it
differs, and the date, the place, the context and the terms that belong to it. Or look
for a quotation, in Arabic, English or any language of the edition: who said it, in
which words, and in which of them it differs.

It asks no archive and no network. What is not in the edition may still be true: it
was only not published here. Withdrawn documents are never named.` + "\n" + exitCodes,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if (len(args) == 1) == (quote != "") {
				return &sijill.Error{Class: sijill.Usage, Message: "Name a picture, or give a quotation.", Hint: "sijill edition check FILE, or sijill edition check --quote TEXT"}
			}
			at, err := p.editionDir(dir)
			if err != nil {
				return err
			}
			e, err := edition.Open(at)
			if err != nil {
				return err
			}
			defer func() { _ = e.Close() }()
			if quote != "" {
				return p.checkQuote(c.Context(), e, quote)
			}
			eye, err := edition.OpenEye(walls(c))
			if err != nil {
				return err
			}
			defer func() { _ = eye.Close() }()
			return p.checkPicture(c.Context(), e, eye, args[0])
		},
	}
	addCageFlag(c)
	c.Flags().StringVar(&dir, "dir", "", "where the edition stands (default: beside the archive)")
	c.Flags().StringVar(&quote, "quote", "", "look for this `TEXT` instead of a picture")
	return c
}

func (p *program) checkPicture(ctx context.Context, e *edition.Edition, eye *edition.Eye, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The file cannot be read.", Err: err}
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &sijill.Error{Class: sijill.Usage, Message: sijill.Name(path).Display() + " is not a file."}
	}
	seen, err := eye.Look(ctx, f, info.Size())
	if err != nil {
		return err
	}
	found, err := e.Check(ctx, seen)
	if err != nil {
		return err
	}
	if p.json {
		return p.fact(found)
	}
	if found.Outcome != edition.Found {
		p.sayNothingFound(found.Outcome)
	}
	for _, r := range found.Found {
		p.say("%s  %s", r.Document.Number, sijill.Printable(firstOf(r.Document.Titles)))
		p.say("  %-9s %s", "picture:", differing(r))
		p.sayDocument(r.Document)
	}
	return nil
}

// differing says how a picture differs from the edition's.
func differing(r edition.Resembling) string {
	var words []string
	for _, c := range r.Changes {
		if word := string(c); c == matching.Cropped || c == matching.Shifted {
			words = append(words, fmt.Sprintf("%s to %d %%", word, int(math.Round(100*r.Shows))))
		} else {
			words = append(words, word)
		}
	}
	if r.Document.Redacted != nil {
		words = append(words, "the edition's is a redacted copy")
	}
	return strings.Join(words, ", ")
}

func firstOf(texts []edition.Text) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0].Text
}

// sayDocument tells what a reader must know of a document to judge it.
func (p *program) sayDocument(d *edition.Document) {
	say := func(what, text string) {
		if text != "" {
			p.say("  %-9s %s", what+":", sijill.Printable(text))
		}
	}
	for _, x := range d.Dates {
		say(x.What, x.EDTF)
	}
	for _, x := range d.Places {
		name := firstOf(x.Words)
		if name == "" && x.Ref != nil {
			name = firstOf(x.Ref.Titles)
		}
		say("place", name)
	}
	say("said by", firstOf(d.SaidBy))
	say("basis", d.Basis)
	say("context", firstOf(d.Context))
	say("terms", firstOf(d.Terms))
	if d.Original != nil {
		say("original", string(d.Original.Number))
	}
}

func (p *program) sayNothingFound(outcome string) {
	switch outcome {
	case edition.TooPlain:
		p.say("The picture shows too little to be compared.")
	case edition.TooShort:
		p.say("The quotation is too short: three words are needed.")
	default:
		p.say("Not in this edition, which says nothing about whether it is true.")
	}
}

func (p *program) checkQuote(ctx context.Context, e *edition.Edition, quote string) error {
	found, err := e.CheckQuote(ctx, quote)
	if err != nil {
		return err
	}
	if p.json {
		return p.fact(found)
	}
	if len(found.Found) == 0 {
		p.sayNothingFound(found.Outcome)
	}
	for _, s := range found.Found {
		p.say("%s  %s", s.Number, sijill.Printable(firstOf(s.Document.Titles)))
		how := found.Outcome
		if s.Differ > 0 {
			how += ", " + count(s.Differ, "word") + map[bool]string{true: " differs", false: " differ"}[s.Differ == 1]
		}
		p.say("  %-9s %s", "quoted:", how)
		p.say("  %-9s %s", "words:", sijill.Printable(beside(s.Pieces)))
		if s.Translation != "" {
			p.say("  %-9s %s (%s)", "in:", s.Translation, sijill.Printable(s.Lang))
			for _, x := range s.Original {
				p.say("  %-9s %s", "original:", sijill.Printable(x.Text))
			}
		}
		for _, t := range s.Translations {
			for _, x := range t.Segments {
				if t.Number != s.Translation {
					p.say("  %-9s %s", sijill.Printable(t.Lang)+":", sijill.Printable(x.Text))
				}
			}
		}
		p.sayDocument(s.Document)
	}
	return nil
}

// beside marks in what stands in the edition how the quotation differs.
func beside(pieces []matching.Piece) string {
	var words []string
	for _, x := range pieces {
		switch x.How {
		case matching.AsSaid:
			words = append(words, x.Stands)
		case matching.Changed:
			words = append(words, fmt.Sprintf("[%s, and not: %s]", x.Stands, x.Quoted))
		case matching.LeftOut:
			words = append(words, fmt.Sprintf("[left out: %s]", x.Stands))
		case matching.PutIn:
			words = append(words, fmt.Sprintf("[put in: %s]", x.Quoted))
		}
	}
	return strings.Join(words, " ")
}
