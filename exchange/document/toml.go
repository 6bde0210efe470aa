package document

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// toml reads one TOML document.
func (r *reader) toml(text string) (node, bool) {
	if strings.Count(text, "\n")+strings.Count(text, ",")+strings.Count(text, "[")+strings.Count(text, "{") > 2*maxValues {
		r.wrong(0, "", "it has more than %d values", maxValues)
		return node{}, false
	}
	var values map[string]any
	if _, err := toml.Decode(text, &values); err != nil {
		if e, ok := errors.AsType[toml.ParseError](err); ok {
			r.wrong(e.Position.Line, "", "it is not TOML: %s", e.Message)
		} else {
			r.wrong(0, "", "it is not TOML: %v", err)
		}
		return node{}, false
	}
	if len(values) == 0 {
		return node{}, false
	}
	n := r.fromTOML(values, "", tomlLines(text), 1, 0)
	return n, len(r.problems) == 0
}

func (r *reader) fromTOML(v any, path string, lines map[string]int, line, depth int) node {
	if l, ok := lines[path]; ok {
		line = l
	}
	n := node{line: line}
	if depth > maxDepth {
		r.wrong(line, "", "values are nested more than %d deep", maxDepth)
		return n
	}
	switch v := v.(type) {
	case string:
		n.tag, n.text = "str", v
	case int64:
		n.tag, n.text = "int", strconv.FormatInt(v, 10)
	case float64:
		n.tag, n.text = "float", strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		n.tag, n.text = "bool", strconv.FormatBool(v)
	case time.Time:
		n.tag, n.text = "time", tomlTime(v)
	case []any:
		n.form = list
		if len(v) > maxItems {
			r.wrong(line, "", "the list has more than %d values", maxItems)
			return n
		}
		for i, item := range v {
			n.items = append(n.items, r.fromTOML(item, fmt.Sprintf("%s[%d]", path, i), lines, line, depth+1))
		}
	case []map[string]any:
		n.form = list
		if len(v) > maxItems {
			r.wrong(line, "", "the list has more than %d values", maxItems)
			return n
		}
		for i, item := range v {
			n.items = append(n.items, r.fromTOML(item, fmt.Sprintf("%s[%d]", path, i), lines, line, depth+1))
		}
	case map[string]any:
		n.form = record
		for _, name := range slices.Sorted(maps.Keys(v)) {
			item := r.fromTOML(v[name], join(path, name), lines, line, depth+1)
			n.names = append(n.names, named{name, item.line})
			n.items = append(n.items, item)
		}
	}
	return n
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// tomlTime writes a date as EDTF has it.
func tomlTime(t time.Time) string {
	switch t.Location().String() {
	case "date-local":
		return t.Format("2006-01-02")
	case "datetime-local":
		return t.Format("2006-01-02T15:04:05")
	case "time-local":
		return t.Format("15:04:05")
	}
	return t.Format(time.RFC3339)
}

var (
	tomlHead  = regexp.MustCompile(`^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]`)
	tomlField = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s*=`)
)

// tomlLines finds the line of each field by its path. The TOML library tells
// positions for errors of its own only.
func tomlLines(text string) map[string]int {
	lines := map[string]int{}
	counts := map[string]int{}
	head, line, within := "", 0, ""
	for s := range strings.Lines(text) {
		line++
		if within != "" {
			if strings.Count(s, within)%2 == 1 {
				within = ""
			}
			continue
		}
		if m := tomlHead.FindStringSubmatch(s); m != nil {
			head = m[2]
			if m[1] == "[[" {
				head = fmt.Sprintf("%s[%d]", m[2], counts[m[2]])
				counts[m[2]]++
			} else if parent, rest, ok := strings.Cut(m[2], "."); ok && counts[parent] > 0 {
				head = fmt.Sprintf("%s[%d].%s", parent, counts[parent]-1, rest)
			}
			lines[head] = line
			continue
		}
		if m := tomlField.FindStringSubmatch(s); m != nil {
			lines[join(head, m[1])] = line
		}
		for _, quotes := range []string{`"""`, `'''`} {
			if strings.Count(s, quotes)%2 == 1 {
				within = quotes
			}
		}
	}
	return lines
}
