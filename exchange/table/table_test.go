package table_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sijill.example/sijill/exchange/table"
)

const plain = `
name = "t"
format = "%s"
key = ["id"]
%s
[[make]]
kind = "incident"
[make.fields]
title = "text"
`

func mapping(t testing.TB, text string) *table.Mapping {
	t.Helper()
	m, err := table.ParseMapping(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// read gives the titles of the rows, and "!" and the reason for bad ones.
func read(m *table.Mapping, r io.Reader) (out []string, err error) {
	rows, err := table.Open(r, m)
	if err != nil {
		return nil, err
	}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		err = row.Err
		var things []table.Thing
		if err == nil {
			things, err = m.Things(row)
		}
		if err != nil {
			out = append(out, "!"+err.Error())
			continue
		}
		title := ""
		for _, t := range things[:min(1, len(things))] {
			for _, f := range t.Fields {
				title = fmt.Sprint(f.Value)
			}
		}
		out = append(out, title)
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct{ format, more, text, want string }{
		{"csv", "", "id,text\n1,one\n2,\"two, \"\"quoted\"\"\nlines\"\n", "[one two, \"quoted\"\nlines]"},
		{"csv", "", "\ufeffid,text\r\n1,حلب\r\n", "[حلب]"},
		{"csv", `nulls = ["None"]`, "id,text\n1,None\nNone,x\n", `[ !the key column "id" is empty]`},
		{"csv", "", "id,text\n1\n2,two\n3,three,more\n", "[!it has 1 fields, and the table has 2 columns two !it has 3 fields, and the table has 2 columns]"},
		{"csv", "", "id,text\n1,\xff\n2,two\n", `[!the column "text" is not UTF-8 two]`},
		{"tsv", "", "id\ttext\n1\tone\n", "[one]"},
		{"json", "", `[{"id":1,"text":"one"},{"id":2,"text":null},7,{"id":3,"text":"three"}]`, "[one  !it is not a JSON object three]"},
		{"geojson", "", `{"crs":{"a":[1]},"features":[{"type":"Feature","properties":{"id":1,"text":"one"},"geometry":{"type":"Point","coordinates":[37.1,36.2]}},{"x":1}]}`, "[one !it is not a GeoJSON feature]"},
		{"xml", `row = "object"`, `<all><object id="9"><field name="id">1</field><field name="text">one<None></None></field></object><other/><object><id>2</id><text>two</text></object></all>`, "[one two]"},
	} {
		got, err := read(mapping(t, fmt.Sprintf(plain, c.format, c.more)), strings.NewReader(c.text))
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s %q: %q, %v; want %s", c.format, c.text, got, err, c.want)
		}
	}
}

func TestTablesThatCannotBeTrusted(t *testing.T) {
	for _, c := range []struct{ format, more, text, want string }{
		{"csv", "", "", "empty"},
		{"csv", "", "id,id\n", "two columns"},
		{"csv", "", "a,b\n", "no column"},
		{"csv", "", "id,text\n1,\"open", "quote"},
		{"csv", "", "id,text\n1,\"" + strings.Repeat("x", 40<<20), "longer than 16 MiB"},
		{"json", "", `{"id":1}`, "not a JSON array"},
		{"json", "", `[{"id":1,"text":"a"},{"id":`, "unexpected EOF"},
		{"json", "", `[{"id":1,"text":"a"}`, "unexpected EOF"},
		{"json", "", strings.Repeat(`[`, 100_000), "depth"},
		{"geojson", "", `{"type":"FeatureCollection"}`, "no features"},
		{"xml", `row = "object"`, `<all><object><id>1</id>`, "EOF"},
	} {
		got, err := read(mapping(t, fmt.Sprintf(plain, c.format, c.more)), strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %.40q: %q, %v; want %q", c.format, c.text, got, err, c.want)
		}
	}
}

func TestMappingsThatCannotBeUsed(t *testing.T) {
	for text, want := range map[string]string{
		"": "name", "name = 1": "TOML", `name="x"` + "\nfrob=1": "frob",
		"name='x'\nformat='csv'\nkey=['a']\n[[make]]\nkind='event'":                                          "kind",
		"name='x'\nformat='csv'\nkey=['a']\n[[make]]\nkind='place'\n[make.fields]\nsha256='a'":               "cannot be a field",
		"name='x'\nformat='csv'\nkey=['a']\n[[make]]\nkind='place'\n[make.fields]\nx={column='a',frob=1}":    "frob",
		"name='x'\nformat='csv'\nkey=['a']\n[[make]]\nkind='place'\n[make.fields]\nx={column='a',ref='b'}":   "needs one of",
		"name='x'\nformat='csv'\nkey=['a']\n[[make]]\nkind='place'\n[make.fields]\nx={ref='b'}":              "names no block",
		"name='x'\nformat='csv'\nkey=['a']\n[[make]]\nkind='place'\n[make.fields]\nx={column='a',match='('}": "missing closing",
		"name='x'\nformat='xml'\nkey=['a']\n[[make]]\nkind='place'":                                          "row",
		"name='x'\nformat='csv'\nseparator='x'\nkey=['a']\n[[make]]\nkind='place'":                           "separator",
		"name='x'\nformat='tsv'\nseparator=';'\nkey=['a']\n[[make]]\nkind='place'":                           "separator",
	} {
		if _, err := table.ParseMapping(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", text, err, want)
		}
	}
}

func TestFields(t *testing.T) {
	m := mapping(t, `
name = "f"
format = "csv"
nulls = ["NA"]
key = ["id"]
[[make]]
kind = "source"
name = "who"
key = "{who}"
[make.fields]
name = "who"
[[make]]
kind = "exhibit"
[make.fields]
clock = { template = "{h|pad2}:{m|pad2}" }
day = { column = "d", date = "dmy" }
list = { column = "l", split = "," }
cols = { columns = ["h", "none", "m"] }
flags = { flags = ["a_b", "c"], map = { "a b" = "A" } }
num = { column = "h", number = true }
video = { column = "u", match = 'v=(\w+)' }
bare = { column = "u", strip = '\?.*$' }
said = { ref = "who" }
`)
	rows, err := table.Open(strings.NewReader("id,who,h,m,d,l,none,a_b,c,u\n1,X/Y,5.0,7,29/11/2016,\"a, b\",NA,TRUE,false,w?v=abc\n2,NA,,,,,,,,\n3,X/Y,x,1,30/02/2016,,,,,\n"), m)
	if err != nil {
		t.Fatal(err)
	}
	row, _ := rows.Next()
	things, err := m.Things(row)
	if err != nil || len(things) != 2 {
		t.Fatal(things, err)
	}
	const want = "[{bare w} {clock 05:07} {cols [5.0 7]} {day 2016-11-29} {flags [A]} {list [a b]} {num 5.0} {video abc}]"
	if got := fmt.Sprint(things[1].Fields); got != want {
		t.Errorf("fields %s, want %s", got, want)
	}
	if fmt.Sprint(things[1].Refs) != "[{said "+things[0].Key+"}]" || !things[0].Shared || things[0].Key != "f/source/who/X/Y" {
		t.Errorf("refs %v, key %s", things[1].Refs, things[0].Key)
	}
	row, _ = rows.Next()
	if things, err = m.Things(row); err != nil || len(things) != 1 || len(things[0].Fields) != 0 {
		t.Errorf("an empty row: %v, %v", things, err)
	}
	row, _ = rows.Next()
	if _, err = m.Things(row); err == nil || !strings.Contains(err.Error(), "day") {
		t.Errorf("a day that is not: %v", err)
	}
}

// The mappings that ship with the project read the tables that they are for.
func TestTheExamplesOnTheRealTables(t *testing.T) {
	input := os.Getenv("SIJILL_INPUT")
	if input == "" {
		input = filepath.Join("..", "..", "..", "shared", "input")
	}
	if _, err := os.Stat(input); err != nil {
		t.Skip("the real tables are not here; SIJILL_INPUT says where they are")
	}
	for _, c := range []struct {
		file, mapping string
		rows          int
	}{
		{"1-syrian-archive-aleppo/violations-aleppo.csv", "syrian-archive-violations", 2213},
		{"1-syrian-archive-aleppo/incidents.json", "syrian-archive-incidents", 207},
		{"1-syrian-archive-aleppo/incident-unit-relations.json", "syrian-archive-relations", 209},
		{"1-syrian-archive-aleppo/places-bilingual-pcodes.json", "syrian-archive-places", 5997},
		{"1-syrian-archive-aleppo/places-bilingual.xml", "syrian-archive-locations", 1647},
		{"2-aleppo-map/Neighborhoods.geojson", "aleppo-neighbourhoods", 133},
	} {
		text, err := os.ReadFile(filepath.Join("..", "..", "examples", c.mapping+".toml"))
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(input, filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := read(mapping(t, string(text)), f)
		_ = f.Close()
		bad := 0
		for _, r := range rows {
			if strings.HasPrefix(r, "!") {
				bad++
			}
		}
		if err != nil || len(rows) != c.rows || bad > 0 {
			t.Errorf("%s: %d rows, %d of them bad, %v; want %d and none", c.file, len(rows), bad, err, c.rows)
		}
	}
}

func FuzzParseMapping(f *testing.F) {
	f.Add(fmt.Sprintf(plain, "csv", ""))
	f.Fuzz(func(_ *testing.T, text string) { _, _ = table.ParseMapping(strings.NewReader(text)) })
}

func FuzzTables(f *testing.F) {
	f.Add(uint8(0), "id,text\n1,\"a\"\n")
	f.Add(uint8(1), `[{"id":1,"text":[{"a":1}]}]`)
	f.Add(uint8(2), `{"features":[{"type":"Feature","properties":{"id":1},"geometry":null}]}`)
	f.Add(uint8(3), `<a><object x="1"><id>1</id></object></a>`)
	f.Fuzz(func(t *testing.T, format uint8, text string) {
		name := []string{"csv", "json", "geojson", "xml"}[format%4]
		more := ""
		if name == "xml" {
			more = `row = "object"`
		}
		_, _ = read(mapping(t, fmt.Sprintf(plain, name, more)), strings.NewReader(text))
	})
}
