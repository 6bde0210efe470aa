package main

import (
	"context"
	"log"
	"time"

	"github.com/spf13/cobra"

	"sijill.example/sijill/archive"
	"sijill.example/sijill/look"
)

// How often the register is asked for new entries, and how long is waited after
// something failed.
const (
	askEvery   = 2 * time.Second
	retryAfter = time.Minute
)

// deriveMeanwhile looks at what was not looked at yet, and again whenever the
// register has grown, until ctx ends. The pages do without it where it fails.
func (p *program) deriveMeanwhile(ctx context.Context, c *cobra.Command, a *archive.Archive) {
	logger := log.New(p.err, "sijill: ", 0)
	d, err := look.Open(walls(c))
	if err != nil {
		logger.Printf("originals are not looked at in the background: %v", err)
		return
	}
	defer func() { _ = d.Close() }()
	seen := int64(-1)
	for wait := askEvery; ctx.Err() == nil; {
		size, err := a.Entries.Size(ctx)
		if err == nil && size != seen {
			err = a.CatchUp(ctx, nil)
			if err == nil {
				_, err = a.Derive(ctx, d, false, nil)
			}
			if err == nil {
				seen = size
			}
		}
		wait = askEvery
		if err != nil && ctx.Err() == nil {
			logger.Printf("originals are not looked at in the background: %v", err)
			wait = retryAfter
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}
