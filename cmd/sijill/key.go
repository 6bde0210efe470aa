package main

import (
	"github.com/spf13/cobra"

	"sijill.example/sijill/archive"
	"sijill.example/sijill/keyring"
)

func (p *program) keyVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "key",
		Short: "Look at the archive's key, and keep those of people who approve",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var asPEM bool
	show := &cobra.Command{
		Use:   "show",
		Short: "Print the verifier key, which others keep to check what this archive signs",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.reading(c.Context(), func(a *archive.Archive) error {
				pem, err := keyring.PEM(a.Keys.VerifierKey)
				if err != nil {
					return err
				}
				switch {
				case p.json:
					return p.fact(map[string]string{"origin": a.Origin, "verifier_key": a.Keys.VerifierKey, "pem": string(pem)})
				case asPEM:
					_, err = p.out.Write(pem)
					return err
				}
				p.say("%s", a.Keys.VerifierKey)
				return nil
			})
		},
	}
	show.Flags().BoolVar(&asPEM, "pem", false, "print it as PEM, for openssl")
	c.AddCommand(show, p.keyNew(), p.keyIntroduce(), p.keyRetire(), p.keyApprovers())
	return c
}
