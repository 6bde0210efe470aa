package edition

import (
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"log"
	"net/http"
	"net/url"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"

	"sijill.example/sijill"
)

const (
	// maxURL bounds the path and query that are looked at, in bytes.
	maxURL = 4 << 10
	// remembered bounds the pages that are kept ready, in bytes.
	remembered = 64 << 20
)

// server answers requests with the pages of a site.
type server struct {
	site   *site
	logger *log.Logger
	ready  *shelf[*bound]
	turns  chan struct{} // one for each page that is being made
}

func newServer(s *site, logger *log.Logger) http.Handler {
	v := &server{site: s, logger: logger, ready: newShelf[*bound](remembered), turns: make(chan struct{}, runtime.GOMAXPROCS(0))}
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", v.choose(""))
	for _, l := range languages {
		mux.HandleFunc("/"+string(l), v.move("/"+string(l)+"/"))
		mux.HandleFunc("POST /"+string(l)+"/check", v.check(l))
	}
	mux.HandleFunc("/{number}", v.page)
	mux.HandleFunc("/objects/{number}/{name}", v.object)
	mux.HandleFunc("/checkpoint", v.checkpoint)
	mux.HandleFunc("/tile/{path...}", v.tile)
	mux.HandleFunc("/oembed", v.oembed)
	mux.HandleFunc("/", v.page)
	return v.guard(mux)
}

// guard stands before everything: it sets the headers, refuses what is never
// answered, and keeps a panic from leaving a connection without an answer.
func (v *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && r.URL.RawQuery == "" {
			if b, ok := v.ready.get(r.URL.Path); ok && b.ready[0] != nil {
				b.sendReady(w, r)
				return
			}
		}
		setHeaders(w.Header())
		defer func() {
			switch x := recover(); {
			case x == nil:
			case x == http.ErrAbortHandler:
				panic(x)
			default:
				v.say("a page failed: %T\n%s", x, debug.Stack())
				v.refuse(w, r, http.StatusInternalServerError)
			}
		}()
		switch {
		case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/check"):
			next.ServeHTTP(w, r)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			v.refuse(w, r, http.StatusMethodNotAllowed)
		case len(r.URL.Path)+len(r.URL.RawQuery) > maxURL:
			v.refuse(w, r, http.StatusRequestURITooLong)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (v *server) say(format string, args ...any) {
	if v.logger != nil {
		v.logger.Printf(format, args...)
	}
}

// choose leads to a page in the language that the browser likes best.
func (v *server) choose(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept-Language")
		v.lead(w, http.StatusFound, "/"+string(languageOf(r.Header.Get("Accept-Language")))+"/"+name)
	}
}

func (v *server) move(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { v.lead(w, http.StatusMovedPermanently, to) }
}

func (v *server) lead(w http.ResponseWriter, status int, to string) {
	w.Header().Set("Location", to)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(status)
}

// asked are the parameters that a page may have.
var asked = []string{"q", "kind", "after"}

// page answers with what render makes.
func (v *server) page(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Path
	var query url.Values
	if r.URL.RawQuery != "" {
		query = url.Values{}
		all := r.URL.Query()
		for _, name := range asked {
			if s := all.Get(name); s != "" {
				query.Set(name, s)
			}
		}
		key = "?" + query.Encode() + " " + key // no path begins so
	}
	if b, ok := v.ready.get(key); ok {
		v.send(w, r, b)
		return
	}
	b, err := v.make(r.Context(), r.URL.Path, query)
	if err != nil {
		v.fail(w, r, err)
		return
	}
	v.ready.put(key, b, b.size())
	v.send(w, r, b)
}

// make makes a page when its turn has come. As many are made at once as there are
// processors: of more, each would take longer, and some very long.
func (v *server) make(ctx context.Context, path string, query url.Values) (*bound, error) {
	select {
	case v.turns <- struct{}{}:
		defer func() { <-v.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	made, err := v.site.render(ctx, path, query)
	if err != nil {
		return nil, err
	}
	level := gzip.DefaultCompression
	if len(query) > 0 { // few ask for the same
		level = gzip.BestSpeed
	}
	b := bind(made, level)
	if query == nil {
		b.makeReady()
	}
	return b, nil
}

// fail answers what went wrong.
func (v *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, context.Canceled) || r.Context().Err() != nil:
	case sijill.ClassOf(err) == sijill.NotFound || errors.Is(err, fs.ErrNotExist):
		if n, numbered := strings.CutPrefix(r.URL.Path, "/"); numbered {
			// The permanent address of a thing is its number.
			if n, err := sijill.ParseNumber(n); err == nil {
				v.choose(string(n))(w, r)
				return
			}
		}
		v.refuse(w, r, http.StatusNotFound)
	default:
		v.say("%s cannot be shown: %v", r.Pattern, err)
		v.refuse(w, r, http.StatusInternalServerError)
	}
}

// refuse answers with a page that says in a sentence what is wrong.
func (v *server) refuse(w http.ResponseWriter, r *http.Request, status int) {
	tag, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	l := language(tag)
	if !l.isKnown() {
		l = languageOf(r.Header.Get("Accept-Language"))
	}
	p := v.site.newPage(l, "")
	p.Status, p.Sheet, p.Title = status, "problem", p.T("problem."+strconv.Itoa(status))
	w.Header().Set("Cache-Control", "no-store")
	a, err := v.site.make(p)
	if err != nil {
		v.say("an error page cannot be made: %v", err)
		http.Error(w, http.StatusText(status), status)
		return
	}
	v.send(w, r, bind(a, gzip.BestSpeed))
}
