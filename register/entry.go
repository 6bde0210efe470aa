package register

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
)

// MaxLeaf is the size in bytes that a leaf must stay below, because C2SP
// tlog-tiles writes its length in 16 bits.
const MaxLeaf = 1 << 16

// MediaType is the "typ" of an entry's header (RFC 9901 recommends one of its
// own for each use of SD-JWT).
const MediaType = "sijill-entry+sd-jwt"

// Entry is one act, as an SD-JWT (RFC 9901).
type Entry struct {
	// Leaf is the signed JWT (RFC 7515 compact serialization), byte for byte
	// what stands in the published log. Its signed part holds the archive's
	// origin and salted digests, and nothing else.
	Leaf []byte
	// Disclosures are the base64url disclosures whose digests the leaf holds.
	// Any of them may be left out; the leaf stays as it is.
	Disclosures []string
}

// Format writes the entry as an SD-JWT without key binding: the leaf and the
// disclosures, each followed by a tilde.
func (e Entry) Format() string {
	var b strings.Builder
	b.Write(e.Leaf)
	b.WriteByte('~')
	for _, d := range e.Disclosures {
		b.WriteString(d)
		b.WriteByte('~')
	}
	return b.String()
}

// ParseEntry reads what Format writes. It checks the form only; Check looks at
// the signature and the digests.
func ParseEntry(s string) (Entry, error) {
	leaf, rest, ok := strings.Cut(s, "~")
	if !ok || leaf == "" || len(leaf) >= MaxLeaf {
		return Entry{}, fmt.Errorf("this is not an entry: want a JWT of less than 64 KiB, a tilde, and disclosures that each end in a tilde")
	}
	e := Entry{Leaf: []byte(leaf)}
	for rest != "" {
		d, after, ok := strings.Cut(rest, "~")
		if !ok || d == "" {
			return Entry{}, fmt.Errorf("this is not an entry: its last disclosure does not end in a tilde, or one is empty")
		}
		e.Disclosures = append(e.Disclosures, d)
		rest = after
	}
	return e, nil
}

// header and payload are the two signed parts of a leaf. Nothing may be added
// to payload that is not a salted digest: the log is public.
type header struct {
	Alg string `json:"alg"`
	Kid string `json:"kid"`
	Typ string `json:"typ"`
}

type payload struct {
	SD  []string `json:"_sd"`
	Alg string   `json:"_sd_alg"`
	Iss string   `json:"iss"`
}

// KeyID is the "kid" of a leaf signed by the key: its C2SP signed-note key ID,
// in eight hexadecimal digits.
func KeyID(hash uint32) string { return fmt.Sprintf("%08x", hash) }

// CheckLeaf verifies the signature of a leaf and returns the digests it holds,
// decoys included. The issuer in it must be the verifier's name.
func CheckLeaf(leaf []byte, v note.Verifier) (digests []string, err error) {
	if len(leaf) >= MaxLeaf {
		return nil, fmt.Errorf("the leaf is longer than 64 KiB")
	}
	signed, sig64, ok := cutLast(leaf, '.')
	if !ok {
		return nil, fmt.Errorf("the leaf is not a JWT")
	}
	head64, body64, ok := bytes.Cut(signed, []byte("."))
	if !ok || bytes.IndexByte(body64, '.') >= 0 {
		return nil, fmt.Errorf("the leaf is not a JWT of three parts")
	}
	var h header
	if err := decodePart(head64, &h); err != nil {
		return nil, fmt.Errorf("the leaf's header: %w", err)
	}
	if want := (header{"EdDSA", KeyID(v.KeyHash()), MediaType}); h != want {
		return nil, fmt.Errorf("the leaf's header is not that of an entry signed by this key")
	}
	sig, err := base64.RawURLEncoding.Strict().DecodeString(string(sig64))
	if err != nil || base64.RawURLEncoding.EncodedLen(len(sig)) != len(sig64) { // the decoder skips line breaks
		return nil, fmt.Errorf("the leaf's signature is not base64url")
	}
	if !v.Verify(signed, sig) {
		return nil, fmt.Errorf("the leaf's signature is wrong")
	}
	var p payload
	if err := decodePart(body64, &p); err != nil {
		return nil, fmt.Errorf("the leaf's payload: %w", err)
	}
	if p.Iss != v.Name() || p.Alg != "sha-256" {
		return nil, fmt.Errorf("the leaf was not issued by %q with sha-256", v.Name())
	}
	return p.SD, nil
}

