//go:build linux

package cage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sys/unix"
)

// A request is a head and its params, with the open files sent beside the first
// byte. An answer is a status byte, a length and its bytes. Both sides trust
// nothing in a length.
const (
	requestHead = 4 + 4 + 8 + 8 // length of the verb, of the params, offset, size
	maxVerb     = 64
	maxParams   = 1 << 20

	answered   = 0
	refusedJob = 1 // the handler returned an error, whose text follows
	answerHead = 1 + 8
)

type request struct {
	verb         string
	params       []byte
	offset, size int64
	in           []int // descriptors; the sender's own, or the receiver's
}

func (q request) bytes() []byte {
	b := make([]byte, 0, requestHead+len(q.verb)+len(q.params))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(q.verb)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(q.params)))
	b = binary.LittleEndian.AppendUint64(b, uint64(q.offset))
	b = binary.LittleEndian.AppendUint64(b, uint64(q.size))
	return append(append(b, q.verb...), q.params...)
}

func sendRequest(socket int, q request) error {
	b := q.bytes()
	rights := unix.UnixRights(q.in...)
	for first := true; len(b) > 0; first = false {
		if !first {
			rights = nil
		}
		n, err := unix.SendmsgN(socket, b, rights, nil, unix.MSG_NOSIGNAL)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// receiveRequest reads one request; io.EOF says that there are no more.
func receiveRequest(socket int) (request, error) {
	head, oob := make([]byte, requestHead), make([]byte, unix.CmsgSpace(4*MaxMany))
	var q request
	got := 0
	for got < len(head) {
		n, oobn, _, _, err := unix.Recvmsg(socket, head[got:], oob, unix.MSG_CMSG_CLOEXEC)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return q, err
		}
		if n == 0 {
			return q, io.EOF
		}
		if oobn > 0 {
			if q.in, err = filesOf(oob[:oobn]); err != nil {
				return q, err
			}
		}
		got += n
	}
	verb, params := binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:])
	q.offset, q.size = int64(binary.LittleEndian.Uint64(head[8:])), int64(binary.LittleEndian.Uint64(head[16:]))
	if verb > maxVerb || params > maxParams || q.in == nil || q.offset < 0 || q.size < 0 {
		return q, errors.New("a request that no parent sends")
	}
	rest := make([]byte, verb+params)
	if err := readFull(socket, rest); err != nil {
		return q, err
	}
	q.verb, q.params = string(rest[:verb]), rest[verb:]
	return q, nil
}

func filesOf(oob []byte) ([]int, error) {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, err
	}
	if len(messages) != 1 {
		return nil, errors.New("no file beside a request")
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(fds) == 0 {
		return nil, fmt.Errorf("no file beside a request: %w", err)
	}
	return fds, nil
}

func readFull(socket int, b []byte) error {
	for len(b) > 0 {
		n, err := unix.Read(socket, b)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		if n == 0 {
			return io.ErrUnexpectedEOF
		}
		b = b[n:]
	}
	return nil
}

func sendAnswer(socket int, status byte, b []byte) error {
	head := make([]byte, 0, answerHead+len(b))
	head = append(head, status)
	head = binary.LittleEndian.AppendUint64(head, uint64(len(b)))
	all := append(head, b...)
	for len(all) > 0 {
		n, err := unix.Write(socket, all)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// receiveAnswer reads one answer of at most limit bytes.
func receiveAnswer(socket int, limit int64) (status byte, b []byte, err error) {
	head := make([]byte, answerHead)
	if err := readFull(socket, head); err != nil {
		return 0, nil, err
	}
	n := binary.LittleEndian.Uint64(head[1:])
	if n > uint64(limit) {
		return 0, nil, fmt.Errorf("an answer of %d bytes: %w", n, ErrBroken)
	}
	b = make([]byte, n)
	return head[0], b, readFull(socket, b)
}
