package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/corroboration"
)

// The table of claims, as corroboration has it.
type (
	ClaimsTable = corroboration.Table
	ClaimsRow   = corroboration.Row
	BearingRow  = corroboration.BearingRow
)

// Claims makes the table of an incident, or of one claim. What bears on the
// incident itself, and not on one of its claims, comes first.
func (a *Archive) Claims(ctx context.Context, n sijill.Number) (ClaimsTable, error) {
	return a.claims(ctx, n, nil)
}

// PublicClaims is Claims of what is public alone. What ties voices counts whether it
// is public or not, or a reader would be told of more voices than there are; but
// nothing that is not public is named.
func (a *Archive) PublicClaims(ctx context.Context, n sijill.Number, public func(sijill.Number) bool) (ClaimsTable, error) {
	return a.claims(ctx, n, public)
}

func (a *Archive) claims(ctx context.Context, n sijill.Number, public func(sijill.Number) bool) (ClaimsTable, error) {
	t, err := a.Catalog.Thing(ctx, n)
	if err != nil {
		return ClaimsTable{}, err
	}
	if t.Kind != "incident" && t.Kind != "claim" {
		return ClaimsTable{}, &sijill.Error{Class: sijill.Usage, Message: fmt.Sprintf("%s is neither an incident nor a claim.", n), Hint: "`sijill list --kind incident` and `sijill list --kind claim` show what there is."}
	}
	table := ClaimsTable{Of: n, Title: t.Title}
	things := []catalog.Thing{t}
	if t.Kind == "incident" {
		if len(records(t.Fields[sijill.FieldBearings])) == 0 {
			things = nil
		}
		for r, err := range a.Catalog.Referring(ctx, n, "about") {
			if err != nil {
				return table, err
			}
			if r.Thing.Kind == "claim" && r.Thing.State != catalog.StateErased {
				things = append(things, r.Thing)
			}
		}
	}
	w := newWeighing(ctx, a)
	if err := w.load(things); err != nil {
		return table, err
	}
	if w.public = public; public != nil {
		w.mask()
	}
	ties := corroboration.NewTies(&w.known)
	var verdicts []corroboration.Verdict
	for _, t := range things {
		row, err := w.row(t, ties)
		if err != nil {
			return table, err
		}
		table.Rows = append(table.Rows, row)
		verdicts = append(verdicts, row.Verdict)
	}
	if t.Kind == "incident" {
		table.Unsaid = corroboration.Unanswered(verdicts)
	}
	return table, nil
}

func (w *weighing) row(t catalog.Thing, ties *corroboration.Ties) (ClaimsRow, error) {
	claim := corroboration.Claim{Number: t.Number, Title: t.Title, Type: text(t.Fields, "type"), Value: w.value(t.Fields)}
	if t.Kind == "incident" {
		claim = corroboration.Claim{Number: t.Number, Title: t.Title, Type: "fact"}
	}
	row := ClaimsRow{Text: text(t.Fields, "text")}
	var bearings []corroboration.Bearing
	for _, f := range records(t.Fields[sijill.FieldBearings]) {
		says, _ := f["says"].(map[string]any)
		b := corroboration.Bearing{Of: sijill.Number(text(f, "of")), By: sijill.Number(text(f, "by")), How: corroboration.How(text(f, "how")), Says: w.value(says), Note: text(f, "note"), Record: f}
		if b.Of.Kind() == "source" && b.By == "" {
			b.By = b.Of
		}
		if w.public != nil && !w.public(b.Of) {
			continue // nor how many there are: that would tell that they exist
		}
		selected, _ := f["selector"].(map[string]any)
		row.Fields = append(row.Fields, selected)
		var err error
		if b.Place, err = w.place(b.Of, selected); err != nil {
			return row, err
		}
		thing := w.known.Things[b.Of]
		x := BearingRow{Bearing: b, Title: thing.Title, Source: thing.Source, Match: corroboration.Compare(claim.Value, b.Says), Quote: text(selected, "quote")}
		if b.By != "" {
			x.Source = string(b.By)
		}
		source := w.known.Sources[sijill.Number(x.Source)]
		x.Name, x.Basis = source.Name, source.Basis
		if x.Basis == "" && b.By == "" {
			x.Basis = thing.Basis
		}
		row.Bearings = append(row.Bearings, x)
		bearings = append(bearings, b)
	}
	row.Verdict = ties.Weigh(claim, bearings)
	return row, nil
}

// value reads the typed fields of a claim, or of what a bearing says.
func (w *weighing) value(f map[string]any) corroboration.Value {
	v := corroboration.Value{Unit: text(f, "unit"), PlaceShown: text(f, "place_shown"), Actor: text(f, "actor"), ActorSource: sijill.Number(text(f, "actor_source")), Place: w.within(sijill.Number(text(f, "place")))}
	v.Date, _ = sijill.ParseDate(text(f, "date")) // one that cannot be read says nothing
	for word := text(f, "means"); word != "" && !slices.Contains(v.Means, word); {
		v.Means = append(v.Means, word)
		word = broader("means", word)
	}
	exactly, isExact := whole(f["exactly"])
	about, isAbout := whole(f["approximately"])
	least, hasLeast := whole(f["at_least"])
	most, hasMost := whole(f["at_most"])
	switch {
	case isExact:
		v.Count = &corroboration.Count{Low: exactly, High: exactly}
	case hasLeast || hasMost:
		v.Count = &corroboration.Count{Low: least, High: corroboration.Most}
		if hasMost {
			v.Count.High = most
		}
	case isAbout:
		v.Count = &corroboration.Count{Low: about, High: about, About: true}
	}
	if _, isOwn := f["bearings"]; !isOwn {
		v.Text = text(f, "text")
	}
	return v
}

func broader(scheme, word string) string {
	for _, c := range sijill.Scheme(scheme) {
		if c.Word == word {
			return c.Broader
		}
	}
	return ""
}

// text reads a field that is a text; of a field in several languages the first.
func text(f map[string]any, name string) string {
	if s, ok := f[name].(string); ok && s != "" || len(f) == 0 {
		return s
	}
	for _, tongue := range []string{"_en", "_ar", "_fr"} {
		if s, ok := f[name+tongue].(string); ok && s != "" {
			return s
		}
	}
	return ""
}

func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		return n, err == nil && n >= 0
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil && n >= 0
	}
	return 0, false
}

func decimal(v any) float64 {
	switch v := v.(type) {
	case json.Number:
		x, err := v.Float64()
		if err != nil {
			return math.NaN()
		}
		return x
	case string:
		x, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return math.NaN()
		}
		return x
	}
	return 0
}

// seconds reads a position in a recording, 00:01:02.5; NaN where it is none.
func seconds(s string) float64 {
	total := 0.0
	for part := range strings.SplitSeq(s, ":") {
		x, err := strconv.ParseFloat(part, 64)
		if err != nil || x < 0 {
			return math.NaN()
		}
		total = total*60 + x
	}
	return total
}

// records reads a list of records.
func records(v any) []map[string]any {
	list, _ := v.([]any)
	var out []map[string]any
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}
