// Package derivative keeps what was made of the originals: what each says about
// itself, its text, copies that can be looked at, and prints by which others are
// found that resemble it. All of it can be thrown away and made again; it has a
// version, and what is of another version counts as lacking.
//
// It is kept by the original's digest, so that the same bytes deposited twice are
// looked at once. Nothing of it goes into the register.
package derivative

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"time"

	"github.com/ncruces/go-sqlite3/driver"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/residue"
)

// Version is the version of what is made. Raise it when a maker gets better, and
// everything is made again.
const Version = 4

// A freed page is overwritten, so that what is erased is gone.
const schema = `
PRAGMA secure_delete=ON;
CREATE TABLE IF NOT EXISTS made (
	seq     INTEGER PRIMARY KEY AUTOINCREMENT,
	digest  BLOB NOT NULL UNIQUE,
	version INTEGER NOT NULL,
	tools   TEXT NOT NULL,
	facts   BLOB NOT NULL,
	text    TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS copy (
	digest BLOB NOT NULL, role TEXT NOT NULL, media_type TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, bytes BLOB NOT NULL,
	PRIMARY KEY (digest, role)
);
CREATE TABLE IF NOT EXISTS print (
	digest BLOB NOT NULL, kind TEXT NOT NULL, part TEXT NOT NULL, at_ms INTEGER NOT NULL, quality INTEGER NOT NULL, print BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS print_digest ON print (digest);
CREATE TABLE IF NOT EXISTS speaks (digest BLOB NOT NULL, of BLOB NOT NULL, PRIMARY KEY (digest, of)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS speaks_of ON speaks (of);
CREATE TABLE IF NOT EXISTS bond (photo BLOB NOT NULL, sidecar BLOB NOT NULL, flags TEXT NOT NULL, facts BLOB NOT NULL, PRIMARY KEY (photo, sidecar)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bond_sidecar ON bond (sidecar);
CREATE TABLE IF NOT EXISTS stale (digest BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
`

// The roles of copies. Pages of a document are "page-1" and so on.
const (
	Thumb = "thumb" // within 320 x 320 pixels
	View  = "view"  // within 1600 x 1600 pixels
	Sheet = "sheet" // frames of a film in a grid
	Wave  = "wave"  // the loudness of a sound over its time
)

// Copy is a picture that can be looked at.
type Copy struct {
	Role      string
	MediaType string
	Width     int
	Height    int
	Bytes     []byte
}

// Print is what likeness is found by.
type Print struct {
	Kind    string        // picture, frame, text
	Part    string        // the part of a picture, "" for the whole
	At      time.Duration // of a frame, from the start of its film
	Quality int           // 0 to 100
	Bytes   []byte
}

// Made is what was made of one original. Copies is empty in what Get returns.
type Made struct {
	Seq    int64
	Digest sijill.Digest
	Tools  string          // which other programs were there
	Facts  json.RawMessage // what it says about itself
	Text   string
	Copies []Copy
	Prints []Print
	// Of are the digests of other originals that a proof says it is of. It is empty
	// in what Get returns.
	Of []sijill.Digest
	// Flags are what this original and the proofs beside it do not say in the very
	// same way. Get gives them; SetBonds sets them.
	Flags []Flag
}

// Store is an open store. Its methods may be used concurrently.
type Store struct {
	writer, reader *sql.DB
	path           string
}

// Open opens the store at path, and makes it where there is none.
func Open(path string) (*Store, error) {
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(20000)"
	writer, err := driver.Open(name + "&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=secure_delete(on)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if _, err := writer.Exec(schema); err != nil {
		_ = writer.Close()
		return nil, fmt.Errorf("the store of derivatives cannot be opened: %w", err)
	}
	reader, err := driver.Open(name + "&_pragma=query_only(on)")
	if err != nil {
		_ = writer.Close()
		return nil, err
	}
	return &Store{writer, reader, path}, nil
}

// OpenReadOnly opens a store where the archive cannot be written. Where there is
// none, it is empty.
func OpenReadOnly(path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		reader, err := driver.Open("file:none?mode=memory&cache=private")
		if err != nil {
			return nil, err
		}
		reader.SetMaxOpenConns(1)
		_, err = reader.Exec(schema)
		return &Store{nil, reader, path}, err
	}
	reader, err := driver.Open("file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=ro&immutable=1")
	if err != nil {
		return nil, err
	}
	return &Store{nil, reader, path}, nil
}

