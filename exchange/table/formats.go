package table

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func openCSV(r io.Reader, comma rune, m *Mapping) (func() (Row, error), error) {
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = comma, -1, true
	head, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the table is empty: its first line must name the columns")
	}
	if err != nil {
		return nil, err
	}
	names := slices.Clone(head)
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		if name != "" && slices.Contains(names[:i], names[i]) {
			return nil, fmt.Errorf("two columns are called %q", names[i])
		}
	}
	for _, column := range m.Key {
		if column != wholeRow && !slices.Contains(names, column) {
			return nil, fmt.Errorf("the table has no column %q, which is in the mapping's key", column)
		}
	}
	return func() (Row, error) {
		record, err := c.Read()
		if err != nil {
			return Row{}, err
		}
		row := Row{names: names}
		if len(record) != len(names) {
			row.names = nil
			row.Err = fmt.Errorf("it has %d fields, and the table has %d columns", len(record), len(names))
			return row, nil
		}
		row.values = make([]any, len(record))
		for i, v := range record {
			row.values[i] = v
		}
		return row, nil
	}, nil
}

func openJSON(r io.Reader) (func() (Row, error), error) {
	dec := json.NewDecoder(r)
	dec.UseNumber()
	switch t, err := dec.Token(); {
	case err == nil && t == json.Delim('{'):
		return members(dec), nil
	case err != nil || t != json.Delim('['):
		return nil, wrongShape("the table is not a JSON array", err)
	}
	return elements(dec, func(m map[string]any) (Row, error) { return flat(m) }), nil
}

// wrongShape says that a table is not what the mapping says, and why where the
// decoder knows.
func wrongShape(what string, err error) error {
	if err == nil {
		return errors.New(what)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// elements yields the objects of a JSON array that was begun.
func elements(dec *json.Decoder, make func(map[string]any) (Row, error)) func() (Row, error) {
	return func() (Row, error) {
		if !dec.More() {
			if _, err := dec.Token(); err != nil {
				return Row{}, unexpected(err)
			}
			return Row{}, io.EOF
		}
		var v any
		if err := dec.Decode(&v); err != nil {
			return Row{}, unexpected(err)
		}
		m, ok := v.(map[string]any)
		if !ok {
			return Row{Err: fmt.Errorf("it is not a JSON object")}, nil
		}
		row, err := make(m)
		if err != nil {
			return Row{Err: err}, nil
		}
		return row, nil
	}
}

// members yields the objects that an object of objects has under its names: each
// name is the column "@key".
func members(dec *json.Decoder) func() (Row, error) {
	return func() (Row, error) {
		if !dec.More() {
			if _, err := dec.Token(); err != nil {
				return Row{}, unexpected(err)
			}
			return Row{}, io.EOF
		}
		name, err := dec.Token()
		if err != nil {
			return Row{}, unexpected(err)
		}
		var v any
		if err := dec.Decode(&v); err != nil {
			return Row{}, unexpected(err)
		}
		m, ok := v.(map[string]any)
		if !ok {
			return Row{}, errors.New("the table is not a JSON array, nor an object of objects")
		}
		row, err := flat(m)
		if err != nil {
			return Row{Err: err}, nil
		}
		row.names, row.values = append(row.names, "@key"), append(row.values, name)
		return row, nil
	}
}

// unexpected keeps an end in the middle from being taken for the end.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// flat turns an object into a row: what is nested gets names with dots, "a.b" and
// "a.0", and stands under its own name as well.
func flat(m map[string]any) (Row, error) {
	cells := map[string]any{}
	if err := flatten(cells, "", m, 0); err != nil {
		return Row{}, err
	}
	return rowOf(cells), nil
}

func flatten(cells map[string]any, prefix string, v any, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("it is nested more than %d deep", maxDepth)
	}
	if len(cells) > maxColumns {
		return fmt.Errorf("it has more than %d columns", maxColumns)
	}
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			if prefix != "" {
				name = prefix + "." + name
			}
			if err := flatten(cells, name, item, depth+1); err != nil {
				return err
			}
		}
	case []any:
		for i, item := range v {
			if err := flatten(cells, prefix+"."+strconv.Itoa(i), item, depth+1); err != nil {
				return err
			}
		}
	default:
		cells[prefix] = v
	}
	return nil
}

func rowOf(cells map[string]any) Row {
	row := Row{names: slices.Sorted(maps.Keys(cells))}
	for _, name := range row.names {
		row.values = append(row.values, cells[name])
	}
	return row
}

// openGeoJSON reads the features of a collection (RFC 7946). A row has the
// properties, "geometry" as it is, and for points "longitude" and "latitude".
func openGeoJSON(r io.Reader) (func() (Row, error), error) {
	dec := json.NewDecoder(r)
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, wrongShape("the table is not a GeoJSON object", err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, unexpected(err)
		}
		if name == "features" {
			if t, err := dec.Token(); err != nil || t != json.Delim('[') {
				return nil, wrongShape("its features are not an array", err)
			}
			return elements(dec, feature), nil
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return nil, unexpected(err)
		}
	}
	return nil, fmt.Errorf("the GeoJSON object has no features")
}

func feature(m map[string]any) (Row, error) {
	if m["type"] != "Feature" {
		return Row{}, fmt.Errorf("it is not a GeoJSON feature")
	}
	properties, _ := m["properties"].(map[string]any)
	cells := map[string]any{}
	if err := flatten(cells, "", properties, 0); err != nil {
		return Row{}, err
	}
	geometry, _ := m["geometry"].(map[string]any)
	if geometry != nil {
		cells["geometry"] = geometry
	}
	if position, ok := geometry["coordinates"].([]any); ok && geometry["type"] == "Point" && len(position) >= 2 {
		cells["longitude"], cells["latitude"] = position[0], position[1]
	}
	if id, ok := m["id"]; ok {
		cells["id"] = id
	}
	return rowOf(cells), nil
}

// openXML reads elements of one name, wherever they stand. A column is an
// attribute ("@id"), or a child element: by its attribute "name" where it has
// one, else by its own name.
func openXML(r io.Reader, element string) func() (Row, error) {
	dec := xml.NewDecoder(r)
	depth := 0
	return func() (Row, error) {
		for {
			t, err := dec.Token()
			if errors.Is(err, io.EOF) && depth > 0 {
				return Row{}, io.ErrUnexpectedEOF
			}
			if err != nil {
				return Row{}, err
			}
			switch t := t.(type) {
			case xml.StartElement:
				if depth++; depth > maxDepth {
					return Row{}, fmt.Errorf("it is nested more than %d deep", maxDepth)
				}
				if t.Name.Local == element {
					depth--
					return xmlRow(dec, t)
				}
			case xml.EndElement:
				depth--
			}
		}
	}
}

func xmlRow(dec *xml.Decoder, start xml.StartElement) (Row, error) {
	cells := map[string]any{}
	for _, a := range start.Attr {
		cells["@"+a.Name.Local] = a.Value
	}
	column, depth := "", 0
	var text strings.Builder
	for {
		t, err := dec.Token()
		if err != nil {
			return Row{}, unexpected(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return Row{}, fmt.Errorf("it is nested more than %d deep", maxDepth)
			}
			if depth == 1 {
				column = t.Name.Local
				for _, a := range t.Attr {
					if a.Name.Local == "name" {
						column = a.Value
					}
				}
				text.Reset()
			}
		case xml.CharData:
			if depth == 1 {
				text.Write(t)
			}
		case xml.EndElement:
			if depth == 0 {
				return rowOf(cells), nil
			}
			if depth--; depth == 0 {
				cells[column] = text.String()
			}
		}
	}
}
