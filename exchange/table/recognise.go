package table

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
)

// Recognised is a mapping for a table of places that was found by what its columns
// are called.
type Recognised struct {
	Mapping *Mapping
	// TOML is the mapping as a file, for whoever wants to change it.
	TOML string
	// Fields says which column became which field; Unused are the other columns.
	Fields []RecognisedField
	Unused []string
	Rows   int
}

// RecognisedField is a field and the column, or the columns, that it comes from.
type RecognisedField struct {
	Field   string
	Columns []string
}

// placeColumns are the names under which tables of places have their columns, in
// small letters with underscores, the usual first. A column ending in one of them
// after an underscore is taken as well where nothing better is there.
var placeColumns = []struct {
	field string
	names []string
}{
	{"name_en", []string{"name_en", "en_name", "name_english", "english_name", "nameen", "english", "title_en", "original_name", "asciiname"}},
	{"name_ar", []string{"name_ar", "ar_name", "name_a", "name_arabic", "arabic_name", "namear", "arabic", "title_ar", "original_name_a", "الاسم", "اسم"}},
	{"name_fr", []string{"name_fr", "fr_name", "name_french"}},
	{"name", []string{"name", "place_name", "placename", "toponym", "place", "facility_name", "facility_n", "neighborhood", "neighbourhood", "village", "town", "locality", "title", "label"}},
	{"variants", []string{"variants", "variant", "aliases", "alias", "alternatenames", "alternate_names", "alt_names", "alternative_names", "alternative_arabic", "alternative_english", "other_names", "old_name", "old_sa_name"}},
	{"latitude", []string{"latitude", "lat", "ycoord", "point_y", "y"}},
	{"longitude", []string{"longitude", "lon", "lng", "long", "xcoord", "point_x", "x"}},
	{"precision_m", []string{"precision_m", "precision", "accuracy_m"}},
	{"code", []string{"code", "pcode", "p_code", "geonameid", "closest_geonames_post_code", "id"}},
	{"region", []string{"region_name", "city", "district", "subdistrict", "governorate", "province", "admin3", "admin2", "admin1"}},
}

// chained is a table whose names carry what the place lies in and the row's number:
// "Name - Subdistrict - District --- (((17)))".
const chained = `name   = "places"
format = "json"
nulls  = ["NA", "None", "null", "NULL", "-"]
key    = ["*"]

[[make]]
kind = "place"
[make.fields]
name_en   = { column = "search_name_en", match = '^\s*(?:[^:]* : )?(.*?)\s*(?: - |---|\(\(\(|$)', required = true }
name_ar   = { column = "search_name_ar_short", strip = '^[^:]*\s:\s*|\s*-\s.*$|\s*(?:---\s*)?\(\(\(\d+\)\)\)\s*$' }
region_en = { column = "search_name_en", strip = '^\s*(?:[^:]* : )?.*? - |\s*---\s*\(\(\(\d+\)\)\)\s*$|\s*:.*$' }
region_ar = { column = "search_name_ar", strip = '^[^:]*? - |\s*---\s*\(\(\(\d+\)\)\)\s*$|\s*:.*$' }
code      = "closest_geonames_post_code"
variants  = { column = "old_sa_name", strip = '^[^:]*:\s*' }
latitude  = { column = "lat", number = true, min = -90, max = 90 }
longitude = { column = "lon", number = true, min = -180, max = 180 }
`

// Recognise looks through a table and makes a mapping that makes a place of each
// row, from what the columns are called. A table in which no column has the names of
// places is refused with an Error of class Refused.
func Recognise(open func() (io.ReadCloser, error)) (Recognised, error) {
	head, err := firstLook(open)
	if err != nil {
		return Recognised{}, err
	}
	columns, rows, err := head.columns(open)
	if err != nil {
		return Recognised{}, err
	}
	out := Recognised{Rows: rows}
	if slices.Contains(columns, "search_name_en") && slices.Contains(columns, "search_name_ar_short") && head.format == "json" {
		out.TOML = chained
	} else if out.TOML, err = head.mappingFor(columns); err != nil {
		return Recognised{}, err
	}
	if out.Mapping, err = ParseMapping(strings.NewReader(out.TOML)); err != nil {
		return Recognised{}, err
	}
	used := []string{}
	for _, s := range out.Mapping.Make[0].specs {
		from := s.Columns
		if s.Column != "" {
			from = []string{s.Column}
		}
		if len(from) == 0 {
			continue
		}
		used = append(used, from...)
		out.Fields = append(out.Fields, RecognisedField{s.field, from})
	}
	for _, c := range columns {
		if !slices.Contains(used, c) {
			out.Unused = append(out.Unused, c)
		}
	}
	return out, nil
}

// shape is how a table is written.
type shape struct{ format, row, separator string }

// firstLook tells the format by its first bytes, and the element that repeats in XML.
func firstLook(open func() (io.ReadCloser, error)) (shape, error) {
	f, err := open()
	if err != nil {
		return shape{}, err
	}
	defer func() { _ = f.Close() }()
	text := bufio.NewReaderSize(f, 64<<10)
	head, err := text.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return shape{}, err
	}
	s := strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n")
	switch {
	case s == "":
		return shape{}, notPlaces("it is empty")
	case s[0] == '<':
		row, err := repeating(text)
		return shape{format: "xml", row: row}, err
	case s[0] == '{' && strings.Contains(s, `"FeatureCollection"`):
		return shape{format: "geojson"}, nil
	case s[0] == '{' || s[0] == '[':
		return shape{format: "json"}, nil
	}
	line, _, _ := strings.Cut(s, "\n")
	commas, semicolons, tabs := strings.Count(line, ","), strings.Count(line, ";"), strings.Count(line, "\t")
	switch {
	case tabs > max(commas, semicolons):
		return shape{format: "tsv"}, nil
	case semicolons > commas:
		return shape{format: "csv", separator: ";"}, nil
	}
	return shape{format: "csv"}, nil
}

