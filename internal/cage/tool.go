//go:build linux

package cage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
)

// InputName is the name under which a tool finds its input, for tools that want
// a file that they can seek in.
const InputName = inputPath

const inputPath = "/proc/self/fd/0"

// Tool is another program that reads one file.
type Tool struct {
	Path   string   // of the program, as exec.LookPath gives it
	Args   []string // without its name
	Limits Limits
	// InMemory says that the input is a memory file, which needs no leave to be
	// opened by its name.
	InMemory bool
}

type toolSpec struct {
	Path  string   `json:"path"`
	Args  []string `json:"args"`
	Named bool     `json:"named"`
	Limit Limits   `json:"limit"`
}

// Run starts the tool behind the walls with in as its standard input, and gives
// what it wrote to read. The tool is killed when its time is over, and its output
// ends where it writes more than its limit. An error that wraps ErrBroken says
// that it failed.
func (t Tool) Run(ctx context.Context, walls Walls, in *os.File, read func(io.Reader) error) error {
	if err := walls.Check(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, t.Limits.Time)
	defer cancel()
	spec, err := json.Marshal(toolSpec{t.Path, t.Args, !t.InMemory, t.Limits})
	if err != nil {
		return err
	}
	c := child(toolRole, walls, string(spec))
	c.Stdin = in
	var said tail
	c.Stderr = &said
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return fmt.Errorf("a tool cannot be started: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Process.Kill() })
	defer stop()
	limited := &io.LimitedReader{R: out, N: t.Limits.Output + 1}
	errRead := read(limited)
	if errRead == nil {
		_, errRead = io.Copy(io.Discard, limited)
	}
	if limited.N == 0 || errRead != nil {
		_ = c.Process.Kill()
	}
	errWait := c.Wait()
	switch {
	case limited.N == 0:
		return fmt.Errorf("%w: it makes more than %d bytes", ErrBroken, t.Limits.Output)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%w: it took more than %v", ErrBroken, t.Limits.Time)
	case ctx.Err() != nil:
		return ctx.Err()
	case c.ProcessState.ExitCode() == exitWalls:
		return fmt.Errorf("a tool could not be locked in: %s", said.String())
	case errRead != nil:
		return errRead
	case errWait != nil:
		return fmt.Errorf("%w: %w", ErrBroken, errWait)
	}
	return nil
}

// Output runs the tool and gives all that it wrote.
func (t Tool) Output(ctx context.Context, walls Walls, in *os.File) ([]byte, error) {
	var b bytes.Buffer
	err := t.Run(ctx, walls, in, func(r io.Reader) error {
		_, err := io.Copy(&b, r)
		return err
	})
	return b.Bytes(), err
}

// becomeTool raises the walls and turns this process into the tool.
func becomeTool(walls Walls, args []string) int {
	var spec toolSpec
	if len(args) != 1 || json.Unmarshal([]byte(args[0]), &spec) != nil {
		return exitUsage
	}
	err := limit(spec.Limit)
	if err == nil && walls == On {
		err = lockTool(spec)
	}
	if err == nil {
		err = syscall.Exec(spec.Path, append([]string{spec.Path}, spec.Args...), os.Environ())
	}
	fmt.Fprintln(os.Stderr, err)
	return exitWalls
}

// child is this program, started again as a caged child with nothing of its
// parent's environment.
func child(role string, walls Walls, args ...string) *exec.Cmd {
	held := "on"
	if walls == Off {
		held = "off"
	}
	return &exec.Cmd{
		Path:        "/proc/self/exe",
		Args:        append([]string{name, role, held}, args...),
		Env:         []string{"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "HOME=/nonexistent", "MALLOC_ARENA_MAX=2", "VIPS_CONCURRENCY=1"},
		Dir:         "/",
		SysProcAttr: dieWithParent(),
	}
}

// tail keeps the first few bytes that a tool said of itself.
type tail struct{ bytes.Buffer }

func (t *tail) Write(b []byte) (int, error) {
	if room := 4096 - t.Len(); room > 0 {
		t.Buffer.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}
