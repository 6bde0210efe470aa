package sijill_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

func TestANameComesBackByteForByte(t *testing.T) {
	name := rapid.OneOf(
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }), rapid.String(),
		rapid.SampledFrom([]string{"", "صورة.jpg", "../../etc/passwd", "a\nb", "\xff", "\ufffd", "حلب\xd8"}))
	rapid.Check(t, func(t *rapid.T) {
		n := sijill.Name(name.Draw(t, "name"))
		fields := map[string]any{}
		for _, f := range n.Fields() {
			if s, ok := f.Value.(string); !ok || !utf8.ValidString(s) {
				t.Fatalf("the field %q is no text that JSON carries: %q", f.Name, f.Value)
			}
			fields[f.Name] = f.Value
		}
		if got := sijill.NameOf(fields); got != n {
			t.Fatalf("%q came back as %q", n, got)
		}
		if _, bytes := fields["name_bytes"]; bytes == utf8.ValidString(string(n)) {
			t.Fatalf("%q has the fields %v", n, fields)
		}
	})
	if got := sijill.NameOf(nil); got != "" {
		t.Errorf("NameOf of nothing = %q", got)
	}
	if got := sijill.NameOf(map[string]any{"name": "a", "name_bytes": "not base64!"}); got != "a" {
		t.Errorf("NameOf with damaged bytes = %q, want the readable name", got)
	}
}

func TestDisplayShowsWhatIsHidden(t *testing.T) {
	for in, want := range map[string]string{
		"صورة من حلب.jpg":      "صورة من حلب.jpg",
		"invoice\u202egpj.exe": `invoice\u202egpj.exe`,
		"a\nb\tc\x00":          `a\u000ab\u0009c\u0000`,
		"a\u200bb\ufeff":       `a\u200bb\ufeff`,
		"\u2066a\u2069":        `\u2066a\u2069`,
		"a\u2028b":             `a\u2028b`,
		"خانه\u200cها":         "خانه\u200cها",
		"\xffa\xd8":            `\xffa\xd8`,
		"\ufffd":               "\ufffd",
		"a\U000e0041b":         `a\U000e0041b`,
		"":                     "",
		"\u061cحلب":            `\u061cحلب`,
		"a\x7f\u0085":          `a\u007f\u0085`,
		"👩🏽 café":              "👩🏽 café",
	} {
		if got := sijill.Name(in).Display(); got != want {
			t.Errorf("Display of %+q = %+q, want %+q", in, got, want)
		}
	}
}

func TestDirectionIsThatOfTheFirstStrongLetter(t *testing.T) {
	for in, want := range map[string]string{
		"": "auto", "123 .,": "auto", "حلب": "rtl", "IMG حلب": "ltr", "12 حلب IMG": "rtl", "(שלום)": "rtl", "café": "ltr", "٢٠١٦": "auto", "Ж": "ltr", "\u064bab": "ltr",
	} {
		if got := sijill.Direction(in); got != want {
			t.Errorf("Direction(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	for _, s := range []string{"", "حلب", "a\u202eb", "\xff", "\n", "\U000e0041", "خانه\u200cها", `\u202e`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		shown := sijill.Printable(s)
		if !utf8.ValidString(shown) || strings.ContainsFunc(shown, func(r rune) bool {
			return r != '\u200c' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
		}) {
			t.Errorf("Printable(%+q) = %+q", s, shown)
		}
		if sijill.Printable(shown) != shown {
			t.Errorf("Printable(%+q) = %+q, and again %+q", s, shown, sijill.Printable(shown))
		}
	})
}
