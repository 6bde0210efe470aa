package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/derivation"
	"sijill.example/sijill/likeness"
	"sijill.example/sijill/look"
	"sijill.example/sijill/verification"
)

func (p *program) similarVerb() *cobra.Command {
	var within, limit int
	var refused, all bool
	c := &cobra.Command{
		Use:   "similar [FILE|NUMBER]",
		Short: "Find what in the archive resembles a file, an exhibit, or anything else in it",
		Long: `Find what resembles a file or an exhibit: the same picture, smaller, recompressed,
mirrored or turned; a part of it, or a picture of which it is a part; a film that
shares frames with it; a text that shares half of its runs of words. A FILE is
looked at and leaves no trace in the archive. Without FILE and NUMBER, or with
--all, the pairs of the whole archive are listed, those that nobody has decided
yet.

A machine suggests only. ` + "`sijill same A B`" + ` says that two exhibits come from one
original, ` + "`sijill different A B`" + ` that they do not; what was said to be different is
not suggested again, and --refused shows it all the same. A picture that is blank
or dark resembles nothing. What was not looked at yet is not found: run
` + "`sijill derive`" + ` first.

Not found are: sound; a picture pasted onto a much larger canvas, or any part below
about a third of a picture's sides; frames of a film that are mirrored or cut. One
file that was taken in twice under the same name is not suggested as a pair. A FILE
with nothing in it to compare ends with 3.

--within says how many of the 256 bits of two prints (PDQ) may differ: 31 by
default, less for fewer and surer suggestions.` + "\n" + exitCodes,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if within < 0 || within > 64 {
				return &sijill.Error{Class: sijill.Usage, Message: "--within is a number of bits from 0 to 64.", Hint: "31 is usual; from 50 on, different pictures are taken for the same."}
			}
			if all && len(args) > 0 {
				return &sijill.Error{Class: sijill.Usage, Message: "--all compares everything with everything, so that it takes no FILE or NUMBER."}
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				g, err := p.lookedAt(c.Context(), a)
				if err != nil {
					return err
				}
				if len(args) == 0 {
					return p.suggestions(c.Context(), a, g, within, limit)
				}
				q, err := p.queryOf(c, g, args[0])
				if err != nil {
					return err
				}
				q.Within, q.Refused = within, refused
				found, err := g.Similar(c.Context(), q)
				if err != nil {
					return err
				}
				for _, s := range found[:min(len(found), limit)] {
					if err := p.resembles(c.Context(), a, s); err != nil {
						return err
					}
				}
				if len(found) == 0 && len(q.Prints) == 0 {
					return &sijill.Error{Class: sijill.Wanting, Message: "There is nothing to compare: no picture, no film, and no text of twelve words or more could be read in it.", Hint: "`sijill look` tells what was not done with it, and why."}
				}
				if len(found) == 0 {
					p.warn("Nothing in the archive resembles it.")
				}
				return nil
			})
		},
	}
	addCageFlag(c)
	c.Flags().IntVar(&within, "within", likeness.Near, "how many `BITS` of 256 may differ")
	c.Flags().BoolVar(&refused, "refused", false, "show also what people said is different")
	c.Flags().BoolVar(&all, "all", false, "compare everything with everything")
	c.Flags().IntVar(&limit, "limit", 1000, "at most so many")
	return c
}

// lookedAt gives the gallery, and says where it has gaps.
func (p *program) lookedAt(ctx context.Context, a *archive.Archive) (*verification.Gallery, error) {
	g, err := a.Gallery(ctx)
	if err != nil {
		return nil, err
	}
	s, err := a.Derivatives()
	if err != nil {
		return nil, err
	}
	lacking, err := derivation.Desk{Catalog: a.Catalog, Derivatives: s}.Lacking(ctx)
	if err == nil && len(lacking) > 0 {
		p.warn("%s still to be looked at, and may not be found; `sijill derive` does it.", areOrIs(len(lacking)))
	}
	return g, err
}

func areOrIs(n int) string {
	if n == 1 {
		return "1 original is"
	}
	return fmt.Sprintf("%d originals are", n)
}

// queryOf looks at a file, or takes what was made of an exhibit.
func (p *program) queryOf(c *cobra.Command, g *verification.Gallery, arg string) (verification.Query, error) {
	if number, err := sijill.ParseNumber(arg); err == nil {
		return g.QueryOf(c.Context(), number)
	}
	var q verification.Query
	f, size, err := derivation.OpenFile(arg)
	if err != nil {
		return q, err
	}
	defer func() { _ = f.Close() }()
	hash := sijill.NewHash()
	if _, err := io.Copy(hash, io.NewSectionReader(f, 0, size)); err != nil {
		return q, &sijill.Error{Class: sijill.Failed, Message: "The file " + sijill.Name(arg).Display() + " cannot be read.", Err: err}
	}
	err = looking(c, func(d *look.Desk) error {
		r, err := d.Look(c.Context(), look.Source{File: f, Size: size, Name: filepath.Base(arg)})
		if err != nil {
			return err
		}
		for _, n := range r.Seen.NotDone {
			p.warn("Not done: %s, because %s", n.What, sijill.Printable(n.Because))
		}
		q = verification.QueryFrom(sijill.Digest(hash.Sum(nil)), r)
		return nil
	})
	return q, err
}

