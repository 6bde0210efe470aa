package desk

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed templates/*.html style.css meaning.css icon.svg
var files embed.FS

func mustRead(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded: a build that lacks it cannot exist
	}
	return b
}

// sheets are the templates by the page's name; each is the layout with one body.
type sheets map[string]*template.Template

func parseSheets() sheets {
	out := sheets{}
	base := template.Must(template.New("").Funcs(template.FuncMap{"next": func(i int) int { return i + 1 }, "args": func(p *page, of any) listed { return listed{p, of} }}).ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/looking.html", "templates/meaning.html", "templates/weighed.html", "templates/agreed.html"))
	for _, name := range []string{"holdings", "find", "item", "register", "entry", "consents", "problem"} {
		out[name] = template.Must(template.Must(base.Clone()).ParseFS(files, "templates/"+name+".html"))
	}
	return out
}

// listed is what a template is given that is about some thing of a page.
type listed struct {
	Page *page
	Of   any
}

// page is what a template is given.
type page struct {
	Sheet   string // the template
	Title   string // of the document, in the page's language or the thing's own
	Archive string
	Query   string // what the search box holds
	Status  int
	Body    any // the page's own

	lang     language
	explicit bool // the address says which language
	path     string
	query    url.Values
	words    map[string]phrase
}

func (d *desk) newPage(r *http.Request) *page {
	p := &page{Archive: d.archive.Name, path: r.URL.Path, query: r.URL.Query(), words: d.words}
	p.lang, p.explicit = languageOf(p.query.Get("lang"), r.Header.Get("Accept-Language"))
	return p
}

func (d *desk) send(w http.ResponseWriter, status int, p *page) error {
	var b bytes.Buffer
	if err := d.sheets[p.Sheet].ExecuteTemplate(&b, "layout", p); err != nil {
		return fmt.Errorf("the page %s cannot be made: %w", p.Sheet, err)
	}
	w.Header().Set("Content-Language", string(p.lang))
	w.Header().Set("Vary", "Accept-Language")
	return write(w, status, "text/html; charset=utf-8", b.Bytes())
}

// Lang is the BCP 47 tag of the page's language.
func (p *page) Lang() string { return string(p.lang) }

// Dir is the page's direction.
func (p *page) Dir() string { return p.lang.direction() }

// Other is the tag of the language that the switch leads to, and its direction.
func (p *page) Other() language { return p.lang.other() }

// Explicit reports whether links carry the language on.
func (p *page) Explicit() bool { return p.explicit }

// T gives a phrase of the interface in the page's language.
func (p *page) T(key string) string {
	if w, ok := p.words[key]; ok {
		return w.in(p.lang)
	}
	panic("the interface has no phrase " + key)
}

// To makes a link to a page, with the pairs of its query. A pair whose value is
// empty is left out.
func (p *page) To(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if p.explicit {
		q.Set("lang", string(p.lang))
	}
	return address(path, q)
}

// Switch links to this page in the other language.
func (p *page) Switch() string {
	q := url.Values{}
	for _, name := range []string{"q", "kind", "after", "from", "f", "expand", "disagree"} {
		if v := p.query[name]; len(v) > 0 && v[0] != "" {
			q[name] = v
		}
	}
	q.Set("lang", string(p.lang.other()))
	path := p.path
	if !strings.HasPrefix(path, "/") || p.Status != 0 {
		path = "/" // what is not there is not there in the other language either
	}
	return address(path, q)
}

func address(path string, q url.Values) string {
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// Shown makes a text of the archive fit to be shown.
func (p *page) Shown(s string) shown { return textOf(s, "") }
