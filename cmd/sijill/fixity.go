package main

import (
	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/fixity"
)

func (p *program) fixityVerb() *cobra.Command {
	var quiet bool
	c := &cobra.Command{
		Use:   "fixity [NUMBER...]",
		Short: "Hash the originals again and compare",
		Long: `Hash the originals again, all of them or those of the numbers, and compare them
with the register. The outcome is entered, so that custody tells of it. Exit code
3 says that something is damaged or missing.` + "\n" + exitCodes,
		RunE: func(c *cobra.Command, args []string) error {
			var numbers []sijill.Number
			for _, arg := range args {
				n, err := sijill.ParseNumber(arg)
				if err != nil {
					return err
				}
				numbers = append(numbers, n)
			}
			with := p.writing
			if quiet {
				with = p.reading
			}
			return with(c.Context(), func(a *archive.Archive) error {
				bar := p.progress("fixity")
				var total int64
				report, err := fixity.Check(c.Context(), a.Blobs, a.Catalog, numbers, func(n int64) {
					total = n
					bar.set(size(total))
				})
				bar.end()
				if err != nil {
					return err
				}
				if !quiet {
					if _, err := fixity.Enter(c.Context(), a.Register, p.actor(), numbers, report); err != nil {
						return err
					}
				}
				return p.sayFixity(report)
			})
		},
	}
	c.Flags().BoolVar(&quiet, "no-entry", false, "enter nothing in the register, as where the archive cannot be written")
	return c
}

func (p *program) sayFixity(r fixity.Report) error {
	if p.json {
		none := []sijill.Number{}
		if err := p.fact(map[string]any{"checked": r.Checked, "bytes": r.Bytes, "damaged": append(none, r.Damaged...), "missing": append(none, r.Missing...)}); err != nil {
			return err
		}
	} else {
		for _, n := range r.Damaged {
			p.say("damaged: %s", n)
		}
		for _, n := range r.Missing {
			p.say("missing: %s", n)
		}
		p.say("Hashed %s, %s: %s damaged, %d missing", count(r.Checked, "original"), size(r.Bytes), count(len(r.Damaged), "exhibit"), len(r.Missing))
	}
	if !r.OK() {
		return told(sijill.Wanting)
	}
	return nil
}
