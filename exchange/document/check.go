package document

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"sijill.example/sijill"
)

// document checks a document against the schema of its kind. body is what stands
// below the front matter.
func (r *reader) document(n node, body string, bodyLine int) *Document {
	if n.form != record {
		r.wrong(n.line, "", "want fields, found %s", n.found())
		return nil
	}
	d := &Document{File: r.file, Line: n.line, Fields: map[string]any{}, lines: map[string]int{}}
	schema, ok := r.head(d, n)
	if !ok {
		return nil
	}
	before := len(r.problems)
	c := checker{reader: r, doc: d, schema: schema}
	c.record(schema.Fields, n, d.Fields, "")
	c.body(body, bodyLine)
	if len(r.problems) == before {
		c.together()
	}
	if len(r.problems) > before {
		return nil
	}
	return d
}

// head reads what every document has.
func (r *reader) head(d *Document, n node) (sijill.Schema, bool) {
	before := len(r.problems)
	text := func(name string) (string, int) {
		for i := range n.names {
			if n.names[i].text == name {
				if v := n.items[i]; v.form != scalar {
					r.wrong(v.line, name, "want text, found %s", v.found())
				}
				return norm.NFC.String(strings.TrimSpace(n.items[i].text)), n.names[i].line
			}
		}
		return "", n.line
	}
	kind, line := text(headKind)
	schema, ok := sijill.SchemaOf(kind)
	switch {
	case kind == "":
		r.wrong(line, headKind, "is missing: say what the document speaks of, such as source or claim")
	case !ok:
		var kinds []string
		for _, s := range sijill.Schemas() {
			kinds = append(kinds, s.Kind)
		}
		r.wrong(line, headKind, "there is no kind %q%s", kind, meant(kind, kinds))
	}
	d.Kind = kind
	d.Key, line = text(headKey)
	if why := wrongKey(d.Key); d.Key != "" && why != "" {
		r.wrong(line, headKey, "%s", why)
	}
	number, line := text(headNumber)
	if number != "" {
		parsed, err := sijill.ParseNumber(number)
		switch {
		case err != nil:
			r.wrong(line, headNumber, "%q is not a number such as %s", number, sijill.NewNumber(sijill.PrefixOf(kind), 2026, 1))
		case parsed.Kind() != kind:
			r.wrong(line, headNumber, "%s is the number of %s %s, not of %s", parsed, article(parsed.Kind()), parsed.Kind(), kind)
		}
		d.Number = parsed
	}
	if d.Key == "" && number == "" {
		r.wrong(n.line, headKey, "is missing: a document needs a key, by which it is known for ever, or the number of what is here")
	}
	return schema, len(r.problems) == before
}

// IsKey reports whether a text can be the key of a document.
func IsKey(key string) bool {
	return key != "" && key == norm.NFC.String(strings.TrimSpace(key)) && wrongKey(key) == ""
}

// wrongKey says why a text cannot be a key, and "" where it can.
func wrongKey(key string) string {
	_, err := sijill.ParseNumber(key)
	switch {
	case len(key) > maxKey:
		return fmt.Sprintf("a key has at most %d bytes", maxKey)
	case err == nil:
		return "a key must not look like a number; write number: instead"
	case sijill.Printable(key) != key || strings.ContainsAny(key, "[]"):
		return "a key is one line of text, with no square brackets and no invisible letters"
	}
	return ""
}

func article(word string) string {
	if word != "" && strings.ContainsRune("aeiou", rune(word[0])) {
		return "an"
	}
	return "a"
}

// checker checks the fields of one document.
type checker struct {
	*reader
	doc    *Document
	schema sijill.Schema
}

func (c *checker) at(path string) string { return c.doc.Kind + "." + path }

