package edition

import (
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Follow makes a handler that serves the edition in a directory and, when another
// edition has taken its place, that one: what was withdrawn is gone with the next
// request, or some milliseconds later where many ask at once. Should the new one not
// open, the old one goes on.
func Follow(dir string, o SiteOptions) (http.Handler, func() error, error) {
	f := &follower{dir: dir, options: o, begun: time.Now()}
	if err := f.open(); err != nil {
		return nil, nil, err
	}
	return f, f.close, nil
}

type follower struct {
	dir     string
	options SiteOptions

	mu      sync.RWMutex
	current *generation

	begun  time.Time
	looked atomic.Int64 // nanoseconds after begun at which the directory was looked at last
}

// seldom is how often the directory is looked at when many ask at once.
const seldom = 5 * time.Millisecond

// generation is an edition that is served, for as long as somebody reads it.
type generation struct {
	edition *Edition
	handler http.Handler
	stamp   stamp
	readers sync.RWMutex
}

// stamp tells one edition.json from another.
type stamp struct {
	info  os.FileInfo
	size  int64
	since time.Time
}

func stampOf(dir string) (stamp, error) {
	info, err := os.Stat(filepath.Join(dir, headFile))
	if err != nil {
		return stamp{}, err
	}
	return stamp{info, info.Size(), info.ModTime()}, nil
}

func (s stamp) is(other stamp) bool {
	return os.SameFile(s.info, other.info) && s.size == other.size && s.since.Equal(other.since)
}

func (f *follower) open() error {
	now, err := stampOf(f.dir)
	if err != nil {
		e, openErr := Open(f.dir)
		if openErr != nil {
			return openErr
		}
		_ = e.Close()
		return err
	}
	e, err := Open(f.dir)
	if err != nil {
		return err
	}
	old := f.current
	f.current = &generation{edition: e, handler: NewSite(e, f.options), stamp: now}
	if old != nil {
		go func() {
			old.readers.Lock() // when the last reader is done
			_ = old.edition.Close()
		}()
	}
	return nil
}

func (f *follower) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.current.readers.Lock()
	return f.current.edition.Close()
}

// ServeHTTP is http.Handler.
func (f *follower) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g := f.now()
	defer g.readers.RUnlock()
	g.handler.ServeHTTP(w, r)
}

// now gives the edition of now, held for reading.
func (f *follower) now() *generation {
	f.mu.RLock()
	g := f.current
	at := int64(time.Since(f.begun))
	if at-f.looked.Load() < int64(seldom) {
		g.readers.RLock()
		f.mu.RUnlock()
		return g
	}
	f.looked.Store(at)
	s, err := stampOf(f.dir)
	if err != nil || s.is(g.stamp) {
		g.readers.RLock()
		f.mu.RUnlock()
		return g
	}
	f.mu.RUnlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	if s, err := stampOf(f.dir); err == nil && !s.is(f.current.stamp) {
		if err := f.open(); err != nil && f.options.Logger != nil {
			f.options.Logger.Printf("the new edition cannot be opened: %v", err)
		}
	}
	f.current.readers.RLock()
	return f.current
}
