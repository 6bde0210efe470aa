package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/corroboration"
)

// Meaning answers what the catalog alone cannot: what is claimed, who may have a
// thing, how a release stands. It is called concurrently.
type Meaning interface {
	// Claims makes the table of an incident, or of one claim.
	Claims(ctx context.Context, n sijill.Number) (corroboration.Table, error)
	// AccessOf gathers what access.Decide has to know.
	AccessOf(ctx context.Context, n sijill.Number) (access.Thing, error)
	// Release tells how a release stands now.
	Release(ctx context.Context, n sijill.Number) (Release, error)
	// Published tells whether the edition has a thing, and how the releases stand that
	// name it.
	Published(ctx context.Context, n sijill.Number) (access.Published, []Release, error)
}

// Release is how it stands with a release.
type Release struct {
	Number     sijill.Number
	Of         sijill.Number
	Public     bool
	Recalled   bool
	Waits      bool     // only a second person's approval is missing
	Because    string   // in one sentence of English
	Second     []string // why a second person is needed
	By         string   // who made it
	ApprovedBy string
	Decision   access.Decision
}

// telling is what one page tells of the meaning of a thing.
type telling struct {
	ctx    context.Context
	desk   *desk
	page   *page
	thing  catalog.Thing
	titles map[sijill.Number]catalog.Thing // what was asked for already
	err    error                           // the first that went wrong
}

func (d *desk) telling(ctx context.Context, p *page, t catalog.Thing) *telling {
	return &telling{ctx: ctx, desk: d, page: p, thing: t, titles: map[sijill.Number]catalog.Thing{}}
}

func (x *telling) fail(err error) {
	if x.err == nil {
		x.err = err
	}
}

// look gives a thing, and false where there is none.
func (x *telling) look(n sijill.Number) (catalog.Thing, bool) {
	t, ok := x.titles[n]
	if !ok {
		var err error
		if t, err = x.desk.archive.Catalog.Thing(x.ctx, n); err != nil && sijill.ClassOf(err) != sijill.NotFound {
			x.fail(err)
		}
		x.titles[n] = t
	}
	return t, t.Number != ""
}

// prepare reads many things at once, where a page is about to name them all.
func (x *telling) prepare(numbers []sijill.Number) {
	all, err := x.desk.archive.Catalog.Numbered(x.ctx, numbers)
	if err != nil {
		x.fail(err)
		return
	}
	maps.Copy(x.titles, all)
}

// ref links to a thing by its number and what it is called.
func (x *telling) ref(s string) shown {
	n, err := sijill.ParseNumber(s)
	if err != nil {
		return lineOf(s)
	}
	out := x.page.linkOf(n)
	t, ok := x.look(n)
	if !ok {
		return monoOf(s) // a link would lead nowhere
	}
	if t.State == catalog.StateErased {
		return out
	}
	if titles := x.titlesOf(t); len(titles) > 0 {
		out.Form, out.Number, out.Text, out.Dir, out.Lang = "thing", out.Text, titles[0].Text, titles[0].Dir, titles[0].Lang
	}
	return out
}

// titlesOf gives the titles of a thing, and of one that has none what it is of.
func (x *telling) titlesOf(t catalog.Thing) []shown {
	if titles := x.page.titlesOf(t); len(titles) > 0 {
		return titles
	}
	var of string
	switch t.Kind {
	case "testimony", "consent", "dispatch":
		of = textIn(t.Fields, "source")
	case "translation", "assessment", "release":
		of = textIn(t.Fields, "of")
	case "restriction":
		if covers := textsIn(t.Fields["covers"]); len(covers) > 0 {
			of = covers[0]
		}
	}
	n, err := sijill.ParseNumber(of)
	if err != nil || n == t.Number {
		return nil
	}
	whole, ok := x.look(n)
	if !ok || whole.State == catalog.StateErased {
		return nil
	}
	called := string(n)
	if titles := x.page.titlesOf(whole); len(titles) > 0 {
		called = titles[0].Text
	}
	return []shown{{Form: "text", Text: x.page.T("one."+t.Kind) + x.page.T("colon") + "\u2068" + called + "\u2069", Dir: x.page.Dir()}}
}

func (x *telling) refs(v any) []shown {
	var out []shown
	for _, s := range textsIn(v) {
		out = append(out, x.ref(s))
	}
	return out
}

// rows shows fields by the schema of the thing's kind: a date in words, a word of a
// thesaurus in the page's language, a number with what it is called. Fields of which
// nobody said anything are left out.
func (x *telling) rows(names ...string) []row {
	s, _ := sijill.SchemaOf(x.thing.Kind)
	return x.rowsIn(s.Fields, x.thing.Fields, names...)
}

