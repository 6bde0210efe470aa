package catalog

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"sijill.example/sijill"
	"sijill.example/sijill/search/index"
)

// Names of fields that the catalog understands.
const (
	FieldDigest   = "sha256"   // the digest of an exhibit's original
	FieldDeposit  = "deposit"  // the deposit that an exhibit came with
	FieldTable    = "table"    // the exhibit of whose row a thing was made
	FieldRowKey   = "row_key"  // what names the row that a thing was made of
	FieldConcerns = "concerns" // further numbers that an entry is about
	FieldPairs    = "pairs"    // entries about pairs that a tombstone cleared because of the other thing
)

// StateErased is the state of a thing whose original and description were erased.
const StateErased = "erased"

// Thing is what the register says of one number by now.
type Thing struct {
	Number sijill.Number
	Kind   string
	Title  string
	Fields map[string]any // numbers are json.Number
	Index  int64          // of the entry that made it
	State  string         // "" or StateErased

	id int64
}

const thingColumns = "id, number, kind, title, fields, idx, state"

type scanner interface{ Scan(...any) error }

func scanThing(row scanner) (Thing, error) {
	var t Thing
	var fields string
	if err := row.Scan(&t.id, &t.Number, &t.Kind, &t.Title, &fields, &t.Index, &t.State); err != nil {
		return Thing{}, err
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(fields)))
	dec.UseNumber()
	if err := dec.Decode(&t.Fields); err != nil {
		return Thing{}, fmt.Errorf("the catalog's row of %s is damaged: %w", t.Number, err)
	}
	return t, nil
}

// Thing reads one thing. A number that is not there gives an Error of class
// NotFound.
func (c *Catalog) Thing(ctx context.Context, number sijill.Number) (Thing, error) {
	t, err := scanThing(c.reader.QueryRowContext(resting(ctx, number), "SELECT "+thingColumns+" FROM thing WHERE number=?1", string(number)))
	if errors.Is(err, sql.ErrNoRows) {
		return Thing{}, &sijill.Error{Class: sijill.NotFound, Message: fmt.Sprintf("There is nothing numbered %s in this archive.", number),
			Hint: "`sijill list` shows what there is, and `sijill find WORDS` searches it."}
	}
	return t, err
}

// Has reports whether there is a thing of the number, be it erased.
func (c *Catalog) Has(ctx context.Context, number sijill.Number) (bool, error) {
	var n int
	err := c.reader.QueryRowContext(resting(ctx, number), "SELECT count(*) FROM thing WHERE number=?1", string(number)).Scan(&n)
	return n > 0, err
}

// Filter chooses things.
type Filter struct {
	Kind  string        // "exhibit", "incident" ...; "" for all
	Whole sijill.Number // only exhibits of this deposit
	After sijill.Number // only what was entered after this one
	Limit int           // 0 for no limit
}

// Things yields things in the order in which they were entered.
func (c *Catalog) Things(ctx context.Context, f Filter) iter.Seq2[Thing, error] {
	return func(yield func(Thing, error) bool) {
		query := "SELECT " + thingColumns + " FROM thing WHERE (?1='' OR kind=?1)"
		if f.Whole != "" {
			query += " AND id IN (SELECT id FROM part WHERE whole=?2)"
		}
		query += " AND id > coalesce((SELECT id FROM thing WHERE number=?3), 0) ORDER BY id LIMIT ?4"
		limit := f.Limit
		if limit == 0 {
			limit = -1
		}
		c.each(ctx, yield, query, f.Kind, string(f.Whole), string(f.After), limit)
	}
}

func (c *Catalog) each(ctx context.Context, yield func(Thing, error) bool, query string, args ...any) {
	rows, err := c.reader.QueryContext(ctx, query, args...)
	if err != nil {
		yield(Thing{}, err)
		return
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		t, err := scanThing(rows)
		if !yield(t, err) || err != nil {
			return
		}
	}
	if err := rows.Err(); err != nil {
		yield(Thing{}, err)
	}
}

// Holding lists the exhibits whose original has the digest, oldest first.
func (c *Catalog) Holding(ctx context.Context, d sijill.Digest) ([]sijill.Number, error) {
	return c.numbers(ctx, "SELECT number FROM thing WHERE id IN (SELECT id FROM held WHERE digest=?1) ORDER BY id", d[:])
}

