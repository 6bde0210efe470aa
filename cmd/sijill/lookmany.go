package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/internal/cage"
	"sijill.example/sijill/look"
)

// inOrder does n things, some at once, and hands on what came of each in order,
// until one fails.
func inOrder[T any](ctx context.Context, workers, n int, do func(ctx context.Context, i int) (T, error), emit func(T) error) error {
	type result struct {
		value T
		err   error
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	queue := make(chan chan result, max(workers-1, 1))
	go func() {
		defer close(queue)
		turns := make(chan struct{}, workers)
		for i := range n {
			one := make(chan result, 1)
			select {
			case turns <- struct{}{}:
			case <-ctx.Done():
				return
			}
			go func() {
				defer func() { <-turns }()
				value, err := do(ctx, i)
				one <- result{value, err}
			}()
			select {
			case queue <- one:
			case <-ctx.Done():
				return
			}
		}
	}()
	for one := range queue {
		r := <-one
		if r.err == nil {
			r.err = emit(r.value)
		}
		if r.err != nil {
			return r.err
		}
	}
	return ctx.Err()
}

// lookFacts tells what files say about themselves, many in one question to the
// caged reader, and makes nothing.
func (p *program) lookFacts(c *cobra.Command, d *look.Desk, files []string, identity bool) error {
	const each = 50
	return inOrder(c.Context(), d.Workers()+1, (len(files)+each-1)/each, func(ctx context.Context, i int) ([]byte, error) {
		return p.factsOf(ctx, d, files[i*each:min(len(files), (i+1)*each)], identity)
	}, func(b []byte) error {
		if p.json {
			_, err := p.out.Write(b)
			return err
		}
		for line := range bytes.Lines(b) {
			var l looked
			if err := json.Unmarshal(line, &l); err != nil {
				return err
			}
			l.Text = l.Seen.Text
			if err := p.tellLooked(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// factsOf gives a line of JSON for each file.
func (p *program) factsOf(ctx context.Context, d *look.Desk, names []string, identity bool) ([]byte, error) {
	files := make([]look.File, 0, cage.MaxMany)
	defer func() {
		for _, f := range files {
			_ = syscall.Close(f.FD)
		}
	}()
	for _, name := range names {
		fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
		if err != nil {
			return nil, &sijill.Error{Class: sijill.NotFound, Message: "The file " + sijill.Name(name).Display() + " cannot be opened.", Err: &os.PathError{Op: "open", Path: name, Err: err}}
		}
		var info syscall.Stat_t
		files = append(files, look.File{FD: fd, Name: filepath.Base(name)})
		if err := syscall.Fstat(fd, &info); err != nil || info.Mode&syscall.S_IFMT != syscall.S_IFREG {
			return nil, &sijill.Error{Class: sijill.Refused, Message: sijill.Name(name).Display() + " cannot be looked at: it is no ordinary file.", Err: err}
		}
		files[len(files)-1].Size = info.Size
	}
	facts, err := d.FactsOfMany(ctx, files, identity)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for i, one := range facts {
		head, err := json.Marshal(struct {
			File string `json:"file"`
			Size int64  `json:"size"`
		}{names[i], files[i].Size})
		if err != nil {
			return nil, err
		}
		out.Write(head[:len(head)-1])
		out.WriteByte(',')
		out.Write(one[1:])
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}
