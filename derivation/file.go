package derivation

import (
	"errors"
	"os"

	"sijill.example/sijill"
)

// OpenFile opens an ordinary file to be looked at.
func OpenFile(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, &sijill.Error{Class: sijill.NotFound, Message: "The file " + sijill.Name(path).Display() + " cannot be opened.", Err: err}
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		_ = f.Close()
		return nil, 0, &sijill.Error{Class: sijill.Refused, Message: sijill.Name(path).Display() + " is a directory, and only files can be looked at.", Hint: "Name the files in it, as DIR/* does; `sijill deposit` takes in a whole directory."}
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no ordinary file")
	}
	if err != nil {
		_ = f.Close()
		return nil, 0, &sijill.Error{Class: sijill.Refused, Message: sijill.Name(path).Display() + " cannot be looked at.", Err: err}
	}
	return f, info.Size(), nil
}
