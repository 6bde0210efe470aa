package document

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"sijill.example/sijill"
)

// Format is how a document is written.
type Format string

// The formats that documents are written in.
const (
	Markdown Format = "md"
	YAML     Format = "yaml"
)

// Write writes a document so that Parse reads the same from it. Fields that the
// register fills in itself are left out.
func Write(d *Document, format Format) ([]byte, error) {
	schema, ok := sijill.SchemaOf(d.Kind)
	if !ok {
		return nil, &sijill.Error{Class: sijill.Refused, Message: "There are no documents of the kind " + sijill.Printable(d.Kind) + ".", Hint: "`sijill explain` lists the kinds; `sijill describe NUMBER FIELD=VALUE` describes anything."}
	}
	bodies := []bool{false}
	if format == Markdown {
		bodies = []bool{true, false} // a text that could not stand below goes among the fields
	}
	var first []byte
	for _, body := range bodies {
		text := compose(d, schema, format, body)
		if first == nil {
			first = text
		}
		read, problems := Parse("x."+string(format), text)
		if len(problems) == 0 && len(read) == 1 && Same(written(read[0].Fields), written(d.Fields)) {
			return text, nil
		}
	}
	// A value that the schema refuses, or has in another spelling, is written all the
	// same: a person sees what applying it says.
	return first, nil
}

// written are the fields that documents write.
func written(fields map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range fields {
		if !IsKept(name) && v != nil && v != "" {
			out[name] = v
		}
	}
	return out
}

func compose(d *Document, schema sijill.Schema, format Format, below bool) []byte {
	w := &writer{}
	w.line(0, headKind, d.Kind)
	if d.Key != "" {
		w.name(0, headKey)
		w.text(d.Key, 0, false)
	}
	if d.Number != "" {
		w.line(0, headNumber, string(d.Number))
	}
	body := ""
	field := schema.BodyOf()
	for i := range schema.Fields {
		f := &schema.Fields[i]
		for _, name := range f.Names() {
			v, ok := d.Fields[name]
			if !ok || v == nil || v == "" || IsKept(name) {
				continue
			}
			if below && f == field && name == f.Name {
				if body = bodyOf(f, v); body != "" && !strings.ContainsFunc(body, disturbs) {
					continue
				}
				body = ""
			}
			w.field(0, f, name, v)
		}
	}
	w.other(d.Fields, schema.Fields)
	if format == YAML {
		return []byte(w.String())
	}
	text := fence + "\n" + w.String() + fence + "\n"
	if body != "" {
		text += "\n" + body + "\n"
	}
	return []byte(text)
}

