package mediatest

import (
	"bytes"
	"math/rand/v2"
)

// Mutate breaks a file in one to four places: bits, bytes, numbers at the borders of
// their kinds, pieces that are cut out, said twice, or exchanged.
func Mutate(seed []byte, random *rand.Rand) []byte {
	b := bytes.Clone(seed)
	for range 1 + random.IntN(4) {
		if len(b) == 0 {
			return b
		}
		at := position(len(b), random)
		switch random.IntN(9) {
		case 0:
			b[at] ^= 1 << random.IntN(8)
		case 1:
			b[at] = byte(random.Uint32())
		case 2:
			for i, v := range border(random) {
				if at+i < len(b) {
					b[at+i] = v
				}
			}
		case 3:
			b = b[:at]
		case 4:
			end := min(len(b), at+1+random.IntN(64))
			b = append(b[:at:at], b[end:]...)
		case 5:
			end := min(len(b), at+1+random.IntN(256))
			b = append(b[:end:end], b[at:]...)
		case 6:
			end := min(len(b), at+1+random.IntN(64))
			clear(b[at:end])
		case 7:
			other := position(len(b), random)
			n := min(16, len(b)-max(at, other))
			for i := range n {
				b[at+i], b[other+i] = b[other+i], b[at+i]
			}
		case 8:
			b = append(b, b[at:min(len(b), at+random.IntN(512))]...)
		}
	}
	return b
}

// position is more often near the start, where the numbers stand.
func position(n int, random *rand.Rand) int {
	if random.IntN(2) == 0 {
		n = min(n, 256)
	}
	return random.IntN(n)
}

func border(random *rand.Rand) []byte {
	borders := [][]byte{
		{0, 0}, {0xFF, 0xFF}, {0x7F, 0xFF}, {0xFF, 0x7F}, {0, 0, 0, 0}, {0xFF, 0xFF, 0xFF, 0xFF}, {0x7F, 0xFF, 0xFF, 0xFF},
		{0xFF, 0xFF, 0xFF, 0x7F}, {0x80, 0, 0, 0}, {0, 0, 0, 0x80}, {0, 0, 0, 1}, {1, 0, 0, 0}, bytes.Repeat([]byte{0xFF}, 8),
	}
	return borders[random.IntN(len(borders))]
}
