package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// eachFile calls f with every file under dir, in two workers.
func eachFile(dir string, f func(path string, buffer []byte) error) error {
	var paths []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	queue := make(chan string)
	errs := make(chan error, len(paths)+1)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			buffer := make([]byte, 1<<20)
			for path := range queue {
				if err := f(path, buffer); err != nil {
					errs <- err
				}
			}
		})
	}
	for _, path := range paths {
		queue <- path
	}
	close(queue)
	wg.Wait()
	close(errs)
	return <-errs
}

// hashFloor reads and hashes and does nothing else.
func hashFloor(dir string) error {
	return eachFile(dir, func(path string, buffer []byte) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		hash := sha256.New()
		_, err = io.CopyBuffer(struct{ io.Writer }{hash}, struct{ io.Reader }{f}, buffer)
		_ = hash.Sum(nil)
		return err
	})
}

// storeFloor makes the directory and lets store keep every file in it.
func storeFloor(dir, to string, store func(dir, to string) error) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	return store(dir, to)
}

// storePacks hashes each file and appends it to a pack, which is flushed when it
// has 64 MiB: the least that a store of packs can do.
func storePacks(dir, to string) error {
	var mu sync.Mutex
	var pack *os.File
	var size, n int
	var flushing sync.WaitGroup
	next := func() {
		if f := pack; f != nil {
			flushing.Go(func() { _ = f.Sync(); _ = f.Close() })
		}
		pack, size = nil, 0
	}
	err := eachFile(dir, func(path string, buffer []byte) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		read, err := io.ReadFull(f, buffer)
		if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
			return err
		}
		_ = sha256.Sum256(buffer[:read])
		mu.Lock()
		defer mu.Unlock()
		if pack == nil {
			n++
			if pack, err = os.Create(filepath.Join(to, hex.EncodeToString([]byte{byte(n >> 8), byte(n)}))); err != nil {
				return err
			}
		}
		if _, err := pack.Write(buffer[:read]); err != nil {
			return err
		}
		if size += read; size >= 64<<20 {
			next()
		}
		return nil
	})
	next()
	flushing.Wait()
	return err
}

// storeFiles hashes each file while it copies it, flushes it, and gives it its
// digest for a name.
func storeFiles(dir, to string) error {
	return eachFile(dir, func(path string, buffer []byte) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		out, err := os.CreateTemp(to, "tmp-*")
		if err != nil {
			return err
		}
		hash := sha256.New()
		if _, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(out, hash)}, struct{ io.Reader }{f}, buffer); err != nil {
			return err
		}
		if err := out.Sync(); err != nil {
			return err
		}
		if err := out.Close(); err != nil {
			return err
		}
		return os.Rename(out.Name(), filepath.Join(to, hex.EncodeToString(hash.Sum(nil))))
	})
}
