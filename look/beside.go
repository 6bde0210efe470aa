package look

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"os"

	"sijill.example/sijill"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/exchange/proofmode"
	"sijill.example/sijill/internal/cage"
)

// Beside is a file that belongs to a photo or a film: a ProofMode proof of it, or
// the signature of one of the two.
type Beside struct {
	File   string        `json:"file,omitempty"`
	Number sijill.Number `json:"number,omitempty"`
	Role   string        `json:"role"` // "proof", "signature of the photo" ...
	// By says what ties the two together: "hash", "name", or "hash and name".
	By        string     `json:"by"`
	Row       int        `json:"row,omitempty"` // of the proof
	Compared  []Compared `json:"compared,omitempty"`
	Signature *Signature `json:"signature,omitempty"`
	Held      []string   `json:"held_back,omitempty"`
}

// Flags are the sentences about what is not the very same, each with its grade.
func (b Beside) Flags() []derivative.Flag {
	var out []derivative.Flag
	for _, c := range b.Compared {
		if c.Grade != "" {
			out = append(out, derivative.Flag{Grade: c.Grade, Text: c.What + ": " + c.Text})
		}
	}
	if s := b.Signature; s != nil && s.State == string(proofmode.SignatureNotValid) {
		out = append(out, derivative.Flag{Grade: derivative.Differs, Text: b.Role + ": " + s.Why})
	}
	return out
}

// Tie sets a sidecar against its photo. It gives nothing where the sidecar says
// nothing of this photo: where neither its name nor a hash in it ties the two.
func Tie(photo Seen, photoName string, digest sijill.Digest, sidecar Seen, role string, byName bool) (Beside, bool) {
	b := Beside{Role: role, By: "name", Held: sidecar.Held}
	if role == "" {
		b.Role = proofmode.RoleProof
	}
	b.Signature = sidecar.Signature
	best := -1
	for i, p := range sidecar.Proof {
		if of, ok := p.Of(); ok && of == digest {
			best, b.By = i, "hash"
			if byName {
				b.By = "hash and name"
			}
			break
		}
		// A batch speaks of many photos, and only a row of this name of this one.
		if byName && best < 0 && (role == proofmode.RoleProof || p.FileName == photoName) {
			best = i
		}
	}
	if best >= 0 {
		b.Row = sidecar.Proof[best].Row
		b.Compared = sidecar.Proof[best].Compare(photo, photoName, digest)
		return b, true
	}
	return b, byName && role != proofmode.RoleBatch
}

// Digest gives the SHA-256 of a source.
func (s Source) Digest() (sijill.Digest, error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(s.File, s.Offset, s.Size)); err != nil {
		return sijill.Digest{}, err
	}
	return sijill.Digest(h.Sum(nil)), nil
}

// CheckSignature checks a detached OpenPGP signature over the bytes of a source,
// behind the walls. Without a key it is only read.
func (d *Desk) CheckSignature(ctx context.Context, signed Source, signature, key []byte) (Signature, error) {
	params, err := json.Marshal(signing{signature, key})
	if err != nil {
		return Signature{}, err
	}
	b, err := d.pool.Do(ctx, signatureVerb, params, signed.File, signed.Offset, signed.Size)
	if refused, ok := errors.AsType[*cage.RefusedError](err); ok {
		return Signature{State: string(proofmode.SignatureNotSupported), Why: refused.Message}, nil
	}
	if errors.Is(err, cage.ErrBroken) {
		return Signature{State: string(proofmode.SignatureNotSupported), Why: err.Error()}, nil
	}
	if err != nil {
		return Signature{}, err
	}
	var out Signature
	if err := json.Unmarshal(b, &out); err != nil {
		return Signature{}, errBabble
	}
	return out, nil
}

// ReadSmall reads a signature or a key, which are small files.
func ReadSmall(f *os.File, offset, size int64) ([]byte, error) {
	const most = 300 << 10
	if size > most {
		return nil, &sijill.Error{Class: sijill.Refused, Message: "This is larger than any OpenPGP signature or key.", Hint: "Give the public key of one phone (pubkey.asc)."}
	}
	b := make([]byte, size)
	_, err := io.ReadFull(io.NewSectionReader(f, offset, size), b)
	return b, err
}