type resemblance struct {
	verification.Candidate
	Title string `json:"title"`
	Words string `json:"words"`
}

func (p *program) resembles(ctx context.Context, a *archive.Archive, c verification.Candidate) error {
	t, err := a.Catalog.Thing(ctx, c.Number)
	if err != nil {
		return err
	}
	if p.json {
		return p.fact(resemblance{c, t.Title, inWords(c)})
	}
	return p.line(t, "                "+inWords(c))
}

// suggestions lists the pairs of the archive that nobody has decided yet.
func (p *program) suggestions(ctx context.Context, a *archive.Archive, g *verification.Gallery, within, limit int) error {
	bar := p.progress("similar")
	pairs, err := g.Suggestions(ctx, within, func(done, all int) { bar.set(fmt.Sprintf("%d of %d originals", done, all)) })
	bar.end()
	if err != nil {
		return err
	}
	for _, pair := range pairs[:min(len(pairs), limit)] {
		if p.json {
			err = p.fact(struct {
				A     sijill.Number `json:"a"`
				B     sijill.Number `json:"b"`
				Words string        `json:"words"`
				verification.Candidate
			}{pair.A, pair.Number, inWords(pair.Candidate), pair.Candidate})
			if err != nil {
				return err
			}
			continue
		}
		titles := [2]string{}
		for i, n := range []sijill.Number{pair.A, pair.Number} {
			t, err := a.Catalog.Thing(ctx, n)
			if err != nil {
				return err
			}
			titles[i] = shorten(title(t), 50)
		}
		p.say("%s and %s  %s / %s\n                %s", pair.A, pair.Number, titles[0], titles[1], inWords(pair.Candidate))
	}
	if len(pairs) == 0 {
		p.warn("Nothing resembles anything that was not decided yet.")
	}
	return nil
}

// inWords says of what was asked for how it resembles the thing.
func inWords(c verification.Candidate) string {
	var b strings.Builder
	percent := func(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }
	at := func(ms int64) string { return (time.Duration(ms) * time.Millisecond).Round(time.Second).String() }
	bits := fmt.Sprintf(" (%s of 256 differ)", count(c.Distance, "bit"))
	switch c.Method {
	case verification.SameBytes:
		b.WriteString("the same bytes")
	case verification.Picture:
		b.WriteString("the same picture" + changesInWords(c) + bits)
	case verification.Film:
		fmt.Fprintf(&b, "a film that shares frames: %s of it are in this, %s of this are in it, at %s and %s%s", percent(c.Mine), percent(c.Theirs), at(c.AtMs), at(c.TheirAt), bits)
	case verification.FrameOf:
		if c.Mine == 0 {
			fmt.Fprintf(&b, "at %s it shows this picture%s", at(c.AtMs), bits)
		} else {
			fmt.Fprintf(&b, "a frame of this film at %s%s%s", at(c.TheirAt), changesInWords(c), bits)
		}
	case verification.Part:
		switch {
		case slices.Contains(c.Changes, verification.OtherEdges):
			fmt.Fprintf(&b, "%s of it lie on %s of this picture%s", percent(c.Mine), percent(c.Theirs), changesInWords(c))
		case c.Theirs < c.Mine:
			fmt.Fprintf(&b, "a part of this picture, %s of its area%s", percent(c.Theirs), changesInWords(c))
		case c.Mine < c.Theirs:
			fmt.Fprintf(&b, "this picture and more around it: this is %s of its area%s", percent(c.Mine), changesInWords(c))
		default:
			b.WriteString("what this picture shows" + changesInWords(c))
		}
	case verification.Text:
		fmt.Fprintf(&b, "a text that shares about %s of its runs of words", percent(c.Mine))
	}
	if c.Said != "" {
		b.WriteString("; " + map[string]string{"confirmed": "people confirmed that both come from one original", "refused": "people said that they do not come from one original"}[c.Said])
	}
	return b.String()
}

// changesInWords lists what was done, each with a comma before it.
func changesInWords(c verification.Candidate) string {
	var b strings.Builder
	for _, change := range c.Changes {
		switch {
		case change == verification.Mirrored || change == verification.Turned:
			b.WriteString(", " + c.Orientation)
		case change == verification.Cropped && c.Method == verification.Picture:
			fmt.Fprintf(&b, ", cropped to %.0f %% of its area", 100*c.Theirs)
		default:
			b.WriteString(", " + string(change))
		}
	}
	return b.String()
}
