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
type Folder struct {
	Name, Source, Basis, Lang string
	Terms                     [3]string // in English, as they came, in Arabic and in French
}

// folders are the deposits of the example, each a folder that write makes.
func folders() []Folder {
	free := [3]string{"Free to use, if not altered and not used out of context", "الاستعمال متاح مجاناً، على ألا تُعدَّل الصورة وألا تُستعمل خارج سياقها", "Libre de droits, à condition de ne pas modifier l'image ni la sortir de son contexte"}
	none := [3]string{"None were given", "لم يُذكر شيء منها", "Aucune n'a été donnée"}
	return []Folder{
		{"photographer", "photographer-1", "eyewitness", "ar", free},
		{"photographer-two", "photographer-2", "eyewitness", "ar", [3]string{"For documentation and teaching; ask before any other use", "للتوثيق والتعليم؛ ويُستأذن في كل استعمال آخر", "Pour la documentation et l'enseignement ; demander avant tout autre usage"}},
		{"clinic", "nurse-a", "eyewitness", "ar", [3]string{"For courts and investigators; ask before publishing", "للمحاكم والمحققين؛ ويُستأذن قبل النشر", "Pour les tribunaux et les enquêteurs ; demander avant de publier"}},
		{"media-centre", "local-media-centre", "relayed", "ar", [3]string{"With the centre's name", "مع ذكر اسم المركز", "Avec le nom du centre"}},
		{"channel", "channel-1", "aggregator", "ar", none},
		{"channel-two", "channel-2", "aggregator", "ar", none},
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
