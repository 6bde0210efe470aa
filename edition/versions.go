package edition

import (
	"context"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// version is the article of a page in another language.
type version struct {
	Number sijill.Number
	Name   string // of the language, in itself
	Tag    string
	Dir    string
	Href   string
}

// isArticle reports whether a kind has versions that are things of their own. Those of
// a testimony stand on its own page.
func isArticle(kind string) bool { return kind == "dispatch" || kind == "page" }

func (d *Document) isIn(l language) bool {
	primary, _, _ := strings.Cut(d.Lang, "-")
	return primary == string(l)
}

// versionsOf finds an article in other languages, and lets the page's switch of
// languages lead to them.
func (s *site) versionsOf(ctx context.Context, p *page, d *Document) ([]version, error) {
	if !isArticle(d.Kind()) {
		return nil, nil
	}
	var out []version
	p.versions = map[language]sijill.Number{}
	for _, l := range languages {
		if d.isIn(l) {
			p.versions[l] = d.Number
		}
	}
	for _, r := range d.Related {
		if r.Rel != "translation" {
			continue
		}
		other, err := s.edition.Document(ctx, r.Number)
		if sijill.ClassOf(err) == sijill.NotFound || err == nil && other.Withdrawn != "" {
			continue
		}
		if err != nil {
			return nil, err
		}
		v := version{Number: other.Number, Name: p.Language(other.Lang), Tag: tagOf(other.Lang), Dir: p.lang.Dir(), Href: p.To(string(other.Number))}
		for _, l := range languages {
			if !other.isIn(l) {
				continue
			}
			v.Name, v.Dir, v.Href = s.words["self."+string(l)].En, l.Dir(), p.In(l, string(other.Number))
			if p.versions[l] == "" {
				p.versions[l] = other.Number
			}
		}
		if v.Name == "" {
			v.Name = string(v.Number)
		}
		out = append(out, v)
	}
	return out, nil
}

// nameIn is the name of the page in a language: that of another article where the
// page's is a version of it.
func (p *page) nameIn(l language) string {
	if n := p.versions[l]; n != "" {
		return string(n)
	}
	return p.name
}

// origins are the articles that others translate.
type origins map[sijill.Number]sijill.Number

// root is what all versions of an article go back to.
func (o origins) root(n sijill.Number) sijill.Number {
	for range o {
		up := o[n]
		if up == "" {
			break
		}
		n = up
	}
	return n
}

// articles counts articles by kind: of several versions one.
func articles(list []numbered) map[string]int {
	of := origins{}
	for _, n := range list {
		if isArticle(n.Number.Kind()) && !n.IsWithdrawn {
			of[n.Number] = n.Original
		}
	}
	roots := map[sijill.Number]bool{}
	out := map[string]int{}
	for n := range of {
		if root := of.root(n); !roots[root] {
			roots[root] = true
			out[n.Kind()]++
		}
	}
	return out
}

// oneOfEach takes of several versions of an article the one in the language, or else
// the original, and leaves them in their order.
func oneOfEach(all []*Document, l language) []*Document {
	of := origins{}
	for _, d := range all {
		if isArticle(d.Kind()) && d.Original != nil {
			of[d.Number] = d.Original.Number
		}
	}
	rank := func(d *Document) int {
		switch {
		case d.isIn(l):
			return 2
		case of[d.Number] == "":
			return 1
		}
		return 0
	}
	best := map[sijill.Number]*Document{}
	for _, d := range all {
		root := of.root(d.Number)
		if b := best[root]; b == nil || rank(d) > rank(b) {
			best[root] = d
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(d *Document) bool { return best[of.root(d.Number)] != d })
}
