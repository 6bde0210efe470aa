// Package residue destroys what SQLite leaves of rows that were deleted.
//
// PRAGMA secure_delete writes zeros over a row that is deleted, but not over the copies
// of it that stay in the unused part of a page when earlier changes moved rows from one
// page to another. So a database of which something was erased is written anew.
package residue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"github.com/ncruces/go-sqlite3/driver"
)

// Suffix ends the name of the copy that stands beside a database while it is written
// anew. It holds nothing that was deleted.
const Suffix = ".anew"

// Rewrite writes every row of the database at path into a new file at to, which must not
// be there, and nothing else. db must have one connection.
func Rewrite(ctx context.Context, db *sql.DB, to string) error {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // SQLite would let others read it
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?1", to)
	return err
}

// Destroy writes the database at path anew in its place, in one transaction, and empties
// its write-ahead log. db is its only writer, with one connection. It needs room for two
// more copies of the database.
func Destroy(ctx context.Context, db *sql.DB, path string) (err error) {
	anew := path + Suffix
	if err := os.Remove(anew); err != nil && !errors.Is(err, fs.ErrNotExist) { // of one that was stopped
		return err
	}
	defer func() {
		if gone := os.Remove(anew); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}()
	if err := Rewrite(ctx, db, anew); err != nil {
		return err
	}
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	err = c.Raw(func(c any) error {
		return c.(driver.Conn).Raw().Restore("main", "file:"+(&url.URL{Path: anew}).EscapedPath()+"?mode=ro")
	})
	if err = errors.Join(err, c.Close()); err != nil {
		return fmt.Errorf("the database cannot be written anew: %w", err)
	}
	return Empty(ctx, db)
}

// Empty moves the write-ahead log into the database and cuts it to nothing, so that no
// older copy of a page stays behind.
func Empty(ctx context.Context, db *sql.DB) error {
	var busy, logged, moved int64
	if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &logged, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("another process is reading the database, so that its write-ahead log cannot be emptied yet")
	}
	return nil
}
