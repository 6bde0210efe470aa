package desk_test

import (
	"context"
	"errors"
	"fmt"
	"html"
	"log"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"sijill.example/sijill"
	"sijill.example/sijill/desk"
	"sijill.example/sijill/register"
)

var wantedHeaders = map[string]string{
	"Content-Security-Policy":      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cache-Control":                "no-store",
}

func checkHeaders(t *testing.T, what string, a answer) {
	t.Helper()
	for name, want := range wantedHeaders {
		if name == "Content-Security-Policy" && strings.HasPrefix(what, "/copy/") && a.StatusCode == http.StatusOK {
			want = "default-src 'none'; sandbox; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
		}
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s: %s is %q, not %q", what, name, got, want)
		}
	}
	lent := a.Header.Get("Permissions-Policy")
	for _, part := range strings.Split(lent, ", ") {
		if !strings.HasSuffix(part, "=()") {
			t.Errorf("%s: Permissions-Policy has %q", what, part)
		}
	}
	if len(a.Header["Set-Cookie"]) > 0 {
		t.Errorf("%s: it sets a cookie", what)
	}
}

func (f *fixture) routes() []string {
	out := []string{"/", "/?kind=exhibit", "/?after=" + string(f.First), "/find", "/find?q=حلب", "/find?q=Hospital", "/find?q=img", "/register", "/register?from=3",
		"/checkpoint", fmt.Sprintf("/tile/0/000.p/%d", f.Size), fmt.Sprintf("/tile/entries/000.p/%d", f.Size), "/style.css", "/icon.svg", "/consents"}
	for _, role := range []string{"thumb", "view", "sheet", "wave", "page-1"} {
		out = append(out, "/copy/"+string(f.First)+"/"+role)
	}
	for _, n := range []sijill.Number{f.Deposit, f.First, f.Bidi, f.Arabic, f.Erased, f.Incident, f.Place} {
		out = append(out, "/item/"+string(n))
	}
	for _, n := range f.Told {
		out = append(out, "/item/"+string(n))
	}
	for i := range f.Size {
		out = append(out, fmt.Sprintf("/register/entry/%d", i), fmt.Sprintf("/register/proof/%d.tlog-proof", i))
	}
	return out
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	quoted = regexp.MustCompile(`"[^"]*"`)
	copies = regexp.MustCompile(`^<img src="/copy/[a-z]{3}-[0-9]{4}-[0-9]{4,}/[a-z]+(-[0-9]+)?" width="[0-9]+" height="[0-9]+"( loading="lazy")?( decoding="async")? alt="[^"<>]*">$`)
)

func TestEveryPage(t *testing.T) {
	f := newFixture(t)
	for _, path := range f.routes() {
		for _, lang := range []string{"en", "ar"} {
			a := get(t, f.Pages, path, func(r *http.Request) { r.Header.Set("Accept-Language", lang) })
			if a.StatusCode != http.StatusOK {
				t.Errorf("%s: status %d", path, a.StatusCode)
			}
			checkHeaders(t, path, a)
			if strings.Contains(a.Text, bytesInIt) {
				t.Errorf("%s shows the bytes of an original", path)
			}
			if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
				continue
			}
			if want := fmt.Sprintf(`<html lang="%s" dir="%s">`, lang, map[string]string{"en": "ltr", "ar": "rtl"}[lang]); !strings.Contains(a.Text, want) {
				t.Errorf("%s in %s lacks %s", path, lang, want)
			}
			if strings.Contains(a.Text, "\u202e") {
				t.Errorf("%s has a bidirectional control in it", path)
			}
			for _, tag := range tags.FindAllString(a.Text, -1) {
				if copies.MatchString(tag) {
					continue
				}
				bare := quoted.ReplaceAllString(tag, "")
				for _, never := range []string{"<img", "<script", "<style", "style=", " on", "'"} {
					if strings.Contains(bare, never) {
						t.Errorf("%s has the tag %s", path, tag)
					}
				}
				if strings.Contains(tag, "javascript:") || strings.Contains(tag, "ZgotmplZ") {
					t.Errorf("%s has the tag %s", path, tag)
				}
			}
		}
	}
	if text := f.Log.String(); text != "" {
		t.Errorf("trouble was logged: %s", text)
	}
}

