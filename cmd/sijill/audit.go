package main

import (
	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/audit"
)

func (p *program) auditVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "audit",
		Short: "Derive everything again and report whatever does not match",
		Long: `Derive everything again from the register and the originals: every signature and
disclosure, every tile, the checkpoint, every byte of every original, and the
catalog. Each alteration, each missing or superfluous original is a finding with
the number of what it concerns. Nothing is changed. Exit code 3 says that there
are findings.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.reading(c.Context(), func(a *archive.Archive) error {
				bar := p.progress("audit")
				report, err := audit.Run(c.Context(), audit.Archive{
					Blobs: a.Blobs, Entries: a.Entries, Published: a.Published, Catalog: a.Catalog, Keys: a.Keys, Unfinished: a.Unfinished,
				}, func(what string) { bar.set(what) })
				bar.end()
				if err != nil {
					return err
				}
				if p.json {
					err = p.fact(report)
				} else {
					for _, f := range report.Findings {
						p.say("%-12s %-16s %s", f.Kind, f.Subject, f.Detail)
					}
					p.say("Audited %s and %s, %s: %s", count(report.Entries, "entry"), count(report.Blobs, "original"), size(report.Bytes), count(len(report.Findings), "finding"))
					p.say("Register: %d entries signed, root %s", report.TreeSize, report.Root)
				}
				if err == nil && !report.OK {
					return told(sijill.Wanting)
				}
				return err
			})
		},
	}
}
