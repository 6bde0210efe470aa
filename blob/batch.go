package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/durable"
)

// ReadError is trouble with what was to be kept, and not with the store: the
// batch goes on without it.
type ReadError struct{ Err error }

func (e *ReadError) Error() string { return "cannot read what is to be kept: " + e.Err.Error() }

// Unwrap gives the cause.
func (e *ReadError) Unwrap() error { return e.Err }

// Kept says what was kept.
type Kept struct {
	Digest sijill.Digest
	Size   int64
	Head   []byte // the first bytes, at most 3072, by which a format is told
	Fresh  bool   // the store did not have these bytes
}

const headSize = 3072

// inFlight is how many packs may be flushed while the next one is filled.
const inFlight = 2

// Batch is a group of blobs that are kept together: those of one deposit.
type Batch struct {
	store   *Store
	buffers sync.Pool

	mu      sync.Mutex
	pack    *packWriter
	fresh   map[sijill.Digest]place // of this batch; pack is not numbered yet
	packed  []packed                // packs that are placed, or being placed
	files   []string                // files that are placed
	dirs    map[string]bool         // directories to flush
	err     error                   // after which the batch is lost
	placing sync.WaitGroup
	slots   chan struct{}
}

type packed struct {
	name    string
	members []member
}

// NewBatch begins a batch. It ends with Commit or Discard.
func (s *Store) NewBatch() *Batch {
	return &Batch{
		store: s, fresh: map[sijill.Digest]place{}, dirs: map[string]bool{}, slots: make(chan struct{}, inFlight),
		buffers: sync.Pool{New: func() any { b := make([]byte, SmallLimit+1); return &b }},
	}
}

// Put keeps everything that r gives. It is kept for good when Commit has
// returned. Trouble with r is a *ReadError, and anything else loses the batch.
func (b *Batch) Put(ctx context.Context, r io.Reader) (Kept, error) {
	if err := errors.Join(ctx.Err(), b.failed(), b.store.load()); err != nil {
		return Kept{}, err
	}
	buffer := b.buffers.Get().(*[]byte)
	defer b.buffers.Put(buffer)
	n, err := io.ReadFull(r, *buffer)
	switch {
	case err == nil:
		return b.putLarge(ctx, *buffer, r)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return b.putSmall((*buffer)[:n])
	}
	return Kept{}, &ReadError{err}
}

func (b *Batch) failed() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// lose marks the batch as lost and returns why.
func (b *Batch) lose(err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = &sijill.Error{Class: sijill.Failed, Message: "The originals could not be written, and nothing was entered.",
			Hint: "Check the space and the state of the archive's disk, then deposit again; it goes on from where it was.", Err: err}
	}
	return b.err
}

func head(data []byte) []byte { return append([]byte(nil), data[:min(len(data), headSize)]...) }

func (b *Batch) putSmall(data []byte) (Kept, error) {
	k := Kept{Digest: sha256.Sum256(data), Size: int64(len(data)), Head: head(data)}
	crc := crcOf(data)
	here, err := b.store.Has(k.Digest)
	if err != nil || here {
		return k, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return k, b.err
	}
	if _, twice := b.fresh[k.Digest]; twice {
		return k, nil
	}
	if err := b.pack1(k.Digest, data, crc); err != nil {
		b.mu.Unlock()
		err = b.lose(err)
		b.mu.Lock()
		return k, err
	}
	b.fresh[k.Digest] = place{}
	k.Fresh = true
	return k, nil
}

// pack1 adds a blob to the pack that is being filled. The caller holds the lock.
func (b *Batch) pack1(d sijill.Digest, data []byte, crc uint32) error {
	if b.pack == nil {
		f, err := b.temporary()
		if err != nil {
			return err
		}
		b.pack = &packWriter{file: f, buffer: make([]byte, 0, writeSize+localSize)}
	}
	if err := b.pack.add(d, data, crc); err != nil {
		return err
	}
	if b.pack.full() {
		return b.closePack()
	}
	return nil
}

func (b *Batch) temporary() (*os.File, error) {
	return os.CreateTemp(filepath.Join(b.store.dir, tmpDir), "blob-*")
}

// closePack ends the pack and has it flushed and placed meanwhile. The caller
// holds the lock.
func (b *Batch) closePack() error {
	w := b.pack
	b.pack = nil
	if err := w.finish(); err != nil {
		_ = w.file.Close()
		return err
	}
	var random [16]byte
	_, _ = rand.Read(random[:])
	name := hex.EncodeToString(random[:]) + packEnd
	b.packed = append(b.packed, packed{name, w.members})
	b.slots <- struct{}{}
	b.placing.Go(func() {
		err := placeFile(w.file, filepath.Join(b.store.dir, packsDir, name))
		<-b.slots // before the lock is asked for, which whoever waits for the slot holds
		if err != nil {
			_ = b.lose(err)
		}
	})
	return nil
}

