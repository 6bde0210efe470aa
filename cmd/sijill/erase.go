package main

import (
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/erasure"
)

func (p *program) eraseVerb() *cobra.Command {
	var q erasure.Request
	c := &cobra.Command{
		Use:   "erase NUMBER --authority TEXT --reason CLASS",
		Short: "Destroy an exhibit's bytes and what the register says of it",
		Long: `Destroy the bytes of an exhibit, or of a deposit with all its exhibits, and
everything that the register discloses about it. There is no way back.

The leaves of the log stay, so that it still verifies; an entry says by whose
authority and for what class of reason it was done, and keeps the number. Bytes
that another exhibit has too stay with that one. What was copied elsewhere before
(dossiers, backups) is not reached.

Classes of reason: ` + strings.Join(erasure.Reasons(), ", ") + ".\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			q.Number, q.Agent = number, p.actor()
			return p.writing(c.Context(), func(a *archive.Archive) error {
				out, err := a.Erase(c.Context(), q)
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]any{"erased": out.Erased, "tombstone": out.Tombstone, "bytes_kept_for_others": out.Kept})
				}
				p.say("Erased %s: %s; entry %d says so", number, count(len(out.Erased), "thing"), out.Tombstone)
				if out.Kept > 0 {
					p.say("Kept %s, because other exhibits have the same bytes", count(out.Kept, "original"))
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&q.Authority, "authority", "", "by whose decision, by office rather than by name (needed)")
	c.Flags().StringVar(&q.Reason, "reason", "", "the `CLASS` of reason (needed)")
	return c
}
