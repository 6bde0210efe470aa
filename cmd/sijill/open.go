package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
)

func (p *program) openVerb() *cobra.Command {
	var to string
	var as []string
	c := &cobra.Command{
		Use:   "open NUMBER",
		Short: "Hand out a copy of an original",
		Long: `Write the original's bytes to standard output, or to the file that -o names. The
register gets a line: who had a copy, and when. An existing file is not
overwritten, and what reads the copy gets nothing before the line is entered.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			if f, ok := p.out.(*os.File); ok && to == "" && term.IsTerminal(int(f.Fd())) {
				return &sijill.Error{Class: sijill.Refused, Message: "The bytes of an original are not written to a terminal.", Hint: "Name a file with -o FILE, or send them on with a pipe."}
			}
			if to != "" {
				if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
					return &sijill.Error{Class: sijill.Refused, Message: sijill.Name(to).Display() + " is there already and is not overwritten."}
				}
			}
			roles, err := rolesOf(as)
			if err != nil {
				return err
			}
			return p.writing(c.Context(), func(a *archive.Archive) error {
				if d, err := a.Permit(c.Context(), roles, number, access.Desk); err != nil {
					return err
				} else if !d.Allow {
					return archive.Denied(number, d)
				}
				t, err := a.Catalog.Thing(c.Context(), number)
				if err != nil {
					return err
				}
				text, _ := t.Fields[catalog.FieldDigest].(string)
				digest, err := sijill.ParseDigest(text)
				if err != nil {
					return &sijill.Error{Class: sijill.Refused, Message: string(number) + " has no original in this archive."}
				}
				return p.handOut(c, a, number, digest, to)
			})
		},
	}
	c.Flags().StringVarP(&to, "output", "o", "", "the `FILE` to write")
	c.Flags().StringSliceVar(&as, "as", []string{"archivist"}, "the `ROLE` in which you act; what is sealed needs a keyholder")
	return c
}

// handOut enters the line first and gives the bytes afterwards. The copy is
// hashed as it is written, and one that is damaged is not left under its name.
func (p *program) handOut(c *cobra.Command, a *archive.Archive, number sijill.Number, digest sijill.Digest, to string) error {
	original, err := a.Blobs.Get(digest)
	if err != nil {
		return &sijill.Error{Class: sijill.Wanting, Message: "The original of " + string(number) + " is missing from the archive.", Hint: "`sijill audit` says what else is; the bytes must come back from a copy of the archive.", Err: err}
	}
	defer func() { _ = original.Close() }()
	if _, err := a.Register.Append(c.Context(), sijill.Draft{Kind: sijill.OriginalConsulted, Agent: p.actor(), Subject: number}); err != nil {
		return err
	}
	out := p.out
	var file *os.File
	if to != "" {
		if file, err = os.CreateTemp(filepath.Dir(to), ".sijill-*"); err != nil {
			return &sijill.Error{Class: sijill.Failed, Message: "The file cannot be written.", Err: err}
		}
		defer func() { _ = os.Remove(file.Name()) }()
		out = file
	}
	hash := sijill.NewHash()
	if _, err := io.Copy(io.MultiWriter(out, hash), original); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The original could not be copied whole.", Err: err}
	}
	if sijill.Digest(hash.Sum(nil)) != digest {
		return &sijill.Error{Class: sijill.Wanting, Message: "The original of " + string(number) + " is damaged: its bytes do not have the digest that the register holds.", Hint: "`sijill fixity` lists everything that is damaged."}
	}
	if file == nil {
		return nil
	}
	if err := errors.Join(file.Sync(), file.Close(), os.Link(file.Name(), to)); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The file cannot be written.", Err: err}
	}
	if p.json {
		return p.fact(map[string]any{"number": number, "file": to, "sha256": digest.String()})
	}
	return nil
}
