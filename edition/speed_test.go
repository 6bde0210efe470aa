package edition_test

import (
	"net/http"
	"testing"

	"sijill.example/sijill/edition"
)

// sink is a response that is thrown away, so that only the handler is measured.
type sink struct {
	header http.Header
	status int
	bytes  int
}

func (s *sink) Header() http.Header { return s.header }
func (s *sink) WriteHeader(n int)   { s.status = n }
func (s *sink) Write(b []byte) (int, error) {
	s.bytes += len(b)
	return len(b), nil
}

func BenchmarkPageFromMemory(b *testing.B) {
	h, done, err := edition.Follow(whole(b, documents()), edition.SiteOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = done() })
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "/en/exh-2026-0001", nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	w := &sink{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		h.ServeHTTP(w, r)
	}
	if w.status != 200 || w.bytes == 0 {
		b.Fatal(w.status)
	}
}
