package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/derivation"
	"sijill.example/sijill/look"
)

func (p *program) deriveVerb() *cobra.Command {
	var again, notDone bool
	c := &cobra.Command{
		Use:   "derive",
		Short: "Look at every original, and make copies to look at",
		Long: `Look at every original that was not looked at yet: what it says about itself, its
text, its likeness to others, a thumbnail and a viewing copy, frames of film, the
shape of sound, pages of documents. Proofs of ProofMode are tied to their photos, by
the hash that they give and by name, and compared with them. Originals are not touched and the register
gets nothing; what is made can be thrown away (derived.db) and made again.

It can be stopped at any moment, and the next run goes on where it was stopped, also
where it was to look at everything again. A run that is stopped says how much is left
and ends with 1. ` + "`sijill serve`" + ` does the same in the background.

--not-done lists what could not be done with which original, and why, and looks at
nothing. What this program never does, such as running scripts, is not listed.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if notDone && again {
				return &sijill.Error{Class: sijill.Usage, Message: "--not-done looks at nothing, and --again looks at everything.", Hint: "Give one of the two."}
			}
			if notDone {
				return p.reading(c.Context(), func(a *archive.Archive) error { return p.tellNotDone(c.Context(), a) })
			}
			return looking(c, func(d *look.Desk) error {
				return p.reading(c.Context(), func(a *archive.Archive) error {
					bar := p.progress("derive")
					out, err := a.Derive(c.Context(), d, again, func(done, all int) { bar.set(fmt.Sprintf("%d of %d originals", done, all)) })
					bar.end()
					if err != nil {
						return err
					}
					if p.json {
						if err := p.fact(map[string]int{"looked_at": out.Done, "with_something_not_done": out.Partial, "missing": out.Missing, "left": out.Left, "tied_to_proofs": out.Tied, "differ": out.Differ, "one_sided": out.OneSided, "noted": out.Noted}); err != nil || out.Left == 0 || c.Context().Err() == nil {
							return err
						}
						return stopped(out.Left)
					}
					p.say("Looked at %s; %d have something that could not be done, %d are missing, %d are left", count(out.Done, "original"), out.Partial, out.Missing, out.Left)
					if out.Partial > 0 {
						p.say("`sijill derive --not-done` tells what, and why")
					}
					if out.Tied > 0 {
						p.say("With a proof or a signature beside it: %s. It differs from %d, and one of the two is silent on something with %d (`sijill find --disagree` lists both); %d agree within what is claimed, though not to the letter", count(out.Tied, "original"), out.Differ, out.OneSided, out.Noted)
					}
					if out.Left > 0 && c.Context().Err() != nil {
						return stopped(out.Left)
					}
					return nil
				})
			})
		},
	}
	addCageFlag(c)
	c.Flags().BoolVar(&again, "again", false, "look at everything again")
	c.Flags().BoolVar(&notDone, "not-done", false, "list what could not be done with which original, and why")
	return c
}

// stopped ends a run that somebody stopped. What it finished is kept.
func stopped(left int) error {
	return &sijill.Error{Class: sijill.Failed, Message: fmt.Sprintf("Stopped: %s still to be looked at.", areOrIs(left)), Hint: "`sijill derive` goes on where it was stopped."}
}

type notDoneFact struct {
	Number  sijill.Number `json:"number"`
	Name    string        `json:"name,omitempty"`
	What    string        `json:"what"`
	Because string        `json:"because"`
}

// tellNotDone lists what could not be done with the originals.
func (p *program) tellNotDone(ctx context.Context, a *archive.Archive) error {
	none := true
	if a.HasDerivatives() {
		s, err := a.Derivatives()
		if err != nil {
			return err
		}
		for u, err := range (derivation.Desk{Catalog: a.Catalog, Derivatives: s}).NotDone(ctx) {
			if err != nil {
				return err
			}
			none = false
			if p.json {
				err = p.fact(notDoneFact{u.Number, u.Name, u.What, u.Because})
			} else {
				p.say("%-14s  %s\n%16s%s, because %s", u.Number, sijill.Name(u.Name).Display(), "", sijill.Printable(u.What), sijill.Printable(u.Because))
			}
			if err != nil {
				return err
			}
		}
	}
	if none && !p.json {
		p.warn("With nothing that was looked at, anything was left undone.")
	}
	return nil
}
