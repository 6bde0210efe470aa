package testimony

import (
	"cmp"
	"math"
	"slices"
)

// cell is a point between segments: i of A and j of B lie before it.
type cell struct{ i, j int }

// band limits, for each i, the j that are looked at.
type band struct{ low, high, offset []int }

// seal gives each place of the band its place in one slice, and their number.
func (b *band) seal() int {
	n := 0
	for i := range b.low {
		b.offset[i] = n - b.low[i]
		n += b.high[i] - b.low[i] + 1
	}
	return n
}

func (b *band) has(i, j int) bool { return i >= 0 && j >= b.low[i] && j <= b.high[i] }
func (b *band) at(i, j int) int   { return b.offset[i] + j }

// widestBand bounds memory: one byte for each place in the band.
const widestBand = 4000

// aroundDiagonal gives the band about the points at which the same share of both
// texts lies behind.
func (m *model) aroundDiagonal() band {
	half := 60 + max(m.na, m.nb)/6
	if m.free.head || m.free.tail {
		half = m.nb
	}
	half = min(half, widestBand/2)
	var path []cell
	j := 0
	for i := range m.sumA {
		for j < m.nb && m.sumB[j]/m.sumB[m.nb] < m.sumA[i]/m.sumA[m.na] {
			j++
		}
		path = append(path, cell{i, j})
	}
	return m.aroundPath(path, half)
}

// aroundPath gives the band about a path.
func (m *model) aroundPath(path []cell, half int) band {
	b := band{make([]int, m.na+1), make([]int, m.na+1), make([]int, m.na+1)}
	for i := range b.low {
		b.low[i], b.high[i] = m.nb, 0
	}
	for _, c := range path {
		b.low[c.i] = min(b.low[c.i], max(c.j-half, 0))
		b.high[c.i] = max(b.high[c.i], min(c.j+half, m.nb))
	}
	// A move may step over some i; the band has no holes and never goes back.
	for i := m.na - 1; i >= 0; i-- {
		b.low[i] = min(b.low[i], b.low[i+1])
	}
	for i := 1; i <= m.na; i++ {
		b.high[i] = max(b.high[i], b.high[i-1])
	}
	b.low[0], b.high[m.na] = 0, m.nb
	if m.free.head {
		b.high[0] = m.nb
	}
	return b
}

// rows keeps the likeness of the last three segments of A to those of B.
type rows struct {
	m  *model
	at [3][]float64
}

func (m *model) rows() *rows {
	r := &rows{m: m}
	for k := range r.at {
		r.at[k] = make([]float64, m.nb)
	}
	return r
}

// layOut makes the row of segment i of A available. It is called for each i in
// one direction.
func (r *rows) layOut(i int) {
	row := r.at[i%3]
	clear(row)
	for _, l := range r.m.alike[i] {
		row[l.j] = float64(l.score)
	}
}

// gain is the score of the move that ends at the point (i, j), or of the one
// that begins there where the ends are given.
func (r *rows) gain(k, i, j int) float64 {
	m, mv := r.m, moves[k]
	if mv.a == 0 || mv.b == 0 {
		return m.prior[k]
	}
	if m.given.groupA != nil && !m.given.sameGroup(i-mv.a, i-1, j-mv.b, j-1) {
		return never
	}
	seen := 0.0
	for x := i - mv.a; x < i; x++ {
		row := r.at[x%3]
		for y := j - mv.b; y < j; y++ {
			seen += row[y]
		}
		seen += m.aloneA[x]
	}
	for y := j - mv.b; y < j; y++ {
		seen += m.aloneB[y]
	}
	return m.prior[k] + m.length(m.byA[mv.a-1][i], m.byB[mv.b-1][j]) + limit(seen)
}

// never is the score of what cannot be; it is finite so that sums stay numbers.
const never = -1000

func (g *given) sameGroup(a, lastA, b, lastB int) bool {
	return g.groupA[a] == g.groupA[lastA] && g.groupB[b] == g.groupB[lastB] && g.groupA[a] == g.groupB[b]
}

// limit keeps a heap of small signs, which are not independent, from deciding
// all.
func limit(x float64) float64 { return min(max(0.5*x, -4), 9) }

