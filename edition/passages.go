package edition

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// passages looks up, for a page, where a selector points.
type passages struct {
	site *site
	ctx  context.Context
	seen map[sijill.Number]*Document
	err  error
}

func (s *site) passages(ctx context.Context) *passages {
	return &passages{site: s, ctx: ctx, seen: map[sijill.Number]*Document{}}
}

// document gives nil for what is not there.
func (x *passages) document(n sijill.Number) *Document {
	if d, ok := x.seen[n]; ok {
		return d
	}
	d, err := x.site.edition.Document(x.ctx, n)
	switch {
	case sijill.ClassOf(err) == sijill.NotFound:
		d = nil
	case err != nil:
		x.err = err
		return nil
	case d.Withdrawn != "":
		d = nil
	}
	x.seen[n] = d
	return d
}

// find gives the document on whose page a passage stands, the id of its segment, and
// whether it is of a translation that was made before the original was changed.
func (x *passages) find(of sijill.Number, s *Selector) (on sijill.Number, segment string, isStale bool) {
	if s == nil || s.Quote == "" && s.Segment == "" {
		return of, "", false
	}
	d := x.document(of)
	translation := sijill.Number("")
	if d != nil && d.Kind() == "translation" && d.Original != nil {
		translation = of
		d = x.document(d.Original.Number)
	}
	if d == nil {
		return of, "", false
	}
	quote := folded(s.Quote)
	for _, t := range d.Translations {
		isIn := translation == t.Number || translation == "" && s.Lang == t.Lang && s.Lang != d.Lang
		if !isIn || quote == "" {
			continue
		}
		for _, part := range t.Segments {
			if strings.Contains(folded(part.Text), quote) && (s.Segment == "" || translation != "" || slices.Contains(part.Of, s.Segment)) {
				return d.Number, first(part.Of), part.Stale
			}
		}
	}
	for _, part := range d.Segments {
		if part.ID == s.Segment && translation == "" || quote != "" && strings.Contains(folded(part.Text), quote) {
			return d.Number, part.ID, false
		}
	}
	return d.Number, "", false
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// anchorOf names a segment within the page of its document; "" where its id is not
// made of what ids are made of.
func anchorOf(segment string) string {
	if segment == "" || len(segment) > 100 || strings.Trim(segment, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return ""
	}
	return "s-" + segment
}

// fragment is the part of an address that leads to a segment, where it has an anchor,
// and within it to words. Browsers that know nothing of the second still go to the
// first (WICG, "URL Fragment Text Directives").
func fragment(segment, words string) string {
	anchor := anchorOf(segment)
	list := strings.Fields(words)
	if len(list) == 0 {
		if anchor == "" {
			return ""
		}
		return "#" + anchor
	}
	text := url.QueryEscape(strings.Join(list[:min(6, len(list))], " "))
	return "#" + anchor + ":~:text=" + strings.NewReplacer("+", "%20", "-", "%2D").Replace(text)
}
