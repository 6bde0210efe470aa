package main

import (
	"github.com/spf13/cobra"

	"sijill.example/sijill/archive"
)

func (p *program) rebuildVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "rebuild",
		Short: "Make the catalog and the log's tiles again from the register",
		Long:  "Throw away what is derived, the catalog and the log's tiles, and make it again from the register. It comes out the same." + "\n" + exitCodes,
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.with(c.Context(), archive.Options{Write: true, Remake: true}, func(a *archive.Archive) error {
				n, err := a.Catalog.Position(c.Context())
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]any{"entries": n})
				}
				p.say("Made the catalog and the tiles again from %d entries", n)
				return nil
			})
		},
	}
}
