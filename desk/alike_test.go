package desk_test

import (
	"context"
	"html"
	"log"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/desk"
	"sijill.example/sijill/verification"
)

// judge is what the pages are given instead of a gallery: everything resembles
// everything, in every way that there is.
type judge struct {
	f        *fixture
	mu       sync.Mutex
	said     []string
	readOnly bool
	err      error
}

func (j *judge) Similar(_ context.Context, number sijill.Number) ([]verification.Candidate, error) {
	other := j.f.Arabic
	if number == other {
		other = j.f.First
	}
	return []verification.Candidate{
		{Number: other, Method: verification.Picture, Distance: 12, Mine: 1, Theirs: 1, Changes: []verification.Change{verification.Mirrored, markup}},
		{Number: j.f.Bidi, Method: verification.Part, Mine: 0.43, Theirs: 1, Orientation: markup, Changes: []verification.Change{verification.Turned}, Said: catalog.Confirmed},
		{Number: j.f.First, Method: verification.Film, Distance: 3, Mine: 0.5, Theirs: 0.25, AtMs: 61_000, TheirAt: 2_000},
		{Number: j.f.First, Method: verification.FrameOf, Distance: 3, AtMs: 1000},
		{Number: j.f.First, Method: verification.FrameOf, Distance: 3, Mine: 1, TheirAt: 1000},
		{Number: j.f.First, Method: verification.Text, Mine: 0.8, Theirs: 0.8, Said: catalog.Refused},
		{Number: j.f.First, Method: verification.SameBytes, Mine: 1, Theirs: 1},
	}[:], nil
}

