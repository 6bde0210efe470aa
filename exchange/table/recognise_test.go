package table_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/table"
)

// recognise makes the places of a table whose columns are recognised, each as its
// fields in JSON, and "!" and the reason for bad rows.
func recognise(open func() (io.ReadCloser, error)) ([]string, error) {
	r, err := table.Recognise(open)
	if err != nil {
		return nil, err
	}
	f, err := open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, err := table.Open(f, r.Mapping)
	if err != nil {
		return nil, err
	}
	var out []string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		things, err := r.Mapping.Things(row)
		if err != nil || row.Err != nil {
			out = append(out, "!"+fmt.Sprint(errors.Join(row.Err, err)))
			continue
		}
		fields := map[string]any{}
		for _, f := range things[0].Fields {
			fields[f.Name] = f.Value
		}
		text, err := json.Marshal(fields)
		if err != nil {
			return out, err
		}
		out = append(out, string(text))
	}
}

func opener(s string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
}

func TestRecognise(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"name_en,name_ar,lat,lon,pcode\nMill,طاحونة,36.1,37.2,C1\n", `{"code":"C1","latitude":36.1,"longitude":37.2,"name_ar":"طاحونة","name_en":"Mill"}`},
		{"\ufeffName;k\nMill;1\n", `{"name":"Mill"}`},
		{"Name;Latitude;Longitude\nMill;36,1;37.2\n\"Well; lower\";36,1,2;37\n", `{"latitude":36.1,"longitude":37.2,"name":"Mill"} !latitude: this is not a number`},
		{"Name\tLatitude\tLongitude\nMill\t36.1\t37.2\n", `{"latitude":36.1,"longitude":37.2,"name":"Mill"}`},
		{"City,Neighborhood,Latitude,Longitude\nTown,Mill,36.1,37.2\nTown,Well,NA,NA\n", `{"latitude":36.1,"longitude":37.2,"name":"Mill","region":"Town"} {"name":"Well","region":"Town"}`},
		{"name,lat,lon\nMill,91,37.2\nWell,x,37\nTree,36,181\n", `!latitude: 91 is out of its range !latitude: this is not a number !longitude: 181 is out of its range`},
		{`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"NAME":"Mill","NAME_A":"طاحونة","Id":7},"geometry":{"type":"Polygon","coordinates":[[[1,1],[1,2],[2,2],[1,1]]]}}]}`,
			`{"code":"7","geometry":{"coordinates":[[[1,1],[1,2],[2,2],[1,1]]],"type":"Polygon"},"name":"Mill","name_ar":"طاحونة"}`},
		{`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Mill","XCOORD":9},"geometry":{"type":"Point","coordinates":[37.2,36.1]}}]}`,
			`{"geometry":{"coordinates":[37.2,36.1],"type":"Point"},"latitude":36.1,"longitude":37.2,"name":"Mill"}`},
		{`[{"id":1,"search_name_en":"Mill - Creek - Valley --- (((1)))","search_name_ar_short":"طاحونة (((1)))","search_name_ar":"طاحونة - الوادي --- (((1)))","lat":36.1,"lon":37.2,"old_sa_name":""},
			{"id":2,"search_name_en":"TOWN : Well --- (((2)))","search_name_ar_short":"مدينة : بئر (((2)))","search_name_ar":"مدينة : بئر --- (((2)))","lat":36.1,"lon":37.2,"old_sa_name":"بلد : بئر"}]`,
			`{"latitude":36.1,"longitude":37.2,"name_ar":"طاحونة","name_en":"Mill","region_ar":"الوادي","region_en":"Creek - Valley"} {"latitude":36.1,"longitude":37.2,"name_ar":"بئر","name_en":"Well","region_ar":"مدينة","region_en":"TOWN","variants":"بئر"}`},
		{`{"a1":{"original_name":"Mill","original_name_a":"طاحونة","alternative_arabic":["طاحونه","الطاحونة"]},"a2":{"original_name":"Well"}}`,
			`{"name_ar":"طاحونة","name_en":"Mill","variants":["طاحونه","الطاحونة"]} {"name_en":"Well"}`},
		{`<?xml version="1.0"?><all><object pk="1"><field name="name_en">Mill</field><field name="latitude">36.1</field><field name="longitude">37.2</field></object><object pk="2"><field name="name_en">Well</field><field name="latitude"><None></None></field></object></all>`,
			`{"latitude":36.1,"longitude":37.2,"name_en":"Mill"} {"name_en":"Well"}`},
		{"place,variants\nMill,\"The Mill,Old Mill\"\n", `{"name":"Mill","variants":["The Mill","Old Mill"]}`},
		// Not places.
		{"", ""}, {"id,when\n1,2016\n", ""}, {"name,lat\nMill,36\n", ""}, {`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"SiteID":"7"},"geometry":{"type":"Point","coordinates":[37,36]}}]}`, ""},
		{"<a/>", ""}, {"\x00\x01\x02", ""}, {`{"name":"Mill"}`, ""}, {`[{"na`, ""},
	} {
		got, err := recognise(opener(tt.in))
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%.80q:\n     %s\nwant %s (%v)", tt.in, strings.Join(got, " "), tt.want, err)
		}
		if tt.want == "" {
			if c := sijill.ClassOf(err); err == nil || c != sijill.Refused && c != sijill.Failed {
				t.Errorf("%.80q: %v", tt.in, err)
			}
		}
	}
}

// What is shown as the mapping is what was used.
func TestRecogniseShowsItsMapping(t *testing.T) {
	r, err := table.Recognise(opener("\"na\"\"me\",name,lat,long,k\\\nx,Mill,1,2,3\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := table.ParseMapping(strings.NewReader(r.TOML)); err != nil {
		t.Error(err)
	}
	if r.Rows != 1 || len(r.Fields) != 3 || len(r.Unused) != 2 {
		t.Errorf("%+v", r)
	}
}

func FuzzRecognise(f *testing.F) {
	for _, s := range []string{"name,lat,lon\na,1,2\n", `[{"name":"a"}]`, `{"a":{"name":"b"}}`, `{"type":"FeatureCollection","features":[]}`, "<a><b><name>x</name></b><b/></a>", "name\\,\"\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := table.Recognise(opener(s))
		if err == nil && r.Mapping == nil {
			t.Fatal("neither a mapping nor a reason")
		}
	})
}

func TestRecogniseTheRealInput(t *testing.T) {
	input := os.Getenv("SIJILL_INPUT")
	if input == "" {
		t.Skip("SIJILL_INPUT names no directory with the real tables")
	}
	for name, want := range map[string]int{
		"2-aleppo-map/Neighborhoods.geojson": 133, "2-aleppo-map/neighborhoods-names.json": 136, "2-aleppo-map/Cultural.geojson": 210,
		"1-syrian-archive-aleppo/places-bilingual-pcodes.json": 5997, "1-syrian-archive-aleppo/places-bilingual.xml": 1647, "1-syrian-archive-aleppo/syrian_places.csv": 164,
		"2-aleppo-map/un.geojson": 0, "2-aleppo-map/HRW_02.geojson": 0, "2-aleppo-map/youtube-api-civil-defence-60.json": 0,
	} {
		got, err := recognise(func() (io.ReadCloser, error) { return os.Open(filepath.Join(input, name)) })
		if len(got) != want || (err != nil) != (want == 0) {
			t.Errorf("%s: %d places, want %d (%v)", name, len(got), want, err)
		}
		for _, line := range got {
			if line[0] == '!' {
				t.Errorf("%s: a row is refused: %s", name, line)
			}
		}
	}
}
