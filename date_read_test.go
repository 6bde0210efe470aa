package sijill_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

func TestReadDate(t *testing.T) {
	tests := []struct{ layout, in, want string }{
		{"edtf", "2016-11-24/..", "2016-11-24/.."},
		{"edtf", " ٢٠١٦-١١-XX ", "2016-11-XX"},
		{"ymd", "2016-11-29", "2016-11-29"},
		{"ymd", "2016/11/29", "2016-11-29"},
		{"ymd", "2016.1.9", "2016-01-09"},
		{"ymd", "۲۰۱۶/۱۱/۲۹", "2016-11-29"},
		{"dmy", "29/11/2016", "2016-11-29"},
		{"dmy", "29.11.2016", "2016-11-29"},
		{"dmy", "29-11-2016", "2016-11-29"},
		{"dmy", "3/4/2016", "2016-04-03"},
		{"dmy", "\u200f٢٩/١١/٢٠١٦\u200f", "2016-11-29"},
		{"dmy", "\u202b29/11/2016\u202c", "2016-11-29"},
		{"mdy", "3/4/2016", "2016-03-04"},
		{"mdy", "11/29/2016", "2016-11-29"},
		{"rfc3339", "2016-11-29T15:04:05Z", "2016-11-29T15:04:05Z"},
		{"rfc3339", "2016-11-29 15:04:05+03:00", "2016-11-29T15:04:05+03:00"},
		{"rfc3339", "2016-11-29t15:04:05.999z", "2016-11-29T15:04:05Z"},
		{"rfc3339", "2016-11-29T15:04:05-00:00", "2016-11-29T15:04:05Z"},
		{"rfc3339", "2016-11-29T15:04:05.5+00:00", "2016-11-29T15:04:05+00:00"},
		{"unix", "1480431845", "2016-11-29T15:04:05Z"},
		{"unix", "١٤٨٠٤٣١٨٤٥", "2016-11-29T15:04:05Z"},
		{"unix", "0", "1970-01-01T00:00:00Z"},
		{"unix", "-1", "1969-12-31T23:59:59Z"},
	}
	for _, tt := range tests {
		d, err := sijill.ReadDate(tt.in, tt.layout)
		if err != nil || d.String() != tt.want {
			t.Errorf("%s %q is read as %q, want %q (%v)", tt.layout, tt.in, d, tt.want, err)
		}
	}
	for _, layout := range sijill.DateLayouts() {
		if d, err := sijill.ReadDate(" \u00a0\t", layout); err != nil || !d.IsMissing() {
			t.Errorf("an empty cell is read as %q (%v)", d, err)
		}
	}
}

func TestReadDateRefuses(t *testing.T) {
	for _, tt := range []struct{ layout, in string }{
		{"", "2016-11-29"}, {"YMD", "2016-11-29"}, {"ydm", "2016-29-11"}, {"", ""},
		{"edtf", "29/11/2016"}, {"edtf", "2016-11-31"},
		{"ymd", "29/11/2016"}, {"ymd", "2016-11/29"}, {"ymd", "2016-11"}, {"ymd", "2016"}, {"ymd", "2016-11-31"}, {"ymd", "16-11-29"},
		{"ymd", "2016-XX-XX"}, {"ymd", "2016-11-29~"}, {"ymd", "2016-21-1"}, {"ymd", "2016-11-29T15:04:05"}, {"ymd", "2016--29"}, {"ymd", "2016-011-29"},
		{"dmy", "11/29/2016"}, {"dmy", "29/11/16"}, {"dmy", "29/11/-2016"}, {"dmy", "30/02/2016"}, {"dmy", "0/1/2016"}, {"dmy", "2016/11/29"}, {"dmy", "29 11 2016"}, {"dmy", "29/11/2016/"}, {"dmy", strings.Repeat("1/", 1<<16)},
		{"mdy", "29/11/2016"}, {"mdy", "2/30/2016"}, {"mdy", "Y/1/17000"},
		{"rfc3339", "2016-11-29T15:04:05"}, {"rfc3339", "2016-11-29"}, {"rfc3339", "2016-11-29T15:04:05+03"}, {"rfc3339", "2016-11-29T15:04:05.Z"},
		{"rfc3339", "2016-11-29T15:04:05.5"}, {"rfc3339", "2016-11-29T25:04:05Z"}, {"rfc3339", "-0001-01-01T00:00:00Z"}, {"rfc3339", strings.Repeat("ı", 12)},
		{"unix", "1480431845000"}, {"unix", "1480431845.5"}, {"unix", "0x10"}, {"unix", "99999999999999999999"}, {"unix", "-99999999999"}, {"unix", "2016-11-29"},
	} {
		d, err := sijill.ReadDate(tt.in, tt.layout)
		if err == nil || !d.IsMissing() {
			t.Errorf("%s %q is read as %q (%v)", tt.layout, tt.in, d, err)
		} else if sijill.ClassOf(err) != sijill.Usage {
			t.Errorf("%s %q is refused with class %v", tt.layout, tt.in, sijill.ClassOf(err))
		}
	}
	if _, err := sijill.ReadDate("Amal", "dmy"); err == nil || strings.Contains(err.Error(), "Amal") {
		t.Errorf("a refusal repeats the cell: %v", err)
	}
}

// Every day reads alike in every layout that can write it.
func TestReadDateLayoutsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "second"), 0).UTC()
		want := day.Format("2006-01-02")
		separator := rapid.SampledFrom([]string{"-", "/", "."}).Draw(t, "separator")
		zero := rapid.SampledFrom([]rune{'0', '٠', '۰'}).Draw(t, "zero")
		for layout, format := range map[string]string{"ymd": "2006/1/02", "dmy": "2/1/2006", "mdy": "01/2/2006"} {
			cell := strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r - '0' + zero
				}
				return r
			}, strings.ReplaceAll(day.Format(format), "/", separator))
			if d, err := sijill.ReadDate(cell, layout); err != nil || d.String() != want {
				t.Fatalf("%s %q is read as %q, want %q (%v)", layout, cell, d, want, err)
			}
		}
		stamp := day.Format(time.RFC3339)
		for layout, cell := range map[string]string{"rfc3339": stamp, "unix": fmt.Sprint(day.Unix())} {
			if d, err := sijill.ReadDate(cell, layout); err != nil || d.String() != stamp {
				t.Fatalf("%s %q is read as %q (%v)", layout, cell, d, err)
			}
		}
	})
}

func FuzzReadDate(f *testing.F) {
	for _, layout := range sijill.DateLayouts() {
		for _, s := range []string{"٢٩/١١/٢٠١٦", "2016-11-29T15:04:05.5Z", "1480431845", "3.4.2016", "2016-11-24/..", strings.Repeat("ı", 12)} {
			f.Add(s, layout)
		}
	}
	f.Fuzz(func(t *testing.T, s, layout string) {
		d, err := sijill.ReadDate(s, layout)
		if err != nil {
			return
		}
		if back, err := sijill.ParseDate(d.String()); err != nil || back != d {
			t.Errorf("%s %q is read as %q, which is no date (%v)", layout, s, d, err)
		}
	})
}
