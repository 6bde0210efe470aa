package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"sijill.example/sijill"
)

// FindingKind is what is wrong with a blob or a file of the store.
type FindingKind string

// The kinds of findings.
const (
	Damaged   FindingKind = "damaged"   // the bytes are not what their digest says
	Missing   FindingKind = "missing"   // it was asked for and is not here
	Malformed FindingKind = "malformed" // a pack's own structure is altered
	Stray     FindingKind = "stray"     // a file that the store did not write
)

// Finding is one thing that is not as it was written.
type Finding struct {
	Kind   FindingKind
	Digest sijill.Digest // zero where no one blob is concerned
	Where  string        // path relative to the store
	Detail string
}

// Summary counts what was checked.
type Summary struct {
	Blobs int
	Bytes int64
}

// CheckOptions say what to check.
type CheckOptions struct {
	Workers int // goroutines that read and hash; at least one
	// Only limits the check to these blobs; nil stands for all, and for every
	// other byte of the store's files.
	Only []sijill.Digest
	// Progress, which may be nil, is told how many bytes have been hashed by now.
	Progress func(bytes int64)
}

// Check reads the blobs again in the order in which they are on disk and hashes
// them, and holds every byte of a pack against what it must be.
func (s *Store) Check(ctx context.Context, o CheckOptions, report func(Finding)) (Summary, error) {
	c := &check{Store: s, options: o, report: report}
	if o.Only != nil {
		c.only = make(map[sijill.Digest]bool, len(o.Only))
		for _, d := range o.Only {
			c.only[d] = true
		}
	}
	var jobs []func(*[]byte)
	packs, err := listDir(filepath.Join(s.dir, packsDir))
	if err != nil {
		return Summary{}, err
	}
	for _, name := range packs {
		jobs = append(jobs, func(b *[]byte) { c.pack(ctx, name, b) })
	}
	files, err := c.files()
	if err != nil {
		return Summary{}, err
	}
	for _, d := range files {
		jobs = append(jobs, func(b *[]byte) { c.file(ctx, d, *b) })
	}
	queue := make(chan func(*[]byte))
	var wg sync.WaitGroup
	for range max(1, o.Workers) {
		wg.Go(func() {
			buffer := make([]byte, 2<<20)
			for job := range queue {
				job(&buffer)
			}
		})
	}
	for _, job := range jobs {
		if ctx.Err() != nil {
			break
		}
		queue <- job
	}
	close(queue)
	wg.Wait()
	for d := range c.only {
		c.find(Finding{Missing, d, "", "it is not in the archive"})
	}
	return c.summary, errors.Join(ctx.Err(), c.err)
}

type check struct {
	*Store
	options CheckOptions
	report  func(Finding)

	mu      sync.Mutex
	only    map[sijill.Digest]bool // what was not met yet; nil for all
	summary Summary
	err     error
}

func (c *check) find(f Finding) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.report(f)
}

func (c *check) wanted(d sijill.Digest) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.only == nil || c.only[d]
}

func (c *check) done(d sijill.Digest, size int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.only, d)
	c.summary.Blobs++
	c.summary.Bytes += size
	if c.options.Progress != nil {
		c.options.Progress(c.summary.Bytes)
	}
}

// files lists the blobs with files of their own, and reports what else lies
// between them.
func (c *check) files() ([]sijill.Digest, error) {
	var out []sijill.Digest
	root := filepath.Join(c.dir, filesDir)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return nil
		}
		d, err := sijill.ParseDigest(entry.Name())
		if err != nil || path != filepath.Join(c.dir, filePath(d)) || !entry.Type().IsRegular() {
			if c.only == nil {
				rel, _ := filepath.Rel(c.dir, path)
				c.find(Finding{Stray, sijill.Digest{}, rel, "the archive did not write this file"})
			}
			return nil
		}
		if c.wanted(d) {
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

func (c *check) file(ctx context.Context, d sijill.Digest, buffer []byte) {
	f, err := os.Open(filepath.Join(c.dir, filePath(d)))
	if err != nil {
		c.find(Finding{Damaged, d, filePath(d), "it cannot be opened: " + err.Error()})
		c.done(d, 0)
		return
	}
	defer func() { _ = f.Close() }()
	hash := sha256.New()
	size := int64(0)
	for ctx.Err() == nil {
		n, err := f.Read(buffer)
		_, _ = hash.Write(buffer[:n])
		size += int64(n)
		if errors.Is(err, io.EOF) {
			if sijill.Digest(hash.Sum(nil)) != d {
				c.find(Finding{Damaged, d, filePath(d), "its bytes have another SHA-256"})
			}
			break
		}
		if err != nil {
			c.find(Finding{Damaged, d, filePath(d), "it cannot be read: " + err.Error()})
			break
		}
	}
	c.done(d, size)
}

// pack checks a pack from its first byte to its last.
func (c *check) pack(ctx context.Context, name string, buffer *[]byte) {
	where := packsDir + "/" + name
	if !strings.HasSuffix(name, packEnd) {
		if c.only == nil {
			c.find(Finding{Stray, sijill.Digest{}, where, "the archive did not write this file"})
		}
		return
	}
	members, err := c.openDirectory(name)
	if err != nil {
		if c.only == nil {
			c.find(Finding{Malformed, sijill.Digest{}, where, err.Error()})
		}
		return
	}
	f, err := os.Open(filepath.Join(c.dir, packsDir, name))
	if err != nil {
		c.find(Finding{Malformed, sijill.Digest{}, where, "it cannot be opened: " + err.Error()})
		return
	}
	defer func() { _ = f.Close() }()
	for i := 0; i < len(members) && ctx.Err() == nil; {
		// As many members as fit into the buffer are read at once.
		j, size := i, int64(0)
		for j < len(members) && size+localSize+int64(members[j].size) <= int64(len(*buffer)) {
			size += localSize + int64(members[j].size)
			j++
		}
		if j == i { // one that is larger than any the store writes
			c.find(Finding{Malformed, members[i].digest, where, "the pack has a member that is too large for it"})
			i++
			continue
		}
		if c.only != nil && !c.anyWanted(members[i:j]) {
			i = j
			continue
		}
		run := (*buffer)[:size]
		n, err := f.ReadAt(run, int64(members[i].offset))
		clear(run[n:])
		if err != nil && !errors.Is(err, io.EOF) {
			c.find(Finding{Damaged, members[i].digest, where, "the pack cannot be read: " + err.Error()})
		}
		for ; i < j; i++ {
			m := members[i]
			c.member(m, run[:localSize+m.size], where)
			run = run[localSize+m.size:]
		}
	}
}

func (c *check) anyWanted(members []member) bool {
	for _, m := range members {
		if c.wanted(m.digest) {
			return true
		}
	}
	return false
}

func (c *check) member(m member, raw []byte, where string) {
	if !c.wanted(m.digest) {
		return
	}
	data := raw[localSize:]
	switch {
	case sha256.Sum256(data) != m.digest:
		c.find(Finding{Damaged, m.digest, where, "its bytes have another SHA-256"})
	case c.only == nil && crcOf(data) != m.crc:
		c.find(Finding{Malformed, m.digest, where, "its checksum in the pack is wrong"})
	case !bytes.Equal(raw[:localSize], appendLocal(make([]byte, 0, localSize), m)):
		c.find(Finding{Malformed, m.digest, where, fmt.Sprintf("its header in the pack is altered, at byte %d", m.offset)})
	}
	c.done(m.digest, int64(m.size))
}
