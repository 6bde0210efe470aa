package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/document"
	"sijill.example/sijill/proposal"
)

func (p *program) proposeVerb() *cobra.Command {
	var all bool
	var dir string
	c := &cobra.Command{
		Use:   "propose INCIDENT...",
		Short: "Write claims that the summaries of incidents give, to be looked through",
		Long: `Read how many people were killed, injured and so on, and when it happened, in the
summaries of incidents, in English and Arabic, and write each as the document of a
claim into a directory. Nothing is entered: look through the documents, delete what
was misread, and give the directory to ` + "`sijill apply`" + `.

Each claim quotes its sentence, and stands on the table that the incident came from,
else on the first exhibit that bears on the incident. A date that is not the recorded
one contradicts it. What is not sure is not read: "dozens", "including 3 children",
numbers in a sentence with another date. A number of children or fighters is
proposed as at least so many people.

What is claimed already is not proposed again, and no file is overwritten.` + "\n" + exitCodes,
		Args: func(_ *cobra.Command, args []string) error {
			if all == (len(args) > 0) || dir == "" {
				return errors.New("propose wants incidents or --all, and -o DIR")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return p.reading(c.Context(), func(a *archive.Archive) error {
				f, err := p.propose(c.Context(), a, args, dir)
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(f)
				}
				p.say("%s of %s in %s; %s gave nothing; %s had none", count(f.Claims, "claim"), count(f.Incidents, "incident"), sijill.Name(dir).Display(), count(f.Nothing, "summarized incident"), count(f.NoSummary, "incident"))
				if f.Known+f.Kept > 0 {
					p.say("Not written: %d claimed already, %s there already", f.Known, count(f.Kept, "file"))
				}
				if f.NoExhibit > 0 {
					p.say("%s left out, since no exhibit stands behind the summary", count(f.NoExhibit, "incident"))
				}
				if f.Claims > 0 {
					p.say("Look through them, then enter them: sijill apply %s", sijill.Name(dir).Display())
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "of every incident")
	c.Flags().StringVarP(&dir, "output", "o", "", "the `DIR` to write into")
	return c
}

type proposedFact struct {
	Claims    int      `json:"claims"`
	Incidents int      `json:"incidents"`          // that gave claims
	Nothing   int      `json:"nothing"`            // that have a summary and gave none
	NoSummary int      `json:"without_summary"`    // that have no summary
	NoExhibit int      `json:"without_exhibit"`    // whose summary stands on nothing
	Known     int      `json:"claimed_already"`    // readings
	Kept      int      `json:"files_there_before"` // files that were not overwritten
	Files     []string `json:"files"`
}

func (p *program) propose(ctx context.Context, a *archive.Archive, numbers []string, dir string) (proposedFact, error) {
	f := proposedFact{Files: []string{}}
	var incidents []catalog.Thing
	for _, text := range numbers {
		n, err := sijill.ParseNumber(text)
		if err != nil {
			return f, err
		}
		t, err := a.Catalog.Thing(ctx, n)
		if err != nil {
			return f, err
		}
		if t.Kind != "incident" {
			return f, &sijill.Error{Class: sijill.Usage, Message: text + " is no incident.", Hint: "`sijill list --kind incident` shows what there is."}
		}
		incidents = append(incidents, t)
	}
	if len(numbers) == 0 {
		for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "incident"}) {
			if err != nil {
				return f, err
			}
			incidents = append(incidents, t)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return f, &sijill.Error{Class: sijill.Failed, Message: "The directory for the documents cannot be made.", Err: err}
	}
	bar := p.progress("incidents")
	defer bar.end()
	for i, t := range incidents {
		bar.set(count(i+1, "incident"))
		if err := p.proposeOf(ctx, a, t, dir, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (p *program) proposeOf(ctx context.Context, a *archive.Archive, t catalog.Thing, dir string, f *proposedFact) error {
	in := proposal.Incident{Number: t.Number, Fields: t.Fields, StandsOn: standsOn(t.Fields)}
	if !in.HasSummary() || t.State == catalog.StateErased {
		f.NoSummary++
		return nil
	}
	for r, err := range a.Catalog.ReferringAs(ctx, t.Number, "about", "claim") {
		if err != nil {
			return err
		}
		if r.Thing.State != catalog.StateErased {
			in.Claims = append(in.Claims, r.Thing.Fields)
		}
	}
	made, known := proposal.Propose(in)
	f.Known += known
	switch {
	case len(made) == 0 && known == 0:
		f.Nothing++
	case len(made) > 0 && in.StandsOn == "":
		f.NoExhibit++
		return nil
	}
	before := f.Claims
	for _, d := range made {
		text, err := document.Write(d, document.YAML)
		if err != nil {
			return err
		}
		name := filepath.Join(dir, d.Key+".yaml")
		if err := writeNew(name, text); errors.Is(err, fs.ErrExist) {
			f.Kept++
			continue
		} else if err != nil {
			return &sijill.Error{Class: sijill.Failed, Message: "The document cannot be written.", Err: err}
		}
		f.Claims++
		f.Files = append(f.Files, name)
	}
	if f.Claims > before {
		f.Incidents++
	}
	return nil
}

// standsOn gives the exhibit whose word the summary is.
func standsOn(fields map[string]any) sijill.Number {
	if table, _ := fields[catalog.FieldTable].(string); table != "" {
		return sijill.Number(table)
	}
	bearings, _ := fields[sijill.FieldBearings].([]any)
	for _, b := range bearings {
		if m, ok := b.(map[string]any); ok {
			if of, _ := m["of"].(string); sijill.Number(of).Kind() == "exhibit" {
				return sijill.Number(of)
			}
		}
	}
	return ""
}
