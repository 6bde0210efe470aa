package table

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"sijill.example/sijill"
)

// Mapping says what the rows of a table become. It is a TOML file; what stands
// at its fields here is its manual.
type Mapping struct {
	// Name names the table for good. It is part of the key of everything that is
	// made of it, so two tables that are not about the same things need two names.
	Name string `toml:"name"`
	// Format is csv, tsv, json (an array of objects), geojson (a collection of
	// features) or xml (elements that repeat).
	Format string `toml:"format"`
	// Separator stands between the fields of csv: a comma, if it is not given, or a
	// semicolon. With a semicolon, numbers may have a decimal comma.
	Separator string `toml:"separator"`
	// Row is the name of the element that repeats, for xml.
	Row string `toml:"row"`
	// Nulls lists values that stand for nothing, such as NA and None. The empty
	// text always does.
	Nulls []string `toml:"nulls"`
	// Key lists the columns that tell one row from another; "*" stands for the
	// whole row, for tables without such columns. What a key has made is not made
	// again.
	Key []string `toml:"key"`
	// Watch lists columns of which the import counts how many rows repeat a value
	// of an earlier row, and how many have none. It decides nothing.
	Watch []string `toml:"watch"`
	// Make lists what a row becomes: one thing for each block whose columns are
	// there.
	Make []Block `toml:"make"`
	// Bear says what of this bears on which claim or incident.
	Bear []Bear `toml:"bear"`
}

// Block makes one thing of a row.
type Block struct {
	// Kind is exhibit, incident, place or source.
	Kind string `toml:"kind"`
	// Name is what other blocks of the row call it in "ref".
	Name string `toml:"name"`
	// Key is a template of what tells the thing from others, such as "{Source}".
	// Rows with the same key share one thing. Without it the row's key counts.
	Key string `toml:"key"`
	// When names a column that must have a value for the thing to be made.
	When string `toml:"when"`
	// Each names a column with a list: a text that is cut at Split (a comma, if that
	// is not given), or a JSON array. The block makes a thing for each of its values,
	// which "{each}" and the column "each" stand for. It needs a Key.
	Each  string `toml:"each"`
	Split string `toml:"split"`
	// Fields says what the fields of the thing become: the name of a column, or a
	// Spec.
	Fields map[string]any `toml:"fields"`

	specs []namedSpec
}

// Spec makes the value of one field. One of Column, Columns, Flags, Template,
// Value and Ref says where it comes from; a value that is not there leaves the
// field out.
type Spec struct {
	Column   string   // the value of this column
	Columns  []string // a list of the values of these columns
	Flags    []string // a list of the names of those of these columns that are TRUE
	Template string   // text with {columns}; {column|pad2} writes a number with two digits
	Value    string   // always this text
	Ref      string   // the number of what the block of this name made

	Date     string            // read it as a date of this layout: edtf, ymd, dmy, mdy, rfc3339, unix
	Number   bool              // it must be a number
	Min, Max *float64          // the least and the greatest that the number may be
	Split    string            // cut it into a list at this text
	Strip    string            // a regular expression of what is taken out of it
	Match    string            // a regular expression; its first group is the value
	Map      map[string]string // other words for values
	Required bool              // without it the row is refused

	strip, match *regexp.Regexp
	decimalComma bool // in numbers
}

type namedSpec struct {
	field string
	Spec
}

const maxMapping = 1 << 20

// ParseMapping reads a mapping. Keys that it does not know, and fields that the
// register keeps for itself, are refused.
func ParseMapping(r io.Reader) (*Mapping, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxMapping+1))
	if err != nil || len(text) > maxMapping {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The mapping cannot be read, or is larger than 1 MiB.", Err: err}
	}
	m := &Mapping{}
	meta, err := toml.Decode(string(text), m)
	if err != nil {
		return nil, wrongMapping("it is not TOML: " + err.Error())
	}
	for _, key := range meta.Undecoded() {
		if len(key) > 2 && key[0] == "make" && key[1] == "fields" {
			continue // read by parseSpec, which knows what may stand there
		}
		return nil, wrongMapping(fmt.Sprintf("it has %q, which a mapping does not know", key))
	}
	return m, m.compile()
}

func wrongMapping(why string) error {
	return &sijill.Error{Class: sijill.Usage, Message: "The mapping cannot be used: " + why + ".", Hint: "examples/ has mappings to begin with."}
}

