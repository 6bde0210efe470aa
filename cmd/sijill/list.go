package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
)

func (p *program) listVerb() *cobra.Command {
	var f catalog.Filter
	var whole, after string
	c := &cobra.Command{
		Use:   "list",
		Short: "List what is in the archive",
		Long:  "List what is in the archive, in the order in which it was entered." + "\n" + exitCodes,
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.Kind != "" && sijill.RecordedAs(f.Kind) == "" {
				return &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("There is no kind %q.", f.Kind), Hint: "It is one of exhibit, deposit, incident, place, source."}
			}
			for text, into := range map[string]*sijill.Number{whole: &f.Whole, after: &f.After} {
				if text == "" {
					continue
				}
				n, err := sijill.ParseNumber(text)
				if err != nil {
					return err
				}
				*into = n
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				n := 0
				for t, err := range a.Catalog.Things(c.Context(), f) {
					if err != nil {
						return err
					}
					n++
					if err := p.line(t, ""); err != nil {
						return err
					}
				}
				if n == 0 && !p.json {
					p.warn("Nothing here yet. `sijill deposit FILES...` takes something in.")
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&f.Kind, "kind", "", "only this `KIND`: "+strings.Join(kinds(), ", "))
	c.Flags().StringVar(&whole, "deposit", "", "only exhibits of this deposit `NUMBER`")
	c.Flags().StringVar(&after, "after", "", "only what was entered after this `NUMBER`")
	c.Flags().IntVar(&f.Limit, "limit", 0, "at most so many")
	return c
}

type thingFact struct {
	Number  sijill.Number `json:"number"`
	Kind    string        `json:"kind"`
	Title   string        `json:"title"`
	State   string        `json:"state,omitempty"`
	Size    any           `json:"size,omitempty"`
	Digest  any           `json:"sha256,omitempty"`
	Snippet string        `json:"snippet,omitempty"`
}

// line prints a thing in one line.
func (p *program) line(t catalog.Thing, snippet string) error {
	if p.json {
		return p.fact(thingFact{t.Number, t.Kind, t.Title, t.State, t.Fields["size"], t.Fields[catalog.FieldDigest], snippet})
	}
	title := shorten(title(t), 100)
	if snippet != "" {
		title += "\n" + snippet
	}
	p.say("%-14s  %-8s  %s", t.Number, t.Kind, title)
	return nil
}

// title says what a thing is called, in words where it has no title.
func title(t catalog.Thing) string {
	switch {
	case t.State == catalog.StateErased:
		return "(erased)"
	case t.Title != "":
		return t.Title
	case t.Kind == "deposit":
		n, _ := strconv.Atoi(fmt.Sprint(t.Fields["exhibits"]))
		return fmt.Sprintf("%s, received %v", count(n, "exhibit"), t.Fields["received_at"])
	}
	if about := aboutOf(t); about != "" {
		return about
	}
	return "(no title)"
}

// aboutOf says what a thing that is never given a title is about.
func aboutOf(t catalog.Thing) string {
	text := func(field string) string {
		var all []string
		switch v := t.Fields[field].(type) {
		case string:
			all = append(all, v)
		case []any:
			for _, item := range v {
				all = append(all, fmt.Sprint(item))
			}
		}
		return sijill.Printable(strings.Join(all, ", "))
	}
	about := ""
	switch t.Kind {
	case "testimony":
		about = strings.TrimSuffix(fmt.Sprintf("told by %s, %s", text("source"), text("recorded_at")), ", ")
	case "translation":
		about = fmt.Sprintf("into %s, of %s", text("lang"), text("of"))
	case "consent":
		about = fmt.Sprintf("of %s: %s", text("source"), text("scope"))
	case "restriction":
		about = fmt.Sprintf("on %s", text("covers"))
	case "assessment":
		about = fmt.Sprintf("of %s: %s%s", text("of"), text("reliability"), text("credibility"))
	case "release":
		about = fmt.Sprintf("of %s as %s", text("of"), text("form"))
	case "redaction":
		about = fmt.Sprintf("of %s", text("of"))
	}
	return about
}

// kinds lists the words for what has a number.
func kinds() []string {
	var out []string
	for _, p := range sijill.Prefixes() {
		out = append(out, p.Name)
	}
	return out
}
