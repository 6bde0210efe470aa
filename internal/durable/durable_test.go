package durable_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"sijill.example/sijill/internal/durable"
)

// only fails unless dir holds exactly these files.
func only(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if len(names) != len(want) {
		t.Fatalf("the directory holds %v, want %v", names, want)
	}
	for i := range names {
		if names[i] != want[i] {
			t.Fatalf("the directory holds %v, want %v", names, want)
		}
	}
}

func TestWriteFileReplacesTheWholeFile(t *testing.T) {
	for name, write := range map[string]func(string, []byte) error{"WriteFile": durable.WriteFile, "Place": durable.Place} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "f")
			for _, data := range [][]byte{[]byte("first, which is longer"), nil, []byte("second"), bytes.Repeat([]byte("x"), 1<<20)} {
				if err := write(path, data); err != nil {
					t.Fatal(err)
				}
				if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, data) {
					t.Fatalf("the file holds %d bytes, want %d: %v", len(got), len(data), err)
				}
				only(t, dir, "f")
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the file has mode %v, want 0600", info.Mode())
			}
		})
	}
}

func TestWriteFileReplacesALinkAndNotWhatItPointsTo(t *testing.T) {
	dir, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "target")
	if err := os.WriteFile(elsewhere, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "f")
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if err := durable.WriteFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(elsewhere); err != nil || string(b) != "kept" {
		t.Errorf("the link's target holds %q, %v", b, err)
	}
}

func TestAFailedWriteLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken") // a directory that is not empty cannot be renamed over
	if err := os.MkdirAll(filepath.Join(taken, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := durable.WriteFile(taken, []byte("x")); err == nil {
		t.Error("WriteFile over a directory gave no error")
	}
	only(t, dir, "taken")
	if err := durable.WriteFile(filepath.Join(dir, "none", "f"), []byte("x")); err == nil {
		t.Error("WriteFile into a directory that is not there gave no error")
	}
	only(t, dir, "taken")
}

func TestMkdirAll(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b", "c")
	for range 2 { // the second time it is there
		if err := durable.MkdirAll(deep); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range []string{"a", "a/b", "a/b/c"} {
		if info, err := os.Stat(filepath.Join(dir, d)); err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", d, info, err)
		}
	}
	file := filepath.Join(dir, "file")
	if err := durable.WriteFile(file, nil); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{file, filepath.Join(file, "below")} {
		if err := durable.MkdirAll(bad); err == nil {
			t.Errorf("MkdirAll(%q) over a file gave no error", filepath.Base(bad))
		}
	}
}

func TestSyncDir(t *testing.T) {
	dir := t.TempDir()
	if err := durable.SyncDir(dir); err != nil {
		t.Error(err)
	}
	if err := durable.SyncDir(filepath.Join(dir, "none")); err == nil {
		t.Error("SyncDir of nothing gave no error")
	}
}
