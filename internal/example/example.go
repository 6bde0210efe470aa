// Package example makes the material of the example archive: drawn pictures, two
// short texts that are marked as examples, and a small table of incidents in
// eastern Aleppo in November and December 2016 with figures as they were
// reported. It names no private person.
package example

import (
	"embed"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed files
var files embed.FS

// Table and Mapping are the names of the table of incidents and of its mapping in
// what Write writes, Places and PlacesMapping those of the neighbourhoods.
const (
	Table         = "incidents.csv"
	Mapping       = "incidents.toml"
	Places        = "places.geojson"
	PlacesMapping = "places.toml"
)

// Street and Forwarded are the names of a picture and of what somebody else made of
// it.
const (
	Street    = "شارع بعد القصف.jpg"
	Forwarded = "forwarded.jpg"
)

// Folders are the deposits of the example, each a folder that Write makes.
func Folders() []Folder {
	return []Folder{
		{"photographer", "photographer-1", "eyewitness", "Free to use, if not altered and not used out of context", "ar"},
		{"clinic", "medical-worker-1", "participant", "For courts and investigators; ask before publishing", "ar"},
		{"channel", "channel-1", "relayed", "None were given", "ar"},
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
	return draw(dir)
}

// draw draws three streets as a photographer's camera would have kept them, and two
// pictures that a channel made of the first: mirrored, and cropped.
func draw(dir string) error {
	for i, of := range []struct {
		name string
		says camera
	}{
		{Street, camera{"2016:11:29 15:40:12", "+02:00", "2016:11:29 15:40:12", [3]uint32{36, 10, 5910}, [3]uint32{37, 8, 620}}},
		{"street-at-dusk.jpg", camera{"2016:11:29 16:22:40", "+02:00", "2016:11:21 09:00:00", [3]uint32{36, 11, 480}, [3]uint32{37, 8, 1140}}}, // its camera's clock was set between
		{"water-queue.jpg", camera{"2016:11:30 08:05:31", "+02:00", "2016:11:30 08:05:31", [3]uint32{36, 11, 1900}, [3]uint32{37, 8, 2980}}},
	} {
		img := scene(uint64(i))
		if err := save(filepath.Join(dir, "photographer", of.name), img, 88, &of.says); err != nil {
			return err
		}
		if i > 0 {
			continue
		}
		channel := filepath.Join(dir, "channel")
		if err := os.MkdirAll(channel, 0o700); err != nil {
			return err
		}
		if err := save(filepath.Join(channel, Forwarded), forwarded(img, img.Rect, 900, true), 62, nil); err != nil {
			return err
		}
		if err := save(filepath.Join(channel, "breaking.jpg"), forwarded(img, image.Rect(260, 120, 1180, 733), 920, false), 70, nil); err != nil {
			return err
		}
	}
	return nil
}
