package catalog

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// toldElsewhere are fields that name numbers and have a table of their own.
var toldElsewhere = []string{FieldDeposit, FieldTable, FieldConcerns}

// refer writes which things a thing names, and in which field: "source", or
// "bearings.of" for a field within records. Citations in a text count.
func (p *projection) refer(id int64, fields map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if slices.Contains(toldElsewhere, name) {
			continue
		}
		if err := p.referIn(id, name, fields[name]); err != nil {
			return err
		}
	}
	return nil
}

func (p *projection) referIn(id int64, field string, value any) error {
	switch v := value.(type) {
	case string:
		if n, ok := numberIn(v); ok {
			return p.refersTo(id, field, n)
		}
		if strings.Contains(v, "[[") {
			for _, cited := range sijill.Citations(v) {
				if n, ok := numberIn(cited); ok {
					if err := p.refersTo(id, field, n); err != nil {
						return err
					}
				}
			}
		}
	case []any:
		for _, item := range v {
			if err := p.referIn(id, field, item); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if err := p.referIn(id, field+"."+name, v[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *projection) refersTo(id int64, field string, n sijill.Number) error {
	return p.exec("INSERT OR IGNORE INTO refers VALUES (?1, ?2, ?3)", id, field, string(n))
}

// numberIn reads a text that is a number and nothing else.
func numberIn(s string) (sijill.Number, bool) {
	const shortest = len("exh-2026-0001")
	if len(s) < shortest || s[3] != '-' || len(s) > 2*shortest {
		return "", false
	}
	n, err := sijill.ParseNumber(s)
	return n, err == nil
}

// withMore scans a column after those of a thing.
type withMore struct {
	scanner
	more *string
}

func (s withMore) Scan(into ...any) error { return s.scanner.Scan(append(into, s.more)...) }

// Reference says that a thing names another in a field.
type Reference struct {
	Thing Thing
	Field string // "source", or "bearings.of" for a field within records
}

// Referring yields what names the number, in the order of entry: in the given
// field, or in any for the empty field.
func (c *Catalog) Referring(ctx context.Context, number sijill.Number, field string) iter.Seq2[Reference, error] {
	return c.ReferringAs(ctx, number, field, "")
}

// ReferringAs is Referring of things of one kind, or of any for the empty kind.
func (c *Catalog) ReferringAs(ctx context.Context, number sijill.Number, field, kind string) iter.Seq2[Reference, error] {
	return func(yield func(Reference, error) bool) {
		const query = "SELECT " + thingColumns + ", field FROM (SELECT id AS of, field FROM refers WHERE number=?1 AND (?2='' OR field=?2)) JOIN thing ON id=of WHERE ?3='' OR kind=?3 ORDER BY id, field"
		NoteNaming(ctx, number, kind)
		rows, err := c.reader.QueryContext(resting(ctx), query, string(number), field, kind)
		if err != nil {
			yield(Reference{}, err)
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var r Reference
			r.Thing, err = scanThing(withMore{rows, &r.Field})
			Note(ctx, r.Thing.Number)
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Reference{}, err)
		}
	}
}

// AnyReferring reports whether any thing of a kind names anything in a field. For a
// Trace it rests on nothing: whoever asks for one number says so.
func (c *Catalog) AnyReferring(ctx context.Context, field, kind string) (bool, error) {
	var n int
	err := c.reader.QueryRowContext(resting(ctx), "SELECT EXISTS (SELECT 1 FROM thing JOIN refers USING (id) WHERE kind=?2 AND field=?1)", field, kind).Scan(&n)
	return n == 1, err
}
