package catalog

import (
	"context"

	"sijill.example/sijill"
)

// Findings lists what was found about a thing. The text of one about dates has two
// fields with their dates, parted by " / ".
func (c *Catalog) Findings(ctx context.Context, number sijill.Number) ([]Finding, error) {
	rows, err := c.reader.QueryContext(ctx, "SELECT finding.kind, text FROM finding JOIN thing USING (id) WHERE number=?1 ORDER BY finding.kind, text", string(number))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Finding
	for rows.Next() {
		var f Finding
		if err := rows.Scan(&f.Kind, &f.Text); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, rows.Err()
}