func (m *Mapping) compile() error {
	if m.Name == "" || len(m.Key) == 0 || len(m.Make) == 0 {
		return wrongMapping("it needs a name, a key and at least one [[make]]")
	}
	if !slices.Contains([]string{"csv", "tsv", "json", "geojson", "xml"}, m.Format) {
		return wrongMapping("format must be csv, tsv, json, geojson or xml")
	}
	if m.Separator != "" && (m.Format != "csv" || m.Separator != "," && m.Separator != ";") {
		return wrongMapping(`separator is "," or ";", for csv and nothing else`)
	}
	if (m.Format == "xml") != (m.Row != "") {
		return wrongMapping("row names the element that repeats, for xml and nothing else")
	}
	names := []string{}
	for i := range m.Make {
		b := &m.Make[i]
		if !slices.Contains([]string{"exhibit", "incident", "place", "source"}, b.Kind) {
			return wrongMapping(fmt.Sprintf("kind %q must be exhibit, incident, place or source", b.Kind))
		}
		for _, field := range slices.Sorted(maps.Keys(b.Fields)) {
			if !fieldName.MatchString(field) || slices.Contains(kept, field) {
				return wrongMapping(fmt.Sprintf("%q cannot be a field", field))
			}
			spec, err := parseSpec(b.Fields[field])
			if err == nil && spec.Ref != "" && !slices.Contains(names, spec.Ref) {
				err = fmt.Errorf("ref %q names no block above", spec.Ref)
			}
			if err != nil {
				return wrongMapping(fmt.Sprintf("field %s: %v", field, err))
			}
			spec.decimalComma = m.Separator == ";"
			b.specs = append(b.specs, namedSpec{field, spec})
		}
		if b.Each != "" && b.Key == "" || b.Split != "" && b.Each == "" {
			return wrongMapping("each needs a key with {each} in it, and split needs each")
		}
		if b.Name != "" && b.Each == "" {
			names = append(names, b.Name) // "ref" means one thing
		}
	}
	return m.compileBears()
}

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// kept are fields that the register fills in itself.
var kept = []string{"kind", "at", "agent", "subject", "members", "table", "row", "row_key", "row_sha256", "sha256", "size", "deposit", "concerns", "name_bytes", "path", "reason"}

func parseSpec(v any) (Spec, error) {
	if column, ok := v.(string); ok {
		return Spec{Column: column}, nil
	}
	table, ok := v.(map[string]any)
	if !ok {
		return Spec{}, fmt.Errorf("want the name of a column, or a table")
	}
	s := Spec{}
	for name, v := range table {
		var err error
		switch name {
		case "column":
			err = into(&s.Column, v)
		case "columns":
			err = intoList(&s.Columns, v)
		case "flags":
			err = intoList(&s.Flags, v)
		case "template":
			err = into(&s.Template, v)
		case "value":
			err = into(&s.Value, v)
		case "ref":
			err = into(&s.Ref, v)
		case "date":
			err = into(&s.Date, v)
		case "number":
			err = into(&s.Number, v)
		case "min":
			s.Min, err = bound(v)
		case "max":
			s.Max, err = bound(v)
		case "split":
			err = into(&s.Split, v)
		case "strip":
			err = into(&s.Strip, v)
		case "match":
			err = into(&s.Match, v)
		case "required":
			err = into(&s.Required, v)
		case "map":
			words, ok := v.(map[string]any)
			if !ok {
				return s, fmt.Errorf("map must be a table")
			}
			s.Map = map[string]string{}
			for from, to := range words {
				text, ok := to.(string)
				if !ok {
					return s, fmt.Errorf("map must have texts only")
				}
				s.Map[from] = text
			}
		default:
			err = fmt.Errorf("%q is not known", name)
		}
		if err != nil {
			return s, fmt.Errorf("%s: %w", name, err)
		}
	}
	return s, s.compile()
}

func (s *Spec) compile() (err error) {
	origins := 0
	for _, given := range []bool{s.Column != "", len(s.Columns) > 0, len(s.Flags) > 0, s.Template != "", s.Value != "", s.Ref != ""} {
		if given {
			origins++
		}
	}
	if origins != 1 {
		return fmt.Errorf("it needs one of column, columns, flags, template, value and ref")
	}
	if s.Date != "" && !slices.Contains(sijill.DateLayouts(), s.Date) {
		return fmt.Errorf("date must be one of %s", strings.Join(sijill.DateLayouts(), ", "))
	}
	if (s.Min != nil || s.Max != nil) && !s.Number {
		return fmt.Errorf("min and max are for numbers")
	}
	if s.Strip != "" {
		if s.strip, err = regexp.Compile(s.Strip); err != nil {
			return err
		}
	}
	if s.Match != "" {
		if s.match, err = regexp.Compile(s.Match); err == nil && s.match.NumSubexp() != 1 {
			err = fmt.Errorf("match needs exactly one group")
		}
	}
	return err
}

func bound(v any) (*float64, error) {
	switch v := v.(type) {
	case int64:
		f := float64(v)
		return &f, nil
	case float64:
		return &v, nil
	}
	return nil, fmt.Errorf("it must be a number")
}

func into[T any](to *T, v any) error {
	t, ok := v.(T)
	if !ok {
		return fmt.Errorf("it must be a %T", *to)
	}
	*to = t
	return nil
}

func intoList(to *[]string, v any) error {
	list, ok := v.([]any)
	if !ok {
		return fmt.Errorf("it must be a list of texts")
	}
	for _, item := range list {
		text, ok := item.(string)
		if !ok {
			return fmt.Errorf("it must be a list of texts")
		}
		*to = append(*to, text)
	}
	return nil
}
