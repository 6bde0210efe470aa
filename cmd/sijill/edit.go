package main

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/description"
	"sijill.example/sijill/exchange/document"
)

func (p *program) editVerb() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use:   "edit NUMBER",
		Short: "Write what is known of a thing as a document, to be changed and applied",
		Long: `Write what is known of a thing by now as a document. Change it and give it to
` + "`sijill apply`" + `: what differs is entered as a revision. Applied as it is, it changes
nothing. -o FILE.md or FILE.yaml names a file; one that is there is not overwritten.

In a translation {of: s1; made_of: DIGITS} marks a segment whose original has
another wording by now; when the translation was read against that, take made_of
away from the changed words, or write the digits that apply names.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			format := document.Markdown
			switch filepath.Ext(to) {
			case ".yaml", ".yml":
				format = document.YAML
			case "", ".md", ".markdown":
			default:
				return &sijill.Error{Class: sijill.Usage, Message: "A document is written as Markdown or YAML.", Hint: "Give -o a name that ends in .md or .yaml."}
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				d, err := description.Edit(c.Context(), a.Catalog, number)
				if err != nil {
					return err
				}
				text, err := document.Write(d, format)
				if err != nil {
					return err
				}
				if to == "" {
					if p.json {
						return p.fact(map[string]any{"number": number, "kind": d.Kind, "key": d.Key, "document": string(text)})
					}
					_, err := p.out.Write(text)
					return err
				}
				if err := writeNew(to, text); errors.Is(err, fs.ErrExist) {
					return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(to).Display() + " is there already and is not overwritten."}
				} else if err != nil {
					return &sijill.Error{Class: sijill.Failed, Message: "The file cannot be written.", Err: err}
				}
				if p.json {
					return p.fact(map[string]any{"number": number, "kind": d.Kind, "key": d.Key, "file": to})
				}
				p.say("Wrote %s to %s", number, sijill.Name(to).Display())
				return nil
			})
		},
	}
	c.Flags().StringVarP(&to, "output", "o", "", "the `FILE` to write")
	return c
}
