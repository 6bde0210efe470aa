package blob_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/blob"
)

func create(t testing.TB) (*blob.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "blobs")
	s, err := blob.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func put(t testing.TB, s *blob.Store, contents ...[]byte) []sijill.Digest {
	t.Helper()
	b := s.NewBatch()
	var out []sijill.Digest
	for _, c := range contents {
		k, err := b.Put(context.Background(), bytes.NewReader(c))
		if err != nil {
			t.Fatal(err)
		}
		if k.Digest != sijill.DigestOf(c) || k.Size != int64(len(c)) {
			t.Fatalf("Put of %d bytes gave %s, %d", len(c), k.Digest, k.Size)
		}
		out = append(out, k.Digest)
	}
	if err := b.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	return out
}

func get(t testing.TB, s *blob.Store, d sijill.Digest) []byte {
	t.Helper()
	r, err := s.Get(d)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func findings(t testing.TB, dir string, only ...sijill.Digest) []blob.Finding {
	t.Helper()
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []blob.Finding
	if _, err := s.Check(context.Background(), blob.CheckOptions{Workers: 2, Only: only}, func(f blob.Finding) { out = append(out, f) }); err != nil {
		t.Fatal(err)
	}
	return out
}

func noise(n int, seed uint64) []byte {
	b := make([]byte, n)
	var key [32]byte
	key[0], key[1] = byte(seed), byte(seed>>8)
	_, _ = rand.NewChaCha8(key).Read(b)
	return b
}

func TestEverySizeComesBack(t *testing.T) {
	const m = 1 << 20
	for i, n := range []int{0, 1, 3072, m - 1, m, m + 1, 2 * m, 2*m + 1, 3 * m, 4*m - 1, 5*m + 7, 9 * m} {
		s, dir := create(t)
		want := noise(n, uint64(i))
		d := put(t, s, want)[0]
		if !bytes.Equal(get(t, s, d), want) {
			t.Errorf("%d bytes came back altered", n)
		}
		again, err := blob.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(get(t, again, d), want) {
			t.Errorf("%d bytes came back altered after opening again", n)
		}
		if f := findings(t, dir); len(f) > 0 {
			t.Errorf("%d bytes: %v", n, f)
		}
	}
}

func TestPacksOpenAsZIP(t *testing.T) {
	s, dir := create(t)
	put(t, s, []byte("one"), nil, []byte("three"))
	packs, _ := filepath.Glob(filepath.Join(dir, "packs", "*.zip"))
	z, err := zip.OpenReader(packs[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	if len(z.File) != 3 {
		t.Fatalf("%d members", len(z.File))
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r) // which also compares the checksum
		if err != nil || sijill.DigestOf(b).String() != f.Name {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestSameBytesAreKeptOnce(t *testing.T) {
	s, dir := create(t)
	large := noise(3<<20, 1)
	put(t, s, []byte("x"), []byte("x"), large, large)
	put(t, s, []byte("x"), large)
	n := 0
	_ = s.All(func(blob.Info) error { n++; return nil })
	packs, _ := filepath.Glob(filepath.Join(dir, "packs", "*"))
	if n != 2 || len(packs) != 1 {
		t.Errorf("%d blobs in %d packs, want 2 in 1", n, len(packs))
	}
}

// Every bit of a pack and of a file of its own is looked at.
func TestEveryFlippedBitIsFound(t *testing.T) {
	s, dir := create(t)
	put(t, s, []byte("a small blob"), []byte("another one"), nil)
	d := put(t, s, noise(1<<20+1, 2))[0]
	packs, _ := filepath.Glob(filepath.Join(dir, "packs", "*.zip"))
	missed := 0
	try := func(path string, step int) {
		sound, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for bit := 0; bit < 8*len(sound); bit += step {
			sound[bit/8] ^= 1 << (bit % 8)
			if err := os.WriteFile(path, sound, 0o600); err != nil {
				t.Fatal(err)
			}
			if len(findings(t, dir)) == 0 {
				missed++
			}
			sound[bit/8] ^= 1 << (bit % 8)
		}
		for _, altered := range [][]byte{sound[:len(sound)-1], append(bytes.Clone(sound), 0), nil} {
			if err := os.WriteFile(path, altered, 0o600); err != nil {
				t.Fatal(err)
			}
			if len(findings(t, dir)) == 0 {
				missed++
			}
		}
		if err := os.WriteFile(path, sound, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	loose := filepath.Join(dir, "files", d.String()[:2], d.String())
	held, err := os.ReadFile(loose)
	if err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(loose)
	try(packs[0], 1)
	if err := os.WriteFile(loose, held, 0o600); err != nil {
		t.Fatal(err)
	}
	try(loose, 400_009)
	if missed > 0 {
		t.Errorf("%d alterations were not found", missed)
	}
	if f := findings(t, dir); len(f) > 0 {
		t.Errorf("control: %v", f)
	}
	if err := os.WriteFile(filepath.Join(dir, "files", "stray"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if f := findings(t, dir); len(f) != 1 || f[0].Kind != blob.Stray {
		t.Errorf("a stray file: %v", f)
	}
	absent := sijill.DigestOf([]byte("absent"))
	if f := findings(t, dir, absent); len(f) != 1 || f[0].Kind != blob.Missing || f[0].Digest != absent {
		t.Errorf("an absent blob: %v", f)
	}
}

type failing struct {
	io.Reader
	after int64
}

func (f *failing) Read(p []byte) (int, error) {
	if f.after <= 0 {
		return 0, errors.New("the source went away")
	}
	n, err := f.Reader.Read(p[:min(int64(len(p)), f.after)])
	f.after -= int64(n)
	return n, err
}

func TestAnUnreadableSourceDoesNotLoseTheBatch(t *testing.T) {
	s, dir := create(t)
	b := s.NewBatch()
	ctx := context.Background()
	for _, after := range []int64{0, 10, 1 << 20, 3 << 20} {
		_, err := b.Put(ctx, &failing{bytes.NewReader(make([]byte, 8<<20)), after})
		if _, ok := errors.AsType[*blob.ReadError](err); !ok {
			t.Errorf("after %d bytes: %v", after, err)
		}
	}
	k, err := b.Put(ctx, bytes.NewReader([]byte("good")))
	if err != nil || b.Commit(ctx) != nil {
		t.Fatal(err)
	}
	if string(get(t, s, k.Digest)) != "good" {
		t.Error("the good blob is lost")
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "tmp")); len(left) > 0 {
		t.Errorf("%d files are left half written", len(left))
	}
}

func TestDiscardLeavesNothing(t *testing.T) {
	s, dir := create(t)
	b := s.NewBatch()
	for _, c := range [][]byte{[]byte("small"), noise(2<<20, 3)} {
		if _, err := b.Put(context.Background(), bytes.NewReader(c)); err != nil {
			t.Fatal(err)
		}
	}
	b.Discard()
	if err := b.Commit(context.Background()); err == nil {
		t.Error("a discarded batch was committed")
	}
	n := 0
	_ = filepath.WalkDir(dir, func(_ string, d os.DirEntry, _ error) error {
		if !d.IsDir() {
			n++
		}
		return nil
	})
	if n > 0 {
		t.Errorf("%d files are left", n)
	}
}

func TestManyWritersAtOnce(t *testing.T) {
	s, dir := create(t)
	b := s.NewBatch()
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 40 {
				c := []byte(fmt.Sprintf("%d", (w*40+i)/2)) // each twice
				if i == 0 {
					c = noise(1<<20+w, uint64(w))
				}
				if _, err := b.Put(context.Background(), bytes.NewReader(c)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := b.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	if f := findings(t, dir); len(f) > 0 {
		t.Error(f)
	}
}

// A damaged pack does not keep the others from serving, nor an erasure from
// being refused where it cannot be done.
func TestADamagedPack(t *testing.T) {
	s, dir := create(t)
	one := put(t, s, []byte("one"))[0]
	two := put(t, s, []byte("two"))[0]
	packs, _ := filepath.Glob(filepath.Join(dir, "packs", "*.zip"))
	for _, p := range packs {
		if b, _ := os.ReadFile(p); bytes.Contains(b, []byte(one.String())) {
			if err := os.WriteFile(p, b[:len(b)-4], 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	again, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if string(get(t, again, two)) != "two" {
		t.Error("the sound pack does not serve")
	}
	if _, err := again.Get(one); sijill.ClassOf(err) != sijill.NotFound {
		t.Errorf("the damaged one: %v", err)
	}
	if err := again.Erase(context.Background(), one); err == nil {
		t.Error("bytes in a damaged pack were said to be erased")
	}
	if err := again.Erase(context.Background(), two); err != nil {
		t.Error(err)
	}
}

// Against a model: what is kept and erased, over openings.
func TestKeepingAndErasing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		s, err := blob.Create(dir)
		if err != nil {
			rt.Fatal(err)
		}
		model := map[string]bool{}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			switch rapid.IntRange(0, 2).Draw(rt, "what") {
			case 0:
				var all [][]byte
				for _, c := range rapid.SliceOfN(rapid.StringN(0, 8, -1), 1, 5).Draw(rt, "put") {
					all = append(all, []byte(c))
					model[c] = true
				}
				put(t, s, all...)
			case 1:
				var gone []sijill.Digest
				for c := range model {
					if rapid.Bool().Draw(rt, "erase") {
						gone = append(gone, sijill.DigestOf([]byte(c)))
						delete(model, c)
					}
				}
				if err := s.Erase(context.Background(), gone...); err != nil {
					rt.Fatal(err)
				}
			case 2:
				if s, err = blob.Open(dir); err != nil {
					rt.Fatal(err)
				}
			}
			n := 0
			if err := s.All(func(info blob.Info) error { n++; return nil }); err != nil {
				rt.Fatal(err)
			}
			if n != len(model) {
				rt.Fatalf("%d blobs are there, want %d", n, len(model))
			}
			for c := range model {
				if string(get(t, s, sijill.DigestOf([]byte(c)))) != c {
					rt.Fatalf("%q came back altered", c)
				}
			}
			if f := findings(t, dir); len(f) > 0 {
				rt.Fatal(f)
			}
		}
	})
}
