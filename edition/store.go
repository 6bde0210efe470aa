package edition

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"github.com/ncruces/go-sqlite3/driver"

	"sijill.example/sijill"
	"sijill.example/sijill/search/index"
)

// Names within the directory.
const (
	headFile   = "edition.json"
	storeFile  = "edition.db"
	objectsDir = "objects"
	logDir     = "log"
)

// Head is edition.json: what holds for the whole edition.
type Head struct {
	Version int    `json:"version"`
	Titles  []Text `json:"titles"` // what the archive is called
	Origin  string `json:"origin"` // what it signs as
	// Base is the address of the public site, "" where it is not known; addresses in
	// feeds need it.
	Base        string `json:"base,omitempty"`
	VerifierKey string `json:"verifier_key"`
	Size        int64  `json:"size"` // entries that the checkpoint covers
	Documents   int    `json:"documents"`
	Built       string `json:"built"` // the day
}

const schema = `
CREATE TABLE document (number TEXT PRIMARY KEY, kind TEXT NOT NULL, first INTEGER, place TEXT NOT NULL, state TEXT NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX document_kind ON document (kind, first, number);
CREATE TABLE entry (object TEXT PRIMARY KEY, number TEXT NOT NULL, idx INTEGER NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX entry_number ON entry (number);
CREATE TABLE print (number TEXT NOT NULL, object TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, hash BLOB NOT NULL, quality INTEGER NOT NULL, corners BLOB NOT NULL, sketch BLOB NOT NULL, PRIMARY KEY (number, object)) WITHOUT ROWID;
` + index.Schema

// Edition is an open edition. Its methods may be used concurrently.
type Edition struct {
	Head Head
	dir  string
	db   *sql.DB
	one  *sql.Stmt // gives the document of a number
	some *sql.Stmt // those of a list of numbers

	album   album
	filters filterables
}

// Open opens an edition for reading.
func Open(dir string) (*Edition, error) {
	b, err := os.ReadFile(filepath.Join(dir, headFile))
	if err != nil {
		return nil, &sijill.Error{Class: sijill.NotFound, Message: sijill.Name(dir).Display() + " is not an edition.", Hint: "`sijill edition build` makes one.", Err: err}
	}
	e := &Edition{dir: dir}
	if err := json.Unmarshal(b, &e.Head); err != nil {
		return nil, &sijill.Error{Class: sijill.Failed, Message: "The edition's edition.json cannot be read.", Err: err}
	}
	if e.Head.Version != Version {
		return nil, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("The edition is of version %d, and this program reads version %d.", e.Head.Version, Version), Hint: "`sijill edition build` makes it again."}
	}
	if e.db, err = connect(filepath.Join(dir, storeFile), "mode=ro&immutable=1&_pragma=cache_size(-8000)"); err != nil {
		return nil, err
	}
	// To open the file anew costs more than most questions.
	e.db.SetMaxOpenConns(2 * runtime.GOMAXPROCS(0))
	e.db.SetMaxIdleConns(2 * runtime.GOMAXPROCS(0))
	if e.one, err = e.db.Prepare("SELECT json FROM document WHERE number=?1"); err != nil {
		return nil, errors.Join(err, e.db.Close())
	}
	if e.some, err = e.db.Prepare("SELECT json FROM document WHERE number IN (SELECT value FROM json_each(?1))"); err != nil {
		return nil, errors.Join(err, e.db.Close())
	}
	return e, nil
}

func connect(path, query string) (*sql.DB, error) {
	return driver.Open("file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query)
}

// Close closes the edition.
func (e *Edition) Close() error { return e.db.Close() }

func (e *Edition) logDir() string { return filepath.Join(e.dir, logDir) }

// Dir is the edition's directory.
func (e *Edition) Dir() string { return e.dir }

// Document gives the document of a number. Where the edition has none, the error is
// of class NotFound, whatever the archive may have.
func (e *Edition) Document(ctx context.Context, n sijill.Number) (*Document, error) {
	var raw []byte
	err := e.one.QueryRowContext(ctx, string(n)).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &sijill.Error{Class: sijill.NotFound, Message: "There is no such page.", Err: err}
	}
	if err != nil {
		return nil, err
	}
	var d Document
	return &d, json.Unmarshal(raw, &d)
}

// Filter says which documents to list.
type Filter struct {
	Kind  string // "" for all
	Place sijill.Number
	After string // the cursor of the page before, "" for the first
	Limit int
}

// Documents lists documents by the time that they are about, earliest first, those
// without a time last; withdrawn ones are left out.
func (e *Edition) Documents(ctx context.Context, f Filter) iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		limit := f.Limit
		if limit <= 0 {
			limit = -1
		}
		rows, err := e.db.QueryContext(ctx, `SELECT json FROM document WHERE state='' AND (?1='' OR kind=?1) AND (?2='' OR place=?2)
			ORDER BY first IS NULL, first, number LIMIT ?3 OFFSET ?4`, f.Kind, string(f.Place), limit, offsetOf(f.After))
		if err != nil {
			yield(nil, err)
			return
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var raw []byte
			var d Document
			err := rows.Scan(&raw)
			if err == nil {
				err = json.Unmarshal(raw, &d)
			}
			if !yield(&d, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// Object opens an object for reading; name is as a document has it. An error of
// class NotFound says that there is none.
func (e *Edition) Object(name string) (*os.File, error) {
	local, err := filepath.Localize(name)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.NotFound, Message: "There is no such object.", Err: err}
	}
	f, err := os.OpenInRoot(filepath.Join(e.dir, objectsDir), local)
	if err != nil {
		return nil, &sijill.Error{Class: sijill.NotFound, Message: "There is no such object.", Err: err}
	}
	return f, nil
}

func offsetOf(cursor string) int {
	n := 0
	_, _ = fmt.Sscanf(cursor, "%d", &n)
	return max(0, n)
}
