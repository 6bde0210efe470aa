package edition

import (
	"path"
	"strconv"

	"sijill.example/sijill"
)

// Main lists the names of the pages to which every page leads.
func (p *page) Main() []string {
	return []string{"dispatches", "incidents", "testimonies", "exhibits", "sources", "timeline", "map", "check"}
}

// Foot lists the names of the pages that stand at the end of every page.
func (p *page) Foot() []string { return []string{"register", "about", "terms", "privacy", "surrender"} }

// NameOf is what a page is called.
func (p *page) NameOf(name string) string {
	for _, l := range lists {
		if l.name == name {
			return p.T("kind." + l.kind)
		}
	}
	return p.T(name)
}

// ListOf names the page that lists the documents of a kind.
func (p *page) ListOf(kind string) string {
	for _, l := range lists {
		if l.kind == kind {
			return l.name
		}
	}
	return ""
}

// AsRef names the document itself.
func (d *Document) AsRef() Ref { return Ref{Number: d.Number, Titles: d.Titles} }

// Number writes a number, in the digits that the archive's texts have.
func (p *page) Number(n int) string { return p.Number64(int64(n)) }

// Number64 is Number.
func (p *page) Number64(n int64) string { return strconv.FormatInt(n, 10) }

// Bytes writes a size.
func (p *page) Bytes(n int64) string {
	switch {
	case n >= 1e6:
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
	case n >= 1e3:
		return strconv.FormatInt(n/1e3, 10) + " kB"
	}
	return strconv.FormatInt(n, 10) + " B"
}

// Notice warns of a picture.
func (p *page) Notice(word string) string {
	return p.T("notice." + wordOr(word, "other", "graphic", "distress"))
}

// ClaimType is a word for which there is a phrase.
func (p *page) ClaimType(word string) string { return wordOr(word, "other", sijill.ClaimTypes()...) }

// ListWord is a word for which there is a phrase.
func (p *page) ListWord(word string) string {
	return wordOr(word, "other", "works", "films", "exhibitions", "collections", "awards")
}

// PlaceWord is a word for which there is a phrase.
func (p *page) PlaceWord(word string) string { return wordOr(word, "occurred", "captured", "shown") }

// DownloadWord is a word for which there is a phrase. An entry that is the proof of a
// text of which passages are withheld shows what stands in it; another shows only that
// the thing was entered.
func (p *page) DownloadWord(d Download) string {
	if d.What == "entry" && path.Base(d.Object) == "entered.json" {
		return "entered"
	}
	return wordOr(d.What, "text", "copy", "original", "proof", "entry")
}

// How says how a thing bears on a claim.
func (p *page) How(word string) string { return p.T("how." + wordOr(word, "other", hows...)) }

// Named says whether a source's name is its own.
func (p *page) Named(word string) string {
	if _, ok := p.site.words["named."+word]; ok {
		return p.T("named." + word)
	}
	return ""
}

// Custody says what was done.
func (p *page) Custody(kind string) string {
	if _, ok := p.site.words["custody."+kind]; ok {
		return p.T("custody." + kind)
	}
	return p.T("custody.other")
}

// Victim is to whom something was done: a word of the thesaurus, or words.
func (p *page) Victim(texts []Text) *said {
	s := p.Say(texts)
	if s == nil {
		return nil
	}
	for _, c := range sijill.Scheme("victims") {
		if c.Word == s.Text {
			return &said{p.Concept("victims", s.Text), string(p.lang), p.lang.Dir()}
		}
	}
	return s
}

// IsProved reports whether the page tells how what is withheld is proved.
func (p *page) IsProved() bool {
	b, ok := p.Body.(*leaf)
	return ok && b.Redacted != nil
}

// Key is the key of the archive, as a check wants it.
func (p *page) Key() string { return p.site.edition.Head.VerifierKey }

// FileOf is what an object is called on a reader's own disk.
func (p *page) FileOf(n sijill.Number, object string) string {
	return string(n) + "-" + path.Base(object)
}
