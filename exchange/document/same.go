package document

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
)

// Same compares values as the catalog and documents have them. Numbers are the
// same however they are written, also where a table gave one as a text.
func Same(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		switch b := b.(type) {
		case json.Number:
			x, errX := a.Float64()
			y, errY := b.Float64()
			return a == b || errX == nil && errY == nil && x == y
		case string:
			return b == a.String()
		}
		return false
	case string:
		if b, ok := b.(json.Number); ok {
			return a == b.String()
		}
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, Same)
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, Same)
	}
	return reflect.DeepEqual(a, b)
}
