package testimony_test

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkAlign aligns 2,000 sentences of which a tenth is missing on one side.
func BenchmarkAlign(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 7))
	en, ar := bilingual(r, 2000)
	k := disturb(r, en, ar, 0.02, 0.1)
	b.ReportAllocs()
	for b.Loop() {
		mustAlign(b, k.a, k.b)
	}
}
