package main

import (
	"context"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/desk"
)

const defaultListen = "127.0.0.1:8337"

func (p *program) serveVerb() *cobra.Command {
	var listen string
	var still bool
	c := &cobra.Command{
		Use:   "serve",
		Short: "Show the archive's pages on this machine",
		Long: `Show the archive's own pages in a browser on this machine: holdings, items with
their custody, the register with a proof for each entry. The address must be of
the loopback interface; nothing is served to a network.

Meanwhile originals that were not looked at yet, and those that are deposited while
the pages are shown, are looked at in the background, as ` + "`sijill derive`" + ` does.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.reading(c.Context(), func(a *archive.Archive) error {
				if still {
					return p.serve(c.Context(), a, listen)
				}
				ctx, stop := context.WithCancel(c.Context())
				var background sync.WaitGroup
				background.Go(func() { p.deriveMeanwhile(ctx, c, a) })
				err := p.serve(ctx, a, listen)
				stop()
				background.Wait() // what is being kept is kept
				return err
			})
		},
	}
	addCageFlag(c)
	c.Flags().BoolVar(&still, "still", false, "look at nothing in the background")
	c.Flags().StringVar(&listen, "listen", defaultListen, "the `ADDRESS` to listen on; port 0 takes a free one")
	return c
}

func (p *program) serve(ctx context.Context, a *archive.Archive, listen string) error {
	host, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	if err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return &sijill.Error{Class: sijill.Refused, Message: "These pages are for this machine only, and " + sijill.Printable(listen) + " is not an address of it.", Hint: "Use 127.0.0.1:PORT or [::1]:PORT.", Err: err}
	}
	derivatives, err := a.Derivatives()
	if err != nil {
		return err
	}
	logger := log.New(p.err, "sijill: ", 0)
	server := &http.Server{
		Handler: desk.New(desk.Archive{
			Name: a.Name, Origin: a.Origin, Catalog: a.Catalog, Register: a.Register, Published: a.Published,
			Verifier: a.Keys.Verifier, VerifierKey: a.Keys.VerifierKey, Derivatives: derivatives, Likeness: &likenessOf{p, a}, Meaning: meaningOf{a},
			Refresh: func(ctx context.Context) error { return a.CatchUp(ctx, nil) },
		}, logger),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: time.Minute,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       logger,
	}
	return p.listen(ctx, server, listen, "Look at %s (stop with Ctrl-C)")
}
