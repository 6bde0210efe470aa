package likeness

import (
	"encoding/binary"
	"errors"
	"math"

	"sijill.example/sijill/search"
)

// Signature is what a text is compared by: for each of 128 orders of all runs of
// three folded words, the first run of the text (MinHash; Broder, "On the
// resemblance and containment of documents", 1997). Two signatures agree in the
// share of places that the texts share of their runs.
type Signature [signatureSize]uint32

const (
	signatureSize = 128
	run           = 3
	// leastWords is how many words a text needs, so that a common phrase is not
	// taken for a common origin.
	leastWords = 12
	// TextNear is the share of runs from which two texts are suggested as alike.
	TextNear = 0.5
)

// TextSignature gives the signature of a text; false where it is too short.
func TextSignature(text string) (Signature, bool) {
	var s Signature
	for i := range s {
		s[i] = math.MaxUint32
	}
	var last [run]uint64
	n := 0
	search.Words(text, func(w search.Word) bool {
		copy(last[:], last[1:])
		last[run-1] = fnv(w.Folded)
		if n++; n >= run {
			h := mix(last[0] ^ mix(last[1]^mix(last[2])))
			for i := range s {
				if v := uint32(mix(h+uint64(i)*0x9e3779b97f4a7c15) >> 32); v < s[i] {
					s[i] = v
				}
			}
		}
		return n < 1_000_000
	})
	return s, n >= leastWords
}

// Resemblance estimates the share of runs that two texts have in common, 0 to 1,
// with a standard error of 0.05 at most.
func (s *Signature) Resemblance(o *Signature) float64 {
	same := 0
	for i := range s {
		if s[i] == o[i] {
			same++
		}
	}
	return float64(same) / signatureSize
}

// Bytes writes the signature.
func (s *Signature) Bytes() []byte {
	b := make([]byte, 0, 4*signatureSize)
	for _, v := range s {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// SignatureFrom reads what Bytes wrote.
func SignatureFrom(b []byte) (Signature, error) {
	var s Signature
	if len(b) != 4*signatureSize {
		return s, errors.New("this is not a signature of a text")
	}
	for i := range s {
		s[i] = binary.BigEndian.Uint32(b[4*i:])
	}
	return s, nil
}

// fnv is FNV-1a of 64 bits. Signatures are kept, so that the function is fixed.
func fnv(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
