package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
)

func (p *program) importVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "import",
		Short: "Take in what others have recorded: tables",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var q archive.Import
	table := &cobra.Command{
		Use:   "table FILE --map MAPPING",
		Short: "Make exhibits, incidents, places and sources from the rows of a table",
		Long: `Make exhibits, incidents, places and sources from the rows of a table: CSV, TSV, a
JSON array, GeoJSON, or XML of repeated elements. The mapping is a TOML file that
says which column becomes which field; examples/ has some to begin with. It may
also say which of these bear on incidents and claims that are here ([[bear]]).

The table itself is kept as an exhibit, and each thing says which row it was made
from. Bad rows are listed with their number and the reason, and the good ones
enter (exit code 4 then); with --strict nothing enters unless all are good. What a
row made before is not made again.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if q.Mapping == "" {
				return &sijill.Error{Class: sijill.Usage, Message: "A table needs a mapping.", Hint: "sijill import table FILE --map examples/NAME.toml"}
			}
			q.Table, q.Agent = args[0], p.actor()
			return p.writing(c.Context(), func(a *archive.Archive) error { return p.importTable(c, a, q) })
		},
	}
	table.Flags().StringVar(&q.Mapping, "map", "", "the `FILE` with the mapping (needed)")
	table.Flags().BoolVar(&q.Strict, "strict", false, "enter nothing unless every row is good")
	c.AddCommand(table)
	return c
}

type rowFact struct {
	Row    int    `json:"row"`
	Reason string `json:"reason"`
}

type watchedFact struct {
	Column   string `json:"column"`
	Distinct int    `json:"distinct"`
	Repeated int    `json:"repeated"`
	Empty    int    `json:"empty"`
}

func (p *program) importTable(c *cobra.Command, a *archive.Archive, q archive.Import) error {
	bar := p.progress("import")
	out, err := a.ImportTable(c.Context(), q, func(rows int) { bar.set(fmt.Sprintf("%d rows", rows)) })
	bar.end()
	refused, doubtful := p.tellRows("refused", out.Refused), p.tellRows("doubtful", out.Doubtful)
	if err != nil {
		return err
	}
	if p.json {
		watched := []watchedFact{}
		for _, w := range out.Watched {
			watched = append(watched, watchedFact(w))
		}
		err = p.fact(map[string]any{"watched": watched, "table": out.Table, "read": out.Read, "entered": out.Entered, "repeated": out.Repeated, "refused": refused, "doubtful": doubtful, "by_kind": out.ByKind})
	} else {
		p.say("Read %d rows of %s: %d entered, %d were here already, %d refused", out.Read, out.Table, out.Entered, out.Repeated, len(out.Refused))
		for _, kind := range slices.Sorted(maps.Keys(out.ByKind)) {
			p.say("  %6d new: %s", out.ByKind[kind], kind)
		}
		for _, w := range out.Watched {
			p.say("  %s: %d different values; %d rows repeat one of an earlier row, %d rows have none", w.Column, w.Distinct, w.Repeated, w.Empty)
		}
	}
	if err == nil && len(out.Refused) > 0 {
		return told(sijill.Refused)
	}
	return err
}
