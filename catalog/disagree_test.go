package catalog_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
)

func TestDisagree(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "a")
	if err := archive.Create(ctx, dir, archive.Founding{Name: "x", Agent: "t", Clock: time.Now}); err != nil {
		t.Fatal(err)
	}
	a := open(t, dir)
	defer func() { _ = a.Close() }()
	tests := []struct {
		title, occurred, captured, published string
		want                                 string
	}{
		{"Fair 29/11/2016", "", "2016-11-29", "", ""},
		{"Fair 29/11/2016", "", "2016-11-30", "", "title 2016-11-29 / captured_at 2016-11-30"},
		{"Fair 3/4/2016", "", "2016-03-04", "", ""}, // it has two readings
		{"Fair 3/4/2016", "", "2016-04-03", "", ""},
		{"Fair 3/4/2016", "2016-05-04", "", "", "title 2016-03-04 / occurred_at 2016-05-04"}, // neither reading fits; the earlier is told
		{"Fair of November 2016", "2016-11-29", "", "", ""},
		{"Fair 24-27 November 2016", "2016-11-26", "", "", ""},
		{"Fair 24-27 November 2016", "2016-11-28", "", "", "title 2016-11-24/2016-11-27 / occurred_at 2016-11-28"},
		{"Fair 29/11/2016", "2016-11-28~", "", "", ""},
		{"معرض 29 تشرين الثاني 2016", "2016-12-29", "", "", "title 2016-11-29 / occurred_at 2016-12-29"},
		{"From 12/10/2015 to what stood on 29/11/2016", "2016-11-29", "", "", ""}, // one of its dates fits
		{"Fair 29/11/2016", "", "", "2019-01-01", ""},                             // uploads may be years later
		{"Fair 29/11/2016", "", "", "2016-11-28", "title 2016-11-29 / published_at 2016-11-28"},
		{"Fair 29/11/2016", "", "", "2016-11-28T20:00:00Z", ""}, // it was the 29th somewhere
		{"Fair", "2016-11-29", "2016-12-05", "", ""},            // what is left is filmed later
		{"Fair", "2016-11-29", "2016-11-20", "", "occurred_at 2016-11-29 / captured_at 2016-11-20"},
		{"Fair 1/1/1970", "2016-11-29", "", "", ""}, // in doubt
		{"Fair", "", "", "", ""},
	}
	for i, tt := range tests {
		d := sijill.Draft{Kind: sijill.IncidentRecorded, Agent: "t", Subject: sijill.NewNumber(sijill.IncidentPrefix, 2016, i+1), Fields: []sijill.Field{{Name: "title_en", Value: tt.title}}}
		for _, f := range []sijill.Field{{Name: "occurred_at", Value: tt.occurred}, {Name: "captured_at", Value: tt.captured}, {Name: "published_at", Value: tt.published}} {
			if f.Value != "" {
				d.Fields = append(d.Fields, f)
			}
		}
		if _, err := a.Register.Append(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Catalog.CatchUp(ctx, a.Register, nil); err != nil {
		t.Fatal(err)
	}
	for i, tt := range tests {
		findings, err := a.Catalog.Findings(ctx, sijill.NewNumber(sijill.IncidentPrefix, 2016, i+1))
		got := ""
		for _, f := range findings {
			got += f.Text
		}
		if err != nil || got != tt.want {
			t.Errorf("%s: %q, want %q (%v)", fmt.Sprint(tt.title, " ", tt.occurred, tt.captured, tt.published), got, tt.want, err)
		}
	}
}
