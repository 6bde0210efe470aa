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
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/description"
	"sijill.example/sijill/fixity"
	"sijill.example/sijill/internal/example"
	"sijill.example/sijill/look"
	"sijill.example/sijill/verification"
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
		for _, of := range [][2]string{{example.Places, example.PlacesMapping}, {example.Table, example.Mapping}} {
			if _, err := a.ImportTable(ctx, archive.Import{
				Table: filepath.Join(material, of[0]), Mapping: filepath.Join(material, of[1]), Agent: p.actor()}, nil); err != nil {
				return err
			}
			if err := a.Catalog.CatchUp(ctx, a.Register, nil); err != nil {
				return err
			}
		}
		if err := p.describeExample(ctx, a); err != nil {
			return err
		}
		if err := p.lookAtExample(ctx, a); err != nil {
			return err
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

// lookAtExample looks at the originals, and says of one pair that a machine found
// what a person would. Where the system cannot hold a reader of hostile bytes, the
// example does without.
func (p *program) lookAtExample(ctx context.Context, a *archive.Archive) error {
	d, err := look.Open(true)
	if err != nil {
		p.warn("The example's pictures are not looked at: %v", err)
		return nil
	}
	defer func() { _ = d.Close() }()
	if _, err := a.Derive(ctx, d, false, nil); err != nil {
		return err
	}
	var pair []sijill.Number
	for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "exhibit"}) {
		if err != nil {
			return err
		}
		if name, _ := t.Fields["name"].(string); name == example.Street || name == example.Forwarded {
			pair = append(pair, t.Number)
		}
	}
	if len(pair) != 2 {
		return nil
	}
	_, err = a.Confirm(ctx, verification.Decision{A: pair[0], B: pair[1], Agent: p.actor(), Reason: "The windows of the broken house are the same, left to right."})
	return err
}

// describeExample says of two pictures what people would say of them: the one of a
// photographer, and a copy that a channel gave an earlier date.
func (p *program) describeExample(ctx context.Context, a *archive.Archive) error {
	said := map[string][]description.Change{
		example.Street: {
			{Field: "title_en", Value: "Example: a street after the shelling"}, {Field: "title_ar", Value: "مثال: شارع بعد القصف"},
			{Field: "occurred_at", Value: "2016-11-29~"}, {Field: "place_shown", Value: "Al-Ansari al-Sharqi"},
			{Field: "latitude", Value: "36.1846"}, {Field: "longitude", Value: "37.1372"}, {Field: "precision_m", Value: "250"},
		},
		example.Forwarded: {
			{Field: "title_en", Value: "Example: as a channel passed it on"}, {Field: "title_ar", Value: "مثال: كما تناقلته قناة"},
			{Field: "published_at", Value: "2016-11-26"}, {Field: "occurred_at", Value: "2016-11-29~"},
		},
	}
	for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "exhibit"}) {
		if err != nil {
			return err
		}
		name, _ := t.Fields["name"].(string)
		if changes := said[name]; changes != nil {
			if _, err := description.Describe(ctx, a.Catalog, a.Register, p.actor(), t.Number, changes, "first description"); err != nil {
				return err
			}
		}
	}
	return a.Catalog.CatchUp(ctx, a.Register, nil)
}
