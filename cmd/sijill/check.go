package main

import (
	"os"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/dossier"
)

func (p *program) checkVerb() *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:   "check FILE [COPY]",
		Short: "Check a dossier, a redacted copy or an entry, without an archive and without a network",
		Long: `Check everything in a dossier: the bag and every byte in it, every entry's
signature, that each is in the register that the checkpoint signs, and that each
original is the one that was entered. Beside a redacted copy, FILE.proof.json must
stand, or be named too: all that the copy shows is checked against what the archive
committed to. An entry of the register, as public pages offer it, is checked by itself.

A dossier brings its own verifier key, and a forger would bring the forger's. Give
with --key the key that you have from the archive itself, by another way; without
it the outcome only says that the dossier agrees with itself.` + "\n" + exitCodes,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if done, err := p.checkJSON(args, key); done || err != nil {
				return err
			}
			if proof, err := os.Open(args[0] + proofEnding); err == nil {
				defer func() { _ = proof.Close() }()
				return p.checkCopy(args[0], proof, key)
			}
			f, err := os.Open(args[0])
			if err != nil {
				return &sijill.Error{Class: sijill.Failed, Message: "The file cannot be read.", Err: err}
			}
			defer func() { _ = f.Close() }()
			if entry, ok := entryIn(f); ok {
				return p.checkEntry(entry, key)
			}
			info, err := f.Stat()
			if err != nil {
				return err
			}
			if !info.Mode().IsRegular() {
				return &sijill.Error{Class: sijill.Usage, Message: sijill.Name(args[0]).Display() + " is not a file."}
			}
			bar := p.progress("check")
			report, err := dossier.Check(c.Context(), f, info.Size(), key, func(what string) { bar.set(what) })
			bar.end()
			if err != nil {
				return err
			}
			if p.json {
				err = p.fact(report)
			} else {
				p.sayReport(report, key != "")
			}
			if err == nil && !report.OK {
				return told(sijill.Wanting)
			}
			return err
		},
	}
	c.Flags().StringVar(&key, "key", "", "the archive's `VERIFIER_KEY`, as you have it from the archive itself")
	return c
}

func (p *program) sayReport(r dossier.Report, trusted bool) {
	for _, f := range r.Findings {
		p.say("%-10s %s: %s", f.Kind, sijill.Printable(f.Subject), sijill.Printable(f.Detail))
	}
	p.say("Checked %s (%s), %s, %s, %s", count(r.Checked.Files, "file"), size(r.Checked.Bytes),
		count(r.Checked.Entries, "entry"), count(r.Checked.Proofs, "proof"), count(r.Checked.Originals, "original"))
	if !r.OK {
		p.say("NOT sound: %s", count(len(r.Findings), "finding"))
		return
	}
	p.say("Sound: signed by %s at %d entries, root %s", r.Origin, r.TreeSize, r.Root)
	if !trusted {
		p.say("The key is the dossier's own: %s", r.VerifierKey)
		p.say("hint: compare it with one that you have from the archive itself, or check again with --key.")
	}
}
