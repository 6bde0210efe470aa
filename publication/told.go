package publication

import (
	"fmt"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/redaction"
	"sijill.example/sijill/register"
	"sijill.example/sijill/testimony"
)

// exhibit tells what people said of a picture, a film or a paper.
func (x *making) exhibit() error {
	f, d := x.thing.Fields, &x.doc
	d.Lead = append(localized(f, "summary", ""), localized(f, "description", "")...)
	if x.thing.Kind == "redaction" {
		d.Original = x.ref(sijill.Number(text(f, "of")))
	}
	return nil
}

func (x *making) segments(hidden withheld) []edition.Segment {
	var out []edition.Segment
	for _, m := range records(x.thing.Fields, sijill.FieldSegments) {
		s := edition.Segment{ID: text(m, sijill.SegmentID)}
		if s.Withheld = hidden.whole[s.ID]; !s.Withheld {
			s.Text, s.From, s.To = text(m, sijill.SegmentText), text(m, sijill.SegmentFrom), text(m, sijill.SegmentTo)
		}
		if gone := hidden.words[s.ID]; gone != nil {
			s.Text, s.Shortened = shorten(s.Text, gone), true
		}
		out = append(out, s)
	}
	return out
}

// told tells what a source told or people published, with the translations that are
// released. What is withheld of the original is withheld of each translation, too.
func (x *making) told() error {
	hidden, err := x.withheld(x.thing)
	if err != nil {
		return err
	}
	x.doc.Segments = x.segments(hidden)
	if err := x.translations(hidden); err != nil {
		return err
	}
	if hidden.isNothing() {
		return nil
	}
	return x.proveSegments(hidden)
}

func (x *making) translations(hidden withheld) error {
	var originals []testimony.Segment
	for _, s := range records(x.thing.Fields, sijill.FieldSegments) {
		originals = append(originals, testimony.Segment{ID: text(s, sijill.SegmentID), Text: text(s, sijill.SegmentText)})
	}
	for r, err := range x.archive.Catalog.Referring(x.ctx, x.thing.Number, "of") {
		if err != nil {
			return err
		}
		if r.Thing.Kind != "translation" || !x.isPublic(r.Thing.Number) {
			continue
		}
		f := x.without(r.Thing).Fields
		t := edition.Translation{Number: r.Thing.Number, Lang: text(f, "lang"), Translator: text(f, "translator"), State: text(f, "state"),
			ReviewedBy: text(f, "reviewed_by"), Machine: yes(f, "machine")}
		var made []testimony.Translated
		for _, m := range records(f, sijill.FieldSegments) {
			made = append(made, testimony.Translated{Of: words(m, sijill.SegmentOf), Text: text(m, sijill.SegmentText), MadeOf: text(m, sijill.SegmentMadeOf)})
		}
		standings, _ := testimony.Compare(originals, made)
		if t.Segments, err = x.translated(r.Thing, hidden); err != nil {
			return err
		}
		for i := range t.Segments {
			state := standings[i].State
			t.Segments[i].Stale = !t.Segments[i].Withheld && (state == testimony.Stale || state == testimony.Orphan)
		}
		x.doc.Translations = append(x.doc.Translations, t)
	}
	return nil
}

// proveSegments puts beside a text of which segments are withheld the entry in which
// they stand, without their disclosures: whoever has it sees that the others are as
// they were registered. Where words are withheld, a copy with its proof shows that all
// other words are those that the archive committed to.
func (x *making) proveSegments(hidden withheld) error {
	index, e, err := x.lastWith(x.thing.Number, sijill.FieldSegments)
	if err != nil {
		return err
	}
	names := []string{sijill.FieldKind, sijill.FieldSegments}
	if x.doc.Lang != "" {
		names = append(names, "lang")
	}
	shown, n := e.Showing(names, func(v any) bool {
		m, _ := v.(map[string]any)
		return hidden.touches(text(m, sijill.SegmentID))
	})
	object := fmt.Sprintf("%s/entry.json", x.thing.Number)
	if err := x.putEntry(object, index, shown); err != nil {
		return err
	}
	x.doc.Redacted = &edition.Redacted{Form: redaction.Proved, Pieces: len(x.doc.Segments), Withheld: n - len(hidden.words), Shortened: len(hidden.words), Proof: object}
	if len(hidden.words) == 0 {
		return nil
	}
	return x.proveWords(hidden)
}

