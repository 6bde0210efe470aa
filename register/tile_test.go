package register_test

import (
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"sijill.example/sijill/register"
)

func FuzzTilePath(f *testing.F) {
	for _, seed := range []string{"tile/0/000", "tile/0/x001/067", "tile/1/000.p/17", "tile/entries/000", "tile/entries/x001/x234/067.p/255", "tile/data/000",
		"tile/8/0/000", "tile/-1/000", "tile/0/000.p/256", "tile/0/000.p/0", "tile/0/../000", "tile/0/1000", "tile/00/000", "tile/63/000", "tile//000", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		tile, ok := register.ParseTilePath(path)
		if !ok {
			return
		}
		if again := register.TilePath(tile); again != path {
			t.Errorf("%q is read as %q", path, again)
		}
		if strings.Contains(path, "..") || tile.W < 1 || tile.W > 256 || tile.N < 0 || tile.L < -1 || tile.L > 7 {
			t.Errorf("%q is read as %+v", path, tile)
		}
	})
}

// Every tile that C2SP tlog-tiles can have is read back from its path.
func TestTilePathRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tile := tlog.Tile{H: 8, L: rapid.IntRange(-1, 7).Draw(t, "level"), N: rapid.Int64Range(0, 1<<50).Draw(t, "number"), W: rapid.IntRange(1, 256).Draw(t, "width")}
		got, ok := register.ParseTilePath(register.TilePath(tile))
		if !ok || got != tile {
			t.Fatalf("%q is read as %+v (%v)", register.TilePath(tile), got, ok)
		}
	})
}

// A tile is in a tree exactly where its last hash is.
func TestCheckpointHas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		level := rapid.IntRange(-1, 3).Draw(t, "level")
		size := rapid.Int64Range(0, 1<<40).Draw(t, "size")
		n := rapid.Int64Range(0, 1<<20).Draw(t, "number")
		w := rapid.IntRange(1, 256).Draw(t, "width")
		span := int64(1) << (8 * max(level, 0)) // leaves under one hash
		want := (n*256+int64(w))*span <= size
		if got := (register.Checkpoint{Size: size}).Has(tlog.Tile{H: 8, L: level, N: n, W: w}); got != want {
			t.Fatalf("level %d, number %d, width %d of %d: %v", level, n, w, size, got)
		}
	})
	if (register.Checkpoint{Size: 5}).Has(tlog.Tile{H: 8, N: 1<<62 - 1, W: 256}) {
		t.Error("a number that overflows is in the tree")
	}
}
