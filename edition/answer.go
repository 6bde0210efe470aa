package edition

import (
	"bytes"
	"compress/gzip"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// bound is an answer as it is sent.
type bound struct {
	answer
	tag    string // without quotation marks
	zipped []byte // nil where it is not smaller
	// ready are all headers of the answer, plain and zipped, where it is asked for often.
	ready [2]http.Header
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
	b := &bound{answer: a, tag: tagOfBytes(a.Body)}
	var z bytes.Buffer
	zw := zippers[level].Get().(*gzip.Writer)
	defer zippers[level].Put(zw)
	zw.Reset(&z)
	if _, err := zw.Write(a.Body); err == nil && zw.Close() == nil && z.Len() < len(a.Body) {
		b.zipped = z.Bytes()
	}
	return b
}

// size is about what the answer takes in memory.
func (b *bound) size() int { return len(b.Body) + len(b.zipped) + 512 + 200*len(b.ready[0]) }

// setOwn sets the headers that are the answer's own, and gives the body that goes with
// them.
func (b *bound) setOwn(h http.Header, isZipped bool) []byte {
	switch {
	case b.IsEmbed:
		h.Set("Content-Security-Policy", policyOfEmbeds)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	case b.HasScript:
		h.Set("Content-Security-Policy", policyOfScripts)
		h.Set("Permissions-Policy", permissionsOfScripts)
	case !strings.HasPrefix(b.Type, "text/html"):
		h.Set("Content-Security-Policy", policyOfObjects)
	}
	if b.IsLasting {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if isOpen(b.Type) {
		open(h)
	}
	h.Set("Content-Type", b.Type)
	h.Add("Vary", "Accept-Encoding")
	body, tag := b.Body, `"`+b.tag+`"`
	if isZipped {
		h.Set("Content-Encoding", "gzip")
		body, tag = b.zipped, `"`+b.tag+`z"`
	}
	if b.Status == 0 {
		h.Set("ETag", tag)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return body
}

// makeReady makes all headers of the answer, so that it can be sent without making
// anything.
func (b *bound) makeReady() {
	for i := range b.ready {
		h := http.Header{}
		setHeaders(h)
		b.setOwn(h, i == 1)
		b.ready[i] = h
	}
}

// sendReady sends an answer whose headers are ready. Their values are shared by all who
// ask, and nobody changes them.
func (b *bound) sendReady(w http.ResponseWriter, r *http.Request) {
	i, body := 0, b.Body
	if b.isZippedFor(r) {
		i, body = 1, b.zipped
	}
	h := w.Header()
	maps.Copy(h, b.ready[i])
	b.write(w, r, body)
}

func (b *bound) isZippedFor(r *http.Request) bool {
	return b.zipped != nil && acceptsGzip(r.Header.Get("Accept-Encoding"))
}

func (v *server) send(w http.ResponseWriter, r *http.Request, b *bound) {
	b.write(w, r, b.setOwn(w.Header(), b.isZippedFor(r)))
}

// write ends an answer whose headers are set.
func (b *bound) write(w http.ResponseWriter, r *http.Request, body []byte) {
	if b.Status == 0 && matches(r.Header.Get("If-None-Match"), b.tag) {
		delete(w.Header(), "Content-Length")
		w.WriteHeader(http.StatusNotModified)
		return
	}
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