func TestTextsAreShown(t *testing.T) {
	f := newFixture(t)
	escaped := html.EscapeString(markup)
	for _, c := range []struct {
		path, want string
		least      int
	}{
		{"/item/" + string(f.First), escaped, 6},    // name, source, note, terms, agent, archive
		{"/item/" + string(f.Incident), escaped, 8}, // title, code, date, a field's name, list, map
		{"/item/" + string(f.Incident), "<bdi dir=\"ltr\">1", 0},
		{"/item/" + string(f.Incident), "1,234,567", 1},
		{"/item/" + string(f.Incident), ">2016</div>", 1}, // a year has no separators
		{"/item/" + string(f.Bidi), `photo<bdi class="escape" dir="ltr">\u202e</bdi>gpj.exe`, 2},
		{"/item/" + string(f.Arabic), `<bdi dir="rtl" lang="ar">` + arabicName, 1},
		{"/item/" + string(f.Arabic), `<bdi dir="ltr" lang="en">Hospital hit`, 1},
		{"/item/" + string(f.Arabic), `dir="rtl" lang="ar">سطر أول` + "\n" + `سطر ثان<bdi class="escape" dir="ltr">\u202e</bdi></div>`, 2},
		{"/item/" + string(f.Arabic), `<code dir="ltr">2016-11-XX</code>`, 2},
		{"/item/" + string(f.Arabic), `<time datetime="2016-11-29T14:03:05Z" dir="ltr" lang="en">29 November 2016, 14:03:05 UTC</time>`, 2},
		{"/item/" + string(f.Arabic) + "?lang=ar", "29 تشرين الثاني/نوفمبر 2016", 2},
		{"/item/" + string(f.First), `class="alarm"`, 1},
		{"/item/" + string(f.Erased), "tombstone", 1},
		{"/item/" + string(f.Erased), "the board", 1},
		{"/item/" + string(f.Deposit), string(f.First), 1},
		{"/find?q=" + "المستشفي", "<mark>المستشفى</mark>", 1},
		{"/find?q=Hospital", "<mark>Hospital</mark> hit<", 1}, // a snippet is of one field
		{"/register", "archive.example/2016", 3},
		{"/register/entry/2", "complete", 1},
	} {
		if n := strings.Count(get(t, f.Pages, c.path).Text, c.want); n < c.least {
			t.Errorf("%s has %q %d times, not at least %d", c.path, c.want, n, c.least)
		}
	}
	if text := get(t, f.Pages, "/item/"+string(f.Erased)).Text; strings.Contains(text, "4.txt") {
		t.Error("the page of what was erased shows its name")
	}
	lost := get(t, f.Pages, "/register/entry/6").Text
	if !strings.Contains(lost, "not complete") || !strings.Contains(lost, "proved") {
		t.Error("the entry of what was erased must be incomplete and proved all the same")
	}
}

var (
	links = regexp.MustCompile(`(?:href|action)="([^"]*)"`)
	ids   = regexp.MustCompile(` id="([^"]*)"`)
)

// Following every link from the holdings in both languages must end nowhere but
// on pages that are there.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	f := newFixture(t)
	seen := map[string]bool{}
	queue := []string{"/", "/?lang=ar"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		a := get(t, f.Pages, path)
		if a.StatusCode != http.StatusOK && path != "/copy/"+string(f.Bidi)+"/view" { // which no worker made
			t.Errorf("%s: status %d", path, a.StatusCode)
		}
		once := map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(a.Text, -1) {
			if once[m[1]] {
				t.Errorf("%s has the id %s twice", path, m[1])
			}
			once[m[1]] = true
		}
		for _, m := range links.FindAllStringSubmatch(a.Text, -1) {
			to := html.UnescapeString(m[1])
			switch {
			case strings.Count(to, "&f=") > 0: // a choice of a facet leads to more of them, without end; TestFacets follows one
			case strings.Contains(to, "/likeness"): // to which a form is sent
			case strings.HasPrefix(to, "/"):
				queue = append(queue, to)
			case !strings.HasPrefix(to, "#"):
				t.Errorf("%s leads to %q", path, to)
			}
		}
	}
	for _, want := range []string{"/item/" + string(f.Arabic), "/item/" + string(f.Arabic) + "?lang=ar", "/register/proof/0.tlog-proof?lang=ar"} {
		if !seen[want] {
			t.Errorf("no link leads to %s", want)
		}
	}
}

