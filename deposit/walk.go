package deposit

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"sijill.example/sijill"
)

// found is a file that was given or lies under a folder that was given.
type found struct {
	open   string // where to open it
	name   string // its own name
	folder string // the folders between what was given and it, "/" between them
}

// walk calls yield with every file under the paths, in the order of their names,
// and refuse with what is not a file: links, devices, folders that cannot be
// read. The archive's own directory is refused too.
func walk(paths []string, own string, yield func(found) error, refuse func(Refusal)) error {
	w := walker{yield: yield, refuse: refuse}
	w.own, _ = os.Stat(own)
	for _, p := range paths {
		info, err := os.Lstat(p)
		if err != nil {
			refuse(Refusal{sijill.Name(p), reasonFor(err)})
			continue
		}
		name := filepath.Base(filepath.Clean(p))
		if name == "." || name == ".." || name == string(filepath.Separator) {
			name = ""
			if abs, err := filepath.Abs(p); err == nil && filepath.Base(abs) != string(filepath.Separator) {
				name = filepath.Base(abs)
			}
		}
		if err := w.visit(found{p, name, ""}, info, p); err != nil {
			return err
		}
	}
	return nil
}

type walker struct {
	own    os.FileInfo
	yield  func(found) error
	refuse func(Refusal)
}

func (w walker) visit(f found, info os.FileInfo, shown string) error {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return w.yield(f)
	case mode.IsDir():
		if w.own != nil && os.SameFile(w.own, info) {
			w.refuse(Refusal{sijill.Name(shown), "it is this archive itself"})
			return nil
		}
		return w.enter(f, shown)
	case mode&fs.ModeSymlink != 0:
		w.refuse(Refusal{sijill.Name(shown), "it is a symbolic link; deposit what it points to"})
	default:
		w.refuse(Refusal{sijill.Name(shown), "it is not a file: a device, a pipe or a socket has no bytes to keep"})
	}
	return nil
}

func (w walker) enter(dir found, shown string) error {
	list, err := os.ReadDir(dir.open)
	if err != nil {
		w.refuse(Refusal{sijill.Name(shown), reasonFor(err)})
	}
	folder := dir.folder
	if dir.name != "" {
		if folder != "" {
			folder += "/"
		}
		folder += dir.name
	}
	for _, d := range list {
		inside := filepath.Join(shown, d.Name())
		info, err := d.Info()
		if err != nil {
			w.refuse(Refusal{sijill.Name(inside), reasonFor(err)})
			continue
		}
		if err := w.visit(found{filepath.Join(dir.open, d.Name()), d.Name(), folder}, info, inside); err != nil {
			return err
		}
	}
	return nil
}

// reasonFor says in a person's words why a file could not be read.
func reasonFor(err error) string {
	var no syscall.Errno
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "it is not there (any more)"
	case errors.Is(err, fs.ErrPermission):
		return "you may not read it"
	case errors.Is(err, syscall.ELOOP):
		return "it became a symbolic link while it was read"
	case errors.As(err, &no):
		return "it cannot be read: " + no.Error()
	}
	return "it cannot be read"
}
