package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/dossier"
)

func (p *program) dossierVerb() *cobra.Command {
	var to string
	var withhold, as []string
	var override string
	c := &cobra.Command{
		Use:   "dossier NUMBER... -o FILE.zip",
		Short: "Put things together so that a stranger can check them offline",
		Long: `Write a dossier: a BagIt 1.0 bag in a ZIP file with the originals, the register's
entries about them, a proof for each entry, the checkpoint, the archive's verifier
key, and a page that tells the custody and how to check it all. A deposit stands
for all its exhibits.

--withhold leaves a field out of every entry (agent, source, note, name ...); what
remains still verifies. The register gets a line that the dossier was exported.

What may not go to a court is refused (see sijill access): a consent that is
missing, has expired or was withdrawn, a restriction, an embargo. Things about
whose use nobody has said anything go out, and are named. --override REASON lets
in all but what is under an embargo; the reason stands in the register for ever.` + "\n" + exitCodes,
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
			roles, err := rolesOf(as)
			if err != nil {
				return err
			}
			return p.writing(c.Context(), func(a *archive.Archive) error {
				gate := courtGate{archive: a, roles: roles, overrides: override != ""}
				bar := p.progress("dossier")
				out, err := dossier.Export(c.Context(), dossier.Archive{
					Name: a.Name, VerifierKey: a.Keys.VerifierKey, Verifier: a.Keys.Verifier,
					Blobs: a.Blobs, Register: a.Register, Published: a.Published, Catalog: a.Catalog,
				}, dossier.Request{Numbers: numbers, Withhold: withhold, Agent: p.actor(), File: to, Permit: gate.permit, Override: override}, func(done int, bytes int64) {
					bar.set(fmt.Sprintf("%d exhibits, %s", done, size(bytes)))
				})
				bar.end()
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]any{"file": to, "exhibits": out.Exhibits, "entries": out.Entries, "bytes": out.Bytes, "sha256": out.Digest.String(),
						"no_consent_recorded": orNone(out.NobodyAsked), "overridden": orNone(out.Overridden)})
				}
				p.say("Wrote %s: %s, %s, %s", sijill.Name(to).Display(), count(out.Exhibits, "original"), count(out.Entries, "entry"), size(out.Bytes))
				p.say("SHA-256 %s", out.Digest)
				if n := len(out.NobodyAsked); n > 0 {
					p.say("No consent is recorded for %s: they go out as the archive's own evidence", count(n, "thing"))
				}
				if n := len(out.Overridden); n > 0 {
					p.say("The rules were overridden for %s; the register says why", count(n, "thing"))
				}
				p.say("Check it anywhere: sijill check %s --key '%s'", sijill.Name(to).Display(), a.Keys.VerifierKey)
				return nil
			})
		},
	}
	c.Flags().StringVarP(&to, "output", "o", "", "the `FILE` to write (needed)")
	c.Flags().StringSliceVar(&as, "as", []string{"archivist"}, "the `ROLE` in which you act: archivist, counsel or keyholder")
	c.Flags().StringVar(&override, "override", "", "let in what would be refused, for this `REASON`")
	c.Flags().StringArrayVar(&withhold, "withhold", nil, "leave this `FIELD` out of every entry (may be given more than once)")
	return c
}

// courtGate lets into a dossier what may go to a court.
type courtGate struct {
	archive   *archive.Archive
	roles     access.Roles
	overrides bool
}

func (g courtGate) permit(ctx context.Context, n sijill.Number) (dossier.Permit, error) {
	d, err := g.archive.Permit(ctx, g.roles, n, access.Dossier)
	switch {
	case err != nil:
		return 0, err
	case d.Reason == access.NobodyAsked:
		return dossier.NobodyAsked, nil
	case d.Allow || d.Reason == access.Erased: // of what was erased there is only the tombstone to go
		return dossier.Allowed, nil
	case d.Reason == access.Embargoed || d.Reason == access.WrongRole || !g.overrides:
		return 0, archive.Denied(n, d)
	}
	return dossier.Overridden, nil
}

func orNone(list []sijill.Number) []sijill.Number {
	if list == nil {
		return []sijill.Number{}
	}
	return list
}
