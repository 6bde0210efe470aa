// Package likeness finds what resembles what: pictures by PDQ, films by the PDQ of
// their frames, parts of pictures by their corners, texts by the runs of words
// they share. Its answers are exact: an index gives what a comparison with
// everything would give.
//
// PDQ is the perceptual hash that Facebook published in ThreatExchange (Davis and
// Rosen, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
// Algorithm", 2019). Within a distance of 31 of 256 bits two pictures are taken for
// the same; below a quality of 50 a picture shows too little to be compared.
package likeness

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"image"
	"math"
	"math/bits"
	"slices"
)

// Limits that the authors of PDQ recommend.
const (
	Near    = 31 // bits that may differ
	Quality = 50 // of 100, that both sides need
)

// Hash is a PDQ hash. Word 0 holds the highest frequencies.
type Hash [4]uint64

// String gives 64 hexadecimal digits, as the reference program prints them.
func (h Hash) String() string {
	b := h.Bytes()
	return hex.EncodeToString(b)
}

// Bytes gives the 32 bytes that String prints.
func (h Hash) Bytes() []byte {
	b := make([]byte, 0, 32)
	for _, w := range h {
		b = binary.BigEndian.AppendUint64(b, w)
	}
	return b
}

// HashOf reads what Bytes gave.
func HashOf(b []byte) (Hash, error) {
	var h Hash
	if len(b) != 32 {
		return h, errors.New("a PDQ hash has 32 bytes")
	}
	for i := range h {
		h[i] = binary.BigEndian.Uint64(b[8*i:])
	}
	return h, nil
}

// ParseHash reads what String gave.
func ParseHash(s string) (Hash, error) {
	b, err := hex.DecodeString(s)
	if err != nil {
		return Hash{}, err
	}
	return HashOf(b)
}

// Distance counts the bits in which two hashes differ, 0 to 256.
func (h Hash) Distance(o Hash) int {
	return bits.OnesCount64(h[0]^o[0]) + bits.OnesCount64(h[1]^o[1]) + bits.OnesCount64(h[2]^o[2]) + bits.OnesCount64(h[3]^o[3])
}

// Orientation is how a picture was turned or mirrored before it was stored.
type Orientation int

// The orientations, in the order of Eight.
const (
	AsStored Orientation = iota
	TurnedLeft
	TurnedOver
	TurnedRight
	UpsideDown // mirrored top to bottom
	Mirrored   // left to right
	Transposed
	Transversed
)

// String says the orientation in a word or two.
func (o Orientation) String() string {
	names := [...]string{"as stored", "turned left", "turned over", "turned right", "mirrored top to bottom", "mirrored", "transposed", "transversed"}
	if o < 0 || int(o) >= len(names) {
		return "unknown"
	}
	return names[o]
}

// Inverse gives the orientation that undoes another.
func (o Orientation) Inverse() Orientation {
	switch o {
	case TurnedLeft:
		return TurnedRight
	case TurnedRight:
		return TurnedLeft
	}
	return o
}

const (
	grid   = 64 // the picture is brought to 64 x 64
	terms  = 16 // and 16 x 16 of its frequencies are kept
	source = 512
)

type (
	luma [grid * grid]float32
	dct  [terms][terms]float32
)

// PDQ gives the hash of a picture and its quality from 0 to 100. Like the
// reference program it looks at 512 x 512 pixels at most.
func PDQ(img image.Image) (Hash, int) { return lumaOf(img).pdq() }

// Eight gives the hashes of a picture in its eight orientations. The filter of PDQ
// is not quite symmetrical, so that changing signs in one transformation would lose
// up to 24 of the 31 bits: the filter is turned instead of the picture.
func Eight(img image.Image) (hashes [8]Hash, quality int) {
	p := lumaOf(img)
	if p.w == 0 || p.h == 0 {
		return hashes, 0
	}
	wide, high := filterOf(p.w), filterOf(p.h)
	plain, flipped := wide.rows(p), wide.flipped().rows(p)
	a := [8]*luma{AsStored: high.columns(plain), Mirrored: high.columns(flipped)}
	a[UpsideDown], a[TurnedOver] = high.flipped().columns(plain), high.flipped().columns(flipped)
	a[Transposed], a[TurnedLeft], a[TurnedRight], a[Transversed] = a[AsStored].transposed(), a[Mirrored].transposed(), a[UpsideDown].transposed(), a[TurnedOver].transposed()
	if quality = a[AsStored].quality(); quality == 0 {
		return hashes, 0
	}
	for o := range hashes {
		hashes[o] = transform(a[o]).hash()
	}
	return hashes, quality
}