func TestRefusals(t *testing.T) {
	f := newFixture(t)
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	method := func(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }
	fetch := func(site, mode, dest string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", site)
			r.Header.Set("Sec-Fetch-Mode", mode)
			r.Header.Set("Sec-Fetch-Dest", dest)
		}
	}
	same := func(*http.Request) {}
	for _, c := range []struct {
		path   string
		change func(*http.Request)
		status int
	}{
		{"/nothing", same, 404},
		{"/copy/" + string(f.First) + "/original", same, 404},
		{"/copy/" + string(f.First) + "/page-2", same, 404},
		{"/copy/" + string(f.First) + "/page-01", same, 404},
		{"/copy/" + string(f.First) + "/..%2fview", same, 404},
		{"/copy/" + string(f.First), same, 404},
		{"/copy/" + string(f.Deposit) + "/thumb", same, 404},
		{"/copy/" + string(f.Erased) + "/thumb", same, 404},
		{"/copy/" + string(f.Bidi) + "/thumb", same, 404},
		{"/copy/" + string(f.Bidi) + "/view", same, 404},
		{"/copy/exh-2016-9999/thumb", same, 404},
		{"/copy/" + string(f.First) + "/view", fetch("cross-site", "no-cors", "image"), 403},
		{"/copy/" + string(f.First) + "/view", fetch("same-origin", "no-cors", "image"), 200},
		{"/copy/" + string(f.First) + "/view", host("evil.example"), 421},
		{"/item/exh-2016-9999", same, 404},
		{"/item/exh-2016-1", same, 404},
		{"/item/" + strings.Repeat("x", 100), same, 404},
		{"/register/entry/99", same, 404},
		{"/register/entry/-1", same, 404},
		{"/register/entry/01", same, 404},
		{"/register/entry/9223372036854775807", same, 404},
		{"/register/proof/0", same, 404},
		{"/register/proof/99.tlog-proof", same, 404},
		{"/register?from=x", same, 400},
		{"/register?from=9223372036854775807", same, 400},
		{"/register?from=99", same, 200},
		{"/?kind=person", same, 400},
		{"/?after=x", same, 400},
		{"/?after=exh-2016-9999", same, 200},
		{"/find?q=%ff", same, 400},
		{"/find?q=" + strings.Repeat("x", 2000), same, 200},
		{"/find?q=" + strings.Repeat("x", 9000), same, 414},
		{"/find?q=%22%22%22+AND+NEAR(*", same, 200},
		{"/tile/0/000", same, 404},
		{"/tile/0/000.p/255", same, 404},
		{"/tile/0/0", same, 404},
		{"/tile/8/0/000", same, 404},
		{"/tile/data/000", same, 404},
		{"/tile/0/..%2f..%2fcheckpoint", same, 404},
		{"/tile/0/x%30%30%30/000", same, 404},
		{"/keys/archive.key", same, 404},
		{"/register/../keys", same, 307},
		{"/sijill.toml", same, 404},
		{"/", method("POST"), 405},
		{"/item/x", method("DELETE"), 405},
		{"/nothing", method("OPTIONS"), 405},
		{"/", method("TRACE"), 405},
		{"/", method("HEAD"), 200},
		{"/", host("evil.example"), 421},
		{"/checkpoint", host("evil.example:8337"), 421},
		{"/", host("localhost.evil.example"), 421},
		{"/", host("127.0.0.1.nip.io"), 421},
		{"/", host("0.0.0.0:8337"), 421},
		{"/", host("192.168.1.1"), 421},
		{"/", host(""), 421},
		{"/", host("127.9.9.9:1"), 200},
		{"/", host("[::1]:8337"), 200},
		{"/", host("LOCALHOST"), 200},
		{"/find?q=x", fetch("cross-site", "no-cors", "image"), 403},
		{"/find?q=x", fetch("same-site", "cors", "empty"), 403},
		{"/", fetch("cross-site", "navigate", "iframe"), 403},
		{"/", fetch("cross-site", "navigate", "document"), 200},
		{"/", fetch("none", "navigate", "document"), 200},
		{"/style.css", fetch("same-origin", "no-cors", "style"), 200},
	} {
		a := get(t, f.Pages, c.path, c.change)
		if a.StatusCode != c.status {
			t.Errorf("%s: status %d, not %d", c.path, a.StatusCode, c.status)
		}
		checkHeaders(t, c.path, a)
		if c.status >= 400 && !strings.Contains(a.Text, `class="problem"`) {
			t.Errorf("%s: the refusal is not a page", c.path)
		}
		if c.status == 405 && a.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: Allow is %q", c.path, a.Header.Get("Allow"))
		}
	}
	if text := f.Log.String(); text != "" {
		t.Errorf("what visitors get wrong is not trouble, but was logged: %s", text)
	}
}