// Close closes the store.
func (s *Store) Close() error {
	err := s.reader.Close()
	if s.writer != nil {
		err = errors.Join(err, s.writer.Close())
	}
	return err
}

// Put keeps what was made of originals, in one transaction. What was made of them
// earlier is replaced.
func (s *Store) Put(ctx context.Context, all []Made) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		for _, m := range all {
			if err := remove(ctx, tx, m.Digest); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO made (digest, version, tools, facts, text) VALUES (?1, ?2, ?3, ?4, ?5)",
				m.Digest[:], Version, m.Tools, []byte(m.Facts), m.Text); err != nil {
				return err
			}
			for _, c := range m.Copies {
				if _, err := tx.ExecContext(ctx, "INSERT INTO copy VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
					m.Digest[:], c.Role, c.MediaType, c.Width, c.Height, c.Bytes); err != nil {
					return err
				}
			}
			for _, of := range m.Of {
				if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO speaks VALUES (?1, ?2)", m.Digest[:], of[:]); err != nil {
					return err
				}
			}
			for _, p := range m.Prints {
				if _, err := tx.ExecContext(ctx, "INSERT INTO print VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
					m.Digest[:], p.Kind, p.Part, p.At.Milliseconds(), p.Quality, p.Bytes); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Erase destroys what was made of originals, for good, and finishes what an earlier
// call left unfinished.
func (s *Store) Erase(ctx context.Context, digests []sijill.Digest) error {
	if s.writer == nil {
		return errors.New("the derivatives are open for reading only")
	}
	var unfinished int
	if err := s.writer.QueryRowContext(ctx, "PRAGMA user_version").Scan(&unfinished); err != nil || len(digests) == 0 && unfinished == 0 {
		return err
	}
	if err := s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "PRAGMA user_version=1"); err != nil { // until all of it is gone
			return err
		}
		for _, d := range digests {
			if err := remove(ctx, tx, d); err != nil {
				return err
			}
			if err := unbind(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	if err := residue.Destroy(ctx, s.writer, s.path); err != nil {
		return fmt.Errorf("nothing of what was erased may stay among the derivatives: %w", err)
	}
	_, err := s.writer.ExecContext(ctx, "PRAGMA user_version=0")
	return err
}

func remove(ctx context.Context, tx *sql.Tx, d sijill.Digest) error {
	for _, query := range []string{"DELETE FROM made WHERE digest=?1", "DELETE FROM copy WHERE digest=?1", "DELETE FROM print WHERE digest=?1", "DELETE FROM speaks WHERE digest=?1", "DELETE FROM stale WHERE digest=?1"} {
		if _, err := tx.ExecContext(ctx, query, d[:]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) change(ctx context.Context, f func(*sql.Tx) error) error {
	if s.writer == nil {
		return errors.New("the derivatives are open for reading only")
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Get gives what was made of an original, and false where nothing of this version
// is there.
func (s *Store) Get(ctx context.Context, d sijill.Digest) (Made, bool, error) {
	for m, err := range s.query(ctx, "WHERE digest=?1 AND version=?2", d[:], Version) {
		return m, err == nil, err
	}
	return Made{}, false, nil
}

// Since yields what was made after seq, in the order of making.
func (s *Store) Since(ctx context.Context, seq int64) iter.Seq2[Made, error] {
	return s.query(ctx, "WHERE seq>?1 AND version=?2 ORDER BY seq", seq, Version)
}

func (s *Store) query(ctx context.Context, where string, args ...any) iter.Seq2[Made, error] {
	return func(yield func(Made, error) bool) {
		rows, err := s.reader.QueryContext(ctx, "SELECT seq, digest, tools, facts, text, coalesce((SELECT group_concat(flags, char(10)) FROM bond WHERE photo=digest AND flags<>''), '') FROM made "+where, args...)
		if err != nil {
			yield(Made{}, err)
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var m Made
			var digest, facts []byte
			var flags string
			err := rows.Scan(&m.Seq, &digest, &m.Tools, &facts, &m.Text, &flags)
			if err == nil {
				m.Digest, err = digestOf(digest)
			}
			m.Facts, m.Flags = facts, unflat(flags)
			if !yield(m, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Made{}, err)
		}
	}
}

func digestOf(b []byte) (sijill.Digest, error) {
	if len(b) != len(sijill.Digest{}) {
		return sijill.Digest{}, errors.New("the derivatives hold a digest of the wrong length")
	}
	return sijill.Digest(b), nil
}
