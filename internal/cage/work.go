//go:build linux

package cage

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

const workerSocket = 3

// WorkerMemory is how much data a worker may have, in bytes.
const WorkerMemory = 2 << 30

// work answers requests until the parent closes the socket.
func work(walls Walls, handlers map[string]Handler, many []map[string]Many) int {
	debug.SetMemoryLimit(WorkerMemory / 2)
	err := limit(Limits{Memory: WorkerMemory})
	if err == nil && walls == On {
		err = lockWorker()
	}
	if err != nil {
		return exitWalls
	}
	for {
		q, err := receiveRequest(workerSocket)
		if errors.Is(err, io.EOF) {
			return 0
		}
		if err != nil {
			return 1
		}
		status, b := answered, []byte(nil)
		if len(q.in) == 1 && handlers[q.verb] != nil {
			in := os.NewFile(uintptr(q.in[0]), "input")
			b, err = handlers[q.verb](q.params, in, q.offset, q.size)
			_ = in.Close()
		} else {
			b, err = answerMany(many, q)
		}
		if err != nil {
			status, b = refusedJob, []byte(err.Error())
		}
		if err := sendAnswer(workerSocket, byte(status), b); err != nil {
			return 1
		}
	}
}

func answerMany(many []map[string]Many, q request) ([]byte, error) {
	defer func() {
		for _, fd := range q.in {
			_ = unix.Close(fd)
		}
	}()
	for _, handlers := range many {
		if handler := handlers[q.verb]; handler != nil {
			return handler(q.params, q.in)
		}
	}
	return nil, fmt.Errorf("nothing answers to %q", q.verb)
}
