package register_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3/driver"

	"sijill.example/sijill/register"
	"sijill.example/sijill/register/sqlite"
)

// recheck gives the faults and the entries that are complete.
func recheck(t *testing.T, store register.Store, p *published) (faults []register.Fault, complete int, size int64) {
	t.Helper()
	next := int64(0)
	size, root, err := register.Recheck(t.Context(), store, p.log, p.verifier, func(i int64, o register.Opened) {
		if i < next {
			t.Errorf("entry %d was handed over after entry %d", i, next-1)
		}
		next = i + 1
		if o.IsComplete() {
			complete++
		}
	}, func(f register.Fault) { faults = append(faults, f) })
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := store.(*memory); ok && len(faults) == 0 && root != referenceRoot(t, m.entries) {
		t.Error("Recheck's root is not RFC 6962's")
	}
	return faults, complete, size
}

func TestRecheckOfASoundRegisterFindsNothing(t *testing.T) {
	for _, n := range []int{1, 63, 64, 65, 256, 300} {
		p := publish(t, n)
		if faults, complete, size := recheck(t, p.store, p); len(faults) != 0 || complete != n || size != int64(n) {
			t.Errorf("%d entries: %v, %d complete, size %d", n, faults, complete, size)
		}
	}
	// Entries that are entered and not yet sequenced are no fault.
	p := publish(t, 5)
	if _, _, err := register.New(p.store, p.signer, noon).AppendAll(t.Context(), drafts(3)); err != nil {
		t.Fatal(err)
	}
	if faults, complete, size := recheck(t, p.store, p); len(faults) != 0 || complete != 8 || size != 8 {
		t.Errorf("with 3 entries not published yet: %v, %d complete, size %d", faults, complete, size)
	}
}

