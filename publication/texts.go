package publication

import (
	"encoding/json"
	"strconv"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

// textsOf is a text whose language is guessed from its script: Arabic, or not known.
func textsOf(s string) []edition.Text {
	if s == "" {
		return nil
	}
	return []edition.Text{{Lang: guess(s), Text: s}}
}

func guess(s string) string {
	if sijill.Direction(s) == "rtl" {
		return "ar"
	}
	return ""
}

// localized reads a field that may be given in several languages. lang is that of
// the field without one, "" where it is not known.
func localized(fields map[string]any, name, lang string) []edition.Text {
	var out []edition.Text
	seen := map[string]bool{}
	add := func(tag, key string) {
		s, ok := fields[key].(string)
		if !ok || s == "" || seen[s] {
			return
		}
		seen[s] = true
		out = append(out, edition.Text{Lang: tag, Text: s})
	}
	if s, ok := fields[name].(string); ok {
		tag := lang
		if g := guess(s); tag == "" || (g == "ar") != (tag == "ar") {
			tag = g
		}
		add(tag, name)
	}
	for _, tag := range sijill.Tongues() {
		add(tag, name+"_"+tag)
	}
	return out
}

func text(fields map[string]any, name string) string {
	s, _ := fields[name].(string)
	return s
}

func yes(fields map[string]any, name string) bool {
	b, _ := fields[name].(bool)
	return b
}

func records(fields map[string]any, name string) []map[string]any {
	list, _ := fields[name].([]any)
	var out []map[string]any
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func words(fields map[string]any, name string) []string {
	if s, ok := fields[name].(string); ok && s != "" {
		return []string{s}
	}
	list, _ := fields[name].([]any)
	var out []string
	for _, v := range list {
		if s, ok := v.(string); ok && s != "" {
			out = append(out, s)
		}
	}
	return out
}

func number(fields map[string]any, name string) (float64, bool) {
	switch v := fields[name].(type) {
	case json.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		return f, err == nil
	case string: // tables give texts
		f, err := strconv.ParseFloat(v, 64)
		return f, err == nil
	}
	return 0, false
}

// listOf reads works, films, exhibitions, collections or awards.
func listOf(fields map[string]any, name string) []edition.List {
	var items []edition.Item
	for _, m := range records(fields, name) {
		items = append(items, edition.Item{Titles: localized(m, "title", ""), Date: text(m, "date"), Place: text(m, "place"), Role: text(m, "role"), Note: localized(m, "note", ""), URL: text(m, "url")})
	}
	if len(items) == 0 {
		return nil
	}
	return []edition.List{{What: name, Items: items}}
}
