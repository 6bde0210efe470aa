//go:build linux

package cage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// Pool is a number of workers, started when they are needed and again when a
// file broke one. Its methods may be used concurrently.
type Pool struct {
	walls  Walls
	limits Limits
	slots  chan *worker // nil for one that is not started
	mu     sync.Mutex
	closed bool
}

// worker is one child. A worker that stays sound serves many files.
type worker struct {
	process *exec.Cmd
	socket  int
}

// Open makes a pool of n workers; 0 takes one for each processor. It refuses a
// system without walls, unless they are Off.
func Open(walls Walls, n int, l Limits) (*Pool, error) {
	if err := walls.Check(); err != nil {
		return nil, err
	}
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	p := &Pool{walls: walls, limits: l, slots: make(chan *worker, n)}
	for range n {
		p.slots <- nil
	}
	return p, nil
}

// Workers says how many files can be read at once.
func (p *Pool) Workers() int { return cap(p.slots) }

// Walls says how the pool's workers are held.
func (p *Pool) Walls() Walls { return p.walls }

// RefusedError is what a handler said of a file; the worker stayed sound.
type RefusedError struct{ Message string }

func (e *RefusedError) Error() string { return e.Message }

// Do has a worker answer verb about size bytes of a file from offset. An error
// that wraps ErrBroken says that the file broke the worker; a RefusedError is the
// handler's own.
func (p *Pool) Do(ctx context.Context, verb string, params []byte, in *os.File, offset, size int64) ([]byte, error) {
	defer runtime.KeepAlive(in)
	return p.do(ctx, request{verb: verb, params: params, in: []int{int(in.Fd())}, offset: offset, size: size})
}

// DoMany has a worker answer verb about many files, by their descriptors, which
// stay the caller's. The time of one file is that of all of them together.
func (p *Pool) DoMany(ctx context.Context, verb string, params []byte, in []int) ([]byte, error) {
	if len(in) == 0 || len(in) > MaxMany {
		return nil, fmt.Errorf("a request about %d files", len(in))
	}
	return p.do(ctx, request{verb: verb, params: params, in: in})
}

func (p *Pool) do(ctx context.Context, q request) ([]byte, error) {
	var w *worker
	select {
	case w = <-p.slots:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	b, w, err := p.try(ctx, w, q)
	p.slots <- w
	return b, err
}

func (p *Pool) try(ctx context.Context, w *worker, q request) ([]byte, *worker, error) {
	var err error
	if w == nil {
		if w, err = start(p.walls); err != nil {
			return nil, nil, err
		}
	}
	stop := w.watch(ctx, p.limits.Time)
	var b []byte
	var status byte
	if err = sendRequest(w.socket, q); err == nil {
		status, b, err = receiveAnswer(w.socket, p.limits.Output)
	}
	late := stop()
	if err != nil {
		why := w.end()
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case why == exitWalls:
			return nil, nil, errors.New("a worker could not be locked in")
		case late:
			return nil, nil, fmt.Errorf("%w: it took more than %v", ErrBroken, p.limits.Time)
		}
		return nil, nil, fmt.Errorf("%w: the reader stopped (%d)", ErrBroken, why)
	}
	if status == refusedJob {
		return nil, w, &RefusedError{string(b)}
	}
	return b, w, nil
}

// Close stops the workers. Requests under way are waited for.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	for range cap(p.slots) {
		if w := <-p.slots; w != nil {
			w.end()
		}
	}
	return nil
}

func start(walls Walls) (*worker, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("a worker cannot be started: %w", err)
	}
	theirs := os.NewFile(uintptr(pair[1]), "socket")
	defer func() { _ = theirs.Close() }()
	c := child(workerRole, walls)
	c.ExtraFiles = []*os.File{theirs}
	c.Env = append(c.Env, "GOMAXPROCS=1", "GOGC=200")
	if err := c.Start(); err != nil {
		_ = unix.Close(pair[0])
		return nil, fmt.Errorf("a worker cannot be started: %w", err)
	}
	return &worker{c, pair[0]}, nil
}

// watch kills the worker when the time is over or nobody waits any more. What it
// returns stops watching and says whether the time was over.
func (w *worker) watch(ctx context.Context, limit time.Duration) (stop func() (late bool)) {
	if limit <= 0 {
		limit = time.Minute
	}
	var mu sync.Mutex
	var late, done bool
	kill := func(over bool) {
		mu.Lock()
		defer mu.Unlock()
		if !done {
			late = late || over
			_ = w.process.Process.Kill()
		}
	}
	timer := time.AfterFunc(limit, func() { kill(true) })
	release := context.AfterFunc(ctx, func() { kill(false) })
	return func() bool {
		timer.Stop()
		release()
		mu.Lock()
		defer mu.Unlock()
		done = true
		return late
	}
}

// end stops the worker and gives its exit code, or -1 where it was killed.
func (w *worker) end() int {
	_ = unix.Close(w.socket)
	_ = w.process.Process.Kill()
	_ = w.process.Wait()
	return w.process.ProcessState.ExitCode()
}
