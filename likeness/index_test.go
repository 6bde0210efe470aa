package likeness_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"sijill.example/sijill/likeness"
)

func randomHash(r *rand.Rand) likeness.Hash {
	return likeness.Hash{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
}

// near changes so many bits of a hash.
func near(r *rand.Rand, h likeness.Hash, bits int) likeness.Hash {
	for _, b := range r.Perm(256)[:bits] {
		h[b/64] ^= 1 << (b % 64)
	}
	return h
}

func filled(r *rand.Rand, n int) (*likeness.Index, []likeness.Hash) {
	var x likeness.Index
	var centres []likeness.Hash
	for range 20 {
		centres = append(centres, randomHash(r))
	}
	for i := range n {
		if i%50 == 0 { // families, at every distance
			x.Add(near(r, centres[i/50%len(centres)], i/50%45))
			continue
		}
		x.Add(randomHash(r))
	}
	x.Build()
	return &x, centres
}

// Search gives what comparing with everything gives, at every distance.
func TestSearchIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 1000, 100_000} {
		x, centres := filled(r, n)
		for range 500 { // not in the tables yet
			x.Add(near(r, centres[0], r.IntN(40)))
		}
		found := 0
		for within := range 41 {
			for _, c := range centres[:5] {
				query := near(r, c, within/4)
				got, want := x.Search(query, within), x.Scan(query, within)
				if !slices.Equal(got, want) {
					t.Fatalf("%d hashes, within %d: %d found, %d are there", n, within, len(got), len(want))
				}
				found += len(want)
			}
		}
		if n > 1000 && found < 5000 {
			t.Errorf("only %d were to be found", found)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	sizes := []int{1_000_000}
	if s, err := strconv.Atoi(os.Getenv("SIJILL_BENCH_HASHES")); err == nil {
		sizes = append(sizes, s)
	}
	for _, n := range sizes {
		r := rand.New(rand.NewPCG(5, 6))
		var x likeness.Index
		var centres []likeness.Hash
		for i := range n {
			h := randomHash(r)
			x.Add(h)
			if i%(n/1000) == 0 {
				centres = append(centres, near(r, h, 20)) // that has one to be found
			}
		}
		x.Build()
		b.Run(fmt.Sprintf("tables/%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				x.Search(centres[i%len(centres)], likeness.Near)
			}
		})
		b.Run(fmt.Sprintf("scan/%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				x.Scan(centres[i%len(centres)], likeness.Near)
			}
		})
	}
}
