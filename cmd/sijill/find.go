package main

import (
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
)

func (p *program) findVerb() *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use:   "find QUERY",
		Short: "Find things by words in Arabic, English or any language",
		Long: `Find things whose title or description has all the words of the query. Case,
Arabic vowel signs, the forms of alef, ya and ta marbuta, the article and the
kind of digits make no difference. "Words in quotes" are looked for as a phrase.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if limit < 1 {
				return &sijill.Error{Class: sijill.Usage, Message: "--limit must be at least 1."}
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				hits, err := a.Catalog.Find(c.Context(), strings.Join(args, " "), limit)
				if err != nil {
					return err
				}
				marks := strings.NewReplacer(catalog.HitStart, "[", catalog.HitEnd, "]", "\n", " ")
				for _, h := range hits {
					snippet := sijill.Printable(marks.Replace(h.Snippet))
					if !p.json {
						snippet = "                " + snippet
					}
					if err := p.line(h.Thing, snippet); err != nil {
						return err
					}
				}
				if len(hits) == 0 {
					p.warn("Nothing found.")
				}
				return nil
			})
		},
	}
	c.Flags().IntVar(&limit, "limit", 50, "at most so many")
	return c
}
