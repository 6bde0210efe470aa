package table

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
)

// Thing is what a row makes.
type Thing struct {
	Kind string
	// Key tells the thing from all others that mappings of this name make.
	Key string
	// Shared says that other rows may make the same thing.
	Shared bool
	// Block is the name of the block that makes it.
	Block  string
	Fields []sijill.Field
	Refs   []Ref
}

// Ref is a field whose value is the number of another thing of the row.
type Ref struct {
	Field string
	Key   string // of the other thing
}

// wholeRow stands in a key for everything in the row.
const wholeRow = "*"

// Things makes what the mapping says of a row. An error says in words what is
// wrong with the row.
func (m *Mapping) Things(row Row) ([]Thing, error) {
	var parts []string
	for _, column := range m.Key {
		v := m.text(row, column)
		if column == wholeRow {
			v = row.Digest.String()
		}
		if v == "" {
			return nil, fmt.Errorf("the key column %q is empty", column)
		}
		parts = append(parts, v)
	}
	rowKey := joinKey(parts...)
	var things []Thing
	keys := map[string]string{} // by name of block
	for i := range m.Make {
		b := &m.Make[i]
		rows := []Row{row}
		if b.Each != "" {
			rows = m.each(row, b)
		}
		for _, row := range rows {
			t, ok, err := m.thing(row, b, rowKey, keys)
			if err != nil {
				return nil, err
			}
			if !ok || slices.ContainsFunc(things, func(other Thing) bool { return other.Key == t.Key }) {
				continue
			}
			if b.Name != "" {
				keys[b.Name] = t.Key
			}
			things = append(things, t)
		}
	}
	return things, nil
}

// thing makes what a block says of a row, and reports whether it makes anything.
func (m *Mapping) thing(row Row, b *Block, key string, keys map[string]string) (Thing, bool, error) {
	t := Thing{Kind: b.Kind, Block: b.Name}
	if b.When != "" && m.text(row, b.When) == "" {
		return t, false, nil
	}
	if b.Key != "" {
		if key, t.Shared = m.fillIn(row, b.Key), true; key == "" {
			return t, false, nil
		}
	}
	t.Key = joinKey(m.Name, b.Kind, b.Name) + "/" + key
	for _, s := range b.specs {
		if s.Ref != "" {
			if to, made := keys[s.Ref]; made {
				t.Refs = append(t.Refs, Ref{s.field, to})
			} else if s.Required {
				return t, false, fmt.Errorf("%s is missing", s.field)
			}
			continue
		}
		v, err := m.value(row, s.Spec)
		if err != nil {
			return t, false, fmt.Errorf("%s: %w", s.field, err)
		}
		if v == nil && s.Required {
			return t, false, fmt.Errorf("%s is missing", s.field)
		}
		if v != nil {
			t.Fields = append(t.Fields, sijill.Field{Name: s.field, Value: v})
		}
	}
	return t, true, nil
}

// Nothing says why a row makes nothing: which columns are empty that it would take.
func (m *Mapping) Nothing(row Row) string {
	var empty []string
	for i := range m.Make {
		b := &m.Make[i]
		column := b.When
		switch {
		case b.When != "" && m.text(row, b.When) == "":
		case b.Each != "":
			column = b.Each
		default:
			column = b.Key
		}
		if column != "" && !slices.Contains(empty, column) {
			empty = append(empty, column)
		}
	}
	if len(empty) == 0 {
		return "the mapping makes nothing of it"
	}
	return "there is nothing to make of it: " + strings.Join(empty, " and ") + map[bool]string{true: " is empty", false: " are empty"}[len(empty) == 1]
}

// joinKey joins parts with slashes, so that no two lists of parts give one key.
func joinKey(parts ...string) string {
	escape := strings.NewReplacer("%", "%25", "/", "%2F")
	for i := range parts {
		parts[i] = escape.Replace(parts[i])
	}
	return strings.Join(parts, "/")
}

// Text is the value of a column as text, "" where it has none or one that stands
// for nothing.
func (m *Mapping) Text(row Row, column string) string { return m.text(row, column) }

// text is the value of a column as text, "" where it stands for nothing.
func (m *Mapping) text(row Row, column string) string {
	v := textOf(row.cell(column))
	if slices.Contains(m.Nulls, v) {
		return ""
	}
	return v
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// fillIn fills a template in, and gives "" where any of its columns is empty.
func (m *Mapping) fillIn(row Row, template string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(template, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		column, after, ok := strings.Cut(rest, "}")
		if !ok {
			return b.String() + "{" + rest
		}
		column, filter, _ := strings.Cut(column, "|")
		v := m.text(row, column)
		if filter == "pad2" {
			f, err := strconv.ParseFloat(v, 64)
			if err != nil || f < 0 || f > 99 {
				return ""
			}
			v = fmt.Sprintf("%02d", int(f))
		}
		if v == "" {
			return ""
		}
		b.WriteString(v)
		template = after
	}
}

func (m *Mapping) value(row Row, s Spec) (any, error) {
	switch {
	case s.Value != "":
		return s.Value, nil
	case len(s.Columns) > 0:
		var list []any
		for _, column := range s.Columns {
			if v := m.text(row, column); v != "" {
				list = append(list, translate(s, v))
			}
		}
		return orNothing(list), nil
	case len(s.Flags) > 0:
		var list []any
		for _, column := range s.Flags {
			if strings.EqualFold(m.text(row, column), "true") {
				list = append(list, translate(s, strings.ReplaceAll(column, "_", " ")))
			}
		}
		return orNothing(list), nil
	case s.Template != "":
		return s.finish(m.fillIn(row, s.Template))
	}
	switch v := row.cell(s.Column).(type) {
	case map[string]any, []any:
		return v, nil
	}
	return s.finish(m.text(row, s.Column))
}

func orNothing(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

func translate(s Spec, v string) string {
	if to, ok := s.Map[v]; ok {
		return to
	}
	return v
}

// finish turns the text of a cell into the value of a field.
func (s Spec) finish(v string) (any, error) {
	if s.strip != nil {
		v = strings.TrimSpace(s.strip.ReplaceAllString(v, ""))
	}
	if s.match != nil {
		found := s.match.FindStringSubmatch(v)
		if found == nil {
			return nil, nil
		}
		v = found[1]
	}
	if v = translate(s, v); v == "" {
		return nil, nil
	}
	switch {
	case s.Date != "":
		d, err := sijill.ReadDate(v, s.Date)
		if err != nil {
			return nil, fmt.Errorf("this is not a date of the layout %s", s.Date)
		}
		return d.String(), nil
	case s.Number:
		if before, after, ok := strings.Cut(v, ","); ok && s.decimalComma && !strings.ContainsAny(before+after, ".,") {
			v = before + "." + after
		}
		n := json.Number(v)
		f, err := strconv.ParseFloat(v, 64)
		if err != nil || !json.Valid([]byte(v)) {
			return nil, fmt.Errorf("this is not a number")
		}
		if s.Min != nil && f < *s.Min || s.Max != nil && f > *s.Max {
			return nil, fmt.Errorf("%s is out of its range", v)
		}
		return n, nil
	case s.Split != "":
		var list []any
		for part := range strings.SplitSeq(v, s.Split) {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
		return orNothing(list), nil
	}
	return v, nil
}
