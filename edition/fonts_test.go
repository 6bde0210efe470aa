package edition_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

const someFaces = `{"makers": "Makers & Co", "licence": "Some Licence 2", "faces": [
 {"file": "serif.woff2", "family": "Sijill Serif", "typeface": "Some Serif", "weight": "400 600", "range": "U+0020-007E,U+00A0", "first": "latin"},
 {"file": "naskh.woff2", "family": "Sijill Naskh", "typeface": "Some Naskh", "weight": "400", "range": "U+0621-063A", "first": "arabic"},
 {"file": "more.woff2", "family": "Sijill Serif", "typeface": "Some Serif", "weight": "400 600", "range": "U+1E24", "first": ""}]}`

// fontsIn writes typefaces as `make build` does; their bytes are no real ones.
func fontsIn(t *testing.T, list string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"fonts.json": list, "LICENCES.txt": "All of the licence", "serif.woff2": "wOF2 serif", "naskh.woff2": "wOF2 naskh", "more.woff2": "wOF2 more", "other.woff2": "OTTO"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func someFonts(t *testing.T) *edition.Fonts {
	t.Helper()
	f, err := edition.LoadFonts(fontsIn(t, someFaces))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFontsAreServed(t *testing.T) {
	list := documents()
	h := edition.NewSite(opened(t, whole(t, list)), edition.SiteOptions{Fonts: someFonts(t)})
	r := get(h, "/style.css")
	style := body(t, r)
	named := regexp.MustCompile(`url\("(fonts/[a-z]+-[0-9a-f]{12}\.woff2)"\)`).FindAllStringSubmatch(style, -1)
	if len(named) != 3 || strings.Count(style, "font-display: optional") != 3 || !strings.Contains(style, "unicode-range: U+0621-063A;") {
		t.Fatalf("%v\n%.600s", named, style)
	}
	for i, want := range []string{"wOF2 serif", "wOF2 naskh", "wOF2 more"} {
		r := get(h, "/"+named[i][1], "Accept-Encoding", "gzip")
		if got := body(t, r); got != want || r.StatusCode != 200 || r.Header.Get("Content-Type") != "font/woff2" || r.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%s: %d %q %v", named[i][1], r.StatusCode, got, r.Header)
		}
	}
	for _, name := range []string{"/fonts/", "/fonts/serif.woff2", "/fonts/fonts.json", "/fonts/../style.css", "/fonts/serif-000000000000.woff2"} {
		if r := get(h, name); r.StatusCode == 200 {
			t.Errorf("%s is there", name)
		}
	}
	for address, early := range map[string]string{"/en/": named[0][1], "/fr/exh-2026-0001": named[0][1], "/ar/": named[1][1], "/ar/embed/exh-2026-0001": named[1][1]} {
		r := get(h, address)
		text := body(t, r)
		if strings.Count(text, `rel="preload"`) != 1 || !strings.Contains(text, `<link rel="preload" href="/`+early+`" as="font" type="font/woff2" crossorigin>`) {
			t.Errorf("%s does not ask for %s alone: %.900s", address, early, text)
		}
		if !strings.Contains(r.Header.Get("Content-Security-Policy"), "font-src 'self';") {
			t.Errorf("%s: %s", address, r.Header.Get("Content-Security-Policy"))
		}
	}
	for _, l := range everyLanguage {
		about := body(t, get(h, "/"+l+"/about"))
		for _, want := range []string{"Some Serif", "Some Naskh", "Makers &amp; Co", "Some Licence 2", `href="/fonts/licences.txt"`} {
			if !strings.Contains(about, want) {
				t.Errorf("%s: the page about the site does not say %q", l, want)
			}
		}
		harmless(t, "/"+l+"/about", about)
		balanced(t, "/"+l+"/about", about)
	}
	if got := body(t, get(h, "/fonts/licences.txt")); got != "All of the licence" {
		t.Error(got)
	}
}

// Without the files the pages are whole, in the typefaces of the reader's system.
func TestNoFonts(t *testing.T) {
	h := pages(t, whole(t, documents()))
	if text := body(t, get(h, "/style.css")); strings.Contains(text, "@font-face") {
		t.Error("the style sheet names files that are not there")
	}
	if text := body(t, get(h, "/en/about")); strings.Contains(text, "licences.txt") || strings.Contains(text, "preload") {
		t.Error("the page about the site tells of typefaces that are not there")
	}
	if r := get(h, "/fonts/licences.txt"); r.StatusCode != 404 {
		t.Error(r.StatusCode)
	}
}

// What the list of typefaces says is written into the style sheet, and so may hold
// nothing else.
func TestFontsThatAreNone(t *testing.T) {
	for old, bad := range map[string]string{
		`"serif.woff2"`:        `"../serif.woff2"`,
		`"naskh.woff2"`:        `"other.woff2"`,
		`"more.woff2"`:         `"missing.woff2"`,
		`"Sijill Naskh"`:       `"x\"; } body { display: none"`,
		`"400"`:                `"400; src: url(//e.example)"`,
		`"U+0621-063A"`:        `"U+0621;}"`,
		`"U+1E24"`:             `""`,
		`{"makers"`:            `{{"makers"`,
		`"Some Naskh"`:         `"<b>"`,
		`"U+0020-007E,U+00A0"`: `"U+0020-007E, U+00A0"`,
	} {
		if !strings.Contains(someFaces, old) {
			t.Fatal(old)
		}
		if f, err := edition.LoadFonts(fontsIn(t, strings.Replace(someFaces, old, bad, 1))); err == nil || sijill.ClassOf(err) != sijill.Failed {
			t.Errorf("%s: %v %v", bad, f, err)
		}
	}
	if f, err := edition.LoadFonts(""); f != nil || err != nil {
		t.Errorf("beside this test: %v %v", f, err)
	}
}

func TestFontsAreExported(t *testing.T) {
	to := filepath.Join(t.TempDir(), "site")
	if _, err := edition.Export(t.Context(), opened(t, town(t)), to, edition.ExportOptions{Fonts: someFonts(t)}); err != nil {
		t.Fatal(err)
	}
	all := files(t, to)
	for _, m := range regexp.MustCompile(`url\("([^"]*)"\)`).FindAllSubmatch(all["style.css"], -1) {
		if len(all[string(m[1])]) == 0 {
			t.Errorf("%s is not in the copy", m[1])
		}
	}
	page := string(all["ar/about.html"])
	if !strings.Contains(page, `href="../fonts/licences.txt"`) || strings.Contains(page, "preload") || !strings.Contains(page, "font-src 'self' file:") || len(all["fonts/licences.txt"]) == 0 {
		t.Errorf("%.2000s", page)
	}
}

// realFontsOrNone are those of `make tools`, nil where they are not there.
func realFontsOrNone(t *testing.T) *edition.Fonts {
	t.Helper()
	dir := filepath.Join("..", "build", "fonts")
	if _, err := os.Stat(dir); err != nil {
		return nil
	}
	f, err := edition.LoadFonts(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The first view of a page takes less than 100 kB without its pictures, asks nobody
// else, and nothing of it moves. A page brings the letters of its own script only.
func TestFirstViewInBrowser(t *testing.T) {
	fonts := realFontsOrNone(t)
	if fonts == nil {
		t.Skip("the typefaces are not there (make tools)")
	}
	tools, chromium := browser(t, "playwright-core")
	server := httptest.NewServer(edition.NewSite(opened(t, whole(t, documents())), edition.SiteOptions{Fonts: fonts, Program: program(t)}))
	defer server.Close()
	type page struct {
		Name string `json:"name"`
		Path string `json:"path"`
	}
	asked, err := json.Marshal(map[string]any{"executable": chromium, "base": server.URL, "rounds": 1, "pages": []page{
		{"home", ""}, {"testimony", "tes-2026-0001"}, {"check", "check"}, {"privacy", "privacy"}}})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "views.mjs")
	cmd.Dir, cmd.Stdin, cmd.Stderr, cmd.WaitDelay = tools, strings.NewReader(string(asked)), t.Output(), time.Second
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Views []struct {
			Name, Lang, Kind string
			CLS              float64
			Bytes, Pictures  int
			Letters          []string
			Elsewhere        []string
		}
	}
	if err := json.Unmarshal(out, &told); err != nil || len(told.Views) != 16 {
		t.Fatal(err, len(told.Views))
	}
	for _, v := range told.Views {
		if n := v.Bytes - v.Pictures; n > 100_000 || n < 2000 || v.CLS > 0 || len(v.Elsewhere) > 0 {
			t.Errorf("%+v", v)
		}
		isArabic := slices.ContainsFunc(v.Letters, func(s string) bool { return strings.Contains(s, "arabic") })
		if isArabic != (v.Lang == "ar") && v.Name == "privacy" || len(v.Letters) < 2 {
			t.Errorf("%+v", v)
		}
	}
}
