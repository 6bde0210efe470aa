package register

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill/internal/durable"
)

// checkpointPath is where C2SP tlog-tiles has the checkpoint.
const checkpointPath = "checkpoint"

// Published is the directory with the checkpoint and the tiles of a register.
// Any static file server can serve it as a C2SP tlog-tiles log.
type Published struct {
	dir string
}

// OpenPublished names the directory. It need not exist yet.
func OpenPublished(dir string) *Published { return &Published{dir} }

// Checkpoint reads and verifies the published checkpoint. Before the first one
// is signed the error is fs.ErrNotExist.
func (p *Published) Checkpoint(v note.Verifier) (Checkpoint, error) {
	signed, err := os.ReadFile(filepath.Join(p.dir, checkpointPath))
	if err != nil {
		return Checkpoint{}, err
	}
	return CheckCheckpoint(signed, v)
}

// Tile reads a tile's bytes, or a bundle of entries. A partial tile is cut from
// the full one where that is what is there.
func (p *Published) Tile(t tlog.Tile) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(TilePath(t))))
	if errors.Is(err, fs.ErrNotExist) && t.W < tileWidth && t.L != entriesLevel {
		full := t
		full.W = tileWidth
		if b, err = os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(TilePath(full)))); err == nil && len(b) > t.W*tlog.HashSize {
			b = b[:t.W*tlog.HashSize]
		}
	}
	return b, err
}

// Hashes reads the stored hashes of the tree that c signs. Every tile is
// authenticated against c's root.
func (p *Published) Hashes(c Checkpoint) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tileReader{p})
}

type tileReader struct{ published *Published }

func (r tileReader) Height() int { return tileHeight }

func (r tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		b, err := r.published.Tile(t)
		if err != nil {
			return nil, fmt.Errorf("cannot read the tile %s: %w", TilePath(t), err)
		}
		if len(b) != t.W*tlog.HashSize {
			return nil, fmt.Errorf("the tile %s has %d bytes, not %d", TilePath(t), len(b), t.W*tlog.HashSize)
		}
		out[i] = b
	}
	return out, nil
}

func (r tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

// Prove makes the proof that index is in the tree of c, from the tiles.
func (p *Published) Prove(c Checkpoint, index int64) (Proof, error) {
	if index < 0 || index >= c.Size {
		return Proof{}, fmt.Errorf("the checkpoint covers %d entries, and index %d is not among them", c.Size, index)
	}
	hashes, err := tlog.ProveRecord(c.Size, index, p.Hashes(c))
	if err != nil {
		return Proof{}, err
	}
	return Proof{index, hashes, c.Note}, nil
}

// ProveConsistency makes the proof that the register of newer, which may be an
// earlier size than the published one, begins with its first oldSize entries.
func (p *Published) ProveConsistency(published, newer Checkpoint, oldSize int64) (Consistency, error) {
	if oldSize < 0 || oldSize > newer.Size || newer.Size > published.Size {
		return Consistency{}, fmt.Errorf("a proof goes from an older size to a newer one, and the register has %d entries", published.Size)
	}
	c := Consistency{OldSize: oldSize, Checkpoint: newer.Note}
	if oldSize == 0 {
		return c, nil
	}
	hashes, err := tlog.ProveTree(newer.Size, oldSize, p.Hashes(published))
	c.Hashes = hashes
	return c, err
}

// RootAt is the root of the first size entries of the published tree.
func (p *Published) RootAt(published Checkpoint, size int64) (tlog.Hash, error) {
	if size < 0 || size > published.Size {
		return tlog.Hash{}, fmt.Errorf("the register has %d entries, not %d", published.Size, size)
	}
	return tlog.TreeHash(size, p.Hashes(published))
}

// Publish brings the tiles up to the entries in the store and signs a checkpoint
// over them. Tiles are on disk before the checkpoint names them. A tile that
// cannot be read is made again, with all others, from the entries.
//
// It refuses to sign where the published checkpoint covers more entries than the
// store has: the register was rolled back, and signing would fork it.
func (p *Published) Publish(ctx context.Context, store Store, signer note.Signer, v note.Verifier) (Checkpoint, error) {
	old, err := p.Checkpoint(v)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		old = Checkpoint{}
	case err != nil:
		return Checkpoint{}, err
	}
	size, err := store.Size(ctx)
	if err != nil {
		return Checkpoint{}, err
	}
	if old.Size > size {
		return Checkpoint{}, RolledBackError{Signed: old.Size, Held: size}
	}
	if old.Note != nil && old.Size == size {
		return old, nil
	}
	e, err := p.edge(old)
	if err != nil {
		e = &edge{}
	}
	return p.publish(ctx, store, signer, e, old.Size, size)
}

// Remake makes every tile again from the entries and signs a checkpoint over
// them. It refuses as Publish does.
func (p *Published) Remake(ctx context.Context, store Store, signer note.Signer, v note.Verifier) error {
	size, err := store.Size(ctx)
	if err != nil {
		return err
	}
	old, err := p.Checkpoint(v)
	if err == nil && old.Size > size {
		return RolledBackError{Signed: old.Size, Held: size}
	}
	_, err = p.publish(ctx, store, signer, &edge{}, 0, size)
	return err
}

func (p *Published) publish(ctx context.Context, store Store, signer note.Signer, e *edge, old, size int64) (Checkpoint, error) {
	if err := durable.MkdirAll(p.dir); err != nil { // an empty register has no tile that would make it
		return Checkpoint{}, err
	}
	w := &tileWriter{p.dir, map[string]bool{}}
	root, err := extend(ctx, store, e, size, w.write)
	if err == nil {
		err = w.sync()
	}
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := SignCheckpoint(size, root, signer)
	if err != nil {
		return Checkpoint{}, err
	}
	if err := durable.WriteFile(filepath.Join(p.dir, checkpointPath), c.Note); err != nil {
		return Checkpoint{}, err
	}
	p.dropPartials(old, size)
	return c, nil
}

// RolledBackError says that the store holds fewer entries than were signed.
type RolledBackError struct{ Signed, Held int64 }

func (e RolledBackError) Error() string {
	return fmt.Sprintf("the checkpoint covers %d entries and the register holds %d: it was cut or replaced by an older copy", e.Signed, e.Held)
}

// edge reads the right-hand edge of the tree of c from the tiles, and verifies
// that it gives c's root.
func (p *Published) edge(c Checkpoint) (*edge, error) {
	e := &edge{size: c.Size}
	for level := 0; c.Size>>(tileHeight*level) > 0; level++ {
		n := c.Size >> (tileHeight * level)
		var hashes []tlog.Hash
		if w := int(n % tileWidth); w > 0 {
			b, err := p.Tile(tlog.Tile{H: tileHeight, L: level, N: n / tileWidth, W: w})
			if err != nil {
				return nil, err
			}
			if hashes, err = ParseTile(b); err != nil || len(hashes) != w {
				return nil, fmt.Errorf("a tile at the edge is damaged: %w", err)
			}
		}
		e.levels = append(e.levels, hashes)
	}
	if c.Note != nil && e.root() != c.Root {
		return nil, fmt.Errorf("the tiles do not give the checkpoint's root")
	}
	return e, nil
}
