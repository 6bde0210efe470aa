// Package sqlite keeps a register's entries in one SQLite file: the engine for an
// archive on one machine. It uses write-ahead logging with a full flush at each
// commit, and overwrites with zeros what is taken out.
package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/ncruces/go-sqlite3/driver"

	"sijill.example/sijill/register"
)

// application is the "application_id" that marks the file as a register: "Sjl1".
const application = 0x536a6c31

const schema = `
CREATE TABLE entry (
	idx         INTEGER PRIMARY KEY,
	leaf        BLOB NOT NULL,
	disclosures BLOB NOT NULL
)`

// Store is a register.Store in an SQLite file.
type Store struct {
	writer *sql.DB // one connection
	reader *sql.DB
	path   string

	preparing sync.Mutex
	some      *sql.Stmt // someEntries, once it is asked for
}

const someEntries = "SELECT idx, leaf, disclosures FROM entry WHERE idx >= ?1 AND idx < ?2 ORDER BY idx"

// Create makes a new file, which must not exist.
func Create(path string) (*Store, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	s, err := open(path, "")
	if err != nil {
		return nil, err
	}
	for _, q := range []string{fmt.Sprintf("PRAGMA application_id=%d", application), schema} {
		if _, err := s.writer.Exec(q); err != nil {
			_ = s.Close()
			return nil, err
		}
	}
	return s, nil
}

// Open opens an existing file for reading and appending.
func Open(path string) (*Store, error) { return openChecked(path, "") }

// OpenReadOnly opens an existing file for reading, also where the directory may
// not be written: then nobody else can be writing, and SQLite is told so. Where a
// write-ahead log is left there that cannot be taken in, it refuses.
func OpenReadOnly(path string) (*Store, error) {
	s, err := openChecked(path, "ro")
	if err == nil {
		return s, nil
	}
	if wal, errWAL := os.Stat(path + "-wal"); errWAL == nil && wal.Size() > 0 {
		return nil, fmt.Errorf("there are entries in %s that cannot be read without writing: %w", filepath.Base(path)+"-wal", err)
	}
	return openChecked(path, "ro&immutable=1")
}

func openChecked(path, mode string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	s, err := open(path, mode)
	if err != nil {
		return nil, err
	}
	var id int64
	if err := s.reader.QueryRow("PRAGMA application_id").Scan(&id); err != nil {
		_ = s.Close()
		return nil, err
	}
	if id != application {
		_ = s.Close()
		return nil, fmt.Errorf("the file is not a register")
	}
	return s, nil
}

func dsn(path, mode string, pragmas ...string) string {
	var b strings.Builder
	b.WriteString("file:")
	for _, r := range []byte(path) {
		if r == '?' || r == '#' || r == '%' || r <= ' ' {
			fmt.Fprintf(&b, "%%%02x", r)
			continue
		}
		b.WriteByte(r)
	}
	sep := byte('?')
	if mode != "" {
		b.WriteString("?mode=" + mode)
		sep = '&'
	}
	for _, p := range pragmas {
		b.WriteByte(sep)
		b.WriteString("_pragma=" + p)
		sep = '&'
	}
	return b.String()
}

func open(path, mode string) (*Store, error) {
	var writer *sql.DB
	var err error
	if mode == "" {
		writer, err = driver.Open(dsn(path, mode,
			"busy_timeout(10000)", "page_size(8192)", "journal_mode(wal)", "synchronous(full)",
			"secure_delete(on)", "wal_autocheckpoint(4000)", "cache_size(-16000)"))
		if err != nil {
			return nil, err
		}
		writer.SetMaxOpenConns(1)
		if err := writer.Ping(); err != nil {
			_ = writer.Close()
			return nil, err
		}
	}
	readMode := mode
	if mode == "" {
		readMode = "ro"
	}
	reader, err := driver.Open(dsn(path, readMode, "busy_timeout(10000)", "cache_size(-8000)"))
	if err != nil {
		return nil, err
	}
	reader.SetMaxOpenConns(4)
	reader.SetMaxIdleConns(4)
	return &Store{writer: writer, reader: reader, path: path}, nil
}

// statement gives someEntries. To make a statement costs more than to read an entry.
func (s *Store) statement(ctx context.Context) (*sql.Stmt, error) {
	s.preparing.Lock()
	defer s.preparing.Unlock()
	if s.some != nil {
		return s.some, nil
	}
	var err error
	s.some, err = s.reader.PrepareContext(ctx, someEntries)
	return s.some, err
}

