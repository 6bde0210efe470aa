// Command tessera measures the POSIX driver of transparency-dev/tessera with
// writers that wait for the index of their entry, beside which bench/run puts
// Sijill's register.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "tessera:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	fmt.Printf("\n| tessera, POSIX driver, batches of 256 or 10 ms | figure |\n|---|---:|\n")
	for _, c := range []struct {
		name       string
		writers, n int
	}{{"one writer that waits for its index", 1, 300}, {"64 writers that wait", 64, 500}} {
		if err := measure(fmt.Sprintf("%s/%d", dir, c.writers), c.name, c.writers, c.n); err != nil {
			return err
		}
	}
	return nil
}

func measure(dir, name string, writers, n int) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	private, _, err := note.GenerateKey(rand.Reader, "bench.invalid/tessera")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		return err
	}
	driver, err := posix.New(ctx, posix.Config{Path: dir})
	if err != nil {
		return err
	}
	appender, shutdown, _, err := tessera.NewAppender(ctx, driver, tessera.NewAppendOptions().
		WithCheckpointSigner(signer).WithCheckpointInterval(time.Second).WithBatching(256, 10*time.Millisecond))
	if err != nil {
		return err
	}
	entry := make([]byte, 1218) // as long as a leaf of Sijill's
	var mu sync.Mutex
	var all []time.Duration
	var failed error
	var wg sync.WaitGroup
	begin := time.Now()
	for range writers {
		wg.Go(func() {
			for range n {
				start := time.Now()
				data := slices.Clone(entry)
				_, _ = rand.Read(data[:16])
				_, err := appender.Add(ctx, tessera.NewEntry(data))()
				mu.Lock()
				if err != nil {
					failed = err
				}
				all = append(all, time.Since(start))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	took := time.Since(begin)
	slices.Sort(all)
	fmt.Printf("| %s | %.0f entries/s, 99th percentile %.2f ms |\n", name, float64(writers*n)/took.Seconds(), all[len(all)*99/100].Seconds()*1e3)
	if err := shutdown(ctx); err != nil {
		return err
	}
	return failed
}
