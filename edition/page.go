package edition

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"sijill.example/sijill"
)

//go:embed templates/*.html style.css check.css icon.svg
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
	base := template.Must(template.New("").Funcs(template.FuncMap{"args": func(p *page, of any) of { return of2(p, of) }}).ParseFS(files, "templates/layout.html", "templates/parts.html"))
	entries, err := files.ReadDir("templates")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".html")
		if name != "layout" && name != "parts" {
			out[name] = template.Must(template.Must(base.Clone()).ParseFS(files, "templates/"+e.Name()))
		}
	}
	return out
}

// of is what a template is given that is about some thing of a page.
type of struct {
	Page *page
	Of   any
}

func of2(p *page, x any) of { return of{p, x} }

// page is what a template is given.
type page struct {
	Sheet  string // the template
	Title  string // in the page's language or the thing's own
	About  string // a sentence for other sites that show a link to the page
	Image  *Picture
	Query  string // what the search box holds
	Status int    // 0 for 200
	Body   any    // the page's own
	Linked any    // of schema.org, for JSON-LD
	// Script is the address of the one module that the page runs, "" for none.
	Script string

	site  *site
	query url.Values
	lang  language
	name  string // below the language
	// versions are the pages that say the same in each language, where that is not the
	// page itself.
	versions map[language]sijill.Number
	address  string // as the server has it
}

func (s *site) newPage(l language, name string) *page {
	return &page{site: s, lang: l, name: name, address: "/" + string(l) + "/" + name}
}

// answer is what stands at an address.
type answer struct {
	Status    int // 0 for 200
	Type      string
	Body      []byte
	HasScript bool   // the page runs the project's own script
	Script    string // which
	IsEmbed   bool   // other sites may show the page in a frame
	IsLasting bool   // what stands at the address never changes
}

func (s *site) make(p *page) (answer, error) {
	var b bytes.Buffer
	layout := "layout"
	if p.Sheet == "embed" {
		layout = "embed"
	}
	if err := s.sheets[p.Sheet].ExecuteTemplate(&b, layout, p); err != nil {
		return answer{}, fmt.Errorf("the page %s cannot be made: %w", p.Sheet, err)
	}
	return answer{Status: p.Status, Type: "text/html; charset=utf-8", Body: b.Bytes(), HasScript: p.Script != "" || p.Sheet == "check", Script: p.Script, IsEmbed: p.Sheet == "embed"}, nil
}

// Lang is the page's language.
func (p *page) Lang() language { return p.lang }

// Archive is what the archive is called.
func (p *page) Archive() []Text { return p.site.edition.Head.Titles }

// Is reports whether the page has the name, below its language.
func (p *page) Is(name string) bool { return p.name == name }

// IsExport reports whether the page is one of a copy in files.
func (p *page) IsExport() bool { return p.site.isExport }

// T gives a phrase of the interface in the page's language.
func (p *page) T(key string) string {
	if w, ok := p.site.words[key]; ok {
		return w.in(p.lang)
	}
	panic("the interface has no phrase " + key)
}

// To links to a page of the same language.
func (p *page) To(name string) string { return p.In(p.lang, name) }

// In links to a page of a language.
func (p *page) In(l language, name string) string {
	return p.site.link(p.address, "/"+string(l)+"/"+name)
}

// File links to what is of no language.
func (p *page) File(address string) string { return p.site.link(p.address, address) }

// Object links to an object.
func (p *page) Object(name string) string { return p.File("/objects/" + name) }

// Absolute is the whole address of something, where the edition knows its own.
func (p *page) Absolute(address string) string { return p.site.absolute(address) }

// Here is the page's whole address, "" where the edition does not know its own.
func (p *page) Here() string {
	if p.site.edition.Head.Base == "" || p.Status != 0 {
		return ""
	}
	return p.site.absolute(p.address)
}

func (s *site) absolute(address string) string {
	if s.isExport {
		address = "/" + exportPath(address)
	}
	return strings.TrimSuffix(s.edition.Head.Base, "/") + address
}

// HasManifest reports that what has pictures also has a manifest of IIIF.
func (p *page) HasManifest() bool { return p.site.isAtHome() }

// Embedding is the address at which programs ask how to show the page in another, ""
// where it is about no thing. A copy in files has nobody who would answer.
func (p *page) Embedding() string {
	if _, ok := numberOf(p.name); !ok || p.Status != 0 || p.site.isExport || !p.site.isAtHome() {
		return ""
	}
	return p.site.absolute("/oembed") + "?url=" + url.QueryEscape(p.site.absolute(p.address))
}

// turn is this page in a language.
type turn struct {
	Lang   language
	Name   string
	Href   string
	Whole  string // the whole address
	IsHere bool
}

// Turns are this page in every language.
func (p *page) Turns() []turn {
	var out []turn
	for _, l := range languages {
		name := p.nameIn(l)
		if p.Status != 0 && p.Status != 410 {
			name = "" // what is not there is not there in another language either
		}
		out = append(out, turn{l, p.site.words["self."+string(l)].En, p.In(l, name), p.site.absolute("/" + string(l) + "/" + name), l == p.lang && name == p.name})
	}
	return out
}
