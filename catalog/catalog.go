// Package catalog keeps what can be asked of an archive: its things by number,
// by digest, by word. It is derived: every row comes from the register's
// entries, and a catalog that is lost, old or of another version is made again
// from them and comes out the same.
package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"strconv"

	"github.com/ncruces/go-sqlite3/driver"

	"sijill.example/sijill/internal/residue"
	"sijill.example/sijill/register"
	"sijill.example/sijill/search/index"
)

// Version is the version of what the catalog holds. A catalog of another version
// is made again; there are no migrations. Raise it whenever schema or projection
// change.
const Version = 10

const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE thing (
	id     INTEGER PRIMARY KEY,
	number TEXT NOT NULL UNIQUE,
	kind   TEXT NOT NULL,
	title  TEXT NOT NULL,
	fields TEXT NOT NULL,
	idx    INTEGER NOT NULL,
	state  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX thing_kind ON thing (kind, id);
CREATE TABLE about (subject TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (subject, idx)) WITHOUT ROWID;
CREATE TABLE held (digest BLOB NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (digest, id)) WITHOUT ROWID;
CREATE TABLE identity (key BLOB PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX identity_id ON identity (id);
CREATE TABLE part (whole TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (whole, id)) WITHOUT ROWID;
CREATE INDEX part_id ON part (id);
CREATE TABLE counter (prefix TEXT NOT NULL, year INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (prefix, year)) WITHOUT ROWID;
CREATE TABLE facet (id INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, derived INTEGER NOT NULL, PRIMARY KEY (id, name, value, derived)) WITHOUT ROWID;
CREATE INDEX facet_value ON facet (name, value, id);
CREATE TABLE dated (id INTEGER NOT NULL, what TEXT NOT NULL, edtf TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, derived INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (id, what, mention, edtf)) WITHOUT ROWID;
CREATE INDEX dated_first ON dated (first, id);
CREATE TABLE finding (id INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, derived INTEGER NOT NULL, PRIMARY KEY (id, kind, text)) WITHOUT ROWID;
CREATE TABLE resemblance (a TEXT NOT NULL, b TEXT NOT NULL, idx INTEGER NOT NULL, subject TEXT NOT NULL, decision TEXT NOT NULL, PRIMARY KEY (a, b, idx)) WITHOUT ROWID;
CREATE INDEX resemblance_b ON resemblance (b);
CREATE TABLE refers (id INTEGER NOT NULL, field TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (id, field, number)) WITHOUT ROWID;
CREATE INDEX refers_number ON refers (number, field, id);
CREATE TABLE unread (id INTEGER PRIMARY KEY);
CREATE TABLE named (id INTEGER NOT NULL, field TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, rank INTEGER NOT NULL, place TEXT NOT NULL, why TEXT NOT NULL, precision_m REAL, sure INTEGER NOT NULL, sound INTEGER NOT NULL, derived INTEGER NOT NULL, PRIMARY KEY (id, field, start, rank)) WITHOUT ROWID;
CREATE INDEX named_place ON named (place, id);
CREATE TABLE wanted (digest BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE called (key TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (key, id, name)) WITHOUT ROWID;
CREATE INDEX called_id ON called (id, key, name);
CREATE TABLE original (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
` + index.Schema

// Catalog is an open catalog. Its methods may be used concurrently, and by many
// processes on one file.
type Catalog struct {
	path   string
	writer *sql.DB
	reader asked
	known  gazetteerCache
}

// Entries is the register as the catalog reads it: its size, and its entries of
// [from, to) in order.
type Entries interface {
	Size(ctx context.Context) (int64, error)
	Read(ctx context.Context, from, to int64) iter.Seq2[register.Entry, error]
}

// Open opens the catalog at path, and makes it anew where there is none, or one
// of another version.
func Open(path string) (*Catalog, error) {
	c, err := open(path)
	if err != nil {
		return nil, err
	}
	version, err := c.meta(context.Background(), "version")
	if err == nil && version == Version {
		return c, nil
	}
	if err := c.Close(); err != nil {
		return nil, err
	}
	if err := Remove(path); err != nil {
		return nil, err
	}
	return open(path)
}

// OpenReadOnly opens a catalog that is there and of this version, where the
// archive cannot be written.
func OpenReadOnly(path string) (*Catalog, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	reader, err := connect(path, "mode=ro&immutable=1")
	if err != nil {
		return nil, err
	}
	c := &Catalog{path: path, reader: askedOf(reader)}
	version, err := c.meta(context.Background(), "version")
	if err == nil && version != Version {
		err = fmt.Errorf("the catalog is of version %d and this program wants %d", version, Version)
	}
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// Remove removes a catalog, so that Open makes it again.
func Remove(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal", residue.Suffix} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func connect(path, options string) (*sql.DB, error) {
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(20000)"
	if options != "" {
		name += "&" + options
	}
	return driver.Open(name)
}

// The catalog can be made again, so that its commits need no flush of their own
// (synchronous=NORMAL: a power cut loses the last ones, never the structure).
func open(path string) (*Catalog, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // SQLite would let others read it
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	writer, err := connect(path, "_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=secure_delete(on)&_pragma=cache_size(-32000)&_pragma=wal_autocheckpoint(4000)")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := found(writer); err != nil {
		_ = writer.Close()
		return nil, err
	}
	reader, err := connect(path, "mode=ro&_pragma=cache_size(-16000)")
	if err != nil {
		_ = writer.Close()
		return nil, err
	}
	reader.SetMaxOpenConns(4)
	reader.SetMaxIdleConns(4)
	return &Catalog{path: path, writer: writer, reader: askedOf(reader)}, nil
}

// found makes the tables where there are none. Two processes may arrive at once.
func found(db *sql.DB) error {
	const ask = "SELECT count(*) FROM sqlite_schema"
	var tables int
	if err := db.QueryRow(ask).Scan(&tables); err != nil || tables > 0 {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := tx.QueryRow(ask).Scan(&tables); err != nil || tables > 0 {
		return err
	}
	if _, err := tx.Exec(schema + "INSERT INTO meta VALUES ('position', 0), ('derived', 0), ('places', 0), ('read', 0), ('version', " + strconv.Itoa(Version) + ")"); err != nil {
		return err
	}
	return tx.Commit()
}

// Close closes the catalog.
func (c *Catalog) Close() error {
	err := c.reader.Close()
	if c.writer != nil {
		if errW := c.writer.Close(); errW != nil {
			err = errW
		}
	}
	return err
}

// Position is the number of entries that the catalog has taken in.
func (c *Catalog) Position(ctx context.Context) (int64, error) { return c.meta(ctx, "position") }

func (c *Catalog) meta(ctx context.Context, key string) (int64, error) {
	var n int64
	err := c.reader.QueryRowContext(ctx, "SELECT value FROM meta WHERE key=?1", key).Scan(&n)
	return n, err
}

// Scrub writes the catalog anew after an erasure, so that no older copy of a row or a
// page stays behind.
func (c *Catalog) Scrub(ctx context.Context) error {
	if err := residue.Destroy(ctx, c.writer, c.path); err != nil {
		return fmt.Errorf("nothing of what was erased may stay in the catalog: %w", err)
	}
	return nil
}
