// Package documenttest makes documents for tests: every field of every kind, and
// texts that are hard to write.
package documenttest

import (
	"encoding/json"
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"sijill.example/sijill"
)

// Refer gives the number or key of a thing that a field may name, and "" where
// there is none.
type Refer func(t *rapid.T, f *sijill.FieldSchema) string

// Fields draws the fields of a document of a kind. Without refer, references are
// anything that looks like one.
func Fields(t *rapid.T, s sijill.Schema, refer Refer) map[string]any {
	if refer == nil {
		refer = func(t *rapid.T, f *sijill.FieldSchema) string {
			return rapid.SampledFrom([]string{"exh-2026-0001", "a key", "مفتاح", "no"}).Draw(t, f.Name)
		}
	}
	fields := generator{refer}.fieldsFor(t, s.Fields)
	fitting(fields)
	if s.Kind == "redaction" {
		fields["form"] = "reduced"
		delete(fields, []string{"regions", "segments"}[rapid.IntRange(0, 1).Draw(t, "what")])
		if fields["page"] != nil {
			fields["page"] = json.Number("3")
		}
	}
	return fields
}

type generator struct{ refer Refer }

// Text draws texts that are hard to write.
func Text() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		for {
			s := rapid.OneOf(
				rapid.StringN(1, 40, -1),
				rapid.StringOfN(rapid.SampledFrom([]rune("ab :#-'\"\n\t\\{}[]|>&*!%@`,?~0123مَحَلّب\u202e\u200d\u0085\u2028\ufeff\u00a0\r")), 1, 30, -1),
				rapid.SampledFrom([]string{"null", "~", "yes", "No", "true", "2016", "2016-11-29", "0x1f", "1e3", ".inf", "---", "...", "- a", "? b", "a: b", "a #b", "<script>alert(1)</script>", "{of: s1} x", "{#s1} x",
					"[00:01:02] x", "\\[x", "line\n\n\nline", " lead", "trail ", "\nx", "x\n", "x\n\n", "cafe\u0301", "caf\u00e9", "أُ", "ﷲ", "[[x", "a\n b\n  c", "a\n\tb", "%YAML 1.2", "key: |", "\U0001F54A", "\U0010FFFF"}),
			).Draw(t, "text")
			if s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""); s != "" {
				return s
			}
		}
	})
}

func (g generator) valueFor(t *rapid.T, f *sijill.FieldSchema) any {
	switch f.Type {
	case sijill.DateType:
		return rapid.SampledFrom([]string{"2016-11-29", "2016-11", "2016-11-29~", "2016-11-24/2016-11-27", "2016-11-XX", "2016?"}).Draw(t, f.Name)
	case sijill.NumberType:
		return json.Number(rapid.SampledFrom([]string{"0", "36.116595", "1", "37.5"}).Draw(t, f.Name))
	case sijill.WholeType:
		return json.Number(fmt.Sprint(rapid.IntRange(0, 1<<40).Draw(t, f.Name)))
	case sijill.YesNoType:
		return rapid.Bool().Draw(t, f.Name)
	case sijill.LangType:
		return rapid.SampledFrom([]string{"ar", "en", "fr", "ar-SY", "ku-Arab", "und", "no"}).Draw(t, f.Name)
	case sijill.WordType:
		words := f.Words
		for _, c := range sijill.Scheme(f.Scheme) {
			words = append(words, c.Word)
		}
		return rapid.SampledFrom(words).Draw(t, f.Name)
	case sijill.RefType:
		return g.refer(t, f)
	case sijill.TimeType:
		return rapid.SampledFrom([]string{"00:00:00", "00:01:02", "12:59:59.25"}).Draw(t, f.Name)
	case sijill.RegionType:
		return rapid.SampledFrom([]string{"0,0,1,1", "120,80,300,200"}).Draw(t, f.Name)
	case sijill.SpanType:
		return rapid.SampledFrom([]string{"1", "2:4", "3:4-6"}).Draw(t, f.Name)
	case sijill.RecordType:
		m := g.fieldsFor(t, f.Fields)
		if len(m) == 0 {
			return nil
		}
		return m
	}
	return Text().Draw(t, f.Name)
}

func (g generator) fieldsFor(t *rapid.T, fields []sijill.FieldSchema) map[string]any {
	m := map[string]any{}
	for i := range fields {
		f := &fields[i]
		for _, name := range f.Names() {
			if !(f.Required && name == f.Name) && rapid.IntRange(0, 2).Draw(t, "leave out") > 0 {
				continue
			}
			if !f.List {
				if v := g.valueFor(t, f); v != nil && v != "" {
					m[name] = v
				}
				continue
			}
			var list []any
			for range rapid.IntRange(1, 3).Draw(t, "length") {
				if v := g.valueFor(t, f); v != nil && v != "" {
					list = append(list, v)
				}
			}
			if len(list) > 0 {
				m[name] = list
			}
		}
	}
	return m
}

// fitting makes what was drawn obey the rules that no field shows by itself.
func fitting(v any) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			if m, ok := item.(map[string]any); ok && m["text"] != nil {
				if _, ok := m["id"]; ok {
					m["id"] = fmt.Sprintf("s%d", i+1)
				}
				if _, ok := m["of"]; ok {
					m["of"] = []any{"s1", "s2"}
				}
				if _, ok := m["made_of"]; ok {
					m["made_of"] = "0123456789abcdef"
				}
				if m["of"] == nil {
					delete(m, "made_of")
				}
			}
			fitting(item)
		}
	case map[string]any:
		for _, name := range []string{"exactly", "at_least", "victims_at_least", "x", "to", "prefix", "suffix", "done", "engine"} {
			delete(v, name)
		}
		for _, name := range []string{"y", "w", "h"} {
			delete(v, name)
		}
		for _, item := range v {
			fitting(item)
		}
		for name, item := range v {
			if m, ok := item.(map[string]any); ok && len(m) == 0 {
				delete(v, name)
			}
		}
	}
}