func cutLast(b []byte, sep byte) (before, after []byte, ok bool) {
	i := bytes.LastIndexByte(b, sep)
	if i < 0 {
		return nil, nil, false
	}
	return b[:i], b[i+1:], true
}

// decodePart reads one part of a JWT strictly: no unknown member, nothing after
// it, and no other spelling of the base64.
func decodePart(part64 []byte, into any) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(string(part64))
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if dec.More() {
		return fmt.Errorf("something follows the JSON object")
	}
	again, err := json.Marshal(into)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, raw) {
		return fmt.Errorf("it is not spelled as the register spells it")
	}
	return nil
}

// Opened is an entry whose signature and disclosures were checked.
type Opened struct {
	Kind    sijill.Kind
	At      string // RFC 3339 UTC, or "" where it is withheld
	Agent   string
	Subject sijill.Number
	// Fields are the disclosed fields of the body, by name. Numbers are
	// json.Number.
	Fields map[string]any
	// Order lists the names in Fields as the entry gives them.
	Order []string
	// Members is how many disclosures the entry had at its top level when it was
	// signed, and 0 where that is withheld.
	Members int
	// Shown counts the disclosures that are here at the top level, and Gaps the
	// elements of lists that are withheld.
	Shown, Gaps int
	// Hidden counts the digests in the leaf for which no disclosure is here.
	// Decoys and withheld fields look alike, by design.
	Hidden int
}

// IsComplete reports that nothing of the entry is withheld.
func (o Opened) IsComplete() bool { return o.Members > 0 && o.Shown == o.Members && o.Gaps == 0 }

// Check verifies the entry: the leaf's signature, that every disclosure belongs
// to the leaf and is used once, and that no name comes twice (RFC 9901, section
// 7.1). A withheld field is no error.
func (e Entry) Check(v note.Verifier) (Opened, error) {
	digests, err := CheckLeaf(e.Leaf, v)
	if err != nil {
		return Opened{}, err
	}
	return e.open(digests)
}

// Open reads the entry without looking at its signature. It is for entries that
// come from a register that was checked before.
func (e Entry) Open() (Opened, error) {
	signed, _, ok := cutLast(e.Leaf, '.')
	if !ok {
		return Opened{}, fmt.Errorf("the leaf is not a JWT")
	}
	_, body64, _ := bytes.Cut(signed, []byte("."))
	raw, err := base64.RawURLEncoding.Strict().DecodeString(string(body64))
	if err != nil {
		return Opened{}, fmt.Errorf("the leaf's payload: %w", err)
	}
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil {
		return Opened{}, fmt.Errorf("the leaf's payload: %w", err)
	}
	return e.open(p.SD)
}

func (e Entry) open(digests []string) (Opened, error) {
	set := make(map[string]bool, len(digests))
	for _, d := range digests {
		if set[d] {
			return Opened{}, fmt.Errorf("the leaf holds one digest twice")
		}
		set[d] = true
	}
	members, elements, err := parseDisclosures(e.Disclosures)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Fields: map[string]any{}, Shown: len(members), Hidden: len(digests) - len(members)}
	f := filler{elements: elements}
	named := make(map[string]bool, len(members))
	for _, m := range members {
		if named[m.name] {
			return Opened{}, fmt.Errorf("a field is disclosed twice")
		}
		named[m.name] = true
		if !set[m.digest] {
			return Opened{}, fmt.Errorf("a disclosure does not belong to the leaf")
		}
		value, err := f.fill(m.value, 0)
		if err != nil {
			return Opened{}, err
		}
		if err := o.put(m.name, value); err != nil {
			return Opened{}, err
		}
	}
	if f.used != len(elements) {
		return Opened{}, fmt.Errorf("a disclosed list element does not belong to the entry")
	}
	o.Gaps = f.gaps
	return o, nil
}

func (o *Opened) put(name string, value any) error {
	text, isText := value.(string)
	switch name {
	case sijill.FieldMembers:
		n, err := strconv.Atoi(fmt.Sprint(value))
		if err != nil || n < o.Shown {
			return fmt.Errorf("the entry has more fields than it says")
		}
		o.Members = n
		return nil
	case sijill.FieldKind:
		o.Kind = sijill.Kind(text)
	case sijill.FieldAt:
		o.At = text
	case sijill.FieldAgent:
		o.Agent = text
	case sijill.FieldSubject:
		o.Subject = sijill.Number(text)
	default:
		o.Fields[name] = value
		o.Order = append(o.Order, name)
		return nil
	}
	if !isText {
		return fmt.Errorf("the field %q is not a text", name)
	}
	return nil
}