func (x *making) proveWords(hidden withheld) error {
	gone := map[string][]bool{}
	for id, words := range hidden.words {
		gone[id] = words
	}
	for id := range hidden.whole {
		gone[id] = nil
	}
	content, proof, err := x.archive.ProveTold(x.ctx, x.thing.Number, gone)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s/copy.txt", x.thing.Number)
	n, err := x.put(name, strings.NewReader(content))
	if err != nil {
		return err
	}
	x.doc.Downloads = append(x.doc.Downloads, edition.Download{Object: name, Type: "text/plain; charset=utf-8", Bytes: n, What: "copy"})
	x.doc.Redacted.Copy = name
	return x.putProof(name, proof)
}

// lastWith finds the last entry that gave a field of a thing the value that it has.
func (x *making) lastWith(number sijill.Number, field string) (int64, register.Entry, error) {
	indexes, err := x.archive.Catalog.Entries(x.ctx, number)
	if err != nil {
		return 0, register.Entry{}, err
	}
	for i := len(indexes) - 1; i >= 0; i-- {
		e, err := x.archive.Register.Entry(x.ctx, indexes[i])
		if err != nil {
			return 0, register.Entry{}, err
		}
		o, err := e.Open()
		if err != nil {
			return 0, register.Entry{}, err
		}
		if _, ok := o.Fields[field]; ok && o.Subject == number {
			return indexes[i], e, nil
		}
	}
	return 0, register.Entry{}, fmt.Errorf("no entry holds the field %s", field)
}

func (x *making) putEntry(object string, index int64, e register.Entry) error {
	x.doc.Downloads = append(x.doc.Downloads, edition.Download{Object: object, Type: "application/json", What: "entry"})
	return x.out.PutEntry(x.ctx, x.thing.Number, object, index, e.Format())
}

// entry says where in the register the thing was entered.
func (x *making) entry() error {
	if x.thing.Index >= x.checkpoint.Size {
		return nil
	}
	object := fmt.Sprintf("%s/entered.json", x.thing.Number)
	e, err := x.archive.Register.Entry(x.ctx, x.thing.Index)
	if err != nil {
		return err
	}
	names := []string{sijill.FieldKind, sijill.FieldSubject}
	if x.standing.Form == "original" {
		names = append(names, catalog.FieldDigest)
	}
	shown, _ := e.Showing(names, nil)
	x.doc.Entry = &edition.Entry{Index: x.thing.Index, Object: object}
	return x.putEntry(object, x.thing.Index, shown)
}

func (x *making) statement() error {
	f, d := x.thing.Fields, &x.doc
	if to := localized(f, "addressed_to", ""); to != nil {
		d.Lead = to
	}
	for _, m := range records(f, "signatories") {
		ref := x.ref(sijill.Number(text(m, "source")))
		if text(m, "source") != "" && ref == nil {
			continue // somebody whom the archive knows, and who is not public
		}
		d.Signatories = append(d.Signatories, edition.Signatory{Names: localized(m, "name", ""), Note: localized(m, "note", ""), Ref: ref})
	}
	return x.told()
}

func (x *making) source() {
	f, d := x.thing.Fields, &x.doc
	d.Lead = localized(f, "profile", "")
	d.Basis, d.Named, d.IsGroup = text(f, "basis"), text(f, "named"), yes(f, "group")
	for _, name := range []string{"works", "films", "exhibitions", "collections", "awards"} {
		d.Lists = append(d.Lists, listOf(f, name)...)
	}
}

func (x *making) work() {
	f, d := x.thing.Fields, &x.doc
	d.Lead = localized(f, "description", "")
	for _, name := range []string{"exhibitions", "awards"} {
		d.Lists = append(d.Lists, listOf(f, name)...)
	}
}
