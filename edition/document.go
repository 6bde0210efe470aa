package edition

import (
	"context"
	"html/template"
	"net/http"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"sijill.example/sijill"
)

// leaf is the body of a document's page.
type leaf struct {
	*Document
	Kind    string
	Dates   []dateLine
	View    *Picture  // shown large
	Sheets  []Picture // further pictures: pages of a paper, a sheet of a film
	Article *article
	Also    []version // the article in other languages
	Reading *reading  // a testimony or a statement
	Sides   []side    // of a claim
	Claims  []claimRow
	Map     *chart
	Groups  []group // of related documents
	Cite    string
	Embed   string
	Bears   []bears
	Acts    []actLine
	Moments []moment // of an incident, what is about it in the order of time
}

// group is related documents of one relation.
type group struct {
	Rel  string
	Refs []Related
}

// bears is a claim on which a document bears.
type bears struct {
	Bears
	Standing string
}

// withdrawn is the body of the page of what was in the edition once.
type withdrawn struct {
	Number sijill.Number
	Day    string
}

// numberOf reads a number in its one spelling.
func numberOf(name string) (sijill.Number, bool) {
	n, err := sijill.ParseNumber(name)
	return n, err == nil && string(n) == name
}

func (s *site) document(ctx context.Context, p *page) error {
	n, ok := numberOf(p.name)
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
	b := &leaf{Document: d, Kind: d.Kind(), Dates: p.datesOf(d)}
	b.pictures()
	if len(d.Body) > 0 {
		if b.Article, err = s.article(ctx, p, d); err != nil {
			return err
		}
	}
	if len(d.Segments) > 0 {
		b.Reading = p.reading(d)
	}
	x := s.passages(ctx)
	if d.Claim != nil {
		b.Sides = p.sides(x, d.Bearings)
	}
	if b.Claims = p.claimRows(x, d.Claims); x.err != nil {
		return x.err
	}
	b.Acts = p.acts(d.Acts)
	for _, on := range d.BearsOn {
		b.Bears = append(b.Bears, bears{Bears: on})
	}
	if b.Map, err = s.chartOf(ctx, p, d); err != nil {
		return err
	}
	if b.Kind == "incident" {
		if b.Moments, err = s.momentsOf(ctx, p, d); err != nil {
			return err
		}
	}
	if b.Also, err = s.versionsOf(ctx, p, d); err != nil {
		return err
	}
	b.group()
	b.Cite = p.citation(d)
	if b.View != nil && len(d.Notices) == 0 {
		p.Image = b.View
	}
	p.Sheet, p.Title = "document", p.Name(Ref{Number: d.Number, Titles: d.Titles}).Text
	p.About = p.summary(d)
	p.Linked = s.linked(p, b)
	p.Body = b
	return nil
}

func (b *leaf) pictures() {
	for i := range b.Pictures {
		switch pic := &b.Pictures[i]; {
		case pic.Role == "view" && b.View == nil:
			b.View = pic
		case pic.Role == "thumb":
		default:
			b.Sheets = append(b.Sheets, *pic)
		}
	}
	if b.View == nil && len(b.Sheets) > 0 {
		b.View, b.Sheets = &b.Sheets[0], b.Sheets[1:]
	}
}

// relations are in the order in which a reader may want them.
var relations = []string{"item", "incident", "claim", "testimony", "statement", "exhibit", "redaction", "likeness", "cites", "cited-by", "work", "maker", "source",
	"affiliation", "member", "relays", "relayed-by", "earlier", "later", "within", "contains", "place", "dispatch", "translation"}

func (b *leaf) group() {
	told := map[sijill.Number]bool{}
	for _, c := range b.Document.Claims {
		told[c.Number] = true // in the table of claims
	}
	for _, v := range b.Also {
		told[v.Number] = true // above the article
	}
	by := map[string][]Related{}
	for _, r := range b.Related {
		if told[r.Number] || b.Source != nil && r.Number == b.Source.Number {
			continue
		}
		rel := wordOr(r.Rel, "other", relations...)
		by[rel] = append(by[rel], r)
	}
	for _, rel := range append(relations, "other") {
		if len(by[rel]) > 0 {
			b.Groups = append(b.Groups, group{rel, by[rel]})
		}
	}
}

// Items are the pictures of a body of work, in its order.
func (b *leaf) Items() []Related {
	for _, g := range b.Groups {
		if g.Rel == "item" {
			return g.Refs
		}
	}
	return nil
}

// Rest are the relations besides the items.
func (b *leaf) Rest() []group {
	var out []group
	for _, g := range b.Groups {
		if g.Rel != "item" {
			out = append(out, g)
		}
	}
	return out
}

// IsCovered reports whether a reader is asked before the picture is shown.
func (b *leaf) IsCovered() bool { return len(b.Notices) > 0 }

// IsLink reports whether a text is the address of a page, of a licence for instance.
func (t said) IsLink() bool {
	return (strings.HasPrefix(t.Text, "https://") || strings.HasPrefix(t.Text, "http://")) && !strings.ContainsAny(t.Text, " \n\"<>\\")
}

// Host is the part of an address that a reader recognises.
func (t said) Host() string {
	_, rest, _ := strings.Cut(t.Text, "://")
	return strings.TrimSuffix(rest, "/")
}

// FileName is what a download is called, on the reader's own disk.
func (d Download) FileName(n sijill.Number) string { return string(n) + "-" + path.Base(d.Object) }

// citation is how a document may be cited.
func (p *page) citation(d *Document) string {
	var parts []string
	who := p.Say(d.Credit)
	for _, texts := range [][]Text{d.SaidBy, d.Byline} {
		if who == nil {
			who = p.Say(texts)
		}
	}
	if who != nil {
		parts = append(parts, who.Text)
	}
	parts = append(parts, p.Name(Ref{Number: d.Number, Titles: d.Titles}).Text)
	if len(d.Dates) > 0 {
		parts = append(parts, sentence(p.Date(d.Dates[0].EDTF)))
	}
	parts = append(parts, firstOf(p.Archive(), p.lang), string(d.Number))
	if base := p.site.edition.Head.Base; base != "" {
		parts = append(parts, p.site.absolute("/"+string(d.Number)))
	}
	return strings.Join(parts, ". ") + "."
}

// sentence begins with a capital letter, in letters that have them.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// EmbedCode is what another site writes to show the document.
func (p *page) EmbedCode(n sijill.Number) string {
	if p.site.edition.Head.Base == "" {
		return ""
	}
	return `<iframe src="` + template.HTMLEscapeString(p.Absolute("/"+string(p.lang)+"/embed/"+string(n))) + `" title="` + template.HTMLEscapeString(p.Title) +
		`" width="560" height="520" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}

// summary is a sentence about the document for those who see only a link to it.
func (p *page) summary(d *Document) string {
	for _, texts := range [][]Text{d.Lead, d.Context} {
		if s := shorten(p.Say(texts)); s != nil {
			return s.Text
		}
	}
	if d.Claim != nil {
		if s := p.Say(d.Claim.Verdict); s != nil {
			return s.Text
		}
	}
	if s := shorten(p.firstWords(d)); s != nil {
		return s.Text
	}
	return p.T("about." + d.Kind())
}
