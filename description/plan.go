package description

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/document"
)

// What a document comes to.
const (
	ActNew       = "new"
	ActRevised   = "revised"
	ActUnchanged = "unchanged"
)

// FieldChange is a field that gets another value. Nil stands for none.
type FieldChange struct {
	Name    string
	Was, Is any
}

// Planned is what one document comes to.
type Planned struct {
	File    string
	Line    int
	Kind    string
	Key     string
	Number  sijill.Number
	Act     string
	Changes []FieldChange // of what is new: all its fields
	// Made is what else is entered of what is new, because something was made of it.
	Made []sijill.Field
}

// Plan is what documents come to, as long as nothing else is entered.
type Plan struct {
	Documents []Planned
	Problems  []document.Problem
	Before    []sijill.Draft // entered before the documents, in the same transaction
}

// Refuse says why a document cannot be entered after all.
func (p *Plan) Refuse(d *Planned, why string) {
	p.Problems = append(p.Problems, document.Problem{File: d.File, Line: d.Line, Field: d.Kind, Text: strings.TrimSuffix(why, ".")})
}

// Count counts the documents that come to an act.
func (p *Plan) Count(act string) int {
	n := 0
	for i := range p.Documents {
		if p.Documents[i].Act == act {
			n++
		}
	}
	return n
}

// planner compares documents with the archive.
type planner struct {
	Desk
	ctx  context.Context
	add  bool
	docs []*document.Document

	numbers  []sijill.Number            // of docs
	isNew    []bool                     // of docs
	byKey    map[string]int             // index of the document
	byNumber map[sijill.Number]int      // index of the document
	known    map[string]sijill.Number   // keys that were looked up
	here     map[sijill.Number]bool     // numbers that were looked up
	taken    map[sijill.Prefix]int      // where Numbers is nil
	segments map[sijill.Number][]any    // of what is translated
	problems map[int][]document.Problem // by document
	planned  []Planned
}

// Options say how documents are taken.
type Options struct {
	// Add leaves the fields that a document does not name as they are; otherwise
	// they are taken away.
	Add bool
}

// PlanDocuments says what the documents come to.
func (d Desk) PlanDocuments(ctx context.Context, docs []*document.Document, o Options) (*Plan, error) {
	p := &planner{
		Desk: d, ctx: ctx, add: o.Add, docs: docs, numbers: make([]sijill.Number, len(docs)), isNew: make([]bool, len(docs)), byKey: map[string]int{}, byNumber: map[sijill.Number]int{},
		known: map[string]sijill.Number{}, here: map[sijill.Number]bool{}, taken: map[sijill.Prefix]int{}, segments: map[sijill.Number][]any{}, problems: map[int][]document.Problem{}, planned: make([]Planned, len(docs)),
	}
	for _, step := range []func(i int) error{p.identify, p.resolve, p.acyclic} {
		for i := range docs {
			if err := step(i); err != nil {
				return nil, err
			}
		}
		if len(p.problems) > 0 {
			return p.plan(), nil
		}
	}
	// Originals first, because translations say which of their segments they are of.
	for _, translations := range []bool{false, true} {
		for i, doc := range docs {
			if (doc.Kind == "translation") != translations {
				continue
			}
			if err := p.compare(i); err != nil {
				return nil, err
			}
			if d.Progress != nil {
				d.Progress(i + 1)
			}
		}
	}
	return p.plan(), nil
}

func (p *planner) plan() *Plan {
	out := &Plan{}
	for _, i := range slices.Sorted(maps.Keys(p.problems)) {
		out.Problems = append(out.Problems, p.problems[i]...)
	}
	if len(out.Problems) == 0 {
		out.Documents = p.planned
	}
	return out
}

func (p *planner) wrong(i int, problem document.Problem) {
	p.problems[i] = append(p.problems[i], problem)
}

func (p *planner) about(i int, format string, args ...any) {
	d := p.docs[i]
	p.wrong(i, document.Problem{File: d.File, Line: d.Line, Field: d.Kind, Text: fmt.Sprintf(format, args...)})
}

