package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/description"
	"sijill.example/sijill/exchange/table"
)

func (p *program) placesVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "places",
		Short: "Take in a gazetteer",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var dryRun, showMap bool
	var q archive.Import
	imp := &cobra.Command{
		Use:   "import FILE",
		Short: "Make places of the rows of a table or the features of a map",
		Long: `Make places of a gazetteer: GeoJSON with points or outlines, CSV, TSV, JSON or XML.
No mapping is needed where the columns have usual names: name, name_en, name_ar,
variants, latitude, longitude, code, city and the like; what was recognised is told.
Where they have not, the file is refused, and ` + "`sijill import table`" + ` takes it with a
mapping; --show-map prints the mapping that was made, to begin with.

Fields may be parted by commas, semicolons or tabs. The file is kept as an exhibit, and
each place says which row it was made from. Rows with a position that is not on the
earth are listed and refused (exit code 4 then). A position of 0, 0 is entered and
pointed out: most tables mean by it that they know none.
A row that was taken in before is not taken in again, whatever its file is called.

With --dry-run nothing is entered, and no archive is needed.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			q.Table, q.Agent = args[0], p.actor()
			if dryRun || showMap {
				return p.tryPlaces(q.Table, showMap)
			}
			return p.writing(c.Context(), func(a *archive.Archive) error { return p.importPlaces(c, a, q) })
		},
	}
	imp.Flags().BoolVar(&dryRun, "dry-run", false, "only say what is recognised")
	imp.Flags().BoolVar(&showMap, "show-map", false, "print the mapping that is used, as a TOML file, and enter nothing")
	imp.Flags().BoolVar(&q.Strict, "strict", false, "enter nothing unless every row is good")
	c.AddCommand(imp)
	return c
}

type recognisedFact struct {
	Field   string   `json:"field"`
	Columns []string `json:"columns"`
}

func recognisedFacts(r table.Recognised) []recognisedFact {
	out := []recognisedFact{}
	for _, f := range r.Fields {
		out = append(out, recognisedFact(f))
	}
	return out
}

func (p *program) tryPlaces(path string, showMap bool) error {
	r, tried, err := archive.RecognisePlaces(path)
	if err != nil {
		return err
	}
	if showMap {
		_, err := fmt.Fprint(p.out, r.TOML)
		return err
	}
	refused, doubtful := p.tellRows("refused", tried.Refused), p.tellRows("doubtful", tried.Doubtful)
	if p.json {
		err = p.fact(map[string]any{"rows": r.Rows, "recognised": recognisedFacts(r), "unused": append([]string{}, r.Unused...), "refused": refused, "doubtful": doubtful})
	} else {
		p.tellRecognised(r)
		p.say("Of %s, %d can be entered. Nothing was.", count(r.Rows, "row"), r.Rows-len(refused))
	}
	if err == nil && len(refused) > 0 {
		return told(sijill.Refused)
	}
	return err
}

// tellRows tells what is wrong with rows.
func (p *program) tellRows(what string, rows []description.Refusal) []rowFact {
	out := []rowFact{}
	for _, x := range rows {
		out = append(out, rowFact{x.Row, x.Reason})
		p.warn("%s: row %d: %s", what, x.Row, sijill.Printable(x.Reason))
	}
	return out
}

func (p *program) tellRecognised(r table.Recognised) {
	for _, f := range r.Fields {
		p.say("  %-12s from %s", f.Field, sijill.Printable(strings.Join(f.Columns, ", ")))
	}
	if len(r.Unused) > 0 {
		p.say("  not used: %s", sijill.Printable(strings.Join(r.Unused, ", ")))
	}
}

func (p *program) importPlaces(c *cobra.Command, a *archive.Archive, q archive.Import) error {
	bar := p.progress("places")
	out, r, err := a.ImportPlaces(c.Context(), q, func(rows int) { bar.set(fmt.Sprintf("%d rows", rows)) })
	bar.end()
	refused, doubtful := p.tellRows("refused", out.Refused), p.tellRows("doubtful", out.Doubtful)
	if err != nil {
		return err
	}
	if p.json {
		err = p.fact(map[string]any{"table": out.Table, "read": out.Read, "entered": out.Entered, "repeated": out.Repeated, "refused": refused, "doubtful": doubtful, "recognised": recognisedFacts(r), "unused": append([]string{}, r.Unused...)})
	} else {
		p.tellRecognised(r)
		p.say("Read %s of %s: %s entered, %d were here already, %d refused", count(out.Read, "row"), out.Table, count(out.Entered, "place"), out.Repeated, len(out.Refused))
	}
	if err == nil && len(refused) > 0 {
		return told(sijill.Refused)
	}
	return err
}