func TestTroubleIsLoggedAndNotShown(t *testing.T) {
	const secret = "the name of a source"
	f := newFixture(t)
	for name, refresh := range map[string]func(context.Context) error{
		"error": func(context.Context) error { return errors.New("disk on fire") },
		"busy":  func(context.Context) error { return &sijill.Error{Class: sijill.Busy, Message: "disk on fire"} },
		"panic": func(context.Context) error { panic(secret) },
		"index": func(context.Context) error { var none []error; return none[len(none)] },
	} {
		var out lines
		about := f.About
		about.Refresh = refresh
		a := get(t, desk.New(about, log.New(&out, "", 0)), "/find?q=sought")
		want := http.StatusInternalServerError
		if name == "busy" {
			want = http.StatusServiceUnavailable
		}
		if a.StatusCode != want {
			t.Errorf("%s: status %d, not %d", name, a.StatusCode, want)
		}
		checkHeaders(t, name, a)
		if strings.Contains(a.Text, "disk on fire") || strings.Contains(a.Text, secret) {
			t.Errorf("%s: the page tells the cause", name)
		}
		if out.String() == "" || strings.Contains(out.String(), secret) || strings.Contains(out.String(), "sought") {
			t.Errorf("%s: the log has %q", name, out.String())
		}
	}
}

// What the pages publish must check out with nothing but the verifier key.
func TestRegisterChecksOut(t *testing.T) {
	f := newFixture(t)
	c, err := register.CheckCheckpoint([]byte(get(t, f.Pages, "/checkpoint").Text), f.Keys.Verifier)
	if err != nil || c.Size != f.Size {
		t.Fatalf("the checkpoint covers %d of %d entries: %v", c.Size, f.Size, err)
	}
	leaves, err := register.ParseBundle([]byte(get(t, f.Pages, fmt.Sprintf("/tile/entries/000.p/%d", f.Size)).Text))
	if err != nil || int64(len(leaves)) != f.Size {
		t.Fatalf("the bundle has %d leaves: %v", len(leaves), err)
	}
	hashes, err := register.ParseTile([]byte(get(t, f.Pages, fmt.Sprintf("/tile/0/000.p/%d", f.Size)).Text))
	if err != nil {
		t.Fatal(err)
	}
	for i, leaf := range leaves {
		if hashes[i] != tlog.RecordHash(leaf) {
			t.Errorf("hash %d is not that of the leaf", i)
		}
		a := get(t, f.Pages, "/register/proof/"+strconv.Itoa(i)+".tlog-proof")
		proof, err := register.ParseProof([]byte(a.Text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := register.CheckInclusion(leaf, proof, f.Keys.Verifier); err != nil {
			t.Errorf("the proof of %d: %v", i, err)
		}
		if !strings.Contains(get(t, f.Pages, "/register/entry/"+strconv.Itoa(i)).Text, html.EscapeString(string(leaf))) {
			t.Errorf("the page of entry %d does not show its leaf", i)
		}
	}
}

// An entry that no checkpoint covers yet is shown as such, and has no proof.
func TestEntryThatIsNotCoveredYet(t *testing.T) {
	f := newFixture(t)
	index, err := f.Register.Append(context.Background(), sijill.Draft{Kind: sijill.FixityChecked, Agent: "a", Fields: []sijill.Field{{Name: "outcome", Value: "sound"}}})
	if err != nil {
		t.Fatal(err)
	}
	at := strconv.FormatInt(index, 10)
	if a := get(t, f.Pages, "/register/entry/"+at); a.StatusCode != 200 || !strings.Contains(a.Text, "not covered") || strings.Contains(a.Text, proofOf(at)) {
		t.Errorf("status %d, or the page does not say that the entry is not covered", a.StatusCode)
	}
	if a := get(t, f.Pages, proofOf(at)); a.StatusCode != 404 {
		t.Errorf("there is a proof of what is not covered: status %d", a.StatusCode)
	}
}

func proofOf(index string) string { return "/register/proof/" + index + ".tlog-proof" }
