package catalog

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// Touched lists what the entries from an index on may have changed, in the names that
// a Trace has: what they are about, that it names what it names by now, whatever is of
// one origin with what was decided about, and the identities of what is new. What a thing
// no longer names needs no mention, because whoever asked for it was given the thing.
//
// What was erased is not among them: an erasure takes away also what would tell.
func (c *Catalog) Touched(ctx context.Context, since int64) ([]string, error) {
	touched := map[string]struct{}{}
	add := func(names ...string) {
		for _, n := range names {
			touched[n] = struct{}{}
		}
	}
	subjects, err := c.strings(ctx, "SELECT DISTINCT subject FROM about WHERE idx>=?1", since)
	if err != nil {
		return nil, err
	}
	add(subjects...)
	list, err := json.Marshal(subjects)
	if err != nil {
		return nil, err
	}
	named, err := c.strings(ctx, `
		SELECT DISTINCT kind || ' ' || refers.number FROM (SELECT id, kind FROM thing WHERE number IN (SELECT value FROM json_each(?1))) JOIN refers USING (id)`, string(list))
	if err != nil {
		return nil, err
	}
	for _, pair := range named {
		kind, n, _ := strings.Cut(pair, " ")
		add(namingName(n, kind), namingName(n, ""))
	}
	keys, err := c.strings(ctx, "SELECT lower(hex(key)) FROM identity JOIN thing USING (id) WHERE idx>=?1", since)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		add(identityPrefix + k)
	}
	origins, err := c.originsTouched(ctx, since)
	if err != nil {
		return nil, err
	}
	add(origins...)
	return slices.Sorted(maps.Keys(touched)), nil
}

// identityPrefix begins the name of an identity, as a Trace notes it.
const identityPrefix = "identity "

func identityName(key []byte) string { return identityPrefix + hex.EncodeToString(key) }

// originsTouched lists everything that is, or was before the entries, of one origin
// with a thing that they decide about.
func (c *Catalog) originsTouched(ctx context.Context, since int64) ([]string, error) {
	decided, err := c.strings(ctx, "SELECT a FROM resemblance WHERE idx>=?1 UNION SELECT b FROM resemblance WHERE idx>=?1", since)
	if err != nil || len(decided) == 0 {
		return nil, err
	}
	pairs, err := c.OneOrigin(ctx)
	if err != nil {
		return nil, err
	}
	beside := map[sijill.Number][]sijill.Number{}
	var next []sijill.Number
	for _, n := range decided {
		next = append(next, sijill.Number(n))
	}
	for _, p := range pairs {
		beside[p[0]] = append(beside[p[0]], p[1])
		beside[p[1]] = append(beside[p[1]], p[0])
	}
	seen := map[sijill.Number]bool{}
	var out []string
	for len(next) > 0 {
		n := next[len(next)-1]
		next = next[:len(next)-1]
		if !seen[n] {
			seen[n] = true
			out = append(out, string(n))
			next = append(next, beside[n]...)
		}
	}
	return out, nil
}

func (c *Catalog) strings(ctx context.Context, query string, args ...any) (out []string, err error) {
	rows, err := c.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s sql.NullString
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s.String)
	}
	return out, rows.Err()
}