func (j *judge) Say(ctx context.Context, a, b sijill.Number, same bool, reason string) error {
	if j.err != nil {
		return j.err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	kind := sijill.ResemblanceRefused
	if same {
		kind = sijill.ResemblanceConfirmed
	}
	j.said = append(j.said, string(a)+" "+string(b)+" "+string(kind)+" "+reason)
	_, err := j.f.Register.Append(ctx, sijill.Draft{Kind: kind, Agent: markup, Subject: a, Fields: []sijill.Field{
		{Name: catalog.FieldConcerns, Value: []sijill.Number{b}}, {Name: "reason", Value: reason}}})
	return err
}

func (j *judge) ReadOnly() bool { return j.readOnly }

var tokens = regexp.MustCompile(`name="token" value="([0-9a-f]{32})"`)

func (f *fixture) token(t testing.TB) string {
	t.Helper()
	m := tokens.FindStringSubmatch(get(t, f.Pages, "/item/"+string(f.First)).Text)
	if m == nil {
		t.Fatal("the page has no form")
	}
	return m[1]
}

func post(t testing.TB, h http.Handler, path string, form url.Values, change ...func(*http.Request)) answer {
	t.Helper()
	body := form.Encode()
	return get(t, h, path, append([]func(*http.Request){func(r *http.Request) {
		again, err := http.NewRequest(http.MethodPost, r.URL.String(), strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		again.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		again.Header.Set("Sec-Fetch-Site", "same-origin")
		again.Header.Set("Sec-Fetch-Mode", "navigate")
		again.Header.Set("Sec-Fetch-Dest", "document")
		again.Host = r.Host
		*r = *again
	}}, change...)...)
}

func TestSayingOfAPair(t *testing.T) {
	f := newFixture(t)
	path := "/item/" + string(f.First) + "/likeness"
	form := func(pairs ...string) url.Values {
		v := url.Values{"token": {f.token(t)}, "other": {string(f.Arabic)}, "decision": {"confirmed"}, "reason": {markup}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	bare := func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Del("Sec-Fetch-Mode") }
	same := func(*http.Request) {}
	for name, c := range map[string]struct {
		path   string
		form   url.Values
		change func(*http.Request)
		status int
	}{
		"another site":           {path, form(), header("Sec-Fetch-Site", "cross-site"), 403},
		"a site beside it":       {path, form(), header("Sec-Fetch-Site", "same-site"), 403},
		"another origin":         {path, form(), func(r *http.Request) { bare(r); r.Header.Set("Origin", "http://evil.example") }, 403},
		"no origin at all":       {path, form(), func(r *http.Request) { bare(r); r.Header.Set("Origin", "null") }, 403},
		"another port":           {path, form(), func(r *http.Request) { bare(r); r.Header.Set("Origin", "http://localhost:9") }, 403},
		"another name":           {path, form(), func(r *http.Request) { r.Host = "evil.example" }, 421},
		"no token":               {path, form("token", ""), same, 409},
		"another token":          {path, form("token", strings.Repeat("0", 32)), same, 409},
		"a text that is no form": {path, form(), header("Content-Type", "text/plain"), 403},
		"a form with files":      {path, form(), header("Content-Type", "multipart/form-data; boundary=x"), 403},
		"a form without end":     {path, form("reason", strings.Repeat("x", 40_000)), same, 400},
		"a long reason":          {path, form("reason", strings.Repeat("x", 3000)), same, 400},
		"a broken reason":        {path, form("reason", "\xff"), same, 400},
		"another word":           {path, form("decision", "maybe"), same, 400},
		"no number":              {path, form("other", markup), same, 400},
		"what is not there":      {path, form("other", "exh-2016-9999"), same, 404},
		"of what is not there":   {"/item/exh-2016-9999/likeness", form(), same, 404},
		"of no number":           {"/item/x/likeness", form(), same, 404},
		"another act":            {"/item/" + string(f.First), form(), same, 405},
	} {
		a := post(t, f.Pages, c.path, c.form, c.change)
		if a.StatusCode != c.status {
			t.Errorf("%s: status %d, not %d", name, a.StatusCode, c.status)
		}
		checkHeaders(t, name, a)
	}
	if len(f.Judge.said) > 0 {
		t.Fatalf("something was entered: %q", f.Judge.said)
	}
	if a := get(t, f.Pages, path); a.StatusCode != 404 && a.StatusCode != 405 {
		t.Errorf("the act can be asked for: status %d", a.StatusCode)
	}
	a := post(t, f.Pages, path+"?lang=ar", form())
	if want := "/item/" + string(f.First) + "?lang=ar&said=confirmed#alike"; a.StatusCode != 303 || a.Header.Get("Location") != want {
		t.Errorf("status %d, to %q instead of %q", a.StatusCode, a.Header.Get("Location"), want)
	}
	checkHeaders(t, "an act", a)
	if a := post(t, f.Pages, path, form("decision", "refused", "other", string(f.Bidi)), func(r *http.Request) { bare(r); r.Header.Set("Origin", "http://localhost:8337") }); a.StatusCode != 303 {
		t.Errorf("a browser without Fetch Metadata: status %d", a.StatusCode)
	}
	want := []string{string(f.First) + " " + string(f.Arabic) + " resemblance.confirmed " + markup, string(f.First) + " " + string(f.Bidi) + " resemblance.refused " + markup}
	if strings.Join(f.Judge.said, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q was entered", f.Judge.said)
	}
	page := get(t, f.Pages, "/item/"+string(f.First)+"?said=confirmed").Text
	for _, want := range []string{"It was entered that both come from one original.", "Of one origin", "People said that these are not of one original with it", "What came first"} {
		if !strings.Contains(page, want) {
			t.Errorf("afterwards the page lacks %q", want)
		}
	}
	for _, err := range []struct {
		class  sijill.Class
		status int
	}{{sijill.Busy, 503}, {sijill.Refused, 403}, {sijill.Failed, 500}} {
		f.Judge.err = &sijill.Error{Class: err.class, Message: "a secret"}
		if a := post(t, f.Pages, path, form()); a.StatusCode != err.status || strings.Contains(a.Text, "a secret") {
			t.Errorf("class %d gives status %d, or the cause is told", err.class, a.StatusCode)
		}
	}
}

func TestLikenessInWords(t *testing.T) {
	f := newFixture(t)
	en := get(t, f.Pages, "/item/"+string(f.First)).Text
	for _, want := range []string{
		"The same picture, by a print of the whole", "Bits of their prints that differ: 12 / 256", "This one, against the other: mirrored",
		"Of this one, found in the other: \u200e43 %\u200e", "People said: of one original", "People said: not of one original", "In this film, at: 1:01",
		`<input type="text" name="reason"`, `value="confirmed">Of one original`, `value="refused">Not of one original`, `href="/item/` + string(f.Arabic) + `"`,
	} {
		if !strings.Contains(en, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if ar := get(t, f.Pages, "/item/"+string(f.First)+"?lang=ar").Text; !strings.Contains(ar, "هذا مقارنةً بالآخر: معكوس") || !strings.Contains(ar, `action="/item/`+string(f.First)+`/likeness?lang=ar"`) {
		t.Error("the Arabic page says nothing of the mirror, or its form loses the language")
	}
	f.Judge.readOnly = true
	if page := get(t, f.Pages, "/item/"+string(f.First)).Text; strings.Contains(page, "<form class=\"decide\"") || !strings.Contains(page, "the archive cannot be written") {
		t.Error("there are forms where nothing can be entered")
	}
	about := f.About
	about.Likeness = nil
	pages := desk.New(about, log.New(f.Log, "", 0))
	if page := get(t, pages, "/item/"+string(f.First)).Text; strings.Contains(page, `id="alike"`) {
		t.Error("there is likeness where nobody looks for it")
	}
	if a := post(t, pages, "/item/"+string(f.First)+"/likeness", url.Values{"token": {"x"}}); a.StatusCode != 404 {
		t.Errorf("status %d", a.StatusCode)
	}
}

func TestFacets(t *testing.T) {
	f := newFixture(t)
	page := get(t, f.Pages, "/find?q=Hospital").Text
	if !strings.Contains(page, "<mark>Hospital</mark>") {
		t.Error("what was found is not marked")
	}
	follow := func(page, label string) string {
		t.Helper()
		m := regexp.MustCompile(`<a [^>]*href="(/find[^"]*)"[^>]*>(?:<bdi[^>]*>)?` + label).FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("there is no link %s", label)
		}
		a := get(t, f.Pages, html.UnescapeString(m[1]))
		if a.StatusCode != 200 {
			t.Fatalf("%s leads to status %d", label, a.StatusCode)
		}
		return a.Text
	}
	narrowed := follow(page, "Exhibits")
	if !strings.Contains(narrowed, `class="chosen"`) || !strings.Contains(narrowed, string(f.Arabic)) {
		t.Error("the choice is not shown, or what it leaves is not")
	}
	if widened := follow(narrowed, "Exhibits"); strings.Contains(widened, `class="chosen"`) {
		t.Error("a choice cannot be given up")
	}
	disagree := follow(page, "Show only things")
	if !strings.Contains(disagree, "Show also what agrees") {
		t.Error("it is not said that only what disagrees is shown")
	}
	if all := get(t, f.Pages, "/find?disagree=on").Text; !strings.Contains(all, string(f.First)) || !strings.Contains(all, "Captured, the file claims") {
		t.Error("what disagrees is not found, or it is not said in what")
	}
	if near := get(t, f.Pages, "/find?q=resembles:"+string(f.First)).Text; !strings.Contains(near, string(f.Arabic)) || strings.Contains(near, string(f.Deposit)) {
		t.Error("what resembles a number is not found, or something else is")
	}
	for _, query := range []string{"f=kind:x", "f=x", "f=" + url.QueryEscape(markup), "f=date:yesterday", "q=x&f=kind:a+kind:b", "after=zz&q=Hospital", "q=" + url.QueryEscape(markup+` "unbalanced`)} {
		if a := get(t, f.Pages, "/find?"+query); a.StatusCode != 200 {
			t.Errorf("%s: status %d", query, a.StatusCode)
		}
	}
	expanded := get(t, f.Pages, "/find?q=hospital").Text
	if !strings.Contains(expanded, "Also looked for") || !strings.Contains(expanded, "مستشفى") {
		t.Fatal("it is not said what else was looked for")
	}
	literal := follow(expanded, "Look only for what was typed")
	if strings.Contains(literal, "Also looked for") || !strings.Contains(literal, "Only what was typed was looked for.") {
		t.Error("the other language is not left out, or that is not said")
	}
	if widened := follow(literal, "Look in the other language"); strings.Contains(widened, "Only what was typed was looked for.") {
		t.Error("the other language cannot be had again")
	}
}
