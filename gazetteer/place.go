package gazetteer

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
)

// PlaceOf makes a place of the fields that the register has of it: name and title
// in any language, variants; what it lies in; latitude, longitude and precision_m,
// and a GeoJSON geometry. What is no position is left out.
func PlaceOf(number sijill.Number, fields map[string]any) Place {
	p := Place{Number: number}
	var usual, others []string
	names := slices.SortedFunc(maps.Keys(fields), func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b)) })
	for _, field := range names {
		switch {
		case isField(field, "name"), isField(field, "title"):
			usual = appendTexts(usual, fields[field])
		case isField(field, "variant"), isField(field, "variants"):
			others = appendTexts(others, fields[field])
		case isField(field, "region"), field == "city", field == "district", field == "province":
			p.Within = appendTexts(p.Within, fields[field])
		}
	}
	for _, n := range usual {
		if !slices.Contains(p.Names, n) {
			p.Names = append(p.Names, n)
		}
	}
	for _, n := range others {
		if !slices.Contains(p.Names, n) && !slices.Contains(p.Variants, n) {
			p.Variants = append(p.Variants, n)
		}
	}
	if s, ok := fields["within"].(string); ok {
		if n, err := sijill.ParseNumber(s); err == nil {
			p.Parent = n
		}
	}
	lat, okLat := looseNumber(fields["latitude"])
	lon, okLon := looseNumber(fields["longitude"])
	if okLat && okLon {
		if at, err := NewPoint(lat, lon); err == nil {
			p.Point = &at
		}
	}
	if outline, at, err := ParseGeometry(fields["geometry"]); err == nil {
		p.Outline = outline
		if p.Point == nil {
			p.Point = at
		}
	}
	if m, ok := looseNumber(fields["precision_m"]); ok && m > 0 && m < 2.1e7 {
		p.PrecisionM = m
	}
	return p
}

// rank puts the English of a field before other languages, and what is of no
// language before both.
func rank(field string) int {
	switch {
	case strings.HasSuffix(field, "_en"):
		return 1
	case len(field) > 3 && field[len(field)-3] == '_':
		return 2
	}
	return 0
}

// isField reports that a field is of a stem, in any language: "name", "name_ar".
func isField(field, stem string) bool {
	rest, ok := strings.CutPrefix(field, stem)
	return ok && (rest == "" || len(rest) == 3 && rest[0] == '_')
}

func appendTexts(to []string, v any) []string {
	switch v := v.(type) {
	case string:
		if s := strings.TrimSpace(v); s != "" && len(s) <= 300 {
			to = append(to, s)
		}
	case []any:
		for _, item := range v {
			if s, ok := item.(string); ok {
				to = appendTexts(to, s)
			}
		}
	}
	return to
}

// looseNumber is a number, or a text that is one: mappings may give either.
func looseNumber(v any) (float64, bool) {
	if s, ok := v.(string); ok {
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		return f, err == nil
	}
	return numberOf(v)
}
