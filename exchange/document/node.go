package document

import (
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// node is a value as it stands in a file, whatever the format.
type node struct {
	form  form
	tag   string // of a scalar: str, int, float, bool, null or time
	text  string // of a scalar, as it is written
	line  int
	block bool    // the text begins in the next line
	items []node  // of a list; of a record the values of names
	names []named // of a record
}

type named struct {
	text string
	line int
}

type form int

const (
	scalar form = iota
	list
	record
)

func (n node) isNothing() bool {
	return n.form == scalar && (n.tag == "null" || n.text == "") || n.form != scalar && len(n.items) == 0
}

// found says what a value is, for whoever expected another.
func (n node) found() string {
	switch {
	case n.form == list:
		return "a list"
	case n.form == record:
		return "a record"
	case n.tag == "int" || n.tag == "float":
		return "a number"
	case n.tag == "bool":
		return n.text
	case n.isNothing():
		return "nothing"
	}
	return "text"
}

// yaml reads a stream of YAML documents. above is how many lines of the file stand
// above the text.
func (r *reader) yaml(text string, above int) []node {
	// A value takes much more memory than its text, so that they are counted first.
	values := 0
	for i := range len(text) {
		switch text[i] {
		case ',', ':', '\n', '[', '{', '-', '?':
			values++
		}
	}
	if values > 2*maxValues && tooMany(text) {
		r.wrong(0, "", "it has more than %d values", maxValues)
		return nil
	}
	if line := indentedByTab(text); line > 0 {
		r.wrong(above+line, "", "the line begins with a tab; YAML wants spaces")
		return nil
	}
	dec := yaml.NewDecoder(strings.NewReader(text))
	var nodes []node
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return nodes
		}
		if err != nil {
			line, why := yamlError(err)
			r.wrong(above+line, "", "%s", why)
			return nil
		}
		if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
			continue
		}
		n := r.node(doc.Content[0], above, 0)
		if len(r.problems) > 0 {
			return nil
		}
		if !n.isNothing() {
			nodes = append(nodes, n)
		}
	}
}

// tooMany counts the values that YAML may see in a text: each line, and each mark
// of a flow collection in a line that has many.
func tooMany(text string) bool {
	values := 0
	for line := range strings.Lines(text) {
		values += 1 + strings.Count(line, "[") + strings.Count(line, "{") + strings.Count(line, ",") + strings.Count(line, "- ")
	}
	return values > maxValues
}

// indentedByTab finds a line whose first character is a tab, where it is not
// within a block of text.
func indentedByTab(text string) int {
	if !strings.Contains(text, "\t") {
		return 0
	}
	n, blockIndent := 0, -1
	for line := range strings.Lines(text) {
		n++
		bare := strings.TrimRight(line, " \t\n")
		if bare == "" {
			continue
		}
		indent := len(bare) - len(strings.TrimLeft(bare, " "))
		if blockIndent >= 0 && indent > blockIndent {
			continue
		}
		blockIndent = -1
		if bare[0] == '\t' {
			return n
		}
		if blockHead.MatchString(bare) {
			blockIndent = indent
		}
	}
	return 0
}

var blockHead = regexp.MustCompile(`(^|[:\s-])[|>][-+0-9]*(\s+#.*)?$`)

var lineInError = regexp.MustCompile(`^(?:yaml: )?(?:unmarshal errors:\s*)?line (\d+): (?s:(.*))$`)

func yamlError(err error) (line int, why string) {
	m := lineInError.FindStringSubmatch(err.Error())
	if m == nil {
		return 0, "it is not YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")
	}
	line, _ = strconv.Atoi(m[1])
	return line, "it is not YAML: " + m[2]
}

const maxDepth = 20

func (r *reader) node(y *yaml.Node, above, depth int) node {
	n := node{line: above + y.Line}
	switch {
	case y.Kind == yaml.AliasNode || y.Anchor != "":
		r.wrong(n.line, "", "anchors and aliases (& and *) are not taken; write the value out, or put it in quotes")
		return n
	case depth > maxDepth:
		r.wrong(n.line, "", "values are nested more than %d deep", maxDepth)
		return n
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.text, n.block = y.Value, y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
		switch tag := y.ShortTag(); tag {
		case "!!str", "!!int", "!!float", "!!bool", "!!null":
			n.tag = tag[2:]
		case "!!timestamp":
			n.tag = "time"
		case "!!merge":
			n.tag = "str"
		default:
			r.wrong(n.line, "", "the tag %s is not taken", tag)
		}
		if y.Style&yaml.TaggedStyle != 0 {
			r.wrong(n.line, "", "tags (!) are not taken; put the value in quotes")
		}
	case yaml.SequenceNode:
		n.form = list
		if len(y.Content) > maxItems {
			r.wrong(n.line, "", "the list has more than %d values", maxItems)
			return n
		}
		n.items = make([]node, len(y.Content))
		for i, item := range y.Content {
			n.items[i] = r.node(item, above, depth+1)
		}
	case yaml.MappingNode:
		n.form = record
		seen := map[string]int{}
		for i := 0; i+1 < len(y.Content); i += 2 {
			k := y.Content[i]
			line := above + k.Line
			if k.Kind != yaml.ScalarNode || k.Anchor != "" {
				r.wrong(line, "", "the name of a field must be a word")
				return n
			}
			if k.Value == "<<" {
				r.wrong(line, "", "merging by << is not taken; write the fields out")
				return n
			}
			if first, twice := seen[k.Value]; twice {
				r.wrong(line, k.Value, "the field stands in line %d already", first)
				return n
			}
			seen[k.Value] = line
			n.names = append(n.names, named{k.Value, line})
			n.items = append(n.items, r.node(y.Content[i+1], above, depth+1))
		}
	}
	return n
}
