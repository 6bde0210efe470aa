package derivative_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/driver"
	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/derivative"
)

func open(t testing.TB) (*derivative.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "derived ü.db")
	s, err := derivative.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, path
}

func digest(n int) sijill.Digest { return sha256.Sum256([]byte(fmt.Sprint(n))) }

func made(n int) derivative.Made {
	return derivative.Made{
		Digest: digest(n), Tools: "ffmpeg", Facts: json.RawMessage(fmt.Sprintf(`{"n":%d}`, n)), Text: fmt.Sprintf("MARKER-%d حلب", n),
		Copies: []derivative.Copy{{Role: derivative.Thumb, MediaType: "image/jpeg", Width: 3, Height: 2, Bytes: fmt.Appendf(nil, "PIXELS-%d", n)}},
		Prints: []derivative.Print{
			{Kind: "picture", Quality: 90, Bytes: bytes.Repeat([]byte{byte(n)}, 32)},
			{Kind: "frame", Part: "x", At: 1500 * time.Millisecond, Quality: 10, Bytes: []byte{1}},
		},
	}
}

// Whatever is put comes out the same; what is put twice is there once.
func TestPutAndGet(t *testing.T) {
	s, _ := open(t)
	ctx := t.Context()
	rapid.Check(t, func(t *rapid.T) {
		m := made(rapid.IntRange(0, 20).Draw(t, "n"))
		m.Text = rapid.String().Draw(t, "text")
		m.Copies[0].Bytes = rapid.SliceOfN(rapid.Byte(), 1, 50).Draw(t, "copy")
		if err := s.Put(ctx, []derivative.Made{m}); err != nil {
			t.Fatal(err)
		}
		got, ok, err := s.Get(ctx, m.Digest)
		if err != nil || !ok || got.Text != m.Text || got.Tools != m.Tools || !bytes.Equal(got.Facts, m.Facts) || got.Digest != m.Digest {
			t.Fatalf("%+v, %v, %v", got, ok, err)
		}
		c, err := s.Copy(ctx, m.Digest, derivative.Thumb)
		if err != nil || !reflect.DeepEqual(c, m.Copies[0]) {
			t.Fatalf("%+v, %v", c, err)
		}
		var prints []derivative.Print
		for p, err := range s.PrintsOf(ctx, m.Digest) {
			if err != nil {
				t.Fatal(err)
			}
			prints = append(prints, p.Print)
		}
		if !reflect.DeepEqual(prints, m.Prints) {
			t.Fatalf("%v", prints)
		}
	})
	if _, err := s.Copy(ctx, digest(99), derivative.Thumb); sijill.ClassOf(err) != sijill.NotFound {
		t.Errorf("a copy that there is not: %v", err)
	}
	if _, ok, err := s.Get(ctx, digest(99)); ok || err != nil {
		t.Errorf("an original that was not looked at: %v, %v", ok, err)
	}
}

// What another version made counts as lacking, and is replaced.
func TestAnotherVersionIsLacking(t *testing.T) {
	s, path := open(t)
	ctx := t.Context()
	if err := s.Put(ctx, []derivative.Made{made(1), made(2)}); err != nil {
		t.Fatal(err)
	}
	change(t, path, "UPDATE made SET version=version-1 WHERE digest=?1", digestBytes(1))
	all, err := s.Digests(ctx)
	if _, old := all[digest(1)]; err != nil || old || len(all) != 1 {
		t.Errorf("%d digests, %v", len(all), err)
	}
	if _, ok, _ := s.Get(ctx, digest(1)); ok {
		t.Error("what another version made is given")
	}
	if err := s.Put(ctx, []derivative.Made{made(1)}); err != nil {
		t.Fatal(err)
	}
	if all, _ := s.Digests(ctx); len(all) != 2 {
		t.Errorf("%d digests", len(all))
	}
}

func digestBytes(n int) []byte { d := digest(n); return d[:] }

