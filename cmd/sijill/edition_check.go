package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/edition/matching"
)

func (p *program) editionCheck() *cobra.Command {
	var dir, quote, dated, lang string
	c := &cobra.Command{
		Use:   "check FILE | --quote TEXT",
		Short: "Find where a picture or a quotation comes from",
		Long: `Look for a picture in the edition: as it is, mirrored, turned, smaller, or cropped
down to about a third of its sides. What is told is which document it is, how it
differs and of which part it is, and the date, the place, the context and the terms that
belong to it. Where a person confirmed that several are of one origin, the one nearest
to the source comes first. Say with --dated on which day it is said to have been taken,
and it is said whether that is another one: a later day than that of the original is
another one too, since an old picture is passed off as new. So it is of a date that its
file gives. Or look for a quotation, in Arabic, English or any language of the
edition: who said it, in which words, and in which of them it differs.

It asks no archive and no network. What is not in the edition may still be true: it
was only not published here. Withdrawn documents are never named.` + "\n" + exitCodes,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if (len(args) == 1) == (quote != "") {
				return &sijill.Error{Class: sijill.Usage, Message: "Name a picture, or give a quotation.", Hint: "sijill edition check FILE, or sijill edition check --quote TEXT"}
			}
			if dated != "" && quote != "" {
				return &sijill.Error{Class: sijill.Usage, Message: "A date is compared for a picture, not for a quotation.", Hint: "Leave out --dated."}
			}
			if err := checkDated(dated); err != nil {
				return err
			}
			if lang != "" && !slices.Contains(edition.Languages(), lang) {
				return &sijill.Error{Class: sijill.Usage, Message: "The answer is given in ar, en or fr.", Hint: "Name one of them with --lang."}
			}
			lang = cmp.Or(lang, edition.LanguageOf(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")))
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
				return p.checkQuote(c.Context(), e, quote, lang)
			}
			eye, err := edition.OpenEye(walls(c))
			if err != nil {
				return err
			}
			defer func() { _ = eye.Close() }()
			return p.checkPicture(c.Context(), e, eye, args[0], dated, lang)
		},
	}
	addCageFlag(c)
	c.Flags().StringVar(&dir, "dir", "", "where the edition stands (default: beside the archive)")
	c.Flags().StringVar(&dated, "dated", "", "the `DATE` on which the picture is said to have been taken: 2016-11-29, or as it is written in English, Arabic or French")
	c.Flags().StringVar(&lang, "lang", "", "the `LANGUAGE` of the answer: ar, en or fr (default: that of LC_ALL, LC_MESSAGES or LANG, else English)")
	c.Flags().StringVar(&quote, "quote", "", "look for this `TEXT` instead of a picture")
	return c
}

// checkDated refuses what is no date, and what can be two, before anything is compared
// with it.
func checkDated(dated string) error {
	if dated == "" {
		return nil
	}
	const hint = "Write it as 2016-11-29, or with the month in words: 29 November 2016."
	switch all := matching.ReadDate(dated); len(all) {
	case 0:
		return &sijill.Error{Class: sijill.Usage, Message: "The date that was given with --dated cannot be read.", Hint: hint}
	case 1:
		return nil
	default:
		return &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("The date that was given with --dated can be %s or %s.", all[0].In("en"), all[1].In("en")), Hint: hint}
	}
}

func (p *program) checkPicture(ctx context.Context, e *edition.Edition, eye *edition.Eye, path, dated, lang string) error {
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
	found, err := e.Check(ctx, seen, dated)
	if err != nil {
		return err
	}
	if p.json {
		return p.fact(found)
	}
	tell := e.Teller(lang)
	if found.Outcome != edition.Found {
		p.say("%s", tell.Outcome(found.Outcome))
	}
	for _, r := range found.Found {
		p.say("%s  %s", r.Document.Number, tell.Title(r.Document))
		if err := p.sayLines(ctx, tell, r.Document, tell.Picture(r)); err != nil {
			return err
		}
	}
	return nil
}

// sayLines says what was found in a document, and what a reader must know of it.
func (p *program) sayLines(ctx context.Context, tell *edition.Teller, d *edition.Document, found []edition.Line) error {
	lines, err := tell.Lines(ctx, d)
	if err != nil {
		return err
	}
	for _, line := range append(found, lines...) {
		if line.Text != "" {
			p.say("  %s", tell.Line(line))
		}
	}
	return nil
}

func (p *program) checkQuote(ctx context.Context, e *edition.Edition, quote, lang string) error {
	found, err := e.CheckQuote(ctx, quote)
	if err != nil {
		return err
	}
	if p.json {
		return p.fact(found)
	}
	tell := e.Teller(lang)
	if len(found.Found) == 0 {
		p.say("%s", tell.Outcome(found.Outcome))
	}
	for _, x := range found.Found {
		p.say("%s  %s", x.Number, tell.Title(x.Document))
		if err := p.sayLines(ctx, tell, x.Document, tell.Quotation(x)); err != nil {
			return err
		}
	}
	return nil
}
