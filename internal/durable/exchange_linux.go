package durable

import "golang.org/x/sys/unix"

// Exchange makes two names of one directory's disk name each other's files, in one
// step (renameat2 with RENAME_EXCHANGE).
func Exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}