func change(t *testing.T, path, query string, args ...any) {
	t.Helper()
	db, err := driver.Open("file:" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

// Nothing of what was erased is left in any of the files.
func TestEraseLeavesNothing(t *testing.T) {
	s, path := open(t)
	ctx := t.Context()
	var all []derivative.Made
	for n := range 50 {
		m := made(n)
		m.Text = fmt.Sprintf("MARKER-%d-END %s", n, bytes.Repeat([]byte("long text "), 500*(n%3)))
		all = append(all, m)
	}
	if err := s.Put(ctx, all); err != nil {
		t.Fatal(err)
	}
	if !inFiles(t, path, "MARKER-7-END") || !inFiles(t, path, "PIXELS-7") {
		t.Fatal("the markers are not in the files, so that this test shows nothing")
	}
	if err := s.Erase(ctx, []sijill.Digest{digest(7), digest(8), digest(99)}); err != nil {
		t.Fatal(err)
	}
	for _, marker := range []string{"MARKER-7-END", "PIXELS-7", "MARKER-8-END", string(digestBytes(7))} {
		if inFiles(t, path, marker) {
			t.Errorf("%q is left", marker)
		}
	}
	if !inFiles(t, path, "MARKER-9-END") {
		t.Error("what was not erased is gone")
	}
}

func inFiles(t *testing.T, path, marker string) bool {
	t.Helper()
	for _, suffix := range []string{"", "-wal", "-journal"} {
		b, err := os.ReadFile(path + suffix)
		if err == nil && bytes.Contains(b, []byte(marker)) {
			return true
		}
	}
	return false
}

// Bonds go with either of their ends, and whoever follows Since hears of it.
func TestBonds(t *testing.T) {
	s, path := open(t)
	ctx := t.Context()
	proof := made(2)
	proof.Of = []sijill.Digest{digest(1)}
	if err := s.Put(ctx, []derivative.Made{made(1), proof, made(3)}); err != nil {
		t.Fatal(err)
	}
	if of, err := s.Speaking(ctx, digest(1)); err != nil || len(of) != 1 || of[0] != digest(2) {
		t.Fatalf("%v, %v", of, err)
	}
	last, _ := s.Last(ctx)
	bond := derivative.Bond{Photo: digest(1), Sidecar: digest(2), Flags: []string{"place: SECRETPLACE", "hash:\nwrong"}, Facts: json.RawMessage(`{"role":"proof"}`)}
	absent := derivative.Bond{Photo: digest(1), Sidecar: digest(77), Facts: json.RawMessage(`{}`)}
	for range 2 { // the second time changes nothing
		if err := s.SetBonds(ctx, []derivative.Bond{bond, absent}, last); err != nil {
			t.Fatal(err)
		}
	}
	if tied, err := s.Tied(ctx); tied != last || err != nil {
		t.Errorf("tied up to %d, %v", tied, err)
	}
	heard := since(t, s, last)
	if len(heard) != 1 || heard[0].Digest != digest(1) || !reflect.DeepEqual(heard[0].Flags, []string{"place: SECRETPLACE", "hash: wrong"}) {
		t.Fatalf("after a bond, Since gives %+v", heard)
	}
	bonds, err := s.Bonds(ctx, digest(2))
	if err != nil || len(bonds) != 1 || bonds[0].Photo != digest(1) {
		t.Fatalf("%+v, %v", bonds, err)
	}
	if all, flagged, err := s.CountBonds(ctx); all != 1 || flagged != 1 || err != nil {
		t.Errorf("%d, %d, %v", all, flagged, err)
	}
	last, _ = s.Last(ctx)
	if err := s.Erase(ctx, []sijill.Digest{digest(2)}); err != nil {
		t.Fatal(err)
	}
	if inFiles(t, path, "SECRETPLACE") {
		t.Error("what an erased proof said is left")
	}
	heard = since(t, s, last)
	if len(heard) != 1 || heard[0].Digest != digest(1) || heard[0].Flags != nil {
		t.Errorf("after an erasure, Since gives %+v", heard)
	}
	if bonds, _ := s.Bonds(ctx, digest(1)); len(bonds) != 0 {
		t.Errorf("%d bonds are left", len(bonds))
	}
}

func since(t *testing.T, s *derivative.Store, seq int64) []derivative.Made {
	t.Helper()
	var out []derivative.Made
	for m, err := range s.Since(t.Context(), seq) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// Two processes write and erase at once, and none sees an error or half of
// anything.
func TestConcurrently(t *testing.T) {
	s, path := open(t)
	other, err := derivative.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	var workers sync.WaitGroup
	for w, store := range []*derivative.Store{s, other} {
		workers.Go(func() {
			for n := range 30 {
				if err := store.Put(t.Context(), []derivative.Made{made(n), made(100*w + n)}); err != nil {
					t.Error(err)
				}
				if m, ok, err := store.Get(t.Context(), digest(100*w+n)); err != nil || ok && m.Text == "" {
					t.Errorf("%v, %v", ok, err)
				}
			}
		})
	}
	workers.Wait()
	if all, err := s.Digests(t.Context()); err != nil || len(all) != 60 {
		t.Errorf("%d, %v", len(all), err)
	}
}

func TestReadOnly(t *testing.T) {
	s, path := open(t)
	if err := s.Put(t.Context(), []derivative.Made{made(1)}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		want bool
	}{{path, true}, {filepath.Join(t.TempDir(), "none.db"), false}} {
		r, err := derivative.OpenReadOnly(c.path)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok, err := r.Get(t.Context(), digest(1)); ok != c.want || err != nil {
			t.Errorf("%s: %v, %v", c.path, ok, err)
		}
		if err := r.Put(t.Context(), []derivative.Made{made(2)}); err == nil {
			t.Error("it can be written")
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}
