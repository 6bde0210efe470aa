package registertest

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"sijill.example/sijill/register"
)

func replace(t *testing.T, k *kept) {
	all := []register.Entry{entry(0, 3, 20), entry(1, 3, 20), entry(2, 3, 20)}
	k.append(t, all...)
	kept := all[1].Disclosures[1:2]
	added := []register.Entry{entry(3, 1, 20), entry(4, 0, 0)}
	first, err := k.Replace(t.Context(), map[int64][]string{0: {}, 1: kept}, added)
	if err != nil || first != 3 {
		t.Fatalf("Replace = %d, %v; want 3", first, err)
	}
	all[0].Disclosures, all[1].Disclosures = nil, kept
	all = append(all, added...)
	k.holds(t, all)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := k.Replace(ctx, map[int64][]string{2: nil}, nil); err == nil {
		t.Error("Replace under a cancelled context gave no error")
	}
	k.holds(t, all)
	k.reopen(t)
	k.holds(t, all)
}

func leavesNothing(t *testing.T, k *kept) {
	secret := entry(0, 4, 60)
	k.append(t, secret)
	if !bytes.Contains(k.files(t), []byte(secret.Disclosures[0])) {
		t.Skip("this store does not keep disclosures as they are, so that the search in its files would prove nothing")
	}
	if _, err := k.Replace(t.Context(), map[int64][]string{0: secret.Disclosures[3:]}, []register.Entry{entry(1, 1, 20)}); err != nil {
		t.Fatal(err)
	}
	files := k.files(t)
	for i, d := range secret.Disclosures {
		if bytes.Contains(files, []byte(d)) != (i == 3) {
			t.Errorf("disclosure %d: found in the files = %v", i, i != 3)
		}
	}
}

// leavesNothingInMany erases again and again in a register whose pages fill and
// empty, because an engine that moves what it keeps leaves copies behind.
func leavesNothingInMany(t *testing.T, k *kept) {
	random := rand.New(rand.NewPCG(1, 2))
	total, rounds := 400, 40
	if testing.Short() {
		total, rounds = 120, 12
	}
	all := make([]register.Entry, total)
	for i := range all {
		all[i] = entry(i, 1+random.IntN(8), 20+random.IntN(300)*random.IntN(8))
	}
	k.append(t, all...)
	var gone []string
	for round := range rounds {
		replaced, now := map[int64][]string{}, []string{}
		for range 1 + random.IntN(6) {
			i := random.Int64N(int64(len(all)))
			var left []string
			for _, d := range all[i].Disclosures {
				if random.IntN(3) == 0 {
					left = append(left, d)
				} else {
					now = append(now, d)
				}
			}
			all[i].Disclosures, replaced[i] = left, left
		}
		added := []register.Entry{entry(len(all), 2, random.IntN(3000))}
		if _, err := k.Replace(t.Context(), replaced, added); err != nil {
			t.Fatal(err)
		}
		all = append(all, added...)
		if gone = append(gone, now...); round == rounds-1 {
			now = gone // what was erased long ago has not come back
		}
		files := k.files(t)
		for _, d := range now {
			// The middle of a disclosure, so that a copy of half of it is found as well.
			if bytes.Contains(files, []byte(d[len(d)/3:len(d)/3+16])) {
				t.Fatalf("round %d: bytes of a disclosure that was taken out are in the files", round)
			}
		}
	}
	k.holds(t, all)
}

// files is every byte of the store's files, as they are on disk now.
func (k *kept) files(t *testing.T) []byte {
	t.Helper()
	var all []byte
	err := filepath.WalkDir(k.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		all = append(all, b...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
