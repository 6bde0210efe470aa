package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/internal/durable"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/register"
	"sijill.example/sijill/register/sqlite"
	"sijill.example/sijill/verification"
)

// Archive is an open archive. Numbers is nil where it was opened for reading.
type Archive struct {
	Dir, Name, Origin string

	Keys      *keyring.Keyring
	Entries   *sqlite.Store
	Register  *register.Register
	Published *register.Published
	Blobs     *blob.Store
	Catalog   *catalog.Catalog
	Numbers   *catalog.Numbers

	// Translate says which machine may be asked for drafts of translations.
	Translate Translating

	lock        *os.File
	deriving    sync.Mutex
	derivatives *derivative.Store // nil until it is asked for
	looking     sync.Mutex
	gallery     *verification.Gallery // nil until it is asked for
	temp        string                // where the catalog of a read-only archive was made
}

// Options say how to open an archive.
type Options struct {
	// Write takes the archive's lock; a second writer gets an Error of class Busy.
	Write bool
	// Remake throws away what is derived and makes it again; it needs Write. It
	// also helps where the checkpoint itself is damaged.
	Remake bool
	Clock  func() time.Time
	// Progress, which may be nil, is told how many entries of how many the catalog
	// has taken in.
	Progress func(done, all int64)
}

// Open opens the archive in dir. What an earlier process left unfinished is
// finished first, unless another process is writing.
func Open(ctx context.Context, dir string, o Options) (*Archive, error) {
	if o.Write {
		return openForWriting(ctx, dir, o)
	}
	if _, err := os.Lstat(filepath.Join(dir, unfinishedFile)); err == nil {
		a, err := openForWriting(ctx, dir, o)
		if err == nil {
			err = a.Close()
		}
		// Another process may be writing, or the disk be write-protected: reading
		// is possible all the same.
		if err != nil && sijill.ClassOf(err) != sijill.Busy && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
			return nil, err
		}
	}
	return openForReading(ctx, dir, o)
}

// parts opens what both ways of opening need.
func parts(dir string, o Options) (*Archive, error) {
	c, err := readConfig(dir)
	if err != nil {
		return nil, err
	}
	a := &Archive{Dir: dir, Name: c.Name, Origin: c.Origin, Translate: c.Translate}
	if a.Keys, err = keyring.Open(filepath.Join(dir, keysDir)); err != nil {
		return nil, err
	}
	if a.Keys.Verifier.Name() != c.Origin {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive's key is not the key of its origin.", Hint: "Put sijill.toml and keys/ back from the same copy."}
	}
	a.Published = register.OpenPublished(filepath.Join(dir, logDir))
	if a.Blobs, err = blob.Open(filepath.Join(dir, blobsDir)); err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive's originals cannot be opened.", Err: err}
	}
	return a, nil
}

func openForWriting(ctx context.Context, dir string, o Options) (*Archive, error) {
	a, err := parts(dir, o)
	if err != nil {
		return nil, err
	}
	fail := func(err error) (*Archive, error) {
		_ = a.Close()
		return nil, err
	}
	if a.lock, err = lock(filepath.Join(dir, lockFile)); err != nil {
		return fail(err)
	}
	if a.Keys.Signer == nil {
		return fail(&sijill.Error{Class: sijill.Refused, Message: "The archive's private key is not here, so nothing can be added.", Hint: "Put keys/archive.key back, and make sure that you may read it."})
	}
	if a.Entries, err = sqlite.Open(filepath.Join(dir, registerFile)); err != nil {
		return fail(&sijill.Error{Class: sijill.Failed, Message: "The archive's register cannot be opened.", Hint: "If the disk is sound, put register.db back from a copy.", Err: err})
	}
	a.Register = register.New(a.Entries, a.Keys.Signer, o.Clock)
	unfinished, err := a.Unfinished()
	if err != nil {
		return fail(err)
	}
	if unfinished {
		if err := a.Entries.Scrub(ctx); err != nil {
			return fail(err)
		}
	}
	if unfinished || o.Remake {
		if err := errors.Join(catalog.Remove(filepath.Join(dir, catalogFile)), forgetBuilt(dir)); err != nil {
			return fail(err)
		}
	}
	if a.Catalog, err = catalog.Open(filepath.Join(dir, catalogFile)); err != nil {
		return fail(&sijill.Error{Class: sijill.Failed, Message: "The archive's catalog cannot be opened.", Hint: "`sijill rebuild` makes it again.", Err: err})
	}
	// Publishing first tells a register that was rolled back, before anything is
	// derived from it.
	publish := a.Publish
	if o.Remake {
		publish = a.remake
	}
	if err := publish(ctx); err != nil {
		return fail(err)
	}
	if err := a.Catalog.CatchUp(ctx, a.Register, o.Progress); err != nil {
		return fail(err)
	}
	if err := a.takeDerived(ctx); err != nil {
		return fail(err)
	}
	if unfinished {
		if err := a.sweep(ctx); err != nil {
			return fail(err)
		}
	}
	a.Numbers = a.Catalog.Numbers()
	return a, nil
}

