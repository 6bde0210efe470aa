// Package blockproof commits to a picture or a text piece by piece, so that a copy
// from which pieces were taken out can be proved against the commitment: whoever
// has the copy and its proof sees that every piece that is shown is unchanged, and
// learns nothing of the others.
//
// A picture's pieces are blocks of 64 x 64 pixels; a text's are its segments. Each
// piece is hashed with a salt of its own, and the hashes are the leaves of a Merkle
// tree (RFC 6962, section 2.1). A proof holds the salts of what is shown and the
// hashes of what is not. Where words can be taken out of a segment, what is hashed of
// it is the root of a tree of its own over its salted words.
package blockproof

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Format names the way in which pieces are cut, salted and hashed.
const Format = "sijill-blocks/1"

// Forms of what is committed to.
const (
	Picture = "picture"
	Text    = "text"  // by its segments
	Words   = "words" // a text, by the words of its segments
)

// Limits of what is proved. A picture of 120 megapixels has 29,000 blocks.
const (
	MaxPieces = 1 << 17
	MaxText   = 64 << 20
)

const saltSize = 16

// Seed is the secret from which the salts of one commitment are derived: the salt
// of piece i is the first 16 bytes of HMAC-SHA-256(seed, "sijill salt" || i as four
// bytes). Salts of some pieces say nothing of the seed or of other salts.
type Seed [32]byte

// NewSeed makes a seed.
func NewSeed() Seed {
	var s Seed
	_, _ = rand.Read(s[:]) // crypto/rand never fails: it ends the program instead
	return s
}

type salt [saltSize]byte

func (s *Seed) salt(i int) salt {
	m := hmac.New(sha256.New, s[:])
	m.Write(binary.BigEndian.AppendUint32([]byte("sijill salt"), uint32(i)))
	return salt(m.Sum(nil)[:saltSize])
}

// Commitment is what is signed: it binds the form, the size and every piece.
type Commitment struct {
	Form          string
	Width, Height int // in pixels, 0 for a text
	Count         int // of pieces
	Root          tlog.Hash
}

// leaf hashes one piece: SHA-256(0x00 || salt || index as four bytes || content).
func leaf(s salt, i int, content []byte) tlog.Hash {
	h := sha256.New()
	h.Write([]byte{0})
	h.Write(s[:])
	h.Write(binary.BigEndian.AppendUint32(nil, uint32(i)))
	h.Write(content)
	return tlog.Hash(h.Sum(nil))
}

// root gives the root of a tree of leaves (RFC 6962, section 2.1).
func root(leaves []tlog.Hash) tlog.Hash {
	switch len(leaves) {
	case 0:
		return tlog.Hash(sha256.Sum256(nil))
	case 1:
		return leaves[0]
	}
	k := 1 << (bits.Len(uint(len(leaves)-1)) - 1)
	return tlog.NodeHash(root(leaves[:k]), root(leaves[k:]))
}
