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
	"sijill.example/sijill/internal/example"
)

func (p *program) demoVerb() *cobra.Command {
	var dir, listen string
	var only bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Make an example archive and show its pages",
		Long: `Make an example archive in a directory: the siege of eastern Aleppo in November and
December 2016, with figures that public bodies gave, testimonies that were written for
the example, and drawn pictures. Its documents are left in DIR-documents, where they can
be changed and applied again; what it publishes is in DIR-edition. Then show its pages on
this machine. Where the example is there already, it is only shown.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p.archive = dir
			if _, err := os.Stat(filepath.Join(dir, "sijill.toml")); errors.Is(err, fs.ErrNotExist) {
				if err := p.makeExample(c.Context(), dir); err != nil {
					return err
				}
			}
			if only {
				return nil
			}
			p.tellWalk()
			return p.reading(c.Context(), func(a *archive.Archive) error { return p.serve(c.Context(), a, listen) })
		},
	}
	c.Flags().StringVar(&dir, "dir", "sijill-example", "the `DIR` of the example archive")
	c.Flags().StringVar(&listen, "listen", defaultListen, "the `ADDRESS` to listen on; port 0 takes a free one")
	c.Flags().BoolVar(&only, "no-serve", false, "make the archive and show nothing")
	return c
}

func (p *program) makeExample(ctx context.Context, dir string) error {
	documents := dir + "-documents"
	if _, err := os.Lstat(documents); !errors.Is(err, fs.ErrNotExist) {
		return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(documents).Display() + " is there already and is not overwritten.", Hint: "Move it away, or make the example elsewhere with --dir."}
	}
	q := example.Making{Dir: dir, Edition: dir + "-edition", Documents: documents, Agent: p.actor(), Now: p.clock(), Warn: p.warn}
	if err := example.Make(ctx, q); err != nil {
		return err
	}
	p.warn("Made the example archive in %s, its documents in %s and its edition in %s", dir, q.Documents, q.Edition)
	return nil
}

// tellWalk says what to look at first.
func (p *program) tellWalk() {
	for _, line := range []string{
		"A walk of five minutes:",
		"  1. An incident whose sources contradict each other: Hospitals in the east out of service.",
		"  2. Five posts of which three are one picture: Barrel bombs on Al-Ansari al-Sharqi.",
		"  3. A testimony beside its translation, of which one part is stale: a school in a cellar.",
		"  4. What was published and taken back, and what never was: `sijill release list`.",
		"  5. Change a figure in the example's documents, and see with `sijill apply --dry-run` what that would do.",
	} {
		p.warn("%s", line)
	}
}