func openForReading(ctx context.Context, dir string, o Options) (*Archive, error) {
	a, err := parts(dir, o)
	if err != nil {
		return nil, err
	}
	if a.Entries, err = sqlite.OpenReadOnly(filepath.Join(dir, registerFile)); err != nil {
		_ = a.Close()
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive's register cannot be opened.", Hint: "If the disk is sound, put register.db back from a copy.", Err: err}
	}
	a.Register = register.New(a.Entries, nil, o.Clock)
	if err := a.openCatalog(ctx, o); err != nil {
		_ = a.Close()
		return nil, err
	}
	return a, nil
}

// openCatalog opens the catalog and brings it up to date. Where the archive may
// not be written, an old catalog is made again in a temporary directory.
func (a *Archive) openCatalog(ctx context.Context, o Options) error {
	path := filepath.Join(a.Dir, catalogFile)
	c, err := catalog.Open(path)
	if err == nil {
		a.Catalog = c
		return a.CatchUp(ctx, o.Progress)
	}
	size, errSize := a.Entries.Size(ctx)
	if errSize != nil {
		return errSize
	}
	if c, errRead := catalog.OpenReadOnly(path); errRead == nil {
		if position, err := c.Position(ctx); err == nil && position == size {
			a.Catalog = c
			return nil
		}
		_ = c.Close()
	}
	if a.temp, err = os.MkdirTemp("", "sijill-catalog-"); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The archive cannot be written, and there is no room for a catalog elsewhere.", Err: err}
	}
	if a.Catalog, err = catalog.Open(filepath.Join(a.temp, catalogFile)); err != nil {
		return err
	}
	return a.CatchUp(ctx, o.Progress)
}

// CatchUp brings the catalog up to what was entered, and to what was made of the
// originals. progress may be nil.
func (a *Archive) CatchUp(ctx context.Context, progress func(done, all int64)) error {
	if err := a.Catalog.CatchUp(ctx, a.Register, progress); err != nil {
		return err
	}
	return a.takeDerived(ctx)
}

// Publish brings tiles and checkpoint up to the entries.
func (a *Archive) Publish(ctx context.Context) error {
	_, err := a.Published.Publish(ctx, a.Entries, a.Keys.Signer, a.Keys.Verifier)
	return published(err)
}

// remake makes every tile again.
func (a *Archive) remake(ctx context.Context) error {
	return published(a.Published.Remake(ctx, a.Entries, a.Keys.Signer, a.Keys.Verifier))
}

func published(err error) error {
	if rolled, ok := errors.AsType[register.RolledBackError](err); ok {
		return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("The register holds %d entries, but the archive has signed for %d: it was cut or replaced by an older copy.", rolled.Held, rolled.Signed),
			Hint: "Put the newer register.db back. Nothing is signed over an older one, because two histories would exist.", Err: err}
	}
	if err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The register's tiles and checkpoint cannot be written.", Hint: "What was entered is safe; `sijill audit` says what is wrong, and `sijill rebuild` makes tiles and checkpoint again.", Err: err}
	}
	return nil
}

// Checkpoint reads the published checkpoint.
func (a *Archive) Checkpoint() (register.Checkpoint, error) {
	c, err := a.Published.Checkpoint(a.Keys.Verifier)
	if err != nil {
		return c, &sijill.Error{Class: sijill.Failed, Message: "The register's checkpoint cannot be read.", Hint: "`sijill audit` says what is wrong.", Err: err}
	}
	return c, nil
}

// Begin marks that bytes and entries may disagree until finish is called. If the
// process dies between, the next one that opens the archive sweeps the bytes
// that no entry holds, and makes the catalog again.
func (a *Archive) Begin(act string) (finish func() error, err error) {
	path := filepath.Join(a.Dir, unfinishedFile)
	if err := durable.WriteFile(path, []byte(act+"\n")); err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The archive cannot be written.", Err: err}
	}
	return func() error {
		if err := os.Remove(path); err != nil {
			return err
		}
		return durable.SyncDir(a.Dir)
	}, nil
}

// Unfinished reports that a process is at work on the bytes, or died at it.
func (a *Archive) Unfinished() (bool, error) {
	_, err := os.Lstat(filepath.Join(a.Dir, unfinishedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// sweep removes the bytes that no entry holds.
func (a *Archive) sweep(ctx context.Context) error {
	held := map[sijill.Digest]struct{}{}
	for d, err := range a.Catalog.Digests(ctx) {
		if err != nil {
			return err
		}
		held[d] = struct{}{}
	}
	_, err := a.Blobs.Sweep(ctx, func(d sijill.Digest) bool {
		_, ok := held[d]
		return ok
	})
	if err != nil {
		return err
	}
	if err := a.sweepDerived(ctx, held); err != nil {
		return err
	}
	if err := a.Catalog.Scrub(ctx); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(a.Dir, unfinishedFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return durable.SyncDir(a.Dir)
}

// Close closes the archive and lets the next writer in.
func (a *Archive) Close() error {
	var errs []error
	if a.Catalog != nil {
		errs = append(errs, a.Catalog.Close())
	}
	if a.derivatives != nil {
		errs = append(errs, a.derivatives.Close())
	}
	if a.temp != "" {
		errs = append(errs, os.RemoveAll(a.temp))
	}
	if a.Entries != nil {
		errs = append(errs, a.Entries.Close())
	}
	if a.Blobs != nil {
		errs = append(errs, a.Blobs.Close())
	}
	if a.lock != nil {
		errs = append(errs, a.lock.Close())
	}
	return errors.Join(errs...)
}
