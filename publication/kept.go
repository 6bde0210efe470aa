package publication

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/edition"
)

// kept is what a build keeps for the next one, so that only what changed is made again:
// the case of each release, and on what each document rests. It stays in the archive,
// because it names also what is not public. Where it is missing, damaged, or does not fit
// the edition that stands, everything is made.
type kept struct {
	Program   string        `json:"program"` // another one may make other documents
	Size      int64         `json:"size"`    // entries that were seen
	Derived   int64         `json:"derived"` // what was derived that was seen
	Edition   sijill.Digest `json:"edition"` // of its documents
	cases     map[sijill.Number]keptCase
	documents map[sijill.Number]keptDocument
}

// keptCase is an archive.Case as JSON, by the number of its release.
type keptCase struct {
	Case json.RawMessage `json:"case,omitempty"`
	Why  string          `json:"why,omitempty"` // it is no case: a form that its thing cannot have
	Rest
}

// keptDocument is what there is to know of a document besides what the edition has.
type keptDocument struct {
	Standing string             `json:"standing"` // the digest of how its release stands
	Objects  map[string][]int64 `json:"objects,omitempty"`
	Rest
}

// Rest is on what something rests (catalog.Trace).
type Rest struct {
	On         []string `json:"on"`
	Everything bool     `json:"everything,omitempty"`
}

// touched reports whether something no longer holds.
func (r Rest) touched(by map[string]bool) bool {
	for _, name := range r.On {
		if by[name] {
			return true
		}
	}
	return r.Everything
}

// line is a line of the file; the last one says of what it all holds.
type line struct {
	Release  sijill.Number `json:"release,omitempty"`
	Document sijill.Number `json:"document,omitempty"`
	Has      *keptCase     `json:"has,omitempty"`
	Of       *keptDocument `json:"of,omitempty"`
	Kept     *kept         `json:"kept,omitempty"`
}

// readKept reads what the last build kept of the edition in dir; nil where it does not
// hold now.
func readKept(a *archive.Archive, dir string, now kept) *kept {
	f, err := os.Open(a.BuiltPath())
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	k := &kept{cases: map[sijill.Number]keptCase{}, documents: map[sijill.Number]keptDocument{}}
	dec := json.NewDecoder(bufio.NewReaderSize(f, 1<<20))
	isWhole := false
	for {
		var l line
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil
		}
		switch {
		case l.Kept != nil:
			l.Kept.cases, l.Kept.documents = k.cases, k.documents
			k, isWhole = l.Kept, true
		case l.Release != "" && l.Has != nil:
			k.cases[l.Release] = *l.Has
		case l.Document != "" && l.Of != nil:
			k.documents[l.Document] = *l.Of
		}
	}
	if !isWhole || k.Program != now.Program || k.Size > now.Size || k.Derived > now.Derived {
		return nil
	}
	if is, err := edition.Digest(dir); err != nil || is != k.Edition {
		return nil
	}
	return k
}

// programID tells one program from another.
func programID() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(self)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %d %d", edition.Version, info.Size(), info.ModTime().UnixNano()), nil
}

// keeping writes what the next build is to know.
type keeping struct {
	path string
	file *os.File
	to   *bufio.Writer
	json *json.Encoder
}

func keep(a *archive.Archive) (*keeping, error) {
	path := a.BuiltPath()
	f, err := os.OpenFile(path+".next", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	return &keeping{path, f, w, json.NewEncoder(w)}, nil
}

// aCase and document add a line.
func (k *keeping) aCase(release sijill.Number, c keptCase) error {
	return k.json.Encode(line{Release: release, Has: &c})
}

func (k *keeping) document(n sijill.Number, d keptDocument) error {
	return k.json.Encode(line{Document: n, Of: &d})
}

// finish puts the file in its place. It is not flushed to the disk: one that is lost or
// cut is not whole, and everything is made.
func (k *keeping) finish(is kept) error {
	err := k.json.Encode(line{Kept: &is})
	if err = errors.Join(err, k.to.Flush(), k.file.Close()); err != nil {
		return errors.Join(err, os.Remove(k.file.Name()))
	}
	return os.Rename(k.file.Name(), k.path)
}

// discard takes away what was written.
func (k *keeping) discard() error {
	return errors.Join(k.file.Close(), os.Remove(k.file.Name()))
}

// stampsMatch reports whether objects have the sizes and times that they had.
func stampsMatch(dir string, objects map[string][]int64) bool {
	for name, want := range objects {
		local, err := filepath.Localize(name)
		if err != nil || len(want) != 2 {
			return false
		}
		info, err := os.Lstat(filepath.Join(edition.ObjectsDir(dir), local))
		if err != nil || !info.Mode().IsRegular() || info.Size() != want[0] || info.ModTime().UnixNano() != want[1] {
			return false
		}
	}
	return true
}
