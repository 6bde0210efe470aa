package edition

import (
	"context"
	"slices"
	"strings"
	"sync"

	"sijill.example/sijill"
	"sijill.example/sijill/edition/matching"
	"sijill.example/sijill/search/index"
)

// Outcomes of a check. That something is not in the edition says nothing about
// whether it is true.
const (
	Found    = "found"
	Unknown  = "not in this edition"
	TooPlain = "shows too little to be compared" // of a picture
	Exact    = "word for word"
	Nearly   = "nearly so"
	TooShort = "too short to be looked for" // of a quotation
)

// Checked is what the edition has that resembles a picture.
type Checked struct {
	Outcome string        `json:"outcome"`
	Found   []Resembling  `json:"found"`
	Asked   matching.Size `json:"asked"`
}

// Resembling is a document with a picture that resembles the one asked about.
type Resembling struct {
	matching.Match
	Document *Document `json:"document"`
	Shown    *Picture  `json:"shown,omitempty"` // which of its pictures
	// Hidden are the places of it that are painted over, in shares of its sides.
	Hidden []Share `json:"hidden,omitempty"`
	// Origin is what a person confirmed to be of one origin with the document.
	Origin *Origin `json:"origin,omitempty"`
	// Given is how the date that the asker was given with the picture stands to the
	// document's, and File the same for the date in the asker's file.
	Given matching.Dated `json:"given,omitzero"`
	File  matching.Dated `json:"file,omitzero"`
}

// Share is a rectangle in a picture, in shares of its sides from the upper left.
type Share struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// album is the prints of the edition, read when the first picture is checked.
type album struct {
	once   sync.Once
	err    error
	owners []owner
	matching.Album
}

type owner struct {
	number sijill.Number
	object string
}

func (e *Edition) pictures() (*album, error) {
	a := &e.album
	a.once.Do(func() {
		a.err = e.eachPrint(context.Background(), func(n sijill.Number, p Print) error {
			k, err := matching.KnownOf(p.Width, p.Height, p.Hash, p.Corners, p.Sketch)
			if err != nil {
				return err
			}
			a.owners = append(a.owners, owner{n, p.Object})
			a.Add(k)
			return nil
		})
		a.Build()
	})
	return a, a.err
}

