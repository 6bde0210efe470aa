package catalog

import (
	"context"

	"sijill.example/sijill"
)

// The kinds of findings. What is only noted agrees, and is not listed among what
// does not.
const (
	FindingDates         = "dates"         // two dates of a thing
	FindingContradiction = "contradiction" // within a file
	FindingProof         = "proof"         // a file and the proof beside it differ
	FindingOneSided      = "one-sided"     // only one of a file and its proof says anything
	FindingNote          = "note"          // a file and its proof agree, if not to the very letter
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
