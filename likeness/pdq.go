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

// Eight gives the hashes of a picture in its eight orientations. They could be had
// from one transformation by changing signs; the filter is not quite symmetrical,
// though, and that would lose up to 24 of the 31 bits.
func Eight(img image.Image) (hashes [8]Hash, quality int) {
	p := lumaOf(img)
	for o := range hashes {
		hashes[o], quality = p.turned(Orientation(o)).pdq()
	}
	return hashes, quality
}

func (p pane) pdq() (Hash, int) {
	if p.w == 0 || p.h == 0 {
		return Hash{}, 0
	}
	a := p.smooth()
	quality := a.quality()
	if quality == 0 {
		return Hash{}, 0
	}
	return transform(a).hash(), quality
}

// smooth brings luma to 64 x 64 values by two passes of a box filter.
func (p pane) smooth() *luma {
	w, h := p.w, p.h
	pix, other := slices.Clone(p.pix), make([]float32, len(p.pix))
	wide, high := window(w), window(h)
	for range 2 {
		for y := range h {
			box(pix[y*w:], other[y*w:], w, 1, wide)
		}
		for x := range w {
			box(other[x:], pix[x:], h, w, high)
		}
	}
	var a luma
	for i := range grid {
		for j := range grid {
			a[i*grid+j] = pix[(2*i+1)*h/(2*grid)*w+(2*j+1)*w/(2*grid)]
		}
	}
	return &a
}

func window(n int) int { return (n + 2*grid - 1) / (2 * grid) }

// box writes to out the means of windows around each of n values that stand step
// apart. At the ends the window is cut.
func box(in, out []float32, n, step, full int) {
	half := (full + 2) / 2
	var sum float32
	count := 0
	for i := range min(half-1, n) {
		sum += in[i*step]
		count++
	}
	for i := range n {
		if next := i + half - 1; next < n {
			sum += in[next*step]
			count++
		}
		if last := i + half - 1 - full; last >= 0 {
			sum -= in[last*step]
			count--
		}
		out[i*step] = sum / float32(count)
	}
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
