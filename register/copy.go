package register

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

// TilesOf lists the tiles and the bundles of entries that a tree of so many entries
// is published as: the full ones, and the partial ones at its edge (C2SP tlog-tiles).
func TilesOf(size int64) []tlog.Tile {
	var out []tlog.Tile
	add := func(level int, count int64) {
		for n := range count >> tileHeight {
			out = append(out, tlog.Tile{H: tileHeight, L: level, N: n, W: tileWidth})
		}
		if w := int(count & (tileWidth - 1)); w > 0 {
			out = append(out, tlog.Tile{H: tileHeight, L: level, N: count >> tileHeight, W: w})
		}
	}
	add(entriesLevel, size)
	for level, count := 0, size; count > 0; level, count = level+1, count>>tileHeight {
		add(level, count)
	}
	return out
}

// CopyTo writes the log of one checkpoint into dir, for others to serve: the
// checkpoint, its tiles, and nothing else.
func (p *Published) CopyTo(dir string, c Checkpoint) error {
	for _, t := range TilesOf(c.Size) {
		b, err := p.Tile(t)
		if err != nil {
			return fmt.Errorf("cannot read the tile %s: %w", TilePath(t), err)
		}
		path := filepath.Join(dir, filepath.FromSlash(TilePath(t)))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, checkpointPath), c.Note, 0o644)
}
