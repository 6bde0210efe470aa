package publication

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/likeness"
	"sijill.example/sijill/media/picture"
	"sijill.example/sijill/redaction"
	"sijill.example/sijill/release"
)

// pictures puts the objects of an exhibit or a redacted copy into the edition.
func (x *making) pictures() error {
	switch {
	case x.thing.Kind == "redaction":
		return x.redactedCopy()
	case x.thing.Kind == "exhibit" && x.standing.Form != release.Record:
		if err := x.copies(); err != nil || x.standing.Form != release.Original {
			return err
		}
		return x.original()
	}
	return nil
}

func digestIn(t catalog.Thing) (sijill.Digest, bool) {
	d, err := sijill.ParseDigest(text(t.Fields, catalog.FieldDigest))
	return d, err == nil
}

// copies are the pictures that were made to be looked at. Where somebody is not to
// be found, none is larger than half of what the camera made, since the noise of a
// sensor names the camera.
func (x *making) copies() error {
	digest, ok := digestIn(x.thing)
	if !ok {
		return nil
	}
	store, err := x.archive.Derivatives()
	if err != nil {
		return err
	}
	list, err := store.Copies(x.ctx, digest)
	if err != nil {
		return err
	}
	limit := 0
	if x.standing.Decision.Attribution != access.Named {
		if limit, err = x.half(store, digest); err != nil {
			return err
		}
	}
	for _, c := range list {
		c, err := store.Copy(x.ctx, digest, c.Role)
		if err != nil {
			return err
		}
		if c.Role == derivative.View && limit > 0 && max(c.Width, c.Height) > limit {
			if c.Bytes, c.Width, c.Height, err = smaller(c.Bytes, limit); err != nil {
				return err
			}
		}
		if err := x.putPicture(c.Role, c.Bytes, c.Width, c.Height); err != nil {
			return err
		}
	}
	return nil
}

// half gives half the longer side of the original in pixels, 0 where it is not
// known.
func (x *making) half(store *derivative.Store, digest sijill.Digest) (int, error) {
	made, ok, err := store.Get(x.ctx, digest)
	if err != nil || !ok {
		return 0, err
	}
	var seen struct{ Width, Height int }
	if err := json.Unmarshal(made.Facts, &seen); err != nil {
		return 0, err
	}
	return max(seen.Width, seen.Height) / 2, nil
}

// smaller makes a copy smaller. The copy was made by the archive, so that it can be
// decoded here.
func smaller(b []byte, side int) ([]byte, int, int, error) {
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, 0, 0, err
	}
	c, err := picture.Encode(img, max(1, side))
	return c.JPEG, c.Width, c.Height, err
}

// putPicture puts a JPEG into the edition and, where it shows a whole picture, what
// it is found by. The print is of the public copy.
func (x *making) putPicture(role string, b []byte, w, h int) error {
	name := fmt.Sprintf("%s/%s.jpg", x.thing.Number, role)
	if _, err := x.put(name, bytes.NewReader(b)); err != nil {
		return err
	}
	p := edition.Picture{Object: name, Type: "image/jpeg", Width: w, Height: h, Role: role, Alt: localized(x.standing.Fields, "alt", "")}
	if role == derivative.View { // shown large
		x.doc.Pictures = append([]edition.Picture{p}, x.doc.Pictures...)
	} else {
		x.doc.Pictures = append(x.doc.Pictures, p)
	}
	if role != derivative.View && !strings.HasPrefix(role, "page-") {
		return nil
	}
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return err
	}
	return x.print(name, img)
}

func (x *making) print(object string, img image.Image) error {
	hash, quality := likeness.PDQ(img)
	if quality < likeness.Quality {
		return nil
	}
	return x.out.PutPrint(x.ctx, x.thing.Number, edition.Print{Object: object, Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Hash: hash.Bytes(), Quality: quality,
		Corners: likeness.PackCorners(likeness.Corners(img)), Sketch: likeness.SketchOf(img).Bytes()})
}

// original puts the bytes as they were received into the edition.
func (x *making) original() error {
	digest, ok := digestIn(x.thing)
	if !ok {
		return nil
	}
	r, err := x.archive.Blobs.Get(digest)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	name := fmt.Sprintf("%s/original", x.thing.Number)
	hash := sijill.NewHash()
	n, err := x.put(name, io.TeeReader(r, hash))
	if err != nil {
		return err
	}
	if sijill.Digest(hash.Sum(nil)) != digest {
		return &sijill.Error{Class: sijill.Wanting, Message: fmt.Sprintf("The original of %s is damaged, so the edition is not made.", x.thing.Number), Hint: "`sijill fixity` lists everything that is damaged."}
	}
	x.doc.Downloads = append(x.doc.Downloads, edition.Download{Object: name, Type: text(x.thing.Fields, "media_type"), Bytes: n, What: "original"})
	return nil
}

