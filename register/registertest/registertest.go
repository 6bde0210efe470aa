// Package registertest tests what register.Store promises, for any engine.
package registertest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"

	"sijill.example/sijill/register"
)

// Test runs the whole suite. The function opens the store that is kept in dir,
// and makes it where there is none; nothing but the store's files is in dir. A
// store that is an io.Closer is closed before it is opened again.
func Test(t *testing.T, open func(t *testing.T, dir string) register.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *kept)
	}{
		{"entries keep their order and their bytes", order},
		{"a sequence that ends in an error enters nothing", allOrNone},
		{"reading goes on while another appends", readWhileAppending},
		{"what was appended is there after reopening", reopen},
		{"replacing puts other disclosures and appends in one step", replace},
		{"replaced disclosures leave no byte in the files", leavesNothing},
		{"replacing in a large register leaves no byte either", leavesNothingInMany},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := &kept{open: open, dir: t.TempDir()}
			k.reopen(t)
			t.Cleanup(func() { k.close(t) })
			test.run(t, k)
		})
	}
}

// kept is a store and where it is kept.
type kept struct {
	register.Store
	open func(*testing.T, string) register.Store
	dir  string
}

func (k *kept) close(t *testing.T) {
	t.Helper()
	if c, ok := k.Store.(io.Closer); ok {
		if err := c.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	}
	k.Store = nil
}

func (k *kept) reopen(t *testing.T) {
	t.Helper()
	if k.Store != nil {
		k.close(t)
	}
	k.Store = k.open(t, k.dir)
}

// entry makes an entry of the given number of disclosures of about the given
// size. A store does not look inside, so it need not be signed.
func entry(i, disclosures, size int) register.Entry {
	e := register.Entry{Leaf: fmt.Appendf(nil, "leaf.%d.%s", i, unique(30))}
	for range disclosures {
		e.Disclosures = append(e.Disclosures, unique(size))
	}
	return e
}

// unique is base64url that comes nowhere else.
func unique(size int) string {
	b := make([]byte, max(size, 16))
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

func (k *kept) append(t *testing.T, entries ...register.Entry) int64 {
	t.Helper()
	first, count, err := k.Append(t.Context(), func(yield func(register.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	})
	if err != nil || count != int64(len(entries)) {
		t.Fatalf("Append of %d entries = %d, %v", len(entries), count, err)
	}
	return first
}

// holds fails unless the store has exactly these entries.
func (k *kept) holds(t *testing.T, want []register.Entry) {
	t.Helper()
	size, err := k.Size(t.Context())
	if err != nil || size != int64(len(want)) {
		t.Fatalf("Size = %d, %v; want %d", size, err, len(want))
	}
	k.reads(t, 0, size+10, want)
}

func (k *kept) reads(t *testing.T, from, to int64, want []register.Entry) {
	t.Helper()
	var n int
	for e, err := range k.Read(t.Context(), from, to) {
		if err != nil {
			t.Fatalf("Read(%d, %d) at %d: %v", from, to, n, err)
		}
		if n >= len(want) || !bytes.Equal(e.Leaf, want[n].Leaf) || !slices.Equal(e.Disclosures, want[n].Disclosures) {
			t.Fatalf("Read(%d, %d): entry %d is not what was appended", from, to, n)
		}
		n++
	}
	if n != len(want) {
		t.Fatalf("Read(%d, %d) gave %d entries, want %d", from, to, n, len(want))
	}
}

func order(t *testing.T, k *kept) {
	k.holds(t, nil)
	var all []register.Entry
	for _, group := range []int{1, 0, 3, 1, 300} {
		var entries []register.Entry
		for range group {
			n := len(all) + len(entries)
			entries = append(entries, entry(n, n%5, 40*(n%7)))
		}
		if first := k.append(t, entries...); first != int64(len(all)) {
			t.Fatalf("Append gave the first index %d, want %d", first, len(all))
		}
		all = append(all, entries...)
	}
	k.holds(t, all)
	k.reads(t, 3, 5, all[3:5])
	k.reads(t, 7, 7, nil)
	k.reads(t, int64(len(all)), int64(len(all))+5, nil)
	for range k.Read(t.Context(), 0, 300) {
		break // a reader that stops leaves nothing open
	}
	k.append(t, entry(0, 1, 1))
}

func allOrNone(t *testing.T, k *kept) {
	all := []register.Entry{entry(0, 2, 20), entry(1, 2, 20)}
	k.append(t, all...)
	for _, before := range []int{0, 1, 700} {
		stop := errors.New("the sequence broke off")
		_, _, err := k.Append(t.Context(), func(yield func(register.Entry, error) bool) {
			for i := range before {
				if !yield(entry(i, 3, 100), nil) {
					return
				}
			}
			yield(register.Entry{}, stop)
		})
		if !errors.Is(err, stop) {
			t.Errorf("Append after %d entries gave %v, not the sequence's error", before, err)
		}
		k.holds(t, all)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, _, err := k.Append(ctx, func(yield func(register.Entry, error) bool) {
		for i := 0; yield(entry(i, 1, 20), nil) && i < 5000; i++ {
			if i == 50 {
				cancel()
			}
		}
	})
	if err == nil {
		t.Error("Append under a context that was cancelled gave no error")
	}
	k.holds(t, all)
	next := entry(2, 1, 20)
	if first := k.append(t, next); first != 2 {
		t.Errorf("the entry after a refused sequence has index %d, want 2", first)
	}
	k.reopen(t)
	k.holds(t, append(all, next))
}

func readWhileAppending(t *testing.T, k *kept) {
	const total = 200
	var writer sync.WaitGroup
	done := make(chan struct{})
	k.append(t, entry(0, 1, 20))
	writer.Go(func() {
		defer close(done)
		for i := 1; i < total; i++ {
			k.append(t, entry(i, 1, 20))
		}
	})
	var largest int64
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		size, err := k.Size(t.Context())
		if err != nil || size < largest {
			t.Fatalf("Size = %d, %v after it was %d", size, err, largest)
		}
		largest = size
		var n int64
		for e, err := range k.Read(t.Context(), 0, size) {
			if want := fmt.Appendf(nil, "leaf.%d.", n); err != nil || !bytes.HasPrefix(e.Leaf, want) {
				t.Fatalf("Read at %d while appending: %q, %v", n, e.Leaf[:min(len(e.Leaf), 9)], err)
			}
			n++
		}
		if n != size {
			t.Fatalf("Read gave %d entries where Size had said %d", n, size)
		}
	}
	writer.Wait()
	if largest != total {
		t.Errorf("at the end Size = %d, want %d", largest, total)
	}
}

func reopen(t *testing.T, k *kept) {
	var all []register.Entry
	for round := range 5 {
		for i := range round * 7 {
			all = append(all, entry(i, i%4, 30))
			k.append(t, all[len(all)-1])
		}
		k.reopen(t)
		k.holds(t, all)
	}
}
