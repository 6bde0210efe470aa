//go:build !linux

package edition

import (
	"errors"
	"os"
)

// memoryFile is for systems that have no files in memory. They cannot lock in what
// reads pictures either.
func memoryFile() (*os.File, error) { return nil, errors.ErrUnsupported }
