//go:build linux

package cage

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
)

const workerSocket = 3

// WorkerMemory is how much data a worker may have, in bytes.
const WorkerMemory = 2 << 30

// work answers requests until the parent closes the socket.
func work(walls Walls, handlers map[string]Handler) int {
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
		handler, ok := handlers[q.verb]
		if !ok {
			err = fmt.Errorf("nothing answers to %q", q.verb)
		} else {
			b, err = handler(q.params, q.in, q.offset, q.size)
		}
		if err != nil {
			status, b = refusedJob, []byte(err.Error())
		}
		_ = q.in.Close()
		if err := sendAnswer(workerSocket, byte(status), b); err != nil {
			return 1
		}
	}
}
