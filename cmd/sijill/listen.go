package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"sijill.example/sijill"
)

// grace is how long answers that were begun may take to end.
const grace = 5 * time.Second

// listen serves until the context ends, and tells under which address.
func (p *program) listen(ctx context.Context, server *http.Server, at, told string) error {
	listener, err := net.Listen("tcp", at)
	if err != nil {
		return &sijill.Error{Class: sijill.Failed, Message: "Nothing can listen on " + sijill.Printable(at) + ".", Hint: "Another program may be using the port; take another one with --listen 127.0.0.1:0", Err: err}
	}
	address := "http://" + listener.Addr().String() + "/"
	if p.json {
		err = p.fact(map[string]string{"address": address})
	} else {
		p.say(told, address)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(ending); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
