package blob

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/durable"
)

// Erase destroys blobs. A pack that holds any of them is written again without
// them, and the new one is there for good before the old one goes: if the process
// dies between, the blobs that stay are there twice, which does no harm. Erasing
// what is not there is no error.
func (s *Store) Erase(ctx context.Context, digests ...sijill.Digest) error {
	if len(digests) == 0 {
		return nil
	}
	if err := s.load(); err != nil {
		return err
	}
	gone := make(map[sijill.Digest]bool, len(digests))
	for _, d := range digests {
		gone[d] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.eraseFiles(gone); err != nil {
		return err
	}
	missed := make(map[sijill.Digest]bool, len(gone)) // not met in any place that can be read
	for d := range gone {
		if p, ok := s.index.get(d); !ok || p.pack >= 0 {
			missed[d] = true
		}
	}
	damaged := ""
	names, err := listDir(filepath.Join(s.dir, packsDir))
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		members, err := s.openDirectory(name)
		if _, isDamaged := errors.AsType[malformedError](err); isDamaged && strings.HasSuffix(name, packEnd) {
			damaged = name
			continue
		}
		if !strings.HasSuffix(name, packEnd) {
			continue
		}
		if err != nil {
			return fmt.Errorf("cannot read a pack of originals: %w", err)
		}
		for _, m := range members {
			delete(missed, m.digest)
		}
		stay := make([]member, 0, len(members))
		for _, m := range members {
			if !gone[m.digest] {
				stay = append(stay, m)
			}
		}
		if len(stay) == len(members) {
			continue
		}
		if err := s.rewrite(name, stay); err != nil {
			return err
		}
	}
	s.loaded, s.packs, s.known, s.index = false, nil, map[string]int{}, index{}
	if damaged != "" && len(missed) > 0 {
		return &sijill.Error{Class: sijill.Wanting, Message: "The bytes may be in a pack that is damaged, so that they cannot be told from others: blobs/" + packsDir + "/" + damaged + ".",
			Hint: "Put the pack back from a copy of the archive and erase again, or destroy the whole pack by hand."}
	}
	return nil
}

func (s *Store) eraseFiles(gone map[sijill.Digest]bool) error {
	dirs := map[string]bool{}
	for d := range gone {
		path := filepath.Join(s.dir, filePath(d))
		err := os.Remove(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		dirs[filepath.Dir(path)] = true
	}
	for dir := range dirs {
		if err := durable.SyncDir(dir); err != nil {
			return err
		}
	}
	return nil
}

// rewrite puts a pack with the members that stay in the place of the pack.
func (s *Store) rewrite(name string, stay []member) error {
	dir := filepath.Join(s.dir, packsDir)
	old := filepath.Join(dir, name)
	if len(stay) > 0 {
		if err := s.copyPack(old, stay); err != nil {
			return err
		}
		if err := durable.SyncDir(dir); err != nil {
			return err
		}
	}
	if err := os.Remove(old); err != nil {
		return err
	}
	return durable.SyncDir(dir)
}

func (s *Store) copyPack(old string, stay []member) (err error) {
	from, err := os.Open(old)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	to, err := os.CreateTemp(filepath.Join(s.dir, tmpDir), "pack-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = to.Close()
			_ = os.Remove(to.Name())
		}
	}()
	w := &packWriter{file: to}
	buffer := make([]byte, SmallLimit)
	for _, m := range stay {
		if _, err := from.ReadAt(buffer[:m.size], m.dataOffset()); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		// The checksum is copied and not computed, so that damage stays visible.
		if err := w.add(m.digest, buffer[:m.size], m.crc); err != nil {
			return err
		}
	}
	if err := w.finish(); err != nil {
		return err
	}
	var random [16]byte
	_, _ = rand.Read(random[:])
	return placeFile(to, filepath.Join(filepath.Dir(old), hex.EncodeToString(random[:])+packEnd))
}

// Sweep empties tmp/ and erases every blob that keep refuses. No batch may be
// open.
func (s *Store) Sweep(ctx context.Context, keep func(sijill.Digest) bool) (removed int, err error) {
	if err := s.SweepTmp(); err != nil {
		return 0, err
	}
	var gone []sijill.Digest
	err = s.All(func(info Info) error {
		if !keep(info.Digest) {
			gone = append(gone, info.Digest)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(gone), s.Erase(ctx, gone...)
}

// SweepTmp removes what was left half written. No batch may be open.
func (s *Store) SweepTmp() error {
	dir := filepath.Join(s.dir, tmpDir)
	names, err := listDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, name := range names {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
