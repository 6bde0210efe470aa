package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/description"
	"sijill.example/sijill/exchange/document"
	"sijill.example/sijill/redaction"
)

type applying struct {
	dryRun, add bool
	reason      string
}

func (p *program) applyVerb() *cobra.Command {
	var q applying
	c := &cobra.Command{
		Use:   "apply FILE|FOLDER...",
		Short: "Take in documents: sources, testimony, claims, consent and more",
		Long: `Take in documents: Markdown with front matter, YAML or TOML, in files and folders.
` + "`sijill explain`" + ` lists the kinds of documents and their fields.

Each document has a kind, and a key by which it is known for ever (or the number
of what is here already). What is new gets a number. A document that changed makes
a revision of what differs; the earlier descriptions stay. A field that is no longer
in a document is taken away, unless --add is given. Applying the same again changes
nothing. A reference is a number or a key, also of a document that comes later.

All documents enter, or none: problems are told with file, line and field (exit
code 4). --dry-run says what would change and enters nothing. A document of the kind
redaction makes a redacted copy; ` + "`sijill redact red-... -o FILE`" + ` writes it out.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			bar := p.progress("documents")
			gathered, err := description.Gather(c.Context(), args, func(files int) { bar.set(fmt.Sprintf("%d files", files)) })
			bar.end()
			if err != nil {
				return err
			}
			if len(gathered.Problems) > 0 {
				return p.tellProblems(gathered.Problems)
			}
			with := p.writing
			if q.dryRun {
				with = p.reading
			}
			return with(c.Context(), func(a *archive.Archive) error { return p.apply(c, a, q, gathered) })
		},
	}
	addCageFlag(c)
	c.Flags().BoolVar(&q.dryRun, "dry-run", false, "say what would change, and enter nothing")
	c.Flags().BoolVar(&q.add, "add", false, "leave fields that a document does not name as they are")
	c.Flags().StringVar(&q.reason, "reason", "", "why things are revised")
	return c
}

func (p *program) apply(c *cobra.Command, a *archive.Archive, q applying, g description.Gathered) error {
	ctx := c.Context()
	bar := p.progress("documents")
	desk := description.Desk{Register: a.Register, Catalog: a.Catalog, Numbers: a.Numbers, Agent: p.actor(),
		Progress: func(n int) { bar.set(fmt.Sprintf("%d of %d", n, len(g.Documents))) }}
	plan, err := desk.PlanDocuments(ctx, g.Documents, description.Options{Add: q.add})
	finish := func() error { return nil }
	if err == nil && len(plan.Problems) == 0 && archive.AsksForCopies(plan) {
		bar.set("copies are made")
		err = redacting(c, 1, func(d *redaction.Desk) (err error) {
			finish, err = a.MakeCopies(ctx, d, plan, p.actor(), !q.dryRun)
			return err
		})
	}
	if err == nil && len(plan.Problems) == 0 && !q.dryRun {
		if _, _, err = desk.Apply(ctx, plan, q.reason); err == nil {
			err = finish()
		}
	}
	bar.end()
	if err != nil {
		return err
	}
	if len(plan.Problems) > 0 {
		return p.tellProblems(plan.Problems)
	}
	return p.tellPlan(plan, q, g)
}

type problemFact struct {
	File  string `json:"file"`
	Line  int    `json:"line,omitempty"`
	Field string `json:"field,omitempty"`
	Text  string `json:"text"`
}

// tellProblems lists why nothing was entered.
func (p *program) tellProblems(problems []document.Problem) error {
	if p.json {
		facts := []problemFact{}
		for _, problem := range problems {
			facts = append(facts, problemFact(problem))
		}
		if err := p.fact(map[string]any{"problems": facts}); err != nil {
			return err
		}
		return told(sijill.Refused)
	}
	for _, problem := range problems {
		p.warn("%s", problem.Error())
	}
	return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("Nothing was entered: %s.", count(len(problems), "problem")), Hint: "`sijill explain KIND` shows the fields of a kind, with an example. To change what is here, begin with `sijill edit NUMBER`, which writes all of it out."}
}

type changeFact struct {
	Field string `json:"field"`
	Was   any    `json:"was,omitempty"`
	Is    any    `json:"is,omitempty"`
}

type plannedFact struct {
	File    string        `json:"file"`
	Line    int           `json:"line"`
	Kind    string        `json:"kind"`
	Key     string        `json:"key,omitempty"`
	Number  sijill.Number `json:"number"`
	Act     string        `json:"act"`
	Changes []changeFact  `json:"changes,omitempty"`
}

func (p *program) tellPlan(plan *description.Plan, q applying, g description.Gathered) error {
	made, revised, same := plan.Count(description.ActNew), plan.Count(description.ActRevised), plan.Count(description.ActUnchanged)
	if p.json {
		documents := []plannedFact{}
		for _, d := range plan.Documents {
			fact := plannedFact{d.File, d.Line, d.Kind, d.Key, d.Number, d.Act, nil}
			for _, ch := range d.Changes {
				if q.dryRun || d.Act == description.ActRevised {
					fact.Changes = append(fact.Changes, changeFact{ch.Name, ch.Was, ch.Is})
				}
			}
			documents = append(documents, fact)
		}
		return p.fact(map[string]any{"dry_run": q.dryRun, "files": g.Files, "skipped": len(g.Skipped), "new": made, "revised": revised, "unchanged": same, "documents": documents})
	}
	for i := range plan.Documents {
		d := &plan.Documents[i]
		if d.Act == description.ActUnchanged {
			continue
		}
		called := d.Key
		if called == "" {
			called = sijill.Name(d.File).Display()
		}
		p.say("%-8s %s  %s", d.Act, d.Number, sijill.Printable(called))
		if q.dryRun {
			if err := description.WriteDifference(p.out, d); err != nil {
				return err
			}
		}
	}
	for _, s := range g.Skipped {
		p.warn("skipped: %s: %s", sijill.Name(s.File).Display(), s.Reason)
	}
	words := "%s: %d new, %d revised, %d unchanged"
	if q.dryRun {
		words = "%s, nothing entered: %d would be new, %d revised, %d unchanged"
	}
	p.say(words, count(len(plan.Documents), "document"), made, revised, same)
	return nil
}
