package archive

import (
	"context"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
)

// remembered asks the catalog each thing once, for whoever asks about many things
// of one moment. It must not outlive that moment.
type remembered struct {
	archive *Archive
	ctx     context.Context
	things  map[sijill.Number]catalog.Thing
	refers  map[[3]string][]catalog.Thing
	keys    map[string]sijill.Number
	entered map[int64]time.Time
	any     map[[2]string]bool // whether any thing of a kind names anything in a field
}

func newRemembered(a *Archive, ctx context.Context) *remembered {
	return &remembered{a, ctx, map[sijill.Number]catalog.Thing{}, map[[3]string][]catalog.Thing{}, map[string]sijill.Number{}, map[int64]time.Time{}, map[[2]string]bool{}}
}

func (r *remembered) thing(n sijill.Number) (catalog.Thing, error) {
	if t, ok := r.things[n]; ok {
		return t, nil
	}
	t, err := r.archive.Catalog.Thing(r.ctx, n)
	if err == nil {
		r.things[n] = t
	}
	return t, err
}

// referring lists the things of a kind that name a number in a field.
func (r *remembered) referring(n sijill.Number, field, kind string) ([]catalog.Thing, error) {
	some, asked := r.any[[2]string{field, kind}]
	if !asked {
		var err error
		if some, err = r.archive.Catalog.AnyReferring(r.ctx, field, kind); err != nil {
			return nil, err
		}
		r.any[[2]string{field, kind}] = some
	}
	if !some {
		return nil, nil
	}
	key := [3]string{string(n), field, kind}
	if list, ok := r.refers[key]; ok {
		return list, nil
	}
	var list []catalog.Thing
	for ref, err := range r.archive.Catalog.ReferringAs(r.ctx, n, field, kind) {
		if err != nil {
			return nil, err
		}
		list = append(list, ref.Thing)
	}
	r.refers[key] = list
	return list, nil
}

func (r *remembered) keyed(key string) (sijill.Number, error) {
	if n, ok := r.keys[key]; ok {
		return n, nil
	}
	n, err := r.archive.Catalog.Identified(r.ctx, catalog.KeyIdentity(key))
	if err == nil {
		r.keys[key] = n
	}
	return n, err
}

// recordedAt is when the entry that made a thing was made; at no time that counts
// where that was erased.
func (r *remembered) recordedAt(t catalog.Thing) (time.Time, error) {
	if at, ok := r.entered[t.Index]; ok {
		return at, nil
	}
	_, at, err := r.archive.openAt(r.ctx, t.Index)
	if err == nil {
		r.entered[t.Index] = at
	}
	return at, err
}
