// Package redaction makes copies from which something was taken out, and proves
// them. A picture is decoded, painted over with one colour in whole blocks, and
// encoded again from its pixels; a text loses whole segments, or words of them. The
// original is never touched.
//
// Before anything is taken out, the archive commits to every block or word (see
// exchange/blockproof) in an entry of the register. A copy's proof leads from what
// it shows to that entry, so that anybody can check that all of it is unchanged,
// and learn nothing of the rest.
package redaction

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/blockproof"
)

// Names of the fields of a commitment's entry.
const (
	FieldCommitment = "commitment" // what is committed to; it says nothing of the content
	FieldSeed       = "seed"       // the secret of the salts; never disclosed
)

// FieldPainted is the field of a copy's entry that names the places of it that are
// painted over, in its own pixels.
const FieldPainted = "painted"

// Forms of a copy.
const (
	// Proved is a copy with a proof. A picture's is lossless, and so keeps the noise
	// of the camera's sensor, by which a camera can be told again.
	Proved = "proved"
	// Reduced is a copy without a proof, of at most half the size and compressed
	// again, which blurs that noise.
	Reduced = "reduced"
)

// Fields writes a commitment as fields of an entry.
func Fields(c blockproof.Commitment, seed blockproof.Seed) []sijill.Field {
	m := map[string]any{"format": blockproof.Format, "form": c.Form, "pieces": c.Count, "root": base64.StdEncoding.EncodeToString(c.Root[:])}
	if c.Form == blockproof.Picture {
		m["width"], m["height"] = c.Width, c.Height
	}
	return []sijill.Field{{Name: FieldCommitment, Value: m}, {Name: FieldSeed, Value: base64.StdEncoding.EncodeToString(seed[:])}}
}

// CommitmentIn reads a commitment from the fields of an entry.
func CommitmentIn(fields map[string]any) (blockproof.Commitment, error) {
	m, _ := fields[FieldCommitment].(map[string]any)
	format, _ := m["format"].(string)
	if format != blockproof.Format {
		return blockproof.Commitment{}, fmt.Errorf("the entry holds no commitment of the format %s", blockproof.Format)
	}
	number := func(name string) int {
		n, _ := m[name].(json.Number)
		i, err := strconv.Atoi(string(n))
		if err != nil {
			return 0
		}
		return i
	}
	c := blockproof.Commitment{Width: number("width"), Height: number("height"), Count: number("pieces")}
	c.Form, _ = m["form"].(string)
	root, _ := m["root"].(string)
	raw, err := base64.StdEncoding.DecodeString(root)
	if err != nil || copy(c.Root[:], raw) != len(c.Root) || len(raw) != len(c.Root) || c.Count < 1 {
		return blockproof.Commitment{}, fmt.Errorf("the entry's commitment cannot be read")
	}
	return c, nil
}

// SeedIn reads the seed from the fields of an entry; false where it was erased.
func SeedIn(fields map[string]any) (blockproof.Seed, bool) {
	var s blockproof.Seed
	text, _ := fields[FieldSeed].(string)
	raw, err := base64.StdEncoding.DecodeString(text)
	return s, err == nil && len(raw) == len(s) && copy(s[:], raw) == len(s)
}
