package residue_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3/driver"

	"sijill.example/sijill/internal/residue"
)

// churned makes a table whose rows changed often, and deletes many of them.
func churned(t *testing.T, seed uint64) (db *sql.DB, path string, gone [][]byte, kept int) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a b%.db")
	db, err := driver.Open("file:" + filepath.Dir(path) + "/a%20b%25.db?_pragma=journal_mode(wal)&_pragma=secure_delete(on)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	must := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	must("CREATE TABLE thing (id INTEGER PRIMARY KEY, text TEXT)")
	r := rand.New(rand.NewPCG(seed, 1))
	const n = 600
	text := func(i int) string {
		return fmt.Sprintf("SECRET%04dSECRET%s", i, bytes.Repeat([]byte("x"), r.IntN(900)))
	}
	must("BEGIN")
	for i := range n {
		must("INSERT INTO thing VALUES (?1, ?2)", i, text(i))
	}
	for range 3 * n {
		i := r.IntN(n)
		must("UPDATE thing SET text=?2 WHERE id=?1", i, text(i))
	}
	must("COMMIT")
	for _, i := range r.Perm(n)[:n/2] {
		must("DELETE FROM thing WHERE id=?1", i)
		gone = append(gone, fmt.Appendf(nil, "SECRET%04dSECRET", i))
	}
	return db, path, gone, n - n/2
}

func left(t *testing.T, path string, gone [][]byte) int {
	t.Helper()
	n := 0
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, secret := range gone {
			if bytes.Contains(b, secret) {
				n++
			}
		}
	}
	return n
}

// What secure_delete leaves is there before, and not after; every other row stays.
func TestDestroy(t *testing.T) {
	before := 0
	for seed := range uint64(6) {
		db, path, gone, kept := churned(t, seed)
		if err := residue.Empty(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		before += left(t, path, gone)
		if err := residue.Destroy(t.Context(), db, path); err != nil {
			t.Fatal(err)
		}
		if n := left(t, path, gone); n > 0 {
			t.Errorf("seed %d: %d deleted rows are left", seed, n)
		}
		var rows int
		var sound string
		if err := db.QueryRow("SELECT count(*) FROM thing").Scan(&rows); err != nil || rows != kept {
			t.Errorf("%d rows, want %d, %v", rows, kept, err)
		}
		if err := db.QueryRow("PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
			t.Error(sound, err)
		}
		if _, err := os.Stat(path + residue.Suffix); !os.IsNotExist(err) {
			t.Error("the copy is left", err)
		}
		if _, err := db.Exec("INSERT INTO thing VALUES (5000, 'more')"); err != nil {
			t.Error(err)
		}
	}
	if before == 0 {
		t.Error("nothing was left to destroy, so this shows nothing")
	}
}

// A reader of another process keeps the log from being emptied, and that is said.
func TestDestroyTellsOfReaders(t *testing.T) {
	db, path, _, _ := churned(t, 1)
	other, err := driver.Open("file:" + filepath.Dir(path) + "/a%20b%25.db?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM thing").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if err := residue.Destroy(t.Context(), db, path); err == nil {
		t.Error("it says that everything is destroyed while a reader still sees the old pages")
	}
}
