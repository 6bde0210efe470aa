package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/custody"
)

type custodyFact struct {
	Index  int64          `json:"index"`
	Kind   sijill.Kind    `json:"kind"`
	PREMIS string         `json:"premis,omitempty"`
	At     string         `json:"at"`
	Agent  string         `json:"agent"`
	Fields map[string]any `json:"fields"`
}

func (p *program) custodyVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "custody NUMBER",
		Short: "Tell the whole story of a thing, in order",
		Long:  "Tell the whole story of a thing: how it came, what was said and done, and when its bytes were checked." + "\n" + exitCodes,
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				story, err := custody.Story(c.Context(), a.Catalog, a.Register, number)
				if err != nil {
					return err
				}
				for _, line := range story {
					info, _ := line.Kind.Info()
					if p.json {
						if err := p.fact(custodyFact{line.Index, line.Kind, info.PREMIS, line.At, line.Agent, line.Fields}); err != nil {
							return err
						}
						continue
					}
					p.sayLine(line, info)
				}
				return nil
			})
		},
	}
}

func (p *program) sayLine(line custody.Line, info sijill.KindInfo) {
	head := info.Said
	if line.At == "" {
		p.say("entry %-6d %-20s  %s (what it said was erased)", line.Index, "", head)
		return
	}
	subject := ""
	if line.Subject != "" {
		subject = fmt.Sprintf(" [%s]", line.Subject)
	}
	p.say("entry %-6d %s  %s%s, by %s", line.Index, line.At, head, subject, sijill.Printable(line.Agent))
	for _, name := range line.Order {
		p.say("             %-20s  %s", name, shorten(value(line.Fields[name]), 400))
	}
}
