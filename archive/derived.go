package archive

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"sijill.example/sijill"
	"sijill.example/sijill/derivation"
	"sijill.example/sijill/derivative"
)

// Derivatives gives what was made of the originals. It is opened when it is first
// asked for, and made where there is none; where the archive cannot be written, it
// is for reading only, and may be empty.
func (a *Archive) Derivatives() (*derivative.Store, error) {
	a.deriving.Lock()
	defer a.deriving.Unlock()
	if a.derivatives != nil {
		return a.derivatives, nil
	}
	path := filepath.Join(a.Dir, derivedFile)
	s, err := openDerived(path)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "What was made of the originals cannot be opened.", Hint: "Remove derived.db, and `sijill derive` makes it again.", Err: err}
	}
	a.derivatives = s
	return s, nil
}

func openDerived(path string) (*derivative.Store, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // SQLite would let others read it
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return derivative.OpenReadOnly(path)
	}
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return derivative.Open(path)
}

// BuiltPath is where a build of the edition keeps what it was made of, for the next.
// It may be removed at any time; whatever is erased removes it.
func (a *Archive) BuiltPath() string { return filepath.Join(a.Dir, builtFile) }

func forgetBuilt(dir string) error {
	var out error
	for _, name := range []string{builtFile, builtFile + ".next"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			out = errors.Join(out, err)
		}
	}
	return out
}

// HasDerivatives reports whether anything was made of the originals.
func (a *Archive) HasDerivatives() bool {
	_, err := os.Stat(filepath.Join(a.Dir, derivedFile))
	return err == nil
}

// Derive looks at the originals that were not looked at yet, or at all of them
// again, and takes what they say into the catalog.
func (a *Archive) Derive(ctx context.Context, l derivation.Looker, again bool, progress func(done, all int)) (derivation.Outcome, error) {
	s, err := a.Derivatives()
	if err != nil {
		return derivation.Outcome{}, err
	}
	out, err := derivation.Desk{Blobs: a.Blobs, Catalog: a.Catalog, Derivatives: s, Look: l, Progress: progress}.Derive(ctx, again)
	if err != nil {
		return out, err
	}
	return out, a.takeDerived(context.WithoutCancel(ctx))
}

// takeDerived takes the texts and facts of the originals into the catalog.
func (a *Archive) takeDerived(ctx context.Context) error {
	if !a.HasDerivatives() {
		return nil
	}
	s, err := a.Derivatives()
	if err != nil {
		return err
	}
	return a.Catalog.TakeDerived(ctx, s)
}

// eraser destroys what was made of originals, where anything was.
type eraser struct{ a *Archive }

// Erase is erasure.Derivatives.
func (e eraser) Erase(ctx context.Context, digests []sijill.Digest) error {
	if !e.a.HasDerivatives() || len(digests) == 0 {
		return nil
	}
	s, err := e.a.Derivatives()
	if err != nil {
		return err
	}
	return s.Erase(ctx, digests)
}

// sweepDerived destroys what was made of originals that nothing holds any more.
func (a *Archive) sweepDerived(ctx context.Context, held map[sijill.Digest]struct{}) error {
	if !a.HasDerivatives() {
		return nil
	}
	s, err := a.Derivatives()
	if err != nil {
		return err
	}
	all, err := s.Digests(ctx)
	if err != nil {
		return err
	}
	var gone []sijill.Digest
	for d := range all {
		if _, ok := held[d]; !ok {
			gone = append(gone, d)
		}
	}
	return s.Erase(ctx, gone)
}
