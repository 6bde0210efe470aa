package edition

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"html"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
	"sijill.example/sijill/search/index"
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
	Notes []said // on filters that were not understood
}

// hit is a document that was found.
type hit struct {
	Ref
	Kind    string
	Name    textPieces
	Lang    string
	Dir     string
	Passage *marked
	Dates   []dateLine
}

// marked is a passage of a text in which what was looked for is marked.
type marked struct {
	Pieces    textPieces
	Lang, Dir string
}

type piece struct {
	Text     string
	IsMarked bool
}

// textPieces are written as HTML here, since a template takes several times as long.
type textPieces []piece

// HTML escapes the texts, and puts mark elements around those that are marked.
func (list textPieces) HTML() template.HTML {
	var b strings.Builder
	for _, p := range list {
		if p.IsMarked {
			b.WriteString("<mark>" + html.EscapeString(p.Text) + "</mark>")
		} else {
			b.WriteString(html.EscapeString(p.Text))
		}
	}
	return template.HTML(b.String())
}

const (
	perSearch = 10
	maxQuery  = 300      // letters
	deepest   = 1000     // hits that can be paged to
	lookedAt  = 24 << 20 // bytes of documents that are kept for the next search
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
	b.filters(p, q)
	if err := s.look(ctx, p, q, &b); err != nil {
		return err
	}
	p.Body = b
	return nil
}

// filters says which filters were left out, and which look like some and are none.
func (b *found) filters(p *page, q search.Query) {
	left := slices.Clone(q.Unread)
	if len(q.Resembles) > 0 {
		left = append(left, "resembles:")
	}
	for _, f := range q.Filters {
		if !slices.Contains(filtersHere, f.Field) {
			left = append(left, f.Field+":")
		}
	}
	for _, note := range []struct {
		key  string
		list []string
	}{{"search.unread", left}, {"search.nofilter", q.NoFilters}} {
		if len(note.list) > 0 {
			b.Notes = append(b.Notes, said{p.T(note.key) + p.T("colon") + sijill.Printable(strings.Join(note.list, p.T("comma"))), string(p.lang), p.lang.Dir()})
		}
	}
}

func (s *site) look(ctx context.Context, p *page, q search.Query, b *found) error {
	offset := min(offsetOf(p.query.Get("after")), deepest)
	numbers, err := s.edition.match(ctx, q, b.Kind, offset+perSearch+1)
	if err != nil {
		return err
	}
	numbers = numbers[min(offset, len(numbers)):]
	if len(numbers) > perSearch {
		numbers = numbers[:perSearch]
		if next := offset + perSearch; next < deepest {
			b.Next = strconv.Itoa(next)
		}
	}
	analyser := s.analysers.Get().(*search.Analyser)
	defer s.analysers.Put(analyser)
	m := search.NewMarkerWith(analyser, q)
	documents, err := s.lookAt(ctx, numbers)
	if err != nil {
		return err
	}
	for _, d := range documents {
		b.Hits = append(b.Hits, p.hit(d, m))
	}
	return nil
}

// lookAt gives documents that are only read, and keeps them for the next search.
func (s *site) lookAt(ctx context.Context, numbers []sijill.Number) ([]*Document, error) {
	out := make([]*Document, len(numbers))
	at := make(map[sijill.Number]int, len(numbers))
	var wanted []sijill.Number
	for i, n := range numbers {
		var ok bool
		if out[i], ok = s.documents.get(string(n)); !ok {
			at[n] = i
			wanted = append(wanted, n)
		}
	}
	if len(wanted) == 0 {
		return out, nil
	}
	list, err := json.Marshal(wanted)
	if err != nil {
		return nil, err
	}
	rows, err := s.edition.some.QueryContext(ctx, string(list))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var raw sql.RawBytes
		d := &Document{}
		err := rows.Scan(&raw)
		if err == nil {
			err = json.Unmarshal(raw, d)
		}
		if err != nil {
			return nil, err
		}
		out[at[d.Number]] = d
		s.documents.put(string(d.Number), d, 4*len(raw)) // what JSON becomes in memory
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if slices.Contains(out, nil) {
		return nil, errors.New("the index of the edition names a document that is not there")
	}
	return out, nil
}

// match gives the first n documents of a kind, "" for all, that meet a query; the
// best come first. A query of filters alone gives all that meets them.
func (e *Edition) match(ctx context.Context, q search.Query, kind string, n int) (numbers []sijill.Number, err error) {
	err = e.asking(ctx, func(r *index.Reader) error {
		all, hasWords, err := r.Match(q)
		if err != nil {
			return err
		}
		if all, err = e.filtered(all, !hasWords, q.Filters); err != nil {
			return err
		}
		if !hasWords {
			if all, err = r.Without(all, q); err != nil {
				return err
			}
		}
		if kind != "" {
			all = slices.DeleteFunc(all, func(m index.Match) bool { return numberAt(m.ID).Kind() != kind })
		}
		numbers = best(all, n)
		return nil
	})
	return numbers, err
}

// asking lets the index be asked.
func (e *Edition) asking(ctx context.Context, ask func(*index.Reader) error) error {
	tx, err := e.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	r, err := index.NewReader(ctx, tx)
	if err != nil {
		return err
	}
	return ask(r)
}

func best(all []index.Match, n int) (numbers []sijill.Number) {
	for _, m := range index.Best(all, nil, n) {
		numbers = append(numbers, numberAt(m.ID))
	}
	return numbers
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
	for _, texts := range [][]Text{d.Lead, d.plainBodies(), d.Context} {
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
