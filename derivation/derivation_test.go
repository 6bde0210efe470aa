package derivation_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/driver"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/deposit"
	"sijill.example/sijill/derivation"
	"sijill.example/sijill/derivative"
	"sijill.example/sijill/erasure"
	"sijill.example/sijill/look"
)

// newArchive is an archive with n files, whose text is their name.
func newArchive(t *testing.T, n int) *archive.Archive {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a")
	if err := archive.Create(t.Context(), dir, archive.Founding{Name: "A", Agent: "t", Clock: time.Now}); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(t.Context(), dir, archive.Options{Write: true, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	in := t.TempDir()
	for i := range n {
		if err := os.WriteFile(filepath.Join(in, fmt.Sprintf("file-%03d.txt", i)), fmt.Appendf(nil, "MARKER-%03d", i), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Receive(t.Context(), deposit.Request{Paths: []string{in}, Agent: "t", Source: "s"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := a.CatchUp(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return a
}

// fake looks at files without a cage, and lets the test in between.
type fake struct {
	before  func(n int) error // called with the count of calls so far
	workers int
	mu      sync.Mutex
	calls   int
	seen    map[string]int
}

func (f *fake) Have() string { return "nothing" }
func (f *fake) Workers() int { return max(1, f.workers) }

func (f *fake) Look(ctx context.Context, s look.Source) (look.Result, error) {
	f.mu.Lock()
	f.calls++
	n := f.calls
	if f.seen == nil {
		f.seen = map[string]int{}
	}
	f.seen[s.Name]++
	f.mu.Unlock()
	b, err := io.ReadAll(io.NewSectionReader(s.File, s.Offset, s.Size))
	if err != nil {
		return look.Result{}, err
	}
	if f.before != nil {
		if err := f.before(n); err != nil {
			return look.Result{}, err
		}
	}
	if ctx.Err() != nil {
		return look.Result{}, ctx.Err()
	}
	return look.Result{Text: "SEEN-" + string(b), Copies: []derivative.Copy{{Role: derivative.Thumb, MediaType: "image/jpeg", Width: 1, Height: 1, Bytes: append([]byte("COPY-"), b...)}}}, nil
}

func derived(t *testing.T, a *archive.Archive) int {
	t.Helper()
	s, err := a.Derivatives()
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Digests(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// What is interrupted goes on where it was, and nothing is looked at twice.
func TestInterruptedAndResumed(t *testing.T) {
	const files = 100
	for _, workers := range []int{1, 4} {
		a := newArchive(t, files)
		f := &fake{workers: workers}
		ctx, stop := context.WithCancel(t.Context())
		f.before = func(n int) error {
			if n == 40 {
				stop()
			}
			return nil
		}
		var told []int
		out, err := a.Derive(ctx, f, false, func(done, all int) { told = append(told, done) })
		if err != nil || out.Done < 39-workers || out.Done > 40+workers || out.Left != files-out.Done || derived(t, a) != out.Done {
			t.Fatalf("stopped: %+v, %v, %d kept", out, err, derived(t, a))
		}
		if len(told) == 0 || told[len(told)-1] != out.Done {
			t.Errorf("progress told %v of %d", told, out.Done)
		}
		f.before = nil
		rest, err := a.Derive(t.Context(), f, false, nil)
		if err != nil || rest.Done != out.Left || rest.Left != 0 || derived(t, a) != files {
			t.Fatalf("resumed: %+v, %v", rest, err)
		}
		for name, n := range f.seen {
			if n > 2 || n == 2 && f.calls > files+workers {
				t.Errorf("%s was looked at %d times", name, n)
			}
		}
		if again, err := a.Derive(t.Context(), f, false, nil); err != nil || again.Done != 0 {
			t.Errorf("with nothing lacking: %+v, %v", again, err)
		}
		if again, err := a.Derive(t.Context(), f, true, nil); err != nil || again.Done != files {
			t.Errorf("again: %+v, %v", again, err)
		}
	}
}

// A version that was raised has everything made again.
func TestRaisedVersion(t *testing.T) {
	a := newArchive(t, 5)
	if _, err := a.Derive(t.Context(), &fake{}, false, nil); err != nil {
		t.Fatal(err)
	}
	db, err := driver.Open("file:" + filepath.Join(a.Dir, "derived.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec("UPDATE made SET version=version-1"); err != nil {
		t.Fatal(err)
	}
	f := &fake{}
	if out, err := a.Derive(t.Context(), f, false, nil); err != nil || out.Done != 5 || f.calls != 5 {
		t.Errorf("%+v, %v, %d calls", out, err, f.calls)
	}
}

// A reader that fails, rather than its file, stops the run; what was done stays.
func TestFailureStops(t *testing.T) {
	a := newArchive(t, 60)
	broken := errors.New("the disk is gone")
	_, err := a.Derive(t.Context(), &fake{workers: 2, before: func(n int) error {
		if n == 30 {
			return broken
		}
		return nil
	}}, false, nil)
	if !errors.Is(err, broken) {
		t.Fatalf("%v", err)
	}
	if n := derived(t, a); n < 16 || n > 31 {
		t.Errorf("%d were kept", n)
	}
}

// Bytes that are not here are counted, and the rest is done.
func TestMissingOriginal(t *testing.T) {
	a := newArchive(t, 3)
	first := exhibits(t, a)[0]
	digest, err := sijill.ParseDigest(first.Fields[catalog.FieldDigest].(string))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Blobs.Erase(t.Context(), digest); err != nil {
		t.Fatal(err)
	}
	if out, err := a.Derive(t.Context(), &fake{}, false, nil); err != nil || out.Missing != 1 || out.Done != 2 || out.Left != 0 {
		t.Errorf("%+v, %v", out, err)
	}
}

func exhibits(t *testing.T, a *archive.Archive) []catalog.Thing {
	t.Helper()
	var out []catalog.Thing
	for x, err := range a.Catalog.Things(t.Context(), catalog.Filter{Kind: "exhibit"}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// Erasing destroys what was made, whether it was made before, is being made, or its
// original was read and its making not ended when it was erased.
func TestErasureDestroysDerivatives(t *testing.T) {
	for name, when := range map[string]int{"before": 0, "during": 10, "at the end": 19} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t, 20)
			all := exhibits(t, a)
			victim := all[when].Number
			text := fmt.Sprintf("MARKER-%03d", when)
			erase := func() error {
				_, err := a.Erase(t.Context(), erasure.Request{Number: victim, Authority: "office", Reason: "safety", Agent: "t"})
				return err
			}
			f := &fake{workers: 3}
			if when > 0 {
				// Each of the bytes was read before the erasure, and is kept after it.
				var once sync.Once
				f.before = func(n int) error {
					var err error
					if n > when {
						once.Do(func() { err = erase() })
					}
					return err
				}
			}
			if _, err := a.Derive(t.Context(), f, false, nil); err != nil {
				t.Fatal(err)
			}
			if when == 0 {
				if !holds(t, a.Dir, "SEEN-"+text) {
					t.Fatal("the marker is not in what was made, so that this test shows nothing")
				}
				if err := erase(); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := a.Derive(t.Context(), &fake{}, false, nil); err != nil {
				t.Fatal(err)
			}
			for _, marker := range []string{"SEEN-" + text, "COPY-" + text} {
				if holds(t, a.Dir, marker) {
					t.Errorf("%s is left", marker)
				}
			}
			if n := derived(t, a); n != 19 {
				t.Errorf("%d are kept", n)
			}
		})
	}
}

// holds looks for bytes in the files of what is derived.
func holds(t *testing.T, dir, marker string) bool {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.db*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(marker)) {
			return true
		}
	}
	return false
}

func TestOpenFile(t *testing.T) {
	for path, want := range map[string]sijill.Class{"nowhere": sijill.NotFound, t.TempDir(): sijill.Refused, os.DevNull: sijill.Refused} {
		if _, _, err := derivation.OpenFile(path); sijill.ClassOf(err) != want {
			t.Errorf("%s: %v", path, err)
		}
	}
}