// record puts the fields of a record into a map.
func (c *checker) record(fields []sijill.FieldSchema, n node, into map[string]any, path string) {
	for i, name := range n.names {
		top := path == ""
		if top && slices.Contains([]string{headKind, headKey, headNumber}, name.text) {
			continue
		}
		here := join(path, name.text)
		if top && name.text == headOther {
			c.other(n.items[i])
			continue
		}
		f := sijill.FieldNamed(fields, name.text)
		if f == nil {
			c.wrong(name.line, c.at(here), "there is no such field%s", meant(name.text, namesOf(fields, top)))
			continue
		}
		c.doc.lines[here] = name.line
		if v := c.value(f, n.items[i], here); v != nil {
			into[name.text] = v
		}
	}
	for i := range fields {
		f := &fields[i]
		if f.Required && !f.Body && !slices.ContainsFunc(f.Names(), func(name string) bool { return into[name] != nil || c.given(n, name) }) {
			c.wrong(n.line, c.at(join(path, f.Name)), "is missing: %s", f.Doc)
		}
	}
}

// given reports that a field stands there with something in it, be it wrong.
func (c *checker) given(n node, name string) bool {
	for i := range n.names {
		if n.names[i].text == name {
			return !n.items[i].isNothing()
		}
	}
	return false
}

func namesOf(fields []sijill.FieldSchema, top bool) []string {
	var names []string
	for i := range fields {
		names = append(names, fields[i].Names()...)
	}
	if top {
		names = append(names, headKind, headKey, headNumber, headOther)
	}
	return names
}

// value gives the value of a field, and nil where it has none or a wrong one.
func (c *checker) value(f *sijill.FieldSchema, n node, path string) any {
	if n.isNothing() {
		return nil
	}
	if f.Name == sijill.FieldSegments && n.form == scalar && f.Body {
		line := n.line
		if n.block {
			line++
		}
		return c.segments(f, n.text, line)
	}
	if !f.List {
		return c.one(f, n, path, nil)
	}
	if n.form == scalar && f.Type != sijill.RecordType {
		n = node{form: list, items: []node{n}, line: n.line}
	}
	if n.form != list {
		c.wrong(n.line, c.at(path), "want a list, found %s", n.found())
		return nil
	}
	out := make([]any, 0, len(n.items))
	for i := range n.items {
		here := fmt.Sprintf("%s[%d]", path, i+1)
		c.doc.lines[here] = n.items[i].line
		before := len(c.problems)
		v := c.one(f, n.items[i], here, func(number sijill.Number) { out[i] = string(number) })
		if v == nil {
			if len(c.problems) == before {
				c.wrong(n.items[i].line, c.at(here), "is empty")
			}
			v = ""
		}
		out = append(out, v)
	}
	if f.Name == sijill.FieldSegments && f.Type == sijill.RecordType {
		c.segmentIDs(out, path)
	}
	return out
}

// one gives a single value. set is how a reference in a list is put right.
func (c *checker) one(f *sijill.FieldSchema, n node, path string, set func(sijill.Number)) any {
	if f.Type == sijill.RecordType {
		if n.form != record {
			c.wrong(n.line, c.at(path), "want fields, found %s", n.found())
			return nil
		}
		into := map[string]any{}
		c.into(into, f.Fields, n, path)
		if len(into) == 0 {
			return nil
		}
		return into
	}
	if n.form != scalar {
		c.wrong(n.line, c.at(path), "want %s, found %s", wanted(f), n.found())
		return nil
	}
	if n.isNothing() {
		return nil
	}
	v, why := scalarOf(f, n)
	if why != "" {
		c.wrong(n.line, c.at(path), "%s", why)
		return nil
	}
	if f.Type == sijill.RefType && set != nil {
		c.doc.Refs = append(c.doc.Refs, Ref{path, n.line, v.(string), f, set})
	}
	return v
}

// into fills a record, and notes its references.
func (c *checker) into(into map[string]any, fields []sijill.FieldSchema, n node, path string) {
	c.record(fields, n, into, path)
	c.refer(fields, into, path)
}

// refer notes the references and citations that stand in a record by themselves;
// those in lists are noted as they are read.
func (c *checker) refer(fields []sijill.FieldSchema, in map[string]any, path string) {
	for i := range fields {
		f := &fields[i]
		for _, name := range f.Names() {
			text, ok := in[name].(string)
			if !ok {
				continue
			}
			here := join(path, name)
			if f.Type == sijill.RefType {
				c.doc.Refs = append(c.doc.Refs, Ref{here, c.doc.LineOf(here), text, f, func(number sijill.Number) { in[name] = string(number) }})
			}
			if f.Type == sijill.ProseType && f.Body && strings.Contains(text, "[[") {
				c.cite(in, name, here)
			}
		}
	}
}

