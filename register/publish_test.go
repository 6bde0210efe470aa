package register_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill/register"
)

// small is an entry that costs no signature: tiles are made from any leaf.
func small(i int) register.Entry {
	return register.Entry{Leaf: []byte{byte(i >> 16), byte(i >> 8), byte(i), 'x'}}
}

func smalls(n int) *memory {
	m := &memory{}
	for i := range n {
		m.entries = append(m.entries, small(i))
	}
	return m
}

func full(path string) bool {
	return strings.HasPrefix(path, "tile/") && !strings.Contains(path, ".p/")
}

func TestPublishingInStepsGivesTheTilesOfPublishingAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.IntRange(1, 300), rapid.SampledFrom([]int{255, 256, 257, 511, 512, 513, 800})).Draw(t, "size")
		var steps []int
		for done := 0; done < size; steps = append(steps, done) {
			done = min(size, done+rapid.OneOf(rapid.IntRange(1, 300), rapid.IntRange(20, 256)).Draw(t, "step"))
		}
		publishInSteps(t, steps)
	})
}

// With 65,536 entries the tree has a third level of tiles.
func TestPublishingInStepsAcrossALevel(t *testing.T) {
	if testing.Short() {
		t.Skip("70,000 leaves are left out under -short")
	}
	publishInSteps(t, []int{65279, 65280, 65535, 65536, 65537, 65800})
}

func publishInSteps(t tester, steps []int) {
	signer, verifier := newKey(t, origin)
	dir, err := os.MkdirTemp("", "publish")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	all := smalls(steps[len(steps)-1])
	stepped, once := filepath.Join(dir, "stepped"), filepath.Join(dir, "once")
	for _, done := range steps {
		c, err := register.OpenPublished(stepped).Publish(context.Background(), &memory{entries: all.entries[:done]}, signer, verifier)
		if err != nil {
			t.Fatalf("Publish of %d: %v", done, err)
		}
		if want := referenceRoot(t, all.entries[:done]); c.Root != want || c.Size != int64(done) {
			t.Fatalf("the root at %d is not RFC 6962's", done)
		}
	}
	if _, err := register.OpenPublished(once).Publish(context.Background(), all, signer, verifier); err != nil {
		t.Fatal(err)
	}
	a, b := files(t, stepped), files(t, once)
	for path, content := range a {
		// Partial tiles of older checkpoints stay until their tile is full.
		tile, _, partial := strings.Cut(path, ".p/")
		if _, both := b[path]; both || !partial {
			continue
		}
		newest := ""
		for other := range b {
			if strings.HasPrefix(other, tile+".p/") {
				newest = other
			}
		}
		if newest == "" || !bytes.HasPrefix(b[newest], content) {
			t.Fatalf("%v: %s is left behind, or is no beginning of its tile", steps, path)
		}
		delete(a, path)
	}
	if !maps.EqualFunc(a, b, bytes.Equal) {
		t.Fatalf("%v: in steps %v, at once %v", steps, slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
	}
}

func TestPublishMakesLostAndDamagedTilesAgain(t *testing.T) {
	signer, verifier := newKey(t, origin)
	for _, size := range []int{1, 200, 256, 300, 700} {
		sound := t.TempDir()
		if _, err := register.OpenPublished(sound).Publish(t.Context(), smalls(size), signer, verifier); err != nil {
			t.Fatal(err)
		}
		grown := filepath.Join(t.TempDir(), "grown")
		if _, err := register.OpenPublished(grown).Publish(t.Context(), smalls(size+100), signer, verifier); err != nil {
			t.Fatal(err)
		}
		want := files(t, grown)
		delete(want, "checkpoint")
		for path := range files(t, sound) {
			if strings.Contains(path, "entries") || full(path) && !strings.HasPrefix(path, "tile/1") || path == "checkpoint" {
				continue // not on the edge, so that Publish does not read it; Remake is for those
			}
			for how, damage := range map[string]func([]byte) []byte{
				"lost": nil, "empty": func([]byte) []byte { return nil },
				"altered": func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
				"cut":     func(b []byte) []byte { return b[:len(b)-1] },
			} {
				dir := t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(sound)); err != nil {
					t.Fatal(err)
				}
				harm(t, filepath.Join(dir, path), damage)
				if _, err := register.OpenPublished(dir).Publish(t.Context(), smalls(size+100), signer, verifier); err != nil {
					t.Fatalf("%s %s: %v", path, how, err)
				}
				for name, b := range want {
					if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, b) {
						t.Errorf("size %d, %s %s: %s is not as it would be: %v", size, path, how, name, err)
					}
				}
			}
		}
	}
}

