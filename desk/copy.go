package desk

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
)

// copyPolicy stands on a copy instead of the policy of pages: whoever opens it by
// itself gets a picture that can do nothing.
const copyPolicy = "default-src 'none'; sandbox; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

const jpegType = "image/jpeg"

// jpegStart is how every JPEG begins.
var jpegStart = []byte{0xff, 0xd8, 0xff}

// copy hands out a copy that a worker made of an original, and nothing else: a
// JPEG out of its encoder, never the bytes of the original.
func (d *desk) copy(w http.ResponseWriter, r *http.Request) error {
	number, err := sijill.ParseNumber(r.PathValue("number"))
	role := r.PathValue("role")
	if err != nil || !isRole(role) || d.archive.Derivatives == nil {
		return problem(http.StatusNotFound)
	}
	t, err := d.archive.Catalog.Thing(r.Context(), number)
	if err != nil {
		return err
	}
	digest, ok := digestOf(t)
	if !ok {
		return problem(http.StatusNotFound)
	}
	c, err := d.archive.Derivatives.Copy(r.Context(), digest, role)
	if err != nil {
		return err
	}
	if c.MediaType != jpegType || !bytes.HasPrefix(c.Bytes, jpegStart) {
		return problem(http.StatusNotFound)
	}
	w.Header().Set("Content-Security-Policy", copyPolicy)
	w.Header().Set("Content-Disposition", `inline; filename="`+string(number)+"-"+role+`.jpg"`)
	return write(w, http.StatusOK, jpegType, c.Bytes)
}

// isRole reports whether a copy can have a role of this name.
func isRole(s string) bool {
	switch s {
	case derivative.Thumb, derivative.View, derivative.Sheet, derivative.Wave:
		return true
	}
	return pageOf(s) > 0
}

const pageRole = "page-"

// pageOf gives the page of a document that a role is of, and 0 where it is of none.
func pageOf(role string) int {
	digits, ok := strings.CutPrefix(role, pageRole)
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || strconv.Itoa(n) != digits {
		return 0
	}
	return n
}

// digestOf gives the digest of a thing's original, where it has one.
func digestOf(t catalog.Thing) (sijill.Digest, bool) {
	text, _ := t.Fields[catalog.FieldDigest].(string)
	digest, err := sijill.ParseDigest(text)
	return digest, err == nil
}

// image is a copy in a page. Its size keeps the page from moving when it comes.
type image struct {
	Role          string
	Src           string
	Width, Height int
}

// images lists the copies there are of a thing's original.
func (d *desk) images(ctx context.Context, t catalog.Thing) ([]image, error) {
	digest, ok := digestOf(t)
	if !ok || d.archive.Derivatives == nil {
		return nil, nil
	}
	copies, err := d.archive.Derivatives.Copies(ctx, digest)
	if err != nil {
		return nil, err
	}
	var out []image
	for _, c := range copies {
		if c.MediaType == jpegType && isRole(c.Role) && c.Width > 0 && c.Height > 0 {
			out = append(out, image{c.Role, "/copy/" + string(t.Number) + "/" + c.Role, c.Width, c.Height})
		}
	}
	return out, nil
}

// roleIn gives the copy of a role, and nil where there is none.
func roleIn(all []image, role string) *image {
	for i := range all {
		if all[i].Role == role {
			return &all[i]
		}
	}
	return nil
}

// smallest gives what a list shows of a thing: its thumbnail, or what stands for one.
func smallest(all []image) *image {
	for _, role := range []string{derivative.Thumb, derivative.Sheet, derivative.Wave, pageRole + "1"} {
		if i := roleIn(all, role); i != nil {
			return i
		}
	}
	return nil
}
