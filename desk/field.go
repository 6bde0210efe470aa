package desk

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// order is how the fields of a thing are shown: what it is called, what it says,
// when and where, from whom, and last what machines need. Others come between.
func order() (first, last []string) {
	return []string{
			"title", "title_ar", "title_en", "title_fr", "name", "name_ar", "name_en", "name_fr", "name_bytes", "path", "path_bytes", "code",
			"summary", "summary_ar", "summary_en", "description", "description_ar", "description_en", "text", "text_ar", "text_en", "note", "note_ar", "note_en",
			"occurred_at", "captured_at", "published_at", "place_shown", "place_captured", "latitude", "longitude", "precision_m",
			"source", "basis", "terms", "lang", "exhibits", catalog.FieldDeposit, "received_at", "modified_at", "changed_while_read",
		}, []string{
			"size", "media_type", catalog.FieldDigest, "refused_count", "refused", "table", "row", catalog.FieldRowKey, "row_sha256", "geometry",
		}
}

// rowsOf shows the fields of a thing that say something.
func (p *page) rowsOf(fields map[string]any) []row {
	first, last := order()
	names := slices.SortedFunc(maps.Keys(fields), func(a, b string) int {
		rank := func(name string) int {
			if i := slices.Index(first, name); i >= 0 {
				return i
			}
			if i := slices.Index(last, name); i >= 0 {
				return len(first) + 1 + i
			}
			return len(first)
		}
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return p.rowsIn(fields, slices.DeleteFunc(names, func(name string) bool { return fields[name] == nil || fields[name] == "" }))
}

// rowsIn shows the named fields, in the order of the names.
func (p *page) rowsIn(fields map[string]any, names []string) []row {
	rows := make([]row, 0, len(names))
	for _, name := range names {
		if value, ok := fields[name]; ok {
			rows = append(rows, p.rowOf(name, value))
		}
	}
	return rows
}

func (p *page) rowOf(name string, value any) row {
	r := row{Name: sijill.Printable(name), Value: p.valueOf(name, value, 0)}
	stem, tag := languageIn(name)
	w, ok := p.words["field."+stem]
	if !ok {
		w, ok = p.words["tell."+stem]
	}
	if ok {
		r.Label = w.in(p.lang)
		if tag != "" {
			r.Lang = p.T("language." + tag)
		}
	}
	return r
}

// languageIn takes the language off the name of a field.
func languageIn(name string) (stem, tag string) {
	for _, tag := range []string{"ar", "en", "fr"} {
		if stem, ok := strings.CutSuffix(name, "_"+tag); ok {
			return stem, tag
		}
	}
	return name, ""
}

// maxDepth is how deep lists and maps are shown within each other.
const maxDepth = 6

// valueOf shows the value of a field, by the field's name where the name says
// what kind of value it is.
func (p *page) valueOf(name string, value any, depth int) shown {
	if depth > maxDepth {
		return monoOf("…")
	}
	switch v := value.(type) {
	case string:
		return p.stringOf(name, v)
	case json.Number:
		return numberOf(name, v)
	case bool:
		word := p.T("no")
		if v {
			word = p.T("yes")
		}
		return shown{Form: "text", Text: word, Dir: p.Dir(), Lang: p.Lang()}
	case nil:
		return shown{Form: "text", Dir: "auto"}
	case []any:
		s := shown{Form: "list"}
		for _, item := range v {
			s.Items = append(s.Items, p.valueOf(name, item, depth+1))
		}
		return s
	case map[string]any:
		s := shown{Form: "map"}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			r := p.rowOf(key, nil)
			r.Value = p.valueOf(key, v[key], depth+1)
			s.Rows = append(s.Rows, r)
		}
		if kind, _ := v["type"].(string); name == "geometry" {
			s.Form, s.Text = "folded", sijill.Printable(kind) // an outline is hundreds of numbers
		}
		return s
	}
	return monoOf(fmt.Sprint(value))
}

func (p *page) stringOf(name, v string) shown {
	if number, err := sijill.ParseNumber(v); err == nil {
		return p.linkOf(number)
	}
	stem, tag := languageIn(name)
	switch {
	case strings.HasSuffix(name, "_at"):
		return timeOf(v, p.lang)
	case strings.HasSuffix(name, "_sha256"), strings.HasSuffix(name, "_bytes"), strings.HasSuffix(name, "_url"), strings.HasSuffix(name, "_id"),
		slices.Contains([]string{catalog.FieldDigest, catalog.FieldRowKey, "media_type", "lang", "code", "origin", "verifier_key"}, name):
		return monoOf(v)
	case stem == "name" || name == "path":
		s := lineOf(v)
		s.Lang = tag
		return s
	case name == "basis" || name == "reason" || name == "outcome":
		if w, ok := p.words["value."+v]; ok {
			return shown{Form: "text", Text: w.in(p.lang), Dir: p.Dir(), Lang: p.Lang()}
		}
	}
	return textOf(v, tag)
}

func (p *page) linkOf(n sijill.Number) shown {
	return shown{Form: "link", Text: string(n), Dir: "ltr", Href: p.To("/item/" + string(n))}
}

// numberOf shows a number. Only what is known to count something has separators:
// a year or a code must not.
func numberOf(name string, v json.Number) shown {
	s := v.String()
	switch name {
	case "size", "bytes", "dossier_size":
		if n, err := v.Int64(); err == nil {
			text := count(n) + " B"
			if n >= 1000 {
				text = bytesOf(n) + " (" + text + ")"
			}
			return shown{Form: "text", Text: text, Dir: "ltr"}
		}
	case "exhibits", "checked", "refused_count", "row", "rows":
		if _, err := strconv.ParseInt(s, 10, 64); err == nil {
			s = separate(s)
		}
	}
	return shown{Form: "text", Text: s, Dir: "ltr"}
}
