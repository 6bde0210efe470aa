package description

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/document"
)

// maxGathered is how many bytes of documents are taken at one time.
const maxGathered = 64 << 20

// Skipped is a file of a folder that holds no documents.
type Skipped struct {
	File   string
	Reason string
}

// Gathered is what files and folders hold.
type Gathered struct {
	Documents []*document.Document // in the order of their files
	Problems  []document.Problem
	Skipped   []Skipped
	Files     int // with documents
}

// Gather reads the documents in files and folders. Each file is read once, so that
// one that is changed meanwhile counts as it was then. In folders what has another
// ending is skipped, and so is Markdown without front matter; links are not
// followed.
func Gather(ctx context.Context, paths []string, progress func(files int)) (Gathered, error) {
	var g Gathered
	var files []string
	seen := map[string]bool{}
	take := func(p string) {
		if clean := filepath.Clean(p); !seen[clean] {
			seen[clean] = true
			files = append(files, p)
		}
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return g, &sijill.Error{Class: sijill.Failed, Message: sijill.Name(p).Display() + " cannot be read.", Err: err}
		}
		if !info.IsDir() {
			if !document.IsName(p) {
				return g, &sijill.Error{Class: sijill.Usage, Message: sijill.Name(p).Display() + " is no document by its name.", Hint: "Documents are .md, .yaml, .yml and .toml files."}
			}
			take(p)
			continue
		}
		if err := g.walk(p, take); err != nil {
			return g, err
		}
	}
	return g, g.read(ctx, files, paths, progress)
}

func (g *Gathered) walk(dir string, take func(string)) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return &sijill.Error{Class: sijill.Failed, Message: sijill.Name(p).Display() + " cannot be read.", Err: err}
		case p != dir && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			g.Skipped = append(g.Skipped, Skipped{p, "hidden"})
		case d.IsDir():
		case !d.Type().IsRegular():
			g.Skipped = append(g.Skipped, Skipped{p, "not a file"})
		case !document.IsName(p):
			g.Skipped = append(g.Skipped, Skipped{p, "no document by its name"})
		default:
			take(p)
		}
		return nil
	})
}

// parsed is what one file holds.
type parsed struct {
	docs     []*document.Document
	problems []document.Problem
	plain    bool
	size     int64
	err      error
}

// read reads the files, some at a time, and keeps their order.
func (g *Gathered) read(ctx context.Context, files, named []string, progress func(int)) error {
	results := make([]chan parsed, len(files))
	for i := range results {
		results[i] = make(chan parsed, 1)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next := make(chan int)
	var workers sync.WaitGroup
	defer workers.Wait()
	defer cancel()
	workers.Go(func() {
		defer close(next)
		for i := range files {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	})
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				results[i] <- readFile(files[i])
			}
		})
	}
	var total int64
	for i, file := range files {
		var p parsed
		select {
		case p = <-results[i]:
		case <-ctx.Done():
			return ctx.Err()
		}
		if p.err != nil {
			return &sijill.Error{Class: sijill.Failed, Message: sijill.Name(file).Display() + " cannot be read.", Err: p.err}
		}
		if p.plain && !slices.Contains(named, file) {
			g.Skipped = append(g.Skipped, Skipped{file, "no front matter"})
			continue
		}
		if total += p.size; total > maxGathered {
			return &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("These are more than %d MiB of documents.", maxGathered>>20), Hint: "Apply them in parts; what was applied stays."}
		}
		g.Files++
		g.Documents = append(g.Documents, p.docs...)
		g.Problems = append(g.Problems, p.problems...)
		if progress != nil {
			progress(i + 1)
		}
	}
	return nil
}

func readFile(path string) parsed {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return parsed{err: err}
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a file")
	}
	if err != nil {
		return parsed{err: err}
	}
	var data []byte
	if info.Size() <= document.MaxSize {
		// One byte more than is allowed tells a file that grows.
		if data, err = io.ReadAll(io.LimitReader(f, document.MaxSize+1)); err != nil {
			return parsed{err: err}
		}
	}
	if info.Size() > document.MaxSize || len(data) > document.MaxSize {
		return parsed{problems: []document.Problem{{File: path, Text: fmt.Sprintf("it is larger than %d MiB", document.MaxSize>>20)}}}
	}
	p := parsed{size: int64(len(data)), plain: document.IsPlain(path, data)}
	p.docs, p.problems = document.Parse(path, data)
	return p
}
