package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/dossier"
)

func (p *program) dossierVerb() *cobra.Command {
	var to string
	var withhold []string
	c := &cobra.Command{
		Use:   "dossier NUMBER... -o FILE.zip",
		Short: "Put things together so that a stranger can check them offline",
		Long: `Write a dossier: a BagIt 1.0 bag in a ZIP file with the originals, the register's
entries about them, a proof for each entry, the checkpoint, the archive's verifier
key, and a page that tells the custody and how to check it all. A deposit stands
for all its exhibits.

--withhold leaves a field out of every entry (agent, source, note, name ...); what
remains still verifies. The register gets a line that the dossier was exported.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if to == "" {
				return &sijill.Error{Class: sijill.Usage, Message: "The dossier needs a file to be written to.", Hint: "sijill dossier exh-2026-0001 -o FILE.zip"}
			}
			var numbers []sijill.Number
			for _, arg := range args {
				n, err := sijill.ParseNumber(arg)
				if err != nil {
					return err
				}
				numbers = append(numbers, n)
			}
			return p.writing(c.Context(), func(a *archive.Archive) error {
				bar := p.progress("dossier")
				out, err := dossier.Export(c.Context(), dossier.Archive{
					Name: a.Name, VerifierKey: a.Keys.VerifierKey, Verifier: a.Keys.Verifier,
					Blobs: a.Blobs, Register: a.Register, Published: a.Published, Catalog: a.Catalog,
				}, dossier.Request{Numbers: numbers, Withhold: withhold, Agent: p.actor(), File: to}, func(done int, bytes int64) {
					bar.set(fmt.Sprintf("%d exhibits, %s", done, size(bytes)))
				})
				bar.end()
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]any{"file": to, "exhibits": out.Exhibits, "entries": out.Entries, "bytes": out.Bytes, "sha256": out.Digest.String()})
				}
				p.say("Wrote %s: %s, %s, %s", sijill.Name(to).Display(), count(out.Exhibits, "original"), count(out.Entries, "entry"), size(out.Bytes))
				p.say("SHA-256 %s", out.Digest)
				p.say("Check it anywhere: sijill check %s --key '%s'", sijill.Name(to).Display(), a.Keys.VerifierKey)
				return nil
			})
		},
	}
	c.Flags().StringVarP(&to, "output", "o", "", "the `FILE` to write (needed)")
	c.Flags().StringArrayVar(&withhold, "withhold", nil, "leave this `FIELD` out of every entry (may be given more than once)")
	return c
}