// repeating gives the name of the element of an XML document that repeats and has
// others in it: the outermost of them.
func repeating(r io.Reader) (string, error) {
	dec := xml.NewDecoder(io.LimitReader(r, maxRow))
	count := map[string]int{}
	var path []string
	for range 20000 {
		t, err := dec.Token()
		if err != nil {
			break // what cannot be read is told when the rows are
		}
		switch t := t.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
			if len(path) > maxDepth {
				return "", notPlaces("its XML is nested too deep")
			}
			if len(path) == 2 {
				if count[t.Name.Local]++; count[t.Name.Local] > 1 {
					return t.Name.Local, nil
				}
			}
		case xml.EndElement:
			if len(path) > 0 {
				path = path[:len(path)-1]
			}
		}
	}
	if len(count) == 1 {
		return slices.Collect(maps.Keys(count))[0], nil
	}
	return "", notPlaces("no element of its XML repeats")
}

// columns reads the table to its end and lists its columns.
func (s shape) columns(open func() (io.ReadCloser, error)) ([]string, int, error) {
	f, err := open()
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = f.Close() }()
	rows, err := Open(f, &Mapping{Format: s.format, Row: s.row, Separator: s.separator, Key: []string{wholeRow}})
	if err != nil {
		return nil, 0, err
	}
	seen := map[string]bool{}
	for n := 0; ; n++ {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return slices.Sorted(maps.Keys(seen)), n, nil
		}
		if err != nil {
			return nil, n, err
		}
		for _, name := range row.names {
			if len(seen) < maxColumns {
				seen[name] = true
			}
		}
	}
}

// mappingFor writes the mapping for columns with usual names.
func (s shape) mappingFor(columns []string) (string, error) {
	fields := map[string][]string{}
	for _, known := range placeColumns {
		for _, name := range known.names {
			for _, c := range columns {
				stem := plainColumn(c)
				isPart := known.field == "variants" && stem != plainColumnWhole(c)
				if stem == name && (isPart || stem == plainColumnWhole(c)) {
					fields[known.field] = append(fields[known.field], c)
				}
			}
			if len(fields[known.field]) > 0 && known.field != "variants" && known.field != "region" {
				fields[known.field] = fields[known.field][:1]
				break
			}
		}
	}
	if len(fields["name"])+len(fields["name_en"])+len(fields["name_ar"])+len(fields["name_fr"]) == 0 {
		return "", notPlaces("none of its columns has a usual name for the name of a place (name, name_en, name_ar, place, neighborhood ...); it has: " + strings.Join(columns[:min(len(columns), 12)], ", "))
	}
	if (len(fields["latitude"]) == 0) != (len(fields["longitude"]) == 0) {
		return "", notPlaces("it has only one of latitude and longitude")
	}
	if slices.Contains(columns, "geometry") {
		fields["geometry"] = []string{"geometry"}
		delete(fields, "latitude") // a point gives both below
		delete(fields, "longitude")
		if slices.Contains(columns, "latitude") && slices.Contains(columns, "longitude") {
			fields["latitude"], fields["longitude"] = []string{"latitude"}, []string{"longitude"}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "name   = \"places\"\nformat = %q\n", s.format)
	if s.row != "" {
		fmt.Fprintf(&b, "row    = %s\n", strconv.Quote(s.row))
	}
	if s.separator != "" {
		fmt.Fprintf(&b, "separator = %q\n", s.separator)
	}
	b.WriteString("nulls  = [\"NA\", \"None\", \"null\", \"NULL\", \"-\"]\nkey    = [\"*\"]\n\n[[make]]\nkind = \"place\"\n[make.fields]\n")
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		from := fields[field]
		switch {
		case len(from) > 1:
			fmt.Fprintf(&b, "%s = { columns = [%s] }\n", field, quoteAll(from))
		case field == "latitude":
			fmt.Fprintf(&b, "latitude = { column = %s, number = true, min = -90, max = 90 }\n", quote(from[0]))
		case field == "longitude":
			fmt.Fprintf(&b, "longitude = { column = %s, number = true, min = -180, max = 180 }\n", quote(from[0]))
		case field == "precision_m":
			fmt.Fprintf(&b, "precision_m = { column = %s, number = true, min = 0 }\n", quote(from[0]))
		case field == "variants":
			fmt.Fprintf(&b, "variants = { column = %s, split = \",\" }\n", quote(from[0]))
		default:
			fmt.Fprintf(&b, "%s = %s\n", field, quote(from[0]))
		}
	}
	return b.String(), nil
}

// quote writes a text as TOML does, which differs from Go in its escapes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func quoteAll(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, quote(s))
	}
	return strings.Join(out, ", ")
}

// plainColumnWhole is a column's name in small letters with underscores.
func plainColumnWhole(c string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(c)))
}

// plainColumn is the same without the ".0" of a list.
func plainColumn(c string) string {
	c = plainColumnWhole(c)
	if stem, rest, ok := strings.Cut(c, "."); ok && strings.Trim(rest, "0123456789") == "" {
		return stem
	}
	return c
}

func notPlaces(why string) error {
	return &sijill.Error{Class: sijill.Refused, Message: "This cannot be recognised as a table of places: " + why + ".",
		Hint: "Write a mapping that says which column is what, and use `sijill import table FILE --map MAPPING`; examples/ has some."}
}
