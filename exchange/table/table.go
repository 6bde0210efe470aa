// Package table reads tables row by row, as CSV, TSV, JSON, GeoJSON or XML, and
// makes of each row what a mapping says: exhibits, incidents, places, sources. It
// knows no store.
package table

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
)

// Limits of what is read.
const (
	maxRow     = 16 << 20 // bytes of the file that one row may take
	maxColumns = 1000
	maxDepth   = 64 // of JSON and XML
)

// Row is one row of a table.
type Row struct {
	Number int // 1 is the first row with data
	// Digest is the SHA-256 of the row's cells as a JSON list of names and values.
	Digest sijill.Digest
	// Err says what is wrong with this row, where reading can go on after it.
	Err error

	names  []string // sorted but for CSV
	values []any    // string, json.Number, bool, nil, []any, map[string]any
}

// cell is the value in a column, and nil where there is none.
func (r Row) cell(column string) any {
	if i := slices.Index(r.names, column); i >= 0 {
		return r.values[i]
	}
	return nil
}

func (r *Row) seal() error {
	if len(r.names) > maxColumns {
		return fmt.Errorf("it has more than %d columns", maxColumns)
	}
	pairs := make([][2]any, len(r.names))
	for i := range r.names {
		if s, ok := r.values[i].(string); ok && !utf8.ValidString(s) {
			return fmt.Errorf("the column %q is not UTF-8", strings.ToValidUTF8(r.names[i], "?"))
		}
		pairs[i] = [2]any{r.names[i], r.values[i]}
	}
	text, err := json.Marshal(pairs)
	r.Digest = sijill.DigestOf(text)
	return err
}

// Reader reads a table.
type Reader struct {
	budget *budget
	next   func() (Row, error)
	number int
	broken error
}

// Open begins to read a table.
func Open(r io.Reader, m *Mapping) (*Reader, error) {
	t := &Reader{budget: &budget{r: r, left: maxRow}}
	text := bufio.NewReaderSize(t.budget, 64<<10)
	if mark, err := text.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = text.Discard(3)
	}
	var err error
	switch m.Format {
	case "csv":
		comma := ','
		if m.Separator == ";" {
			comma = ';'
		}
		t.next, err = openCSV(text, comma, m)
	case "tsv":
		t.next, err = openCSV(text, '\t', m)
	case "json":
		t.next, err = openJSON(text)
	case "geojson":
		t.next, err = openGeoJSON(text)
	case "xml":
		t.next = openXML(text, m.Row)
	default:
		err = fmt.Errorf("the format %q is not known", m.Format)
	}
	if err != nil {
		return nil, t.stop(err)
	}
	return t, nil
}

// Next gives the next row, and io.EOF after the last. Any other error ends the
// table: nothing after it can be trusted.
func (t *Reader) Next() (Row, error) {
	if t.broken != nil {
		return Row{}, t.broken
	}
	t.budget.left = maxRow
	row, err := t.next()
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Row{}, io.EOF
	}
	if err != nil {
		t.broken = t.stop(err)
		return Row{}, t.broken
	}
	t.number++
	row.Number = t.number
	if err := row.seal(); err != nil && row.Err == nil {
		row.Err = err
	}
	return row, nil
}

func (t *Reader) stop(err error) error {
	return &sijill.Error{Class: sijill.Failed, Message: fmt.Sprintf("The table cannot be read after row %d, so nothing was entered.", t.number),
		Hint: "Check the format in the mapping, and the table at that place.", Err: err}
}

// budget lets so many bytes pass for each row, so that one endless field cannot
// fill the memory.
type budget struct {
	r    io.Reader
	left int
}

var errTooLong = fmt.Errorf("one row is longer than %d MiB", maxRow>>20)

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	if len(p) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}