func (p pane) pdq() (Hash, int) {
	if p.w == 0 || p.h == 0 {
		return Hash{}, 0
	}
	a := filterOf(p.h).columns(filterOf(p.w).rows(p))
	quality := a.quality()
	if quality == 0 {
		return Hash{}, 0
	}
	return transform(a).hash(), quality
}

// filter brings a line of values to 64: each is a weighted sum of a few, from start
// on. The weights are those of two box filters, one after the other, at the places
// where the reference program takes its values.
type filter struct {
	n       int
	start   [grid]int
	weights [grid][]float32
}

func filterOf(n int) *filter {
	f := &filter{n: n}
	full := (n + 2*grid - 1) / (2 * grid)
	half := (full + 2) / 2
	window := func(i int) (first, after int) { return max(0, i+half-full), min(n, i+half) } // cut at the ends
	for i := range grid {
		first, after := window((2*i + 1) * n / (2 * grid))
		lowest, _ := window(first)
		_, highest := window(after - 1)
		f.start[i], f.weights[i] = lowest, make([]float32, highest-lowest)
		for k := first; k < after; k++ {
			from, to := window(k)
			w := 1 / float32((after-first)*(to-from))
			for j := from; j < to; j++ {
				f.weights[i][j-lowest] += w
			}
		}
	}
	return f
}

// flipped is the filter of a line that is read from its end.
func (f *filter) flipped() *filter {
	o := &filter{n: f.n}
	for i := range grid {
		o.start[i] = f.n - f.start[i] - len(f.weights[i])
		o.weights[i] = slices.Clone(f.weights[i])
		slices.Reverse(o.weights[i])
	}
	return o
}

// rows filters each row of a pane.
func (f *filter) rows(p pane) []float32 {
	out := make([]float32, grid*p.h)
	for y := range p.h {
		row, to := p.pix[y*p.w:(y+1)*p.w], out[y*grid:(y+1)*grid]
		for i := range to {
			weights := f.weights[i]
			in := row[f.start[i]:][:len(weights)]
			var sum float32
			for j, w := range weights {
				sum += w * in[j]
			}
			to[i] = sum
		}
	}
	return out
}

// columns filters the columns of what rows gave.
func (f *filter) columns(rows []float32) *luma {
	var a luma
	for i := range grid {
		to := a[i*grid : (i+1)*grid]
		for j, w := range f.weights[i] {
			in := rows[(f.start[i]+j)*grid:][:grid]
			for x := range to {
				to[x] += w * in[x]
			}
		}
	}
	return &a
}

func (a *luma) transposed() *luma {
	var t luma
	for y := range grid {
		for x := range grid {
			t[x*grid+y] = a[y*grid+x]
		}
	}
	return &t
}

func (a *luma) quality() int {
	sum := 0
	for i := range grid {
		for j := range grid {
			v := a[i*grid+j]
			if i+1 < grid {
				sum += step(v, a[(i+1)*grid+j])
			}
			if j+1 < grid {
				sum += step(v, a[i*grid+j+1])
			}
		}
	}
	return min(100, sum/90)
}

func step(u, v float32) int {
	d := int((u - v) * 100 / 255)
	if d < 0 {
		return -d
	}
	return d
}

func transform(a *luma) *dct {
	var m [terms][grid]float32
	for i := range terms {
		for j := range grid {
			m[i][j] = float32(math.Sqrt(2.0/grid) * math.Cos(math.Pi/2/grid*float64(i+1)*float64(2*j+1)))
		}
	}
	var half [terms][grid]float32
	for i := range terms {
		for k := range grid {
			row, f := a[k*grid:(k+1)*grid], m[i][k]
			for j := range grid {
				half[i][j] += f * row[j]
			}
		}
	}
	var out dct
	for i := range terms {
		for j := range terms {
			var sum float32
			for k := range grid {
				sum += half[i][k] * m[j][k]
			}
			out[i][j] = sum
		}
	}
	return &out
}

func (f *dct) hash() Hash {
	var all [terms * terms]float32
	for i := range terms {
		copy(all[i*terms:], f[i][:])
	}
	sorted := all
	slices.Sort(sorted[:])
	median := sorted[len(sorted)/2-1] // the lower of the middle two, as Torben's method gives
	var h Hash
	for i, v := range all {
		if v > median {
			h[3-i/64] |= 1 << (i % 64)
		}
	}
	return h
}
