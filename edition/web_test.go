package edition_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/url"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

// Every answer, whatever it is, forbids what the pages do not need.
func TestHeaders(t *testing.T) {
	list := documents()
	h := pages(t, whole(t, list))
	all := append(everyAddress(list), "/", "/en", "/en/none", "/objects/exh-2026-0001/view.jpg", "/objects/exh-2026-0001/original", "/objects/none/none", "/oembed?url="+testBase+"/en/exh-2026-0001", "/oembed", "/exh-2026-0001", "/"+strings.Repeat("x", 5000), "/en/../../etc/passwd", "//x", "/%00")
	for _, address := range all {
		r := get(h, address)
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin"} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", address, name, got)
			}
		}
		policy := r.Header.Get("Content-Security-Policy")
		for _, not := range []string{"unsafe-inline", "http:", "https:", "data:", "'unsafe-eval'"} {
			if strings.Contains(policy, not) {
				t.Errorf("%s: %s", address, policy)
			}
		}
		if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "script-src") != (path.Base(address) == "check") {
			t.Errorf("%s: %s", address, policy)
		}
		if r.Header.Get("Permissions-Policy") == "" || r.Header.Get("Cache-Control") == "" || r.Header.Get("Cross-Origin-Resource-Policy") == "" || r.Header.Get("Set-Cookie") != "" || r.Header.Get("Last-Modified") != "" {
			t.Errorf("%s: %v", address, r.Header)
		}
	}
}

// attacks are what somebody may write where a text is expected.
var attacks = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `javascript:alert(1)`, `</script><script>alert(1)</script>`, `</title><svg onload=alert(1)>`,
	"`${alert(1)}`", `{{.Archive}}`, `]]><script>alert(1)</script>`, `[x](javascript:alert(1))`, `<a href="javascript:alert(1)">x</a>`, "https://x.example/\"onclick=alert(1)", `--><script>alert(1)</script>`, "a\x00b\u202ec\r\nd", `</textarea><style>*{x:url(//e.example)}</style>`, `data:text/html,<script>alert(1)</script>`,
}

// poison writes attacks into every text of a document.
func poison(v reflect.Value, n *int) {
	number := reflect.TypeFor[sijill.Number]()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type() == reflect.TypeFor[edition.Picture]() && v.Type().Field(i).Name == "Object" {
				continue // the builder's, and never anybody's words
			}
			poison(v.Field(i), n)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), n)
		}
	case reflect.String:
		if v.Type() != number && v.String() != "" && v.CanSet() {
			v.SetString(attacks[*n%len(attacks)])
			*n++
		}
	}
}

// attacked are the documents with attacks in every text, from one of the attacks on.
func attacked(shift int) []edition.Document {
	list := documents()
	n := shift
	for i := range list {
		if list[i].Withdrawn == "" {
			// Names of objects are the builder's and never anybody's words.
			objects := slices.Clone(list[i].Pictures)
			downloads := slices.Clone(list[i].Downloads)
			entry := list[i].Entry
			redacted := list[i].Redacted
			list[i].Entry, list[i].Redacted = nil, nil
			poison(reflect.ValueOf(&list[i]).Elem(), &n)
			for k := range objects {
				objects[k].Alt = list[i].Pictures[k].Alt
			}
			list[i].Pictures, list[i].Downloads, list[i].Entry, list[i].Redacted = objects, downloads, entry, redacted
		}
	}
	return list
}

func TestAttacksStayText(t *testing.T) {
	for shift := range len(attacks) {
		list := attacked(shift)
		if shift > 2 && testing.Short() {
			break
		}
		h := pages(t, poisoned(t, list))
		for _, l := range everyLanguage[shift%3 : shift%3+1] {
			for _, d := range list {
				for _, address := range []string{"/" + l + "/" + string(d.Number), "/" + l + "/embed/" + string(d.Number)} {
					harmless(t, address, body(t, get(h, address)))
				}
			}
			for _, name := range []string{"", "dispatches", "incidents", "claims", "sources", "timeline", "map", "search?q=alert", "search?q=" + url.QueryEscape(attacks[shift]), url.PathEscape(attacks[shift])} {
				harmless(t, "/"+l+"/"+name, body(t, get(h, "/"+l+"/"+name)))
			}
			wellFormed(t, "/"+l+"/feed.atom", body(t, get(h, "/"+l+"/feed.atom")))
		}
	}
}

