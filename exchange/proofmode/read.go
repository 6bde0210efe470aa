package proofmode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
)

// Limits of what is read.
const (
	maxBytes   = 1 << 20
	maxColumns = 1000
	maxRows    = 20_000
)

// Field is one column of a proof: its place in the row counted from 0, what the
// header calls it ("" where no header says), and its value as it was written.
type Field struct {
	Column int
	Name   string
	Value  string
}

// Proof is one row of a proof file: what the phone said about one photo or film.
// Every column of the row is in Fields or in Identity, never in both.
type Proof struct {
	// Row is the number of the line in the file, or of the value in a list; 1 is
	// the first.
	Row int
	// Fields are the columns that say nothing of who held the phone.
	Fields []Field
	// Identity are the columns that may: they name a device, an owner, a network
	// or a person, or they are unknown and look as if they did. Nobody sees them
	// without a right to see identities.
	Identity []Field
	// Doubts are what kept a value from being read, one sentence each, without
	// the value.
	Doubts []string

	Hash     Hash
	FileName string // the last part of the path that the phone gave
	// Generated is when the proof was made, Modified and Created what the phone's
	// file system said of the photo.
	Generated, Modified, Created Moment
	// Places are the positions that the row gives, in the order of the columns.
	Places []Place
	// Network says which kinds of network the phone was on (Wifi, 4G), and never
	// which network.
	Network []Field
	// HasCells says that Identity holds cell towers: they too are evidence of a
	// place.
	HasCells bool
}

// ParseCSV reads a .proof.csv or a batchproof.csv of at most 1 MiB. The app writes
// a header and a row of values, appends rows when it learns more (sometimes of
// other columns, sometimes with the header again), ends each line with a comma,
// and does not quote; its batches have no header at all. A row that does not fit
// its header is kept whole as identity, with a doubt. An empty file gives no proof.
func ParseCSV(r io.Reader) ([]Proof, error) {
	text, err := readText(r)
	if err != nil {
		return nil, err
	}
	var proofs []Proof
	var header []string
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells, err := splitLine(line)
		if err != nil {
			return nil, tooBig(fmt.Errorf("line %d: %w", number, err))
		}
		if isHeader(cells) {
			header = trimLast(cells)
			continue
		}
		if len(proofs) == maxRows {
			return nil, tooBig(fmt.Errorf("more than %d rows", maxRows))
		}
		proofs = append(proofs, proofOf(number, header, cells))
	}
	return proofs, nil
}

// ParseJSON reads a .proof.json of at most 1 MiB: an object with one value for
// each column, or a list of such objects. What is not a string is kept as its JSON.
func ParseJSON(r io.Reader) ([]Proof, error) {
	text, err := readText(r)
	if err != nil {
		return nil, err
	}
	var rows []json.RawMessage
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		rows = []json.RawMessage{json.RawMessage(text)}
	}
	if len(rows) > maxRows {
		return nil, tooBig(fmt.Errorf("more than %d rows", maxRows))
	}
	var proofs []Proof
	for i, row := range rows {
		names, values, err := members(row)
		if err != nil {
			return nil, &sijill.Error{Class: sijill.Failed, Message: "The proof file is not JSON that can be read.",
				Hint: "Look whether the file is complete; the .proof.csv beside it says the same.", Err: err}
		}
		proofs = append(proofs, proofOf(i+1, names, values))
	}
	return proofs, nil
}

// members gives the names and values of a JSON object in the order of the text.
func members(text json.RawMessage) (names, values []string, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, nil, errors.Join(errors.New("it is not a JSON object"), err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, nil, err
		}
		value := string(raw)
		if value[0] == '"' {
			if err := json.Unmarshal(raw, &value); err != nil {
				return nil, nil, err
			}
		}
		if len(names) == maxColumns {
			return nil, nil, fmt.Errorf("more than %d columns", maxColumns)
		}
		s, _ := name.(string)
		names, values = append(names, s), append(values, value)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, errors.New("something follows the JSON object")
	}
	return names, values, nil
}

func readText(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return "", err
	}
	if len(b) > maxBytes {
		return "", tooBig(fmt.Errorf("more than %d bytes", maxBytes))
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if bytes.IndexByte(b, 0) >= 0 {
		return "", &sijill.Error{Class: sijill.Failed, Message: "The proof file is not text.",
			Hint: "Look whether it is a ProofMode file at all."}
	}
	return strings.ToValidUTF8(string(b), string(utf8.RuneError)), nil
}

func tooBig(err error) error {
	return &sijill.Error{Class: sijill.Refused, Message: "The proof file is bigger than any that ProofMode writes.",
		Hint: "Look whether it is a ProofMode file at all; it is kept as it is.", Err: err}
}

// splitLine divides a line at its commas. A cell is quoted (RFC 4180) only where
// the quotation ends before a comma or the end of the line; any other quotation
// mark is a letter, because the app writes values as they come.
func splitLine(line string) ([]string, error) {
	var cells []string
	for {
		if len(cells) == maxColumns {
			return nil, fmt.Errorf("more than %d columns", maxColumns)
		}
		if value, rest, more, ok := quoted(line); ok {
			cells = append(cells, value)
			if !more {
				return cells, nil
			}
			line = rest
			continue
		}
		value, rest, more := strings.Cut(line, ",")
		cells = append(cells, value)
		if !more {
			return cells, nil
		}
		line = rest
	}
}

// quoted reads one quoted cell; more says that a comma followed.
func quoted(line string) (value, rest string, more, ok bool) {
	if !strings.HasPrefix(line, `"`) {
		return "", "", false, false
	}
	for i := 1; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		if i+1 < len(line) && line[i+1] == '"' {
			i++
			continue
		}
		value = strings.ReplaceAll(line[1:i], `""`, `"`)
		switch {
		case i+1 == len(line):
			return value, "", false, true
		case line[i+1] == ',':
			return value, line[i+2:], true, true
		}
		return "", "", false, false
	}
	return "", "", false, false
}

// isHeader says that a line names columns: it has two known names or more, and no
// more values than names.
func isHeader(cells []string) bool {
	known := 0
	for _, c := range cells {
		if isColumn(c) {
			known++
		}
	}
	return known >= 2 && known*2 >= len(trimLast(cells))
}

// trimLast drops the empty cell behind the comma with which a line ends.
func trimLast(cells []string) []string {
	if n := len(cells); n > 0 && cells[n-1] == "" {
		return cells[:n-1]
	}
	return cells
}