// eachPrint reads the prints of what is not withdrawn, in the order of numbers.
func (e *Edition) eachPrint(ctx context.Context, f func(sijill.Number, Print) error) error {
	rows, err := e.db.QueryContext(ctx, `SELECT p.number, p.object, p.width, p.height, p.hash, p.quality, p.corners, p.sketch
		FROM print p JOIN document d USING (number) WHERE d.state='' ORDER BY p.number, p.object`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var number string
		var p Print
		if err := rows.Scan(&number, &p.Object, &p.Width, &p.Height, &p.Hash, &p.Quality, &p.Corners, &p.Sketch); err != nil {
			return err
		}
		if err := f(sijill.Number(number), p); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Check looks for a picture by what is known of it. Given is the date that it came
// with, as somebody typed it, or "".
func (e *Edition) Check(ctx context.Context, p matching.Picture, given string) (Checked, error) {
	c := Checked{Outcome: Unknown, Found: []Resembling{}, Asked: matching.Size{Width: p.Width, Height: p.Height}}
	if !p.ShowsEnough() {
		c.Outcome = TooPlain
		return c, nil
	}
	a, err := e.pictures()
	if err != nil {
		return c, err
	}
	matches, err := a.Find(p)
	if err != nil {
		return c, err
	}
	var told []sijill.Number // the surest picture of each
	for _, m := range matches {
		own := a.owners[m.Picture]
		if slices.Contains(told, own.number) {
			continue
		}
		told = append(told, own.number)
		d, err := e.Document(ctx, own.number)
		if err != nil {
			return c, err
		}
		r := Resembling{Match: m, Document: d, Hidden: hidden(d)}
		if r.Origin, err = e.Origin(ctx, d); err != nil {
			return c, err
		}
		if given != "" {
			r.Given = matching.CompareDates(matching.ReadDate(given), d.whens())
		}
		if p.Captured != "" {
			r.File = matching.CompareDates(matching.ReadDate(matching.DayOf(p.Captured)), d.whens())
		}
		for i := range d.Pictures {
			if d.Pictures[i].Object == own.object {
				r.Shown = &d.Pictures[i]
			}
		}
		c.Found, c.Outcome = append(c.Found, r), Found
	}
	SourcesFirst(c.Found)
	return c, nil
}

// SourcesFirst puts what is from somebody who was there before what was passed on,
// and each document after the one that it goes back to. What shows less than the
// picture that was asked about stays behind.
func SourcesFirst(all []Resembling) {
	key := func(r Resembling) int {
		n := 0
		if r.Rank > 1 {
			n += 2
		}
		if !isFirsthand(r.Document) {
			n++
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b Resembling) int { return key(a) - key(b) })
	for i := range all {
		if !all[i].Origin.IsAfter(all[i].Document.Number) {
			continue
		}
		j := slices.IndexFunc(all, func(r Resembling) bool { return r.Document.Number == all[i].Origin.First.Number })
		if j > i {
			first := all[j]
			copy(all[i+1:j+1], all[i:j])
			all[i] = first
		}
	}
}

func (d *Document) whens() []matching.When {
	var out []matching.When
	for _, x := range d.Dates {
		out = append(out, matching.When{What: x.What, EDTF: x.EDTF})
	}
	return out
}

// hidden are the places of a redacted copy that are painted over.
func hidden(d *Document) []Share {
	r := d.Redacted
	if r == nil || r.Width <= 0 || r.Height <= 0 {
		return nil
	}
	var out []Share
	for _, a := range r.Regions {
		out = append(out, Share{float64(a.X) / float64(r.Width), float64(a.Y) / float64(r.Height), float64(a.W) / float64(r.Width), float64(a.H) / float64(r.Height)})
	}
	return out
}

// Quoted is where the edition has a quotation.
type Quoted struct {
	Outcome string `json:"outcome"`
	Words   int    `json:"words"` // that were looked for
	Found   []Said `json:"found"`
}

// Said is a place where a quotation stands, or nearly.
type Said struct {
	Number sijill.Number `json:"number"`
	// Translation is the number of the translation whose words these are, "" where
	// they are the document's own.
	Translation sijill.Number    `json:"translation,omitempty"`
	Lang        string           `json:"lang,omitempty"`
	Differ      int              `json:"differ"` // words
	Pieces      []matching.Piece `json:"pieces"`
	Segments    []string         `json:"segments,omitempty"` // of the original, where it stands
	// IsStale says that the original was changed after these words were translated.
	IsStale bool `json:"stale,omitempty"`
	// Original and Translations are these segments in every language.
	Original     []Segment     `json:"original,omitempty"`
	Translations []Translation `json:"translations,omitempty"`
	Document     *Document     `json:"-"`
}

// wording is a text of a document, in which quotations are looked for.
type wording struct {
	Translation sijill.Number
	Lang        string
	matching.Text
	segments [][]string // of each part
	stale    []bool
}

// wordings are the texts of a document: what was said, its translations, its body.
func (d *Document) wordings() []wording {
	var out []wording
	if len(d.Segments) > 0 {
		v := wording{Lang: d.Lang}
		for _, s := range d.Segments {
			if !s.Withheld {
				v.Parts, v.segments = append(v.Parts, s.Text), append(v.segments, []string{s.ID})
			}
		}
		out = append(out, v)
	}
	for _, t := range d.Translations {
		v := wording{Translation: t.Number, Lang: t.Lang}
		for _, s := range t.Segments {
			if !s.Withheld {
				v.Parts, v.segments, v.stale = append(v.Parts, s.Text), append(v.segments, s.Of), append(v.stale, s.Stale)
			}
		}
		out = append(out, v)
	}
	for _, t := range d.Body {
		out = append(out, wording{Lang: t.Lang, Text: matching.Text{Parts: plainBody(t.Text)}})
	}
	for _, t := range d.Lead {
		out = append(out, wording{Lang: t.Lang, Text: matching.Text{Parts: paragraphs(t.Text)}})
	}
	return out
}

func paragraphs(s string) []string {
	var out []string
	for p := range strings.SplitSeq(s, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// mostDocuments is in how many documents a quotation is looked for.
const mostDocuments = 60

// CheckQuote looks for a quotation in what was said, translated and written.
func (e *Edition) CheckQuote(ctx context.Context, text string) (Quoted, error) {
	q := matching.NewQuotation(text)
	out := Quoted{Outcome: Unknown, Words: q.Words(), Found: []Said{}}
	if q.IsTooShort() {
		out.Outcome = TooShort
		return out, nil
	}
	documents, err := e.having(ctx, q.Folded())
	if err != nil {
		return out, err
	}
	for _, d := range documents {
		for _, v := range d.wordings() {
			said, ok := q.FindIn(v.Text)
			if !ok {
				continue
			}
			s := Said{Number: d.Number, Translation: v.Translation, Lang: v.Lang, Differ: said.Differ, Pieces: said.Pieces, Document: d}
			if v.segments != nil {
				for _, ids := range v.segments[said.First : said.Last+1] {
					s.Segments = append(s.Segments, ids...)
				}
			}
			s.IsStale = v.stale != nil && slices.Contains(v.stale[said.First:said.Last+1], true)
			s.beside(d)
			out.Found = append(out.Found, s)
		}
	}
	out.Found = matching.Best(out.Found, func(s Said) int { return s.Differ })
	if len(out.Found) > 0 {
		out.Outcome = Nearly
		if out.Found[0].Differ == 0 {
			out.Outcome = Exact
		}
	}
	return out, nil
}

// beside takes the segments in every language.
func (s *Said) beside(d *Document) {
	for _, x := range d.Segments {
		if slices.Contains(s.Segments, x.ID) {
			s.Original = append(s.Original, x)
		}
	}
	for _, t := range d.Translations {
		part := t
		part.Segments = nil
		for _, x := range t.Segments {
			if slices.ContainsFunc(x.Of, func(id string) bool { return slices.Contains(s.Segments, id) }) {
				part.Segments = append(part.Segments, x)
			}
		}
		if len(part.Segments) > 0 {
			s.Translations = append(s.Translations, part)
		}
	}
}

// having gives the documents that have most of some folded words.
func (e *Edition) having(ctx context.Context, words []string) ([]*Document, error) {
	var numbers []sijill.Number
	err := e.asking(ctx, func(r *index.Reader) error {
		all, err := r.Any(words)
		numbers = best(all, mostDocuments)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []*Document
	for _, n := range numbers {
		d, err := e.Document(ctx, n)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}
