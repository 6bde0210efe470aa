package catalog

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
	"sijill.example/sijill/search/index"
)

// filter leaves of what was matched what meets the filters and restrictions.
func (f *finder) filter(all []index.Match, s Search) ([]index.Match, error) {
	for _, x := range s.Query.Filters {
		ids, err := f.having(x)
		if err != nil {
			return nil, err
		}
		all = keep(all, ids, !x.Not)
	}
	if s.Numbers != nil {
		list, err := json.Marshal(s.Numbers)
		if err != nil {
			return nil, err
		}
		ids, err := f.ids("SELECT id FROM thing WHERE number IN (SELECT value FROM json_each(?1))", string(list))
		if err != nil {
			return nil, err
		}
		all = keep(all, ids, true)
	}
	if s.Disagree {
		ids, err := f.ids("SELECT DISTINCT id FROM finding WHERE kind<>?1", FindingNote)
		if err != nil {
			return nil, err
		}
		all = keep(all, ids, true)
	}
	return all, nil
}

// idSet is a set of things, one bit each.
type idSet []uint64

func (s *idSet) add(id int64) {
	for int(id>>6) >= len(*s) {
		*s = append(*s, make([]uint64, max(64, len(*s)))...)
	}
	(*s)[id>>6] |= 1 << (id & 63)
}

func (s idSet) has(id int64) bool { return int(id>>6) < len(s) && s[id>>6]&(1<<(id&63)) != 0 }

func keep(all []index.Match, ids idSet, in bool) []index.Match {
	return slices.DeleteFunc(all, func(m index.Match) bool { return ids.has(m.ID) != in })
}

func (f *finder) ids(query string, args ...any) (idSet, error) {
	rows, err := f.tx.QueryContext(f.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	var out idSet
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out.add(id)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// isType leaves out the format as which a file was entered, once somebody looked into
// it: what it is by its content counts.
const isType = "(name<>'type' OR derived OR NOT EXISTS (SELECT 1 FROM facet AS f WHERE f.id=facet.id AND f.name='type' AND f.derived))"

// having gives the things that have any value of a filter.
func (f *finder) having(x search.Filter) (idSet, error) {
	if x.Field == search.FieldDate {
		var all idSet
		for _, span := range x.Spans {
			ids, err := f.ids("SELECT DISTINCT id FROM dated WHERE first<=?2 AND last>=?1", span.First, span.Last)
			if err != nil {
				return nil, err
			}
			for i, bits := range ids {
				for i >= len(all) {
					all = append(all, 0)
				}
				all[i] |= bits
			}
		}
		return all, nil
	}
	values, err := f.values(x.Field)
	if err != nil {
		return nil, err
	}
	if x.Field == search.FieldPlace {
		if x.Values, err = f.alsoCalled(x.Values); err != nil {
			return nil, err
		}
	}
	var wanted []string
	for _, v := range values {
		if slices.ContainsFunc(x.Values, func(want string) bool { return v.means(x.Field, want) }) {
			wanted = append(wanted, v.value)
		}
	}
	list, err := json.Marshal(wanted)
	if err != nil {
		return nil, err
	}
	return f.ids("SELECT DISTINCT id FROM facet WHERE name IN (?1, ?3) AND value IN (SELECT value FROM json_each(?2)) AND "+isType+" AND "+langRead, x.Field, string(list), readAs(x.Field))
}

// alsoCalled adds to names of places what they are also called: by the vocabulary,
// and where it does not know them by the archive's places.
func (f *finder) alsoCalled(names []string) ([]string, error) {
	out := slices.Clone(names)
	for _, name := range names {
		words := strings.Fields(search.NameKey(name))
		if len(words) == 0 || sijill.Number(name).Kind() != "" {
			continue
		}
		others := vocabulary().Others(words)
		if len(others) == 0 {
			var err error
			if others, err = f.placeNames(words); err != nil {
				return nil, err
			}
		}
		for _, other := range others {
			if folded := search.Fold(other); !slices.Contains(out, folded) {
				out = append(out, folded)
			}
		}
	}
	return out, nil
}

// readAs gives the facet with what was read in texts instead of said by somebody.
// Whoever asks for a place or a language asks for both.
func readAs(field string) string {
	switch field {
	case search.FieldPlace:
		return FacetPlaceRead
	case search.FieldLang:
		return FacetLangRead
	}
	return field
}

// facetValue is a value that things have, and what it is called: the title of the
// thing where the value is a number.
type facetValue struct{ value, label string }

// values lists the values of a facet.
func (f *finder) values(name string) ([]facetValue, error) {
	rows, err := f.tx.QueryContext(f.ctx, `
		SELECT value, coalesce((SELECT title FROM thing WHERE number=value), '')
		FROM (SELECT DISTINCT value FROM facet WHERE name IN (?1, ?2) AND `+isType+`)`, name, readAs(name))
	if err != nil {
		return nil, err
	}
	var out []facetValue
	for rows.Next() {
		var v facetValue
		if err := rows.Scan(&v.value, &v.label); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		if v.label == "" {
			v.label = v.value
		}
		out = append(out, v)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// means says whether somebody who asks for want means this value: the value
// itself; a type's or a language's beginning (image, en); words of a name.
func (v facetValue) means(field, want string) bool {
	if v.value == want {
		return true
	}
	switch field {
	case search.FieldKind, search.FieldHas, search.FieldBasis:
		return false
	case search.FieldType:
		return strings.HasPrefix(v.value, want+"/") || strings.HasSuffix(v.value, "/"+want)
	case search.FieldLang:
		return strings.HasPrefix(v.value, want+"-")
	}
	if _, err := sijill.ParseNumber(want); err == nil {
		return false
	}
	return len(search.NewMarker(search.ParseQuery(`"`+want+`"`)).Marks(v.label, 1)) > 0
}
