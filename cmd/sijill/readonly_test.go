package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An archive on a disk that cannot be written is read like any other, also with a
// catalog that is old or not there.
func TestReadOnlyArchive(t *testing.T) {
	r := newReal(t)
	for _, catalog := range []string{"kept", "removed"} {
		work := t.TempDir()
		dir, seen := filepath.Join(work, "a"), filepath.Join(work, "seen")
		if out, err := exec.Command("cp", "-r", filepath.Join(r.base, "a"), dir).CombinedOutput(); err != nil {
			t.Fatalf("cp: %s", out)
		}
		r.must(t, dir, "list")
		if catalog == "removed" {
			if err := os.Remove(filepath.Join(dir, "catalog.db")); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Mkdir(seen, 0o755); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("mount", "--bind", dir, seen).CombinedOutput(); err != nil {
			t.Skipf("nothing can be mounted here: %s", out)
		}
		t.Cleanup(func() { _ = exec.Command("umount", seen).Run() })
		if out, err := exec.Command("mount", "-o", "remount,ro,bind", seen).CombinedOutput(); err != nil {
			t.Skipf("nothing can be mounted read-only here: %s", out)
		}
		if out := r.must(t, seen, "list", "--kind", "exhibit"); !strings.Contains(out, r.first) {
			t.Errorf("catalog %s: the list is %q", catalog, out)
		}
		r.must(t, seen, "custody", r.first)
		r.must(t, seen, "audit")
		r.must(t, seen, "fixity", "--no-entry")
		out, err := r.command(seen, "describe", r.first, "title=x").CombinedOutput()
		if err == nil || !strings.Contains(string(out), "cannot be written") {
			t.Errorf("describe: %v: %s", err, out)
		}
	}
}
