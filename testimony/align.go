package testimony

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sijill.example/sijill"
)

// Pair says that the segments of A are made of the segments of B or the other
// way round. Either may be empty: then the other has no counterpart.
type Pair struct {
	A, B Range
	// Score is how sure it is, from 0 to 1: the share of all ways of pairing,
	// weighed by how well they explain both texts, that have this pair.
	Score float64
}

// Range is the segments from Start to before End.
type Range struct{ Start, End int }

// Len gives the number of segments.
func (r Range) Len() int { return r.End - r.Start }

// sure is the score from which a person need not look at a pair.
const sure = 0.85

// Doubtful says whether a person should look at the pair.
func (p Pair) Doubtful() bool { return p.Score < sure || p.A.Len() == 0 || p.B.Len() == 0 }

// MaxSegments is the largest number of segments of a text that Align takes.
const MaxSegments = 20_000

// Align finds out which segments of two texts belong together. Every segment is
// in exactly one pair, and the pairs are in the order of both texts. The texts
// may lack segments, and one segment may be made of up to three.
//
// The lengths say the most (Gale and Church 1993), and what is seen on both
// sides: numbers in any digits and in words, months and days, names across the
// scripts, Latin words, question marks and quotes. From the surer pairs it is
// then learned which words go together, and all is weighed again.
func Align(a, b []string) ([]Pair, error) {
	if err := tooMany(len(a), len(b)); err != nil {
		return nil, err
	}
	// Where two ways are equally good, which is taken must not depend on which
	// text is called A.
	if slices.Compare(a, b) > 0 {
		pairs := align(b, a, given{})
		for i, p := range pairs {
			pairs[i] = Pair{p.B, p.A, p.Score}
		}
		return pairs, nil
	}
	return align(a, b, given{}), nil
}

// freeEnds says at which ends of B segments may be left out without a charge, since
// B holds more than what is made of A.
type freeEnds struct{ head, tail bool }

func tooMany(lengths ...int) error {
	for _, n := range lengths {
		if n > MaxSegments {
			return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("A text has %d segments, which is more than %d.", n, MaxSegments),
				Hint: "Cut it into parts, and align each part."}
		}
	}
	return nil
}

// given is what is known of two texts beforehand.
type given struct {
	// groupA and groupB are nil, or the group of each segment: only what is in the
	// same group can belong together.
	groupA, groupB []int
	// one says that two segments are never made of two others.
	one bool
}

func align(a, b []string, g given) []Pair {
	if len(a) == 0 || len(b) == 0 {
		return oneSided(len(a), len(b))
	}
	m := newModel(a, b, freeEnds{})
	m.given = g
	if g.one {
		m.prior[twoOfTwo] = never
	}
	words := readMarks(a, b)
	wide := m.aroundDiagonal()
	m.weigh(words, wide)
	first := m.search(wide)
	words.learn(m.score(first))
	m.adapt(first)
	narrow := m.aroundPath(first, 40+max(len(a), len(b))/20)
	m.weigh(words, narrow)
	return m.score(m.search(narrow))
}

func oneSided(a, b int) []Pair {
	var out []Pair
	for i := range a {
		out = append(out, Pair{A: Range{i, i + 1}, Score: 1})
	}
	for j := range b {
		out = append(out, Pair{A: Range{a, a}, B: Range{j, j + 1}, Score: 1})
	}
	return out
}

// move is how many segments of each side a pair takes.
type move struct{ a, b int }

var moves = [...]move{{1, 1}, {1, 0}, {0, 1}, {1, 2}, {2, 1}, {2, 2}, {1, 3}, {3, 1}}

const twoOfTwo = 5 // its place in moves

// usual is how often each move is seen where people translate.
var usual = [len(moves)]float64{0.84, 0.04, 0.04, 0.035, 0.035, 0.005, 0.005, 0.005}

// model holds what a pair's score is made of. Scores are logarithms of how much
// likelier two segments look as they do if they belong together than if not.
type model struct {
	na, nb     int
	sumA, sumB []float64 // lengths up to each segment, on one scale
	byA, byB   [3][]stretch
	normals    []normal
	prior      [len(moves)]float64
	free       freeEnds
	given      given
	explained  float64 // the score of the path that search found last

	// alike[i] lists the segments of B that show something that segment i of A
	// shows, with what that is worth; alone is what it costs a segment that what
	// it shows is not on the other side.
	alike          [][]likeness
	aloneA, aloneB []float64
}

