package edition_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill/edition"
	"sijill.example/sijill/internal/cage"
)

// browser gives where the tests' tools are, and Chromium. It skips where one is missing.
func browser(t *testing.T, packages ...string) (tools, chromium string) {
	t.Helper()
	tools, err := filepath.Abs("../testing")
	if err != nil {
		t.Fatal(err)
	}
	if chromium, err = exec.LookPath("chromium"); err != nil {
		t.Skip("chromium is not installed (make tools)")
	}
	for _, name := range packages {
		if _, err := os.Stat(filepath.Join(tools, "node_modules", name)); err != nil {
			t.Skip(name + " is not installed (make tools)")
		}
	}
	return tools, chromium
}

// look is a page as testing/pages.mjs reads it.
type look struct {
	URL     string   `json:"url"`
	Looks   []window `json:"looks"`
	Status  int      `json:"status"`
	Quote   string   `json:"quote,omitempty"`
	Picture string   `json:"picture,omitempty"`
	Plain   bool     `json:"plain,omitempty"` // without axe-core
}

type window struct {
	Width       int    `json:"width"`
	ColorScheme string `json:"colorScheme"`
}

var windows = []window{{360, "light"}, {1280, "dark"}, {360, "dark"}, {1280, "light"}}

// Every kind of page in every language, as a browser sees it, wide and narrow, light and
// dark: axe-core finds nothing against WCAG 2.2 AA, the policy of the pages stands in no
// page's way, nothing is asked of another place, and nothing is wider than a telephone.
func TestPagesInBrowser(t *testing.T) {
	dir, chromium := browser(t, "playwright-core", "axe-core")
	list := documents()
	server := httptest.NewServer(edition.NewSite(opened(t, whole(t, list)), edition.SiteOptions{Fonts: realFontsOrNone(t)}))
	defer server.Close()
	names := map[string]int{"nothing-here": 404, "exh-2099-0001": 404, "search?q=street": 200, "search?q=nothingofthekind": 200, "search?q=%D8%A7%D9%84%D8%B4%D8%A7%D8%B1%D8%B9&kind=exhibit": 200, "embed/exh-2026-0001": 200, "embed/tes-2026-0001": 200, "embed/clm-2026-0001": 200}
	for _, name := range []string{"", "timeline", "map", "search", "check", "register", "about", "terms", "privacy", "surrender", "dispatches", "exhibits", "redacted", "claims", "works", "places"} {
		names[name] = 200
	}
	for _, d := range list {
		names[string(d.Number)] = 200
		if d.Withdrawn != "" {
			names[string(d.Number)] = 410
		}
	}
	looks := []look{{URL: server.URL + "/", Status: 200, Looks: windows}}
	for name, status := range names {
		for i, l := range everyLanguage {
			// Each kind of page is tried with every rule in each of three windows.
			looks = append(looks, look{URL: server.URL + "/" + l + "/" + name, Status: status, Looks: slices.Concat(windows[i:], windows[:i])})
		}
	}
	inspect(t, dir, chromium, append(looks, answers(t)...))
}

// Attacks in every text of every document run nothing in a browser, ask for nothing, and
// are not even stopped by the pages' policy, since there is nothing to stop.
func TestAttacksInBrowser(t *testing.T) {
	dir, chromium := browser(t, "playwright-core", "axe-core")
	var looks []look
	for shift := 0; shift < len(attacks); shift += 4 {
		list := attacked(shift)
		server := httptest.NewServer(edition.NewSite(opened(t, whole(t, list)), edition.SiteOptions{Program: program(t)}))
		t.Cleanup(server.Close)
		l := everyLanguage[shift/4%3]
		names := []string{"", "timeline", "map", "claims", "search?q=alert", "search?q=" + url.QueryEscape(attacks[shift]), "embed/exh-2026-0001", "embed/dsp-2026-0001"}
		for _, d := range list {
			if d.Withdrawn == "" {
				names = append(names, string(d.Number))
			}
		}
		for _, name := range names {
			looks = append(looks, look{URL: server.URL + "/" + l + "/" + name, Status: 200, Looks: windows[:1], Plain: true})
		}
		looks = append(looks, look{URL: server.URL + "/" + l + "/check", Status: 200, Looks: windows[:1], Plain: true, Quote: attacks[shift] + " and more than five words of it"})
	}
	inspect(t, dir, chromium, looks)
}

// answers are those of the check page: made by its program in the browser, and by the
// server.
func answers(t *testing.T) []look {
	t.Helper()
	dir := town(t)
	scripted := httptest.NewServer(edition.NewSite(opened(t, dir), edition.SiteOptions{Program: program(t)}))
	t.Cleanup(scripted.Close)
	o := edition.SiteOptions{}
	picture := base64.StdEncoding.EncodeToString(encoded(t, street(0, 900, 600)))
	if cage.On.Check() == nil {
		eye, err := edition.OpenEye(cage.On)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = eye.Close() })
		o.Eye = eye
	}
	plain := httptest.NewServer(edition.NewSite(opened(t, dir), o))
	t.Cleanup(plain.Close)
	var out []look
	for i, l := range everyLanguage {
		at := slices.Concat(windows[i:], windows[:i])
		for _, server := range []*httptest.Server{scripted, plain} {
			out = append(out, look{URL: server.URL + "/" + l + "/check", Status: 200, Looks: at, Quote: "I saw seven people hurt near the hospital"})
			if server == scripted || o.Eye != nil {
				out = append(out, look{URL: server.URL + "/" + l + "/check", Status: 200, Looks: at, Picture: picture})
			}
		}
		out = append(out, look{URL: plain.URL + "/" + l + "/check", Status: 200, Looks: at, Quote: "nobody has ever said this here"})
	}
	return out
}

// inspect looks at pages in a browser, and reports each complaint.
func inspect(t *testing.T, dir, chromium string, looks []look) {
	t.Helper()
	asked, err := json.Marshal(map[string]any{"executable": chromium, "pages": looks, "broken": []string{}})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "pages.mjs")
	cmd.Dir, cmd.Stdin, cmd.WaitDelay = dir, strings.NewReader(string(asked)), time.Second
	var trouble strings.Builder
	cmd.Stderr = &trouble
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the browser cannot look: %v: %s", err, trouble.String())
	}
	for line := range strings.Lines(string(out)) {
		t.Error(strings.TrimSpace(line))
	}
}
