package edition

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"sijill.example/sijill"
)

// Files of the program that runs in a reader's browser. `make build` puts them beside
// the program; wasm_exec.js is Go's own and of the same version.
const (
	programFile = "check.wasm"
	runtimeFile = "wasm_exec.js"
)

// Program is package matching, compiled to WebAssembly, with what runs it.
type Program struct {
	packed  string // gzip and base64, so that a script can bring it from a disk as well
	runtime []byte
}

// LoadProgram reads the program from a directory, "" for the one in which this
// executable is. Where none is there, it is nil: then the check page offers what
// needs no script.
func LoadProgram(dir string) (*Program, error) {
	given := dir != ""
	if !given {
		self, err := os.Executable()
		if err != nil {
			return nil, nil
		}
		dir = filepath.Dir(self)
	}
	code, err := os.ReadFile(filepath.Join(dir, programFile))
	if err == nil && !bytes.HasPrefix(code, []byte("\x00asm")) {
		err = errors.New(programFile + " is not WebAssembly")
	}
	if errors.Is(err, fs.ErrNotExist) && !given {
		return nil, nil
	}
	var runtime []byte
	if err == nil {
		runtime, err = os.ReadFile(filepath.Join(dir, runtimeFile))
	}
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The program for the check page cannot be read.", Hint: "`make build` puts " + programFile + " and " + runtimeFile + " into build/.", Err: err}
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err = z.Write(code); err == nil {
		err = z.Close()
	}
	return &Program{base64.StdEncoding.EncodeToString(b.Bytes()), runtime}, err
}
