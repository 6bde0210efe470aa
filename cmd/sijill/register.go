package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/internal/durable"
	"sijill.example/sijill/register"
)

func (p *program) registerVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "register",
		Short: "Look at the register itself: checkpoint, entries, proofs",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(p.checkpointVerb(), p.entryVerb(), p.proveVerb(), p.consistencyVerb())
	return c
}

func (p *program) checkpointVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "checkpoint",
		Short: "Print the signed checkpoint (C2SP tlog-checkpoint)",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.reading(c.Context(), func(a *archive.Archive) error {
				cp, err := a.Checkpoint()
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(map[string]any{"origin": cp.Origin, "tree_size": cp.Size, "root": cp.Root.String(), "checkpoint": string(cp.Note), "verifier_key": a.Keys.VerifierKey})
				}
				_, err = p.out.Write(cp.Note)
				return err
			})
		},
	}
}

func index(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q is not a number of an entry.", s), Hint: "Entries are counted from 0; `sijill custody NUMBER` shows which concern a thing."}
	}
	return n, nil
}

func (p *program) entryVerb() *cobra.Command {
	var raw bool
	c := &cobra.Command{
		Use:   "entry INDEX",
		Short: "Show an entry; --raw prints the SD-JWT (RFC 9901)",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			i, err := index(args[0])
			if err != nil {
				return err
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				e, err := a.Register.Entry(c.Context(), i)
				if err != nil {
					return err
				}
				if raw {
					p.say("%s", e.Format())
					return nil
				}
				o, err := e.Check(a.Keys.Verifier)
				if err != nil {
					return &sijill.Error{Class: sijill.Wanting, Message: fmt.Sprintf("Entry %d is not as it was signed.", i), Err: err}
				}
				if p.json {
					return p.fact(map[string]any{"index": i, "kind": o.Kind, "at": o.At, "agent": o.Agent, "subject": o.Subject, "fields": o.Fields, "complete": o.IsComplete(), "sd_jwt": e.Format()})
				}
				info, _ := o.Kind.Info()
				p.say("entry %d: %s (%s)", i, o.Kind, info.Said)
				for _, f := range []sijill.Field{{Name: "at", Value: o.At}, {Name: "agent", Value: o.Agent}, {Name: "subject", Value: string(o.Subject)}} {
					p.say("  %-20s %s", f.Name, value(f.Value))
				}
				for _, name := range o.Order {
					p.say("  %-20s %s", name, shorten(value(o.Fields[name]), 2000))
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&raw, "raw", false, "print the entry as it is signed, with its disclosures")
	return c
}

func (p *program) proveVerb() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use:   "prove INDEX",
		Short: "Prove that an entry is in the register (C2SP tlog-proof)",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			i, err := index(args[0])
			if err != nil {
				return err
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				cp, err := a.Checkpoint()
				if err != nil {
					return err
				}
				if i >= cp.Size {
					return &sijill.Error{Class: sijill.NotFound, Message: fmt.Sprintf("The checkpoint covers %d entries, and entry %d is not among them.", cp.Size, i)}
				}
				proof, err := a.Published.Prove(cp, i)
				if err != nil {
					return &sijill.Error{Class: sijill.Wanting, Message: "The proof cannot be made, because the register's tiles are damaged.", Hint: "`sijill rebuild` makes them again from the entries.", Err: err}
				}
				return p.file(to, proof.Format(), map[string]any{"index": i, "tree_size": cp.Size})
			})
		},
	}
	c.Flags().StringVarP(&to, "output", "o", "", "the `FILE` to write, by custom with the ending .tlog-proof")
	return c
}

// file writes what was asked for to standard output, or to a file that is then
// named.
func (p *program) file(to string, content []byte, fact map[string]any) error {
	if to == "" && !p.json {
		_, err := p.out.Write(content)
		return err
	}
	if to == "" {
		fact["proof"] = string(content)
		return p.fact(fact)
	}
	if _, err := os.Lstat(to); err == nil {
		return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(to).Display() + " is there already and is not overwritten."}
	}
	if err := durable.WriteFile(to, content); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The file cannot be written.", Err: err}
	}
	fact["file"] = to
	if p.json {
		return p.fact(fact)
	}
	p.say("Wrote %s", sijill.Name(to).Display())
	return nil
}

func (p *program) consistencyVerb() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use:   "consistency OLD [NEW]",
		Short: "Prove that the register of NEW entries begins with the first OLD ones",
		Long: `Prove that the register of NEW entries begins with the first OLD ones, so that
nothing was altered between two checkpoints. Without NEW it is the newest
checkpoint. The proof has the form of a C2SP tlog-witness request.`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			old, err := index(args[0])
			if err != nil {
				return err
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				cp, err := a.Checkpoint()
				if err != nil {
					return err
				}
				newer, err := p.newer(a, cp, args[1:])
				if err != nil {
					return err
				}
				if old > newer.Size {
					return &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("A proof goes from an older size to a newer one, and %d is more than %d.", old, newer.Size)}
				}
				proof, err := a.Published.ProveConsistency(cp, newer, old)
				if err != nil {
					return &sijill.Error{Class: sijill.Wanting, Message: "The proof cannot be made, because the register's tiles are damaged.", Hint: "`sijill rebuild` makes them again from the entries.", Err: err}
				}
				return p.file(to, proof.Format(), map[string]any{"old": old, "new": newer.Size})
			})
		},
	}
	c.Flags().StringVarP(&to, "output", "o", "", "the `FILE` to write")
	return c
}

// newer gives the checkpoint of the size that was asked for. One of an earlier
// size is signed anew: the tree of that size is what it always was.
func (p *program) newer(a *archive.Archive, cp register.Checkpoint, args []string) (register.Checkpoint, error) {
	if len(args) == 0 {
		return cp, nil
	}
	size, err := index(args[0])
	if err != nil || size == cp.Size {
		return cp, err
	}
	if size > cp.Size {
		return cp, &sijill.Error{Class: sijill.NotFound, Message: fmt.Sprintf("The register has %d entries, not %d.", cp.Size, size)}
	}
	if a.Keys.Signer == nil {
		return cp, &sijill.Error{Class: sijill.Refused, Message: "A checkpoint of an earlier size must be signed, and the archive's private key is not here."}
	}
	root, err := a.Published.RootAt(cp, size)
	if err != nil {
		return cp, err
	}
	return register.SignCheckpoint(size, root, a.Keys.Signer)
}
