package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"sijill.example/sijill/edition"
)

// heard is what a program writes, for several who write at once.
type heard struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}

var (
	addressOf = regexp.MustCompile(`(Look at|Read the edition at) (http://\S+/)`)
	stepOf    = regexp.MustCompile(`\d\. (/en/\S+)`)
)

// The example is shown with its edition, every step of the walk is there, and every
// document has a page in each language.
func TestDemoShowsBoth(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	var out, errs heard
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"demo", "--dir", dir, "--listen", "127.0.0.1:0", "--public", "127.0.0.1:0"}, &out, &errs)
	}()
	at := map[string]string{}
	for range 1200 {
		for _, m := range addressOf.FindAllStringSubmatch(out.String(), -1) {
			at[m[1]] = m[2]
		}
		if len(at) == 2 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if len(at) != 2 {
		t.Fatalf("not shown: %s %s", out.String(), errs.String())
	}
	get := func(address string) string {
		t.Helper()
		r, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r.Body)
		if err != nil || r.Body.Close() != nil || r.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", address, r.Status)
		}
		return string(b)
	}
	if page := get(at["Look at"]); !strings.Contains(page, "Aleppo 2016") {
		t.Error("the archive is not shown by its name")
	}
	public := strings.TrimSuffix(at["Read the edition at"], "/")
	steps := stepOf.FindAllStringSubmatch(errs.String(), -1)
	if len(steps) != 5 {
		t.Errorf("%d steps: %s", len(steps), errs.String())
	}
	for _, s := range steps {
		get(public + s[1])
	}
	e, err := edition.Open(dir + "-edition")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for d, err := range e.Documents(t.Context(), edition.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"ar", "en", "fr"} {
			if page := get(fmt.Sprintf("%s/%s/%s", public, lang, d.Number)); strings.Contains(page, "واسم ابنه مكتوب") || strings.Contains(page, "name of his son") {
				t.Errorf("%s shows what is withheld", d.Number)
			}
			n++
		}
	}
	if err := e.Close(); err != nil || n < 300 {
		t.Errorf("%d pages, %v", n, err)
	}
	stop()
	if code := <-ended; code != exitDone {
		t.Errorf("it ended with %d: %s", code, errs.String())
	}
}
