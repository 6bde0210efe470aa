package example

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/document"
)

//go:embed documents
var documents embed.FS

// earlierFolder holds what was applied before the rest: an account as it was first
// taken down.
const earlierFolder = "earlier"

// mentioned is a place or a picture in a document, whose number the register gives
// only when the example is made, or a day of its making.
var mentioned = regexp.MustCompile(`@((?:place:)?[^@\n]+)@`)

// number puts numbers and days in the place of what a document mentions.
func number(b []byte, numbers map[string]sijill.Number, days map[string]string) ([]byte, error) {
	var missing error
	out := mentioned.ReplaceAllFunc(b, func(m []byte) []byte {
		name := string(bytes.Trim(m, "@"))
		if day, ok := days[name]; ok {
			return []byte(day)
		}
		n, ok := numbers[name]
		if !ok {
			missing = fmt.Errorf("the example has nothing that is called %s", name)
		}
		return []byte(n)
	})
	return out, missing
}

// writeDocuments writes the example's documents into dir, and beside them a release
// for each thing that is public and has none of its own.
func writeDocuments(dir string, numbers map[string]sijill.Number, days map[string]string) error {
	if err := unfold(documents, "documents", dir, func(b []byte) ([]byte, error) { return number(b, numbers, days) }); err != nil {
		return err
	}
	releases, err := plainReleases(dir, numbers)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "releases-plain.yaml"), releases, 0o600)
}

// kept are the keys of what stays in the archive.
var kept = []string{"mother-d", "patient-g", "volunteer-h", "told-by-mother"}

// released are the kinds of which all is public that is not kept.
var released = []string{"source", "place", "incident", "claim", "translation", "work", "dispatch", "page"}

// plainReleases are documents that release, as records, what the documents in dir
// speak of, and the places of the example's table.
func plainReleases(dir string, numbers map[string]sijill.Number) ([]byte, error) {
	var out bytes.Buffer
	release := func(key, of string) {
		fmt.Fprintf(&out, "---\nkind: release\nkey: %q\nof: %q\nform: record\n", "release-of-"+key, of)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		nested, err := filepath.Glob(filepath.Join(name, "*"))
		if err != nil {
			return nil, err
		}
		if filepath.Base(name) != earlierFolder {
			names = append(names, nested...)
		}
	}
	for _, name := range names {
		if !document.IsName(name) {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		docs, problems := document.Parse(filepath.Base(name), b)
		if len(problems) > 0 {
			return nil, problems[0]
		}
		for _, d := range docs {
			if slices.Contains(released, d.Kind) && !slices.Contains(kept, d.Key) {
				release(d.Key, d.Key)
			}
		}
	}
	for name, n := range sorted(numbers) {
		if place, ok := strings.CutPrefix(name, "place:"); ok {
			release("place-"+place, string(n))
		}
	}
	return out.Bytes(), nil
}
