package edition

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Atom, RFC 4287.
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Author   atomPerson  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Updated   string   `xml:"updated"`
	Published string   `xml:"published"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary,omitempty"`
}

// inFeed is how many documents a feed has.
const inFeed = 50

// feed lists what was released last. Its times are days, as far as the public knows.
func (s *site) feed(ctx context.Context, l language) (answer, error) {
	p := s.newPage(l, "feed.atom")
	var all []*Document
	for d, err := range s.edition.Documents(ctx, Filter{}) {
		if err != nil {
			return answer{}, err
		}
		if k := d.Kind(); k != "place" && k != "source" && k != "translation" {
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b *Document) int { return -compare(a, b) })
	all = all[:min(len(all), inFeed)]
	home := "/" + string(l) + "/"
	f := atomFeed{Lang: string(l), ID: s.permanent(home), Title: clean(firstOf(s.edition.Head.Titles, l)), Subtitle: p.T("what.this.is"), Updated: s.edition.Head.Built + "T00:00:00Z",
		Author: atomPerson{clean(firstOf(s.edition.Head.Titles, l))},
		Links:  []atomLink{{"self", "application/atom+xml", s.absolute(p.address)}, {"alternate", "text/html", s.absolute(home)}}}
	for _, d := range all {
		e := atomEntry{ID: s.permanent("/" + string(d.Number)), Title: clean(p.Name(Ref{Number: d.Number, Titles: d.Titles}).Text), Published: d.Released + "T00:00:00Z",
			Updated: max(d.Released, d.Revised) + "T00:00:00Z", Link: atomLink{"alternate", "text/html", s.absolute(home + string(d.Number))}, Summary: clean(p.summary(d))}
		f.Entries = append(f.Entries, e)
	}
	return asXML("application/atom+xml; charset=utf-8", f)
}

// permanent names something for ever, wherever the site stands.
func (s *site) permanent(address string) string {
	if s.edition.Head.Base != "" {
		return s.absolute(address)
	}
	return "urn:sijill:" + url.PathEscape(s.edition.Head.Origin) + strings.ReplaceAll(address, "/", ":")
}

// clean leaves out what XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}

func asXML(mediaType string, v any) (answer, error) {
	b, err := xml.MarshalIndent(v, "", " ")
	return answer{Type: mediaType, Body: append([]byte(xml.Header), append(b, '\n')...)}, err
}

// Sitemaps 0.9, with the other languages of each page.
type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc string `xml:"loc"`
}

// mostInSitemap is how many addresses a sitemap may have.
const mostInSitemap = 50_000

func (s *site) sitemap(ctx context.Context) (answer, error) {
	numbers, err := s.edition.numbers(ctx, "")
	if err != nil {
		return answer{}, err
	}
	var m sitemap
	names := s.names(slices.DeleteFunc(numbers, func(n numbered) bool { return n.IsWithdrawn }))
	slices.Sort(names)
	for _, name := range names {
		if strings.HasPrefix(name, "embed/") || name == "search" {
			continue
		}
		for _, l := range languages {
			if len(m.URLs) < mostInSitemap {
				m.URLs = append(m.URLs, sitemapURL{s.absolute("/" + string(l) + "/" + name)})
			}
		}
	}
	return asXML("application/xml; charset=utf-8", m)
}

func (s *site) robots() []byte {
	out := "User-agent: *\nDisallow: /*/search\nDisallow: /*/embed/\n"
	if s.edition.Head.Base != "" {
		out += "Sitemap: " + s.absolute("/sitemap.xml") + "\n"
	}
	return []byte(out)
}

// embed makes what another site shows in a frame.
func (s *site) embed(ctx context.Context, p *page, number string) error {
	n, ok := numberOf(number)
	if !ok {
		return notThere
	}
	d, err := s.edition.Document(ctx, n)
	if err != nil {
		return err
	}
	if d.Withdrawn != "" {
		p.Sheet, p.Status, p.Title = "withdrawn", http.StatusGone, p.T("withdrawn")
		p.Body = withdrawn{d.Number, d.Withdrawn}
		return nil
	}
	p.Sheet, p.Title = "embed", p.Name(Ref{Number: n, Titles: d.Titles}).Text
	p.Body = p.inset(d, "")
	return nil
}

