package testimony

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A pair of words is learned if it stands together at least so often, and if
// chance explains that badly (the logarithm of a likelihood ratio, Dunning 1993).
const (
	leastTogether = 2
	leastChance   = 10
	learnFrom     = 0.5 // the least score of a pair of segments
)

// learn finds words that go together in the surer pairs, and makes of each such
// couple something that the segments show.
func (w *marks) learn(pairs []Pair) {
	type couple struct{ a, b int32 }
	together := map[couple]int{}
	countA, countB := make([]int, len(w.stems)), make([]int, len(w.stems))
	all := 0
	for _, p := range pairs {
		if p.A.Len() == 0 || p.B.Len() == 0 || p.Score < learnFrom {
			continue
		}
		all++
		as, bs := union(w.stemA[p.A.Start:p.A.End]), union(w.stemB[p.B.Start:p.B.End])
		for _, a := range as {
			countA[a]++
		}
		for _, b := range bs {
			countB[b]++
		}
	}
	often := max(all/5, 3)
	for _, p := range pairs {
		if p.A.Len() == 0 || p.B.Len() == 0 || p.Score < learnFrom {
			continue
		}
		bs := union(w.stemB[p.B.Start:p.B.End])
		for _, a := range union(w.stemA[p.A.Start:p.A.End]) {
			if countA[a] < leastTogether || countA[a] > often {
				continue
			}
			for _, b := range bs {
				if countB[b] >= leastTogether && countB[b] <= often {
					together[couple{a, b}]++
				}
			}
		}
	}
	type found struct {
		couple
		n      int
		chance float64
	}
	var good []found
	for c, n := range together {
		if n < leastTogether {
			continue
		}
		if l := unlikely(n, countA[c.a], countB[c.b], all); l >= leastChance {
			good = append(good, found{c, n, l})
		}
	}
	slices.SortFunc(good, func(x, y found) int {
		return cmp.Or(cmp.Compare(y.chance, x.chance), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	// A word goes with two others at most: with its forms, not with everything
	// that a text says about it.
	tookA, tookB := make([]int, len(w.stems)), make([]int, len(w.stems))
	couplesOf, idOf := map[int32][]int32{}, map[couple]int32{}
	partners := map[int32][]int32{}
	for _, g := range good {
		if tookA[g.a] >= 2 || tookB[g.b] >= 2 {
			continue
		}
		tookA[g.a]++
		tookB[g.b]++
		id := int32(len(w.trust))
		w.trust = append(w.trust, 0.9*float64(g.n)/float64(max(countA[g.a], countB[g.b])))
		idOf[g.couple] = id
		couplesOf[g.a] = append(couplesOf[g.a], id)
		partners[g.b] = append(partners[g.b], id)
	}
	for i, stems := range w.stemA {
		for _, s := range stems {
			w.a[i] = append(w.a[i], couplesOf[s]...)
		}
	}
	for j, stems := range w.stemB {
		for _, s := range stems {
			w.b[j] = append(w.b[j], partners[s]...)
		}
	}
}

func union(segments [][]int32) []int32 {
	if len(segments) == 1 {
		return segments[0]
	}
	var out []int32
	for _, s := range segments {
		out = append(out, s...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// unlikely says how badly chance explains that two words, seen in a and b of all
// pairs, are seen together in n. It is 0 where they are seen together less often
// than by chance.
func unlikely(n, a, b, all int) float64 {
	if float64(n)*float64(all) <= float64(a)*float64(b) {
		return 0
	}
	part := func(k, row, column int) float64 {
		if k <= 0 {
			return 0
		}
		return float64(k) * math.Log(float64(k)*float64(all)/(float64(row)*float64(column)))
	}
	return 2 * (part(n, a, b) + part(a-n, a, all-b) + part(b-n, all-a, b) + part(all-a-b+n, all-a, all-b))
}

// stemOf cuts off what changes most often at the ends of a folded word.
func stemOf(folded string) string {
	if !isArabicWord(folded) {
		r := []rune(folded)
		return string(r[:min(len(r), 6)])
	}
	for _, prefix := range []string{"وال", "بال", "فال", "كال", "لل", "ال", "و"} {
		if rest, ok := strings.CutPrefix(folded, prefix); ok && len([]rune(rest)) >= 3 {
			folded = rest
			break
		}
	}
	for _, suffix := range []string{"ها", "هم", "ات", "ين", "ون", "ان", "نا", "يه", "ه", "ي"} {
		if rest, ok := strings.CutSuffix(folded, suffix); ok && len([]rune(rest)) >= 3 {
			return rest
		}
	}
	return folded
}
