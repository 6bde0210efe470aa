package verification_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"sijill.example/sijill/verification"
)

// slides makes a film that shows scenes for a second each.
func slides(t *testing.T, first, count int, more ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	for i := range count {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.jpg", i)), jpegOf(t, scene(uint64(first+i), 320, 240), 90), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return ffmpeg(t, dir, append([]string{"-framerate", "1", "-i", "%03d.jpg", "-r", "5", "-pix_fmt", "yuv420p"}, more...)...)
}

func ffmpeg(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	c := exec.Command("ffmpeg", append(append([]string{"-v", "error", "-y"}, args...), "out.mp4")...)
	c.Dir = dir
	if b, err := c.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, b)
	}
	b, err := os.ReadFile(filepath.Join(dir, "out.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A film is found again when it was trimmed, made smaller, or given an intro, and a
// still of it is found in it.
func TestFilmsAreFound(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("no ffmpeg here")
	}
	w := newWorld(t)
	film := slides(t, 100, 12)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "film.mp4"), film, 0o600); err != nil {
		t.Fatal(err)
	}
	intro := t.TempDir()
	for i := range 15 {
		n := 100 + i - 3
		if i < 3 {
			n = 300 + i // three seconds of something else
		}
		if err := os.WriteFile(filepath.Join(intro, fmt.Sprintf("%03d.jpg", i)), jpegOf(t, scene(uint64(n), 320, 240), 90), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.give(map[string][]byte{
		"film.mp4":    film,
		"trimmed.mp4": ffmpeg(t, dir, "-ss", "4", "-t", "5", "-i", "film.mp4", "-vf", "scale=200:150", "-crf", "32"),
		"intro.mp4":   ffmpeg(t, intro, "-framerate", "1", "-i", "%03d.jpg", "-r", "5", "-pix_fmt", "yuv420p", "-crf", "30"),
		"other.mp4":   slides(t, 200, 8),
		"still.jpg":   jpegOf(t, scaled(scene(106, 320, 240), 200, 150), 70),
	})
	found := w.similar("film.mp4", false)
	if _, ok := found["other.mp4"]; ok {
		t.Errorf("another film is taken for it: %+v", found["other.mp4"])
	}
	if c := found["trimmed.mp4"]; c.Method != verification.Film || c.Theirs < 0.8 || c.Mine < 0.3 || c.Mine > 0.6 {
		t.Errorf("five seconds of twelve: %+v", c)
	}
	if c := found["intro.mp4"]; c.Method != verification.Film || c.Mine < 0.9 || c.Theirs < 0.7 || c.Theirs > 0.9 {
		t.Errorf("three seconds before it: %+v", c)
	}
	if c := w.similar("still.jpg", false)["film.mp4"]; c.Method != verification.FrameOf || c.TheirAt < 5000 || c.TheirAt > 7000 {
		t.Errorf("a still of second 6: %+v", c)
	}
}
