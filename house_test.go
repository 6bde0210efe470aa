package sijill_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers is the architecture: root <- kept <- derived <- done <- proved <-
// archive <- faces. A package may import what stands on its own line, which must
// be listed above it, and the standard library; nothing else of this module. To
// add a package, add it here first.
//
//	name: what it may import
const layers = `
.:
internal/durable:
internal/residue:
internal/cage:     .
search:            .
search/index:      search

access:            .
corroboration:     .

keyring:           . internal/durable
blob:              . internal/durable
register:          . internal/durable
register/sqlite:   register

exchange/bagit:    .
exchange/table:    .
exchange/document: .
exchange/document/documenttest: .
exchange/c2pa:     .
exchange/proofmode: .
exchange/blockproof:
exchange/libretranslate: .
media:             .
media/picture:
media/mediatest:
likeness:          . search
testimony:         . search
gazetteer:         . search
proposal:          . corroboration exchange/document testimony
derivative:        . internal/residue
catalog:           . internal/residue register search search/index derivative gazetteer
look:              . derivative exchange/c2pa exchange/proofmode internal/cage likeness media media/picture

deposit:           . blob register catalog
description:       . register catalog exchange/table exchange/document
custody:           . register catalog
fixity:            . blob register catalog
erasure:           . blob register catalog
derivation:        . blob catalog derivative exchange/proofmode look
redaction:         . register exchange/blockproof internal/cage media media/picture
release:           . catalog keyring exchange/blockproof
verification:      . register catalog derivative likeness look

audit:             . blob register register/sqlite catalog keyring
dossier:           . blob register catalog keyring custody exchange/bagit

archive:           . access corroboration internal/durable keyring blob register register/sqlite catalog deposit derivation derivative description erasure redaction release exchange/blockproof exchange/table verification

edition/matching:  . search likeness media
internal/checkwasm: media edition/matching
edition:           . internal/residue search search/index register exchange/blockproof redaction likeness media media/picture internal/cage edition/matching
publication:       . search internal/durable archive access catalog derivative register release redaction exchange/blockproof corroboration testimony likeness media/picture gazetteer edition

desk:              . access blob register catalog corroboration custody derivative exchange/c2pa media look search testimony verification gazetteer

register/registertest:  . register

bench/measure:     . register register/sqlite search search/index likeness media/mediatest edition

internal/example:  . archive catalog deposit description exchange/document fixity internal/cage keyring look publication redaction verification
cmd/sijill:        *

`

// outside says which packages may import what is heavy or dangerous.
var outside = map[string]string{
	"net/http":                   "desk edition exchange/libretranslate cmd/sijill",
	"database/sql":               "register/sqlite search/index internal/residue catalog derivative edition bench/measure",
	"os/exec":                    "internal/cage look bench/measure",
	"github.com/spf13/cobra":     "cmd/sijill",
	"github.com/BurntSushi/toml": "archive exchange/table exchange/document",
}

// acts are packages of what is done. They know nothing of each other; whoever
// needs two of them is the archive or a face.
var acts = []string{"deposit", "description", "custody", "fixity", "erasure", "derivation", "verification", "redaction", "release"}

const maxLines = 500

var vagueNames = []string{"base", "common", "core", "helper", "helpers", "lib", "manager", "misc", "model", "models", "shared", "types", "util", "utils"}

func TestHouse(t *testing.T) {
	module := modulePath(t)
	allowed := readLayers(t)
	for _, act := range acts {
		for _, other := range acts {
			if slices.Contains(allowed[act], other) {
				t.Errorf("layers: the act %s may not import the act %s", act, other)
			}
		}
	}
	docs := map[string][]string{} // package directory -> files with a package comment
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, err := os.Stat(filepath.Join(p, "go.mod"))
			nested := err == nil && p != "."
			if p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules" || d.Name() == "build" || nested) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, p, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if n := fset.File(f.Pos()).LineCount(); n > maxLines && !ast.IsGenerated(f) {
			t.Errorf("%s: %d lines; split it (limit %d)", p, n, maxLines)
		}
		if strings.HasSuffix(p, "_test.go") {
			return nil
		}
		dir := filepath.ToSlash(filepath.Dir(p))
		if _, ok := docs[dir]; !ok {
			docs[dir] = nil
			if slices.Contains(vagueNames, path.Base(dir)) {
				t.Errorf("%s: the name says nothing about what is inside", dir)
			}
			if _, ok := allowed[dir]; !ok {
				t.Errorf("%s: not in layers; add it there with a reason", dir)
			}
		}
		if f.Doc != nil {
			docs[dir] = append(docs[dir], p)
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.Name == "init" && fn.Recv == nil {
				t.Errorf("%s: init() does work that nobody called for", p)
			}
		}
		for _, spec := range f.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			if where, ok := outside[imp]; ok && !slices.Contains(strings.Fields(where), dir) {
				t.Errorf("%s imports %s; only %s may", p, imp, where)
			}
			rel, ok := strings.CutPrefix(imp, module)
			if !ok {
				continue
			}
			if rel = strings.TrimPrefix(rel, "/"); rel == "" {
				rel = "."
			}
			if a := allowed[dir]; !slices.Contains(a, rel) && !slices.Contains(a, "*") {
				t.Errorf("%s imports %s; layers allows %v", p, rel, a)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range slices.Sorted(maps.Keys(docs)) {
		if len(docs[dir]) != 1 {
			t.Errorf("%s: want one package comment, have %d %v", dir, len(docs[dir]), docs[dir])
		}
	}
	for dir := range allowed {
		if _, ok := docs[dir]; !ok {
			t.Errorf("layers: %s is listed and is not there", dir)
		}
	}
}

func readLayers(t *testing.T) map[string][]string {
	t.Helper()
	allowed := map[string][]string{}
	for line := range strings.Lines(layers) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		for _, dep := range strings.Fields(rest) {
			if _, seen := allowed[dep]; dep != "*" && !seen {
				t.Errorf("layers: %s may import %s, which is not listed above it", name, dep)
			}
		}
		allowed[name] = strings.Fields(rest)
	}
	return allowed
}

func modulePath(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if m, ok := strings.CutPrefix(line, "module "); ok {
			return strings.TrimSpace(m)
		}
	}
	t.Fatal("no module line in go.mod")
	return ""
}
