// Package peers_test has other people's implementations of transparency logs
// check what the register publishes. It is a module of its own, so that Sijill
// does not depend on them.
package peers_test

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/register"
	"sijill.example/sijill/register/sqlite"
)

const origin = "archive.example/register"

// published is a register with its directory as others see it.
type published struct {
	dir      string
	public   string // the verifier key
	verifier note.Verifier
	store    *sqlite.Store
	log      *register.Published
	older    register.Checkpoint
	at       register.Checkpoint
	leaves   [][]byte
}

// publish makes a register of some entries, with a checkpoint on the way.
func publish(t *testing.T, older, size int) *published {
	t.Helper()
	private, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	p := &published{dir: filepath.Join(t.TempDir(), "log"), public: public}
	if p.verifier, err = note.NewVerifier(public); err != nil {
		t.Fatal(err)
	}
	if p.store, err = sqlite.Create(filepath.Join(t.TempDir(), "register.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.store.Close() })
	p.log = register.OpenPublished(p.dir)
	r := register.New(p.store, signer, func() time.Time { return time.Unix(1_800_000_000, 0) })
	for i, n := range []int{older, size - older} {
		_, _, err := r.AppendAll(t.Context(), func(yield func(sijill.Draft, error) bool) {
			for k := range n {
				d := sijill.Draft{Kind: sijill.ExhibitEntered, Subject: sijill.NewNumber(sijill.ExhibitPrefix, 2026, k+1), Fields: []sijill.Field{{Name: "name", Value: "صورة"}}}
				if !yield(d, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if p.at, err = p.log.Publish(t.Context(), p.store, signer, p.verifier); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			p.older = p.at
		}
	}
	for e, err := range r.Read(context.Background(), 0, int64(size)) {
		if err != nil {
			t.Fatal(err)
		}
		p.leaves = append(p.leaves, e.Leaf)
	}
	return p
}
