package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/internal/cage"
)

const defaultPublicListen = "127.0.0.1:8338"

func (p *program) editionServe() *cobra.Command {
	var dir, listen, checker string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the edition's pages",
		Long: `Serve the pages of an edition, in Arabic, English and French. Only the edition's own
directory is read: the archive need not be on this machine. When a new edition takes
the place of the old one, the new one is served from the next request on.

Nothing is written down of who asks, or for what. The pages are served without TLS: a
program that has the certificate stands before them (nginx, Caddy), and passes on
neither cookies nor addresses.

A picture on the check page is compared in the reader's own browser. Where scripts are
off, or where check.wasm and wasm_exec.js (from make build) are not beside this program
nor in --check-program, it is handed in: a locked-in child reads it, and it is forgotten
with the answer.

The pages bring their typefaces where the directory fonts stands beside this program,
as make build puts it there; otherwise they use those of the reader's system.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			at, err := p.editionDir(dir)
			if err != nil {
				return err
			}
			logger := log.New(p.err, "sijill: ", 0)
			o, closeEye, err := p.checking(edition.SiteOptions{Logger: logger}, checker, walls(c))
			if err != nil {
				return err
			}
			defer closeEye()
			handler, done, err := edition.Follow(at, o)
			if err != nil {
				return err
			}
			return errors.Join(p.serveEdition(c.Context(), handler, listen), done())
		},
	}
	addCageFlag(c)
	c.Flags().StringVar(&checker, "check-program", "", "the `DIR` that has check.wasm and wasm_exec.js (default: that of this program)")
	c.Flags().StringVar(&dir, "dir", "", "where the edition stands (default: beside the archive)")
	c.Flags().StringVar(&listen, "listen", defaultPublicListen, "the `ADDRESS` to listen on; port 0 takes a free one")
	return c
}

// checking adds what the check page needs, and the typefaces, as far as they are there.
func (p *program) checking(o edition.SiteOptions, programDir string, w cage.Walls) (edition.SiteOptions, func(), error) {
	var err error
	if o.Program, err = edition.LoadProgram(programDir); err != nil {
		return o, nil, err
	}
	if o.Program == nil {
		p.warn("The check page compares here and not in the reader's browser: check.wasm is not beside this program. `make build` makes it.")
	}
	if o.Fonts, err = edition.LoadFonts(""); err != nil {
		return o, nil, err
	}
	if o.Eye, err = edition.OpenEye(w); err != nil {
		p.warn("Pictures that readers hand in are refused: %s", sijill.Printable(err.Error()))
		return o, func() {}, nil
	}
	return o, func() { _ = o.Eye.Close() }, nil
}

func (p *program) serveEdition(ctx context.Context, handler http.Handler, listen string) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 5 * time.Minute, IdleTimeout: time.Minute,
		MaxHeaderBytes: 32 << 10,
		// What the server itself says of a connection names who connected.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	return p.listen(ctx, server, listen, "Read the edition at %s (stop with Ctrl-C)")
}
