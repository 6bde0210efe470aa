package table_test

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"sijill.example/sijill/exchange/table"
)

const bears = `
name = "t"
format = "json"
key = ["code"]
[[make]]
kind = "exhibit"
name = "unit"
each = "units"
split = ";"
key = "{each}"
[make.fields]
external_id = { column = "each", required = true }
code = "code"
[[bear]]
on = "incidents/incident//{code}"
of = "unit"
how = "supports"
note = "row of {code}"
`

func TestARowMakesAThingForEachOfAListAndTheyBear(t *testing.T) {
	m := mapping(t, bears)
	rows, err := table.Open(strings.NewReader(`[{"code":"A","units":"u1; u2;u1; ;"},{"code":"ب","units":["u3"]},{"code":"C","units":""}]`), m)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	var bearings []table.Bearing
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || row.Err != nil {
			t.Fatal(err, row.Err)
		}
		things, err := m.Things(row)
		if err != nil {
			t.Fatal(err)
		}
		if why := m.Nothing(row); len(things) == 0 && why != "there is nothing to make of it: units is empty" {
			t.Errorf("nothing is made of it, because %q", why)
		}
		for _, thing := range things {
			keys = append(keys, thing.Key)
		}
		bearings = append(bearings, m.Bearings(row, things)...)
	}
	if want := []string{"t/exhibit/unit/u1", "t/exhibit/unit/u2", "t/exhibit/unit/u3"}; !reflect.DeepEqual(keys, want) {
		t.Errorf("made %q, want %q", keys, want)
	}
	if want := []table.Bearing{
		{On: "incidents/incident//A", Of: "t/exhibit/unit/u1", How: "supports", Note: "row of A"},
		{On: "incidents/incident//A", Of: "t/exhibit/unit/u2", How: "supports", Note: "row of A"},
		{On: "incidents/incident//ب", Of: "t/exhibit/unit/u3", How: "supports", Note: "row of ب"},
	}; !reflect.DeepEqual(bearings, want) {
		t.Errorf("bearings %+v", bearings)
	}
}

func TestBearsThatAreWrong(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{`how = "supports"`, `how = "proves"`, "how \"proves\" must be one of supports, contradicts, contextualises"},
		{`of = "unit"`, `of = "units"`, `of "units" names no block`},
		{`on = "incidents/incident//{code}"`, ``, "bear needs on"},
		{`kind = "exhibit"`, `kind = "place"`, "makes places, and only an exhibit or a source bears"},
		{`key = "{each}"`, ``, "each needs a key"},
		{`code = "code"`, `code = { ref = "unit" }`, `ref "unit" names no block above`},
	} {
		_, err := table.ParseMapping(strings.NewReader(strings.Replace(bears, test.old, test.new, 1)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.new, err, test.want)
		}
	}
}
