// Package durable writes files so that they are there after a power cut, whole,
// or not at all. It is the one place that knows how:
//
//	WriteFile   openat(O_CREAT|O_EXCL) of a temporary name in the same directory,
//	            write, fsync, renameat, fsync of the directory
//	Place       the same without the last step, for many files of one directory,
//	            of which SyncDir is then called once
//	MkdirAll    mkdirat for each directory that is missing, fsync of its parent
//	SyncDir     openat of the directory, fsync
//
// An fsync that fails may have lost the data for good, and a second one that
// succeeds says nothing about it. So no step is ever tried again: the caller must
// take the file for not written.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile puts data into the file at path, replacing what was there. The new
// file has mode 0600.
func WriteFile(path string, data []byte) error {
	if err := Place(path, data); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// Place is WriteFile without the flush of the directory. The file is not there
// for good before SyncDir of its directory has returned.
func Place(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", filepath.Base(path), err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("cannot write %s: %w", filepath.Base(path), err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("cannot flush %s: %w", filepath.Base(path), err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("cannot close %s: %w", filepath.Base(path), err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("cannot name %s: %w", filepath.Base(path), err)
	}
	return nil
}

// SyncDir flushes a directory, so that the names in it are there for good.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("cannot flush a directory: %w", err)
	}
	err = d.Sync()
	if errClose := d.Close(); err == nil {
		err = errClose
	}
	if err != nil {
		return fmt.Errorf("cannot flush a directory: %w", err)
	}
	return nil
}

// MkdirAll makes a directory and its parents, each there for good. New ones have
// mode 0700.
func MkdirAll(dir string) error {
	dir = filepath.Clean(dir)
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return fmt.Errorf("%s is a file, not a directory", filepath.Base(dir))
		}
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := MkdirAll(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("cannot make a directory: %w", err)
	}
	return SyncDir(parent)
}
