package register

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill/internal/durable"
)

// tileWriter writes tiles and remembers which directories must be synced.
type tileWriter struct {
	dir   string
	dirty map[string]bool
}

func (w *tileWriter) write(t tlog.Tile, data []byte) error {
	path := filepath.Join(w.dir, filepath.FromSlash(TilePath(t)))
	dir := filepath.Dir(path)
	if !w.dirty[dir] {
		if err := durable.MkdirAll(dir); err != nil {
			return err
		}
		w.dirty[dir] = true
	}
	return durable.Place(path, data)
}

func (w *tileWriter) sync() error {
	for dir := range w.dirty {
		if err := durable.SyncDir(dir); err != nil {
			return err
		}
	}
	return nil
}

func joinHashes(hashes []tlog.Hash) []byte {
	b := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		b = append(b, h[:]...)
	}
	return b
}

// reader is what of a Store tiles are made from.
type reader interface {
	Read(ctx context.Context, from, to int64) iter.Seq2[Entry, error]
}

// extend makes the tiles and bundles from e's size to size, hands each to write,
// and returns the root at size.
func extend(ctx context.Context, store reader, e *edge, size int64, write func(tlog.Tile, []byte) error) (tlog.Hash, error) {
	start := e.size - e.size%tileWidth // where the bundle that is not full begins
	known := e.size
	var bundle []byte
	index := start
	for entry, err := range store.Read(ctx, start, size) {
		if err != nil {
			return tlog.Hash{}, err
		}
		if bundle, err = AppendLeaf(bundle, entry.Leaf); err != nil {
			return tlog.Hash{}, err
		}
		if index >= known {
			err := e.add(tlog.RecordHash(entry.Leaf), func(level int, n int64, hashes []tlog.Hash) error {
				return write(tlog.Tile{H: tileHeight, L: level, N: n, W: tileWidth}, joinHashes(hashes))
			})
			if err != nil {
				return tlog.Hash{}, err
			}
		}
		index++
		if index%tileWidth == 0 {
			if err := write(tlog.Tile{H: tileHeight, L: entriesLevel, N: index/tileWidth - 1, W: tileWidth}, bundle); err != nil {
				return tlog.Hash{}, err
			}
			bundle = bundle[:0]
		}
	}
	if index != size {
		return tlog.Hash{}, RolledBackError{Signed: size, Held: index}
	}
	if rest := int(size % tileWidth); rest > 0 {
		if err := write(tlog.Tile{H: tileHeight, L: entriesLevel, N: size / tileWidth, W: rest}, bundle); err != nil {
			return tlog.Hash{}, err
		}
	}
	for level, hashes := range e.levels {
		if len(hashes) == 0 {
			continue
		}
		t := tlog.Tile{H: tileHeight, L: level, N: size >> (tileHeight * (level + 1)), W: len(hashes)}
		if err := write(t, joinHashes(hashes)); err != nil {
			return tlog.Hash{}, err
		}
	}
	return e.root(), nil
}

// dropPartials removes the partial tiles of the older size whose full tile is
// there by now. Not before: whoever holds an older checkpoint needs them (C2SP
// tlog-tiles). What is left behind by a crash is harmless.
func (p *Published) dropPartials(older, newer int64) {
	for level := entriesLevel; level < 0 || older>>(tileHeight*level) > 0; level++ {
		n, m := older, newer
		if level > 0 {
			n, m = older>>(tileHeight*level), newer>>(tileHeight*level)
		}
		if n%tileWidth == 0 || n/tileWidth == m/tileWidth {
			continue
		}
		t := tlog.Tile{H: tileHeight, L: level, N: n / tileWidth, W: int(n % tileWidth)}
		_ = os.RemoveAll(filepath.Dir(filepath.Join(p.dir, filepath.FromSlash(TilePath(t)))))
	}
}

// widths lists the partial tiles beside t that are published, by their width.
func (p *Published) widths(t tlog.Tile) []int {
	t.W = 1
	list, err := os.ReadDir(filepath.Dir(filepath.Join(p.dir, filepath.FromSlash(TilePath(t)))))
	if err != nil {
		return nil
	}
	var out []int
	for _, entry := range list {
		if w, err := strconv.Atoi(entry.Name()); err == nil && w > 0 && w < tileWidth && strconv.Itoa(w) == entry.Name() {
			out = append(out, w)
		}
	}
	return out
}

// narrow cuts a tile, or a bundle, to its first w records.
func narrow(t tlog.Tile, data []byte, w int) []byte {
	if t.L != entriesLevel {
		return data[:min(len(data), w*tlog.HashSize)]
	}
	leaves, err := ParseBundle(data)
	if err != nil || len(leaves) < w {
		return data
	}
	end := 0
	for _, leaf := range leaves[:w] {
		end += 2 + len(leaf)
	}
	return data[:end]
}
