package edition

import (
	"context"
	"strconv"
	"strings"
)

// listing is a page that lists the documents of a kind.
type listing struct{ name, kind string }

var lists = []listing{
	{"dispatches", "dispatch"}, {"incidents", "incident"}, {"testimonies", "testimony"}, {"exhibits", "exhibit"}, {"redacted", "redaction"}, {"claims", "claim"},
	{"sources", "source"}, {"statements", "statement"}, {"works", "work"}, {"places", "place"}, {"pages", "page"},
}

const perPage = 60

func listName(l listing, n int) string {
	if n <= 1 {
		return l.name
	}
	return l.name + "/" + strconv.Itoa(n)
}

// listNamed reads what listName writes.
func listNamed(name string) (listing, int, bool) {
	head, tail, paged := strings.Cut(name, "/")
	n := 1
	if paged {
		n, _ = strconv.Atoi(tail)
		if n < 2 || n > 1e6 || strconv.Itoa(n) != tail {
			return listing{}, 0, false
		}
	}
	for _, l := range lists {
		if l.name == head {
			return l, n, true
		}
	}
	return listing{}, 0, false
}

// card is a document in a list.
type card struct {
	Ref
	Doc   *Document
	Image *Picture
	Dates []dateLine
	By    *said
	Lead  *said
	IsTop bool // nothing stands between it and the page's title
}

// listed is the body of a list.
type listed struct {
	Kind  string
	Cards []card
	Prev  string
	Next  string
	N     int
	Of    int
}

func (s *site) list(ctx context.Context, p *page, l listing, n int) error {
	all, err := s.count(ctx, l.kind)
	if err != nil {
		return err
	}
	body := listed{Kind: l.kind, N: n, Of: max(1, (all+perPage-1)/perPage)}
	if n > body.Of {
		return notThere
	}
	listed, err := s.listed(ctx, p.lang, l.kind, (n-1)*perPage)
	if err != nil {
		return err
	}
	for _, d := range listed {
		c := p.card(d)
		c.IsTop = true
		body.Cards = append(body.Cards, c)
	}
	if n > 1 {
		body.Prev = listName(l, n-1)
	}
	if n < body.Of {
		body.Next = listName(l, n+1)
	}
	p.Sheet, p.Title, p.About, p.Body = "list", p.T("kind."+l.kind), p.T("about."+l.kind), body
	return nil
}

// listed gives the documents of a page of a list. Articles are few; of others only what
// the page shows is read.
func (s *site) listed(ctx context.Context, l language, kind string, from int) ([]*Document, error) {
	f := Filter{Kind: kind, After: strconv.Itoa(from), Limit: perPage}
	if isArticle(kind) {
		f = Filter{Kind: kind}
	}
	var all []*Document
	for d, err := range s.edition.Documents(ctx, f) {
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	if isArticle(kind) {
		all = oneOfEach(all, l)
		all = all[min(from, len(all)):]
		all = all[:min(perPage, len(all))]
	}
	return all, nil
}

// count says how many documents of a kind there are; of several versions of an article
// it counts one.
func (s *site) count(ctx context.Context, kind string) (n int, err error) {
	if isArticle(kind) {
		numbers, err := s.edition.numbers(ctx, kind)
		return articles(numbers)[kind], err
	}
	err = s.edition.db.QueryRowContext(ctx, "SELECT count(*) FROM document WHERE state='' AND kind=?1", kind).Scan(&n)
	return n, err
}

// card makes a document's line of a list.
func (p *page) card(d *Document) card {
	c := card{Ref: Ref{Number: d.Number, Titles: d.Titles}, Doc: d, Dates: p.datesOf(d), By: p.Say(d.SaidBy)}
	if len(d.Notices) == 0 {
		c.Image = pictureOf(d, "thumb")
		c.Thumb = c.Image
	}
	if c.By == nil {
		c.By = p.Say(d.Byline)
	}
	for _, texts := range [][]Text{d.Lead, d.Context} {
		if c.Lead == nil {
			c.Lead = shorten(p.Say(texts))
		}
	}
	if c.Lead == nil {
		c.Lead = shorten(p.firstWords(d))
	}
	return c
}

// firstWords are the first words of a testimony, a statement or an article.
func (p *page) firstWords(d *Document) *said {
	for _, t := range d.Translations {
		if t.Lang == string(p.lang) && !t.Machine {
			for _, s := range t.Segments {
				if s.Text != "" {
					return p.Say([]Text{{t.Lang, s.Text}})
				}
			}
		}
	}
	for _, s := range d.Segments {
		if s.Text != "" {
			return p.Say([]Text{{d.Lang, s.Text}})
		}
	}
	return p.opening(d)
}

// opening is the first paragraph of an article, without its marks.
func (p *page) opening(d *Document) *said {
	body, ok := choose(d.Body, p.lang)
	if !ok {
		return nil
	}
	text := plainOpening(body.Text)
	if text == "" {
		return nil
	}
	x := saidOf(Text{body.Lang, text})
	return &x
}

// shorten cuts a text between words to what a list has room for.
func shorten(s *said) *said {
	const most = 220
	if s == nil {
		return nil
	}
	text, _, _ := strings.Cut(s.Text, "\n\n")
	if r := []rune(text); len(r) > most {
		text = string(r[:most])
		if i := strings.LastIndexByte(text, ' '); i > 0 {
			text = text[:i]
		}
		text += " …"
	}
	return &said{text, s.Lang, s.Dir}
}

func pictureOf(d *Document, role string) *Picture {
	for i := range d.Pictures {
		if d.Pictures[i].Role == role {
			return &d.Pictures[i]
		}
	}
	return nil
}