// search gives the best path through the band, from the first point to the last.
func (m *model) search(b band) []cell {
	back := make([]uint8, b.seal())
	best := [4][]float64{}
	for k := range best {
		best[k] = make([]float64, m.nb+1)
	}
	near := m.rows()
	for i := 0; i <= m.na; i++ {
		row := best[i%4]
		if i > 0 {
			near.layOut(i - 1)
		}
		for j := b.low[i]; j <= b.high[i]; j++ {
			row[j] = math.Inf(-1)
			if i == 0 && (j == 0 || m.free.head) {
				row[j] = 0
				back[b.at(i, j)] = uint8(len(moves))
				if j > 0 {
					continue
				}
			}
			for k, mv := range moves {
				pi, pj := i-mv.a, j-mv.b
				if !b.has(pi, pj) {
					continue
				}
				if before := best[pi%4][pj]; before > row[j]-20 { // no move is worth so much more
					if s := before + near.gain(k, i, j); s > row[j] {
						row[j] = s
						back[b.at(i, j)] = uint8(k)
					}
				}
			}
		}
	}
	i, j := m.na, m.nb
	if m.free.tail {
		for y := b.high[i]; y >= b.low[i]; y-- {
			if best[i%4][y] >= best[i%4][j] {
				j = y
			}
		}
	}
	m.explained = best[i%4][j]
	path := []cell{{i, j}}
	for i > 0 || j > 0 {
		k := back[b.at(i, j)]
		if int(k) == len(moves) {
			break
		}
		i, j = i-moves[k].a, j-moves[k].b
		path = append(path, cell{i, j})
	}
	slices.Reverse(path)
	return path
}

// score turns a path into pairs, and weighs each against all other ways near the
// path (the forward-backward algorithm).
func (m *model) score(path []cell) []Pair {
	b := m.aroundPath(path, 25)
	size := b.seal()
	forward, backward := grid(size), grid(size)
	near := m.rows()
	gains := make([]float32, size*len(moves))
	for i := 0; i <= m.na; i++ {
		if i > 0 {
			near.layOut(i - 1)
		}
		for j := b.low[i]; j <= b.high[i]; j++ {
			at := b.at(i, j)
			if i == 0 && (j == 0 || m.free.head) {
				forward[at] = 0
				if j > 0 {
					continue
				}
			}
			for k, mv := range moves {
				pi, pj := i-mv.a, j-mv.b
				if !b.has(pi, pj) {
					continue
				}
				g := near.gain(k, i, j)
				gains[at*len(moves)+k] = float32(g)
				forward[at] = addLog(forward[at], forward[b.at(pi, pj)]+g)
			}
		}
	}
	for i := m.na; i >= 0; i-- {
		for j := b.high[i]; j >= b.low[i]; j-- {
			at := b.at(i, j)
			if i == m.na && (j == m.nb || m.free.tail) {
				backward[at] = addLog(backward[at], 0)
			}
			for k, mv := range moves {
				pi, pj := i-mv.a, j-mv.b
				if !b.has(pi, pj) || i == 0 && m.free.head {
					continue
				}
				p := b.at(pi, pj)
				backward[p] = addLog(backward[p], backward[at]+float64(gains[at*len(moves)+k]))
			}
		}
	}
	all := math.Inf(-1)
	for j := b.low[0]; j <= b.high[0]; j++ {
		if j == 0 || m.free.head {
			all = addLog(all, backward[b.at(0, j)])
		}
	}
	share := func(k, i, j int) float64 {
		at := b.at(i, j)
		pi, pj := i-moves[k].a, j-moves[k].b
		if !b.has(pi, pj) {
			return 0
		}
		return math.Exp(forward[b.at(pi, pj)] + float64(gains[at*len(moves)+k]) + backward[at] - all)
	}
	var out []Pair
	for n := 1; n < len(path); n++ {
		from, to := path[n-1], path[n]
		p := Pair{A: Range{from.i, to.i}, B: Range{from.j, to.j}}
		switch k := slices.Index(moves[:], move{p.A.Len(), p.B.Len()}); k {
		case 1: // it has no counterpart, wherever in B that is
			for j := b.low[to.i]; j <= b.high[to.i]; j++ {
				p.Score += share(k, to.i, j)
			}
		case 2:
			for i := range b.low {
				if to.j >= b.low[i] && to.j <= b.high[i] {
					p.Score += share(k, i, to.j)
				}
			}
		default:
			p.Score = share(k, to.i, to.j)
		}
		p.Score = min(max(p.Score, 0), 1)
		out = append(out, p)
	}
	return gapsInOrder(out)
}

// gapsInOrder puts, among segments without counterpart that follow each other,
// those of A first.
func gapsInOrder(pairs []Pair) []Pair {
	gap := func(p Pair) bool { return p.A.Len() == 0 || p.B.Len() == 0 }
	for start := 0; start < len(pairs); start++ {
		end := start
		for end < len(pairs) && gap(pairs[end]) {
			end++
		}
		if end-start < 2 {
			continue
		}
		run := pairs[start:end]
		a, b := run[len(run)-1].A.End, run[0].B.Start
		slices.SortStableFunc(run, func(p, q Pair) int { return cmp.Compare(q.A.Len(), p.A.Len()) })
		for k := range run {
			if run[k].A.Len() == 0 {
				run[k].A = Range{a, a}
			} else {
				run[k].B = Range{b, b}
			}
		}
		start = end
	}
	return pairs
}

func grid(n int) []float64 {
	g := make([]float64, n)
	for k := range g {
		g[k] = math.Inf(-1)
	}
	return g
}

func addLog(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) || a-b > 30 {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
