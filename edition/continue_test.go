package edition_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

// However often an edition is continued, no byte of what was taken out stays in it.
func TestNothingStaysOfWhatIsTakenOut(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 3))
		document := func(n int) *edition.Document {
			return &edition.Document{Number: sijill.NewNumber(sijill.IncidentPrefix, 2026, n), Titles: en(fmt.Sprintf("QANARY%04dQANARY", n)), Lead: en(string(bytes.Repeat([]byte("words "), r.IntN(300))))}
		}
		at := filepath.Join(t.TempDir(), "0")
		w, err := edition.Create(ctx, at, edition.Head{})
		if err != nil {
			t.Fatal(err)
		}
		const all, times, out = 300, 12, 12
		for n := 1; n <= all; n++ {
			if err := w.Put(ctx, document(n)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(ctx); err != nil {
			t.Fatal(err)
		}
		there := r.Perm(all)
		var gone [][]byte
		for k := range times {
			next := filepath.Join(filepath.Dir(at), fmt.Sprint(k+1))
			var without []sijill.Number
			for _, n := range there[:out] {
				without = append(without, sijill.NewNumber(sijill.IncidentPrefix, 2026, n+1))
				gone = append(gone, fmt.Appendf(nil, "QANARY%04dQANARY", n+1))
			}
			changed := there[out] + 1
			there = there[out:]
			without = append(without, sijill.NewNumber(sijill.IncidentPrefix, 2026, changed))
			w, err := edition.Continue(ctx, next, at, edition.Head{}, without, nil)
			if err == nil {
				err = w.Put(ctx, document(changed))
			}
			if err == nil {
				err = w.Close(ctx)
			}
			if err != nil {
				t.Fatal(err)
			}
			at = next
		}
		b, err := os.ReadFile(filepath.Join(at, "edition.db"))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range gone {
			if bytes.Contains(b, secret) {
				t.Errorf("seed %d: %s stays", seed, secret)
			}
		}
		if kept := fmt.Appendf(nil, "QANARY%04dQANARY", there[0]+1); !bytes.Contains(b, kept) {
			t.Error("what stays is not there")
		}
		info, err := os.Stat(filepath.Join(at, "edition.db"))
		if err != nil || info.Mode().Perm()&0o044 != 0o044 {
			t.Errorf("others may not read it: %v %v", info, err)
		}
	}
}
