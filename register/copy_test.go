package register_test

import (
	"testing"

	"sijill.example/sijill/register"
)

func TestTilesOf(t *testing.T) {
	for size, want := range map[int64][]string{
		0: nil, 1: {"tile/entries/000.p/1", "tile/0/000.p/1"}, 256: {"tile/entries/000", "tile/0/000", "tile/1/000.p/1"},
		70_000: nil,
	} {
		tiles := register.TilesOf(size)
		for i, path := range want {
			if got := register.TilePath(tiles[i]); got != path {
				t.Errorf("size %d: %s, want %s", size, got, path)
			}
		}
		hashes := int64(0)
		for _, tile := range tiles {
			if tile.L == 0 {
				hashes += int64(tile.W)
			}
		}
		if hashes != size {
			t.Errorf("size %d: the tiles hold %d leaves", size, hashes)
		}
	}
}
