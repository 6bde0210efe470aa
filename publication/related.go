package publication

import (
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/edition"
)

// related lists the other documents that a reader may want: what this names, and
// what names it.
func (x *making) related() error {
	seen := map[sijill.Number]bool{x.thing.Number: true}
	add := func(rel string, n sijill.Number) {
		if ref := x.ref(n); ref != nil && !seen[n] {
			seen[n] = true
			x.doc.Related = append(x.doc.Related, edition.Related{Rel: rel, Ref: *ref})
		}
	}
	if err := x.versions(add); err != nil {
		return err
	}
	f := x.thing.Fields
	for _, field := range []struct{ name, rel string }{
		{"items", "item"}, {"incidents", "incident"}, {"exhibits", "exhibit"}, {"earlier", "earlier"}, {"maker", "maker"},
		{"within", "within"}, {"affiliation", "affiliation"}, {"relays", "relays"}, {"about", "incident"},
	} {
		for _, n := range words(f, field.name) {
			add(field.rel, sijill.Number(n))
		}
	}
	if x.thing.Kind == "dispatch" || x.thing.Kind == "page" {
		for _, cited := range sijill.Citations(text(f, "body")) {
			add("cites", sijill.Number(strings.TrimSpace(cited)))
		}
	}
	for r, err := range x.archive.Catalog.Referring(x.ctx, x.thing.Number, "") {
		if err != nil {
			return err
		}
		if x.namesIt(r) {
			add(back(r), r.Thing.Number)
		}
	}
	return x.alike(add)
}

// versions lists the same article in other languages: what this translates, what
// translates it, and what else translates the same.
func (x *making) versions(add func(string, sijill.Number)) error {
	original := sijill.Number(text(x.thing.Fields, "translation_of"))
	if original != "" && !x.isPublic(original) {
		original = "" // nothing tells that it is there
	}
	if original != "" {
		add("translation", original)
	}
	for _, of := range []sijill.Number{original, x.thing.Number} {
		if of == "" {
			continue
		}
		for r, err := range x.archive.Catalog.Referring(x.ctx, of, "translation_of") {
			if err != nil {
				return err
			}
			if x.namesIt(r) {
				add("translation", r.Thing.Number)
			}
		}
	}
	return nil
}

// back says what a thing that names another is to it.
func back(r catalog.Reference) string {
	switch {
	case r.Thing.Kind == "dispatch" || r.Thing.Kind == "page":
		return "cited-by"
	case r.Field == "within":
		return "contains"
	case r.Field == "affiliation":
		return "member"
	case r.Field == "relays":
		return "relayed-by"
	case r.Field == "earlier":
		return "later"
	case r.Field == "of" && r.Thing.Kind == "redaction":
		return "redaction"
	case r.Field == "items":
		return "work"
	}
	return r.Thing.Kind
}

// alike lists what a person confirmed to be of one origin.
func (x *making) alike(add func(string, sijill.Number)) error {
	decisions, err := x.archive.Catalog.Decisions(x.ctx, x.thing.Number)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		if d.Decision != catalog.Confirmed {
			continue
		}
		other := d.A
		if other == x.thing.Number {
			other = d.B
		}
		add("likeness", other)
	}
	return nil
}
