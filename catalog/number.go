package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"sync"

	"sijill.example/sijill"
)

// IdentityOf is what makes a second arrival of the same thing a repetition: for
// what was made of a row of a table, the row's key; for what a document speaks of,
// the document's key, which is of the same kind; for an exhibit with bytes,
// its digest together with the name and place it came under and everything that
// was said about it when it came. It is "" for what is never a repetition.
func IdentityOf(fields map[string]any) string {
	if key, ok := fields[FieldRowKey].(string); ok {
		return KeyIdentity(key)
	}
	if key, ok := fields[sijill.FieldKey].(string); ok {
		return KeyIdentity(key)
	}
	if _, ok := fields[FieldDigest].(string); !ok {
		return ""
	}
	var parts []any
	for _, name := range []string{FieldDigest, "path", "path_bytes", "name", "name_bytes", "source", "basis", "terms", "lang", "note"} {
		parts = append(parts, fields[name])
	}
	text, err := json.Marshal(parts)
	if err != nil {
		return ""
	}
	return "bytes\n" + string(text)
}

// KeyIdentity is the identity of what has a key.
func KeyIdentity(key string) string { return "row\n" + key }

// identityKey is what the index of identities holds: half a SHA-256.
func identityKey(identity string) []byte {
	sum := sha256.Sum256([]byte(identity))
	return sum[:16]
}

// Numbers gives numbers to new things. There is one for each archive that is
// open for writing, and the catalog must have caught up before it is first used.
type Numbers struct {
	catalog *Catalog
	mu      sync.Mutex
	next    map[counter]int
}

type counter struct {
	prefix sijill.Prefix
	year   int
}

// Numbers makes the numbers of the archive.
func (c *Catalog) Numbers() *Numbers {
	return &Numbers{catalog: c, next: map[counter]int{}}
}

// Take takes count numbers of a prefix and a year, and returns a function that
// gives the i-th of them. Numbers that are taken and not used are not given
// again by this process.
func (n *Numbers) Take(ctx context.Context, p sijill.Prefix, year, count int) (func(i int) sijill.Number, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	k := counter{p, year}
	if _, ok := n.next[k]; !ok {
		given, err := n.catalog.Count(ctx, p, year)
		if err != nil {
			return nil, err
		}
		n.next[k] = given + 1
	}
	first := n.next[k]
	n.next[k] += count
	return func(i int) sijill.Number { return sijill.NewNumber(p, year, first+i) }, nil
}
