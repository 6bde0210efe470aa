package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// makeCorpus makes count files whose bytes do not compress, the same at every
// call: small ones of 20 to 140 kB, a thousand to a folder, or large ones of
// 21 MB.
func makeCorpus(kind, dir string, count int) error {
	random := rand.New(rand.NewPCG(2016, 11))
	source := rand.NewChaCha8([32]byte{20, 16})
	for i := range count {
		size := 21_000_000
		if kind == "small" {
			size = 20_000 + random.IntN(120_001)
		}
		folder := filepath.Join(dir, fmt.Sprintf("%03d", i/1000))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		path := filepath.Join(folder, fmt.Sprintf("IMG_%06d.jpg", i))
		if info, err := os.Stat(path); err == nil && info.Size() == int64(size) {
			continue
		}
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		w := bufio.NewWriterSize(f, 1<<20)
		buffer := make([]byte, 64<<10)
		for left := size; left > 0; {
			n := min(left, len(buffer))
			_, _ = source.Read(buffer[:n])
			if _, err := w.Write(buffer[:n]); err != nil {
				return err
			}
			left -= n
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}