// redactedCopy puts a redacted copy and its proof into the edition.
func (x *making) redactedCopy() error {
	digest, ok := digestIn(x.thing)
	if !ok {
		return errors.New("the redacted copy has no bytes")
	}
	r, err := x.archive.Blobs.Get(digest)
	if err != nil {
		return err
	}
	content, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	mediaType := text(x.thing.Fields, "media_type")
	ending := map[string]string{"image/png": "png", "image/jpeg": "jpg", "text/plain; charset=utf-8": "txt"}[mediaType]
	if ending == "" || sijill.DigestOf(content) != digest {
		return &sijill.Error{Class: sijill.Wanting, Message: fmt.Sprintf("The bytes of %s are damaged, so the edition is not made.", x.thing.Number), Hint: "`sijill fixity` lists everything that is damaged."}
	}
	name := fmt.Sprintf("%s/copy.%s", x.thing.Number, ending)
	n, err := x.put(name, bytes.NewReader(content))
	if err != nil {
		return err
	}
	x.doc.Redacted = &edition.Redacted{Form: text(x.thing.Fields, "form"), Copy: name}
	x.doc.Downloads = append(x.doc.Downloads, edition.Download{Object: name, Type: mediaType, Bytes: n, What: "copy"})
	if err := x.look(content, mediaType); err != nil {
		return err
	}
	if x.doc.Redacted.Form != redaction.Proved {
		return nil
	}
	return x.proof(name)
}

// look makes the pictures by which a redacted copy is shown.
func (x *making) look(content []byte, mediaType string) error {
	var img image.Image
	var err error
	switch mediaType {
	case "image/png":
		img, err = png.Decode(bytes.NewReader(content)) // made by the archive
	case "image/jpeg":
		img, err = jpeg.Decode(bytes.NewReader(content))
	default:
		x.doc.Body = textsOf(string(content))
		return nil
	}
	if err != nil {
		return err
	}
	if err := x.painted(img.Bounds()); err != nil {
		return err
	}
	for _, c := range []struct {
		role string
		side int
	}{{derivative.View, picture.ViewSide}, {derivative.Thumb, picture.ThumbSide}} {
		made, err := picture.Encode(img, c.side)
		if err != nil {
			return err
		}
		if err := x.putPicture(c.role, made.JPEG, made.Width, made.Height); err != nil {
			return err
		}
	}
	return nil
}

// painted tells which places of a redacted copy are painted over.
func (x *making) painted(copied image.Rectangle) error {
	r := x.doc.Redacted
	r.Width, r.Height = copied.Dx(), copied.Dy()
	for _, s := range words(x.thing.Fields, redaction.FieldPainted) {
		a, err := sijill.ParseRegion(s)
		if err != nil {
			return err
		}
		r.Regions = append(r.Regions, edition.Area{X: a.Min.X, Y: a.Min.Y, W: a.Dx(), H: a.Dy()})
	}
	return nil
}

// proof makes the proof of a redacted copy again and puts it beside the copy.
func (x *making) proof(name string) error {
	if x.redact == nil {
		return errors.New("proofs of redacted copies cannot be made here")
	}
	again, err := x.archive.RedactAgain(x.ctx, x.redact, x.thing.Number, false)
	if err != nil {
		return err
	}
	p := again.Proof.Pieces
	r := x.doc.Redacted
	r.Pieces, r.Withheld, r.Shortened = len(p.Shown), p.Hidden(), p.Shortened()
	return x.putProof(name, again.Proof)
}

// putProof puts the proof of a copy beside it.
func (x *making) putProof(name string, proof *redaction.ProofFile) error {
	b, err := json.Marshal(proof)
	if err != nil {
		return err
	}
	object := name + ".proof.json"
	n, err := x.put(object, bytes.NewReader(append(b, '\n')))
	if err != nil {
		return err
	}
	x.doc.Redacted.Proof = object
	x.doc.Downloads = append(x.doc.Downloads, edition.Download{Object: object, Type: "application/json", Bytes: n, What: "proof"})
	return nil
}
