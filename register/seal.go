package register

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
)

// digestStep is what the number of digests in a leaf is padded to a multiple of
// with decoys, so that the shape of a leaf says little of what was done.
const digestStep = 8

// Seal makes the signed entry of a draft at a time, which is written in whole
// seconds of UTC. Every field becomes a disclosure with a salt of its own; a
// value of type sijill.Parts becomes one disclosure for each of its elements.
func Seal(d sijill.Draft, at time.Time, signer note.Signer) (Entry, error) {
	s := sealer{}
	head := [...]sijill.Field{
		{Name: sijill.FieldKind, Value: string(d.Kind)},
		{Name: sijill.FieldAt, Value: at.UTC().Format(time.RFC3339)},
		{Name: sijill.FieldAgent, Value: d.Agent},
		{Name: sijill.FieldSubject, Value: string(d.Subject)},
		// Decoys and fields look alike in the leaf. This count tells whoever may see
		// it whether a field is missing.
		{Name: sijill.FieldMembers, Value: 5 + len(d.Fields)},
	}
	digests := make([]string, 0, 16)
	for _, fields := range [][]sijill.Field{head[:], d.Fields} {
		for _, f := range fields {
			digest, err := s.member(f)
			if err != nil {
				return Entry{}, fmt.Errorf("cannot seal the field %q: %w", f.Name, err)
			}
			digests = append(digests, digest)
		}
	}
	for len(digests)%digestStep != 0 {
		digests = append(digests, s.decoy())
	}
	slices.Sort(digests) // so that their order says nothing of the fields' order
	leaf, err := sign(payload{digests, "sha-256", signer.Name()}, signer)
	if err != nil {
		return Entry{}, err
	}
	if len(leaf) >= MaxLeaf {
		return Entry{}, fmt.Errorf("an entry with %d fields does not fit into a leaf", len(d.Fields))
	}
	return Entry{leaf, s.disclosures}, nil
}

func sign(p payload, signer note.Signer) ([]byte, error) {
	head, err := json.Marshal(header{"EdDSA", KeyID(signer.KeyHash()), MediaType})
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	enc := base64.RawURLEncoding
	leaf := make([]byte, 0, enc.EncodedLen(len(head))+enc.EncodedLen(len(body))+100)
	leaf = enc.AppendEncode(leaf, head)
	leaf = append(leaf, '.')
	leaf = enc.AppendEncode(leaf, body)
	sig, err := signer.Sign(leaf)
	if err != nil {
		return nil, err
	}
	leaf = append(leaf, '.')
	return enc.AppendEncode(leaf, sig), nil
}

// sealer collects the disclosures of one entry and deals out random bytes, which
// are read many at a time.
type sealer struct {
	disclosures []string
	random      []byte
	scratch     []byte
}

func (s *sealer) take(n int) []byte {
	if len(s.random) < n {
		s.random = make([]byte, 16*saltSize)
		_, _ = rand.Read(s.random) // crypto/rand never fails: it ends the program instead
	}
	b := s.random[:n:n]
	s.random = s.random[n:]
	return b
}

func (s *sealer) decoy() string {
	return base64.RawURLEncoding.EncodeToString(s.take(32))
}

func (s *sealer) member(f sijill.Field) (string, error) {
	if f.Name == "" || f.Name == "_sd" || f.Name == "..." || f.Name == "iss" || f.Name == "_sd_alg" {
		return "", fmt.Errorf("this name is reserved")
	}
	value := f.Value
	if parts, ok := value.(sijill.Parts); ok {
		list := make([]any, len(parts))
		for i, part := range parts {
			digest, err := s.disclose("", part)
			if err != nil {
				return "", err
			}
			list[i] = map[string]string{"...": digest}
		}
		value = list
	}
	return s.disclose(f.Name, value)
}

// disclose writes [salt, name, value], or [salt, value] where there is no name.
func (s *sealer) disclose(name string, value any) (string, error) {
	b := append(s.scratch[:0], '[', '"')
	b = base64.RawURLEncoding.AppendEncode(b, s.take(saltSize))
	b = append(b, '"', ',')
	if name != "" {
		quoted, err := json.Marshal(name)
		if err != nil {
			return "", err
		}
		b = append(append(b, quoted...), ',')
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	b = append(append(b, encoded...), ']')
	s.scratch = b
	d := base64.RawURLEncoding.EncodeToString(b)
	s.disclosures = append(s.disclosures, d)
	return DigestOf(d), nil
}
