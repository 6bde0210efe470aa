package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sijill.example/sijill/media/mediatest"
)

// A run of derive that is killed at any moment loses nothing but the rest: what the
// next run finds is sound, and it does what is lacking.
func TestKilledDerive(t *testing.T) {
	r := newReal(t)
	dir := filepath.Join(r.base, "a")
	in := t.TempDir()
	const pictures = 60
	for i := range pictures {
		if err := os.WriteFile(filepath.Join(in, fmt.Sprintf("%d.jpg", i)), mediatest.Photo(640, 480, i), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r.must(t, dir, "deposit", in)
	done := 0
	for i := 0; done <= pictures/2 && i < 40; i++ {
		cmd := r.command(dir, "derive")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(50+40*i) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		now := lookedAt(t, r, dir)
		if now < done {
			t.Fatalf("after %d were looked at, a killed run left %d", done, now)
		}
		done = now
	}
	var out struct {
		LookedAt int `json:"looked_at"`
		Left     int `json:"left"`
	}
	if err := json.Unmarshal([]byte(r.must(t, dir, "derive", "--json")), &out); err != nil {
		t.Fatal(err)
	}
	if out.Left != 0 || out.LookedAt+done != lookedAt(t, r, dir) || lookedAt(t, r, dir) != pictures+1 {
		t.Errorf("after %d, the last run looked at %d and left %d; there are %d", done, out.LookedAt, out.Left, lookedAt(t, r, dir))
	}
	r.must(t, dir, "audit")
}

// lookedAt asks SQLite's own shell how much was kept, and whether it is whole.
func lookedAt(t *testing.T, r real, dir string) int {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "derived.db")); err != nil {
		return 0
	}
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("sqlite3 is not installed")
	}
	b, err := exec.Command(shell, filepath.Join(dir, "derived.db"),
		"SELECT count(*) FROM sqlite_master WHERE name='print'",
		"PRAGMA integrity_check", "SELECT count(*) FROM made m WHERE (SELECT count(*) FROM copy c WHERE c.digest=m.digest)=2 OR facts NOT LIKE '%image/jpeg%'").Output()
	var tables, n int
	var sound string
	if _, errScan := fmt.Sscan(string(b), &tables, &sound, &n); err != nil || errScan != nil || sound != "ok" {
		if tables == 0 {
			return 0 // killed before the tables were made
		}
		t.Fatalf("%q, %v, %v", b, err, errScan)
	}
	return n
}