// poisoned is whole without pictures, which take time.
func poisoned(t *testing.T, list []edition.Document) string {
	t.Helper()
	dir := path.Join(t.TempDir(), "edition")
	w, err := edition.Create(t.Context(), dir, edition.Head{Titles: en(attacks[1]), Origin: attacks[0], VerifierKey: attacks[2], Base: testBase, Built: "2026-11-25"})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		if err := w.Put(t.Context(), &d); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// harmless demands that a page, read as browsers read it, holds nothing that runs or
// loads from elsewhere.
func harmless(t *testing.T, address, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Errorf("%s: %v", address, z.Err())
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			kind := ""
			for _, a := range tag.Attr {
				value := strings.ToLower(strings.TrimSpace(a.Val))
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction":
					t.Errorf("%s: <%s %s=%q>", address, tag.Data, a.Key, a.Val)
				case (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.Contains(strings.SplitN(value, "/", 2)[0], ":") && !strings.HasPrefix(value, "https://") && !strings.HasPrefix(value, "http://"):
					t.Errorf("%s: <%s %s=%q>", address, tag.Data, a.Key, a.Val)
				case a.Key == "src" && !strings.HasPrefix(value, "/"):
					t.Errorf("%s: it loads %q", address, a.Val)
				case a.Key == "type":
					kind = a.Val
				}
			}
			switch tag.Data {
			case "script":
				if kind != "application/ld+json" {
					t.Errorf("%s: a script", address)
				}
				z.Next()
				var v any
				if err := json.Unmarshal(z.Text(), &v); err != nil {
					t.Errorf("%s: JSON-LD: %v", address, err)
				}
			case "iframe", "object", "embed", "style", "base", "math", "applet", "meta-refresh":
				t.Errorf("%s: <%s>", address, tag.Data)
			}
		}
	}
}

func wellFormed(t *testing.T, address, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", address, err)
			return
		}
	}
}

// Every link of every page leads somewhere, and every page is whole HTML.
func TestLinks(t *testing.T) {
	list := documents()
	h := pages(t, whole(t, list))
	seen := map[string]bool{}
	queue := everyAddress(list)
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		r := get(h, address)
		if r.StatusCode != 200 && !(r.StatusCode == 410 && strings.HasSuffix(address, "exh-2026-0004")) {
			t.Errorf("%s: %d", address, r.StatusCode)
		}
		text := body(t, r)
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			if strings.Contains(r.Header.Get("Content-Type"), "xml") && !strings.HasSuffix(address, ".svg") {
				wellFormed(t, address, text)
			}
			continue
		}
		harmless(t, address, text)
		balanced(t, address, text)
		if len(text) > 100_000 {
			t.Errorf("%s has %d bytes", address, len(text))
		}
		for _, link := range links(text) {
			if strings.HasPrefix(link, testBase+"/") {
				link = strings.TrimPrefix(link, testBase)
			}
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %q: %v", address, link, err)
				continue
			}
			if u.Host != "" {
				continue
			}
			at, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			u = at.ResolveReference(u)
			if u.Fragment != "" && u.Path == at.Path && !strings.Contains(text, `id="`+u.Fragment+`"`) {
				t.Errorf("%s has no #%s", address, u.Fragment)
			}
			u.Fragment = ""
			queue = append(queue, u.String())
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d addresses were seen", len(seen))
	}
}

func links(page string) []string {
	var out []string
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		tag := z.Token()
		for _, a := range tag.Attr {
			if a.Key == "href" || a.Key == "src" || tag.Data == "meta" && a.Key == "content" && strings.HasPrefix(a.Val, testBase) {
				out = append(out, a.Val)
			}
		}
	}
	return out
}

