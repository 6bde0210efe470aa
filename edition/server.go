package edition

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"log"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

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
}

func newServer(s *site, logger *log.Logger) http.Handler {
	v := &server{site: s, logger: logger, ready: newShelf[*bound](remembered)}
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
		key += "?" + query.Encode()
	}
	if b, ok := v.ready.get(key); ok {
		v.send(w, r, b)
		return
	}
	made, err := v.site.render(r.Context(), r.URL.Path, query)
	if err != nil {
		v.fail(w, r, err)
		return
	}
	level := gzip.DefaultCompression
	if len(query) > 0 { // few ask for the same
		level = gzip.BestSpeed
	}
	b := bind(made, level)
	v.ready.put(key, b, b.size())
	v.send(w, r, b)
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

// bound is an answer as it is sent.
type bound struct {
	answer
	tag    string
	zipped []byte // nil where it is not smaller
}

// zippers are kept for the next page: to make one costs more than to use it.
var zippers = map[int]*sync.Pool{
	gzip.BestSpeed:          {New: func() any { return zipper(gzip.BestSpeed) }},
	gzip.DefaultCompression: {New: func() any { return zipper(gzip.DefaultCompression) }},
}

func zipper(level int) *gzip.Writer {
	w, err := gzip.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // the levels are those of the package
	}
	return w
}

func bind(a answer, level int) *bound {
	sum := sha256.Sum256(a.Body)
	b := &bound{answer: a, tag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
	var z bytes.Buffer
	zw := zippers[level].Get().(*gzip.Writer)
	defer zippers[level].Put(zw)
	zw.Reset(&z)
	if _, err := zw.Write(a.Body); err == nil && zw.Close() == nil && z.Len() < len(a.Body) {
		b.zipped = z.Bytes()
	}
	return b
}

func (b *bound) size() int { return len(b.Body) + len(b.zipped) + 512 }

func (v *server) send(w http.ResponseWriter, r *http.Request, b *bound) {
	h := w.Header()
	if b.HasScript {
		h.Set("Content-Security-Policy", policyOfScripts)
	}
	if b.IsLasting {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if b.IsEmbed {
		h.Set("Content-Security-Policy", policyOfEmbeds)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	if !strings.HasPrefix(b.Type, "text/html") {
		h.Set("Content-Security-Policy", policyOfObjects)
	}
	if isOpen(b.Type) {
		open(h)
	}
	h.Set("Content-Type", b.Type)
	h.Add("Vary", "Accept-Encoding")
	body, tag := b.Body, b.tag
	if b.zipped != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body, tag = b.zipped, b.tag[:len(b.tag)-1]+`z"`
	}
	if b.Status == 0 {
		h.Set("ETag", tag)
		if matches(r.Header.Get("If-None-Match"), b.tag[1:len(b.tag)-1]) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(max(http.StatusOK, b.Status))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // whoever asked may be gone by now; there is nobody left to tell
	}
}

// matches reports whether a browser has what the tag names, in whichever encoding.
func matches(ifNoneMatch, tag string) bool {
	for one := range strings.SplitSeq(ifNoneMatch, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == `"`+tag+`"` || one == `"`+tag+`z"` {
			return true
		}
	}
	return false
}

func acceptsGzip(accept string) bool {
	for one := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q := strings.ReplaceAll(parameters, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}

// isOpen says which kinds of answers programs of other sites may read.
func isOpen(mediaType string) bool {
	return strings.Contains(mediaType, "json") || strings.Contains(mediaType, "xml")
}
