package catalog_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/erasure"
)

// However often things were described before, nothing of what was erased stays in any
// file of the archive: as it is, or in base64, as disclosures have it.
func TestNothingStaysOfWhatIsErased(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(3) {
		dir := filepath.Join(t.TempDir(), "a")
		if err := archive.Create(ctx, dir, archive.Founding{Name: "x", Agent: "t", Clock: time.Now}); err != nil {
			t.Fatal(err)
		}
		a := open(t, dir)
		r := rand.New(rand.NewPCG(seed, 2))
		const all, changes, erased = 300, 600, 50
		secret := func(n int) string { return fmt.Sprintf("QANARY%04dQANARYQ", n) }
		enter := func(kind sijill.Kind, n int, field string, words int) {
			t.Helper()
			text := secret(n) + string(bytes.Repeat([]byte(" word"), words))
			if _, err := a.Register.Append(ctx, sijill.Draft{Kind: kind, Agent: "t", Subject: sijill.NewNumber(sijill.IncidentPrefix, 2026, n), Fields: []sijill.Field{{Name: field, Value: text}}}); err != nil {
				t.Fatal(err)
			}
		}
		for n := 1; n <= all; n++ {
			enter(sijill.IncidentRecorded, n, "title", r.IntN(60))
		}
		for k := range changes {
			enter(sijill.DescriptionMade, 1+r.IntN(all), "summary", r.IntN(120))
			if k%20 == 0 {
				if err := a.CatchUp(ctx, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := a.CatchUp(ctx, nil); err != nil {
			t.Fatal(err)
		}
		gone := r.Perm(all)[:erased]
		for _, i := range gone {
			if _, err := a.Erase(ctx, erasure.Request{Number: sijill.NewNumber(sijill.IncidentPrefix, 2026, i+1), Agent: "t", Authority: "office", Reason: "error"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(filepath.Join(dir, path))
			for _, i := range gone {
				for _, how := range spellings(secret(i + 1)) {
					if bytes.Contains(b, how) {
						t.Errorf("seed %d: %s stays in %s", seed, secret(i+1), path)
					}
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// spellings are a text as it is and in base64, wherever in its groups of three it begins.
func spellings(s string) [][]byte {
	out := [][]byte{[]byte(s)}
	for shift, head := range []int{0, 2, 3} {
		whole := base64.RawURLEncoding.EncodeToString(append(bytes.Repeat([]byte{'x'}, shift), s...))
		out = append(out, []byte(whole[head:len(whole)-2]))
	}
	return out
}
