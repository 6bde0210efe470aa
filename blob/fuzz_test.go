package blob_test

import (
	"os"
	"path/filepath"
	"testing"

	"sijill.example/sijill/blob"
)

func FuzzParseDirectory(f *testing.F) {
	s, dir := create(f)
	put(f, s, []byte("one"), []byte("two"))
	packs, _ := filepath.Glob(filepath.Join(dir, "packs", "*.zip"))
	pack, err := os.ReadFile(packs[0])
	if err != nil {
		f.Fatal(err)
	}
	tail := pack[len(pack)-22-2*110:]
	if n, err := blob.ParseDirectory(tail, int64(len(pack))); err != nil || n != 2 {
		f.Fatalf("control: %d, %v", n, err)
	}
	f.Add(tail, int64(len(pack)))
	f.Add([]byte{}, int64(0))
	f.Add(pack, int64(len(pack)))
	f.Fuzz(func(t *testing.T, tail []byte, size int64) {
		if n, err := blob.ParseDirectory(tail, size); err == nil && n*110+22 != len(tail) {
			t.Errorf("a directory of %d bytes gave %d members", len(tail), n)
		}
	})
}
