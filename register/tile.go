package register

import (
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is the only height that C2SP tlog-tiles knows: 256 hashes a tile.
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// entriesLevel is the level under which x/mod/sumdb/tlog files the leaves
// themselves.
const entriesLevel = -1

// TilePath is where a C2SP tlog-tiles server has the tile, relative to the
// register's address: "tile/0/x001/067", "tile/1/000.p/17", "tile/entries/000".
func TilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), "tile/8/")
	if rest, ok := strings.CutPrefix(path, "data/"); ok {
		path = "entries/" + rest
	}
	return "tile/" + path
}

// ParseTilePath reads what TilePath writes, and no other spelling.
func ParseTilePath(path string) (tlog.Tile, bool) {
	rest, ok := strings.CutPrefix(path, "tile/")
	if !ok || strings.HasPrefix(rest, "data/") || len(rest) > longestTilePath {
		return tlog.Tile{}, false
	}
	if n, ok := strings.CutPrefix(rest, "entries/"); ok {
		rest = "data/" + n
	}
	t, err := tlog.ParseTilePath("tile/8/" + rest)
	if err != nil || t.H != tileHeight || t.L > 63/tileHeight || TilePath(t) != path {
		return tlog.Tile{}, false
	}
	return t, true
}

const longestTilePath = 128

// Has reports whether the tree that the checkpoint signs has every hash of a tile.
func (c Checkpoint) Has(t tlog.Tile) bool {
	hashes := c.Size >> (tileHeight * max(t.L, 0))
	return t.N >= 0 && t.N <= hashes>>tileHeight && t.N<<tileHeight+int64(t.W) <= hashes
}

// AppendLeaf adds one leaf to a bundle of entries: its length as a big-endian
// 16-bit number, and the leaf (C2SP tlog-tiles, log entries).
func AppendLeaf(bundle, leaf []byte) ([]byte, error) {
	if len(leaf) >= MaxLeaf {
		return nil, fmt.Errorf("a leaf of %d bytes does not fit into a bundle", len(leaf))
	}
	bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(leaf)))
	return append(bundle, leaf...), nil
}

// ParseBundle reads the leaves of a bundle of entries. A bundle has 1 to 256.
func ParseBundle(bundle []byte) ([][]byte, error) {
	var leaves [][]byte
	for len(bundle) > 0 {
		if len(leaves) == tileWidth {
			return nil, fmt.Errorf("the bundle has more than %d entries", tileWidth)
		}
		if len(bundle) < 2 {
			return nil, fmt.Errorf("the bundle ends within a length")
		}
		n := int(binary.BigEndian.Uint16(bundle))
		if len(bundle) < 2+n {
			return nil, fmt.Errorf("the bundle ends within an entry")
		}
		leaves = append(leaves, bundle[2:2+n:2+n])
		bundle = bundle[2+n:]
	}
	if len(leaves) == 0 {
		return nil, fmt.Errorf("the bundle is empty")
	}
	return leaves, nil
}

// ParseTile reads the hashes of a tile, 1 to 256 of 32 bytes.
func ParseTile(tile []byte) ([]tlog.Hash, error) {
	if len(tile) == 0 || len(tile)%tlog.HashSize != 0 || len(tile) > tileWidth*tlog.HashSize {
		return nil, fmt.Errorf("a tile of %d bytes is not 1 to 256 hashes", len(tile))
	}
	hashes := make([]tlog.Hash, len(tile)/tlog.HashSize)
	for i := range hashes {
		hashes[i] = tlog.Hash(tile[i*tlog.HashSize:])
	}
	return hashes, nil
}

// edge is the right-hand edge of the tree: for each level of tiles, the hashes
// of the tile that is not full yet. It is all that is needed to go on.
type edge struct {
	size   int64
	levels [][]tlog.Hash
}

// add appends a leaf's hash. Each tile that becomes full is handed to full
// together with its level and number.
func (e *edge) add(h tlog.Hash, full func(level int, n int64, hashes []tlog.Hash) error) error {
	e.size++
	for level := 0; ; level++ {
		if level == len(e.levels) {
			e.levels = append(e.levels, make([]tlog.Hash, 0, tileWidth))
		}
		e.levels[level] = append(e.levels[level], h)
		if len(e.levels[level]) < tileWidth {
			return nil
		}
		n := e.size>>(tileHeight*(level+1)) - 1
		if err := full(level, n, e.levels[level]); err != nil {
			return err
		}
		h = subtree(e.levels[level])
		e.levels[level] = e.levels[level][:0]
	}
}

// subtree is the root over a power of two of hashes.
func subtree(hashes []tlog.Hash) tlog.Hash {
	row := append([]tlog.Hash(nil), hashes...)
	for len(row) > 1 {
		for i := range len(row) / 2 {
			row[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		row = row[:len(row)/2]
	}
	return row[0]
}

// root is the RFC 6962 tree hash over everything that was added.
func (e *edge) root() tlog.Hash {
	if e.size == 0 {
		h, _ := tlog.TreeHash(0, nil)
		return h
	}
	var root tlog.Hash
	has := false
	for _, hashes := range e.levels { // smallest subtrees first: they stand at the right
		for len(hashes) > 0 {
			n := len(hashes) & -len(hashes)
			h := subtree(hashes[len(hashes)-n:])
			hashes = hashes[:len(hashes)-n]
			if has {
				root = tlog.NodeHash(h, root)
			} else {
				root, has = h, true
			}
		}
	}
	return root
}
