package catalog

import (
	"context"

	"sijill.example/sijill"
)

// ReadDate is a date that was read in a field of a thing, or in the text of its
// original, and not said by anybody.
type ReadDate struct {
	Field string
	sijill.DateMention
}

// NamedPlace is a place that a field of a thing names, or the text of its original.
type NamedPlace struct {
	Field string `json:"field"`
	// Start and End are bytes of the field's text.
	Start int `json:"start"`
	End   int `json:"end"`
	// Places are those that may be meant, the likeliest first.
	Places []NamedAs `json:"places"`
	// IsSure says that something prefers the first to the others.
	IsSure bool `json:"sure"`
	// IsBySound says that the gazetteer spells the name otherwise.
	IsBySound bool `json:"by_sound"`
}

// NamedAs is a place that a name may mean, and what speaks for it.
type NamedAs struct {
	Number     sijill.Number `json:"number"`
	Title      string        `json:"title"`
	Why        string        `json:"why"`
	PrecisionM float64       `json:"precision_m,omitempty"` // 0 where nobody said where it is
}

// Read tells the dates and places that are read in the titles and texts of a thing.
func (c *Catalog) Read(ctx context.Context, number sijill.Number) ([]ReadDate, []NamedPlace, error) {
	t, err := c.Thing(ctx, number)
	if err != nil {
		return nil, nil, err
	}
	var dates []ReadDate
	for _, name := range readable(t.Kind, t.Fields) {
		text, _ := t.Fields[name].(string)
		for _, m := range sijill.DatesIn(beginning(text)) {
			dates = append(dates, ReadDate{name, m})
		}
	}
	rows, err := c.reader.QueryContext(ctx, `
		SELECT field, start, "end", rank, place, coalesce(title, ''), why, coalesce(precision_m, 0), sure, sound
		FROM named LEFT JOIN thing ON thing.number=place WHERE named.id=?1 ORDER BY field, start, rank`, t.id)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }()
	var places []NamedPlace
	for rows.Next() {
		var n NamedPlace
		var as NamedAs
		var rank int
		if err := rows.Scan(&n.Field, &n.Start, &n.End, &rank, &as.Number, &as.Title, &as.Why, &as.PrecisionM, &n.IsSure, &n.IsBySound); err != nil {
			return nil, nil, err
		}
		if rank == 0 {
			places = append(places, n)
		}
		if len(places) > 0 {
			last := &places[len(places)-1]
			last.Places = append(last.Places, as)
		}
	}
	return dates, places, rows.Err()
}
