package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
)

// Bear says that what a block makes bears on a claim or an incident that is here.
type Bear struct {
	// On is a template of the key of the claim or incident: that of a document, or
	// of what another mapping made: "MAPPING/KIND/NAME OF THE BLOCK/KEY".
	On string `toml:"on"`
	// Of names the block.
	Of string `toml:"of"`
	// How is supports, contradicts or contextualises.
	How string `toml:"how"`
	// Note is a template of a remark.
	Note string `toml:"note"`
}

// Bearing is what a row says of what bears on what.
type Bearing struct {
	On        string // the key of the claim or incident
	Of        string // the key of the thing of the row
	How, Note string
}

func (m *Mapping) compileBears() error {
	for _, b := range m.Bear {
		switch {
		case b.On == "":
			return wrongMapping("bear needs on, the key of a claim or an incident")
		case !slices.Contains(sijill.Bears(), b.How):
			return wrongMapping(fmt.Sprintf("how %q must be one of %s", b.How, strings.Join(sijill.Bears(), ", ")))
		case b.Of == "" || !slices.ContainsFunc(m.Make, func(made Block) bool { return made.Name == b.Of }):
			return wrongMapping(fmt.Sprintf("of %q names no block", b.Of))
		}
		for _, made := range m.Make {
			if made.Name == b.Of && made.Kind != "exhibit" && made.Kind != "source" {
				return wrongMapping(fmt.Sprintf("of %q makes %ss, and only an exhibit or a source bears on anything", b.Of, made.Kind))
			}
		}
	}
	return nil
}

// Bearings lists what of the things of a row bears on what.
func (m *Mapping) Bearings(row Row, things []Thing) []Bearing {
	var out []Bearing
	for _, b := range m.Bear {
		on := m.fillIn(row, b.On)
		if on == "" {
			continue
		}
		for _, t := range things {
			if t.Block == b.Of {
				out = append(out, Bearing{on, t.Key, b.How, m.fillIn(row, b.Note)})
			}
		}
	}
	return out
}

// each gives a row for each value of a list, in which "each" is that value.
func (m *Mapping) each(row Row, b *Block) []Row {
	var values []any
	if text := m.text(row, b.Each); text != "" {
		split := b.Split
		if split == "" {
			split = ","
		}
		for part := range strings.SplitSeq(text, split) {
			values = append(values, part)
		}
	}
	// A JSON array stands in columns of its own.
	for i := 0; ; i++ {
		v := row.cell(b.Each + "." + strconv.Itoa(i))
		if v == nil {
			break
		}
		values = append(values, v)
	}
	var out []Row
	for _, v := range values {
		r := row
		r.names = append([]string{"each"}, row.names...)
		r.values = append([]any{v}, row.values...)
		if m.text(r, "each") != "" {
			out = append(out, r)
		}
	}
	return out
}
