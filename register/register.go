// Package register is the append-only register of an archive: what an entry is,
// how entries are signed, committed and proved, and how anybody checks them.
//
// An entry is an SD-JWT (RFC 9901) whose signed part holds salted digests only.
// That signed part is a leaf of a Merkle tree (RFC 6962), published as C2SP
// tlog-tiles with a C2SP tlog-checkpoint. What an entry says stands apart, in
// disclosures, so that it can be shown in part, or erased, while the tree stays
// as it is.
//
// The life of an entry:
//
//	drafted    in memory only. If the process dies here, nothing was promised.
//	sealed     signed, in memory. The same.
//	entered    Store.Append has returned: index and entry are on disk. The point
//	           of no return; from here on the entry is acknowledged.
//	sequenced  its leaf is in the published tiles and a checkpoint covers it. If
//	           the process dies before, the next start does it: tiles are a pure
//	           function of the entries.
//
// CheckLeaf, Entry.Check, CheckCheckpoint, CheckInclusion, CheckConsistency,
// ParseTile and ParseBundle need no store, no network and no archive.
package register

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
)

// Store keeps entries in the order in which they were entered. Entry 0 is the
// first. It belongs to one register and has one writer.
//
// Append stores the entries in order in one transaction and returns the index of
// the first and their count; when it returns without an error they survive a
// power cut, and when it returns an error none of them is there. An error from
// the sequence ends it and is returned.
//
// Read yields the entries of [from, to) in order, and may be used while another
// goroutine or another process appends.
//
// Replace puts other disclosures in the place of those at the given indexes and
// appends entries, in one transaction; afterwards no byte of a disclosure that
// was taken out is left in the store's files. Where the transaction was committed
// and old bytes could not be removed yet, the error is an *UnscrubbedError.
type Store interface {
	Size(ctx context.Context) (int64, error)
	Append(ctx context.Context, entries iter.Seq2[Entry, error]) (first, count int64, err error)
	Read(ctx context.Context, from, to int64) iter.Seq2[Entry, error]
	Replace(ctx context.Context, disclosures map[int64][]string, entries []Entry) (first int64, err error)
}

// UnscrubbedError says that entries were replaced, and that older copies of what
// was taken out may still be in the store's files.
type UnscrubbedError struct{ Err error }

func (e *UnscrubbedError) Error() string { return "old bytes are not removed yet: " + e.Err.Error() }

// Unwrap gives the cause.
func (e *UnscrubbedError) Unwrap() error { return e.Err }

// Register writes entries. Its methods may be used concurrently.
type Register struct {
	store  Store
	signer note.Signer
	clock  func() time.Time

	writing sync.Mutex // held while the store is being appended to
	queue   struct {
		sync.Mutex
		waiting []*pending
		leading bool
	}
}

// New makes a register over a store. The signer's name is the origin.
func New(store Store, signer note.Signer, clock func() time.Time) *Register {
	return &Register{store: store, signer: signer, clock: clock}
}

// Size is the number of entries.
func (r *Register) Size(ctx context.Context) (int64, error) { return r.store.Size(ctx) }

// Read yields the entries of [from, to) in order.
func (r *Register) Read(ctx context.Context, from, to int64) iter.Seq2[Entry, error] {
	return r.store.Read(ctx, from, to)
}

// Entry reads one entry. An index that is not there gives an Error of class
// NotFound.
func (r *Register) Entry(ctx context.Context, index int64) (Entry, error) {
	for e, err := range r.store.Read(ctx, index, index+1) {
		return e, err
	}
	return Entry{}, &sijill.Error{
		Class:   sijill.NotFound,
		Message: fmt.Sprintf("The register has no entry %d.", index),
		Hint:    "`sijill register checkpoint` says how many entries there are; the first is 0.",
	}
}

// Now is the register's clock, in whole seconds of UTC.
func (r *Register) Now() time.Time { return r.clock().UTC().Truncate(time.Second) }

// pending is a group of sealed entries whose writer waits.
type pending struct {
	entries []Entry
	first   int64
	err     error
	done    chan struct{}
}

