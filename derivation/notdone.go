package derivation

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"sijill.example/sijill"
	"sijill.example/sijill/look"
)

// Undone is something that could not be done with an original.
type Undone struct {
	Number        sijill.Number // of the first that holds it
	Name          string
	What, Because string
}

// NotDone yields what could not be done with the originals that were looked at. What
// is never done with any is not among it.
func (d Desk) NotDone(ctx context.Context) iter.Seq2[Undone, error] {
	return func(yield func(Undone, error) bool) {
		for m, err := range d.Derivatives.Since(ctx, 0) {
			if err != nil {
				yield(Undone{}, err)
				return
			}
			var seen look.Seen
			if err := json.Unmarshal(m.Facts, &seen); err != nil {
				yield(Undone{}, fmt.Errorf("what was made of %s cannot be read: %w", m.Digest, err))
				return
			}
			failed := seen.Failed()
			if len(failed) == 0 {
				continue
			}
			holders, err := d.Catalog.Holding(ctx, m.Digest)
			if err != nil {
				yield(Undone{}, err)
				return
			}
			if len(holders) == 0 {
				continue
			}
			name, err := d.nameOf(ctx, m.Digest)
			if err != nil {
				yield(Undone{}, err)
				return
			}
			for _, n := range failed {
				if !yield(Undone{holders[0], name, n.What, n.Because}, nil) {
					return
				}
			}
		}
	}
}
