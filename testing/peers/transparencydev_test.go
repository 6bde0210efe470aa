package peers_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/transparency-dev/formats/log"
	formatsnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/compact"
	merkleproof "github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill/register"
)

var sizes = []struct{ older, size int }{{0, 1}, {1, 2}, {200, 256}, {256, 257}, {300, 700}}

func openCheckpoint(t *testing.T, p *published, signed []byte) *log.Checkpoint {
	t.Helper()
	v, err := formatsnote.NewVerifier(p.public)
	if err != nil {
		t.Fatal(err)
	}
	c, rest, _, err := log.ParseCheckpoint(signed, origin, v)
	if err != nil || len(rest) != 0 {
		t.Fatalf("transparency-dev/formats cannot read our checkpoint: %v, rest %q", err, rest)
	}
	return c
}

func TestTransparencyDevReadsCheckpointsAndProofs(t *testing.T) {
	for _, s := range sizes {
		p := publish(t, s.older, s.size)
		for i, leaf := range p.leaves {
			ours, err := p.log.Prove(p.at, int64(i))
			if err != nil {
				t.Fatal(err)
			}
			var theirs proof.TLogProof
			if err := theirs.Unmarshal(ours.Format()); err != nil {
				t.Fatalf("transparency-dev/formats cannot read our proof: %v", err)
			}
			if !bytes.Equal(theirs.Marshal(), ours.Format()) || theirs.Index != uint64(i) {
				t.Fatalf("transparency-dev/formats writes the proof of %d otherwise", i)
			}
			c := openCheckpoint(t, p, theirs.Checkpoint)
			var hashes [][]byte
			for _, h := range theirs.Hashes {
				hashes = append(hashes, h[:])
			}
			hash := rfc6962.DefaultHasher.HashLeaf(leaf)
			if err := merkleproof.VerifyInclusion(rfc6962.DefaultHasher, theirs.Index, c.Size, hash, hashes, c.Hash); err != nil {
				t.Fatalf("transparency-dev/merkle refuses the proof of %d of %d: %v", i, s.size, err)
			}
			hash[0] ^= 1
			if err := merkleproof.VerifyInclusion(rfc6962.DefaultHasher, theirs.Index, c.Size, hash, hashes, c.Hash); err == nil {
				t.Fatal("control: transparency-dev/merkle accepts another leaf")
			}
		}
	}
}

func TestTransparencyDevVerifiesConsistency(t *testing.T) {
	for _, s := range sizes {
		p := publish(t, s.older, s.size)
		for old := 1; old <= s.size; old += 1 + s.size/20 {
			ours, err := p.log.ProveConsistency(p.at, p.at, int64(old))
			if err != nil {
				t.Fatal(err)
			}
			root, err := p.log.RootAt(p.at, int64(old))
			if err != nil {
				t.Fatal(err)
			}
			var hashes [][]byte
			for _, h := range ours.Hashes {
				hashes = append(hashes, h[:])
			}
			if err := merkleproof.VerifyConsistency(rfc6962.DefaultHasher, uint64(old), uint64(s.size), hashes, root[:], p.at.Root[:]); err != nil {
				t.Errorf("transparency-dev/merkle refuses the consistency of %d with %d: %v", old, s.size, err)
			}
		}
	}
}

// The root follows from the bundles of entries, and the tiles of hashes from
// them too, by another implementation of the tree.
func TestTransparencyDevDerivesOurRoot(t *testing.T) {
	for _, s := range sizes {
		p := publish(t, s.older, s.size)
		factory := &compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
		tree := factory.NewEmptyRange(0)
		for n := 0; n*256 < s.size; n++ {
			width := min(256, s.size-n*256)
			read := func(level int) []byte {
				path := register.TilePath(tlog.Tile{H: 8, L: level, N: int64(n), W: width})
				b, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(path)))
				if err != nil {
					t.Fatal(err)
				}
				return b
			}
			leaves, err := register.ParseBundle(read(-1))
			if err != nil || len(leaves) != width {
				t.Fatalf("bundle %d has %d entries, %v", n, len(leaves), err)
			}
			hashes := read(0)
			for i, leaf := range leaves {
				hash := rfc6962.DefaultHasher.HashLeaf(leaf)
				if !bytes.Equal(leaf, p.leaves[n*256+i]) || !bytes.Equal(hashes[32*i:32*i+32], hash) {
					t.Fatalf("entry %d of bundle %d is not that of the tile or the register", i, n)
				}
				if err := tree.Append(hash, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		root, err := tree.GetRootHash(nil)
		if err != nil {
			t.Fatal(err)
		}
		if c := openCheckpoint(t, p, p.at.Note); !bytes.Equal(c.Hash, root) || c.Size != uint64(s.size) {
			t.Errorf("at %d entries our root is not what transparency-dev/merkle derives", s.size)
		}
	}
}
