package document

import (
	"strings"

	"sijill.example/sijill"
)

// Show writes one field as its lines in a document, for a difference that people
// read.
func Show(kind, name string, value any) []string {
	schema, _ := sijill.SchemaOf(kind)
	w := &writer{}
	w.field(0, sijill.FieldNamed(schema.Fields, name), name, value)
	lines := strings.Split(strings.TrimSuffix(w.String(), "\n"), "\n")
	for i, line := range lines {
		lines[i] = sijill.Printable(line)
	}
	return lines
}
