package publication

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/redaction"
	"sijill.example/sijill/register"
)

// maker makes the documents.
type maker struct {
	archive    *archive.Archive
	public     *public
	plan       *plan
	out        *edition.Writer
	keeping    *keeping
	checkpoint register.Checkpoint
	redact     *redaction.Desk
	refs       map[sijill.Number]*edition.Ref  // of what is made, and of what was asked for
	named      map[sijill.Number]catalog.Thing // sources and places, which many documents name
	passages   map[sijill.Number]int           // passages that were left out of articles
}

// making is one document on its way. Its context notes on what the document rests.
type making struct {
	*maker
	ctx      context.Context
	trace    catalog.Trace
	thing    catalog.Thing
	standing *archive.Standing
	doc      edition.Document
	objects  map[string][]int64 // their sizes and times
	failed   error              // of the last edition, which could not be asked
}

func (m *maker) begin(ctx context.Context, n sijill.Number) *making {
	x := &making{maker: m, standing: m.public.standing[n]}
	x.ctx = catalog.Traced(ctx, &x.trace)
	return x
}

// everything makes what is to be made.
func (m *maker) everything(ctx context.Context, progress func(done, all int)) error {
	m.refs, m.named, m.passages = map[sijill.Number]*edition.Ref{}, map[sijill.Number]catalog.Thing{}, map[sijill.Number]int{}
	all, done := 2*len(m.plan.anew), 0
	step := func() error {
		if done++; progress != nil {
			progress(done, all)
		}
		return ctx.Err()
	}
	// Pictures first, so that whatever names a thing can show its thumbnail. Only what has
	// some is held.
	begun := map[sijill.Number]*making{}
	for _, n := range m.public.numbers {
		if !m.plan.anew[n] {
			continue
		}
		x := m.begin(ctx, n)
		if err := x.first(); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
		if len(x.objects) > 0 {
			x.thing = catalog.Thing{}
			begun[n] = x
		}
		if err := step(); err != nil {
			return err
		}
	}
	marks := m.plan.marks // they stand between the documents in the order of numbers
	for _, n := range m.public.numbers {
		if !m.plan.anew[n] {
			continue
		}
		for len(marks) > 0 && marks[0] < n {
			if err := m.mark(ctx, marks[0]); err != nil {
				return err
			}
			marks = marks[1:]
		}
		x := begun[n]
		if x == nil {
			x = m.begin(ctx, n)
		}
		delete(begun, n)
		if err := x.second(); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
		if err := step(); err != nil {
			return err
		}
	}
	for _, n := range marks {
		if err := m.mark(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// first puts the pictures of a thing and makes its reference.
func (x *making) first() error {
	var err error
	n := x.standing.Of
	if x.thing, err = x.archive.Catalog.Thing(x.ctx, n); err != nil {
		return err
	}
	x.thing = x.without(x.thing)
	ref := &edition.Ref{Number: n, Titles: titles(x.thing)}
	if err := x.pictures(); err != nil {
		return err
	}
	// What a reader must be warned of is not shown before they ask.
	if !x.standing.Decision.Notices.Covered() {
		ref.Thumb = thumb(x.doc.Pictures)
	}
	x.refs[n] = ref
	return nil
}

// second makes the document, and keeps on what it rests.
func (x *making) second() error {
	var err error
	if x.thing, err = x.archive.Catalog.Thing(x.ctx, x.standing.Of); err != nil {
		return err
	}
	x.thing = x.without(x.thing)
	if err := errors.Join(x.document(), x.failed); err != nil {
		return err
	}
	if err := x.out.Put(x.ctx, &x.doc); err != nil {
		return err
	}
	k := keptDocument{Standing: x.public.digests[x.doc.Number], Objects: x.objects}
	k.On, k.Everything = x.trace.On()
	return x.keeping.document(x.doc.Number, k)
}

// keepOthers keeps what was kept of the documents that stay.
func (m *maker) keepOthers(old *kept) error {
	for _, n := range m.public.numbers {
		if m.plan.anew[n] {
			continue
		}
		if err := m.keeping.document(n, old.documents[n]); err != nil {
			return err
		}
	}
	return nil
}

// put puts an object into the edition, and gives its size.
func (x *making) put(name string, r io.Reader) (int64, error) {
	info, err := x.out.PutObject(name, r)
	if err != nil {
		return 0, err
	}
	if x.objects == nil {
		x.objects = map[string][]int64{}
	}
	x.objects[name] = []int64{info.Size(), info.ModTime().UnixNano()}
	return info.Size(), nil
}

// mark stands where something was that was withdrawn.
func (m *maker) mark(ctx context.Context, n sijill.Number) error {
	day := m.public.left[n]
	if day == "" {
		day = m.archive.Register.Now().Format(time.DateOnly)
	}
	return m.out.Put(ctx, &edition.Document{Number: n, Withdrawn: day})
}

func thumb(pictures []edition.Picture) *edition.Picture {
	for i := range pictures {
		if pictures[i].Role == "thumb" {
			return &pictures[i]
		}
	}
	return nil
}

// titles are what a thing is called in public: never its file name.
func titles(t catalog.Thing) []edition.Text {
	lang := text(t.Fields, "lang")
	if t.Kind == "exhibit" {
		return localized(t.Fields, "title", "")
	}
	if out := localized(t.Fields, "title", lang); len(out) > 0 {
		return out
	}
	return localized(t.Fields, "name", "")
}

// isPublic reports what is in the edition.
func (x *making) isPublic(n sijill.Number) bool {
	if n == "" {
		return false
	}
	catalog.Note(x.ctx, n)
	return x.public.standing[n] != nil
}

// ref names a thing that is in the edition; it is nil for every other.
func (x *making) ref(n sijill.Number) *edition.Ref {
	if !x.isPublic(n) {
		return nil
	}
	if r := x.refs[n]; r != nil {
		return r
	}
	d, err := x.plan.old.Document(x.ctx, n) // it stays as it was
	if err != nil {
		x.failed = err
		return nil
	}
	r := &edition.Ref{Number: n, Titles: d.Titles}
	if !x.public.standing[n].Decision.Notices.Covered() {
		r.Thumb = thumb(d.Pictures)
	}
	x.refs[n] = r
	return r
}

// publicThing reads a source or a place that is in the edition.
func (x *making) publicThing(n sijill.Number) (catalog.Thing, error) {
	if t, ok := x.named[n]; ok {
		catalog.Note(x.ctx, n)
		return t, nil
	}
	t, err := x.archive.Catalog.Thing(x.ctx, n)
	t = x.without(t)
	if err == nil {
		x.named[n] = t
	}
	return t, err
}
