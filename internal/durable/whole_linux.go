package durable

import (
	"os"

	"golang.org/x/sys/unix"
)

// SyncWhole flushes everything below dir, and whatever else is on its file system
// (syncfs). It is for many small files at once.
func SyncWhole(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return unix.Syncfs(int(d.Fd()))
}