func (x *telling) rowsIn(schema []sijill.FieldSchema, fields map[string]any, names ...string) []row {
	var out []row
	for i := range schema {
		f := &schema[i]
		if len(names) > 0 && !slices.Contains(names, f.Name) {
			continue
		}
		for _, name := range f.Names() {
			v, ok := fields[name]
			if !ok || v == nil || v == "" {
				continue
			}
			r := row{Name: name, Label: x.label(f.Name), Value: x.value(f, v)}
			if _, tag := languageIn(name); tag != "" && f.Localized {
				r.Lang = x.page.T("language." + tag)
				if r.Value.Lang == "" {
					r.Value.Lang = tag
				}
			}
			out = append(out, r)
		}
	}
	if len(names) > 0 {
		slices.SortStableFunc(out, func(a, b row) int {
			return slices.Index(names, stemIn(a.Name, names)) - slices.Index(names, stemIn(b.Name, names))
		})
	}
	return out
}

// stemIn takes the language off a name where the name itself is none of the names.
func stemIn(name string, names []string) string {
	if slices.Contains(names, name) {
		return name
	}
	stem, _ := languageIn(name)
	return stem
}

// label is what a field is called in the page's language.
func (x *telling) label(name string) string {
	for _, key := range []string{"tell." + name, "field." + name} {
		if w, ok := x.page.words[key]; ok {
			return w.in(x.page.lang)
		}
	}
	return ""
}

func (x *telling) value(f *sijill.FieldSchema, v any) shown {
	switch v := v.(type) {
	case []any:
		s := shown{Form: "list"}
		for _, item := range v {
			s.Items = append(s.Items, x.value(f, item))
		}
		return s
	case map[string]any:
		return shown{Form: "map", Rows: x.rowsIn(f.Fields, v)}
	case string:
		switch f.Type {
		case sijill.RefType:
			return x.ref(v)
		case sijill.DateType:
			return x.date(v)
		case sijill.WordType:
			return x.word(f.Scheme, v)
		case sijill.LangType:
			return x.tongue(v)
		}
		if f.Name == "url" || strings.HasSuffix(f.Name, "_url") {
			return monoOf(v)
		}
		if f.Type == sijill.ProseType {
			return textOf(v, "")
		}
		return lineOf(v)
	case json.Number:
		return shown{Form: "text", Text: sijill.Printable(v.String()), Dir: "ltr"}
	}
	return x.page.valueOf(f.Name, v, 0)
}

func (x *telling) date(s string) shown {
	if d, err := sijill.ParseDate(s); err == nil && !d.IsMissing() {
		return x.page.dateOf(d)
	}
	return monoOf(s)
}

// word gives a controlled word in the page's language. One that is not known stands
// as it is.
func (x *telling) word(scheme, word string) shown {
	text := ""
	for _, c := range sijill.Scheme(scheme) {
		if c.Word == word {
			text = phrase{c.En, c.Ar}.in(x.page.lang)
		}
	}
	for _, key := range []string{"word." + word, "value." + word} {
		if w, ok := x.page.words[key]; ok && text == "" {
			text = w.in(x.page.lang)
		}
	}
	if text == "" {
		return lineOf(word)
	}
	return shown{Form: "text", Text: text, Dir: x.page.Dir(), Lang: x.page.Lang()}
}

// tongue names a language where the interface knows it.
func (x *telling) tongue(tag string) shown {
	if w, ok := x.page.words["tongue."+tag]; ok {
		return shown{Form: "text", Text: w.in(x.page.lang), Dir: x.page.Dir(), Lang: x.page.Lang()}
	}
	return monoOf(tag)
}

// named lists what names the thing in a field, of the kinds.
func (x *telling) named(n sijill.Number, field string, kinds ...string) []catalog.Thing {
	var out []catalog.Thing
	for r, err := range x.desk.archive.Catalog.Referring(x.ctx, n, field) {
		if err != nil {
			x.fail(fmt.Errorf("what names %s cannot be listed: %w", n, err))
			return out
		}
		if slices.Contains(kinds, r.Thing.Kind) && r.Thing.State != catalog.StateErased {
			out = append(out, r.Thing)
		}
	}
	return out
}

func textIn(f map[string]any, name string) string {
	s, _ := f[name].(string)
	return s
}

// langIn gives the language that a thing or a selector says it is in, where that can
// be a language's tag.
func langIn(f map[string]any) string {
	s := textIn(f, "lang")
	if len(s) > 35 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" {
		return ""
	}
	return s
}

func textsIn(v any) []string {
	if s, ok := v.(string); ok && s != "" {
		return []string{s}
	}
	list, _ := v.([]any)
	var out []string
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func recordsIn(v any) []map[string]any {
	list, _ := v.([]any)
	var out []map[string]any
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// localIn gives the words of a field in each language in which it is given, those
// of the page first.
func (x *telling) localIn(f map[string]any, name string) []shown {
	var out []shown
	for _, tag := range []string{x.page.Lang(), x.page.lang.other().Tag(), "fr"} {
		if s := textIn(f, name+"_"+tag); s != "" {
			out = append(out, textOf(s, tag))
		}
	}
	if s := textIn(f, name); s != "" {
		out = append(out, textOf(s, langIn(f)))
	}
	return out
}
