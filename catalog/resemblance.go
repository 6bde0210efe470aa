package catalog

import (
	"context"
	"errors"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
)

// Decisions on whether two things are of one origin.
const (
	Confirmed = "confirmed"
	Refused   = "refused"
)

// Decided is what people said of a pair.
type Decided struct {
	A, B     sijill.Number // A before B
	Decision string
	Index    int64 // of the entry
}

// decide keeps a decision on a pair; the last one holds.
func (p *projection) decide(index int64, o register.Opened) error {
	decision := Confirmed
	if o.Kind == sijill.ResemblanceRefused {
		decision = Refused
	}
	for _, other := range numbersIn(o.Fields) {
		a, b := string(o.Subject), other
		if b < a {
			a, b = b, a
		}
		if err := p.exec("INSERT OR REPLACE INTO resemblance VALUES (?1, ?2, ?3, ?4, ?5)", a, b, index, string(o.Subject), decision); err != nil {
			return err
		}
	}
	return nil
}

// undecide forgets the decisions about a number that is erased. Their entries say
// nothing any more but their kind and their subject.
func (p *projection) undecide(number string) error {
	if err := p.exec("DELETE FROM about WHERE (subject, idx) IN (SELECT iif(subject=a, b, a), idx FROM resemblance WHERE a=?1 OR b=?1)", number); err != nil {
		return err
	}
	return p.exec("DELETE FROM resemblance WHERE a=?1 OR b=?1", number)
}

// Decisions lists what people said of pairs, the last word on each; of those with
// a number, or of all for the empty number.
func (c *Catalog) Decisions(ctx context.Context, number sijill.Number) ([]Decided, error) {
	return c.decisions(ctx, "SELECT a, b, decision, max(idx) FROM resemblance WHERE ?1='' OR a=?1 OR b=?1 GROUP BY a, b ORDER BY a, b", number)
}

// PairEntries lists every decision about a number, also those that a later one
// replaced, in the order of the register.
func (c *Catalog) PairEntries(ctx context.Context, number sijill.Number) ([]Decided, error) {
	return c.decisions(ctx, "SELECT a, b, decision, idx FROM resemblance WHERE a=?1 OR b=?1 ORDER BY idx", number)
}

func (c *Catalog) decisions(ctx context.Context, query string, number sijill.Number) ([]Decided, error) {
	if number != "" {
		ctx = resting(ctx, number)
	}
	rows, err := c.reader.QueryContext(ctx, query, string(number))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Decided
	for rows.Next() {
		var d Decided
		if err := rows.Scan(&d.A, &d.B, &d.Decision, &d.Index); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// Dated is one date of a thing: which of its times it is, and as it was written.
type Dated struct {
	What string // occurred_at, captured_at, published_at, claimed_captured ...
	Date sijill.Date
}

// Dates lists the dates of a thing, those that people gave and those that its file
// claims.
func (c *Catalog) Dates(ctx context.Context, number sijill.Number) ([]Dated, error) {
	rows, err := c.reader.QueryContext(ctx, "SELECT what, edtf FROM dated JOIN thing USING (id) WHERE number=?1 ORDER BY what, edtf", string(number))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Dated
	for rows.Next() {
		var d Dated
		var edtf string
		if err := rows.Scan(&d.What, &edtf); err != nil {
			return nil, err
		}
		if d.Date, err = sijill.ParseDate(edtf); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// HeldTwice lists the digests that more than one exhibit holds, in their order.
func (c *Catalog) HeldTwice(ctx context.Context) ([]sijill.Digest, error) {
	rows, err := c.reader.QueryContext(ctx, "SELECT digest FROM held GROUP BY digest HAVING count(*)>1 ORDER BY digest")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []sijill.Digest
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		if len(raw) != len(sijill.Digest{}) {
			return nil, errors.New("the catalog holds a digest of the wrong length")
		}
		out = append(out, sijill.Digest(raw))
	}
	return out, rows.Err()
}
