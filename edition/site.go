package edition

import (
	"context"
	"fmt"
	"iter"
	"log"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
)

// SiteOptions say how an edition is served.
type SiteOptions struct {
	// Logger is told what goes wrong, and never who asked or for what. It may be nil.
	Logger *log.Logger
	// Program is what compares pictures and quotations in a reader's browser, Eye
	// what looks at pictures that are handed in. Without either, the check page does
	// without.
	Program *Program
	Eye     *Eye
	// Fonts are the typefaces of the pages, nil for those of the reader's system.
	Fonts *Fonts
}

// site makes the pages of an edition, for the server and for a copy in files.
// Nothing in it changes after newSite but what it remembers of the edition.
type site struct {
	edition *Edition
	words   map[string]phrase
	sheets  sheets
	// link makes what a page writes to lead to another. Both are addresses as the
	// server has them: /en/exh-2026-0001, /objects/exh-2026-0001/view.jpg. An export
	// makes them relative.
	link func(from, to string) string
	// isExport says that there is no server that could answer a form.
	isExport bool
	signed   verifier
	program  *Program // of the check page, nil for none
	eye      *Eye     // that looks at pictures, nil for none
	fonts    *Fonts   // of the pages, nil for those of the reader's system

	// What searches have looked at: documents, and the forms of words.
	documents *shelf[*Document]
	analysers sync.Pool

	// shapes are the places that have an outline: every map needs them.
	shapes struct {
		sync.Mutex
		known  bool
		places []*Document
	}
}

func newSite(e *Edition) *site {
	return &site{edition: e, words: words(), sheets: parseSheets(), link: func(_, to string) string { return to }, signed: verifierOf(e),
		documents: newShelf[*Document](lookedAt), analysers: sync.Pool{New: func() any { return search.NewAnalyser() }}}
}

// fill makes the body of a page. What is asked for and is not there is an error of
// class NotFound.
type fill func(ctx context.Context, p *page) error

// fixed are the pages that every edition has, by their names in addresses.
func (s *site) fixed() map[string]fill {
	return map[string]fill{
		"":          s.home,
		"timeline":  s.timeline,
		"map":       s.mapOfAll,
		"search":    s.find,
		"check":     s.checkSheet,
		"register":  s.register,
		"about":     s.about,
		"terms":     s.plainPage("terms"),
		"privacy":   s.plainPage("privacy"),
		"surrender": s.surrender,
	}
}

// render makes what stands at an address, as the server has it: a page of a
// language (/en/exh-2026-0001), a feed, a manifest, the style sheet. Only a search has
// a query. A page of what was withdrawn has the status 410.
func (s *site) render(ctx context.Context, address string, query url.Values) (answer, error) {
	if made, ok, err := s.plain(ctx, address); ok || err != nil {
		return made, err
	}
	tag, name, ok := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	l := language(tag)
	if !ok || !l.isKnown() || !strings.HasPrefix(address, "/") {
		return answer{}, notThere
	}
	p := s.newPage(l, name)
	p.query = query
	if err := s.fill(ctx, p); err != nil {
		return answer{}, err
	}
	return s.make(p)
}

func (s *site) fill(ctx context.Context, p *page) error {
	if f, ok := s.fixed()[p.name]; ok {
		return f(ctx, p)
	}
	if number, ok := strings.CutPrefix(p.name, "embed/"); ok {
		return s.embed(ctx, p, number)
	}
	if list, n, ok := listNamed(p.name); ok {
		return s.list(ctx, p, list, n)
	}
	return s.document(ctx, p)
}

var notThere = &sijill.Error{Class: sijill.NotFound, Message: "There is no such page."}

// addresses lists the address of everything that render makes, but for searches.
func (s *site) addresses(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		numbers, err := s.edition.numbers(ctx, "")
		if err != nil {
			yield("", err)
			return
		}
		names := s.names(numbers)
		for _, plain := range s.plainAddresses(numbers) {
			if !yield(plain, nil) {
				return
			}
		}
		for _, l := range languages {
			for _, name := range names {
				if !yield("/"+string(l)+"/"+name, nil) {
					return
				}
			}
		}
	}
}