func (c *Catalog) numbers(ctx context.Context, query string, args ...any) ([]sijill.Number, error) {
	rows, err := c.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []sijill.Number
	for rows.Next() {
		var n sijill.Number
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// Digests yields every digest that some exhibit holds, each once.
func (c *Catalog) Digests(ctx context.Context) iter.Seq2[sijill.Digest, error] {
	return func(yield func(sijill.Digest, error) bool) {
		rows, err := c.reader.QueryContext(ctx, "SELECT DISTINCT digest FROM held")
		if err != nil {
			yield(sijill.Digest{}, err)
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var raw sql.RawBytes
			if err := rows.Scan(&raw); err != nil || len(raw) != len(sijill.Digest{}) {
				yield(sijill.Digest{}, errors.Join(err, errors.New("the catalog holds a digest of the wrong length")))
				return
			}
			if !yield(sijill.Digest(raw), nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(sijill.Digest{}, err)
		}
	}
}

// Identified gives the thing that was entered with an identity, and "" where
// there is none.
func (c *Catalog) Identified(ctx context.Context, identity string) (sijill.Number, error) {
	var n sijill.Number
	key := identityKey(identity)
	note(ctx, identityName(key))
	err := c.reader.QueryRowContext(resting(ctx), "SELECT number FROM thing WHERE id=(SELECT id FROM identity WHERE key=?1)", key).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	Note(ctx, n)
	return n, err
}

// Entries lists the indexes of the entries about a number, in order. For the
// empty number these are the entries about the archive as a whole.
func (c *Catalog) Entries(ctx context.Context, number sijill.Number) ([]int64, error) {
	rows, err := c.reader.QueryContext(resting(ctx, number), "SELECT idx FROM about WHERE subject=?1 ORDER BY idx", string(number))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []int64
	for rows.Next() {
		var i int64
		if err := rows.Scan(&i); err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	return out, rows.Err()
}

// Count gives how many numbers of a prefix were given in a year.
func (c *Catalog) Count(ctx context.Context, p sijill.Prefix, year int) (int, error) {
	var n int
	err := c.reader.QueryRowContext(ctx, "SELECT n FROM counter WHERE prefix=?1 AND year=?2", string(p), year).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// Totals counts the things of each kind that are not erased.
func (c *Catalog) Totals(ctx context.Context) (map[string]int, error) {
	rows, err := c.reader.QueryContext(ctx, "SELECT kind, count(*) FROM thing WHERE state='' GROUP BY kind")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := map[string]int{}
	for rows.Next() {
		var kind string
		var n int
		if err := rows.Scan(&kind, &n); err != nil {
			return nil, err
		}
		out[kind] = n
	}
	return out, rows.Err()
}

// Dump writes every row of every table as text, in an order that depends on
// nothing but the entries, so that two catalogs can be compared.
func (c *Catalog) Dump(ctx context.Context, w io.Writer) error {
	for _, query := range []string{
		"SELECT 'meta', key, value, '', '', '' FROM meta WHERE key<>'derived' ORDER BY key",
		"SELECT 'thing', number, kind, title, fields, idx || ' ' || state FROM thing ORDER BY number",
		"SELECT 'about', subject, idx, '', '', '' FROM about ORDER BY subject, idx",
		"SELECT 'held', hex(digest), number, '', '', '' FROM held JOIN thing USING (id) ORDER BY 2, 3",
		"SELECT 'identity', hex(key), number, '', '', '' FROM identity JOIN thing USING (id) ORDER BY 2, 3",
		"SELECT 'part', whole, number, '', '', '' FROM part JOIN thing USING (id) ORDER BY 2, 3",
		"SELECT 'counter', prefix, year, n, '', '' FROM counter ORDER BY prefix, year",
		"SELECT 'facet', number, name, value, '', '' FROM facet JOIN thing USING (id) WHERE NOT derived ORDER BY number, name, value",
		"SELECT 'dated', number, what, edtf, first || ' ' || last, mention FROM dated JOIN thing USING (id) WHERE NOT derived ORDER BY number, what, mention, edtf",
		"SELECT 'named', number, field, start || ' ' || \"end\" || ' ' || rank, place, why || ' ' || sure || ' ' || sound FROM named JOIN thing USING (id) WHERE NOT derived ORDER BY number, field, start, rank",
		"SELECT 'resemblance', a, b, idx, subject, decision FROM resemblance ORDER BY a, b, idx",
		"SELECT 'refers', a.number, field, refers.number, '', '' FROM refers JOIN thing a USING (id) ORDER BY 2, 3, 4",
	} {
		if err := c.dump(ctx, w, query); err != nil {
			return err
		}
	}
	return index.Dump(ctx, c.reader.DB, w)
}

func (c *Catalog) dump(ctx context.Context, w io.Writer, query string) error {
	rows, err := c.reader.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var f [6]string
		if err := rows.Scan(&f[0], &f[1], &f[2], &f[3], &f[4], &f[5]); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%q\n", f); err != nil {
			return err
		}
	}
	return rows.Err()
}
