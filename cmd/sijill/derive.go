package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sijill.example/sijill/archive"
	"sijill.example/sijill/look"
)

func (p *program) deriveVerb() *cobra.Command {
	var again bool
	c := &cobra.Command{
		Use:   "derive",
		Short: "Look at every original, and make copies to look at",
		Long: `Look at every original that was not looked at yet: what it says about itself, its
text, its likeness to others, a thumbnail and a viewing copy, frames of film, the
shape of sound, pages of documents. Proofs of ProofMode are tied to their photos, by
the hash that they give and by name, and compared with them. Originals are not touched and the register
gets nothing; what is made can be thrown away (derived.db) and made again.

It can be stopped at any moment, and goes on where it was stopped. ` + "`sijill serve`" + `
does the same in the background.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return looking(c, func(d *look.Desk) error {
				return p.reading(c.Context(), func(a *archive.Archive) error {
					bar := p.progress("derive")
					out, err := a.Derive(c.Context(), d, again, func(done, all int) { bar.set(fmt.Sprintf("%d of %d originals", done, all)) })
					bar.end()
					if err != nil {
						return err
					}
					if p.json {
						return p.fact(map[string]int{"looked_at": out.Done, "with_something_not_done": out.Partial, "missing": out.Missing, "left": out.Left, "tied_to_proofs": out.Tied, "flagged": out.Flagged})
					}
					p.say("Looked at %s; %d have something that was not done, %d are missing, %d are left", count(out.Done, "original"), out.Partial, out.Missing, out.Left)
					if out.Tied > 0 {
						p.say("%s stand beside a proof or a signature; %d of them do not agree with it in everything (`sijill look NUMBER` tells)", count(out.Tied, "photo"), out.Flagged)
					}
					return nil
				})
			})
		},
	}
	addCageFlag(c)
	c.Flags().BoolVar(&again, "again", false, "look at everything again")
	return c
}
