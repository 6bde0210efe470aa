package media

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// maxToken is the longest tag or text that is read of a page, in bytes.
const maxToken = 1 << 20

// readHTML reads title, language, dates and the text of a page. Scripts, styles
// and templates are left out; marks of direction in the text are kept.
func (l *look) readHTML() {
	b := l.src.upTo(0, maxPiece)
	if int64(len(b)) < l.src.size {
		l.notDone("text", "only the first 4 MiB of the page are read")
	}
	text := ""
	if _, _, ok := byteOrderMark(b); ok {
		text, l.TextEncoding = decodeText(b)
	} else if name := metaCharset(b); name != "" {
		text, l.TextEncoding = decodeNamed(b, name)
	} else {
		text, l.TextEncoding = decodeText(b)
	}
	l.pageText(strings.NewReader(text))
}

// metaCharset finds charset= in the first 1,024 bytes, as the WHATWG says.
func metaCharset(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 1024)])
	_, after, ok := bytes.Cut(head, []byte("charset="))
	if !ok {
		return ""
	}
	after = bytes.TrimLeft(after, `"' `)
	end := bytes.IndexAny(after, "\"' ;/>\r\n")
	if end < 0 {
		return ""
	}
	return string(after[:end])
}

// page gathers what a page says while it is read.
type page struct {
	title     string
	inTitle   bool
	skip      int    // depth within what is not shown
	skipped   string // the element that began it
	hasScript bool
}

func (l *look) pageText(r io.Reader) {
	z := html.NewTokenizer(r)
	z.SetMaxBuf(maxToken)
	var out textBuilder
	var p page
	for !out.full() {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				l.notDone("the rest of the page", "one of its tags is too long")
			}
			l.endPage(&p, &out)
			return
		case html.TextToken:
			if p.inTitle {
				p.title += string(z.Text())
				p.title = cut(p.title, maxValue)
			} else if p.skip == 0 {
				out.add(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			l.startTag(z, &p, &out, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			endTag(string(name), &p, &out)
		}
	}
	l.endPage(&p, &out)
}

func (l *look) endPage(p *page, out *textBuilder) {
	l.claim("HTML", "title", strings.Join(strings.Fields(p.title), " "))
	if p.hasScript {
		l.never("scripts in the page", "scripts are never run")
	}
	l.addText(out.String())
}

func isHidden(name string) bool {
	switch name {
	case "script", "style", "template", "noscript", "iframe", "object", "svg":
		return true
	}
	return false
}

func isBlock(name string) bool {
	switch name {
	case "p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section",
		"article", "header", "footer", "nav", "aside", "blockquote", "pre", "hr", "dt", "dd", "figure", "figcaption", "title", "body":
		return true
	}
	return false
}

func (l *look) startTag(z *html.Tokenizer, p *page, out *textBuilder, alone bool) {
	raw, more := z.TagName()
	name := string(raw)
	attrs := map[string]string{}
	for i := 0; more && i < maxXMLAttrs; i++ {
		var k, v []byte
		k, v, more = z.TagAttr()
		if len(attrs) < 20 {
			if _, have := attrs[string(k)]; !have {
				attrs[string(k)] = cut(string(v), maxValue)
			}
		}
	}
	if isBlock(name) {
		out.line()
	} else if name == "td" || name == "th" {
		out.space()
	}
	switch {
	case name == "script":
		p.hasScript = true
		fallthrough
	case isHidden(name):
		if !alone && (p.skip == 0 || name == p.skipped) {
			p.skip++
			p.skipped = name
		}
	case p.skip > 0:
	case name == "title":
		p.inTitle = p.title == ""
	case name == "html":
		l.claim("HTML", "lang", attrs["lang"])
		l.claim("HTML", "dir", attrs["dir"])
	case name == "meta":
		l.metaTag(attrs)
	case name == "time":
		l.isoTime(Published, "HTML", "time", attrs["datetime"])
	case name == "link" && attrs["rel"] == "canonical":
		l.claim("HTML", "canonical", attrs["href"])
	case name == "img":
		if alt := attrs["alt"]; alt != "" {
			out.space()
			out.add(alt)
			out.space()
		}
	}
}

func endTag(name string, p *page, out *textBuilder) {
	switch {
	case p.skip > 0 && name == p.skipped:
		p.skip--
	case name == "title":
		p.inTitle = false
	}
	if isBlock(name) {
		out.line()
	}
}

// metaTag sorts the fields of the head that tell a time or a name.
func (l *look) metaTag(attrs map[string]string) {
	name := attrs["property"]
	if name == "" {
		name = attrs["name"]
	}
	if name == "" {
		name = attrs["itemprop"]
	}
	value := attrs["content"]
	switch key := strings.ToLower(name); key {
	case "article:published_time", "datepublished", "date", "pubdate", "publishdate", "dc.date.issued", "dcterms.issued", "citation_publication_date", "og:published_time":
		l.looseTime(Published, "HTML", key, value)
	case "article:modified_time", "datemodified", "last-modified", "dcterms.modified", "og:updated_time":
		l.looseTime(Modified, "HTML", key, value)
	case "dc.date", "dcterms.created", "dc.date.created", "datecreated":
		l.looseTime(Created, "HTML", key, value)
	case "author", "article:author", "dc.creator", "twitter:creator":
		l.identity("HTML", key, value)
	case "description", "keywords", "og:title", "og:description", "og:site_name", "og:url", "og:type", "generator", "dc.title", "dc.language":
		l.claim("HTML", key, value)
	}
}
