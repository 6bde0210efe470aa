package edition

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/residue"
	"sijill.example/sijill/search/index"
)

// Writer makes an edition in a directory of its own. Whoever serves the old one
// goes on with it until the new one takes its place.
type Writer struct {
	dir   string
	db    *sql.DB
	tx    *sql.Tx
	head  Head
	words *index.Writer

	continued bool // something may have been taken out
}

// Create begins an edition in dir, which must not be there.
func Create(ctx context.Context, dir string, h Head) (*Writer, error) {
	if err := makeDirs(dir); err != nil {
		return nil, err
	}
	w, err := begin(ctx, dir, h)
	if err == nil {
		_, err = w.tx.ExecContext(ctx, schema)
	}
	if err != nil {
		return nil, errors.Join(err, w.Discard())
	}
	return w, nil
}

func makeDirs(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "The edition cannot be made there.", Err: err}
	}
	for _, sub := range []string{objectsDir, logDir} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// begin opens what is to be written. The writer is there to be discarded also where
// that fails.
func begin(ctx context.Context, dir string, h Head) (*Writer, error) {
	w := &Writer{dir: dir, head: h}
	w.head.Version = Version
	var err error
	if w.db, err = connect(filepath.Join(dir, storeFile), "_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=secure_delete(on)"); err != nil {
		return w, err
	}
	w.db.SetMaxOpenConns(1)
	if w.tx, err = w.db.BeginTx(ctx, nil); err == nil {
		w.words = index.NewWriter(ctx, w.tx, nil)
	}
	return w, err
}

// Print is what a picture of the edition is found by. It is made of the public copy,
// and so tells nothing that the copy does not show.
type Print struct {
	Object        string
	Width, Height int
	Hash          []byte // PDQ, 32 bytes
	Quality       int
	Corners       []byte // likeness.PackCorners, for parts of it
	Sketch        []byte // likeness.Sketch, which decides about parts
}

// Put adds a document. Documents are put in the order of their numbers, so that the
// same documents make the same bytes.
func (w *Writer) Put(ctx context.Context, d *Document) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	state := ""
	if d.Withdrawn != "" {
		state = stateWithdrawn
	}
	if _, err := w.tx.ExecContext(ctx, "INSERT INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6)", string(d.Number), d.Kind(), d.first(), d.place(), state, string(raw)); err != nil {
		return fmt.Errorf("%s cannot be put into the edition: %w", d.Number, err)
	}
	if state != "" {
		return nil
	}
	return w.words.Put(idOf(d.Number), nil, d.indexed())
}

// PutPrint adds what a picture of a document is found by.
func (w *Writer) PutPrint(ctx context.Context, n sijill.Number, p Print) error {
	_, err := w.tx.ExecContext(ctx, "INSERT INTO print VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", string(n), p.Object, p.Width, p.Height, p.Hash, p.Quality, p.Corners, p.Sketch)
	return err
}

// stateWithdrawn is the state of a document that only says that it was there.
const stateWithdrawn = "withdrawn"

// PutEntry adds an entry of the register as far as it is shown: the SD-JWT, of which
// the edition makes an entry file of that name when it is asked for.
func (w *Writer) PutEntry(ctx context.Context, n sijill.Number, object string, index int64, text string) error {
	_, err := w.tx.ExecContext(ctx, "INSERT INTO entry VALUES (?1, ?2, ?3, ?4)", object, string(n), index, text)
	return err
}

// PutObject writes an object. It is flushed by whoever puts the edition in its place.
// Its name is NUMBER/NAME, made by the builder and never
// from what somebody called a file. It gives what the disk says of it.
func (w *Writer) PutObject(name string, r io.Reader) (os.FileInfo, error) {
	local, err := filepath.Localize(name)
	if err != nil || strings.Count(name, "/") != 1 {
		return nil, fmt.Errorf("%q is not the name of an object", name)
	}
	path := filepath.Join(w.dir, objectsDir, local)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return os.Lstat(path)
}

