package catalog

import (
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"sijill.example/sijill/search"
	"sijill.example/sijill/search/index"
)

// Facet counts what was found by one thing that can be asked of it.
type Facet struct {
	Name   string       `json:"name"` // kind, source, place, type, lang, has or year
	Values []FacetCount `json:"values"`
	// More is how many values are not listed.
	More int `json:"more,omitempty"`
}

// FacetCount is how many have a value. The query Name:"Value" asks for them.
type FacetCount struct {
	Value string `json:"value"`
	Label string `json:"label"` // the title, where the value is a number
	Count int    `json:"count"`
}

// maxFacetValues is how many values of a facet are listed.
const maxFacetValues = 20

// FacetYear counts by the year of any date of the thing; date:YEAR asks for it.
const FacetYear = "year"

// FacetPlaceRead counts by the places whose names were read in titles and texts, and
// that nobody said; place:VALUE asks for both.
const FacetPlaceRead = "place_read"

var facetNames = []string{search.FieldKind, search.FieldSource, search.FieldPlace, FacetPlaceRead, search.FieldType, search.FieldLang, search.FieldHas, search.FieldBasis}

// facets counts the values of what was found, most first.
func (f *finder) facets(all []index.Match) ([]Facet, error) {
	var found idSet
	for _, m := range all {
		found.add(m.ID)
	}
	var out []Facet
	for _, name := range facetNames {
		counts := map[string]int{}
		if err := f.eachFacet(name, func(id int64, value string) {
			if found.has(id) {
				counts[value]++
			}
		}); err != nil {
			return nil, err
		}
		facet := counted(name, counts)
		if err := f.label(facet.Values); err != nil {
			return nil, err
		}
		if name == search.FieldPlace {
			if err := f.spell(facet.Values); err != nil {
				return nil, err
			}
		}
		if len(facet.Values) > 0 {
			out = append(out, facet)
		}
	}
	years, err := f.years(found)
	if err != nil {
		return nil, err
	}
	if facet := counted(FacetYear, years); len(facet.Values) > 0 {
		out = append(out, facet)
	}
	return out, nil
}

func counted(name string, counts map[string]int) Facet {
	f := Facet{Name: name}
	for value, n := range counts {
		f.Values = append(f.Values, FacetCount{value, value, n})
	}
	slices.SortFunc(f.Values, func(a, b FacetCount) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Value, b.Value)
	})
	if n := len(f.Values); n > maxFacetValues {
		f.Values, f.More = f.Values[:maxFacetValues], n-maxFacetValues
	}
	return f
}

func (f *finder) eachFacet(name string, each func(id int64, value string)) error {
	rows, err := f.tx.QueryContext(f.ctx, "SELECT DISTINCT id, value FROM facet WHERE name=?1 AND "+isType, name)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id int64
		var value string
		if err := rows.Scan(&id, &value); err != nil {
			return errors.Join(err, rows.Close())
		}
		each(id, value)
	}
	return errors.Join(rows.Err(), rows.Close())
}

func (f *finder) label(values []FacetCount) error {
	for i := range values {
		var title string
		if err := f.tx.QueryRowContext(f.ctx, "SELECT coalesce(max(title), '') FROM thing WHERE number=?1", values[i].Value).Scan(&title); err != nil {
			return err
		}
		if title != "" {
			values[i].Label = title
		}
	}
	return nil
}

// spell writes the names of places as somebody wrote them: a value is kept folded.
func (f *finder) spell(values []FacetCount) error {
	for i := range values {
		if values[i].Label != values[i].Value {
			continue
		}
		var raw string
		err := f.tx.QueryRowContext(f.ctx, "SELECT fields FROM thing WHERE id=(SELECT min(id) FROM facet WHERE name=?1 AND value=?2)", search.FieldPlace, values[i].Value).Scan(&raw)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		var fields map[string]any
		if err := json.Unmarshal([]byte(raw), &fields); err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			s, _ := fields[name].(string)
			if s = strings.TrimSpace(s); strings.HasPrefix(name, "place") && search.Fold(s) == values[i].Value {
				values[i].Label = s
				break
			}
		}
	}
	return nil
}

// years counts things by year. A date of several years counts for each of them;
// one that is open or of more than ten years says too little and counts for none.
func (f *finder) years(found idSet) (map[string]int, error) {
	rows, err := f.tx.QueryContext(f.ctx, "SELECT id, first, last FROM dated")
	if err != nil {
		return nil, err
	}
	type of struct {
		id   int64
		year int
	}
	seen := map[of]bool{}
	counts := map[string]int{}
	for rows.Next() {
		var id, first, last int64
		if err := rows.Scan(&id, &first, &last); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		const tenYears = 3660
		if !found.has(id) || last-first > tenYears || first < -4_000_000 || last > 4_000_000 {
			continue
		}
		for y := yearOf(first); y <= yearOf(last); y++ {
			if !seen[of{id, y}] {
				seen[of{id, y}] = true
				counts[time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")]++
			}
		}
	}
	return counts, errors.Join(rows.Err(), rows.Close())
}

func yearOf(days int64) int { return time.Unix(days*day, 0).UTC().Year() }