// Close closes the file.
func (s *Store) Close() error {
	err := s.reader.Close()
	if s.writer != nil {
		if errW := s.writer.Close(); errW != nil {
			err = errW
		}
	}
	return err
}

// Size is the number of entries.
func (s *Store) Size(ctx context.Context) (int64, error) {
	var n int64
	err := s.reader.QueryRowContext(ctx, "SELECT coalesce(max(idx)+1, 0) FROM entry").Scan(&n)
	return n, err
}

// Append is documented at register.Store.
func (s *Store) Append(ctx context.Context, entries iter.Seq2[register.Entry, error]) (first, count int64, err error) {
	if s.writer == nil {
		return 0, 0, fmt.Errorf("the register was opened for reading only")
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = tx.Rollback() }()
	first, count, err = insert(ctx, tx, entries)
	if err != nil {
		return 0, 0, err
	}
	return first, count, tx.Commit()
}

func insert(ctx context.Context, tx *sql.Tx, entries iter.Seq2[register.Entry, error]) (first, count int64, err error) {
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(idx)+1, 0) FROM entry").Scan(&first); err != nil {
		return 0, 0, err
	}
	stmt, err := tx.PrepareContext(ctx, "INSERT INTO entry (idx, leaf, disclosures) VALUES (?1, ?2, ?3)")
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = stmt.Close() }()
	for e, err := range entries {
		if err != nil {
			return 0, 0, err
		}
		if _, err := stmt.ExecContext(ctx, first+count, e.Leaf, []byte(strings.Join(e.Disclosures, "~"))); err != nil {
			return 0, 0, err
		}
		count++
	}
	return first, count, nil
}

// Read is documented at register.Store.
func (s *Store) Read(ctx context.Context, from, to int64) iter.Seq2[register.Entry, error] {
	return func(yield func(register.Entry, error) bool) {
		stmt, err := s.statement(ctx)
		var rows *sql.Rows
		if err == nil {
			rows, err = stmt.QueryContext(ctx, from, to)
		}
		if err != nil {
			yield(register.Entry{}, err)
			return
		}
		defer func() { _ = rows.Close() }()
		for want := from; rows.Next(); want++ {
			var index int64
			var e register.Entry
			var disclosures string
			if err := rows.Scan(&index, &e.Leaf, &disclosures); err != nil {
				yield(register.Entry{}, err)
				return
			}
			if index != want {
				yield(register.Entry{}, fmt.Errorf("the register has no entry %d: it was cut or altered", want))
				return
			}
			if disclosures != "" {
				e.Disclosures = strings.Split(disclosures, "~")
			}
			if !yield(e, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(register.Entry{}, err)
		}
	}
}

// Replace is documented at register.Store. It rewrites the pages with zeros in
// the place of what was taken out (secure_delete), and then empties the
// write-ahead log, which still had the old pages.
func (s *Store) Replace(ctx context.Context, disclosures map[int64][]string, entries []register.Entry) (first int64, err error) {
	if s.writer == nil {
		return 0, fmt.Errorf("the register was opened for reading only")
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	for index, ds := range disclosures {
		if _, err := tx.ExecContext(ctx, "UPDATE entry SET disclosures=?2 WHERE idx=?1", index, []byte(strings.Join(ds, "~"))); err != nil {
			return 0, err
		}
	}
	first, _, err = insert(ctx, tx, func(yield func(register.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	})
	if err != nil {
		return 0, err
	}
	if err := tx.Commit(); err != nil {
		return 0, err
	}
	if err := s.Scrub(ctx); err != nil {
		return first, &register.UnscrubbedError{Err: err}
	}
	return first, nil
}

// Scrub moves the write-ahead log into the file and cuts it to nothing, so that
// no older copy of a page stays behind. It is repeated at start after a crash.
func (s *Store) Scrub(ctx context.Context) error {
	if s.writer == nil {
		return fmt.Errorf("the register was opened for reading only")
	}
	var busy, logged, moved int64
	if err := s.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &logged, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return fmt.Errorf("another process is reading the register, so that its write-ahead log cannot be emptied yet")
	}
	return nil
}

// Integrity asks SQLite to check the file's own structure, and returns what it
// finds wrong.
func (s *Store) Integrity(ctx context.Context) ([]string, error) {
	rows, err := s.reader.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var wrong []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			wrong = append(wrong, line)
		}
	}
	return wrong, rows.Err()
}
