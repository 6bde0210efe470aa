package description

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/table"
	"sijill.example/sijill/register"
)

// Refusal is a row that was not entered, and why.
type Refusal struct {
	Row    int // 1 is the first row with data
	Reason string
}

// Outcome counts what the rows of a table came to. A row is entered if it made
// anything new, repeated if all that it makes was here, and otherwise refused.
type Outcome struct {
	Read, Entered, Repeated int
	Refused                 []Refusal
	ByKind                  map[string]int // new things
	Watched                 []Watched
}

// Watched counts the values of a column that the mapping watches.
type Watched struct {
	Column   string
	Distinct int // different values
	Repeated int // rows with a value that an earlier row has
	Empty    int // rows with none
}

// Desk is what entering a table works with.
type Desk struct {
	Register *register.Register
	Catalog  *catalog.Catalog
	Numbers  *catalog.Numbers
	Agent    string
	// Progress, which may be nil, is told how many rows were read.
	Progress func(rows int)
}

// EnterTable enters what the rows make, in one transaction. Each thing says from
// which row of which exhibit it was made. What was made before from a row with
// the same key and content is not made again; where the content is another, the
// row is refused, because a person may have described the thing since.
func (d Desk) EnterTable(ctx context.Context, of sijill.Number, m *table.Mapping, rows *table.Reader) (Outcome, error) {
	e := &tableEntry{Desk: d, ctx: ctx, of: of, mapping: m, year: d.Register.Now().Year(), made: map[rowKey]made{}, seen: map[rowKey]bool{}, bearings: map[sijill.Number][]any{}}
	e.out.ByKind = map[string]int{}
	for _, column := range m.Watch {
		e.out.Watched = append(e.out.Watched, Watched{Column: column})
	}
	_, _, err := d.Register.AppendAll(ctx, func(yield func(sijill.Draft, error) bool) {
		for {
			row, err := rows.Next()
			if errors.Is(err, io.EOF) {
				e.bear(yield)
				return
			}
			if err != nil {
				yield(sijill.Draft{}, err)
				return
			}
			drafts, err := e.row(row)
			if err != nil {
				yield(sijill.Draft{}, err)
				return
			}
			for _, draft := range drafts {
				if !yield(draft, nil) {
					return
				}
			}
			if d.Progress != nil {
				d.Progress(e.out.Read)
			}
		}
	})
	if err != nil {
		return Outcome{Read: e.out.Read, Refused: e.out.Refused}, err
	}
	return e.out, nil
}

// watch counts the values of the columns that the mapping watches.
func (e *tableEntry) watch(row table.Row) {
	for i, column := range e.mapping.Watch {
		w := &e.out.Watched[i]
		v := e.mapping.Text(row, column)
		if v == "" {
			w.Empty++
			continue
		}
		sum := sha256.Sum256([]byte(column + "\n" + v))
		key := rowKey(sum[:16])
		if e.seen[key] {
			w.Repeated++
			continue
		}
		e.seen[key] = true
		w.Distinct++
	}
}

// rowKey is half a SHA-256 of a thing's key, so that long tables stay small in
// memory.
type rowKey [16]byte

type made struct {
	number sijill.Number
	digest rowKey // of the row
}

type tableEntry struct {
	Desk
	ctx     context.Context
	of      sijill.Number
	mapping *table.Mapping
	year    int
	made    map[rowKey]made // by this run
	seen    map[rowKey]bool // values of watched columns
	out     Outcome

	bearings map[sijill.Number][]any // by what they bear on
	bornOn   []sijill.Number         // in the order of the rows
}

