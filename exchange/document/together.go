package document

import (
	"encoding/json"
	"fmt"
	"strings"

	"sijill.example/sijill"
)

// together checks what no field shows by itself.
func (c *checker) together() {
	d := c.doc
	c.counts(d.Fields, "")
	for i, b := range records(d.Fields[sijill.FieldBearings]) {
		path := fmt.Sprintf("%s[%d]", sijill.FieldBearings, i+1)
		if says, ok := b["says"].(map[string]any); ok {
			c.counts(says, path+".says")
		}
		if s, ok := b["selector"].(map[string]any); ok {
			c.selector(s, path+".selector")
		}
	}
	for i, a := range records(d.Fields["acts"]) {
		c.ordered(a, fmt.Sprintf("acts[%d]", i+1), "victims_at_least", "victims_at_most")
	}
	for _, name := range []string{"source_analysis", "technical_analysis", "content_analysis"} {
		if a, ok := d.Fields[name].(map[string]any); ok && d.Kind == "assessment" && len(a) > 1 {
			c.wrong(d.LineOf(name), c.at(name), "an analysis is either done, or not_done_because of something")
		}
	}
	if d.Kind == "translation" && d.Fields["machine"] != true && d.Fields["engine"] != nil {
		c.wrong(d.LineOf("engine"), c.at("engine"), "only what a machine made has an engine; write machine: true")
	}
	if d.Kind == "redaction" {
		c.redaction(d.Fields)
	}
}

// redaction checks that a copy can be asked for as it is.
func (c *checker) redaction(in map[string]any) {
	wrong := func(name, format string, args ...any) { c.wrong(c.doc.LineOf(name), c.at(name), format, args...) }
	proved := in["form"] == "proved"
	spans, _ := in[sijill.FieldSegments].([]any)
	for i, v := range spans {
		text, _ := v.(string)
		if s, err := sijill.ParseSpan(text); err == nil && strings.Trim(s.Segment, "0123456789") != "" {
			wrong(fmt.Sprintf("%s[%d]", sijill.FieldSegments, i+1), "a segment of an exhibit is named by its place from 1, and not by an id such as %s", s.Segment)
		}
	}
	switch {
	case in["regions"] != nil && spans != nil:
		wrong(sijill.FieldSegments, "a picture has regions and a text has segments; no exhibit has both")
	case in["page"] == json.Number("0"):
		wrong("page", "pages are counted from 1")
	case in["page"] != nil && proved:
		wrong("form", "a page is copied as a picture that was made of it, and so has no proof; write reduced")
	case proved && in["regions"] == nil && spans == nil:
		wrong("form", "nothing is said to be taken out: name regions of a picture or segments of a text")
	}
}

func records(v any) []map[string]any {
	list, _ := v.([]any)
	var out []map[string]any
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		} else {
			out = append(out, nil)
		}
	}
	return out
}

// counts checks a count that may be given as one number or as a range.
func (c *checker) counts(in map[string]any, path string) {
	if in["exactly"] != nil {
		for _, other := range []string{"at_least", "at_most", "approximately"} {
			if in[other] != nil {
				here := join(path, other)
				c.wrong(c.doc.LineOf(here), c.at(here), "a count that is exact has no %s", other)
			}
		}
	}
	c.ordered(in, path, "at_least", "at_most")
}

func (c *checker) ordered(in map[string]any, path, low, high string) {
	a, okA := in[low].(json.Number)
	b, okB := in[high].(json.Number)
	if !okA || !okB {
		return
	}
	x, _ := a.Int64()
	y, _ := b.Int64()
	if x > y {
		here := join(path, low)
		c.wrong(c.doc.LineOf(here), c.at(here), "%s %d is more than %s %d", low, x, high, y)
	}
}

func (c *checker) selector(s map[string]any, path string) {
	sides := 0
	for _, name := range []string{"x", "y", "w", "h"} {
		if s[name] != nil {
			sides++
		}
	}
	if sides != 0 && sides != 4 {
		c.wrong(c.doc.LineOf(path), c.at(path), "a region needs x, y, w and h")
	}
	if s["quote"] == nil && (s["prefix"] != nil || s["suffix"] != nil) {
		c.wrong(c.doc.LineOf(path), c.at(path), "prefix and suffix stand beside a quote")
	}
	c.span(s, path)
}

// span checks a part of a recording.
func (c *checker) span(s map[string]any, path string) {
	from, okF := s[sijill.SegmentFrom].(string)
	to, okT := s[sijill.SegmentTo].(string)
	switch {
	case okT && !okF:
		c.wrong(c.doc.LineOf(path), c.at(path), "a span that ends must say where it begins")
	case okF && okT && (len(from) > len(to) && from[2] == ':' && to[2] == ':' && to < from[:len(to)] || from[2] == to[2] && to < from):
		c.wrong(c.doc.LineOf(path), c.at(path), "it ends at %s, before it begins at %s", to, from)
	}
}
