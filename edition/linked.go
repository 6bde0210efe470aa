package edition

import (
	"strings"

	"sijill.example/sijill"
)

// node is a thing of schema.org.
type node map[string]any

func (n node) set(name string, v any) {
	switch x := v.(type) {
	case string:
		if x == "" {
			return
		}
	case *said:
		if x == nil {
			return
		}
		v = x.Text
	case []any:
		if len(x) == 0 {
			return
		}
	case node:
		if x == nil {
			return
		}
	case nil:
		return
	}
	n[name] = v
}

func (s *site) linkedSite(p *page) node {
	n := node{"@context": "https://schema.org", "@type": "ArchiveOrganization", "name": firstOf(p.Archive(), p.lang)}
	if s.edition.Head.Base != "" {
		n["url"] = s.absolute("/" + string(p.lang) + "/")
	}
	n["description"] = p.T("what.this.is")
	return n
}

var linkedTypes = map[string]string{"dispatch": "NewsArticle", "page": "Article", "testimony": "Quotation", "statement": "Statement", "incident": "Event", "place": "Place",
	"work": "Collection", "claim": "Claim", "redaction": "ImageObject", "translation": "CreativeWork"}

// linked tells machines of a document what the page tells readers, and no more.
func (s *site) linked(p *page, b *leaf) node {
	d := b.Document
	kind := linkedTypes[d.Kind()]
	switch {
	case kind == "Statement":
		kind = "CreativeWork"
	case d.Kind() == "exhibit" && b.View != nil:
		kind = "Photograph"
	case d.Kind() == "source" && d.IsGroup:
		kind = "Organization"
	case d.Kind() == "source":
		kind = "Person"
	case kind == "":
		kind = "CreativeWork"
	}
	n := node{"@context": "https://schema.org", "@type": kind, "identifier": string(d.Number), "name": p.Title}
	n.set("url", s.whole("/"+string(p.lang)+"/"+string(d.Number)))
	n.set("@id", s.whole("/"+string(d.Number)))
	switch kind {
	case "Event", "Place", "Person", "Organization":
		n.set("description", p.Say(d.Lead))
	default:
		n.set("inLanguage", tagOf(d.Lang))
		n.set("datePublished", d.Released)
		n.set("dateModified", d.Revised)
		n.set("creditText", p.Say(d.Credit))
		n.set("license", licence(d.Terms))
		n.set("abstract", p.Say(d.Lead))
	}
	if b.View != nil {
		n.set("image", s.linkedPicture(p, d, *b.View))
	}
	s.linkedTimes(n, d)
	if at := s.linkedPlace(p, d); at != nil {
		switch kind {
		case "Event":
			n["location"] = at
		case "Place":
			n.set("geo", at["geo"])
		case "Person", "Organization":
		default:
			n["contentLocation"] = at
		}
	}
	if who := p.author(d); who != nil {
		switch kind {
		case "Event", "Place", "Person", "Organization", "Claim":
		case "Quotation":
			n["spokenByCharacter"] = who
		case "Photograph", "ImageObject":
			n["creator"] = who
		default:
			n["author"] = who
		}
	}
	if d.Translator != "" {
		n["translator"] = node{"@type": "Person", "name": sijill.Printable(d.Translator)}
	}
	if kind == "Claim" {
		s.linkedClaim(p, n, b)
	}
	return n
}

func (p *page) author(d *Document) node {
	who := p.Say(d.Byline)
	if who == nil {
		who = p.Say(d.SaidBy)
	}
	if who == nil {
		return nil
	}
	n := node{"@type": "Person", "name": who.Text}
	if d.Source != nil {
		n.set("url", p.site.whole("/"+string(p.lang)+"/"+string(d.Source.Number)))
	}
	return n
}

// linkedClaim tells of a claim who says it. It gives no rating: a verdict here counts
// voices, and does not say what is true.
func (s *site) linkedClaim(p *page, n node, b *leaf) {
	n.set("text", p.Title)
	n.set("description", p.Say(b.Document.Claim.Verdict))
	var says []any
	for _, x := range b.Document.Bearings {
		if x.How == "supports" {
			a := node{"@type": "CreativeWork", "name": p.Name(x.Of).Text}
			a.set("url", s.whole("/"+string(p.lang)+"/"+string(x.Of.Number)))
			says = append(says, a)
		}
	}
	n.set("appearance", says)
	if about := b.Document.Claim.About; about != nil {
		a := node{"@type": "Event", "name": p.Name(*about).Text}
		a.set("url", s.whole("/"+string(p.lang)+"/"+string(about.Number)))
		n["about"] = a
	}
}

func (s *site) linkedPicture(p *page, d *Document, pic Picture) node {
	n := node{"@type": "ImageObject", "encodingFormat": pic.Type, "width": pixels(pic.Width), "height": pixels(pic.Height)}
	n.set("contentUrl", s.whole("/objects/"+pic.Object))
	n.set("creditText", p.Say(d.Credit))
	n.set("license", licence(d.Terms))
	n.set("acquireLicensePage", s.whole("/"+string(p.lang)+"/"+string(d.Number)))
	n.set("caption", p.Say(d.Context))
	return n
}

// pixels is a measure; E37 is the pixel's code in UN/CEFACT's list of units.
func pixels(n int) node {
	return node{"@type": "QuantitativeValue", "value": n, "unitCode": "E37"}
}

// linkedTimes gives times that ISO 8601 can say; EDTF says more.
func (s *site) linkedTimes(n node, d *Document) {
	for _, t := range d.Dates {
		name := map[string]string{"occurred": "startDate", "captured": "dateCreated", "recorded": "dateCreated", "made": "dateCreated"}[t.What]
		if name == "startDate" && n["@type"] != "Event" {
			name = "temporal"
		}
		if date, err := sijill.ParseDate(t.EDTF); name == "" || err != nil || date.IsInterval() || strings.ContainsAny(t.EDTF, "?~%X") || date.Precision() == sijill.PrecisionSeason {
			continue
		}
		if n[name] == nil {
			n[name] = t.EDTF
		}
	}
}

func (s *site) linkedPlace(p *page, d *Document) node {
	for _, at := range d.Places {
		n := node{"@type": "Place"}
		if at.Ref != nil {
			n.set("name", p.Name(*at.Ref).Text)
		} else {
			n.set("name", p.Say(at.Words))
		}
		if at.Lat != nil && at.Lon != nil {
			n["geo"] = node{"@type": "GeoCoordinates", "latitude": *at.Lat, "longitude": *at.Lon}
		}
		if len(n) > 1 {
			return n
		}
	}
	return nil
}

// whole is the whole address of something, "" where the edition does not know its
// own.
func (s *site) whole(address string) string {
	if s.edition.Head.Base == "" {
		return ""
	}
	return s.absolute(address)
}