// Tiles and bundles are compared byte for byte. Of the checkpoint, what is signed
// and every byte of the archive's signature is covered; base64 has other
// spellings of the same signature, and comparing bytes is the audit's work.
func TestRecheckFindsEveryFlippedBit(t *testing.T) {
	p := publish(t, 1)
	honest := files(t, p.dir)
	step := 1
	if testing.Short() {
		step = 29
	}
	for name, b := range honest {
		path := filepath.Join(p.dir, filepath.FromSlash(name))
		for bit := 0; bit < 8*len(b); bit += step {
			changed := bytes.Clone(b)
			changed[bit/8] ^= 1 << (bit % 8)
			if err := os.WriteFile(path, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			faults, _, _ := recheck(t, p.store, p)
			if len(faults) > 0 {
				continue
			}
			if c, err := p.log.Checkpoint(p.verifier); name == "checkpoint" && err == nil && c.Root == p.at.Root && c.Size == p.at.Size && bit/8 == len(b)-3 {
				continue // the last sign before the padding has bits that carry nothing
			}
			t.Errorf("%s: bit %d was flipped and nothing found", name, bit)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if faults, _, _ := recheck(t, p.store, p); len(faults) == 0 {
			t.Errorf("%s was removed and nothing found", name)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Somebody edits the file of the register itself.
func TestRecheckFindsEditsInTheStore(t *testing.T) {
	const n = 6
	p := publish(t, 0)
	store, path := openSQLite(t)
	if _, _, err := register.New(store, p.signer, noon).AppendAll(t.Context(), drafts(n)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.log.Publish(t.Context(), store, p.signer, p.verifier); err != nil {
		t.Fatal(err)
	}
	if faults, complete, _ := recheck(t, store, p); len(faults) != 0 || complete != n {
		t.Fatalf("control: %v, %d complete", faults, complete)
	}
	if err := store.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	another, err := register.Seal(draft(3), noon(), p.signer) // a sound entry, put in the place of another
	if err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(exec func(string, ...any)){
		"leaves swapped": func(exec func(string, ...any)) {
			exec("UPDATE entry SET leaf = (SELECT leaf FROM entry AS other WHERE other.idx = 3 - entry.idx) WHERE idx IN (1, 2)")
		},
		"rows swapped": func(exec func(string, ...any)) {
			exec("UPDATE entry SET idx = idx + 100 WHERE idx IN (1, 2)")
			exec("UPDATE entry SET idx = 103 - idx WHERE idx > 100")
		},
		"an entry replaced by a sound one": func(exec func(string, ...any)) {
			exec("UPDATE entry SET leaf = ?, disclosures = ? WHERE idx = 3", another.Leaf, []byte(strings.Join(another.Disclosures, "~")))
		},
		"all disclosures removed": func(exec func(string, ...any)) { exec("UPDATE entry SET disclosures = x'' WHERE idx = 2") },
		"the first disclosure removed": func(exec func(string, ...any)) {
			exec("UPDATE entry SET disclosures = CAST(substr(CAST(disclosures AS TEXT), instr(CAST(disclosures AS TEXT), '~') + 1) AS BLOB) WHERE idx = 2")
		},
		"a disclosure altered": func(exec func(string, ...any)) {
			exec("UPDATE entry SET disclosures = CAST('Wy' || substr(CAST(disclosures AS TEXT), 2) AS BLOB) WHERE idx = 2")
		},
		"a leaf emptied":      func(exec func(string, ...any)) { exec("UPDATE entry SET leaf = x'' WHERE idx = 0") },
		"an entry taken out":  func(exec func(string, ...any)) { exec("DELETE FROM entry WHERE idx = 2") },
		"the last taken out":  func(exec func(string, ...any)) { exec("DELETE FROM entry WHERE idx = 5") },
		"the first taken out": func(exec func(string, ...any)) { exec("DELETE FROM entry WHERE idx = 0") },
		"all taken out":       func(exec func(string, ...any)) { exec("DELETE FROM entry") },
		"one inserted": func(exec func(string, ...any)) {
			exec("UPDATE entry SET idx = -idx WHERE idx > 2")
			exec("UPDATE entry SET idx = 1 - idx WHERE idx < 0")
			exec("INSERT INTO entry VALUES (3, ?, ?)", another.Leaf, []byte{})
		},
		"unsealed one appended": func(exec func(string, ...any)) { exec("INSERT INTO entry VALUES (6, x'41', x'')") },
	} {
		t.Run(name, func(t *testing.T) {
			copied := filepath.Join(t.TempDir(), "register.db")
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(copied, b, 0o600); err != nil {
				t.Fatal(err)
			}
			inDatabase(t, copied, edit)
			edited, err := sqlite.Open(copied)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = edited.Close() }()
			faults, complete, size := recheck(t, edited, p)
			if len(faults) == 0 && complete == int(size) {
				t.Error("nothing found")
			}
		})
	}
}

func inDatabase(t *testing.T, path string, edit func(exec func(string, ...any))) {
	t.Helper()
	db, err := driver.Open("file:" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func(db *sql.DB) { _ = db.Close() }(db)
	edit(func(query string, args ...any) {
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	})
}

func TestRecheckNamesTheEntry(t *testing.T) {
	p := publish(t, 10)
	honest := slices.Clone(p.store.entries)
	p.store.entries[4].Disclosures = append(slices.Clone(honest[4].Disclosures[1:]), honest[5].Disclosures[0])
	faults, _, _ := recheck(t, p.store, p)
	if len(faults) != 1 || faults[0].Kind != "entry" || faults[0].Index != 4 {
		t.Errorf("a foreign disclosure in entry 4: %v", faults)
	}
	p.store.entries = honest[:9]
	faults, _, _ = recheck(t, p.store, p)
	if !slices.ContainsFunc(faults, func(f register.Fault) bool { return f.Kind == "register" }) {
		t.Errorf("a register that was cut: %v", faults)
	}
	_, v := newKey(t, origin)
	var count int
	_, _, err := register.Recheck(context.Background(), &memory{entries: honest}, p.log, v, func(int64, register.Opened) {}, func(register.Fault) { count++ })
	if err != nil || count < 10 {
		t.Errorf("under another key: %d faults, %v", count, fmt.Sprint(err))
	}
}
