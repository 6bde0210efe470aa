// Package document reads and writes what people say of things as text files that
// they can review, compare and script: Markdown with YAML front matter, YAML, or
// TOML. What fields there are is the vocabulary's table (sijill.Schemas); every
// trouble names file, line and field.
package document

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
)

// MaxSize is how many bytes a file of documents may have.
const MaxSize = 8 << 20

const (
	maxValues   = 200_000 // in the front matter of one file
	maxItems    = 10_000  // in one list
	maxProblems = 50      // told of one file
	maxKey      = 200     // bytes
)

// Names of the fields that every document may have.
const (
	headKind   = "kind"
	headKey    = "key"
	headNumber = "number"
	headOther  = "other"
)

// Document is what one document says. Values are of the types that the catalog
// gives: string, bool, json.Number, []any, map[string]any.
type Document struct {
	File   string
	Line   int // where it begins
	Kind   string
	Key    string        // "" where it has a number alone
	Number sijill.Number // "" where it has a key alone
	Fields map[string]any
	// Refs are the references in Fields, as they were written. Whoever knows the
	// archive puts numbers in their place.
	Refs []Ref

	lines map[string]int // by path of field
}

// Ref is a reference to another thing, by number or by key.
type Ref struct {
	Field  string // its path: "bearings[2].of"
	Line   int
	Text   string
	Schema *sijill.FieldSchema // nil for a citation in a text
	Set    func(number sijill.Number)
}

// Problem is why a document cannot be taken.
type Problem struct {
	File  string
	Line  int
	Field string // "claim.at_least"; "" for the document as a whole
	Text  string
}

// Error writes the problem with its place, as compilers do.
func (p Problem) Error() string {
	where := sijill.Name(p.File).Display()
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, p.Line)
	}
	if p.Field != "" {
		where += ": " + sijill.Printable(p.Field)
	}
	return where + ": " + sijill.Printable(p.Text)
}

// Wrong makes a problem of a field of the document.
func (d *Document) Wrong(field, format string, args ...any) Problem {
	return Problem{d.File, d.LineOf(field), d.Kind + "." + field, fmt.Sprintf(format, args...)}
}

// LineOf gives the line of a field, or of the nearest field around it.
func (d *Document) LineOf(field string) int {
	for field != "" {
		if line, ok := d.lines[field]; ok {
			return line
		}
		field = field[:max(0, strings.LastIndexAny(field, ".["))]
	}
	return d.Line
}

// IsName reports whether a file of the name can hold documents.
func IsName(name string) bool { return formatOf(name) != "" }

func formatOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return "md"
	case ".yaml", ".yml":
		return "yaml"
	case ".toml":
		return "toml"
	}
	return ""
}

var byteOrderMark = []byte("\xef\xbb\xbf")

const fence = "---"

// IsPlain reports that a Markdown file has no front matter, so that it is a text
// like a README and no document.
func IsPlain(name string, data []byte) bool {
	if formatOf(name) != "md" {
		return false
	}
	first, _, _ := bytes.Cut(bytes.TrimPrefix(data, byteOrderMark), []byte("\n"))
	return strings.TrimRight(string(first), " \t\r") != fence
}

// Parse reads the documents of a file. Where there are problems there are no
// documents.
func Parse(name string, data []byte) ([]*Document, []Problem) {
	r := &reader{file: name}
	docs := r.parse(data)
	if len(r.problems) == 0 && len(docs) == 0 {
		r.wrong(0, "", "there is no document in it")
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return docs, nil
}

// reader reads one file.
type reader struct {
	file     string
	problems []Problem
}

func (r *reader) wrong(line int, field, format string, args ...any) {
	if len(r.problems) == maxProblems {
		r.problems = append(r.problems, Problem{r.file, line, "", "there are more problems, which are not told"})
	}
	if len(r.problems) < maxProblems {
		r.problems = append(r.problems, Problem{r.file, line, field, fmt.Sprintf(format, args...)})
	}
}

func (r *reader) parse(data []byte) []*Document {
	if len(data) > MaxSize {
		r.wrong(0, "", "it is larger than %d MiB", MaxSize>>20)
		return nil
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	if !utf8.Valid(data) {
		r.wrong(lineOfBadByte(data), "", "it is not UTF-8")
		return nil
	}
	text := string(data)
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		r.wrong(1+strings.Count(text[:i], "\n"), "", "it has a zero byte")
		return nil
	}
	switch formatOf(r.file) {
	case "md":
		return r.markdown(text)
	case "yaml":
		var docs []*Document
		for _, n := range r.yaml(text, 0) {
			docs = append(docs, r.document(n, "", 0))
		}
		return slices.DeleteFunc(docs, func(d *Document) bool { return d == nil })
	case "toml":
		if n, ok := r.toml(text); ok {
			if d := r.document(n, "", 0); d != nil {
				return []*Document{d}
			}
		}
		return nil
	}
	r.wrong(0, "", "a document is a .md, .yaml, .yml or .toml file")
	return nil
}

func lineOfBadByte(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		data = data[size:]
	}
	return line
}

// markdown parts the front matter from the body.
func (r *reader) markdown(text string) []*Document {
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, " \t") != fence {
		r.wrong(1, "", "want front matter: a line with --- before and after the fields")
		return nil
	}
	end, line := 0, 1
	for {
		next, _, more := strings.Cut(rest[end:], "\n")
		line++
		if mark := strings.TrimRight(next, " \t"); mark == fence || mark == "..." {
			end += len(next)
			break
		}
		if !more {
			r.wrong(1, "", "the front matter has no end: a line with --- is missing")
			return nil
		}
		end += len(next) + 1
	}
	head := rest[:end-len(lastLine(rest[:end]))]
	nodes := r.yaml(head, 1)
	switch {
	case len(r.problems) > 0:
		return nil
	case len(nodes) != 1:
		r.wrong(1, "", "the front matter is empty")
		return nil
	}
	if d := r.document(nodes[0], strings.TrimPrefix(rest[end:], "\n"), line+1); d != nil {
		return []*Document{d}
	}
	return nil
}

func lastLine(s string) string { return s[strings.LastIndexByte(s, '\n')+1:] }
