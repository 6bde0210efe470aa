package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
)

func (p *program) explainVerb() *cobra.Command {
	var example bool
	c := &cobra.Command{
		Use:   "explain [KIND|SCHEME]",
		Short: "Explain what documents can say: the kinds, and the fields of each",
		Long: `Explain what documents can say. Without a word it lists the kinds and the schemes
(lists of controlled words); with one it shows the fields of that kind, where each
comes from, and an example that applies to an empty archive as it is.` + "\n" + exitCodes,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return p.explainAll()
			}
			if scheme := sijill.Scheme(args[0]); scheme != nil && !example {
				return p.explainScheme(args[0], scheme)
			}
			schema, ok := sijill.SchemaOf(args[0])
			if !ok {
				return &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("There is nothing called %q to explain.", args[0]), Hint: "`sijill explain` lists the kinds and schemes."}
			}
			if p.json {
				return p.fact(schemaFactOf(schema))
			}
			if example {
				_, err := fmt.Fprint(p.out, schema.Example)
				return err
			}
			p.explainKind(schema)
			return nil
		},
	}
	c.Flags().BoolVar(&example, "example", false, "print the example alone, as a YAML file")
	return c
}

func (p *program) explainAll() error {
	if p.json {
		facts := []map[string]any{}
		for _, s := range sijill.Schemas() {
			facts = append(facts, map[string]any{"kind": s.Kind, "doc": s.Doc, "standard": s.Standard, "prefix": sijill.PrefixOf(s.Kind)})
		}
		return p.fact(map[string]any{"kinds": facts, "schemes": sijill.SchemeNames()})
	}
	p.say("Kinds of documents:")
	for _, s := range sijill.Schemas() {
		p.say("  %-12s %s  (%s)", s.Kind, s.Doc, s.Standard)
	}
	p.say("\nSchemes of words:")
	for _, name := range sijill.SchemeNames() {
		p.say("  %-12s %s", name, count(len(sijill.Scheme(name)), "word"))
	}
	p.say("\n`sijill explain KIND` shows the fields of a kind.")
	return nil
}

func (p *program) explainScheme(name string, scheme []sijill.Concept) error {
	if p.json {
		facts := []map[string]any{}
		for _, c := range scheme {
			facts = append(facts, map[string]any{"word": c.Word, "en": c.En, "ar": c.Ar, "broader": c.Broader})
		}
		return p.fact(map[string]any{"scheme": name, "words": facts})
	}
	depth := map[string]int{}
	for _, c := range scheme {
		if c.Broader != "" {
			depth[c.Word] = depth[c.Broader] + 1
		}
		p.say("%-36s %s · %s", strings.Repeat("  ", depth[c.Word])+c.Word, c.En, c.Ar)
	}
	return nil
}

func (p *program) explainKind(s sijill.Schema) {
	p.say("%s: %s (%s)\n", s.Kind, s.Doc, s.Standard)
	p.say("  %-20s %s", "kind", s.Kind)
	p.say("  %-20s %s", "key", "text. What it is called, for ever; once it is here, number: "+string(sijill.PrefixOf(s.Kind))+"-... may stand instead.")
	p.explainFields(s.Fields, "  ")
	p.say("  %-20s %s", "other", "fields. Whatever else is to be said, under names of your own.")
	if s.Needs != "" {
		p.say("\nExample, which needs %s:\n", s.Needs)
	} else {
		p.say("\nExample:\n")
	}
	for line := range strings.Lines(s.Example) {
		p.say("  %s", strings.TrimSuffix(line, "\n"))
	}
}

func (p *program) explainFields(fields []sijill.FieldSchema, indent string) {
	for i := range fields {
		f := &fields[i]
		notes := typeOf(f)
		if f.Required {
			notes += ", needed"
		}
		if f.Body {
			notes += ", below the front matter"
		}
		name := f.Name
		if f.Localized {
			name += " _ar _en _fr"
		}
		p.say("%s%-20s %s. %s (%s)", indent, name, notes, f.Doc, f.Standard)
		p.explainFields(f.Fields, indent+"    ")
	}
}

// typeOf says what a field takes.
func typeOf(f *sijill.FieldSchema) string {
	word := string(f.Type)
	switch {
	case f.Type == sijill.WordType && f.Scheme != "":
		word = "word of `" + f.Scheme + "`"
	case f.Type == sijill.WordType:
		word = strings.Join(f.Words, " | ")
	case f.Type == sijill.RefType && len(f.To) > 0:
		word = "ref to " + strings.Join(f.To, " | ")
	}
	if f.List {
		word = "list of " + word
	}
	return word
}

type fieldFact struct {
	Name      string      `json:"name"`
	Type      string      `json:"type"`
	List      bool        `json:"list,omitempty"`
	Localized bool        `json:"localized,omitempty"`
	Required  bool        `json:"required,omitempty"`
	Body      bool        `json:"body,omitempty"`
	Words     []string    `json:"words,omitempty"`
	Scheme    string      `json:"scheme,omitempty"`
	To        []string    `json:"to,omitempty"`
	Doc       string      `json:"doc"`
	Standard  string      `json:"standard"`
	Fields    []fieldFact `json:"fields,omitempty"`
}

func schemaFactOf(s sijill.Schema) map[string]any {
	return map[string]any{"kind": s.Kind, "prefix": sijill.PrefixOf(s.Kind), "doc": s.Doc, "standard": s.Standard, "fields": fieldFactsOf(s.Fields), "example": s.Example, "example_needs": s.Needs}
}

func fieldFactsOf(fields []sijill.FieldSchema) []fieldFact {
	var out []fieldFact
	for i := range fields {
		f := &fields[i]
		out = append(out, fieldFact{f.Name, string(f.Type), f.List, f.Localized, f.Required, f.Body, f.Words, f.Scheme, f.To, f.Doc, f.Standard, fieldFactsOf(f.Fields)})
	}
	return out
}
