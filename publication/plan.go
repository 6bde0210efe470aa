package publication

import (
	"context"
	"maps"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/edition"
)

// plan says what of the last edition stays.
type plan struct {
	old     *edition.Edition // nil where everything is made
	anew    map[sijill.Number]bool
	without []sijill.Number // what does not stay as it is
	objects []string        // files that stay
	marks   []sijill.Number // withdrawn, and not marked so far
}

// touchedSince names everything that may have changed since the last build (see
// catalog.Trace), and what is derived of which originals did.
func touchedSince(ctx context.Context, a *archive.Archive, old *kept) (map[string]bool, error) {
	out := map[string]bool{}
	names, err := a.Catalog.Touched(ctx, old.Size)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		out[name] = true
	}
	if !a.HasDerivatives() {
		return out, nil
	}
	store, err := a.Derivatives()
	if err != nil {
		return nil, err
	}
	for made, err := range store.Since(ctx, old.Derived) {
		if err != nil {
			return nil, err
		}
		holding, err := a.Catalog.Holding(ctx, made.Digest)
		if err != nil {
			return nil, err
		}
		for _, n := range holding {
			out[string(n)] = true
		}
	}
	return out, nil
}

// derived is how far the originals were derived from.
func derived(ctx context.Context, a *archive.Archive) (int64, error) {
	if !a.HasDerivatives() {
		return 0, nil
	}
	store, err := a.Derivatives()
	if err != nil {
		return 0, err
	}
	return store.Last(ctx)
}

// planned says what to make. A document is made again where anything that it rests on was
// touched, where anything that it may name came, left, or stands otherwise, and where its
// files are not as they were written.
func planned(ctx context.Context, p *public, old *kept, touched map[string]bool, dir string) (*plan, error) {
	out := &plan{anew: map[sijill.Number]bool{}}
	if old == nil {
		for _, n := range p.numbers {
			out.anew[n] = true
		}
		out.marks = p.withdrawn
		return out, nil
	}
	var err error
	if out.old, err = edition.Open(dir); err != nil {
		return nil, err
	}
	for n := range p.standing {
		if old.documents[n].Standing != p.digests[n] {
			touched[string(n)] = true
		}
	}
	for n := range old.documents {
		if p.standing[n] == nil {
			touched[string(n)] = true
			out.without = append(out.without, n)
		}
	}
	for _, n := range p.numbers {
		k, is := old.documents[n]
		if !is || touched[string(n)] || k.touched(touched) || !stampsMatch(dir, k.Objects) {
			out.anew[n] = true
			out.without = append(out.without, n)
			continue
		}
		out.objects = append(out.objects, slices.Sorted(maps.Keys(k.Objects))...)
	}
	for _, n := range p.withdrawn {
		_, was := old.documents[n]
		if !was {
			_, err := out.old.Document(ctx, n)
			if err == nil {
				continue // it has its mark
			}
			if sijill.ClassOf(err) != sijill.NotFound {
				return nil, err
			}
		}
		out.marks = append(out.marks, n)
	}
	return out, nil
}

func (p *plan) close() error {
	if p == nil || p.old == nil {
		return nil
	}
	return p.old.Close()
}