// balanced demands that every element is closed where it must be, ids are there once,
// pictures have their measures and words, and headings leave out no level.
func balanced(t *testing.T, address, page string) {
	t.Helper()
	void := map[string]bool{"meta": true, "link": true, "img": true, "input": true, "br": true, "hr": true, "path": true, "circle": true}
	var open []string
	ids := map[string]bool{}
	level := 0
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		tag := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: %v stay open", address, open)
			}
			return
		case html.StartTagToken:
			names := map[string]string{}
			for _, a := range tag.Attr {
				if _, twice := names[a.Key]; twice {
					t.Errorf("%s: <%s> has %s twice", address, tag.Data, a.Key)
				}
				names[a.Key] = a.Val
			}
			if id, ok := names["id"]; ok && ids[id] {
				t.Errorf("%s: the id %q is there twice", address, id)
			} else if ok {
				ids[id] = true
			}
			if _, ok := names["alt"]; tag.Data == "img" && (!ok || names["width"] == "" || names["height"] == "") {
				t.Errorf("%s: a picture without measures or words: %v", address, tag)
			}
			if len(tag.Data) == 2 && tag.Data[0] == 'h' && tag.Data[1] >= '1' && tag.Data[1] <= '6' {
				if now := int(tag.Data[1] - '0'); now > level+1 {
					t.Errorf("%s: a heading of level %d follows one of level %d", address, now, level)
				} else {
					level = now
				}
			}
			if !void[tag.Data] {
				open = append(open, tag.Data)
			}
		case html.EndTagToken:
			if void[tag.Data] {
				continue
			}
			if len(open) == 0 || open[len(open)-1] != tag.Data {
				t.Errorf("%s: </%s> closes %v", address, tag.Data, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// What machines read is what their formats demand.
func TestMachineReadable(t *testing.T) {
	list := documents()
	h := pages(t, whole(t, list))
	var feed struct {
		Lang    string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID      string `xml:"http://www.w3.org/2005/Atom id"`
		Updated string `xml:"http://www.w3.org/2005/Atom updated"`
		Entries []struct {
			ID      string `xml:"http://www.w3.org/2005/Atom id"`
			Title   string `xml:"http://www.w3.org/2005/Atom title"`
			Updated string `xml:"http://www.w3.org/2005/Atom updated"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal([]byte(body(t, get(h, "/ar/feed.atom"))), &feed); err != nil || feed.Lang != "ar" || len(feed.Entries) < 8 {
		t.Fatalf("%v %+v", err, feed)
	}
	for _, e := range feed.Entries {
		if !strings.HasPrefix(e.ID, testBase) || e.Title == "" || len(e.Updated) != len("2026-11-25T00:00:00Z") {
			t.Errorf("%+v", e)
		}
	}
	var m struct {
		Context string `json:"@context"`
		ID      string
		Type    string
		Label   map[string][]string
		Rights  string
		Items   []struct {
			Type          string
			Width, Height int
			Items         []struct {
				Items []struct{ Body struct{ ID, Format string } }
			}
		}
	}
	if err := json.Unmarshal([]byte(body(t, get(h, "/iiif/exh-2026-0001/manifest.json"))), &m); err != nil || m.Type != "Manifest" || m.Context != "http://iiif.io/api/presentation/3/context.json" ||
		m.Items[0].Width != 1600 || m.Items[0].Items[0].Items[0].Body.ID != testBase+"/objects/exh-2026-0001/view.jpg" || m.Label["ar"][0] != "الشارع عند الظهر" || m.Rights != "http://creativecommons.org/licenses/by-nc/4.0/" {
		t.Errorf("%v %+v", err, m)
	}
	var o struct{ Version, Type, Title, HTML string }
	if err := json.Unmarshal([]byte(body(t, get(h, "/oembed?url="+url.QueryEscape(testBase+"/ar/exh-2026-0001")))), &o); err != nil || o.Version != "1.0" || !strings.Contains(o.HTML, testBase+"/ar/embed/exh-2026-0001") || o.Title != "الشارع عند الظهر" {
		t.Errorf("%v %+v", err, o)
	}
	for _, not := range []string{"https://elsewhere.example/en/exh-2026-0001", testBase + ".evil.example/en/exh-2026-0001", testBase + "/en/exh-2026-0004", testBase + "/en/"} {
		if r := get(h, "/oembed?url="+url.QueryEscape(not)); r.StatusCode != 404 {
			t.Errorf("%s: %d", not, r.StatusCode)
		}
	}
}

// Without an address of its own an edition offers nothing that would have to name one,
// and with one each page of a thing says where to ask how to embed it.
func TestWholeAddresses(t *testing.T) {
	list := documents()
	dir := path.Join(t.TempDir(), "edition")
	w, err := edition.Create(t.Context(), dir, edition.Head{Titles: en("Nowhere"), Built: "2026-11-25"})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		if err := w.Put(t.Context(), &d); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	nowhere, home := pages(t, dir), pages(t, whole(t, list))
	for _, address := range []string{"/sitemap.xml", "/iiif/exh-2026-0001/manifest.json", "/oembed?url=/en/exh-2026-0001"} {
		if r := get(nowhere, address); r.StatusCode != 404 {
			t.Errorf("%s: %d", address, r.StatusCode)
		}
	}
	for _, d := range list {
		address := "/fr/" + string(d.Number)
		if text := body(t, get(nowhere, address)); strings.Contains(text, "oembed") || strings.Contains(text, "/iiif/") {
			t.Errorf("%s offers what is not there", address)
		}
		want := 1
		if d.Withdrawn != "" {
			want = 0
		}
		text := body(t, get(home, address))
		if strings.Count(text, `type="application/json+oembed"`) != want || strings.Count(text, `href="`+testBase+"/oembed?url="+url.QueryEscape(testBase+address)+`"`) != want {
			t.Errorf("%s does not say where to ask how to embed it", address)
		}
	}
}

// A page is the same each time it is made, in whichever order.
func TestRenderingIsDeterministic(t *testing.T) {
	list := documents()
	dir := whole(t, list)
	a, b := pages(t, dir), pages(t, dir)
	all := everyAddress(list)
	first := map[string]string{}
	for _, address := range all {
		first[address] = body(t, get(a, address))
	}
	slices.Reverse(all)
	for _, address := range all {
		if got := body(t, get(b, address)); got != first[address] {
			t.Errorf("%s differs", address)
		}
	}
}

// The words of the interface are there in every language.
func TestDocumentsAreRead(t *testing.T) {
	h := pages(t, whole(t, documents()))
	for _, c := range []struct{ address, want string }{
		{"/en/tes-2026-0001", "I saw three wounded people"}, {"/en/tes-2026-0001", "كنت في الشارع عند الظهر"}, {"/ar/tes-2026-0001", "مسودة لم تُراجَع بعد"}, {"/fr/tes-2026-0001", "Faite par une machine"}, {"/en/tes-2026-0001", "what this proves"},
		{"/en/dsp-2026-0001", "In the original words"}, {"/en/dsp-2026-0001", "رأيت ثلاثة جرحى أمام الباب."}, {"/en/dsp-2026-0001", "One voice says it and one contradicts it."}, {"/en/dsp-2026-0001", `alt="A street with damaged houses"`}, {"/ar/dsp-2026-0002", "الشارع عند الظهر"},
		{"/en/inc-2026-0001", "Contradicts it"}, {"/fr/inc-2026-0001", "attaque contre des civils"}, {"/ar/inc-2026-0001", "مدفعية"}, {"/en/clm-2026-0001", "Counted as one voice. What ties them: the word of one, passed on; one organisation."}, {"/ar/inc-2026-0001", "صوت واحد في العدّ. الرابط: كلام واحد منقول؛ جهة واحدة."}, {"/fr/clm-2026-0001", "la parole d’un seul, transmise ; une même organisation."},
		{"/en/clm-2026-0001", "It only passes on what others say who are heard here"}, {"/en/dsp-2026-0001", "The translation quoted here was made before the original was changed."}, {"/en/dsp-2026-0001", `href="/en/tes-2026-0001#s-s1"`},
		{"/en/clm-2026-0001", `href="/en/tes-2026-0001#s-s2"`}, {"/en/clm-2026-0001", "The original was changed after this was translated."}, {"/ar/inc-2026-0001", "عُدّل الأصل بعد ترجمة هذا."}, {"/en/tes-2026-0001", `id="s-s2"`},
		{"/en/exh-2026-0001", "29 November 2016, 12:10:00"}, {"/en/exh-2026-0001", "creativecommons.org/licenses/by-nc/4.0"},
		{"/fr/exh-2026-0001", "29 novembre 2016"}, {"/en/exh-2026-0002", "This picture shows injury or death."}, {"/en/red-2026-0001", "sijill check red-2026-0001-copy.png"}, {"/en/register", "BEGIN PUBLIC KEY"}, {"/en/search?q=wounded", "<mark>wounded</mark>"}, {"/ar/search?q=" + url.QueryEscape("جرحى"), "<mark>جرحى</mark>"},
		{"/en/exh-2026-0004", "25 November 2026"}, {"/en/", "Archive of the street"}, {"/ar/", "أرشيف الشارع"},
	} {
		if text := body(t, get(h, c.address)); !strings.Contains(text, c.want) {
			t.Errorf("%s does not hold %q", c.address, c.want)
		}
	}
	if text := body(t, get(h, "/en/dsp-2026-0001")); strings.Contains(text, "elsewhere.example/x.png") || strings.Contains(text, "exh-2026-0099") {
		t.Error("the dispatch shows what it must not")
	}
}
