package main

import (
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
)

func (p *program) showVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "show NUMBER",
		Short: "Show what is known of one thing by now",
		Long:  "Show what is known of one thing by now, and which entries of the register say so." + "\n" + exitCodes,
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				t, err := a.Catalog.Thing(c.Context(), number)
				if err != nil {
					return err
				}
				entries, err := a.Catalog.Entries(c.Context(), number)
				if err != nil {
					return err
				}
				findings, err := a.Catalog.Findings(c.Context(), number)
				if err != nil {
					return err
				}
				dates, places, err := a.Catalog.Read(c.Context(), number)
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]any{"number": t.Number, "kind": t.Kind, "title": t.Title, "state": t.State, "fields": t.Fields, "entries": entries,
						"findings": append([]catalog.Finding{}, findings...), "read": readFacts(t, dates, places)})
				}
				p.say("%s  %s", t.Number, t.Kind)
				p.say("%s", title(t))
				for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
					p.say("  %-16s %s", name, shorten(value(t.Fields[name]), 2000))
				}
				p.tellRead(findings, dates, places)
				p.say("  %-16s %v", "entries", entries)
				return nil
			})
		},
	}
}
