// Package deposit takes files into the archive: it keeps their bytes, and enters
// what was handed over, by whom, under what name and on what terms.
//
// A deposit is entered whole or not at all. Its bytes are kept first, as they
// stream in; then one transaction of the register enters the deposit and all its
// exhibits. If the process dies before that, nothing was acknowledged, and the
// bytes are swept at the next start; afterwards everything is there.
package deposit

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
)

// Request is what is handed over and what is said about it. Everything but Paths
// may be empty; what was not said stays unsaid.
type Request struct {
	Paths  []string
	Own    string // the archive's directory, which is never taken into itself
	Agent  string // who receives it
	Source string // the pseudonym of who gives it
	Basis  string // how the source knows: see Bases
	Note   string
	Terms  string // on what terms it may be used, in the source's words
	Lang   string // BCP 47 tag of the language of what is given
}

// Bases lists how a source can know of what it gives.
func Bases() []string { return sijill.Bases() }

// Refusal is something that was not taken, and why.
type Refusal struct {
	Name   sijill.Name
	Reason string
}

// Exhibit is a file that was taken.
type Exhibit struct {
	Number    sijill.Number
	Name      sijill.Name
	Folder    sijill.Name
	Size      int64
	Digest    sijill.Digest
	MediaType string
	// SameBytesAs lists exhibits that came before with the same bytes.
	SameBytesAs []sijill.Number
	// Repeated says that this file was entered before, under the same name and
	// with the same things said of it, so that it was not entered again. Number is
	// the one it has.
	Repeated bool
	// Changed says that the file changed while it was read. What was read is kept.
	Changed bool

	modified time.Time
	fresh    bool // its bytes were not in the archive before this deposit
	repeats  int  // the place in this deposit of what it repeats, or -1
}

// Receipt is the answer to a deposit.
type Receipt struct {
	// Deposit is "" where every file had been entered before.
	Deposit               sijill.Number
	Exhibits              []Exhibit
	Refused               []Refusal
	FirstEntry, LastEntry int64
	Bytes                 int64
}

// Desk is what receiving a deposit works with.
type Desk struct {
	Blobs    *blob.Store
	Register *register.Register
	Catalog  *catalog.Catalog
	Numbers  *catalog.Numbers
	// Progress, which may be nil, is told of each file that was read.
	Progress func(files int, bytes int64)
}

// Receive takes a deposit. Where some files are refused, the others are taken,
// and the receipt lists what was not. Where nothing at all can be taken, the
// error says so. Unless it returns without an error, nothing was entered.
func (d Desk) Receive(ctx context.Context, r Request) (Receipt, error) {
	received := d.Register.Now()
	batch := d.Blobs.NewBatch()
	done := false
	defer func() {
		if !done {
			batch.Discard()
		}
	}()
	exhibits, refused, err := d.keep(ctx, batch, r)
	if err != nil {
		return Receipt{}, err
	}
	receipt := Receipt{Exhibits: exhibits, Refused: refused}
	if len(exhibits) == 0 {
		message := "There is no file here to take."
		if len(refused) > 0 {
			message = "Nothing could be taken: " + refused[0].Name.Display() + ": " + refused[0].Reason + "."
		}
		return receipt, &sijill.Error{Class: sijill.Refused, Message: message, Hint: "Give files, or folders with files in them."}
	}
	if err := batch.Commit(ctx); err != nil {
		return Receipt{}, err
	}
	done = true // from here on the bytes are kept; Discard would take them from under the entries
	if err := d.enter(ctx, r, received, &receipt); err != nil {
		return Receipt{}, err
	}
	return receipt, nil
}

// keep reads every file into the batch, several at a time.
func (d Desk) keep(ctx context.Context, batch *blob.Batch, r Request) ([]Exhibit, []Refusal, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	type job struct {
		found
		index int
	}
	jobs := make(chan job, 64)
	var mu sync.Mutex
	var exhibits []*Exhibit // nil where it could not be read
	var refused []Refusal
	files, bytes := 0, int64(0)
	refuse := func(x Refusal) {
		mu.Lock()
		defer mu.Unlock()
		refused = append(refused, x)
	}
	var readers sync.WaitGroup
	for range 2 * runtime.GOMAXPROCS(0) {
		readers.Go(func() {
			for j := range jobs {
				x, err := keepFile(ctx, batch, j.found)
				if readErr, ok := errors.AsType[*blob.ReadError](err); ok {
					refuse(Refusal{sijill.Name(j.open), reasonFor(readErr.Err)})
					continue
				}
				if err != nil {
					cancel(err)
					continue
				}
				mu.Lock()
				exhibits[j.index] = x
				files++
				bytes += x.Size
				if d.Progress != nil {
					d.Progress(files, bytes)
				}
				mu.Unlock()
			}
		})
	}
	err := walk(r.Paths, r.Own, func(f found) error {
		mu.Lock()
		index := len(exhibits)
		exhibits = append(exhibits, nil)
		mu.Unlock()
		select {
		case jobs <- job{f, index}:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}, refuse)
	close(jobs)
	readers.Wait()
	if err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return nil, nil, err
	}
	kept := make([]Exhibit, 0, len(exhibits))
	for _, x := range exhibits {
		if x != nil {
			kept = append(kept, *x)
		}
	}
	return kept, refused, nil
}

func keepFile(ctx context.Context, batch *blob.Batch, f found) (*Exhibit, error) {
	file, err := openFile(f.open)
	if err != nil {
		return nil, &blob.ReadError{Err: err}
	}
	defer func() { _ = file.Close() }()
	before, err := file.Stat()
	if err != nil {
		return nil, &blob.ReadError{Err: err}
	}
	if !before.Mode().IsRegular() {
		return nil, &blob.ReadError{Err: errNotFile}
	}
	kept, err := batch.Put(ctx, io.Reader(file))
	if err != nil {
		return nil, err
	}
	after, err := file.Stat()
	changed := err != nil || after.Size() != kept.Size || !after.ModTime().Equal(before.ModTime()) || changedPath(f.open, after)
	return &Exhibit{
		Name: sijill.Name(f.name), Folder: sijill.Name(f.folder),
		Size: kept.Size, Digest: kept.Digest, MediaType: mediaType(kept.Head),
		Changed: changed, modified: before.ModTime(), fresh: kept.Fresh, repeats: -1,
	}, nil
}

var errNotFile = errors.New("it is no longer a file")

// changedPath reports whether the path has come to name another file.
func changedPath(path string, open os.FileInfo) bool {
	now, err := os.Lstat(path)
	return err == nil && !os.SameFile(now, open)
}

// mediaType tells the format by the first bytes, never by the name.
func mediaType(head []byte) string {
	if len(head) == 0 {
		return "application/x-empty"
	}
	return mimetype.Detect(head).String()
}
