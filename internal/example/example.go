// Package example makes the material of the example archive: drawn pictures, two
// short texts that are marked as examples, and a small table of incidents in
// eastern Aleppo in November and December 2016 with figures as they were
// reported. It names no private person.
package example

import (
	"embed"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed files
var files embed.FS

// Table and Mapping are the names of the table and of its mapping in what Write
// writes.
const (
	Table   = "incidents.csv"
	Mapping = "incidents.toml"
)

// Folders are the deposits of the example, each a folder that Write makes.
func Folders() []Folder {
	return []Folder{
		{"photographer", "photographer-1", "eyewitness", "Free to use, if not altered and not used out of context", "ar"},
		{"clinic", "medical-worker-1", "participant", "For courts and investigators; ask before publishing", "ar"},
	}
}

// Folder is one deposit of the example.
type Folder struct{ Name, Source, Basis, Terms, Lang string }

// Write writes the example's files into dir.
func Write(dir string) error {
	err := fs.WalkDir(files, "files", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(path[len("files"):]))
		if d.IsDir() {
			return os.MkdirAll(to, 0o700)
		}
		b, err := files.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, b, 0o600)
	})
	if err != nil {
		return fmt.Errorf("cannot write the example: %w", err)
	}
	for i, name := range []string{"شارع بعد القصف.png", "street-at-dusk.png", "water-queue.png"} {
		if err := draw(filepath.Join(dir, "photographer", name), i); err != nil {
			return fmt.Errorf("cannot draw the example's pictures: %w", err)
		}
	}
	return nil
}

// draw makes a picture of a row of houses under a sky, of which the n-th stands
// broken. It is a drawing and looks like one.
func draw(path string, n int) error {
	const w, h = 960, 640
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{
		color.RGBA{0xd9, 0xd4, 0xc7, 255}, color.RGBA{0x8a, 0x86, 0x7c, 255}, color.RGBA{0x4b, 0x4a, 0x48, 255},
		color.RGBA{0x2f, 0x38, 0x44, 255}, color.RGBA{0xb5, 0x6a, 0x3c, 255},
	})
	fill := func(x0, y0, x1, y1 int, c uint8) {
		for y := max(0, y0); y < min(h, y1); y++ {
			for x := max(0, x0); x < min(w, x1); x++ {
				img.SetColorIndex(x, y, c)
			}
		}
	}
	fill(0, 520, w, h, 2)
	for house := range 6 {
		x, top := 20+house*155, 170+(house*67+n*41)%140
		broken := house == (n*2+1)%6
		for col := range 135 {
			roof := top
			if broken {
				roof += (col*col/37 + col*13) % 170
			}
			fill(x+col, roof, x+col+1, 520, 1)
		}
		for floor := range 4 {
			for window := range 3 {
				wx, wy := x+15+window*40, 200+floor*80
				if wy > top+20 && !broken {
					fill(wx, wy, wx+22, wy+34, uint8(3+(house+floor+window+n)%5/4))
				}
			}
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
