package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

func (p *program) editionExport() *cobra.Command {
	var dir, checker string
	c := &cobra.Command{
		Use:   "export DIR",
		Short: "Write the edition's pages as files, for any host or a disk",
		Long: `Write every page of the edition as a file, in every language, with its pictures, an
index to search in, and the program of the check page. Any host of files can serve
DIR, and it can be opened from a disk or a USB stick: nothing is asked of a server.

The same edition makes the same bytes. Given a directory of an earlier export, only
what changed is written, and what is no longer public is removed. Of other files in DIR
nothing is touched, and a directory that holds others only is refused. Pictures are
linked to those of the edition where the disk allows it, so change no file in DIR: copy
it first.

The check page needs check.wasm and wasm_exec.js, which ` + "`make build`" + ` puts beside the
program; --check-program names another directory that has them. Without them the copy
offers everything but checking.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			at, err := p.editionDir(dir)
			if err != nil {
				return err
			}
			e, err := edition.Open(at)
			if err != nil {
				return err
			}
			defer func() { _ = e.Close() }()
			to, err := filepath.Abs(args[0])
			if err != nil {
				return err
			}
			if err := p.outside(to, at); err != nil {
				return err
			}
			run, err := edition.LoadProgram(checker)
			if err != nil {
				return err
			}
			fonts, err := edition.LoadFonts("")
			if err != nil {
				return err
			}
			bar := p.progress("export")
			out, err := edition.Export(c.Context(), e, to, edition.ExportOptions{Program: run, Fonts: fonts, Progress: func(done, all int) { bar.set(fmt.Sprintf("%d of %d files", done, all)) }})
			bar.end()
			if err != nil {
				return err
			}
			if p.json {
				return p.fact(struct {
					edition.Exported
					CanCheck bool `json:"can_check"`
				}{out, run != nil})
			}
			p.say("Wrote %s to %s: %d written, %d unchanged, %d removed", count(out.Files, "file"), sijill.Name(to).Display(), out.Written, out.Unchanged, out.Removed)
			if run == nil {
				p.warn("Left out: the program of the check page, and the page says so. `make build` makes it (check.wasm, wasm_exec.js); --check-program DIR says where it is.")
			}
			return nil
		},
	}
	c.Flags().StringVar(&dir, "dir", "", "where the edition stands (default: beside the archive)")
	c.Flags().StringVar(&checker, "check-program", "", "the `DIR` that has check.wasm and wasm_exec.js (default: that of this program)")
	return c
}

// outside refuses to write a copy into the edition or the archive, or around them.
func (p *program) outside(to, at string) error {
	own, err := filepath.Abs(p.dir())
	if err != nil {
		return err
	}
	places := []string{at}
	if _, err := os.Stat(filepath.Join(own, "sijill.toml")); err == nil {
		places = append(places, own)
	}
	for _, place := range places {
		for _, pair := range [][2]string{{place, to}, {to, place}} {
			if rel, err := filepath.Rel(pair[0], pair[1]); err == nil && filepath.IsLocal(rel) {
				return &sijill.Error{Class: sijill.Refused, Message: "A copy for the public must stand neither in the edition or the archive, nor around them.", Hint: "Name another directory."}
			}
		}
	}
	return nil
}
