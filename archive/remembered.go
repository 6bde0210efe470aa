package archive

import (
	"context"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// remembered asks the catalog each thing once, for whoever asks about many things
// of one moment. It must not outlive that moment. What it gives again is noted again
// (catalog.Trace).
type remembered struct {
	archive *Archive
	things  map[sijill.Number]catalog.Thing
	refers  map[[3]string][]catalog.Thing
	entered map[int64]time.Time
	any     map[[2]string]bool // whether any thing of a kind names anything in a field
}

func newRemembered(a *Archive) *remembered {
	return &remembered{a, map[sijill.Number]catalog.Thing{}, map[[3]string][]catalog.Thing{}, map[int64]time.Time{}, map[[2]string]bool{}}
}

func (r *remembered) thing(ctx context.Context, n sijill.Number) (catalog.Thing, error) {
	if t, ok := r.things[n]; ok {
		catalog.Note(ctx, n)
		return t, nil
	}
	t, err := r.archive.Catalog.Thing(ctx, n)
	if err == nil {
		r.things[n] = t
	}
	return t, err
}

// referring lists the things of a kind that name a number in a field.
func (r *remembered) referring(ctx context.Context, n sijill.Number, field, kind string) ([]catalog.Thing, error) {
	catalog.NoteNaming(ctx, n, kind)
	some, asked := r.any[[2]string{field, kind}]
	if !asked {
		var err error
		if some, err = r.archive.Catalog.AnyReferring(ctx, field, kind); err != nil {
			return nil, err
		}
		r.any[[2]string{field, kind}] = some
	}
	if !some {
		return nil, nil
	}
	key := [3]string{string(n), field, kind}
	if list, ok := r.refers[key]; ok {
		for _, t := range list {
			catalog.Note(ctx, t.Number)
		}
		return list, nil
	}
	var list []catalog.Thing
	for ref, err := range r.archive.Catalog.ReferringAs(ctx, n, field, kind) {
		if err != nil {
			return nil, err
		}
		list = append(list, ref.Thing)
	}
	r.refers[key] = list
	return list, nil
}

// recordedAt is when the entry that made a thing was made; at no time that counts
// where that was erased.
func (r *remembered) recordedAt(ctx context.Context, t catalog.Thing) (time.Time, error) {
	if at, ok := r.entered[t.Index]; ok {
		return at, nil
	}
	_, at, err := r.archive.openAt(ctx, t.Index)
	if err == nil {
		r.entered[t.Index] = at
	}
	return at, err
}
