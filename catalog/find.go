package catalog

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
	"sijill.example/sijill/search/index"
)

// Search is what to find, and how much of it.
type Search struct {
	Query search.Query
	// Expand looks for the words of the query in the other language, too.
	Expand bool
	// Numbers restricts the search to these, unless it is nil.
	Numbers []sijill.Number
	// Disagree restricts the search to things about which there is a finding.
	Disagree bool
	// Facets wants the counts of what was found by kind, source, place and so on.
	Facets bool
	// Limit is how many hits to give; 0 is 50.
	Limit int
	// After is Found.Next of the page before, and "" for the first.
	After string
}

// Found is a page of what was found.
type Found struct {
	Hits     []Hit
	Total    int // of all pages
	Facets   []Facet
	Expanded []search.Expansion
	Next     string // for Search.After; "" where there is no more
}

// Hit is a thing that was found, and where in it.
type Hit struct {
	Thing
	Score float64
	// Field is the field whose text shows most of the query: a name among
	// Thing.Fields, with [0] and so on where it is a list, or FieldText. It is ""
	// where no text was looked for.
	Field string
	// Snippet is a piece of that text, letter for letter, from byte Start of it.
	Snippet string
	Start   int
	// Highlights are the places that were found, in all fields; the offsets are
	// bytes of the field's whole text.
	Highlights []Highlight
	// Findings are what does not agree about the thing.
	Findings []Finding

	more bool // the field goes on after the snippet
}

// Highlight is a place in a field's text that the query found.
type Highlight struct {
	Field string `json:"field"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Finding is something about a thing that does not agree.
type Finding struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// FieldText names the text of an original, as a place where something was found.
const FieldText = "text"

// HitStart and HitEnd stand around what was found in a snippet that Marked gives.
// They are control characters that no title or text can hold once it is printable.
const (
	HitStart = "\x02"
	HitEnd   = "\x03"
)

// Marked is the snippet with what was found between HitStart and HitEnd, and with
// "…" where the text goes on.
func (h *Hit) Marked() string {
	var b strings.Builder
	clean := strings.NewReplacer(HitStart, " ", HitEnd, " ")
	at, end := h.Start, h.Start+len(h.Snippet)
	if h.Start > 0 {
		b.WriteString("…")
	}
	for _, m := range h.Highlights {
		if m.Field != h.Field || m.Start < at || m.End > end {
			continue
		}
		_, _ = clean.WriteString(&b, h.Snippet[at-h.Start:m.Start-h.Start])
		b.WriteString(HitStart)
		_, _ = clean.WriteString(&b, h.Snippet[m.Start-h.Start:m.End-h.Start])
		b.WriteString(HitEnd)
		at = m.End
	}
	_, _ = clean.WriteString(&b, h.Snippet[at-h.Start:])
	if h.more {
		b.WriteString("…")
	}
	return b.String()
}

const defaultLimit = 50

// Find searches titles, descriptions and texts. Best matches come first; a word
// in the title weighs more.
func (c *Catalog) Find(ctx context.Context, s Search) (Found, error) {
	if s.Query.Empty() && s.Numbers == nil && !s.Disagree {
		return Found{}, &sijill.Error{Class: sijill.Usage, Message: "There is nothing to look for.", Hint: `Give one or more words, or a filter: sijill find حلب, sijill find "barrel bomb", sijill find kind:incident date:2016.`}
	}
	if s.Limit <= 0 {
		s.Limit = defaultLimit
	}
	after, err := readCursor(s.After)
	if err != nil {
		return Found{}, err
	}
	tx, err := c.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one state for all that is asked
	if err != nil {
		return Found{}, err
	}
	defer func() { _ = tx.Rollback() }()
	f := &finder{ctx: ctx, tx: tx}
	var found Found
	if s.Expand {
		if s.Query, found.Expanded, err = f.expand(s.Query); err != nil {
			return Found{}, err
		}
	}
	if s.Query, err = f.keepNames(s.Query); err != nil {
		return Found{}, err
	}
	all, err := f.match(s.Query)
	if err != nil {
		return Found{}, err
	}
	if all, err = f.filter(all, s); err != nil {
		return Found{}, err
	}
	found.Total = len(all)
	if s.Facets {
		if found.Facets, err = f.facets(all); err != nil {
			return Found{}, err
		}
	}
	page := index.Best(all, after, s.Limit+1)
	if len(page) > s.Limit {
		page = page[:s.Limit]
		found.Next = cursorOf(page[s.Limit-1])
	}
	found.Hits, err = f.show(page, s.Query)
	return found, err
}

// finder answers one search from one state of the catalog.
type finder struct {
	ctx context.Context
	tx  *sql.Tx
}

const (
	snippetLetters = 90
	maxHighlights  = 200
)

// show reads the things of a page and finds the places in their texts.
func (f *finder) show(page []index.Match, q search.Query) ([]Hit, error) {
	one, err := f.tx.PrepareContext(f.ctx, "SELECT "+thingColumns+" FROM thing WHERE id=?1")
	if err != nil {
		return nil, err
	}
	defer func() { _ = one.Close() }()
	marker := search.NewMarker(q)
	hits := make([]Hit, 0, len(page))
	for _, m := range page {
		h := Hit{Score: m.Score}
		if h.Thing, err = scanThing(one.QueryRowContext(f.ctx, m.ID)); err != nil {
			return nil, err
		}
		text, err := f.text(m.ID)
		if err != nil {
			return nil, err
		}
		h.place(marker, text)
		if h.Findings, err = f.findings(m.ID); err != nil {
			return nil, err
		}
		hits = append(hits, h)
	}
	return hits, nil
}

// place finds the query in the texts of a thing and chooses what to show.
func (h *Hit) place(marker *search.Marker, text string) {
	texts := searchable(h.Fields)
	slices.SortStableFunc(texts, byWeight)
	if text != "" {
		texts = append(texts, fieldText{FieldText, text})
	}
	met := 0
	for _, x := range texts {
		marks := marker.Marks(x.text, maxHighlights-len(h.Highlights))
		here := map[int]int{} // what was typed counts more than what it was expanded to
		for _, m := range marks {
			h.Highlights = append(h.Highlights, Highlight{x.name, m.Start, m.End})
			if m.Expanded {
				here[m.Clause] = max(here[m.Clause], 2)
			} else {
				here[m.Clause] = 3
			}
		}
		sum := 0
		for _, n := range here {
			sum += n
		}
		if sum > met {
			met = sum
			start, end := search.Passage(x.text, marks, snippetLetters)
			h.Field, h.Start, h.Snippet = x.name, start, x.text[start:end]
			h.more = end < len(x.text)
		}
	}
}

// byWeight puts the fields that make the title first.
func byWeight(a, b fieldText) int { return weight(b.name) - weight(a.name) }

func weight(field string) int {
	if strings.HasPrefix(field, "title") || strings.HasPrefix(field, "name") {
		return 1
	}
	return 0
}

func (f *finder) findings(id int64) ([]Finding, error) {
	rows, err := f.tx.QueryContext(f.ctx, "SELECT kind, text FROM finding WHERE id=?1 AND kind<>?2 ORDER BY kind, text", id, FindingNote)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for rows.Next() {
		var x Finding
		if err := rows.Scan(&x.Kind, &x.Text); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, x)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}
