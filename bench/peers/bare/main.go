// Command bare is the floor for pages: a handler that sends the same bytes to
// everybody. bare ADDRESS FILE
package main

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "bare ADDRESS FILE")
		os.Exit(2)
	}
	b, err := os.ReadFile(os.Args[2])
	if err == nil {
		err = http.ListenAndServe(os.Args[1], http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Length", strconv.Itoa(len(b)))
			_, _ = w.Write(b)
		}))
	}
	fmt.Fprintln(os.Stderr, "bare:", err)
	os.Exit(1)
}
