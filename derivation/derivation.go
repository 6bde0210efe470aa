// Package derivation looks at every original that was not looked at yet by this
// version of the program, and keeps what was seen and made. It may be stopped at
// any moment: what was finished stays, and the next run does the rest.
package derivation

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/look"
)

// Desk does the work.
type Desk struct {
	Blobs       *blob.Store
	Catalog     *catalog.Catalog
	Derivatives *derivative.Store
	Look        Looker
	// Progress, which may be nil, is told how many of how many are done. It is
	// called by one goroutine.
	Progress func(done, all int)
}

// Looker looks at a file: everything it says and everything that can be made of it.
// What breaks its reader is told in the result; an error stops the run. Look is
// called by Workers goroutines at once.
type Looker interface {
	Look(ctx context.Context, s look.Source) (look.Result, error)
	Workers() int
	Have() string
}

// Outcome tells of a run.
type Outcome struct {
	Done     int // originals that were looked at
	Partial  int // of these, how many have something that could not be done
	Missing  int // originals whose bytes are not here
	Left     int // that still lack something, because the run was stopped
	Tied     int // photos and films that are tied to a proof or a signature
	Differ   int // of these, how many do not agree with it in something
	OneSided int // of these, how many do not differ, but one is silent where the other speaks
	Noted    int // of these, how many agree without saying the very same
}

// keepEvery is how many originals go into one transaction at most.
const keepEvery = 16

// Derive looks at what lacks the version. With again, everything is looked at, by
// this run or, where ctx stops it, by the next. A run that ctx stops returns what it
// did, and no error.
func (d Desk) Derive(ctx context.Context, again bool) (Outcome, error) {
	if again {
		if err := d.Derivatives.Again(ctx); err != nil {
			return Outcome{}, err
		}
	}
	out, err := d.lookAll(ctx)
	if err != nil || ctx.Err() != nil {
		return out, err
	}
	// What stops here is done by the next run.
	if err := d.tie(ctx); err != nil && ctx.Err() == nil {
		return out, err
	}
	if ctx.Err() == nil {
		var graded map[string]int
		out.Tied, graded, err = d.Derivatives.CountBonds(ctx)
		out.Differ, out.OneSided, out.Noted = graded[derivative.Differs], graded[derivative.OneSided], graded[derivative.Noted]
	}
	return out, err
}

func (d Desk) lookAll(ctx context.Context) (Outcome, error) {
	lacking, err := d.Lacking(ctx)
	if err != nil || len(lacking) == 0 {
		return Outcome{}, err
	}
	work, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan sijill.Digest)
	done := make(chan finished)
	go func() {
		defer close(queue)
		for _, digest := range lacking {
			select {
			case queue <- digest:
			case <-work.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range d.Look.Workers() {
		workers.Go(func() {
			for digest := range queue {
				f := d.one(work, digest)
				if f.err != nil {
					stop(f.err)
					return
				}
				done <- f
			}
		})
	}
	go func() {
		workers.Wait()
		close(done)
	}()
	out, errKeep := d.keep(context.WithoutCancel(ctx), done, len(lacking), stop)
	out.Left = len(lacking) - out.Done - out.Missing
	if cause := context.Cause(work); ctx.Err() == nil && cause != nil && errKeep == nil {
		return out, cause
	}
	return out, errKeep
}

// Lacking lists the originals that lack the version, in the order of the catalog.
func (d Desk) Lacking(ctx context.Context) ([]sijill.Digest, error) {
	have, err := d.Derivatives.Fresh(ctx)
	if err != nil {
		return nil, err
	}
	var lacking []sijill.Digest
	for digest, err := range d.Catalog.Digests(ctx) {
		if err != nil {
			return nil, err
		}
		if _, ok := have[digest]; !ok {
			lacking = append(lacking, digest)
		}
	}
	return lacking, nil
}

// dropErased takes back what was made of originals that were erased meanwhile. An
// erasure takes an original out of the catalog before it destroys what was made of
// it, so that one of the two sees it here.
func (d Desk) dropErased(ctx context.Context, batch []derivative.Made) error {
	var gone []sijill.Digest
	for _, m := range batch {
		holders, err := d.Catalog.Holding(ctx, m.Digest)
		if err != nil {
			return err
		}
		if len(holders) == 0 {
			gone = append(gone, m.Digest)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return d.Derivatives.Erase(ctx, gone)
}

type finished struct {
	made    derivative.Made
	partial bool
	missing bool
	err     error
}

// keep stores what is finished, a few at a time, until nothing more comes.
func (d Desk) keep(ctx context.Context, done <-chan finished, all int, stop context.CancelCauseFunc) (Outcome, error) {
	var out Outcome
	var batch []derivative.Made
	var failed error
	flush := func() {
		if len(batch) == 0 || failed != nil {
			return
		}
		if failed = d.Derivatives.Put(ctx, batch); failed != nil {
			failed = &sijill.Error{Class: sijill.Failed, Message: "What was made of the originals cannot be kept.", Hint: "Free some space on the disk of the archive, and run `sijill derive` again.", Err: failed}
			stop(failed)
			return
		}
		if failed = d.dropErased(ctx, batch); failed != nil {
			stop(failed)
			return
		}
		out.Done += len(batch)
		batch = batch[:0]
	}
	seen := 0
	for f := range done {
		seen++
		if d.Progress != nil {
			d.Progress(seen, all)
		}
		if f.missing {
			out.Missing++
			continue
		}
		if f.partial {
			out.Partial++
		}
		if batch = append(batch, f.made); len(batch) == keepEvery {
			flush()
		}
	}
	flush()
	return out, failed
}

// one looks at one original.
func (d Desk) one(ctx context.Context, digest sijill.Digest) finished {
	r, err := d.Blobs.Get(digest)
	if sijill.ClassOf(err) == sijill.NotFound {
		return finished{missing: true}
	}
	if err != nil {
		return finished{err: err}
	}
	defer func() { _ = r.Close() }()
	name, err := d.nameOf(ctx, digest)
	if err != nil {
		return finished{err: err}
	}
	file, offset := r.File()
	seen, err := d.Look.Look(ctx, look.Source{File: file, Offset: offset, Size: r.Size(), Name: name})
	if err != nil {
		return finished{err: err}
	}
	facts, err := json.Marshal(seen.Seen)
	if err != nil {
		return finished{err: fmt.Errorf("what was seen cannot be written: %w", err)}
	}
	var of []sijill.Digest
	for _, proof := range seen.Seen.Proof {
		if photo, ok := proof.Of(); ok {
			of = append(of, photo)
		}
	}
	return finished{
		made:    derivative.Made{Digest: digest, Tools: d.Look.Have(), Facts: facts, Text: seen.Text, Copies: seen.Copies, Prints: seen.Prints, Of: of},
		partial: len(seen.Seen.Failed()) > 0,
	}
}

// nameOf gives the file name under which an original came first.
func (d Desk) nameOf(ctx context.Context, digest sijill.Digest) (string, error) {
	holders, err := d.Catalog.Holding(ctx, digest)
	if err != nil || len(holders) == 0 {
		return "", err
	}
	t, err := d.Catalog.Thing(ctx, holders[0])
	name, _ := t.Fields["name"].(string)
	return name, err
}
