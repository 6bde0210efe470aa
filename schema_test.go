package sijill_test

import (
	"regexp"
	"slices"
	"testing"

	"sijill.example/sijill"
)

// Fields of these names mean something else in every entry.
var reserved = []string{"kind", "at", "agent", "subject", "members", "reason", "concerns", "number", "key", "deposit", "table", "row", "row_key", "row_sha256", "sha256", "other"}

func TestEveryFieldOfEverySchemaIsExplained(t *testing.T) {
	form := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	types := []sijill.FieldType{sijill.TextType, sijill.ProseType, sijill.DateType, sijill.NumberType, sijill.WholeType, sijill.YesNoType,
		sijill.LangType, sijill.WordType, sijill.RefType, sijill.TimeType, sijill.RegionType, sijill.SpanType, sijill.RecordType}
	var check func(where string, fields []sijill.FieldSchema, top bool)
	check = func(where string, fields []sijill.FieldSchema, top bool) {
		seen := map[string]bool{}
		for i := range fields {
			f := &fields[i]
			at := where + "." + f.Name
			for _, name := range f.Names() {
				if seen[name] || !form.MatchString(name) || top && slices.Contains(reserved, name) {
					t.Errorf("%s: the name %q is taken or not allowed", at, name)
				}
				seen[name] = true
				if got := sijill.FieldNamed(fields, name); got == nil || got.Name != f.Name {
					t.Errorf("%s is not found by the name %s", at, name)
				}
			}
			if f.Doc == "" || f.Standard == "" || !slices.Contains(types, f.Type) {
				t.Errorf("%s is not explained: %+v", at, f)
			}
			if (f.Type == sijill.RecordType) != (len(f.Fields) > 0) || (f.Type == sijill.WordType) != (len(f.Words) > 0 || f.Scheme != "") {
				t.Errorf("%s: type and content do not fit", at)
			}
			if f.Scheme != "" && len(sijill.Scheme(f.Scheme)) == 0 {
				t.Errorf("%s: there is no thesaurus %q", at, f.Scheme)
			}
			for _, kind := range f.To {
				if f.Type != sijill.RefType || sijill.PrefixOf(kind) == "" {
					t.Errorf("%s names the kind %q", at, kind)
				}
			}
			check(at, f.Fields, false)
		}
	}
	for _, s := range sijill.Schemas() {
		if s.Doc == "" || s.Standard == "" || s.Example == "" {
			t.Errorf("%s is not explained", s.Kind)
		}
		if sijill.PrefixOf(s.Kind) == "" || sijill.RecordedAs(s.Kind) == "" {
			t.Errorf("%s has no number or no kind of entry", s.Kind)
		}
		check(s.Kind, s.Fields, true)
	}
}

var bothEnglishAndFrench = map[string]bool{"massacre": true, "torture": true, "drone": true, "mine": true, "patient": true, "ambulance": true, "munitions": true}

func TestThesauri(t *testing.T) {
	for _, name := range sijill.SchemeNames() {
		words := map[string]bool{}
		for _, c := range sijill.Scheme(name) {
			if words[c.Word] || c.En == "" || sijill.Direction(c.Ar) != "rtl" {
				t.Errorf("%s: %+v comes twice, or lacks a language", name, c)
			}
			if c.In("en") != c.En || c.In("ar") != c.Ar || c.In("fr") == c.En && !bothEnglishAndFrench[c.Word] {
				t.Errorf("%s: %q in French is %q", name, c.Word, c.In("fr"))
			}
			if c.Broader != "" && !words[c.Broader] {
				t.Errorf("%s: %s stands before its broader word %s", name, c.Word, c.Broader)
			}
			words[c.Word] = true
		}
		if len(words) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	if sijill.Scheme("nothing") != nil {
		t.Error("a thesaurus that is not there has words")
	}
}

func TestMadeOf(t *testing.T) {
	if sijill.MadeOf("a", "b") == sijill.MadeOf("a b") || sijill.MadeOf("a") != sijill.DigestOf([]byte("a")) {
		t.Error("MadeOf does not tell segments apart")
	}
}