// bodyOf writes what stands below the front matter, and "" where it cannot.
func bodyOf(f *sijill.FieldSchema, v any) string {
	if f.Type != sijill.RecordType {
		text, _ := v.(string)
		return text
	}
	var b strings.Builder
	for _, s := range records(v) {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		marks := ""
		if id, ok := s[sijill.SegmentID].(string); ok {
			marks = "{#" + id + "} "
		}
		if of, ok := s[sijill.SegmentOf].([]any); ok {
			ids := make([]string, len(of))
			for i := range of {
				ids[i], _ = of[i].(string)
			}
			marks = "{of: " + strings.Join(ids, ", ")
			if made, ok := s[sijill.SegmentMadeOf].(string); ok {
				marks += "; made_of: " + made
			}
			marks += "} "
		}
		if from, ok := s[sijill.SegmentFrom].(string); ok {
			marks += "[" + from
			if to, ok := s[sijill.SegmentTo].(string); ok {
				marks += "-" + to
			}
			marks += "] "
		}
		text, _ := s[sijill.SegmentText].(string)
		if escaped(text) {
			text = `\` + text
		}
		b.WriteString(marks)
		b.WriteString(text)
	}
	return b.String()
}

// writer writes YAML in one way only.
type writer struct{ strings.Builder }

func (w *writer) name(indent int, name string) {
	w.WriteString(strings.Repeat(" ", indent))
	w.WriteString(name)
	w.WriteByte(':')
}

func (w *writer) line(indent int, name, bare string) {
	w.name(indent, name)
	w.WriteString(" " + bare + "\n")
}

// field writes a field by its schema, so that what needs no quotes has none.
func (w *writer) field(indent int, f *sijill.FieldSchema, name string, v any) {
	w.name(indent, name)
	w.value(indent, f, v)
}

// value writes what follows a name or a dash, up to and with the end of the line.
func (w *writer) value(indent int, f *sijill.FieldSchema, v any) {
	switch v := v.(type) {
	case string:
		w.text(v, indent, f != nil && f.Type != sijill.TextType && f.Type != sijill.ProseType)
	case bool:
		w.WriteString(map[bool]string{true: " true\n", false: " false\n"}[v])
	case json.Number:
		w.WriteString(" " + v.String() + "\n")
	case []any:
		if len(v) == 0 {
			w.WriteString(" []\n")
			return
		}
		w.WriteByte('\n')
		for _, item := range v {
			w.WriteString(strings.Repeat(" ", indent+2) + "-")
			if m, ok := item.(map[string]any); ok && len(m) > 0 {
				w.WriteByte(' ')
				w.record(indent+4, f, m, true)
				continue
			}
			w.value(indent+2, f, item)
		}
	case map[string]any:
		if len(v) == 0 {
			w.WriteString(" {}\n")
			return
		}
		w.WriteByte('\n')
		w.record(indent+2, f, v, false)
	default:
		w.WriteString(" null\n")
	}
}

// record writes the fields of a record in the order of its schema.
func (w *writer) record(indent int, f *sijill.FieldSchema, m map[string]any, afterDash bool) {
	put := func(sub *sijill.FieldSchema, name string, v any) {
		if afterDash {
			w.WriteString(yamlName(name) + ":")
			afterDash = false
		} else {
			w.name(indent, yamlName(name))
		}
		w.value(indent, sub, v)
	}
	done := map[string]bool{}
	if f != nil {
		for i := range f.Fields {
			for _, name := range f.Fields[i].Names() {
				if v, ok := m[name]; ok {
					put(&f.Fields[i], name, v)
					done[name] = true
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !done[name] {
			put(nil, name, m[name])
		}
	}
}

func yamlName(name string) string {
	if fieldName.MatchString(name) && !slices.Contains(notPlain, name) {
		return name
	}
	return quoted(name)
}

// other writes the fields that the schema does not know.
func (w *writer) other(fields map[string]any, known []sijill.FieldSchema) {
	rest := map[string]any{}
	for name, v := range written(fields) {
		if sijill.FieldNamed(known, name) == nil {
			rest[name] = v
		}
	}
	if len(rest) > 0 {
		w.WriteString(headOther + ":\n")
		w.record(2, nil, rest, false)
	}
}

// text writes a text plain, as a block of lines, or in quotes.
func (w *writer) text(s string, indent int, code bool) {
	switch {
	case code && isCode(s), isPlain(s):
		w.WriteString(" " + s + "\n")
	case isBlock(s):
		w.WriteString(" |")
		if !strings.HasSuffix(s, "\n") {
			w.WriteByte('-')
		}
		w.WriteByte('\n')
		for line := range strings.SplitSeq(strings.TrimSuffix(s, "\n"), "\n") {
			if line != "" {
				w.WriteString(strings.Repeat(" ", indent+2) + line)
			}
			w.WriteByte('\n')
		}
	default:
		w.WriteString(" " + quoted(s) + "\n")
	}
}

// notPlain are words that YAML takes for something else than text.
var notPlain = []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}

// isPlain reports that a text needs no quotes, whatever its field.
func isPlain(s string) bool {
	if slices.Contains(notPlain, strings.ToLower(s)) || strings.HasSuffix(s, " ") || strings.Contains(s, ": ") || strings.HasSuffix(s, ":") {
		return false
	}
	for i, r := range s {
		if unicode.IsLetter(r) || i > 0 && (unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune(" .,;:()/'-_!?،؛؟", r)) {
			continue
		}
		return false
	}
	return s != ""
}

// isCode reports that a text is a date, a tag, a number or a key, which need no
// quotes where the schema says what they are.
func isCode(s string) bool {
	for i, r := range s {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || i > 0 && strings.ContainsRune("-/:.~?%_", r) {
			continue
		}
		return false
	}
	return s != "" && !strings.HasSuffix(s, ":") && !slices.Contains(notPlain, strings.ToLower(s))
}

// isBlock reports that a text can stand as lines.
func isBlock(s string) bool {
	first, _, more := strings.Cut(s, "\n")
	if !more || first == "" || strings.HasSuffix(s, "\n\n") || strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\t") {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if line != "" && strings.TrimSpace(line) == "" || strings.HasPrefix(line, "\t") {
			return false
		}
		for _, r := range line {
			if isHidden(r) && r != '\t' {
				return false
			}
		}
	}
	return true
}

// disturbs reports that a letter must not reach a terminal as it is: a control
// character, or one that turns the order of what follows. The marks that Arabic
// text has, of one letter's direction, are let through.
func disturbs(r rune) bool {
	const leftToRightMark, rightToLeftMark, arabicLetterMark = 0x200E, 0x200F, 0x061C
	switch r {
	case '\n', '\t', leftToRightMark, rightToLeftMark, arabicLetterMark, unicode.ReplacementChar:
		return false
	}
	return isHidden(r)
}

func isHidden(r rune) bool {
	return r == unicode.ReplacementChar || r > 0xFFFF && !unicode.IsPrint(r) || sijill.Printable(string(r)) != string(r)
}

// quoted writes a text in double quotes, with every letter that cannot be seen as
// an escape.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case isHidden(r):
			const hex = "0123456789abcdef"
			b.WriteString(`\U`)
			for shift := 28; shift >= 0; shift -= 4 {
				b.WriteByte(hex[r>>shift&15])
			}
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
