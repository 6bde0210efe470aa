package main

import (
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/release"
)

func (p *program) releaseVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "release",
		Short: "Decide what is published",
		Long: `Decide what is published, in which form and on which terms. Nothing enters the edition
without a release, and a release opens nothing that consent or a restriction closes.

What is sensitive (restricted or with a warning, told by somebody who is not named, a
redacted copy, bytes as they were received, whatever shows who somebody is) needs a
second person, who approves with a key of their own that is older than a day.
Releases can also be written as documents: ` + "`sijill explain release`" + `.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(p.releaseMake(), p.releaseApprove(), p.releaseRecall(), p.releaseList())
	return c
}

func (p *program) releaseMake() *cobra.Command {
	var form string
	var identifies, custody bool
	var withhold, without []string
	texts := map[string]*string{}
	c := &cobra.Command{
		Use:   "make NUMBER...",
		Short: "Release things",
		Long: `Release things. Forms: record (what is said of it), view (that, and pictures made to be
looked at), copy (a redacted copy with its proof), original (the bytes as received).
Without --form, exhibits are released as view, redacted copies as copy, all else as
record. Words to --withhold are named by their places, which ` + "`sijill redact NUMBER --count`" + `
shows; what is translated of them is withheld, too.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.writing(c.Context(), func(a *archive.Archive) error {
				for _, arg := range args {
					n, err := sijill.ParseNumber(arg)
					if err != nil {
						return err
					}
					fields := []sijill.Field{{Name: "form", Value: formFor(n, form)}}
					for _, name := range releaseTexts {
						if v := *texts[name]; v != "" {
							fields = append(fields, sijill.Field{Name: name, Value: v})
						}
					}
					if identifies {
						fields = append(fields, sijill.Field{Name: "identifies", Value: true})
					}
					if custody {
						fields = append(fields, sijill.Field{Name: "custody", Value: true})
					}
					if len(withhold) > 0 {
						fields = append(fields, sijill.Field{Name: "withhold", Value: withhold})
					}
					if len(without) > 0 {
						fields = append(fields, sijill.Field{Name: "withhold_fields", Value: without})
					}
					s, err := a.MakeRelease(c.Context(), n, fields, p.actor())
					if err != nil {
						return err
					}
					if err := p.tellStanding(s); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	f := c.Flags()
	f.StringVar(&form, "form", "", "record, view, copy or original")
	f.BoolVar(&identifies, "identifies", false, "it shows who somebody is: a face, a voice, a name in the text")
	f.BoolVar(&custody, "custody", false, "show the days and kinds of its custody")
	f.StringSliceVar(&withhold, "withhold", nil, "leave out segment `ID` of a text, or words of it (ID:FROM-TO); may be given again")
	f.StringSliceVar(&without, "without", nil, "leave out `FIELD` whole, in every language; may be given again")
	for _, name := range releaseTexts {
		texts[name] = f.String(strings.ReplaceAll(name, "_", "-"), "", "the `TEXT` of "+name+": \"sijill explain release\" says what it is for")
	}
	return c
}

// releaseTexts are the fields of a release that are text.
var releaseTexts = []string{"terms", "terms_ar", "terms_en", "credit", "credit_ar", "credit_en", "alt", "alt_ar", "alt_en", "context", "context_ar", "context_en"}

func formFor(n sijill.Number, form string) string {
	switch {
	case form != "":
		return form
	case n.Kind() == "exhibit":
		return release.View
	case n.Kind() == "redaction":
		return release.Copy
	}
	return release.Record
}

func (p *program) releaseApprove() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "approve RELEASE... --key-file FILE",
		Short: "Approve what another person released",
		Long: `Approve releases that another person made and that need a second one. The approval is
of exactly what was decided, and of what is said of the thing at that time: when either
is changed it must be approved again.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if file == "" {
				return &sijill.Error{Class: sijill.Usage, Message: "An approval needs your own key.", Hint: "--key-file FILE; `sijill key new` makes one."}
			}
			signer, err := keyring.OpenPerson(file)
			if err != nil {
				return err
			}
			return p.eachRelease(c, args, func(a *archive.Archive, n sijill.Number) (archive.Standing, error) {
				return a.Approve(c.Context(), n, signer, p.actor())
			})
		},
	}
	c.Flags().StringVar(&file, "key-file", "", "your own key: the `FILE` that \"sijill key new\" wrote")
	return c
}

func (p *program) releaseRecall() *cobra.Command {
	var because string
	c := &cobra.Command{
		Use:   "recall RELEASE...",
		Short: "Take back a release",
		Long: `Take back releases. What they named leaves the edition with the next build; a mark
stays in its place that says that something was withdrawn, and nothing of what it was.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.eachRelease(c, args, func(a *archive.Archive, n sijill.Number) (archive.Standing, error) {
				return a.Recall(c.Context(), n, because, p.actor())
			})
		},
	}
	c.Flags().StringVar(&because, "because", "", "why, for the register; it is not public")
	return c
}

func (p *program) eachRelease(c *cobra.Command, args []string, do func(*archive.Archive, sijill.Number) (archive.Standing, error)) error {
	return p.writing(c.Context(), func(a *archive.Archive) error {
		for _, arg := range args {
			n, err := sijill.ParseNumber(arg)
			if err != nil {
				return err
			}
			s, err := do(a, n)
			if err != nil {
				return err
			}
			if err := p.tellStanding(s); err != nil {
				return err
			}
		}
		return nil
	})
}