// row gives the drafts of what a row makes, and counts it. An error is about the
// archive; what is wrong with the row is a refusal.
func (e *tableEntry) row(row table.Row) ([]sijill.Draft, error) {
	e.out.Read++
	if row.Err == nil {
		e.watch(row)
	}
	things, err := []table.Thing(nil), row.Err
	if err == nil {
		things, err = e.mapping.Things(row)
	}
	if err == nil && len(things) == 0 {
		err = errors.New(e.mapping.Nothing(row))
	}
	if err != nil {
		e.refuse(row, err.Error())
		return nil, nil
	}
	var drafts []sijill.Draft
	numbers := map[string]sijill.Number{} // by key, for references within the row
	fresh := map[rowKey]made{}
	for _, t := range things {
		known, err := e.known(t, row)
		if err != nil {
			return nil, err
		}
		if known.number != "" {
			if !t.Shared && known.digest != digestOf(row) {
				e.refuse(row, fmt.Sprintf("the same key made %s, and this row says something else of it; describe %s instead", known.number, known.number))
				return nil, nil
			}
			numbers[t.Key] = known.number
			continue
		}
		draft, key, err := e.draft(t, row)
		if err != nil {
			return nil, err
		}
		numbers[t.Key] = draft.Subject
		fresh[key] = made{draft.Subject, digestOf(row)}
		drafts = append(drafts, draft)
	}
	for _, t := range things {
		if err := e.refer(drafts, numbers, t); err != nil {
			e.refuse(row, err.Error())
			return nil, nil
		}
	}
	if why, err := e.collect(row, things, numbers); err != nil {
		return nil, err
	} else if why != "" {
		e.refuse(row, why)
		return nil, nil
	}
	for key, m := range fresh {
		e.made[key] = m
		e.out.ByKind[m.number.Kind()]++
	}
	if len(drafts) == 0 {
		e.out.Repeated++
	} else {
		e.out.Entered++
	}
	return drafts, nil
}

func (e *tableEntry) refuse(row table.Row, reason string) {
	e.out.Refused = append(e.out.Refused, Refusal{row.Number, strings.TrimSuffix(reason, ".")})
}

func keyOf(t table.Thing) rowKey {
	sum := sha256.Sum256([]byte(t.Kind + "\n" + t.Key))
	return rowKey(sum[:16])
}

func digestOf(row table.Row) rowKey { return rowKey(row.Digest[:16]) }

// known finds what was made from the thing's key before, in this run or earlier.
func (e *tableEntry) known(t table.Thing, row table.Row) (made, error) {
	if m, ok := e.made[keyOf(t)]; ok {
		return m, nil
	}
	number, err := e.Catalog.Identified(e.ctx, catalog.IdentityOf(map[string]any{catalog.FieldRowKey: t.Key}))
	if err != nil || number == "" {
		return made{}, err
	}
	was, err := e.Catalog.Thing(e.ctx, number)
	if err != nil {
		return made{}, err
	}
	m := made{number: number}
	text, _ := was.Fields["row_sha256"].(string)
	if d, err := sijill.ParseDigest(text); err == nil {
		m.digest = rowKey(d[:16])
	}
	return m, nil
}

func (e *tableEntry) draft(t table.Thing, row table.Row) (sijill.Draft, rowKey, error) {
	prefix := sijill.Prefix("")
	for _, p := range sijill.Prefixes() {
		if p.Name == t.Kind {
			prefix = p.Prefix
		}
	}
	number, err := e.Numbers.Take(e.ctx, prefix, e.year, 1)
	if err != nil {
		return sijill.Draft{}, rowKey{}, err
	}
	d := sijill.Draft{Kind: sijill.RecordedAs(t.Kind), Agent: e.Agent, Subject: number(0), Fields: append([]sijill.Field(nil), t.Fields...)}
	d.Fields = append(d.Fields,
		sijill.Field{Name: catalog.FieldTable, Value: string(e.of)},
		sijill.Field{Name: "row", Value: row.Number},
		sijill.Field{Name: "row_sha256", Value: row.Digest.String()},
		sijill.Field{Name: catalog.FieldRowKey, Value: t.Key})
	return d, keyOf(t), nil
}

// refer puts the numbers of what a thing refers to into its draft.
func (e *tableEntry) refer(drafts []sijill.Draft, numbers map[string]sijill.Number, t table.Thing) error {
	for i := range drafts {
		if drafts[i].Subject != numbers[t.Key] {
			continue
		}
		for _, ref := range t.Refs {
			number, ok := numbers[ref.Key]
			if !ok {
				return fmt.Errorf("%s refers to something that the row does not make", ref.Field)
			}
			drafts[i].Fields = append(drafts[i].Fields, sijill.Field{Name: ref.Field, Value: string(number)})
		}
	}
	return nil
}
