package archive

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/blockproof"
	"sijill.example/sijill/redaction"
	"sijill.example/sijill/register"
)

// Committed tells of a run of Commit.
type Committed struct {
	Done     int
	Before   int // that had a commitment already
	Declined []Declined
	Left     int // because the run was stopped
}

// Declined is an exhibit that cannot be committed to, and why.
type Declined struct {
	Number sijill.Number `json:"number"`
	Why    string        `json:"because"`
}

// commitEvery is how many commitments are entered at once at most.
const commitEvery = 64

// Commit enters a commitment for each of the exhibits, testimonies and statements, or
// for all where numbers is empty, that has none. It may be stopped and called again.
func (a *Archive) Commit(ctx context.Context, d *redaction.Desk, agent string, numbers []sijill.Number, progress func(done, all int)) (Committed, error) {
	todo, out, err := a.uncommitted(ctx, numbers)
	if err != nil {
		return out, err
	}
	type result struct {
		thing catalog.Thing
		draft sijill.Draft
		err   error
	}
	queue, results := make(chan catalog.Thing), make(chan result)
	work, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		defer close(queue)
		for _, t := range todo {
			select {
			case queue <- t:
			case <-work.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for t := range queue {
				draft, _, _, err := a.commitTo(work, d, t, agent)
				results <- result{t, draft, err}
			}
		})
	}
	go func() { workers.Wait(); close(results) }()
	var batch []sijill.Draft
	var failed error
	flush := func() {
		if len(batch) > 0 && failed == nil {
			if _, failed = a.Register.Append(context.WithoutCancel(ctx), batch...); failed == nil {
				out.Done += len(batch)
			}
		}
		batch = batch[:0]
	}
	seen := 0
	for r := range results {
		seen++
		if progress != nil {
			progress(seen, len(todo))
		}
		switch refused, ok := errors.AsType[*redaction.RefusedError](r.err); {
		case ok:
			out.Declined = append(out.Declined, Declined{r.thing.Number, refused.Why})
		case r.err != nil && work.Err() == nil:
			failed = r.err
			stop()
		case r.err == nil:
			if batch = append(batch, r.draft); len(batch) == commitEvery {
				flush()
			}
		}
	}
	flush()
	slices.SortFunc(out.Declined, func(x, y Declined) int { return strings.Compare(string(x.Number), string(y.Number)) })
	out.Left = len(todo) - out.Done - len(out.Declined)
	return out, failed
}

// uncommitted lists the exhibits that have bytes and no commitment, and the testimonies
// and statements whose wording has none.
func (a *Archive) uncommitted(ctx context.Context, numbers []sijill.Number) ([]catalog.Thing, Committed, error) {
	var out Committed
	var todo []catalog.Thing
	take := func(t catalog.Thing) error {
		if isTold(t) {
			_, found, err := a.committedTold(ctx, t)
			if found {
				out.Before++
			} else if err == nil {
				todo = append(todo, t)
			}
			return err
		}
		if _, err := digestOf(t); err != nil {
			if len(numbers) > 0 {
				return err
			}
			return nil
		}
		_, found, err := a.commitment(ctx, t.Number, true)
		if found {
			out.Before++
		} else if err == nil {
			todo = append(todo, t)
		}
		return err
	}
	if len(numbers) == 0 {
		for _, kind := range []string{"exhibit", "testimony", "statement"} {
			for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: kind}) {
				if err == nil && t.State != catalog.StateErased && (kind == "exhibit" || isTold(t)) {
					err = take(t)
				}
				if err != nil {
					return nil, out, err
				}
			}
		}
		return todo, out, nil
	}
	for _, n := range numbers {
		t, err := a.Catalog.Thing(ctx, n)
		if err == nil {
			err = take(t)
		}
		if err != nil {
			return nil, out, err
		}
	}
	return todo, out, nil
}

func digestOf(t catalog.Thing) (sijill.Digest, error) {
	text, _ := t.Fields[catalog.FieldDigest].(string)
	d, err := sijill.ParseDigest(text)
	if err != nil || t.Kind != "exhibit" {
		return d, &sijill.Error{Class: sijill.Refused, Message: string(t.Number) + " is not an exhibit with an original in this archive."}
	}
	return d, nil
}

// original opens an exhibit's original for a caged reader.
func (a *Archive) original(t catalog.Thing) (redaction.Original, *blob.Reader, error) {
	digest, err := digestOf(t)
	if err != nil {
		return redaction.Original{}, nil, err
	}
	r, err := a.Blobs.Get(digest)
	if err != nil {
		return redaction.Original{}, nil, &sijill.Error{Class: sijill.Wanting, Message: "The original of " + string(t.Number) + " is missing from the archive.", Hint: "`sijill audit` says what else is.", Err: err}
	}
	f, offset := r.File()
	return redaction.Original{File: f, Offset: offset, Size: r.Size()}, r, nil
}

func (a *Archive) commitTo(ctx context.Context, d *redaction.Desk, t catalog.Thing, agent string) (sijill.Draft, blockproof.Commitment, blockproof.Seed, error) {
	seed := blockproof.NewSeed()
	if isTold(t) {
		c, err := blockproof.CommitWords(wordsTold(t), seed)
		if err != nil {
			err = &redaction.RefusedError{Why: err.Error()}
		}
		return sijill.Draft{Kind: sijill.CommitmentMade, Agent: agent, Subject: t.Number, Fields: redaction.Fields(c, seed)}, c, seed, err
	}
	o, r, err := a.original(t)
	if err != nil {
		return sijill.Draft{}, blockproof.Commitment{}, seed, err
	}
	defer func() { _ = r.Close() }()
	c, err := d.Commit(ctx, o, seed)
	return sijill.Draft{Kind: sijill.CommitmentMade, Agent: agent, Subject: t.Number, Fields: redaction.Fields(c, seed)}, c, seed, err
}

// committedAt is a commitment in the register.
type committedAt struct {
	index      int64
	entry      register.Entry
	commitment blockproof.Commitment
	seed       blockproof.Seed
}

// commitment finds the first commitment to an exhibit. Older ones to a text know no
// words; byWord passes them over.
func (a *Archive) commitment(ctx context.Context, n sijill.Number, byWord bool) (committedAt, bool, error) {
	return a.commitmentThat(ctx, n, func(at committedAt) bool { return !byWord || at.commitment.Form != blockproof.Text })
}

func (a *Archive) commitmentThat(ctx context.Context, n sijill.Number, fits func(committedAt) bool) (committedAt, bool, error) {
	indexes, err := a.Catalog.Entries(ctx, n)
	if err != nil {
		return committedAt{}, false, err
	}
	for _, i := range indexes {
		e, err := a.Register.Entry(ctx, i)
		if err != nil {
			return committedAt{}, false, err
		}
		o, err := e.Open()
		if err != nil {
			return committedAt{}, false, err
		}
		if o.Kind != sijill.CommitmentMade || o.Subject != n {
			continue
		}
		c, err := redaction.CommitmentIn(o.Fields)
		seed, ok := redaction.SeedIn(o.Fields)
		if at := (committedAt{i, e, c, seed}); err == nil && ok && fits(at) {
			return at, true, nil
		}
	}
	return committedAt{}, false, nil
}