type likeness struct {
	j     int32
	score float32
}

func newModel(a, b []string, free freeEnds) *model {
	m := &model{na: len(a), nb: len(b), free: free}
	lengthsA, lengthsB := lengths(a), lengths(b)
	totalA, totalB := sum(lengthsA), sum(lengthsB)
	scaleA, scaleB := (totalA+totalB)/(2*totalA), (totalA+totalB)/(2*totalB)
	if free.head || free.tail { // then the totals say nothing
		scaleA, scaleB = scale(a), scale(b)
	}
	m.sumA, m.sumB = running(lengthsA, scaleA), running(lengthsB, scaleB)
	m.byA, m.byB = stretches(m.sumA), stretches(m.sumB)
	m.normals = normals(max(variance(lengthsA)+variance(lengthsB), 0.2))
	for k, p := range usual {
		m.prior[k] = math.Log(p)
	}
	return m
}

// lengths counts letters, digits and marks; a segment without any has length 1.
func lengths(text []string) []float64 {
	out := make([]float64, len(text))
	for i, s := range text {
		n := 0
		for _, r := range s {
			if !isSpace(r) {
				n++
			}
		}
		out[i] = float64(max(n, 1))
	}
	return out
}

// arabicScale is how much longer than Arabic its translations into European
// languages are, in letters.
const arabicScale = 1.22

func scale(text []string) float64 {
	if ScriptOf(strings.Join(text, " ")) == Arabic {
		return arabicScale
	}
	return 1
}

func sum(v []float64) float64 {
	t := 0.0
	for _, x := range v {
		t += x
	}
	return t
}

func running(v []float64, scale float64) []float64 {
	out := make([]float64, len(v)+1)
	for i, x := range v {
		out[i+1] = out[i] + x*scale
	}
	return out
}

func variance(v []float64) float64 {
	s, q := 0.0, 0.0
	for _, x := range v {
		l := math.Log(x)
		s += l
		q += l * l
	}
	n := float64(len(v))
	return max(q/n-s*s/(n*n), 0)
}

// A pair of lengths is weighed by how far the logarithm of their ratio is from
// 0. Its variance is that of all translation and a part for each letter, which
// short texts feel more.
const always, perLetter = 0.03, 1.5

// steps is how finely variances are told apart, so that what depends on one can
// be computed beforehand.
const steps = 512

// normal says what a ratio is worth at one variance: top - r*r*slope.
type normal struct{ top, slope float64 }

func normals(spread float64) []normal {
	out := make([]normal, int(math.Ceil((always+2*perLetter)*steps))+1)
	for k := range out {
		together := (float64(k) + 0.5) / steps
		apart := together + spread
		out[k] = normal{0.5 * math.Log(apart/together), (1/together - 1/apart) / 2}
	}
	return out
}

// stretch is what the length of a stretch of segments brings into the weighing.
type stretch struct{ log, variance float64 }

// stretches gives, for one, two and three segments, those that end at each
// place.
func stretches(sums []float64) [3][]stretch {
	var out [3][]stretch
	for n := range out {
		out[n] = make([]stretch, len(sums))
		for end := n + 1; end < len(sums); end++ {
			length := max(sums[end]-sums[end-n-1], 1)
			out[n][end] = stretch{math.Log(length), perLetter / length}
		}
	}
	return out
}

// length weighs the lengths of two stretches of text: they belong together the
// likelier the nearer their ratio is to 1, and the more so the longer they are.
func (m *model) length(a, b stretch) float64 {
	n := m.normals[int((always+a.variance+b.variance)*steps)]
	r := b.log - a.log
	return max(n.top-r*r*n.slope, -12)
}

// adapt learns from a first result how often segments are missing.
func (m *model) adapt(path []cell) {
	gaps := 2.0
	for k := range path[1:] {
		if path[k].i == path[k+1].i || path[k].j == path[k+1].j {
			gaps++
		}
	}
	share := min(gaps/float64(len(path)+20), 0.2)
	gap := math.Log(share / 2)
	m.prior[0] += math.Log((1 - share) / (1 - usual[1] - usual[2]))
	m.prior[1], m.prior[2] = gap, gap
}
