package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/derivation"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/exchange/proofmode"
	"sijill.example/sijill/look"
)

// readKey reads the public key with which signatures are checked.
func readKey(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	f, size, err := derivation.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return look.ReadSmall(f, 0, size)
}

// besideFile looks at the proofs and signatures that stand beside a file.
func besideFile(ctx context.Context, d *look.Desk, file string, photo look.Seen, source look.Source, key []byte) ([]look.Beside, error) {
	if photo.Proof != nil || photo.Signature != nil {
		return nil, nil
	}
	digest, err := source.Digest()
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(file)
	names := append(proofmode.SidecarsOf(filepath.Base(file)), proofmode.SidecarsOf(digest.String())...)
	var out []look.Beside
	for _, name := range names {
		b, ok, err := besideOne(ctx, d, filepath.Join(dir, name), photo, filepath.Base(file), digest)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		signed := strings.TrimSuffix(name, ".asc")
		if b.Signature != nil && signed != digest.String() {
			if err := checkBeside(ctx, d, &b, filepath.Join(dir, signed), filepath.Join(dir, name), key); err != nil {
				return nil, err
			}
		}
		b.File = name
		out = append(out, b)
	}
	return out, nil
}

func besideOne(ctx context.Context, d *look.Desk, path string, photo look.Seen, photoName string, digest sijill.Digest) (look.Beside, bool, error) {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return look.Beside{}, false, nil
	}
	f, size, err := derivation.OpenFile(path)
	if err != nil {
		return look.Beside{}, false, err
	}
	defer func() { _ = f.Close() }()
	seen, err := d.Facts(ctx, look.Source{File: f, Size: size, Name: filepath.Base(path)})
	if err != nil {
		return look.Beside{}, false, err
	}
	_, role, _ := proofmode.PhotoOf(filepath.Base(path))
	b, ok := look.Tie(photo, photoName, digest, seen, role, true)
	return b, ok, nil
}

// checkBeside checks a signature file over the file that it signs.
func checkBeside(ctx context.Context, d *look.Desk, b *look.Beside, signed, signature string, key []byte) error {
	f, size, err := derivation.OpenFile(signed)
	if err != nil {
		b.Signature.Why = "What it signs is not here."
		return nil
	}
	defer func() { _ = f.Close() }()
	sf, n, err := derivation.OpenFile(signature)
	if err != nil {
		return err
	}
	defer func() { _ = sf.Close() }()
	bytes, err := look.ReadSmall(sf, 0, n)
	if err != nil {
		return err
	}
	s, err := d.CheckSignature(ctx, look.Source{File: f, Size: size}, bytes, key)
	if err == nil {
		b.Signature = &s
	}
	return err
}

// besideNumber tells of the proofs and signatures of an original in the archive,
// as `sijill derive` tied them, and checks the signatures with a key.
func besideNumber(ctx context.Context, d *look.Desk, a *archive.Archive, digest sijill.Digest, key []byte) ([]look.Beside, error) {
	if !a.HasDerivatives() {
		return nil, nil
	}
	store, err := a.Derivatives()
	if err != nil {
		return nil, err
	}
	bonds, err := store.Bonds(ctx, digest)
	if err != nil {
		return nil, err
	}
	var out []look.Beside
	names := map[string]sijill.Digest{}
	var sidecars []sijill.Digest
	for _, bond := range bonds {
		if bond.Photo != digest {
			continue
		}
		var b look.Beside
		if err := json.Unmarshal(bond.Facts, &b); err != nil {
			return nil, err
		}
		holders, err := a.Catalog.Holding(ctx, bond.Sidecar)
		if err != nil {
			return nil, err
		}
		if len(holders) == 0 {
			continue
		}
		t, err := a.Catalog.Thing(ctx, holders[0])
		if err != nil {
			return nil, err
		}
		b.Number = holders[0]
		b.File, _ = t.Fields["name"].(string)
		names[b.File] = bond.Sidecar
		sidecars = append(sidecars, bond.Sidecar)
		out = append(out, b)
	}
	for i := range out {
		if out[i].Signature == nil {
			continue
		}
		signed := digest // of the proof where it signs one, and otherwise of the photo
		if of, ok := names[strings.TrimSuffix(out[i].File, ".asc")]; ok {
			signed = of
		}
		if err := checkHeld(ctx, d, a, &out[i], signed, sidecars[i], key); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// checkHeld checks a signature of the archive over what it signs.
func checkHeld(ctx context.Context, d *look.Desk, a *archive.Archive, b *look.Beside, signed, signature sijill.Digest, key []byte) error {
	s, err := a.Blobs.Get(signature)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	f, offset := s.File()
	bytes, err := look.ReadSmall(f, offset, s.Size())
	if err != nil {
		return err
	}
	o, err := a.Blobs.Get(signed)
	if err != nil {
		return err
	}
	defer func() { _ = o.Close() }()
	f, offset = o.File()
	checked, err := d.CheckSignature(ctx, look.Source{File: f, Offset: offset, Size: o.Size()}, bytes, key)
	if err == nil {
		b.Signature = &checked
	}
	return err
}

// marks stand after what is not the very same in a proof and its photo.
var marks = map[string]string{derivative.Differs: "  DIFFERS", derivative.OneSided: "  ONE-SIDED", derivative.Noted: "  (note)"}

// outcomeWords says how a comparison ended; what is near agrees.
func outcomeWords(c look.Compared) string {
	if c.Grade == derivative.Noted {
		return "agrees (" + c.Outcome + ")"
	}
	return c.Outcome
}

// tellBeside prints what stands beside a file.
func tellBeside(all []look.Beside, row func(name, format string, args ...any)) {
	for _, b := range all {
		name := sijill.Name(b.File).Display()
		if b.Number != "" {
			name = string(b.Number) + " " + name
		}
		row("beside", "%s: %s, by %s", name, b.Role, b.By)
		for _, c := range b.Compared {
			row("", "%s: %s. %s%s", c.What, outcomeWords(c), sijill.Printable(c.Text), marks[c.Grade])
		}
		if s := b.Signature; s != nil {
			at := ""
			if s.At != "" {
				at = ", made " + s.At + " by the signer's clock"
			}
			row("", "signature: %s%s. %s", s.State, at, sijill.Printable(strings.Join(append([]string{s.Why}, s.Notes...), " ")))
		}
		if n := len(b.Held); n > 0 {
			row("", "%s held back", count(n, "value"))
		}
	}
}
