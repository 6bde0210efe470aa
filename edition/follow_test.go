package edition_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"sijill.example/sijill/edition"
)

// What an edition that takes the place of another no longer has is gone from the server
// as well, and what was kept ready of it.
func TestFollowTakesTheNewEdition(t *testing.T) {
	at := filepath.Join(t.TempDir(), "edition")
	if err := os.Rename(town(t), at); err != nil {
		t.Fatal(err)
	}
	h, done, err := edition.Follow(at, edition.SiteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := done(); err != nil {
			t.Error(err)
		}
	}()
	for range 2 {
		if r := get(h, "/en/exh-2026-0001"); r.StatusCode != 200 {
			t.Fatal(r.StatusCode)
		}
	}
	next := whole(t, []edition.Document{{Number: "exh-2026-0001", Withdrawn: "2026-11-26"}, {Number: "exh-2026-0002"}})
	if err := os.Rename(at, at+"-before"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, at); err != nil {
		t.Fatal(err)
	}
	for get(h, "/en/exh-2026-0001").StatusCode != 410 { // it ends, or the tests' limit ends it
	}
	if r := get(h, "/en/exh-2026-0002"); r.StatusCode != 200 {
		t.Error(r.StatusCode)
	}
}

// Answers that are kept ready are as those that are made: in every encoding, and where a
// browser has them already.
func TestReadyAnswers(t *testing.T) {
	e := opened(t, whole(t, documents()))
	fresh := func() http.Handler { return edition.NewSite(e, edition.SiteOptions{}) }
	h := fresh()
	for _, address := range []string{"/en/exh-2026-0001", "/ar/check", "/en/embed/exh-2026-0001", "/en/exh-2026-0004", "/style.css", "/ar/feed.atom", "/iiif/exh-2026-0001/manifest.json"} {
		for _, accept := range []string{"", "gzip", "gzip;q=0", "br"} {
			made := get(fresh(), address, "Accept-Encoding", accept)
			_ = get(h, address)
			ready := get(h, address, "Accept-Encoding", accept)
			if made.StatusCode != ready.StatusCode || body(t, made) != body(t, ready) {
				t.Errorf("%s %q: another answer", address, accept)
			}
			for name := range made.Header {
				if got, want := ready.Header[name], made.Header[name]; len(got) != 1 || got[0] != want[0] {
					t.Errorf("%s %q: %s is %q, and %q when it is made", address, accept, name, got, want)
				}
			}
			if len(made.Header) != len(ready.Header) {
				t.Errorf("%s %q: %v %v", address, accept, made.Header, ready.Header)
			}
			if tag := ready.Header.Get("ETag"); tag != "" {
				if r := get(h, address, "Accept-Encoding", accept, "If-None-Match", tag); r.StatusCode != 304 || body(t, r) != "" || r.Header.Get("Content-Length") != "" {
					t.Errorf("%s: %d %v", address, r.StatusCode, r.Header)
				}
			}
		}
	}
	// A path that looks like an address with a query is another page.
	if a, b := get(h, "/en/search?q=street"), get(h, "/en/search%3Fq=street"); a.StatusCode != 200 || b.StatusCode != 404 {
		t.Errorf("%d %d", a.StatusCode, b.StatusCode)
	}
}
