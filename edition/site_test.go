package edition_test

import (
	"compress/gzip"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sijill.example/sijill/edition"
)

// pages opens an edition and serves it.
func pages(t testing.TB, dir string) http.Handler {
	t.Helper()
	e, err := edition.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return edition.NewSite(e, edition.SiteOptions{Logger: log.New(t.Output(), "", 0)})
}

func get(h http.Handler, address string, headers ...string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestStatus(t *testing.T) {
	h := pages(t, made(t))
	for _, c := range []struct {
		address string
		status  int
	}{
		{"/", 302}, {"/en", 301}, {"/en/", 200}, {"/ar/", 200}, {"/fr/", 200}, {"/de/", 404},
		{"/en/exh-2026-0001", 200}, {"/exh-2026-0001", 302}, {"/EXH-2026-0001", 404}, {"/en/exh-2026-0004", 410}, {"/en/exh-2026-0009", 404}, {"/exh-2026-0009", 302},
		{"/en/exhibits", 200}, {"/en/exhibits/1", 404}, {"/en/exhibits/2", 404}, {"/en/nothing", 404}, {"/en/exh-2026-0001/", 404},
		{"/en/search?q=Shelling", 200}, {"/en/timeline", 200}, {"/en/map", 200}, {"/en/register", 200}, {"/en/about", 200}, {"/en/terms", 200}, {"/en/privacy", 200}, {"/en/surrender", 200},
		{"/en/embed/exh-2026-0001", 200}, {"/en/embed/exh-2026-0004", 410}, {"/en/feed.atom", 200}, {"/sitemap.xml", 404}, {"/robots.txt", 200}, {"/style.css", 200}, {"/icon.svg", 200},
		{"/objects/exh-2026-0001/view.jpg", 200}, {"/objects/exh-2026-0001/none", 404}, {"/objects/..%2fedition.json/x", 404}, {"/objects/exh-2026-0001/..%2f..%2fedition.json", 404},
		{"/edition.json", 404}, {"/edition.db", 404}, {"/log/checkpoint", 404}, {"/checkpoint", 404}, {"/tile/0/000", 404}, {"/oembed", 404}, {"/" + strings.Repeat("x", 5000), 414},
	} {
		r := get(h, c.address)
		if r.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.address, r.StatusCode, c.status)
		}
	}
}

func TestLanguageIsChosen(t *testing.T) {
	h := pages(t, made(t))
	for accept, want := range map[string]string{"": "/en/", "ar": "/ar/", "fr-CA,en;q=0.5": "/fr/", "de": "/en/", "en;q=0.1, ar;q=0.9": "/ar/", "fr;q=x": "/en/"} {
		r := get(h, "/", "Accept-Language", accept)
		if got := r.Header.Get("Location"); got != want || !strings.Contains(r.Header.Get("Vary"), "Accept-Language") {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
}

func TestPagesAreSentOnce(t *testing.T) {
	h := pages(t, made(t))
	plain := get(h, "/en/exh-2026-0001")
	zipped := get(h, "/en/exh-2026-0001", "Accept-Encoding", "br, gzip")
	z, err := gzip.NewReader(zipped.Body)
	if err != nil || zipped.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal(err, zipped.Header)
	}
	b, err := io.ReadAll(z)
	if err != nil || string(b) != body(t, plain) {
		t.Error("gzip says something else", err)
	}
	if plain.Header.Get("ETag") == zipped.Header.Get("ETag") {
		t.Error("two encodings have one tag")
	}
	for _, tag := range []string{plain.Header.Get("ETag"), zipped.Header.Get("ETag"), `"x", W/` + plain.Header.Get("ETag")} {
		if r := get(h, "/en/exh-2026-0001", "If-None-Match", tag); r.StatusCode != 304 || body(t, r) != "" {
			t.Errorf("%s: %d", tag, r.StatusCode)
		}
	}
	if r := get(h, "/en/exh-2026-0001", "Accept-Encoding", "gzip;q=0"); r.Header.Get("Content-Encoding") != "" {
		t.Error("gzip that nobody wanted")
	}
}

func TestObjectsInParts(t *testing.T) {
	h := pages(t, made(t))
	r := get(h, "/objects/exh-2026-0001/view.jpg", "Range", "bytes=1-3")
	if got := body(t, r); r.StatusCode != 206 || got != "ict" || r.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("%d %q", r.StatusCode, got)
	}
	if r.Header.Get("Last-Modified") != "" {
		t.Error("it tells when the edition was built")
	}
	if r := get(h, "/objects/exh-2026-0001/view.jpg", "If-None-Match", r.Header.Get("ETag")); r.StatusCode != 304 {
		t.Error(r.StatusCode)
	}
}
