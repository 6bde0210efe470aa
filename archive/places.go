package archive

import (
	"context"
	"errors"
	"io"
	"os"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/table"
)

// RecognisePlaces looks through a table of places and finds out which column is
// what, and which rows are bad or doubtful. It needs no archive and enters nothing.
func RecognisePlaces(path string) (table.Recognised, Tried, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return table.Recognised{}, Tried{}, &sijill.Error{Class: sijill.Usage, Message: "The table is not a file.", Hint: "Give one CSV, TSV, JSON, GeoJSON or XML file."}
	}
	r, err := table.Recognise(func() (io.ReadCloser, error) { return os.Open(path) })
	if err != nil {
		if _, ok := errors.AsType[*sijill.Error](err); !ok {
			err = &sijill.Error{Class: sijill.Failed, Message: "The table cannot be read.", Err: err}
		}
		return r, Tried{}, err
	}
	tried, err := tryTable(path, r.Mapping)
	return r, tried, err
}

// ImportPlaces takes a table of places in, as ImportTable does with a mapping. q
// names no mapping: what its columns are is recognised.
func (a *Archive) ImportPlaces(ctx context.Context, q Import, progress func(rows int)) (Imported, table.Recognised, error) {
	r, _, err := RecognisePlaces(q.Table)
	if err != nil {
		return Imported{}, r, err
	}
	out, err := a.importWith(ctx, q, r.Mapping, progress)
	return out, r, err
}
