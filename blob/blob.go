// Package blob keeps the originals: bytes under their SHA-256, written once, whole
// or absent.
//
//	packs/NAME.zip    small blobs, many to a plain uncompressed ZIP
//	files/ab/DIGEST   blobs of more than 1 MiB, each alone
//	tmp/              what is being written
//
// The life of a blob:
//
//	received   it is in memory, or in tmp/. If the process dies here, it is swept
//	           at the next start.
//	placed     its pack or file was flushed and renamed into packs/ or files/. If
//	           the process dies here, the blob may be there or not; nothing was
//	           promised, and what is there without an entry is swept.
//	kept       Commit flushed the directories and returned. It is there for good.
//
// A flush that failed is never tried again: the batch is lost, and Commit says so.
package blob

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/durable"
)

const (
	packsDir = "packs"
	filesDir = "files"
	tmpDir   = "tmp"
	packEnd  = ".zip"

	// SmallLimit is the size in bytes up to which a blob goes into a pack.
	SmallLimit = 1 << 20
)

// Store is an open store. Its methods may be used concurrently.
type Store struct {
	dir string

	mu     sync.RWMutex
	loaded bool
	packs  []string       // by number; "" where the pack is gone
	known  map[string]int // pack name to number
	index  index
}

// place is where a blob is.
type place struct {
	digest sijill.Digest
	size   int64
	offset uint32 // of the data, in its pack
	pack   int32  // number of the pack, or -1 for a file of its own
}

// index finds places by digest, in about 70 bytes a blob.
type index struct {
	places []place
	first  map[uint64]int32        // by the first eight bytes
	twins  map[sijill.Digest]int32 // of which those are taken
}

func (x *index) get(d sijill.Digest) (place, bool) {
	if i, ok := x.first[binary.LittleEndian.Uint64(d[:])]; ok {
		if x.places[i].digest == d {
			return x.places[i], true
		}
		if i, ok := x.twins[d]; ok {
			return x.places[i], true
		}
	}
	return place{}, false
}

func (x *index) put(p place) {
	if _, twice := x.get(p.digest); twice {
		return
	}
	if x.first == nil {
		x.first, x.twins = map[uint64]int32{}, map[sijill.Digest]int32{}
	}
	key := binary.LittleEndian.Uint64(p.digest[:])
	i := int32(len(x.places))
	x.places = append(x.places, p)
	if _, taken := x.first[key]; taken {
		x.twins[p.digest] = i
		return
	}
	x.first[key] = i
}

// Create makes an empty store in dir.
func Create(dir string) (*Store, error) {
	for _, sub := range []string{packsDir, filesDir, tmpDir} {
		if err := durable.MkdirAll(filepath.Join(dir, sub)); err != nil {
			return nil, err
		}
	}
	return Open(dir)
}

// Open opens the store in dir.
func Open(dir string) (*Store, error) {
	for _, sub := range []string{packsDir, filesDir} {
		if info, err := os.Stat(filepath.Join(dir, sub)); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("there is no store of originals: %w", errors.Join(err, fs.ErrNotExist))
		}
	}
	return &Store{dir: dir, known: map[string]int{}}, nil
}

// Close closes the store.
func (s *Store) Close() error { return nil }

// load lists what is there, once.
func (s *Store) load() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loaded {
		return nil
	}
	if err := s.loadPacks(); err != nil {
		return err
	}
	if err := s.loadFiles(); err != nil {
		return err
	}
	s.loaded = true
	return nil
}

// loadPacks takes in the packs that are not known yet. One that is damaged is left
// for Check to report, and the others serve; one that cannot be read at the moment
// is an error, because whoever takes its blobs for absent would be wrong.
func (s *Store) loadPacks() error {
	names, err := listDir(filepath.Join(s.dir, packsDir))
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, known := s.known[name]; known || !strings.HasSuffix(name, packEnd) {
			continue
		}
		members, err := s.openDirectory(name)
		if _, damaged := errors.AsType[malformedError](err); damaged || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("cannot read a pack of originals: %w", err)
		}
		s.addPack(name, members)
	}
	return nil
}

func (s *Store) openDirectory(name string) ([]member, error) {
	f, err := os.Open(filepath.Join(s.dir, packsDir, name))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return readDirectory(f, info.Size())
}

