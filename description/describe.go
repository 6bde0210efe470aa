// Package description says what things are: it revises the fields of what is in
// the archive, and enters incidents, places, sources and exhibits from tables.
// Nothing is overwritten: each revision is an entry, and the earlier ones stay.
package description

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/register"
)

// Change is a new value for a field. An empty value takes the field away; the
// earlier entries still have it.
type Change struct{ Field, Value string }

// ParseChange reads "field=value".
func ParseChange(s string) (Change, error) {
	name, value, ok := strings.Cut(s, "=")
	if !ok || !fieldName.MatchString(name) {
		return Change{}, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%q is not FIELD=VALUE.", s),
			Hint: `A field has small letters, digits and underscores, as in: title_ar="..."`}
	}
	return Change{name, value}, nil
}

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// fixed are fields that tell how a thing came and what its bytes are. They are
// facts of the register, not description.
var fixed = []string{
	"kind", "at", "agent", "subject", "reason", catalog.FieldConcerns, catalog.FieldDigest, catalog.FieldDeposit, catalog.FieldRowKey,
	"name", "name_bytes", "path", "path_bytes", "size", "received_at", "modified_at", "changed_while_read",
	"table", "row", "row_sha256", "exhibits", "refused", "refused_count",
}

// Describe enters a revision of the fields of a number. Dates (fields that end
// in _at, but for the fixed ones) must be EDTF; latitude, longitude and
// precision_m must be numbers. Changes that change nothing are left out, and
// where none is left nothing is entered and the index is -1.
func Describe(ctx context.Context, c *catalog.Catalog, r *register.Register, agent string, number sijill.Number, changes []Change, reason string) (int64, error) {
	thing, err := c.Thing(ctx, number)
	if err != nil {
		return 0, err
	}
	if thing.State == catalog.StateErased {
		return 0, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s was erased and cannot be described.", number)}
	}
	values := map[string]any{}
	for _, ch := range changes {
		v, err := parseValue(ch)
		if err != nil {
			return 0, err
		}
		if _, twice := values[ch.Field]; twice {
			return 0, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("The field %s is given twice.", ch.Field)}
		}
		values[ch.Field] = v
	}
	draft := sijill.Draft{Kind: sijill.DescriptionMade, Agent: agent, Subject: number}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if had := thing.Fields[name]; values[name] == had || values[name] == "" && had == nil {
			continue
		}
		draft.Fields = append(draft.Fields, sijill.Field{Name: name, Value: values[name]})
	}
	if len(draft.Fields) == 0 {
		return -1, nil
	}
	if reason != "" {
		draft.Fields = append(draft.Fields, sijill.Field{Name: "reason", Value: reason})
	}
	return r.Append(ctx, draft)
}

func parseValue(ch Change) (any, error) {
	if slices.Contains(fixed, ch.Field) {
		return nil, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("The field %s cannot be described: it says how the thing came, or what its bytes are.", ch.Field),
			Hint: "Use a field of your own, such as title, title_ar, note, captured_at, place_shown."}
	}
	if ch.Value == "" {
		return "", nil
	}
	switch {
	case strings.HasSuffix(ch.Field, "_at"):
		d, err := sijill.ParseDate(ch.Value)
		if err != nil {
			return nil, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%s is not a date as EDTF writes it.", ch.Field),
				Hint: "Dates look like 2016-11-29, 2016-11, 2016-11-29~ (about), 2016-11-24/2016-11-27 (between), 2016-11-XX (some day).", Err: err}
		}
		return d.String(), nil
	case ch.Field == "latitude" || ch.Field == "longitude" || ch.Field == "precision_m":
		f, err := strconv.ParseFloat(ch.Value, 64)
		limit := map[string]float64{"latitude": 90, "longitude": 180, "precision_m": 21e6}[ch.Field]
		if err != nil || f != f || f > limit || f < -limit || ch.Field == "precision_m" && f < 0 {
			return nil, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%s must be a number in its range (latitude -90 to 90, longitude -180 to 180, precision_m in metres).", ch.Field)}
		}
		return json.Number(strconv.FormatFloat(f, 'f', -1, 64)), nil
	}
	return ch.Value, nil
}
