package register_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
	"sijill.example/sijill/register/sqlite"
)

const origin = "archive.example/register"

type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func newKey(t tester, name string) (note.Signer, note.Verifier) {
	t.Helper()
	private, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func draft(i int) sijill.Draft {
	return sijill.Draft{
		Kind: sijill.ExhibitEntered, Agent: "مريم", Subject: sijill.NewNumber(sijill.ExhibitPrefix, 2026, i+1),
		Fields: []sijill.Field{{Name: "name", Value: fmt.Sprintf("صورة %d.jpg", i)}, {Name: "size", Value: int64(1000 + i)}},
	}
}

func drafts(n int) iter.Seq2[sijill.Draft, error] {
	return func(yield func(sijill.Draft, error) bool) {
		for i := range n {
			if !yield(draft(i), nil) {
				return
			}
		}
	}
}

// memory is a register.Store that fails where it is told to.
type memory struct {
	sync.Mutex
	entries []register.Entry
	appends int
	// fail is asked before a commit: an error is returned, and written says whether
	// the entries are kept nevertheless.
	fail func() (err error, written bool)
}

func (m *memory) Size(context.Context) (int64, error) {
	m.Lock()
	defer m.Unlock()
	return int64(len(m.entries)), nil
}

func (m *memory) Append(_ context.Context, entries iter.Seq2[register.Entry, error]) (first, count int64, err error) {
	var group []register.Entry
	for e, err := range entries {
		if err != nil {
			return 0, 0, err
		}
		group = append(group, e)
	}
	m.Lock()
	defer m.Unlock()
	m.appends++
	first = int64(len(m.entries))
	if m.fail != nil {
		if err, written := m.fail(); err != nil {
			if written {
				m.entries = append(m.entries, group...)
			}
			return 0, 0, err
		}
	}
	m.entries = append(m.entries, group...)
	return first, int64(len(group)), nil
}

func (m *memory) Read(_ context.Context, from, to int64) iter.Seq2[register.Entry, error] {
	m.Lock()
	size := int64(len(m.entries))
	part := slices.Clone(m.entries[min(from, size):min(to, size)])
	m.Unlock()
	return func(yield func(register.Entry, error) bool) {
		for _, e := range part {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (m *memory) Replace(ctx context.Context, disclosures map[int64][]string, entries []register.Entry) (int64, error) {
	m.Lock()
	for i, d := range disclosures {
		m.entries[i].Disclosures = d
	}
	m.Unlock()
	first, _, err := m.Append(ctx, func(yield func(register.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	})
	return first, err
}

// published is a register with its published log.
type published struct {
	store    *memory
	signer   note.Signer
	verifier note.Verifier
	dir      string
	log      *register.Published
	at       register.Checkpoint
}

func publish(t *testing.T, n int) *published {
	t.Helper()
	p := &published{store: &memory{}, dir: t.TempDir()}
	p.signer, p.verifier = newKey(t, origin)
	p.log = register.OpenPublished(p.dir)
	p.add(t, n)
	return p
}

func (p *published) add(t *testing.T, n int) register.Checkpoint {
	t.Helper()
	r := register.New(p.store, p.signer, noon)
	if _, count, err := r.AppendAll(t.Context(), drafts(n)); err != nil || count != int64(n) {
		t.Fatalf("AppendAll = %d, %v", count, err)
	}
	c, err := p.log.Publish(t.Context(), p.store, p.signer, p.verifier)
	if err != nil {
		t.Fatal(err)
	}
	p.at = c
	return c
}

// referenceRoot is the root over the leaves as x/mod/sumdb/tlog computes it from
// stored hashes, without tiles.
func referenceRoot(t tester, entries []register.Entry) tlog.Hash {
	t.Helper()
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			out[i] = stored[at]
		}
		return out, nil
	})
	for i, e := range entries {
		hashes, err := tlog.StoredHashes(int64(i), e.Leaf, read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(int64(len(entries)), read)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// files gives the content of every file under dir by its path.
func files(t tester, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func openSQLite(t *testing.T) (*sqlite.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.db")
	s, err := sqlite.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, path
}

// anyValue draws a value that JSON can carry: texts in several scripts, empty
// ones, numbers, and lists and maps of them.
func anyValue(depth int) *rapid.Generator[any] {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "حلب", "مدينة\u200cها", "a~b.c", "\"\\<>&\u2028", "…", "_sd"}), rapid.String())
	plain := []*rapid.Generator[any]{
		text.AsAny(), rapid.Int64().AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil),
	}
	if depth == 0 {
		return rapid.OneOf(plain...)
	}
	inner := anyValue(depth - 1)
	list := rapid.SliceOfN(inner, 0, 4)
	return rapid.OneOf(append(plain, list.AsAny(),
		rapid.MapOfN(rapid.StringMatching(`[a-z]{1,6}`), inner, 0, 3).AsAny(),
		rapid.Map(list, func(l []any) any { return sijill.Parts(l) }))...)
}

func anyDraft() *rapid.Generator[sijill.Draft] {
	return rapid.Custom(func(t *rapid.T) sijill.Draft {
		d := sijill.Draft{
			Kind:    rapid.SampledFrom([]sijill.Kind{sijill.ExhibitEntered, sijill.DescriptionMade, "other.done"}).Draw(t, "kind"),
			Agent:   rapid.String().Draw(t, "agent"),
			Subject: rapid.SampledFrom([]sijill.Number{"", "exh-2026-0001"}).Draw(t, "subject"),
		}
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`(f_)[a-z]{1,8}|حقل|f`), 0, 12, rapid.ID[string]).Draw(t, "names")
		for _, name := range names {
			d.Fields = append(d.Fields, sijill.Field{Name: name, Value: anyValue(2).Draw(t, name)})
		}
		return d
	})
}
