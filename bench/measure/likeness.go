package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"sijill.example/sijill/likeness"
)

// queries is how many hashes are looked for.
const queries = 300

// measureLikeness makes n hashes and the queries, looks for each, and writes hashes,
// queries and answers to dir, so that another program can be given the same and be
// compared. Of the queries, two thirds have something to be found.
func measureLikeness(dir string, n int) error {
	r := rand.New(rand.NewPCG(uint64(n), 31))
	random := func() likeness.Hash {
		return likeness.Hash{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
	}
	changed := func(h likeness.Hash, bits int) likeness.Hash {
		for _, b := range r.Perm(256)[:bits] {
			h[b/64] ^= 1 << (b % 64)
		}
		return h
	}
	var before, after runtime.MemStats
	all := make([]likeness.Hash, 0, n)
	asked := make([]likeness.Hash, queries)
	for i := range asked {
		asked[i] = random()
	}
	for i := range n {
		h := random()
		if i%1000 == 0 {
			h = changed(asked[i/1000%(queries*2/3)], r.IntN(50))
		}
		all = append(all, h)
	}
	runtime.GC()
	runtime.ReadMemStats(&before)
	var x likeness.Index
	start := time.Now()
	for _, h := range all {
		x.Add(h)
	}
	x.Build()
	built := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)

	var found strings.Builder
	for q, h := range asked { // also brings everything into memory
		for _, hit := range x.Search(h, likeness.Near) {
			fmt.Fprintln(&found, q, hit.ID, hit.Distance)
		}
	}
	cpu, took := cpuTime(), make([]time.Duration, 0, queries)
	for _, h := range asked {
		start := time.Now()
		x.Search(h, likeness.Near)
		took = append(took, time.Since(start))
	}
	cpu = (cpuTime() - cpu) / queries
	slices.Sort(took)
	if err := writeHashes(filepath.Join(dir, "hashes"), all); err != nil {
		return err
	}
	if err := writeHashes(filepath.Join(dir, "queries"), asked); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "answers"), []byte(found.String()), 0o644); err != nil {
		return err
	}
	// The peer takes this line as what to compare itself with.
	if err := os.WriteFile(filepath.Join(dir, "cpu"), []byte(strconv.FormatFloat(cpu.Seconds(), 'g', -1, 64)), 0o644); err != nil {
		return err
	}
	ms := func(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()*1000) }
	fmt.Printf("| sijill, %d hashes | %s | %s | %s | %.1f | %.1f | 1.00 |\n", n, ms(cpu), ms(took[queries/2]), ms(took[queries*99/100]),
		float64(after.HeapAlloc-before.HeapAlloc)/float64(n), built.Seconds())
	runtime.KeepAlive(&x)
	return nil
}

func writeHashes(path string, all []likeness.Hash) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	for _, h := range all {
		if _, err := w.Write(h.Bytes()); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
