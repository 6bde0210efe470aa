package main

import (
	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/description"
)

func (p *program) describeVerb() *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:   "describe NUMBER FIELD=VALUE...",
		Short: "Say what a thing is; earlier descriptions stay",
		Long: `Revise the description of a thing. Each revision is an entry of its own, so that
nothing is lost; FIELD= with no value takes the field away from what is shown.

Dates are EDTF: 2016-11-29, 2016-11, 2016-11-29~, 2016-11-24/2016-11-27. Fields in
use: title, title_ar, title_en, captured_at, occurred_at, published_at,
place_captured, place_shown, latitude, longitude, precision_m, terms, credit, note.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			var changes []description.Change
			for _, arg := range args[1:] {
				ch, err := description.ParseChange(arg)
				if err != nil {
					return err
				}
				changes = append(changes, ch)
			}
			return p.writing(c.Context(), func(a *archive.Archive) error {
				index, err := description.Describe(c.Context(), a.Catalog, a.Register, p.actor(), number, changes, reason)
				if err != nil {
					return err
				}
				if p.json {
					fact := map[string]any{"number": number, "entry": index}
					if index < 0 {
						fact["entry"] = nil
					}
					return p.fact(fact)
				}
				if index < 0 {
					p.say("Nothing changed: %s says so already.", number)
					return nil
				}
				p.say("Described %s in entry %d", number, index)
				return nil
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why it is revised")
	return c
}
