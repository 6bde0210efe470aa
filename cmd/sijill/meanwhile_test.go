package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sijill.example/sijill/archive"
	"sijill.example/sijill/media/mediatest"
)

// While the pages are shown, what is there and what comes is looked at, and the
// program stops at once when it is told to.
func TestServeLooksMeanwhile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	sijill := func(args ...string) {
		t.Helper()
		var errs bytes.Buffer
		if code := run(t.Context(), append(args, "--archive", dir), io.Discard, &errs); code != exitDone {
			t.Fatalf("%v: exit code %d: %s", args, code, errs.String())
		}
	}
	deposit := func(name string, b []byte) {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		sijill("deposit", path)
	}
	if code := run(t.Context(), []string{"init", dir, "--name", "x"}, io.Discard, io.Discard); code != exitDone {
		t.Fatal("init failed")
	}
	deposit("one.png", mediatest.PNG(32, 24))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--archive", dir}, io.Discard, io.Discard)
	}()
	waitForMade(t, dir, 1)
	deposit("two.png", mediatest.PNG(40, 24))
	waitForMade(t, dir, 2)
	stop()
	if code := <-ended; code != exitDone {
		t.Errorf("it ended with %d", code)
	}
}

func waitForMade(t *testing.T, dir string, want int) {
	t.Helper()
	for range 300 {
		a, err := archive.Open(t.Context(), dir, archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		if a.HasDerivatives() {
			s, err := a.Derivatives()
			if err != nil {
				t.Fatal(err)
			}
			made, err := s.Digests(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			n = len(made)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if n == want {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("after half a minute %d originals were not looked at", want)
}