func (s *Store) addPack(name string, members []member) {
	number := len(s.packs)
	s.packs = append(s.packs, name)
	s.known[name] = number
	for _, m := range members {
		s.index.put(place{m.digest, int64(m.size), m.offset + localSize, int32(number)})
	}
}

func (s *Store) loadFiles() error {
	shards, err := listDir(filepath.Join(s.dir, filesDir))
	if err != nil {
		return err
	}
	for _, shard := range shards {
		list, err := os.ReadDir(filepath.Join(s.dir, filesDir, shard))
		if errors.Is(err, syscall.ENOTDIR) || errors.Is(err, fs.ErrNotExist) {
			continue // Check reports it
		}
		if err != nil {
			return fmt.Errorf("cannot list the originals: %w", err)
		}
		for _, entry := range list {
			d, err := sijill.ParseDigest(entry.Name())
			if err != nil || filePath(d) != filepath.Join(filesDir, shard, entry.Name()) {
				continue
			}
			info, err := entry.Info()
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			s.index.put(place{d, info.Size(), 0, -1})
		}
	}
	return nil
}

func listDir(dir string) ([]string, error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(list))
	for i, entry := range list {
		names[i] = entry.Name()
	}
	return names, nil
}

func filePath(d sijill.Digest) string {
	text := d.String()
	return filepath.Join(filesDir, text[:2], text)
}

// find says where a blob is. What another process has written since is looked
// for too.
func (s *Store) find(d sijill.Digest) (place, string, error) {
	if err := s.load(); err != nil {
		return place{}, "", err
	}
	s.mu.RLock()
	p, ok := s.index.get(d)
	pack := s.packOf(p)
	s.mu.RUnlock()
	if ok {
		return p, pack, nil
	}
	if info, err := os.Stat(filepath.Join(s.dir, filePath(d))); err == nil && info.Mode().IsRegular() {
		return place{d, info.Size(), 0, -1}, "", nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.loadPacks(); err != nil {
		return place{}, "", err
	}
	if p, ok = s.index.get(d); ok {
		return p, s.packOf(p), nil
	}
	return place{}, "", &sijill.Error{Class: sijill.NotFound, Message: "The archive does not have these bytes."}
}

func (s *Store) packOf(p place) string {
	if p.pack < 0 || int(p.pack) >= len(s.packs) {
		return ""
	}
	return s.packs[p.pack]
}

// Has reports whether the blob is here. Its bytes are not looked at.
func (s *Store) Has(d sijill.Digest) (bool, error) {
	if err := s.load(); err != nil {
		return false, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, ok := s.index.get(d)
	return ok, nil
}

// Reader reads a blob. Its bytes are not checked: whoever gives them on must.
type Reader struct {
	*io.SectionReader
	file *os.File
}

// Close closes the reader.
func (r *Reader) Close() error { return r.file.Close() }

// File gives the open file in which the blob stands, and where in it it starts. The
// file is closed with the reader.
func (r *Reader) File() (f *os.File, offset int64) {
	_, offset, _ = r.Outer()
	return r.file, offset
}

// Get opens a blob. One that is absent gives an Error of class NotFound.
func (s *Store) Get(d sijill.Digest) (*Reader, error) {
	p, pack, err := s.find(d)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(s.dir, filePath(d))
	if p.pack >= 0 {
		path = filepath.Join(s.dir, packsDir, pack)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &sijill.Error{Class: sijill.NotFound, Message: "The archive no longer has these bytes.", Err: err}
	}
	if err != nil {
		return nil, err
	}
	return &Reader{io.NewSectionReader(f, int64(p.offset), p.size), f}, nil
}

// Info is a blob that is here.
type Info struct {
	Digest sijill.Digest
	Size   int64
	Where  string // path of its file or pack, relative to the store
}

// All calls f with every blob, those in packs first, in the order in which they
// were found on disk.
func (s *Store) All(f func(Info) error) error {
	if err := s.load(); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, p := range s.index.places {
		if err := f(Info{p.digest, p.size, s.where(p)}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) where(p place) string {
	if p.pack < 0 {
		return filepath.ToSlash(filePath(p.digest))
	}
	return packsDir + "/" + s.packs[p.pack]
}
