//go:build !linux

package durable

import "os"

// Exchange makes two names name each other's files. Between its steps b has no file;
// only Linux does it in one.
func Exchange(a, b string) error {
	aside := b + ".aside"
	if err := os.Rename(b, aside); err != nil {
		return err
	}
	if err := os.Rename(a, b); err != nil {
		return err
	}
	return os.Rename(aside, a)
}
