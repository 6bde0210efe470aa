package main

import (
	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/keyring"
)

// keyNew makes a key for a person; no archive is needed.
func (p *program) keyNew() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use:   "new NAME -o FILE",
		Short: "Make a key of your own, for approving releases",
		Long: `Make a key of your own and write its private half to FILE, which nobody else may have.
The verifier key is printed: whoever keeps the archive introduces it with
` + "`sijill key introduce`" + `. NAME is one word, such as editor-b.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if to == "" {
				return &sijill.Error{Class: sijill.Usage, Message: "Say where to write the key.", Hint: "-o FILE"}
			}
			key, err := keyring.CreatePerson(to, args[0])
			if err != nil {
				return err
			}
			if p.json {
				return p.fact(map[string]string{"name": args[0], "verifier_key": key, "file": to})
			}
			p.say("%s", key)
			return nil
		},
	}
	c.Flags().StringVarP(&to, "output", "o", "", "the `FILE` for the private half (needed)")
	return c
}

func (p *program) keyIntroduce() *cobra.Command {
	return &cobra.Command{
		Use:   "introduce NAME VERIFIER_KEY",
		Short: "Let a person approve releases, from tomorrow on",
		Long: `Enter a person's verifier key in the register. The person may approve releases that
others made, when the key has been known for a day.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return p.writing(c.Context(), func(a *archive.Archive) error {
				if err := a.IntroduceApprover(c.Context(), args[0], args[1], p.actor()); err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]string{"name": args[0], "verifier_key": args[1]})
				}
				p.say("%s may approve releases when the key has been known for a day.", sijill.Printable(args[0]))
				return nil
			})
		},
	}
}

func (p *program) keyRetire() *cobra.Command {
	return &cobra.Command{
		Use:   "retire VERIFIER_KEY",
		Short: "End a person's key; what it approved no longer counts",
		Long: `Enter that a person's key is not to be trusted any more: it was lost, or the person
left. Releases that it approved leave the edition with the next build, until somebody
else approves them.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.writing(c.Context(), func(a *archive.Archive) error {
				if err := a.RetireApprover(c.Context(), args[0], p.actor()); err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]string{"retired": args[0]})
				}
				p.say("The key was retired.")
				return nil
			})
		},
	}
}

func (p *program) keyApprovers() *cobra.Command {
	return &cobra.Command{
		Use:   "approvers",
		Short: "List who may approve releases",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.reading(c.Context(), func(a *archive.Archive) error {
				all, err := a.Approvers(c.Context())
				if err != nil {
					return err
				}
				for _, x := range all {
					if p.json {
						if err := p.fact(map[string]any{"name": x.Holder, "verifier_key": x.VerifierKey, "since": x.Since.Format("2006-01-02T15:04:05Z"), "retired": x.Retired}); err != nil {
							return err
						}
						continue
					}
					state := ""
					if x.Retired {
						state = "  retired"
					}
					p.say("%s  %s%s  %s", x.Since.Format("2006-01-02"), sijill.Printable(x.Holder), state, x.VerifierKey)
				}
				if len(all) == 0 && !p.json {
					p.warn("Nobody may approve releases yet.")
				}
				return nil
			})
		},
	}
}
