package archive

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"sijill.example/sijill"
)

// lock takes the archive's lock. It is the kernel's, so that it goes when the
// process goes, however it dies.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive cannot be written.", Hint: "Check that the disk is not write-protected and that you may write in the archive's directory.", Err: err}
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &sijill.Error{Class: sijill.Busy, Message: "Another process is writing to this archive.", Hint: "Wait until it has finished, and try again; reading goes on meanwhile."}
		}
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive cannot be locked for writing.", Hint: "Some network file systems have no locks; keep the archive on a local disk.", Err: err}
	}
	return f, nil
}

// CanBeWritten reports whether something can be entered in the archive by whoever
// runs the program, now or when another writer has finished.
func (a *Archive) CanBeWritten() bool {
	f, err := os.OpenFile(filepath.Join(a.Dir, lockFile), os.O_RDWR, 0)
	if err != nil {
		return false
	}
	return f.Close() == nil && a.Keys.Signer != nil
}
