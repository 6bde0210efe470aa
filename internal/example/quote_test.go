package example_test

import (
	"regexp"
	"strings"
	"testing"

	"sijill.example/sijill"
)

var quotation = regexp.MustCompile(`“([^”]+)”|«([^»]+)»`)

// quotations asks that whoever is quoted in a report said so: in these very words, in
// the original or in a translation.
func (m *made) quotations(t *testing.T) {
	var said strings.Builder
	for _, kind := range []string{"testimony", "translation", "statement"} {
		for _, x := range m.things[kind] {
			list, _ := x.Fields[sijill.FieldSegments].([]any)
			for _, s := range list {
				text, _ := s.(map[string]any)[sijill.SegmentText].(string)
				said.WriteString(strings.TrimRight(text, ".") + "\n")
			}
		}
	}
	n := 0
	for _, x := range m.things["dispatch"] {
		body, _ := x.Fields["body"].(string)
		for _, found := range quotation.FindAllStringSubmatch(body, -1) {
			words := strings.TrimRight(found[1]+found[2], ".")
			if n++; !strings.Contains(said.String(), words) {
				t.Errorf("%s quotes %q, which nobody said", x.Number, words)
			}
		}
	}
	if n < 7 {
		t.Errorf("only %d quotations", n)
	}
}
