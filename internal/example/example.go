// Package example makes the example archive: the siege of eastern Aleppo in November
// and December 2016, from figures that public bodies gave, with testimonies that were
// written for it and say so, and pictures that it draws. It names no private person.
package example

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

//go:embed files
var files embed.FS

// places and placesMapping are the names of the neighbourhoods and of their mapping in
// what write writes.
const (
	places        = "places.geojson"
	placesMapping = "places.toml"
)

// Folder is one deposit of the example.
type Folder struct{ Name, Source, Basis, Terms, Lang string }

// folders are the deposits of the example, each a folder that write makes.
func folders() []Folder {
	const free = "Free to use, if not altered and not used out of context"
	return []Folder{
		{"photographer", "photographer-1", "eyewitness", free, "ar"},
		{"photographer-two", "photographer-2", "eyewitness", "For documentation and teaching; ask before any other use", "ar"},
		{"clinic", "nurse-a", "eyewitness", "For courts and investigators; ask before publishing", "ar"},
		{"media-centre", "local-media-centre", "relayed", "With the centre's name", "ar"},
		{"channel", "channel-1", "aggregator", "None were given", "ar"},
		{"channel-two", "channel-2", "aggregator", "None were given", "ar"},
	}
}

// write writes the example's files into dir.
func write(dir string) error {
	if err := unfold(files, "files", dir, nil); err != nil {
		return err
	}
	if err := draw(dir); err != nil {
		return err
	}
	return date(dir)
}

// date gives the files the times at which they were made or sent on, long before the
// archive received them.
func date(dir string) error {
	times := map[string]string{
		"photographer/note.ar.txt":     "2017-01-08T10:00:00Z",
		"photographer/note.en.txt":     "2017-01-08T10:05:00Z",
		"clinic/log.ar.txt":            "2016-11-19T05:30:00Z",
		"media-centre/" + roofsPicture: "2016-11-29T15:10:00Z",
		"channel/" + forwardedPicture:  "2016-11-30T09:00:00Z",
		"channel/" + breakingPicture:   "2016-11-30T09:20:00Z",
		places:                         "2017-02-01T12:00:00Z",
		"channel-two/" + againPicture:  "2016-12-01T18:00:00Z",
	}
	for _, d := range drawings() {
		if d.says != nil {
			at, err := time.Parse(cameraTime+"-07:00", d.says.captured+d.says.offset)
			if err != nil {
				return err
			}
			times[d.folder+"/"+d.name] = at.Format(time.RFC3339)
		}
	}
	for name, when := range times {
		at, err := time.Parse(time.RFC3339, when)
		if err == nil {
			err = os.Chtimes(filepath.Join(dir, filepath.FromSlash(name)), at, at)
		}
		if err != nil {
			return fmt.Errorf("cannot date the example's files: %w", err)
		}
	}
	return nil
}

// unfold writes a tree of files. Each content passes through change, which may be
// nil.
func unfold(tree embed.FS, root, dir string, change func([]byte) ([]byte, error)) error {
	err := fs.WalkDir(tree, root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(path[len(root):]))
		if d.IsDir() {
			return os.MkdirAll(to, 0o700)
		}
		b, err := tree.ReadFile(path)
		if err == nil && change != nil {
			b, err = change(b)
		}
		if err != nil {
			return err
		}
		return os.WriteFile(to, b, 0o600)
	})
	if err != nil {
		return fmt.Errorf("cannot write the example: %w", err)
	}
	return nil
}