// cite notes the citations of a text.
func (c *checker) cite(in map[string]any, name, path string) {
	text := in[name].(string)
	seen := map[string]bool{}
	for _, cited := range sijill.Citations(text) {
		if seen[cited] {
			continue
		}
		seen[cited] = true
		line := c.doc.LineOf(path) + strings.Count(text[:strings.Index(text, "[["+cited+"]]")], "\n")
		c.doc.Refs = append(c.doc.Refs, Ref{path, line, norm.NFC.String(strings.TrimSpace(cited)), nil, func(number sijill.Number) {
			in[name] = sijill.ReplaceCitations(in[name].(string), func(s string) string {
				if s == cited {
					return string(number)
				}
				return s
			})
		}})
	}
}

// body takes what stands below the front matter.
func (c *checker) body(text string, line int) {
	f := c.schema.BodyOf()
	defer c.refer(c.schema.Fields, c.doc.Fields, "")
	if strings.TrimSpace(text) == "" || f == nil {
		return
	}
	if c.doc.Fields[f.Name] != nil {
		c.wrong(line, c.at(f.Name), "it stands both among the fields and below them")
		return
	}
	c.doc.lines[f.Name] = line
	if f.Type == sijill.RecordType {
		c.doc.Fields[f.Name] = c.segments(f, text, line)
		return
	}
	for {
		first, rest, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(first) != "" {
			break
		}
		text = rest
		c.doc.lines[f.Name]++
	}
	c.doc.Fields[f.Name] = strings.TrimRight(text, " \t\n")
}

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// kept are fields that the register or a table fills in, or that mean something
// else in every entry.
var kept = []string{"kind", "at", "agent", "subject", "members", "reason", "concerns", "number", "key", "other", "table", "row", "row_key", "row_sha256", "geometry",
	"sha256", "size", "media_type", "deposit", "name_bytes", "path", "path_bytes", "received_at", "modified_at", "changed_while_read", "refused", "refused_count", "painted"}

// IsKept reports that a field is not the documents' to write.
func IsKept(name string) bool { return slices.Contains(kept, name) }

// other takes fields that the schema does not know, as tables and descriptions
// have them.
func (c *checker) other(n node) {
	if n.isNothing() {
		return
	}
	if n.form != record {
		c.wrong(n.line, c.at(headOther), "want fields, found %s", n.found())
		return
	}
	for i, name := range n.names {
		here := join(headOther, name.text)
		switch {
		case !fieldName.MatchString(name.text):
			c.wrong(name.line, c.at(here), "a field has small letters, digits and underscores")
		case IsKept(name.text):
			c.wrong(name.line, c.at(here), "the register fills this field in itself")
		case sijill.FieldNamed(c.schema.Fields, name.text) != nil:
			c.wrong(name.line, c.at(here), "%s %s has this field; write it without %s", article(c.doc.Kind), c.doc.Kind, headOther)
		default:
			c.doc.lines[name.text] = name.line
			if v := c.free(n.items[i], here); v != nil && v != "" {
				c.doc.Fields[name.text] = v
			}
		}
	}
}

// free gives a value of no schema.
func (c *checker) free(n node, path string) any {
	switch n.form {
	case list:
		out := []any{}
		for i, item := range n.items {
			if v := c.free(item, fmt.Sprintf("%s[%d]", path, i+1)); v != nil {
				out = append(out, v)
			}
		}
		return out
	case record:
		out := map[string]any{}
		for i, name := range n.names {
			if name.text == "_sd" || name.text == "..." {
				c.wrong(name.line, c.at(path), "%q cannot be the name of a field", name.text)
				continue
			}
			if v := c.free(n.items[i], join(path, name.text)); v != nil {
				out[name.text] = v
			}
		}
		return out
	}
	switch {
	case n.tag == "null":
		return nil
	case n.tag == "bool":
		return n.text == "true"
	case n.tag == "int" || n.tag == "float":
		if json.Valid([]byte(n.text)) {
			return json.Number(n.text)
		}
	}
	return n.text
}
