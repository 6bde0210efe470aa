package desk

import (
	"net/http"
	"strings"

	"sijill.example/sijill/register"
)

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
	t, ok := register.ParseTilePath(strings.TrimPrefix(r.URL.Path, "/"))
	if !ok {
		return problem(http.StatusNotFound)
	}
	c, err := d.archive.Published.Checkpoint(d.archive.Verifier)
	if err != nil {
		return unreadable("checkpoint", err)
	}
	if !c.Has(t) {
		return problem(http.StatusNotFound)
	}
	b, err := d.archive.Published.Tile(t)
	if err != nil {
		return unreadable("tile", err)
	}
	return write(w, http.StatusOK, "application/octet-stream", b)
}
