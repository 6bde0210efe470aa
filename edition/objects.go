package edition

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
)

// typeOf gives the media type of an object by its name, which the builder made. What
// is not one of these is taken away and never shown by a browser.
func typeOf(name string) (mediaType string, isShown bool) {
	switch path.Ext(name) {
	case ".jpg":
		return "image/jpeg", true
	case ".png":
		return "image/png", true
	case ".txt":
		return "text/plain; charset=utf-8", true
	case ".json":
		return "application/json", true
	}
	return "application/octet-stream", false
}

func (v *server) object(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("number") + "/" + r.PathValue("name")
	if b, err := v.site.edition.EntryFile(r.Context(), name); sijill.ClassOf(err) != sijill.NotFound {
		if err != nil {
			v.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Security-Policy", policyOfObjects)
		v.bytes(w, r, "application/json", b)
		return
	}
	f, err := v.site.edition.Object(name)
	if err != nil {
		v.fail(w, r, err)
		return
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		v.fail(w, r, notThere)
		return
	}
	mediaType, isShown := typeOf(name)
	h := w.Header()
	open(h)
	h.Set("Content-Security-Policy", policyOfObjects)
	h.Set("Content-Type", mediaType)
	if !isShown {
		h.Set("Content-Disposition", `attachment; filename="`+safe(r.PathValue("number")+"-"+r.PathValue("name"))+`"`)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %d", name, info.Size(), info.ModTime().UnixNano()))
	h.Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	http.ServeContent(w, r, "", time.Time{}, f)
}

func safe(name string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (r == '-' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, name)
}

// verifier checks the checkpoint of the log; nil where the edition has no key that
// can be read.
type verifier = note.Verifier

func verifierOf(e *Edition) verifier {
	v, err := note.NewVerifier(e.Head.VerifierKey)
	if err != nil {
		return nil
	}
	return v
}

// published gives the checkpoint, verified.
func (s *site) published() (*register.Published, register.Checkpoint, error) {
	return s.edition.published(s.signed)
}

func (v *server) checkpoint(w http.ResponseWriter, r *http.Request) {
	_, c, err := v.site.published()
	if err != nil {
		v.fail(w, r, err)
		return
	}
	v.bytes(w, r, "text/plain; charset=utf-8", c.Note)
}

// tile serves a tile, or a bundle of leaves, of the tree that the checkpoint signs,
// and no other file. A leaf is sealed: what is public of it stands beside its thing.
func (v *server) tile(w http.ResponseWriter, r *http.Request) {
	t, ok := register.ParseTilePath(strings.TrimPrefix(r.URL.Path, "/"))
	if !ok {
		v.fail(w, r, notThere)
		return
	}
	p, c, err := v.site.published()
	if err == nil && !c.Has(t) {
		err = notThere
	}
	var b []byte
	if err == nil {
		b, err = p.Tile(t)
	}
	if err != nil {
		v.fail(w, r, err)
		return
	}
	v.bytes(w, r, "application/octet-stream", b)
}

func (v *server) bytes(w http.ResponseWriter, r *http.Request, mediaType string, b []byte) {
	open(w.Header())
	v.send(w, r, &bound{answer: answer{Type: mediaType, Body: b}, tag: tagOfBytes(b)})
}

// tagOfBytes tells bytes from others, for a browser that has some.
func tagOfBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
