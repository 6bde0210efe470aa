package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3/driver"

	"sijill.example/sijill/register"
	"sijill.example/sijill/register/registertest"
	"sijill.example/sijill/register/sqlite"
)

const file = "a register#1?.db" // characters that mean something in an address

func open(t *testing.T, dir string) register.Store {
	t.Helper()
	path := filepath.Join(dir, file)
	s, err := sqlite.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		s, err = sqlite.Create(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStoreContract(t *testing.T) { registertest.Test(t, open) }

func filled(t *testing.T, n int) (*sqlite.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.db")
	s, err := sqlite.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	_, _, err = s.Append(t.Context(), func(yield func(register.Entry, error) bool) {
		for i := range n {
			if !yield(register.Entry{Leaf: []byte{byte(i)}, Disclosures: []string{"YQ"}}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, path
}

func TestAnEntryThatIsMissingIsAnErrorWhenReading(t *testing.T) {
	s, path := filled(t, 20)
	edit(t, path, "DELETE FROM entry WHERE idx = 7")
	var n int
	var failed error
	for _, err := range s.Read(t.Context(), 0, 20) {
		if failed = err; err != nil {
			break
		}
		n++
	}
	if failed == nil || n != 7 {
		t.Errorf("Read gave %d entries and the error %v; want 7 and an error", n, failed)
	}
}

func TestCreateNeverOverwrites(t *testing.T) {
	_, path := filled(t, 1)
	if _, err := sqlite.Create(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Create over a register gave %v, want fs.ErrExist", err)
	}
}

func TestOpenRefusesOtherFiles(t *testing.T) {
	dir := t.TempDir()
	if _, err := sqlite.Open(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open of nothing gave %v, want fs.ErrNotExist", err)
	}
	for name, content := range map[string]string{"empty": "", "text": strings.Repeat("no database ", 100)} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := sqlite.Open(path); err == nil {
			_ = s.Close()
			t.Errorf("Open took the file %q for a register", name)
		}
	}
	other := filepath.Join(dir, "other.db")
	edit(t, other, "CREATE TABLE entry (idx INTEGER PRIMARY KEY, leaf BLOB, disclosures BLOB)")
	if s, err := sqlite.Open(other); err == nil {
		_ = s.Close()
		t.Error("Open took another program's database for a register")
	}
}

func TestReadOnlyReadsAndRefusesToWrite(t *testing.T) {
	w, path := filled(t, 3)
	r, err := sqlite.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if n, err := r.Size(t.Context()); n != 3 || err != nil {
		t.Errorf("Size = %d, %v; want 3", n, err)
	}
	nothing := func(func(register.Entry, error) bool) {}
	if _, _, err := r.Append(t.Context(), nothing); err == nil {
		t.Error("Append to a store opened for reading gave no error")
	}
	if _, err := r.Replace(t.Context(), nil, nil); err == nil {
		t.Error("Replace in a store opened for reading gave no error")
	}
	if err := r.Scrub(t.Context()); err == nil {
		t.Error("Scrub of a store opened for reading gave no error")
	}
	if _, _, err := w.Append(t.Context(), func(yield func(register.Entry, error) bool) {
		yield(register.Entry{Leaf: []byte("x")}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Size(t.Context()); n != 4 || err != nil {
		t.Errorf("Size after another process appended = %d, %v; want 4", n, err)
	}
}

func TestEveryCommitIsFlushed(t *testing.T) {
	// What the connection says of itself, because a missing flush shows only when
	// the power fails.
	_, path := filled(t, 1)
	db := database(t, path)
	var mode string
	if err := db.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("journal_mode = %q, %v; want wal", mode, err)
	}
	var application int64
	if err := db.QueryRow("PRAGMA application_id").Scan(&application); err != nil || application != 0x536a6c31 {
		t.Errorf("application_id = %x, %v", application, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v; want 0600", info.Mode(), err)
	}
}

func TestIntegrityFindsADamagedPage(t *testing.T) {
	s, path := filled(t, 2000)
	if wrong, err := s.Integrity(t.Context()); err != nil || len(wrong) != 0 {
		t.Fatalf("Integrity of a sound file = %v, %v", wrong, err)
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 64 {
		b[2*8192+i] ^= 0xff // the head of a page of entries
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := sqlite.Open(path)
	if err != nil {
		return // refused at once is as good
	}
	defer func() { _ = again.Close() }()
	if wrong, err := again.Integrity(context.Background()); err == nil && len(wrong) == 0 {
		t.Error("Integrity found nothing wrong in a damaged file")
	}
}

func database(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := driver.Open("file:" + path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// edit changes a file behind the store's back.
func edit(t *testing.T, path, query string) {
	t.Helper()
	db := database(t, path)
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}