func harm(t *testing.T, path string, damage func([]byte) []byte) {
	t.Helper()
	if damage == nil {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, damage(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRemakeMakesEveryFileAgain(t *testing.T) {
	p := publish(t, 600)
	want := files(t, p.dir)
	for path := range want {
		if path != "checkpoint" {
			harm(t, filepath.Join(p.dir, path), func(b []byte) []byte { return append(b[:len(b)/2], 7) })
		}
	}
	if err := p.log.Remake(t.Context(), p.store, p.signer, p.verifier); err != nil {
		t.Fatal(err)
	}
	if got := files(t, p.dir); !maps.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("after Remake: %d files, want %d, byte for byte", len(got), len(want))
	}
}

// A process that dies after it wrote tiles and before it signed has done nothing
// that anybody can see.
func TestTilesWithoutTheirCheckpointAreHarmless(t *testing.T) {
	for _, sizes := range [][2]int{{1, 2}, {200, 256}, {250, 260}, {256, 600}} {
		p := publish(t, sizes[0])
		old := files(t, p.dir)
		p.add(t, sizes[1]-sizes[0])
		want := files(t, p.dir)
		for name, b := range old { // the older checkpoint and its partial tiles, beside the newer tiles
			path := filepath.Join(p.dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c, err := p.log.Checkpoint(p.verifier)
		if err != nil || c.Size != int64(sizes[0]) {
			t.Fatalf("Checkpoint = %d, %v", c.Size, err)
		}
		for i := range c.Size {
			proof, err := p.log.Prove(c, i)
			if err != nil {
				t.Fatalf("Prove(%d) after the crash: %v", i, err)
			}
			if _, err := register.CheckInclusion(p.store.entries[i].Leaf, proof, p.verifier); err != nil {
				t.Fatalf("the proof of %d after the crash: %v", i, err)
			}
		}
		if _, err := p.log.Publish(t.Context(), p.store, p.signer, p.verifier); err != nil {
			t.Fatal(err)
		}
		if got := files(t, p.dir); !maps.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("%v: publishing after the crash gives %v, want %v", sizes, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
		}
	}
}

func TestPublishRefusesToForkAfterARollback(t *testing.T) {
	p := publish(t, 300)
	before := files(t, p.dir)
	cut := &memory{entries: p.store.entries[:299]}
	var rolledBack register.RolledBackError
	if _, err := p.log.Publish(t.Context(), cut, p.signer, p.verifier); !errors.As(err, &rolledBack) || rolledBack != (register.RolledBackError{Signed: 300, Held: 299}) {
		t.Errorf("Publish over a register that was cut = %v", err)
	}
	if err := p.log.Remake(t.Context(), cut, p.signer, p.verifier); !errors.As(err, &rolledBack) {
		t.Errorf("Remake over a register that was cut = %v", err)
	}
	other, otherVerifier := newKey(t, origin)
	if _, err := p.log.Publish(t.Context(), p.store, other, otherVerifier); err == nil {
		t.Error("Publish went on from a checkpoint that another key signed")
	}
	if !maps.EqualFunc(before, files(t, p.dir), bytes.Equal) {
		t.Error("a refused Publish changed the directory")
	}
}

func TestPublishingNothingNewChangesNothing(t *testing.T) {
	p := publish(t, 5)
	before := files(t, p.dir)
	if _, err := p.log.Publish(t.Context(), p.store, p.signer, p.verifier); err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(before, files(t, p.dir), bytes.Equal) {
		t.Error("Publish without new entries changed the directory")
	}
	empty := register.OpenPublished(filepath.Join(t.TempDir(), "not there yet", "log"))
	if _, err := empty.Checkpoint(p.verifier); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Checkpoint before the first = %v, want fs.ErrNotExist", err)
	}
	c, err := empty.Publish(context.Background(), &memory{}, p.signer, p.verifier)
	if err != nil || c.Size != 0 || c.Root != referenceRoot(t, nil) {
		t.Errorf("Publish of an empty register = %+v, %v", c, err)
	}
}
