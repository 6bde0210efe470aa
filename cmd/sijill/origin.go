package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/verification"
)

func (p *program) sameVerb() *cobra.Command {
	return p.pairVerb("same", "Say that two exhibits come from one original",
		`Say that two exhibits come from one original: one was copied, cropped, cut or
retold from the other, or both from a third. For whoever counts sources they are
one from now on. `+"`sijill origins`"+` shows the groups that such pairs make.`, (*archive.Archive).Confirm)
}

func (p *program) differentVerb() *cobra.Command {
	return p.pairVerb("different", "Say that two exhibits do not come from one original",
		`Say that two exhibits do not come from one original, however alike they look. The
pair is not suggested again.`, (*archive.Archive).Refuse)
}

func (p *program) pairVerb(name, short, long string, enter func(*archive.Archive, context.Context, verification.Decision) (int64, error)) *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:   name + " NUMBER NUMBER",
		Short: short,
		Long: long + `

It is an entry of the register, with your name, your reason, and what a machine
measured of the pair. Saying the other later replaces it; both entries stay.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			b, err := sijill.ParseNumber(args[1])
			if err != nil {
				return err
			}
			return p.writing(c.Context(), func(open *archive.Archive) error {
				index, err := enter(open, c.Context(), verification.Decision{A: a, B: b, Agent: p.actor(), Reason: reason})
				if err != nil {
					return err
				}
				if p.json {
					fact := map[string]any{"a": a, "b": b, "decision": name, "entry": index}
					if index < 0 {
						fact["entry"] = nil
					}
					return p.fact(fact)
				}
				if index < 0 {
					p.say("Nothing changed: that was said already.")
					return nil
				}
				p.say("Entered in entry %d that %s and %s are %s", index, a, b, map[string]string{"same": "of one origin", "different": "of different origin"}[name])
				return nil
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why, in your words; kept in the register")
	return c
}

func (p *program) originsVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "origins [NUMBER]",
		Short: "Show what people said comes from one original, and what came first",
		Long: `Show the groups of exhibits that people said come from one original, or the one
group that NUMBER is in. For each time that any of them has (what a person or the
file says of the capture, the publication, the deposit, the register) it is said
which was first by it; several where that cannot be told. Times are not merged.

Where people said of two exhibits of one group that they are different, that is a
contradiction; the exit code is 3 then.` + "\n" + exitCodes,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.reading(c.Context(), func(a *archive.Archive) error {
				groups, err := p.groups(c.Context(), a, args)
				if err != nil {
					return err
				}
				disputed := 0
				for _, g := range groups {
					disputed += len(g.Disputed)
					if err := p.tellGroup(g); err != nil {
						return err
					}
				}
				if len(groups) == 0 {
					p.warn("No group yet. `sijill similar` suggests pairs, and `sijill same A B` confirms one.")
				}
				if disputed > 0 {
					return &sijill.Error{Class: sijill.Wanting, Message: "A group contradicts itself: " + count(disputed, "pair") + " within groups of one origin was said to be different.", Hint: "Look at the pairs again, and say `sijill same` or `sijill different` of those that are wrong."}
				}
				return nil
			})
		},
	}
	return c
}

func (p *program) groups(ctx context.Context, a *archive.Archive, args []string) ([]verification.Group, error) {
	if len(args) == 0 {
		return a.Groups(ctx)
	}
	number, err := sijill.ParseNumber(args[0])
	if err != nil {
		return nil, err
	}
	if _, err := a.Catalog.Thing(ctx, number); err != nil {
		return nil, err
	}
	g, ok, err := a.GroupOf(ctx, number)
	if err != nil || !ok {
		return nil, err
	}
	return []verification.Group{g}, nil
}

func (p *program) tellGroup(g verification.Group) error {
	if p.json {
		disputed := [][2]sijill.Number{}
		for _, d := range g.Disputed {
			disputed = append(disputed, [2]sijill.Number{d.A, d.B})
		}
		return p.fact(struct {
			verification.Group
			Disputed [][2]sijill.Number `json:"disputed"`
		}{g, disputed})
	}
	p.say("%s of one origin: %s", count(len(g.Things), "exhibit"), joined(g.Things))
	for _, f := range g.First {
		which := joined(f.Things)
		if len(f.Things) > 1 {
			which += ", which cannot be told apart"
		}
		p.say("  first by %-17s %s: %s (%d of %d have it)", f.Time, f.Date, which, f.Known, len(g.Things))
	}
	for _, d := range g.Disputed {
		p.say("  contradiction: %s and %s were said to be different in entry %d", d.A, d.B, d.Index)
	}
	return nil
}

func joined(numbers []sijill.Number) string {
	var b strings.Builder
	for i, n := range numbers {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, n)
	}
	return b.String()
}
