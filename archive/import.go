package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/description"
	"sijill.example/sijill/exchange/table"
)

// Import says which table to take in.
type Import struct {
	Table   string // path of the table
	Mapping string // path of the mapping
	Agent   string
	Strict  bool // enter nothing unless every row is good
}

// Imported is the outcome of an import.
type Imported struct {
	Table    sijill.Number         // the exhibit that the table itself is
	Doubtful []description.Refusal // what was entered and should be looked at
	description.Outcome
}

// ImportTable keeps the table as an exhibit and enters what its rows make, in
// one transaction.
func (a *Archive) ImportTable(ctx context.Context, q Import, progress func(rows int)) (Imported, error) {
	mapping, err := readMapping(q.Mapping)
	if err != nil {
		return Imported{}, err
	}
	return a.importWith(ctx, q, mapping, progress)
}

// importWith enters the table of q with a mapping.
func (a *Archive) importWith(ctx context.Context, q Import, mapping *table.Mapping, progress func(rows int)) (Imported, error) {
	// The whole table is read before anything is entered, so that one that cannot
	// be read to its end leaves nothing behind.
	tried, err := tryTable(q.Table, mapping)
	if err != nil {
		return Imported{}, err
	}
	if q.Strict && len(tried.Refused) > 0 {
		return Imported{Outcome: description.Outcome{Refused: tried.Refused}}, strictRefusal(len(tried.Refused))
	}
	receipt, err := a.Receive(ctx, deposit.Request{Paths: []string{q.Table}, Own: a.Dir, Agent: q.Agent}, nil)
	if err != nil {
		return Imported{}, err
	}
	if err := a.Catalog.CatchUp(ctx, a.Register, nil); err != nil {
		return Imported{}, err
	}
	out := Imported{Table: receipt.Exhibits[0].Number, Doubtful: tried.Doubtful}
	// The rows are read from the bytes that were kept, not from the file, which
	// may have changed since.
	original, err := a.Blobs.Get(receipt.Exhibits[0].Digest)
	if err != nil {
		return out, err
	}
	defer func() { _ = original.Close() }()
	rows, err := table.Open(original, mapping)
	if err != nil {
		return out, err
	}
	out.Outcome, err = description.Desk{Register: a.Register, Catalog: a.Catalog, Numbers: a.Numbers, Agent: q.Agent, Progress: progress}.EnterTable(ctx, out.Table, mapping, rows)
	return out, err
}

func strictRefusal(n int) error {
	message := "One row is bad, so nothing was entered."
	if n > 1 {
		message = fmt.Sprintf("%d rows are bad, so nothing was entered.", n)
	}
	return &sijill.Error{Class: sijill.Refused, Message: message, Hint: "Mend the table or the mapping; without --strict the good rows enter."}
}

func readMapping(path string) (*table.Mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The mapping cannot be read.", Err: err}
	}
	defer func() { _ = f.Close() }()
	return table.ParseMapping(f)
}

// Tried is what a table has that cannot be entered, and what is entered and should be
// looked at.
type Tried struct{ Refused, Doubtful []description.Refusal }

// tryTable reads the whole table and lists its bad and doubtful rows.
func tryTable(path string, m *table.Mapping) (Tried, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return Tried{}, &sijill.Error{Class: sijill.Usage, Message: "The table is not a file.", Hint: "Give one CSV, TSV, JSON, GeoJSON or XML file."}
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err != nil {
		return Tried{}, &sijill.Error{Class: sijill.Failed, Message: "The table cannot be read.", Err: err}
	}
	defer func() { _ = f.Close() }()
	rows, err := table.Open(f, m)
	if err != nil {
		return Tried{}, err
	}
	var out Tried
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return Tried{}, err
		}
		var things []table.Thing
		if err = row.Err; err == nil {
			things, err = m.Things(row)
		}
		if err != nil {
			out.Refused = append(out.Refused, description.Refusal{Row: row.Number, Reason: strings.TrimSuffix(err.Error(), ".")})
		}
		if slices.ContainsFunc(things, isNowhere) {
			out.Doubtful = append(out.Doubtful, description.Refusal{Row: row.Number, Reason: "latitude and longitude are both 0, which many tables write where they know no position"})
		}
	}
}

// isNowhere says that a thing lies where the meridian of Greenwich meets the equator,
// in the sea.
func isNowhere(t table.Thing) bool {
	at := map[string]float64{}
	for _, f := range t.Fields {
		if n, ok := f.Value.(json.Number); ok && (f.Name == "latitude" || f.Name == "longitude") {
			if v, err := n.Float64(); err == nil {
				at[f.Name] = v
			}
		}
	}
	return len(at) == 2 && at["latitude"] == 0 && at["longitude"] == 0
}
