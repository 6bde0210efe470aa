package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// saltSize is 128 bits, as RFC 9901 section 9.3 recommends.
const saltSize = 16

// maxDepth bounds lists within lists, so that a hostile entry cannot exhaust the
// stack.
const maxDepth = 32

// DigestOf is the digest of a disclosure as a leaf holds it: the base64url of
// the SHA-256 of the disclosure's own base64url text (RFC 9901, section 4.2.3).
func DigestOf(disclosure string) string {
	sum := sha256.Sum256([]byte(disclosure))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// NameOfDisclosure gives the name of the field that a disclosure shows, and ""
// for a list element or what is no disclosure.
func NameOfDisclosure(disclosure string) string {
	d, err := parseDisclosure(disclosure)
	if err != nil || d.element {
		return ""
	}
	return d.name
}

type disclosed struct {
	digest  string
	name    string
	value   any
	element bool
}

// parseDisclosure reads one disclosure: a JSON array of salt, name and value, or
// of salt and value for a list element.
func parseDisclosure(s string) (disclosed, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return disclosed{}, fmt.Errorf("a disclosure is not base64url: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var parts []any
	if err := dec.Decode(&parts); err != nil {
		return disclosed{}, fmt.Errorf("a disclosure is not a JSON array: %w", err)
	}
	if dec.More() {
		return disclosed{}, fmt.Errorf("something follows a disclosure's JSON array")
	}
	d := disclosed{digest: DigestOf(s)}
	if len(parts) < 2 || len(parts) > 3 {
		return disclosed{}, fmt.Errorf("a disclosure has %d elements, not 2 or 3", len(parts))
	}
	if _, ok := parts[0].(string); !ok {
		return disclosed{}, fmt.Errorf("a disclosure's salt is not a string")
	}
	d.value = parts[len(parts)-1]
	if d.element = len(parts) == 2; d.element {
		return d, nil
	}
	name, ok := parts[1].(string)
	if !ok || name == "_sd" || name == "..." || name == "iss" || name == "_sd_alg" {
		return disclosed{}, fmt.Errorf("a disclosure has a name that is not allowed")
	}
	d.name = name
	return d, nil
}

// parseDisclosures parts the members of the entry, in order, from the elements
// of lists, by digest. One digest may come once only.
func parseDisclosures(all []string) (members []disclosed, elements map[string]any, err error) {
	elements = map[string]any{}
	seen := make(map[string]bool, len(all))
	for _, s := range all {
		d, err := parseDisclosure(s)
		if err != nil {
			return nil, nil, err
		}
		if seen[d.digest] {
			return nil, nil, fmt.Errorf("one disclosure comes twice")
		}
		seen[d.digest] = true
		if d.element {
			elements[d.digest] = d.value
			continue
		}
		members = append(members, d)
	}
	return members, elements, nil
}

// filler puts disclosed elements into their lists.
type filler struct {
	elements   map[string]any
	used, gaps int
}

// fill replaces each {"...": digest} in a list by the element that was
// disclosed, and leaves out those that were not.
func (f *filler) fill(value any, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("a disclosed value is nested more than %d deep", maxDepth)
	}
	switch v := value.(type) {
	case []any:
		out := make([]any, 0, len(v))
		for _, item := range v {
			if m, ok := item.(map[string]any); ok && len(m) == 1 {
				if digest, ok := m["..."].(string); ok {
					shown, here := f.elements[digest]
					if !here {
						f.gaps++
						continue
					}
					item = shown
					f.used++
				}
			}
			filled, err := f.fill(item, depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, filled)
		}
		return out, nil
	case map[string]any:
		for key, item := range v {
			if key == "_sd" || key == "..." {
				return nil, fmt.Errorf("a disclosed value holds the reserved name %q", key)
			}
			filled, err := f.fill(item, depth+1)
			if err != nil {
				return nil, err
			}
			v[key] = filled
		}
		return v, nil
	}
	return value, nil
}

// WithoutStrays leaves out disclosed list elements whose list is not disclosed.
// It is what remains to be done after the disclosure of a list was left out.
func (e Entry) WithoutStrays() Entry {
	reachable := map[string]bool{}
	elements := map[string]disclosed{}
	var queue []any
	for _, s := range e.Disclosures {
		d, err := parseDisclosure(s)
		if err != nil {
			return e
		}
		if d.element {
			elements[d.digest] = d
			continue
		}
		queue = append(queue, d.value)
	}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		list, _ := next.([]any)
		for _, item := range list {
			m, _ := item.(map[string]any)
			digest, _ := m["..."].(string)
			if d, ok := elements[digest]; ok && !reachable[digest] {
				reachable[digest] = true
				queue = append(queue, d.value)
			}
		}
	}
	out := Entry{Leaf: e.Leaf}
	for _, s := range e.Disclosures {
		if digest := DigestOf(s); elements[digest].element && !reachable[digest] {
			continue
		}
		out.Disclosures = append(out.Disclosures, s)
	}
	return out
}