// placeFile flushes a temporary file and gives it its name.
func placeFile(f *os.File, path string) error {
	err := f.Sync()
	if errClose := f.Close(); err == nil {
		err = errClose
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("cannot keep a file of originals: %w", err)
	}
	return nil
}

// putLarge streams what begins with first and goes on with r into a file of its
// own. Hashing runs beside reading and writing.
func (b *Batch) putLarge(ctx context.Context, first []byte, r io.Reader) (k Kept, err error) {
	f, err := b.temporary()
	if err != nil {
		return k, b.lose(err)
	}
	placed := false
	defer func() {
		if !placed {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	k.Head = head(first)
	k.Digest, k.Size, err = copyHashed(ctx, f, first, r)
	if readErr, ok := errors.AsType[*ReadError](err); ok {
		return k, readErr
	}
	if err != nil {
		return k, b.lose(err)
	}
	here, err := b.store.Has(k.Digest)
	if err != nil || here {
		return k, err
	}
	b.mu.Lock()
	_, twice := b.fresh[k.Digest]
	b.fresh[k.Digest] = place{size: k.Size}
	b.mu.Unlock()
	if twice {
		return k, nil
	}
	path := filepath.Join(b.store.dir, filePath(k.Digest))
	if err := durable.MkdirAll(filepath.Dir(path)); err != nil {
		return k, b.lose(err)
	}
	placed = true
	if err := placeFile(f, path); err != nil {
		_ = os.Remove(f.Name())
		return k, b.lose(err)
	}
	b.mu.Lock()
	b.files = append(b.files, path)
	b.dirs[filepath.Dir(path)] = true
	b.mu.Unlock()
	k.Fresh = true
	return k, nil
}

const chunkSize = 1 << 20

// copyHashed writes first and the rest of r to w, and hashes it in another
// goroutine meanwhile.
func copyHashed(ctx context.Context, w io.Writer, first []byte, r io.Reader) (sijill.Digest, int64, error) {
	hash := sha256.New()
	chunks := make(chan []byte, 1)
	// Three buffers go round, and the first chunk comes to them; none may wait for
	// a place in the queue, or the hash would stand still.
	const buffers = 3
	free := make(chan []byte, buffers+1)
	done := make(chan struct{})
	for range buffers {
		free <- nil // made when it is first needed
	}
	go func() {
		defer close(done)
		for c := range chunks {
			_, _ = hash.Write(c) // a hash never fails
			free <- c
		}
	}()
	size := int64(0)
	pass := func(c []byte) error {
		chunks <- c
		size += int64(len(c))
		_, err := w.Write(c)
		return err
	}
	err := pass(append(make([]byte, 0, chunkSize+1), first...))
	for err == nil {
		if err = ctx.Err(); err != nil {
			break
		}
		c := <-free
		if c == nil {
			c = make([]byte, chunkSize)
		}
		n, errRead := io.ReadFull(r, c[:chunkSize])
		if n > 0 {
			err = pass(c[:n])
		}
		if errors.Is(errRead, io.EOF) || errors.Is(errRead, io.ErrUnexpectedEOF) {
			break
		}
		if errRead != nil && err == nil {
			err = &ReadError{errRead}
		}
	}
	close(chunks)
	<-done
	return sijill.Digest(hash.Sum(nil)), size, err
}

// Commit makes everything that was put durable. After an error nothing of the
// batch may be taken for kept.
func (b *Batch) Commit(ctx context.Context) error {
	b.mu.Lock()
	if b.err == nil && b.pack != nil {
		if err := b.closePack(); err != nil {
			b.mu.Unlock()
			return b.lose(err)
		}
	}
	b.mu.Unlock()
	b.placing.Wait()
	if err := errors.Join(b.failed(), ctx.Err()); err != nil {
		return err
	}
	if len(b.packed) > 0 {
		b.dirs[filepath.Join(b.store.dir, packsDir)] = true
	}
	for dir := range b.dirs {
		if err := durable.SyncDir(dir); err != nil {
			return b.lose(err)
		}
	}
	b.store.mu.Lock()
	defer b.store.mu.Unlock()
	for _, p := range b.packed {
		if _, known := b.store.known[p.name]; !known {
			b.store.addPack(p.name, p.members)
		}
	}
	for d, p := range b.fresh {
		if p.size > SmallLimit {
			b.store.index.put(place{d, p.size, 0, -1})
		}
	}
	return nil
}

// Discard takes away what a batch that was not committed has written, as far as
// that is possible. What it leaves is swept later.
func (b *Batch) Discard() {
	_ = b.lose(errors.New("the batch was discarded"))
	b.placing.Wait()
	if b.pack != nil {
		_ = b.pack.file.Close()
		_ = os.Remove(b.pack.file.Name())
	}
	for _, p := range b.packed {
		_ = os.Remove(filepath.Join(b.store.dir, packsDir, p.name))
	}
	for _, path := range b.files {
		_ = os.Remove(path)
	}
}
