package register_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill/register"
)

// tiles flips every byte of the tiles of hashes, and asks for a proof that goes
// through it: there must be none, or one that does not verify.
func (f *forger) tiles() {
	for path, honest := range files(f, f.p.dir) {
		if strings.Contains(path, ".p/") && path != "tile/0/003.p/232" && path != "tile/1/000.p/3" {
			continue // of an older checkpoint; no proof to the newest one goes through it
		}
		if !strings.HasPrefix(path, "tile/") || strings.HasPrefix(path, "tile/entries") {
			continue
		}
		at := filepath.Join(f.p.dir, filepath.FromSlash(path))
		write := func(b []byte) {
			if err := os.WriteFile(at, b, 0o600); err != nil {
				f.Fatal(err)
			}
		}
		step := 1
		if full(path) {
			step = 3 // the bytes of a hash are alike
		}
		if testing.Short() {
			step = 37
		}
		for i := 0; i < len(honest); i += step {
			b := bytes.Clone(honest)
			b[i] ^= 1 << f.random.IntN(8)
			write(b)
			f.throughTile(path, i/tlog.HashSize)
		}
		for _, b := range [][]byte{nil, honest[:len(honest)-1], honest[:len(honest)-32], append(bytes.Clone(honest), make([]byte, 32)...), bytes.Repeat([]byte{0}, len(honest))} {
			write(b)
			f.throughTile(path, 0)
		}
		write(honest)
	}
	f.widths()
}

// throughTile asks for the proof of an entry that needs the hash at a place of a
// tile: its neighbour's.
func (f *forger) throughTile(path string, place int) {
	index := int64(place)
	var n int64
	if strings.HasPrefix(path, "tile/1/") {
		index = int64(place) * 256
	} else {
		for _, c := range strings.TrimPrefix(path, "tile/0/")[:3] {
			n = n*10 + int64(c-'0')
		}
		index += n * 256
	}
	if index >= f.p.at.Size {
		f.Fatalf("%s has no place %d", path, place)
	}
	proof, err := f.p.log.Prove(f.p.at, index)
	if err == nil {
		_, err = register.CheckInclusion(f.leaf(index), proof, f.p.verifier)
	}
	f.refused("a proof through an altered tile "+path, err)
}

// widths puts a partial tile of one width in the place of another.
func (f *forger) widths() {
	last := filepath.Join(f.p.dir, "tile", "0", "003.p", "232")
	honest, err := os.ReadFile(last)
	if err != nil {
		f.Fatal(err)
	}
	for w := 1; w <= 256; w++ {
		if w == 232 {
			continue
		}
		b := append(bytes.Clone(honest), make([]byte, 32*256)...)[:32*w]
		if err := os.WriteFile(last, b, 0o600); err != nil {
			f.Fatal(err)
		}
		_, err := f.p.log.Prove(f.p.at, 999)
		f.refused("a partial tile of another width", err)
	}
	if err := os.WriteFile(last, honest, 0o600); err != nil {
		f.Fatal(err)
	}
	if _, err := f.p.log.Prove(f.p.at, 999); err != nil {
		f.Fatalf("control: the honest tile: %v", err)
	}
}
