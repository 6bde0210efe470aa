//go:build !linux

package cage

import (
	"context"
	"errors"
	"io"
	"os"
)

var errNoWalls = errors.New("children are held on Linux only")

func supported() error { return errNoWalls }

func work(Walls, map[string]Handler, []map[string]Many) int { return exitWalls }
func becomeTool(Walls, []string) int                        { return exitWalls }

// Pool cannot be opened on this system.
type Pool struct{}

// Open refuses.
func Open(Walls, int, Limits) (*Pool, error) { return nil, On.Check() }

// Workers is 0.
func (*Pool) Workers() int { return 0 }

// Walls is On.
func (*Pool) Walls() Walls { return On }

// Close does nothing.
func (*Pool) Close() error { return nil }

// Do refuses.
func (*Pool) Do(context.Context, string, []byte, *os.File, int64, int64) ([]byte, error) {
	return nil, On.Check()
}

// DoMany refuses.
func (*Pool) DoMany(context.Context, string, []byte, []int) ([]byte, error) {
	return nil, On.Check()
}

// RefusedError is what a handler said of a file.
type RefusedError struct{ Message string }

func (e *RefusedError) Error() string { return e.Message }

// InputName is the name under which a tool finds its input.
const InputName = "/dev/fd/0"

// Tool is another program that reads one file.
type Tool struct {
	Path     string
	Args     []string
	Limits   Limits
	InMemory bool
}

// Run refuses.
func (Tool) Run(context.Context, Walls, *os.File, func(io.Reader) error) error { return On.Check() }

// Output refuses.
func (Tool) Output(context.Context, Walls, *os.File) ([]byte, error) { return nil, On.Check() }

// Memory refuses.
func Memory([]byte) (*os.File, error) { return nil, On.Check() }
