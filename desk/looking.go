package desk

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/look"
)

// looking is what there is to look at of an original.
type looking struct {
	Main  *image // the viewing copy, or the loudness of a sound
	Alt   string
	Sheet *image  // frames of a film
	Pages []image // of a document
	Note  string  // where nothing can be looked at, why
}

func (d *desk) looking(ctx context.Context, p *page, t catalog.Thing, seen *look.Seen) (looking, error) {
	var out looking
	if _, ok := digestOf(t); !ok {
		return out, nil
	}
	all, err := d.images(ctx, t)
	if err != nil {
		return out, err
	}
	out.Sheet = roleIn(all, derivative.Sheet)
	for _, i := range all {
		if pageOf(i.Role) > 0 {
			out.Pages = append(out.Pages, i)
		}
	}
	slices.SortFunc(out.Pages, func(a, b image) int { return pageOf(a.Role) - pageOf(b.Role) })
	key := ""
	for _, of := range []string{derivative.View, derivative.Wave} {
		if out.Main = roleIn(all, of); out.Main != nil {
			key = "copy." + of
			break
		}
	}
	switch {
	case out.Main != nil:
		out.Alt = p.T(key) + " " + string(t.Number)
	case seen == nil:
		out.Note = p.T("look.later")
	case out.Sheet == nil && len(out.Pages) == 0:
		out.Note = p.T("look.nopicture")
	}
	return out, nil
}

// PageOf gives the number of the page that a picture is of.
func (i image) PageOf() int { return pageOf(i.Role) }

// reading is the text of a document or a film.
type reading struct {
	Paragraphs []shown
	Cut        bool
	Length     string
}

// maxReading is how much of a text a page shows, in bytes.
const maxReading = 60_000

// readingOf shows a text, each paragraph in its own direction; nil where there is
// none.
func readingOf(text string) *reading {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	r := &reading{Length: count(utf8.RuneCountInString(text))}
	if len(text) > maxReading {
		text, r.Cut = strings.ToValidUTF8(text[:maxReading], ""), true
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for _, part := range strings.Split(text, "\n\n") {
		if part = strings.Trim(part, "\n\f "); part == "" {
			continue
		}
		s := textOf(strings.ReplaceAll(part, "\f", "\n"), "")
		s.Form, s.Dir = "text", sijill.Direction(part)
		r.Paragraphs = append(r.Paragraphs, s)
	}
	return r
}