// oembed answers which code shows a page of this site in another one (oEmbed 1.0).
func (v *server) oembed(w http.ResponseWriter, r *http.Request) {
	asked, err := url.Parse(r.URL.Query().Get("url"))
	base := v.site.edition.Head.Base
	if err != nil || base == "" || !strings.HasPrefix(asked.String(), strings.TrimSuffix(base, "/")+"/") {
		v.fail(w, r, notThere)
		return
	}
	if f := r.URL.Query().Get("format"); f != "" && f != "json" {
		v.refuse(w, r, http.StatusNotImplemented)
		return
	}
	l := languageOf(r.Header.Get("Accept-Language"))
	tag, name, ok := strings.Cut(strings.TrimPrefix(asked.String(), strings.TrimSuffix(base, "/")+"/"), "/")
	if !ok {
		name = tag
	} else if l = language(tag); !l.isKnown() {
		v.fail(w, r, notThere)
		return
	}
	n, ok := numberOf(name)
	if !ok {
		v.fail(w, r, notThere)
		return
	}
	d, err := v.site.edition.Document(r.Context(), n)
	if err != nil || d.Withdrawn != "" {
		v.fail(w, r, notThere)
		return
	}
	p := v.site.newPage(l, string(n))
	p.Title = p.Name(Ref{Number: n, Titles: d.Titles}).Text
	out := map[string]any{"version": "1.0", "type": "rich", "title": p.Title, "provider_name": firstOf(v.site.edition.Head.Titles, l), "provider_url": v.site.absolute("/"),
		"html": p.EmbedCode(n), "width": 560, "height": 520}
	if who := p.Say(d.Credit); who != nil {
		out["author_name"] = who.Text
	}
	if thumb := pictureOf(d, "thumb"); thumb != nil && len(d.Notices) == 0 {
		out["thumbnail_url"], out["thumbnail_width"], out["thumbnail_height"] = v.site.absolute("/objects/"+thumb.Object), thumb.Width, thumb.Height
	}
	b, err := json.Marshal(out)
	if err != nil {
		v.fail(w, r, err)
		return
	}
	v.bytes(w, r, "application/json", b)
}

// manifest makes the IIIF Presentation 3 manifest of what has pictures, each as it
// is, without an image service.
func (s *site) manifest(ctx context.Context, number string) (answer, error) {
	n, ok := numberOf(number)
	if !ok {
		return answer{}, notThere
	}
	d, err := s.edition.Document(ctx, n)
	if err != nil {
		return answer{}, err
	}
	b := &leaf{Document: d}
	b.pictures()
	if b.View == nil {
		return answer{}, notThere
	}
	id := s.absolute("/iiif/" + string(n))
	m := map[string]any{"@context": "http://iiif.io/api/presentation/3/context.json", "id": id + "/manifest.json", "type": "Manifest", "label": said3(d.Titles, string(n)),
		"homepage": []any{map[string]any{"id": s.absolute("/" + string(n)), "type": "Text", "label": map[string]any{"none": []string{string(n)}}, "format": "text/html"}}}
	if len(d.Context) > 0 {
		m["summary"] = said3(d.Context, "")
	}
	if len(d.Credit) > 0 {
		m["requiredStatement"] = map[string]any{"label": map[string]any{"en": []string{"Credit"}, "ar": []string{"النسبة"}, "fr": []string{"Crédit"}}, "value": said3(d.Credit, "")}
	}
	if u := licence(d.Terms); u != "" && (strings.Contains(u, "creativecommons.org/") || strings.Contains(u, "rightsstatements.org/")) {
		m["rights"] = strings.Replace(u, "https://", "http://", 1)
	}
	var canvases []any
	for i, pic := range append([]Picture{*b.View}, b.Sheets...) {
		canvas := id + "/canvas/" + string(rune('a'+i%26)) + strings.Repeat("z", i/26)
		body := map[string]any{"id": s.absolute("/objects/" + pic.Object), "type": "Image", "format": pic.Type, "width": pic.Width, "height": pic.Height}
		canvases = append(canvases, map[string]any{"id": canvas, "type": "Canvas", "label": map[string]any{"none": []string{pic.Role}}, "width": pic.Width, "height": pic.Height,
			"items": []any{map[string]any{"id": canvas + "/page", "type": "AnnotationPage", "items": []any{
				map[string]any{"id": canvas + "/picture", "type": "Annotation", "motivation": "painting", "target": canvas, "body": body}}}}})
	}
	m["items"] = canvases
	out, err := json.Marshal(m)
	return answer{Type: `application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"`, Body: append(out, '\n')}, err
}

// said3 writes texts as IIIF has them.
func said3(texts []Text, otherwise string) map[string][]string {
	out := map[string][]string{}
	for _, t := range texts {
		tag := tagOf(t.Lang)
		if tag == "" {
			tag = "none"
		}
		out[tag] = append(out[tag], html.EscapeString(saidOf(t).Text))
	}
	if len(out) == 0 && otherwise != "" {
		out["none"] = []string{otherwise}
	}
	return out
}

// licence is the address of a licence, where the terms are one.
func licence(terms []Text) string {
	for _, t := range terms {
		if s := saidOf(t); s.IsLink() {
			return s.Text
		}
	}
	return ""
}
