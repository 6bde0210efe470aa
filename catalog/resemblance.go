package catalog

import (
	"context"

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

// decide keeps the last decision on a pair.
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
		if err := p.exec("INSERT INTO resemblance VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET decision=excluded.decision, idx=excluded.idx", a, b, decision, index); err != nil {
			return err
		}
	}
	return nil
}

// Decisions lists what people said of pairs; of those with a number, or of all for
// the empty number.
func (c *Catalog) Decisions(ctx context.Context, number sijill.Number) ([]Decided, error) {
	rows, err := c.reader.QueryContext(ctx, "SELECT a, b, decision, idx FROM resemblance WHERE ?1='' OR a=?1 OR b=?1 ORDER BY a, b", string(number))
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
