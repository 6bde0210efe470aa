package c2pa

import (
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"hash"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

// decode reads one CBOR value (RFC 8949) and nothing behind it.
func decode(data []byte, into any) error {
	mode, err := cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF, // each of the two could be the one that was meant
		MaxNestedLevels:  16,
		MaxArrayElements: 100_000,
		MaxMapPairs:      10_000,
		UTF8:             cbor.UTF8RejectInvalid,
	}.DecMode()
	if err != nil {
		return err
	}
	return mode.Unmarshal(data, into)
}

// hashedURI points to another box of the store and says its hash.
type hashedURI struct {
	URL  string `cbor:"url"`
	Alg  string `cbor:"alg,omitempty"`
	Hash []byte `cbor:"hash"`
}

// claim is what is signed, of version 1 or 2.
type claim struct {
	Alg               string          `cbor:"alg"`
	Generator         string          `cbor:"claim_generator"`
	GeneratorInfo     cbor.RawMessage `cbor:"claim_generator_info"`
	Signature         string          `cbor:"signature"`
	Assertions        []hashedURI     `cbor:"assertions"`
	CreatedAssertions []hashedURI     `cbor:"created_assertions"`
	Gathered          []hashedURI     `cbor:"gathered_assertions"`
	Redacted          []string        `cbor:"redacted_assertions"`
	Title             string          `cbor:"dc:title"`
	Format            string          `cbor:"dc:format"`
}

type generatorInfo struct {
	Name    string `cbor:"name"`
	Version string `cbor:"version"`
}

func (g generatorInfo) String() string { return strings.TrimSpace(g.Name + " " + g.Version) }

// generator gives the name of the program that made the claim.
func (c *claim) generator() string {
	var one generatorInfo
	if len(c.GeneratorInfo) > 0 && decode(c.GeneratorInfo, &one) == nil && one.Name != "" {
		return one.String()
	}
	var many []generatorInfo
	if len(c.GeneratorInfo) > 0 && decode(c.GeneratorInfo, &many) == nil && len(many) > 0 {
		return many[0].String()
	}
	return c.Generator
}

// newHash gives the hash of a name that C2PA allows.
func newHash(alg string) (hash.Hash, error) {
	switch alg {
	case "sha256":
		return sha256.New(), nil
	case "sha384":
		return sha512.New384(), nil
	case "sha512":
		return sha512.New(), nil
	case "":
		return nil, errors.New("no hash algorithm is named")
	}
	return nil, unsupportedError(fmt.Sprintf("the hash algorithm %q is not known", alg))
}

// pathOf gives the labels that a JUMBF URI names: those inside of the manifest
// where it is relative, and those from the store on where it is absolute.
func pathOf(uri string) (path []string, absolute, ok bool) {
	rest, ok := strings.CutPrefix(uri, "self#jumbf=")
	if !ok || len(rest) > 2000 {
		return nil, false, false
	}
	if inner, ok := strings.CutPrefix(rest, "/c2pa/"); ok {
		return strings.Split(inner, "/"), true, true
	}
	if strings.HasPrefix(rest, "/") {
		return nil, false, false
	}
	return strings.Split(rest, "/"), false, true
}

// resolve finds the box that a URI names.
func resolve(store, manifest *box, uri string) *box {
	path, absolute, ok := pathOf(uri)
	if !ok {
		return nil
	}
	b := manifest
	if absolute {
		b = store
	}
	for _, label := range path {
		if b == nil {
			return nil
		}
		b = b.child(label)
	}
	return b
}

// kindOf gives a label without the number that tells several of a kind apart, and
// without the version.
func kindOf(label string) string {
	label, _, _ = strings.Cut(label, "__")
	if i := strings.LastIndex(label, ".v"); i >= 0 && len(label) > i+2 && strings.Trim(label[i+2:], "0123456789") == "" {
		label = label[:i]
	}
	return label
}
