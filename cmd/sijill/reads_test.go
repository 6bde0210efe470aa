package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// reads: reads DIR PATH TEXT serves an edition as `sijill edition serve` does and
// demands that the page at PATH holds the text.
func reads(ts *testscript.TestScript, _ bool, args []string) {
	ctx, stop := context.WithCancel(context.Background())
	out, told := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"edition", "serve", "--dir", ts.MkAbs(args[0]), "--listen", "127.0.0.1:0", "--json"}, told, io.Discard)
		_ = told.Close()
	}()
	defer func() {
		stop()
		if code := <-ended; code != 0 {
			ts.Fatalf("the server ended with %d", code)
		}
	}()
	line, err := bufio.NewReader(out).ReadBytes('\n')
	ts.Check(err)
	var at struct{ Address string }
	ts.Check(json.Unmarshal(line, &at))
	r, err := http.Get(strings.TrimSuffix(at.Address, "/") + args[1])
	ts.Check(err)
	b, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	ts.Check(err)
	if !strings.Contains(string(b), args[2]) {
		ts.Fatalf("%s does not hold %q:\n%s", args[1], args[2], b)
	}
}
