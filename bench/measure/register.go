package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
	"sijill.example/sijill/register/sqlite"
)

// draft is an entry as a deposit makes it.
func draft(i int) sijill.Draft {
	return sijill.Draft{Kind: sijill.ExhibitEntered, Agent: "archivist", Subject: sijill.NewNumber(sijill.ExhibitPrefix, 2026, i+1), Fields: []sijill.Field{
		{Name: "name", Value: fmt.Sprintf("IMG_%06d.jpg", i)}, {Name: "path", Value: "photos"}, {Name: "size", Value: 123456},
		{Name: "sha256", Value: sijill.DigestOf([]byte{byte(i), byte(i >> 8), byte(i >> 16)}).String()}, {Name: "media_type", Value: "image/jpeg"},
		{Name: "received_at", Value: "2026-11-24T12:00:00Z"}, {Name: "modified_at", Value: "2016-11-29T12:00:00Z"}, {Name: "deposit", Value: "dep-2026-0001"}}}
}

// measureRegister measures the register by itself, to a million entries.
func measureRegister(dir string) error {
	ctx := context.Background()
	private, public, err := note.GenerateKey(rand.Reader, "bench.invalid/register")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	path := filepath.Join(dir, "register.db")
	store, err := sqlite.Create(path)
	if err != nil {
		return err
	}
	r := register.New(store, signer, time.Now)
	published := register.OpenPublished(filepath.Join(dir, "log"))
	fmt.Printf("\n| register | figure |\n|---|---:|\n")
	row := func(what, format string, args ...any) {
		fmt.Printf("| %s | %s |\n", what, fmt.Sprintf(format, args...))
	}

	latencies, took, err := wait(ctx, r, 1, 3000)
	if err != nil {
		return err
	}
	row("one writer that waits for each acknowledgement", "%.0f entries/s, 99th percentile %.2f ms", 3000/took.Seconds(), percentile(latencies, 99))
	if latencies, took, err = wait(ctx, r, 64, 500); err != nil {
		return err
	}
	row("64 writers that wait", "%.0f entries/s, 99th percentile %.2f ms", 64*500/took.Seconds(), percentile(latencies, 99))
	size, err := r.Size(ctx)
	if err != nil {
		return err
	}
	const million = 1_000_000
	begin := time.Now()
	if _, _, err := r.AppendAll(ctx, func(yield func(sijill.Draft, error) bool) {
		for i := int(size); i < million && yield(draft(i), nil); i++ {
		}
	}); err != nil {
		return err
	}
	row("in bulk, signed", "%.0f entries/s", float64(million-size)/time.Since(begin).Seconds())
	begin = time.Now()
	c, err := published.Publish(ctx, store, signer, verifier)
	if err != nil {
		return err
	}
	row("tiles and checkpoint for a million", "%.1f s", time.Since(begin).Seconds())
	if err := store.Close(); err != nil {
		return err
	}
	begin = time.Now()
	if store, err = sqlite.Open(path); err != nil {
		return err
	}
	if _, err := published.Publish(ctx, store, signer, verifier); err != nil {
		return err
	}
	row("start with a million entries", "%.0f ms", time.Since(begin).Seconds()*1e3)
	var proofs []time.Duration
	for i := range 1000 {
		begin = time.Now()
		if _, err := published.Prove(c, int64(i)*997%million); err != nil {
			return err
		}
		proofs = append(proofs, time.Since(begin))
	}
	row("a proof from a million entries", "median %.2f ms, 99th percentile %.2f ms", percentile(proofs, 50), percentile(proofs, 99))
	return store.Close()
}

// wait lets writers append n entries each, one at a time.
func wait(ctx context.Context, r *register.Register, writers, n int) ([]time.Duration, time.Duration, error) {
	var mu sync.Mutex
	var all []time.Duration
	var failed error
	var wg sync.WaitGroup
	begin := time.Now()
	for w := range writers {
		wg.Go(func() {
			mine := make([]time.Duration, 0, n)
			for i := range n {
				start := time.Now()
				if _, err := r.Append(ctx, draft(w*n+i)); err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					return
				}
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	return all, time.Since(begin), failed
}

// percentile gives milliseconds.
func percentile(d []time.Duration, p int) float64 {
	slices.Sort(d)
	return d[min(len(d)-1, len(d)*p/100)].Seconds() * 1e3
}
