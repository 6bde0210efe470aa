package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
)

func (p *program) initVerb() *cobra.Command {
	var f archive.Founding
	c := &cobra.Command{
		Use:   "init DIR --name NAME",
		Short: "Make a new archive",
		Long: `Make a new archive in DIR, with a key of its own.

The origin is what the archive signs as. It stands in every entry of the public
log and cannot be changed later, so it should say nothing that must stay secret;
without --origin a random one is made.

Keep a copy of keys/archive.key apart from the archive: without it nothing can be
added, and whoever has it can sign in the archive's name.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.Agent, f.Clock = p.actor(), p.clock
			if err := archive.Create(c.Context(), args[0], f); err != nil {
				return err
			}
			p.archive = args[0]
			return p.reading(c.Context(), func(a *archive.Archive) error {
				dir, err := filepath.Abs(a.Dir)
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]string{"archive": dir, "name": a.Name, "origin": a.Origin, "verifier_key": a.Keys.VerifierKey})
				}
				p.say("Made the archive %q in %s", a.Name, sijill.Name(dir).Display())
				p.say("It signs as     %s", a.Origin)
				p.say("Verifier key    %s", a.Keys.VerifierKey)
				p.say("")
				p.say("Give the verifier key to whoever should be able to check what this archive signs.")
				p.say("Next: cd %s && sijill deposit FILES...", sijill.Name(args[0]).Display())
				return nil
			})
		},
	}
	c.Flags().StringVar(&f.Name, "name", "", "what people call the archive (needed)")
	c.Flags().StringVar(&f.Origin, "origin", "", "what the archive signs as, like an address without a scheme")
	return c
}