// identify finds the thing that a document speaks of, or gives it a number.
func (p *planner) identify(i int) error {
	d := p.docs[i]
	number := d.Number
	if number != "" {
		t, err := p.Catalog.Thing(p.ctx, number)
		switch {
		case sijill.ClassOf(err) == sijill.NotFound:
			p.about(i, "there is no %s in this archive", number)
			return nil
		case err != nil:
			return err
		case t.State == catalog.StateErased:
			p.about(i, "%s was erased and cannot be described", number)
			return nil
		case d.Key != "" && keyOfThing(t) != d.Key:
			p.about(i, "%s has %s; write the number alone", number, orNone("the key", keyOfThing(t)))
			return nil
		}
		p.here[number] = true
	} else {
		var err error
		if number, err = p.identified(d.Key); err != nil {
			return err
		}
		if number != "" && number.Kind() != d.Kind {
			p.about(i, "the key %q is that of %s, which is of the kind %s", d.Key, number, number.Kind())
			return nil
		}
	}
	if d.Key != "" {
		if other, twice := p.byKey[d.Key]; twice {
			p.about(i, "the key %q is in %s:%d already", d.Key, p.docs[other].File, p.docs[other].Line)
			return nil
		}
		p.byKey[d.Key] = i
	}
	if number == "" {
		n, err := p.take(sijill.PrefixOf(d.Kind))
		if err != nil {
			return err
		}
		number, p.isNew[i] = n, true
	}
	if other, twice := p.byNumber[number]; twice {
		p.about(i, "%s is in %s:%d already", number, p.docs[other].File, p.docs[other].Line)
		return nil
	}
	p.byNumber[number] = i
	p.numbers[i] = number
	return nil
}

func orNone(what, value string) string {
	if value == "" {
		return "no key"
	}
	return fmt.Sprintf("%s %q", what, value)
}

// keyOfThing is the key by which a document knows a thing.
func keyOfThing(t catalog.Thing) string {
	for _, name := range []string{catalog.FieldRowKey, sijill.FieldKey} {
		if key, ok := t.Fields[name].(string); ok {
			return key
		}
	}
	return ""
}

// identified finds the thing of a key in the archive.
func (p *planner) identified(key string) (sijill.Number, error) {
	if n, ok := p.known[key]; ok {
		return n, nil
	}
	n, err := p.Catalog.Identified(p.ctx, catalog.KeyIdentity(key))
	if err == nil {
		p.known[key] = n
		if n != "" {
			p.here[n] = true
		}
	}
	return n, err
}

// take gives a new number. Where the archive is only read, it is the one that
// would be given.
func (p *planner) take(prefix sijill.Prefix) (sijill.Number, error) {
	year := p.Register.Now().Year()
	if p.Numbers != nil {
		give, err := p.Numbers.Take(p.ctx, prefix, year, 1)
		if err != nil {
			return "", err
		}
		return give(0), nil
	}
	if _, ok := p.taken[prefix]; !ok {
		n, err := p.Catalog.Count(p.ctx, prefix, year)
		if err != nil {
			return "", err
		}
		p.taken[prefix] = n
	}
	p.taken[prefix]++
	return sijill.NewNumber(prefix, year, p.taken[prefix]), nil
}

// resolve puts numbers in the place of the references of a document.
func (p *planner) resolve(i int) error {
	d := p.docs[i]
	for _, ref := range d.Refs {
		number, err := p.find(ref.Text)
		if err != nil {
			return err
		}
		wrong := func(format string, args ...any) {
			p.wrong(i, document.Problem{File: d.File, Line: ref.Line, Field: d.Kind + "." + ref.Field, Text: fmt.Sprintf(format, args...)})
		}
		switch {
		case number == "":
			wrong("%q is no number or key of this archive or of these documents", ref.Text)
		case number == p.numbers[i] && ref.Schema != nil:
			wrong("%s", itself(d.Kind, ref.Schema.Name))
		case ref.Schema != nil && len(ref.Schema.To) > 0 && !slices.Contains(ref.Schema.To, number.Kind()):
			wrong("%s is of the kind %s; want %s", number, number.Kind(), oneOf(ref.Schema.To))
		default:
			ref.Set(number)
		}
	}
	return nil
}

func itself(kind, field string) string {
	if field == "of" && (kind == "claim" || kind == "incident") {
		return "a " + kind + " cannot bear on itself"
	}
	return "it refers to itself"
}

func oneOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	text := words[0]
	for i, w := range words[1:] {
		if i == len(words)-2 {
			text += " or " + w
		} else {
			text += ", " + w
		}
	}
	return text
}

// find gives the number that a reference means, and "" where there is none.
func (p *planner) find(text string) (sijill.Number, error) {
	if number, err := sijill.ParseNumber(text); err == nil {
		if _, ok := p.byNumber[number]; ok || p.here[number] {
			return number, nil
		}
		has, err := p.Catalog.Has(p.ctx, number)
		if err != nil || !has {
			return "", err
		}
		p.here[number] = true
		return number, nil
	}
	if i, ok := p.byKey[text]; ok {
		return p.numbers[i], nil
	}
	return p.identified(text)
}

// acyclic follows the references that must not lead back.
func (p *planner) acyclic(i int) error {
	d := p.docs[i]
	schema, _ := sijill.SchemaOf(d.Kind)
	for j := range schema.Fields {
		f := &schema.Fields[j]
		if !f.Acyclic || d.Fields[f.Name] == nil {
			continue
		}
		seen := map[sijill.Number]bool{}
		queue := numbersOf(d.Fields[f.Name])
		for len(queue) > 0 {
			n := queue[0]
			queue = queue[1:]
			if n == p.numbers[i] {
				p.wrong(i, d.Wrong(f.Name, "it leads back to itself"))
				break
			}
			if seen[n] {
				continue
			}
			seen[n] = true
			further, err := p.fieldOf(n, f.Name)
			if err != nil {
				return err
			}
			queue = append(queue, numbersOf(further)...)
		}
	}
	return nil
}

// fieldOf gives a field of a thing as it will be.
func (p *planner) fieldOf(n sijill.Number, name string) (any, error) {
	if i, ok := p.byNumber[n]; ok && (p.docs[i].Fields[name] != nil || !p.add) {
		return p.docs[i].Fields[name], nil
	}
	if !p.here[n] {
		return nil, nil
	}
	t, err := p.Catalog.Thing(p.ctx, n)
	return t.Fields[name], err
}

func numbersOf(v any) []sijill.Number {
	switch v := v.(type) {
	case string:
		return []sijill.Number{sijill.Number(v)}
	case []any:
		var out []sijill.Number
		for _, item := range v {
			out = append(out, numbersOf(item)...)
		}
		return out
	}
	return nil
}

// compare finds what a document changes.
func (p *planner) compare(i int) error {
	d := p.docs[i]
	was := map[string]any{}
	out := &p.planned[i]
	*out = Planned{File: d.File, Line: d.Line, Kind: d.Kind, Key: d.Key, Number: p.numbers[i], Act: ActNew}
	if !p.isNew[i] {
		t, err := p.Catalog.Thing(p.ctx, p.numbers[i])
		if err != nil {
			return err
		}
		was, out.Act = t.Fields, ActUnchanged
	}
	if err := p.align(i, was); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(d.Fields)) {
		if is := d.Fields[name]; !document.Same(was[name], is) {
			out.Changes = append(out.Changes, FieldChange{name, was[name], is})
		}
	}
	if !p.add {
		for _, name := range slices.Sorted(maps.Keys(was)) {
			if d.Fields[name] == nil && was[name] != nil && was[name] != "" && !document.IsKept(name) {
				out.Changes = append(out.Changes, FieldChange{name, was[name], nil})
			}
		}
	}
	if p.isNew[i] {
		return nil
	}
	p.onlyOnce(i, out.Changes)
	if len(out.Changes) > 0 {
		out.Act = ActRevised
	}
	return nil
}

// onlyOnce refuses to change what something was made by.
func (p *planner) onlyOnce(i int, changes []FieldChange) {
	d := p.docs[i]
	schema, _ := sijill.SchemaOf(d.Kind)
	for _, ch := range changes {
		if f := sijill.FieldNamed(schema.Fields, ch.Name); f != nil && f.Once {
			p.wrong(i, d.Wrong(ch.Name, "%s was made by this and cannot be changed; write another document with a key of its own", p.numbers[i]))
		}
	}
}
