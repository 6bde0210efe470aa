package desk_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Every page, as a browser sees it: axe-core finds nothing against WCAG 2.2 AA, the
// policy of the pages stands in no page's way, nothing is asked of another place,
// and nothing is wider than a telephone.
func TestPagesInBrowser(t *testing.T) {
	f := newFixture(t)
	dir, err := filepath.Abs("../testing")
	if err != nil {
		t.Fatal(err)
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed (make tools)")
	}
	for _, name := range []string{"playwright-core", "axe-core"} {
		if _, err := os.Stat(filepath.Join(dir, "node_modules", name)); err != nil {
			t.Skip(name + " is not installed (make tools)")
		}
	}
	server := httptest.NewServer(f.Pages)
	defer server.Close()
	type look struct {
		URL         string `json:"url"`
		Width       int    `json:"width"`
		ColorScheme string `json:"colorScheme"`
	}
	told := newTold(t)
	toldServer := httptest.NewServer(told.Pages)
	defer toldServer.Close()
	var pages []look
	for i, path := range []string{"/consents?", "/item/src-2016-0001?", "/item/tes-2016-0001?", "/item/dsp-2016-0001?", "/item/inc-2016-0001?", "/item/clm-2016-0001?", "/item/cns-2016-0001?", "/item/rel-2016-0002?"} {
		schemes := []string{"light", "dark"}
		pages = append(pages, look{toldServer.URL + path + "&lang=en", []int{1400, 360}[i%2], schemes[i%2]}, look{toldServer.URL + path + "&lang=ar", []int{360, 1400}[i%2], schemes[(i+1)%2]})
	}
	for i, path := range []string{"/?", "/?kind=exhibit", "/find?", "/find?q=" + url.QueryEscape("Hospital | حلب"), "/find?q=Hospital&f=" + url.QueryEscape(`kind:"exhibit"`), "/find?disagree=on", "/find?q=zzz",
		"/register?", "/register/entry/3?", "/item/" + string(f.First) + "?", "/item/" + string(f.Arabic) + "?", "/item/" + string(f.Deposit) + "?", "/item/" + string(f.Incident) + "?", "/item/" + string(f.Place) + "?", "/item/" + string(f.Erased) + "?"} {
		schemes := []string{"light", "dark"}
		pages = append(pages, look{server.URL + path + "&lang=en", 1400, schemes[i%2]}, look{server.URL + path + "&lang=ar", 360, schemes[(i+1)%2]})
	}
	asked, err := json.Marshal(map[string]any{"executable": chromium, "pages": pages, "broken": []string{server.URL + "/copy/" + string(f.Bidi) + "/view"}})
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
