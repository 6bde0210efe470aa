package deposit

import (
	"os"
	"syscall"
)

// openFile opens a file for reading. A link that has taken its place meanwhile
// is not followed, and a pipe is not waited for.
func openFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}
