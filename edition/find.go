package edition

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
)

// found is the body of the search page.
type found struct {
	Query string
	Kind  string
	Kinds []string
	Hits  []hit
	Next  string // cursor of the next page
	More  bool
	Words string // for the script of a copy, as JSON
}

// hit is a document that was found.
type hit struct {
	Ref
	Kind    string
	Name    []piece
	Lang    string
	Dir     string
	Passage *marked
	Dates   []dateLine
}

// marked is a passage of a text in which what was looked for is marked.
type marked struct {
	Pieces    []piece
	Lang, Dir string
}

type piece struct {
	Text     string
	IsMarked bool
}

const (
	perSearch = 10
	maxQuery  = 300  // letters
	deepest   = 1000 // hits that can be paged to
)

func (s *site) find(ctx context.Context, p *page) error {
	b := found{Query: p.query.Get("q")}
	if r := []rune(b.Query); len(r) > maxQuery {
		b.Query = string(r[:maxQuery])
	}
	for _, l := range lists {
		b.Kinds = append(b.Kinds, l.kind)
	}
	if k := p.query.Get("kind"); slices.Contains(b.Kinds, k) {
		b.Kind = k
	}
	p.Sheet, p.Title, p.About, p.Query = "search", p.T("search"), p.T("about.search"), b.Query
	if s.isExport {
		return s.findInCopy(p, &b)
	}
	q := search.ParseQuery(b.Query)
	if match := matchOf(q); match != "" {
		if err := s.look(ctx, p, q, match, &b); err != nil {
			return err
		}
	}
	p.Body = b
	return nil
}

func (s *site) look(ctx context.Context, p *page, q search.Query, match string, b *found) error {
	offset := min(offsetOf(p.query.Get("after")), deepest)
	prefix := ""
	if kind := kindOf(q, b.Kind); kind != "" {
		prefix = string(sijill.PrefixOf(kind)) + "-"
	}
	// FTS5 ranks by itself, and only what is shown is read.
	rows, err := s.edition.db.QueryContext(ctx, `SELECT n.number FROM words JOIN names n ON n.id = words.rowid
		WHERE words MATCH ?1 AND words.rank MATCH 'bm25(4.0, 1.0)' AND (?2='' OR substr(n.number, 1, length(?2))=?2) ORDER BY words.rank LIMIT ?3 OFFSET ?4`, match, prefix, perSearch+1, offset)
	if err != nil {
		return err
	}
	numbers, err := numbersOf(rows)
	if err != nil {
		return err
	}
	if len(numbers) > perSearch {
		numbers = numbers[:perSearch]
		if next := offset + perSearch; next < deepest {
			b.Next = strconv.Itoa(next)
		}
	}
	m := search.NewMarker(q)
	for _, n := range numbers {
		d, err := s.edition.Document(ctx, n)
		if err != nil {
			return err
		}
		b.Hits = append(b.Hits, p.hit(d, m))
	}
	return nil
}

// kindOf is the kind that the form asks for, or the words (kind:incident).
func kindOf(q search.Query, kind string) string {
	for _, f := range q.Filters {
		if f.Field == search.FieldKind && !f.Not && len(f.Values) > 0 && kind == "" {
			return f.Values[0]
		}
	}
	return kind
}

// matchOf writes a query as FTS5 has it. Only words that search made of it stand
// there, each in quotes, so that nothing in it is an operator.
func matchOf(q search.Query) string {
	var need, not []string
	for _, c := range q.Clauses {
		var any []string
		for _, t := range c.Any {
			if len(t.Words) == 0 {
				continue
			}
			words := t.Words
			sep := " "
			if t.Apart {
				sep = `" AND "`
			}
			term := `"` + strings.ReplaceAll(strings.Join(words, sep), "\x00", "") + `"`
			if t.Prefix {
				term += "*"
			}
			any = append(any, "("+term+")")
		}
		if len(any) == 0 {
			continue
		}
		clause := "(" + strings.Join(any, " OR ") + ")"
		if c.Not {
			not = append(not, clause)
		} else {
			need = append(need, clause)
		}
	}
	if len(need) == 0 {
		return ""
	}
	match := strings.Join(need, " AND ")
	for _, n := range not {
		match = "(" + match + ") NOT " + n
	}
	return match
}

func (p *page) hit(d *Document, m *search.Marker) hit {
	h := hit{Ref: Ref{Number: d.Number, Titles: d.Titles}, Kind: d.Kind(), Dates: p.datesOf(d)}
	if len(d.Notices) == 0 {
		h.Thumb = pictureOf(d, "thumb")
	}
	name := p.Name(h.Ref)
	h.Lang, h.Dir, h.Name = name.Lang, name.Dir, pieces(name.Text, m.Marks(name.Text, 8))
	best := 0
	for _, t := range d.readable() {
		s := saidOf(t)
		marks := m.Marks(s.Text, 64)
		if n := clauses(marks); n > best {
			best = n
			h.Passage = passageWith(s, marks)
		}
	}
	if h.Passage == nil {
		if s := shorten(p.firstWords(d)); s != nil {
			h.Passage = &marked{[]piece{{Text: s.Text}}, s.Lang, s.Dir}
		} else if s := shorten(p.Say(append(slices.Clone(d.Lead), d.Context...))); s != nil {
			h.Passage = &marked{[]piece{{Text: s.Text}}, s.Lang, s.Dir}
		}
	}
	return h
}

func clauses(marks []search.Mark) int {
	seen := map[int]bool{}
	for _, m := range marks {
		seen[m.Clause] = true
	}
	return len(seen)
}

// readable are the texts of a document besides its title.
func (d *Document) readable() []Text {
	var out []Text
	for _, texts := range [][]Text{d.Lead, d.Body, d.Context} {
		out = append(out, texts...)
	}
	for _, s := range d.Segments {
		out = append(out, Text{d.Lang, s.Text})
	}
	for _, t := range d.Translations {
		for _, s := range t.Segments {
			out = append(out, Text{t.Lang, s.Text})
		}
	}
	for _, texts := range [][]Text{d.Credit, d.SaidBy, d.Byline} {
		out = append(out, texts...)
	}
	for _, l := range d.Lists {
		for _, i := range l.Items {
			out = append(out, i.Titles...)
		}
	}
	return out
}

func passageWith(s said, marks []search.Mark) *marked {
	start, end := search.Passage(s.Text, marks, 220)
	var within []search.Mark
	for _, m := range marks {
		if m.Start >= start && m.End <= end {
			m.Start, m.End = m.Start-start, m.End-start
			within = append(within, m)
		}
	}
	list := pieces(s.Text[start:end], within)
	if start > 0 {
		list = append([]piece{{Text: "… "}}, list...)
	}
	if end < len(s.Text) {
		list = append(list, piece{Text: " …"})
	}
	return &marked{list, s.Lang, s.Dir}
}

func pieces(text string, marks []search.Mark) []piece {
	var out []piece
	at := 0
	for _, m := range marks {
		if m.Start > at {
			out = append(out, piece{Text: text[at:m.Start]})
		}
		out = append(out, piece{text[m.Start:m.End], true})
		at = m.End
	}
	if at < len(text) {
		out = append(out, piece{Text: text[at:]})
	}
	return out
}

// Page is the address of a search.
func (b found) Page(p *page, kind, after string) string {
	q := make([]string, 0, 3)
	for _, pair := range [][2]string{{"q", b.Query}, {"kind", kind}, {"after", after}} {
		if pair[1] != "" {
			q = append(q, pair[0]+"="+url.QueryEscape(pair[1]))
		}
	}
	return p.To("search") + "?" + strings.Join(q, "&")
}
