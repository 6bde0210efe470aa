package desk

import (
	"net/http"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill/register"
)

// tileHeight is the height of a tile in C2SP tlog-tiles.
const tileHeight = 8

// checkpoint serves the signed checkpoint (C2SP tlog-checkpoint), having
// verified it.
func (d *desk) checkpoint(w http.ResponseWriter, _ *http.Request) error {
	c, err := d.archive.Published.Checkpoint(d.archive.Verifier)
	if err != nil {
		return unreadable("checkpoint", err)
	}
	return write(w, http.StatusOK, "text/plain; charset=utf-8", c.Note)
}

// tile serves a tile or a bundle of entries (C2SP tlog-tiles) of the tree that
// the published checkpoint signs, and no other file.
func (d *desk) tile(w http.ResponseWriter, r *http.Request) error {
	t, ok := parseTilePath(strings.TrimPrefix(r.URL.Path, "/"))
	if !ok {
		return problem(http.StatusNotFound)
	}
	c, err := d.archive.Published.Checkpoint(d.archive.Verifier)
	if err != nil {
		return unreadable("checkpoint", err)
	}
	if !isInTree(t, c.Size) {
		return problem(http.StatusNotFound)
	}
	b, err := d.archive.Published.Tile(t)
	if err != nil {
		return unreadable("tile", err)
	}
	return write(w, http.StatusOK, "application/octet-stream", b)
}

// parseTilePath reads what register.TilePath writes, and no other spelling.
func parseTilePath(path string) (tlog.Tile, bool) {
	rest, ok := strings.CutPrefix(path, "tile/")
	if !ok || strings.HasPrefix(rest, "data/") || len(rest) > 128 {
		return tlog.Tile{}, false
	}
	if n, ok := strings.CutPrefix(rest, "entries/"); ok {
		rest = "data/" + n
	}
	t, err := tlog.ParseTilePath("tile/8/" + rest)
	if err != nil || t.H != tileHeight || t.L > 63/tileHeight || register.TilePath(t) != path {
		return tlog.Tile{}, false
	}
	return t, true
}

// isInTree reports whether a tree of the size has every hash of the tile.
func isInTree(t tlog.Tile, size int64) bool {
	hashes := size >> (tileHeight * max(t.L, 0))
	return t.N >= 0 && t.N <= hashes>>tileHeight && t.N<<tileHeight+int64(t.W) <= hashes
}