// Append enters the drafts, all or none, and returns the index of the first.
// Writers that arrive while another one commits share the next commit, so that
// many small appends need few flushes.
func (r *Register) Append(ctx context.Context, drafts ...sijill.Draft) (int64, error) {
	p := &pending{done: make(chan struct{})}
	now := r.Now()
	for _, d := range drafts {
		e, err := Seal(d, now, r.signer)
		if err != nil {
			return 0, err
		}
		p.entries = append(p.entries, e)
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	r.queue.Lock()
	r.queue.waiting = append(r.queue.waiting, p)
	lead := !r.queue.leading
	if lead {
		r.queue.leading = true
	}
	r.queue.Unlock()
	if lead {
		r.lead(context.WithoutCancel(ctx))
	}
	// Once queued, the entries may be committed by somebody else at any moment,
	// so the caller's context no longer decides.
	<-p.done
	return p.first, p.err
}

// lead commits what waits until nothing does. The goroutine that found nobody
// leading leads; there is none when nothing happens.
func (r *Register) lead(ctx context.Context) {
	for {
		r.writing.Lock()
		r.queue.Lock()
		group := r.queue.waiting
		r.queue.waiting = nil
		if len(group) == 0 {
			r.queue.leading = false
			r.queue.Unlock()
			r.writing.Unlock()
			return
		}
		r.queue.Unlock()
		first, _, err := r.store.Append(ctx, func(yield func(Entry, error) bool) {
			for _, p := range group {
				for _, e := range p.entries {
					if !yield(e, nil) {
						return
					}
				}
			}
		})
		r.writing.Unlock()
		for _, p := range group {
			p.first, p.err = first, err
			first += int64(len(p.entries))
			close(p.done)
		}
	}
}

// AppendAll enters a sequence of any length in one transaction, all or none, and
// returns the index of the first entry and their count. Drafts are sealed by all
// processors while they are stored in order; few are in memory at a time.
func (r *Register) AppendAll(ctx context.Context, drafts iter.Seq2[sijill.Draft, error]) (first, count int64, err error) {
	r.writing.Lock()
	defer r.writing.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return r.store.Append(ctx, r.seal(ctx, drafts))
}

// sealed is a run of drafts that one goroutine seals.
type sealed struct {
	drafts  []sijill.Draft
	entries []Entry
	err     error
	done    chan struct{}
}

const sealRun = 128

// seal yields the sealed entries of drafts in their order.
func (r *Register) seal(ctx context.Context, drafts iter.Seq2[sijill.Draft, error]) iter.Seq2[Entry, error] {
	workers := runtime.GOMAXPROCS(0)
	now := r.Now()
	return func(yield func(Entry, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		work := make(chan *sealed)
		inOrder := make(chan *sealed, 2*workers)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()
		for range workers {
			running.Go(func() {
				for s := range work {
					s.seal(now, r.signer)
				}
			})
		}
		running.Go(func() {
			defer close(work)
			defer close(inOrder)
			send := func(s *sealed) bool {
				select {
				case inOrder <- s:
				case <-ctx.Done():
					return false
				}
				select {
				case work <- s:
					return true
				case <-ctx.Done():
					s.err = ctx.Err()
					close(s.done)
					return false
				}
			}
			next := newRun()
			for d, err := range drafts {
				if err != nil {
					next.err = err
					break
				}
				next.drafts = append(next.drafts, d)
				if len(next.drafts) == sealRun {
					if !send(next) {
						return
					}
					next = newRun()
				}
			}
			if len(next.drafts) > 0 || next.err != nil {
				send(next)
			}
		})
		for s := range inOrder {
			<-s.done
			for _, e := range s.entries {
				if !yield(e, nil) {
					return
				}
			}
			if s.err != nil {
				yield(Entry{}, s.err)
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Entry{}, err)
		}
	}
}

func newRun() *sealed {
	return &sealed{drafts: make([]sijill.Draft, 0, sealRun), done: make(chan struct{})}
}

func (s *sealed) seal(now time.Time, signer note.Signer) {
	defer close(s.done)
	s.entries = make([]Entry, 0, len(s.drafts))
	for _, d := range s.drafts {
		e, err := Seal(d, now, signer)
		if err != nil {
			s.err = errors.Join(err, s.err)
			return
		}
		s.entries = append(s.entries, e)
	}
	s.drafts = nil
}

// Erase destroys disclosures and enters drafts that say so, in one transaction.
// For each index, keep decides by the name of a field whether its disclosure
// stays; elements of lists never stay. The leaves are not touched.
func (r *Register) Erase(ctx context.Context, indexes []int64, keep func(field string) bool, drafts ...sijill.Draft) (int64, error) {
	r.writing.Lock()
	defer r.writing.Unlock()
	replaced := make(map[int64][]string, len(indexes))
	for _, i := range indexes {
		e, err := r.Entry(ctx, i)
		if err != nil {
			return 0, err
		}
		kept := []string{}
		for _, d := range e.Disclosures {
			if name := NameOfDisclosure(d); name != "" && keep(name) {
				kept = append(kept, d)
			}
		}
		replaced[i] = kept
	}
	now := r.Now()
	var entries []Entry
	for _, d := range drafts {
		e, err := Seal(d, now, r.signer)
		if err != nil {
			return 0, err
		}
		entries = append(entries, e)
	}
	return r.store.Replace(ctx, replaced, entries)
}
