package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/description"
	"sijill.example/sijill/fixity"
	"sijill.example/sijill/internal/example"
)

func (p *program) demoVerb() *cobra.Command {
	var dir, listen string
	var only bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Make an example archive and show its pages",
		Long: `Make an example archive in a directory, with drawn pictures, texts that are marked
as examples and a small table, and show its pages on this machine. Where the
example is there already, it is only shown.` + "\n" + exitCodes,
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
			return p.reading(c.Context(), func(a *archive.Archive) error { return p.serve(c.Context(), a, listen) })
		},
	}
	c.Flags().StringVar(&dir, "dir", "sijill-example", "the `DIR` of the example archive")
	c.Flags().StringVar(&listen, "listen", defaultListen, "the `ADDRESS` to listen on; port 0 takes a free one")
	c.Flags().BoolVar(&only, "no-serve", false, "make the archive and show nothing")
	return c
}

// makeExample makes the archive as a person would: deposits, a table, a
// description, a check.
func (p *program) makeExample(ctx context.Context, dir string) error {
	material, err := os.MkdirTemp("", "sijill-example-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(material) }()
	if err := example.Write(material); err != nil {
		return err
	}
	if err := archive.Create(ctx, dir, archive.Founding{Name: "Example: Aleppo 2016 · مثال: حلب ٢٠١٦", Agent: p.actor(), Clock: p.clock}); err != nil {
		return err
	}
	err = p.writing(ctx, func(a *archive.Archive) error {
		for _, f := range example.Folders() {
			if _, err := a.Receive(ctx, deposit.Request{
				Paths: []string{filepath.Join(material, f.Name)}, Agent: p.actor(), Own: dir,
				Source: f.Source, Basis: f.Basis, Terms: f.Terms, Lang: f.Lang,
			}, nil); err != nil {
				return err
			}
			if err := a.Catalog.CatchUp(ctx, a.Register, nil); err != nil {
				return err
			}
		}
		_, err := a.ImportTable(ctx, archive.Import{
			Table: filepath.Join(material, example.Table), Mapping: filepath.Join(material, example.Mapping), Agent: p.actor()}, nil)
		if err != nil {
			return err
		}
		if err := a.Catalog.CatchUp(ctx, a.Register, nil); err != nil {
			return err
		}
		for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "exhibit", Limit: 1}) {
			if err != nil {
				return err
			}
			if _, err := description.Describe(ctx, a.Catalog, a.Register, p.actor(), t.Number, []description.Change{
				{Field: "title_en", Value: "Example: a note on the pictures, in Arabic"}, {Field: "title_ar", Value: "مثال: ملاحظة عن الصور"},
				{Field: "occurred_at", Value: "2016-11-29~"}, {Field: "place_shown", Value: "Eastern Aleppo"},
			}, "first description"); err != nil {
				return err
			}
		}
		report, err := fixity.Check(ctx, a.Blobs, a.Catalog, nil, nil)
		if err != nil {
			return err
		}
		_, err = fixity.Enter(ctx, a.Register, p.actor(), nil, report)
		return err
	})
	if err != nil {
		return err
	}
	p.warn("Made the example archive in %s", dir)
	return nil
}