// Close finishes the edition. What was made is whole only when it returns nil.
func (w *Writer) Close(ctx context.Context) error {
	err := w.words.Flush()
	w.words.Close()
	if err == nil {
		err = w.tx.QueryRowContext(ctx, "SELECT count(*) FROM document").Scan(&w.head.Documents)
	}
	if err == nil {
		err = w.tx.Commit()
	}
	// What was taken out must not be found in the unused parts of pages.
	store := filepath.Join(w.dir, storeFile)
	if err == nil && w.continued {
		err = residue.Rewrite(ctx, w.db, store+residue.Suffix)
	}
	if err = errors.Join(err, w.db.Close()); err != nil {
		return err
	}
	if w.continued {
		if err := errors.Join(os.Chmod(store+residue.Suffix, 0o644), os.Rename(store+residue.Suffix, store)); err != nil {
			return err
		}
	}
	b, err := json.MarshalIndent(w.head, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.dir, headFile), append(b, '\n'), 0o644)
}

// Discard takes away what was made so far.
func (w *Writer) Discard() error {
	if w.words != nil {
		w.words.Close()
	}
	if w.tx != nil {
		_ = w.tx.Rollback()
	}
	var err error
	if w.db != nil {
		err = w.db.Close()
	}
	return errors.Join(err, os.RemoveAll(w.dir))
}

// first is the first day that the document is about, as days since 1970.
func (d *Document) first() any {
	for _, what := range []string{"occurred", "captured", "recorded", "published", "made"} {
		for _, dated := range d.Dates {
			if date, err := sijill.ParseDate(dated.EDTF); dated.What == what && err == nil && !date.IsMissing() {
				return date.Earliest().Second / (24 * 60 * 60)
			}
		}
	}
	return nil
}

func (d *Document) place() string {
	for _, p := range d.Places {
		if p.Ref != nil {
			return string(p.Ref.Number)
		}
	}
	return ""
}

// indexed is what the document is found by: everything in it that a reader reads.
func (d *Document) indexed() *index.Document {
	var b strings.Builder
	add := func(texts ...Text) {
		for _, t := range texts {
			b.WriteString(t.Text)
			b.WriteByte('\n')
		}
	}
	add(d.Titles...)
	title := b.String()
	b.Reset()
	for _, texts := range [][]Text{d.Lead, d.Body, d.Context, d.Credit, d.SaidBy, d.Byline} {
		add(texts...)
	}
	for _, s := range d.Segments {
		add(Text{Text: s.Text})
	}
	for _, t := range d.Translations {
		for _, s := range t.Segments {
			add(Text{Text: s.Text})
		}
	}
	for _, p := range d.Places {
		add(p.Words...)
		if p.Ref != nil {
			add(p.Ref.Titles...)
		}
	}
	for _, s := range d.Signatories {
		add(s.Names...)
	}
	for _, l := range d.Lists {
		for _, i := range l.Items {
			add(i.Titles...)
		}
	}
	if d.Claim != nil {
		add(d.Claim.Value...)
	}
	return &index.Document{Title: title, Body: b.String()}
}

// idOf gives the number of a document as the index has it. It depends on nothing else
// that is in the edition, and those of one kind follow each other.
func idOf(n sijill.Number) int64 {
	prefix, year, count := n.Parts()
	for i, p := range sijill.Prefixes() {
		if p.Prefix == prefix {
			return int64(i+1)<<kindShift | int64(year)<<yearShift | int64(count)
		}
	}
	return 0
}

const (
	kindShift = 48
	yearShift = 32
)

func numberAt(id int64) sijill.Number {
	all := sijill.Prefixes()
	kind := int(id>>kindShift) - 1
	if kind < 0 || kind >= len(all) {
		return ""
	}
	return sijill.NewNumber(all[kind].Prefix, int(id>>yearShift&0xffff), int(id&0xffffffff))
}
