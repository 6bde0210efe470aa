package edition_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// Every kind of page, as a browser sees it: axe-core finds nothing against WCAG 2.2
// AA, the policy of the pages stands in no page's way, nothing is asked of another
// place, and nothing is wider than a telephone.
func TestPagesInBrowser(t *testing.T) {
	dir, chromium := browser(t, "playwright-core", "axe-core")
	list := documents()
	server := httptest.NewServer(pages(t, whole(t, list)))
	defer server.Close()
	type look struct {
		URL         string `json:"url"`
		Width       int    `json:"width"`
		ColorScheme string `json:"colorScheme"`
	}
	names := []string{"", "timeline", "map", "search?q=street", "search", "register", "about", "surrender", "exhibits", "claims"}
	for _, d := range list {
		if d.Withdrawn == "" {
			names = append(names, string(d.Number))
		}
	}
	names = append(names, "embed/exh-2026-0001")
	var looks []look
	for i, name := range names {
		for k, l := range everyLanguage {
			looks = append(looks, look{server.URL + "/" + l + "/" + name, []int{360, 1400}[(i+k)%2], []string{"light", "dark"}[(i/2+k)%2]})
		}
	}
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
