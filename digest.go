package sijill

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
)

// Digest is the SHA-256 (FIPS 180-4) of some bytes: 32 octets, written as 64
// lower-case hexadecimal digits.
type Digest [sha256.Size]byte

// DigestOf hashes b.
func DigestOf(b []byte) Digest { return sha256.Sum256(b) }

// ParseDigest reads the 64 lower-case hexadecimal digits that String writes and
// refuses every other spelling.
func ParseDigest(s string) (Digest, error) {
	var d Digest
	if len(s) != 2*len(d) {
		return Digest{}, fmt.Errorf("a SHA-256 has 64 hexadecimal digits, not %d characters", len(s))
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return Digest{}, fmt.Errorf("a SHA-256 is written in the digits 0-9 and a-f")
		}
	}
	if _, err := hex.Decode(d[:], []byte(s)); err != nil {
		return Digest{}, err
	}
	return d, nil
}

// String writes the digest as 64 lower-case hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// NewHash gives a hash whose sum is a Digest, for bytes that come in a stream.
func NewHash() hash.Hash { return sha256.New() }
