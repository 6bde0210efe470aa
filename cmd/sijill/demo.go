package main

import (
	"context"
	"errors"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/internal/example"
)

func (p *program) demoVerb() *cobra.Command {
	var dir, listen, public string
	var only bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Make an example archive and show its pages",
		Long: `Make an example archive in a directory: the siege of eastern Aleppo in November and
December 2016, with figures that public bodies gave, testimonies that were written for
the example, and drawn pictures. Its documents are left in DIR-documents, where they can
be changed and applied again; what it publishes is in DIR-edition. Then show the pages
of the archive and those of its edition on this machine. Where the example is there
already, it is only shown.` + "\n" + exitCodes,
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
			return p.reading(c.Context(), func(a *archive.Archive) error { return p.showExample(c.Context(), a, listen, public) })
		},
	}
	c.Flags().StringVar(&dir, "dir", "sijill-example", "the `DIR` of the example archive")
	c.Flags().StringVar(&listen, "listen", defaultListen, "the `ADDRESS` to listen on; port 0 takes a free one")
	c.Flags().StringVar(&public, "public", defaultPublicListen, "the `ADDRESS` at which the edition is read")
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

// showExample shows the pages of the archive and of its edition, until one of them ends.
func (p *program) showExample(ctx context.Context, a *archive.Archive, listen, public string) error {
	o, closeEye, err := p.checking(edition.SiteOptions{Logger: log.New(p.err, "sijill: ", 0)}, "", cage.On)
	if err != nil {
		return err
	}
	defer closeEye()
	handler, done, err := edition.Follow(a.Dir+"-edition", o)
	if err != nil {
		return err
	}
	if err := p.tellWalk(ctx, a); err != nil {
		return errors.Join(err, done())
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var reading error
	var background sync.WaitGroup
	background.Go(func() {
		reading = p.serveEdition(ctx, handler, public)
		stop()
	})
	err = p.serve(ctx, a, listen)
	stop()
	background.Wait()
	return errors.Join(err, reading, done())
}

// tellWalk says what to look at first.
func (p *program) tellWalk(ctx context.Context, a *archive.Archive) error {
	p.warn("A walk of five minutes through the edition:")
	for i, step := range []struct{ key, what string }{
		{"dispatch-hospitals", "a report: follow a quotation to its testimony, a figure to its claim"},
		{"hospitals", "an incident: who says what, and who contradicts it"},
		{"ansari-street", "a claim: four posts, of which three are one picture"},
		{"told-by-driver", "a testimony in Arabic beside its translation, with a part withheld and the rest proved"},
	} {
		n, err := a.Catalog.Identified(ctx, catalog.KeyIdentity(step.key))
		if err != nil {
			return err
		}
		p.warn("  %d. /en/%s  %s", i+1, n, step.what)
	}
	p.warn("  5. /en/check  take a picture of these pages, crop it, mirror it, and ask where it comes from")
	return nil
}
