package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"sijill.example/sijill"
)

// Numbered reads many things at once. A number that is not there is left out.
func (c *Catalog) Numbered(ctx context.Context, numbers []sijill.Number) (map[sijill.Number]Thing, error) {
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, err
	}
	out := make(map[sijill.Number]Thing, len(numbers))
	for t, err := range func(yield func(Thing, error) bool) {
		c.each(resting(ctx, numbers...), yield, "SELECT "+thingColumns+" FROM thing WHERE number IN (SELECT value FROM json_each(?1))", string(list))
	} {
		if err != nil {
			return nil, err
		}
		out[t.Number] = t
	}
	return out, nil
}

// OneOrigin lists the pairs of which the last word is that they are of one origin.
// It gives them in one row, because there may be very many. For a Trace they rest on
// nothing: Touched names everything that is of one origin with what was decided about.
func (c *Catalog) OneOrigin(ctx context.Context) ([][2]sijill.Number, error) {
	const query = "SELECT group_concat(a || ' ' || b, ',') FROM (SELECT a, b, decision, max(idx) FROM resemblance GROUP BY a, b) WHERE decision=?1"
	var all sql.NullString
	if err := c.reader.QueryRowContext(resting(ctx), query, Confirmed).Scan(&all); err != nil || all.String == "" {
		return nil, err
	}
	out := make([][2]sijill.Number, 0, strings.Count(all.String, ",")+1)
	for pair := range strings.SplitSeq(all.String, ",") {
		a, b, _ := strings.Cut(pair, " ")
		out = append(out, [2]sijill.Number{sijill.Number(a), sijill.Number(b)})
	}
	return out, nil
}
