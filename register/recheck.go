package register

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Fault is something in a register that is not as its entries say.
type Fault struct {
	Kind   string // "entry", "disclosure", "tile", "checkpoint", "register"
	Index  int64  // of the entry that is concerned, or -1
	Detail string
}

// Recheck derives everything again from the entries: it verifies every
// signature and disclosure, makes every tile and bundle again and compares it
// with the published one, and compares the root with the checkpoint. It hands
// every entry that could be read to each, in order, and every fault to report.
// It returns the size and root that the entries give.
func Recheck(ctx context.Context, store Store, p *Published, v note.Verifier, each func(int64, Opened), report func(Fault)) (int64, tlog.Hash, error) {
	size, err := store.Size(ctx)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	c, err := p.Checkpoint(v)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		report(Fault{"checkpoint", -1, "there is no checkpoint"})
	case err != nil:
		report(Fault{"checkpoint", -1, err.Error()})
	case c.Size > size:
		report(Fault{"register", -1, RolledBackError{c.Size, size}.Error()})
	}
	e := &edge{}
	checked := &checkedReader{store: store, v: v, each: each, report: report}
	if c.Size > 0 && c.Size <= size {
		// What was signed is compared with what is published; what came later has
		// no tiles yet.
		root, err := extend(ctx, checked, e, c.Size, func(t tlog.Tile, want []byte) error {
			p.compare(t, want, report)
			for _, w := range p.widths(t) {
				// A wider one was written before its checkpoint was signed; the next
				// Publish writes it again.
				if older := t; w < t.W {
					older.W = w
					p.compare(older, narrow(t, want, w), report)
				}
			}
			return nil
		})
		if err != nil {
			report(Fault{"register", -1, err.Error()})
			return size, tlog.Hash{}, nil
		}
		if root != c.Root {
			report(Fault{"register", -1, "the entries do not give the root that the checkpoint signs: something was edited, moved, inserted or taken out"})
		}
	}
	if _, err := extend(ctx, checked, e, size, func(tlog.Tile, []byte) error { return nil }); err != nil {
		report(Fault{"register", -1, err.Error()})
		return size, tlog.Hash{}, nil
	}
	return size, e.root(), nil
}

// compare reports a published tile that is not as it must be.
func (p *Published) compare(t tlog.Tile, want []byte, report func(Fault)) {
	path := TilePath(t)
	got, err := p.Tile(t)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		report(Fault{"tile", -1, path + " is missing"})
	case err != nil:
		report(Fault{"tile", -1, fmt.Sprintf("%s cannot be read: %v", path, err)})
	case !bytes.Equal(got, want):
		report(Fault{"tile", -1, path + " does not match the entries"})
	}
}

// checkedReader checks entries as they are read, on all processors.
type checkedReader struct {
	store  Store
	v      note.Verifier
	next   int64 // entries below were checked before
	each   func(int64, Opened)
	report func(Fault)
}

func (r *checkedReader) Read(ctx context.Context, from, to int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		const run = 64
		var group []Entry
		index := from
		flush := func() bool {
			opened := make([]Opened, len(group))
			errs := make([]error, len(group))
			var wg sync.WaitGroup
			workers := runtime.GOMAXPROCS(0)
			for w := range workers {
				wg.Go(func() {
					for i := w; i < len(group); i += workers {
						if index+int64(i) >= r.next {
							opened[i], errs[i] = group[i].Check(r.v)
						}
					}
				})
			}
			wg.Wait()
			for i, e := range group {
				if index >= r.next {
					if errs[i] != nil {
						r.report(Fault{"entry", index, errs[i].Error()})
					} else {
						r.each(index, opened[i])
					}
					r.next = index + 1
				}
				index++
				if !yield(e, nil) {
					return false
				}
			}
			group = group[:0]
			return true
		}
		for e, err := range r.store.Read(ctx, from, to) {
			if err != nil {
				if flush() {
					yield(Entry{}, err)
				}
				return
			}
			if group = append(group, e); len(group) == run && !flush() {
				return
			}
		}
		flush()
	}
}
