package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"sijill.example/sijill"
)

// fact prints v as one line of JSON.
func (p *program) fact(v any) error {
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// say prints a line for people.
func (p *program) say(format string, args ...any) {
	_, _ = fmt.Fprintf(p.out, format+"\n", args...)
}

// warn prints a line that is not a result.
func (p *program) warn(format string, args ...any) {
	_, _ = fmt.Fprintf(p.err, format+"\n", args...)
}

// value writes a field's value for people, in one line.
func value(v any) string {
	switch v := v.(type) {
	case string:
		return sijill.Printable(v)
	case nil:
		return ""
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, value(item))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, name+": "+value(v[name]))
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(v)
}

// shorten cuts a text for one line of a list, at a letter.
func shorten(s string, letters int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= letters {
		return s
	}
	return string(r[:letters-1]) + "…"
}

// count writes how many there are of something: "1 exhibit", "2 exhibits".
func count[N int | int64](n N, one string) string {
	many := one + "s"
	if stem, ok := strings.CutSuffix(one, "y"); ok {
		many = stem + "ies"
	}
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// size writes a number of bytes for people.
func size(n int64) string {
	const unit = 1000
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	f, suffix := float64(n), ""
	for _, suffix = range []string{"kB", "MB", "GB", "TB"} {
		if f /= unit; f < unit {
			break
		}
	}
	return fmt.Sprintf("%.1f %s", f, suffix)
}

// progress shows how long work is getting on: on a terminal only, and only after
// a second.
type progress struct {
	out   io.Writer
	what  string
	start time.Time
	mu    sync.Mutex
	last  time.Time
	shown bool
}

func (p *program) progress(what string) *progress {
	bar := &progress{what: what, start: p.clock()}
	if f, ok := p.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		bar.out = f
	}
	return bar
}

func (b *progress) set(state string) {
	if b.out == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if now.Sub(b.start) < time.Second || now.Sub(b.last) < 100*time.Millisecond {
		return
	}
	b.last, b.shown = now, true
	_, _ = fmt.Fprintf(b.out, "\r\x1b[K%s: %s", b.what, state)
}

func (b *progress) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown {
		_, _ = fmt.Fprint(b.out, "\r\x1b[K")
	}
	b.shown = false
}
