// Package cage reads hostile bytes where they can do no harm: in a child process
// that may open nothing, connect to nothing and start nothing, with limits on
// memory and time. A file that breaks its reader costs that file's facts.
//
// Two kinds of children exist. A worker is this program started again; it gets
// open files over a socket and answers with bytes. A tool is another program,
// such as ffmpeg, that is started behind the same walls with one file to read.
//
// The walls are Landlock (Linux 5.13 or later), seccomp, and resource limits. A
// kernel that lacks one of the first two is refused; Off goes on without them,
// keeping the limits.
package cage

import (
	"errors"
	"os"
	"time"

	"sijill.example/sijill"
)

// name is what a caged child is called, and how it knows itself.
const name = "sijill-cage"

const (
	workerRole = "worker"
	toolRole   = "tool"
)

// ErrBroken says that the reader of a file crashed, hung or went over a limit.
var ErrBroken = errors.New("the file broke its reader")

// Walls say how a child is held.
type Walls bool

// On holds a child by everything there is. Off leaves only limits, and is for
// kernels that have no walls and people who know it.
const (
	On  Walls = true
	Off Walls = false
)

// Check refuses a system that cannot hold a child.
func (w Walls) Check() error {
	if w == Off {
		return nil
	}
	if err := supported(); err != nil {
		return &sijill.Error{Class: sijill.Refused, Message: "This system cannot lock in what reads hostile files, so they are not read.",
			Hint: "Linux 5.13 or later with Landlock and seccomp can. To go on without, use --without-cage, and then only with files that you trust.", Err: err}
	}
	return nil
}

// Limits bound a child.
type Limits struct {
	Memory int64         // bytes of data
	Time   time.Duration // for one file
	Output int64         // bytes of one answer
}

// Inside reports whether this process is a caged child. A program asks before it
// does anything else, and calls Main where the answer is yes.
func Inside() bool { return len(os.Args) > 1 && os.Args[0] == name }

// Handler answers one request of a worker about one file. It runs behind the
// walls. Params are what the parent sent; the answer goes back to it.
type Handler func(params []byte, in *os.File, offset, size int64) ([]byte, error)

// Many answers one request of a worker about up to MaxMany files at once, of which
// it gets the descriptors. It runs behind the walls, and need not close them.
type Many func(params []byte, in []int) ([]byte, error)

// MaxMany is how many files one request may be about.
const MaxMany = 100

// Main is what a caged child does, and the only thing. It does not return.
func Main(handlers map[string]Handler, many ...map[string]Many) {
	walls := Walls(len(os.Args) < 3 || os.Args[2] != "off")
	switch os.Args[1] {
	case workerRole:
		os.Exit(work(walls, handlers, many))
	case toolRole:
		os.Exit(becomeTool(walls, os.Args[3:]))
	}
	os.Exit(exitUsage)
}

const (
	exitUsage = 2
	exitWalls = 90 // the walls could not be raised
)
