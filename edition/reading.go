package edition

import (
	"slices"
	"strings"
)

// reading is what was told, in its own words and in translations.
type reading struct {
	Original column
	Beside   *bilingual  // the translation that a reader of the page needs
	Others   []bilingual // the other ones
	Rows     []row       // the original alone, where no translation stands beside it
	Withheld int
}

type column struct {
	Lang string // as a word of the page
	Tag  string
	Dir  string
}

// bilingual is the original with a translation beside it.
type bilingual struct {
	Translation
	Original column
	Column   column
	Rows     []row
}

// row is segments of the original and what they are in the translation.
type row struct {
	Of   []passage
	In   *passage
	Dir  string // of the original
	Into string // direction of the translation
}

// passage is a segment as it is read.
type passage struct {
	ID       string
	Anchor   string // within the page, where it is the first place of the segment
	Text     said
	From     string
	Withheld bool
	Stale    bool
}

func (p *page) reading(d *Document) *reading {
	r := &reading{Original: p.column(d.Lang, firstText(d.Segments))}
	for _, s := range d.Segments {
		if s.Withheld || s.Shortened {
			r.Withheld++
		}
	}
	order := slices.Clone(d.Translations)
	slices.SortStableFunc(order, func(a, b Translation) int { return p.rank(b) - p.rank(a) })
	for i, t := range order {
		b := p.beside(d, t, r.Original)
		if i == 0 && d.Lang != string(p.lang) {
			r.Beside = &b
			continue
		}
		r.Others = append(r.Others, b)
	}
	if r.Beside == nil {
		for _, s := range d.Segments {
			r.Rows = append(r.Rows, row{Of: []passage{p.passage(s, d.Lang)}, Dir: r.Original.Dir})
		}
	}
	rows := r.Rows
	if r.Beside != nil {
		rows = r.Beside.Rows
	}
	named := map[string]bool{}
	for _, row := range rows {
		for i := range row.Of {
			if anchor := anchorOf(row.Of[i].ID); !named[anchor] {
				named[anchor] = true
				row.Of[i].Anchor = anchor
			}
		}
	}
	return r
}

// rank says how much a reader of the page is served by a translation.
func (p *page) rank(t Translation) int {
	n := 0
	switch t.Lang {
	case string(p.lang):
		n += 8
	case string(english):
		n += 4
	}
	if !t.Machine {
		n += 2
	}
	if t.State == "reviewed" {
		n++
	}
	return n
}

func firstText(list []Segment) string {
	for _, s := range list {
		if s.Text != "" {
			return s.Text
		}
	}
	return ""
}

func (p *page) column(lang, text string) column {
	c := column{Lang: p.Language(lang), Tag: tagOf(lang), Dir: saidOf(Text{Text: text}).Dir}
	if c.Dir == "" || c.Dir == "auto" {
		c.Dir = language(lang).Dir()
	}
	return c
}

// Language names a language.
func (p *page) Language(tag string) string {
	if _, ok := p.site.words["language."+tag]; ok {
		return p.T("language." + tag)
	}
	return tagOf(tag)
}

func (p *page) passage(s Segment, lang string) passage {
	return passage{ID: s.ID, Text: p.marked(Text{lang, s.Text}, s.Shortened), From: s.From, Withheld: s.Withheld}
}

// marked writes the marks of words that are withheld in the page's language.
func (p *page) marked(t Text, isShortened bool) said {
	s := saidOf(t)
	if isShortened {
		s.Text = strings.ReplaceAll(s.Text, WithheldMark, "\u2068["+p.T("withheld")+"]\u2069")
	}
	return s
}

// beside aligns a translation with the segments of the original. Segments that it
// leaves out stand alone.
func (p *page) beside(d *Document, t Translation, original column) bilingual {
	b := bilingual{Translation: t, Original: original}
	first := ""
	at := map[string]int{} // segment -> which of the translation
	for i, s := range t.Segments {
		if first == "" {
			first = s.Text
		}
		for _, id := range s.Of {
			if _, ok := at[id]; !ok {
				at[id] = i
			}
		}
	}
	b.Column = p.column(t.Lang, first)
	rows := map[int]int{} // which of the translation -> its row
	for _, s := range d.Segments {
		i, ok := at[s.ID]
		if !ok {
			b.Rows = append(b.Rows, row{Of: []passage{p.passage(s, d.Lang)}})
			continue
		}
		if k, ok := rows[i]; ok {
			b.Rows[k].Of = append(b.Rows[k].Of, p.passage(s, d.Lang))
			continue
		}
		rows[i] = len(b.Rows)
		in := t.Segments[i]
		b.Rows = append(b.Rows, row{Of: []passage{p.passage(s, d.Lang)}, In: &passage{Text: p.marked(Text{t.Lang, in.Text}, in.Shortened), Withheld: in.Withheld, Stale: in.Stale}})
	}
	for i, s := range t.Segments {
		if _, ok := rows[i]; !ok { // a passage whose original is gone
			b.Rows = append(b.Rows, row{In: &passage{Text: p.marked(Text{t.Lang, s.Text}, s.Shortened), Withheld: s.Withheld, Stale: s.Stale}})
		}
	}
	for i := range b.Rows {
		b.Rows[i].Dir, b.Rows[i].Into = b.Original.Dir, b.Column.Dir
	}
	return b
}