// names lists the pages of a language.
func (s *site) names(numbers []numbered) []string {
	var out []string
	for name := range s.fixed() {
		out = append(out, name)
	}
	count := map[string]int{}
	for _, n := range numbers {
		out = append(out, string(n.Number))
		if !n.IsWithdrawn {
			out = append(out, "embed/"+string(n.Number))
			if kind := n.Number.Kind(); !isArticle(kind) {
				count[kind]++
			}
		}
	}
	maps.Copy(count, articles(numbers))
	for _, l := range lists {
		for i := range max(1, (count[l.kind]+perPage-1)/perPage) {
			out = append(out, listName(l, i+1))
		}
	}
	return out
}

// numbered is a number of the edition.
type numbered struct {
	Number      sijill.Number
	IsWithdrawn bool
	HasPicture  bool
	Original    sijill.Number // what it is made of, "" for most
}

// numbers lists the numbers of a kind, "" for all.
func (e *Edition) numbers(ctx context.Context, kind string) ([]numbered, error) {
	rows, err := e.db.QueryContext(ctx, `SELECT number, state, json_extract(json, '$.pictures') IS NOT NULL, ifnull(json_extract(json, '$.original.number'), '')
		FROM document WHERE ?1='' OR kind=?1 ORDER BY number`, kind)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []numbered
	for rows.Next() {
		var n numbered
		var state string
		if err := rows.Scan(&n.Number, &state, &n.HasPicture, &n.Original); err != nil {
			return nil, err
		}
		n.IsWithdrawn = state != ""
		out = append(out, n)
	}
	return out, rows.Err()
}

// plain makes what is of no language.
func (s *site) plain(ctx context.Context, address string) (answer, bool, error) {
	switch address {
	case "/":
		p := s.newPage(english, "")
		p.address, p.Sheet, p.Title = "/", "choice", firstOf(s.edition.Head.Titles, english)
		a, err := s.make(p)
		return a, true, err
	case "/style.css":
		return answer{Type: "text/css; charset=utf-8", Body: slices.Concat(s.fonts.css(), mustRead("style.css"), mustRead("check.css"))}, true, nil
	case "/icon.svg":
		return answer{Type: "image/svg+xml", Body: mustRead("icon.svg")}, true, nil
	case "/robots.txt":
		return answer{Type: "text/plain; charset=utf-8", Body: s.robots()}, true, nil
	case "/sitemap.xml":
		if !s.isAtHome() {
			return answer{}, true, notThere
		}
		a, err := s.sitemap(ctx)
		return a, true, err
	}
	if strings.HasPrefix(address, "/"+fontsDir+"/") {
		a, err := s.fonts.font(address)
		return a, true, err
	}
	if a, ok, err := s.data(ctx, address); ok {
		return a, true, err
	}
	if rest, ok := strings.CutPrefix(address, "/iiif/"); ok && s.isAtHome() {
		number, ok := strings.CutSuffix(rest, "/manifest.json")
		if !ok {
			return answer{}, true, notThere
		}
		a, err := s.manifest(ctx, number)
		return a, true, err
	}
	for _, l := range languages {
		if address == "/"+string(l)+"/feed.atom" {
			a, err := s.feed(ctx, l)
			return a, true, err
		}
	}
	return answer{}, false, nil
}

// isAtHome reports that the edition knows at which address it stands. A sitemap, a
// manifest of IIIF and code to embed name things by their whole addresses and are not
// there without it.
func (s *site) isAtHome() bool { return s.edition.Head.Base != "" }

func (s *site) plainAddresses(numbers []numbered) []string {
	out := []string{"/", "/style.css", "/icon.svg", "/robots.txt"}
	if s.isAtHome() {
		out = append(out, "/sitemap.xml")
	}
	for _, l := range languages {
		out = append(out, fmt.Sprintf("/%s/feed.atom", l))
	}
	out = append(out, s.fonts.addresses()...)
	for _, n := range numbers {
		if n.HasPicture && s.isAtHome() {
			out = append(out, "/iiif/"+string(n.Number)+"/manifest.json")
		}
	}
	return out
}

// NewSite makes the handler of an edition's pages. It keeps nothing of who asks.
func NewSite(e *Edition, o SiteOptions) http.Handler {
	s := newSite(e)
	s.program, s.eye, s.fonts = o.Program, o.Eye, o.Fonts
	return newServer(s, o.Logger)
}
