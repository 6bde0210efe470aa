package desk_test

import (
	"context"
	"fmt"
	"html"
	"log"
	"path/filepath"
	"strings"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/desk"
)

// meaningOf is desk.Meaning over an archive that is open.
type meaningOf struct{ *archive.Archive }

func (m meaningOf) Release(ctx context.Context, n sijill.Number) (desk.Release, error) {
	s, err := m.StandingOf(ctx, n)
	if err != nil {
		return desk.Release{}, err
	}
	return releaseOf(s), nil
}

func (m meaningOf) Published(ctx context.Context, n sijill.Number) (access.Published, []desk.Release, error) {
	p, standings, err := m.PublishedAt(ctx, n, m.Register.Now())
	var out []desk.Release
	for _, s := range standings {
		out = append(out, releaseOf(s))
	}
	return p, out, err
}

func releaseOf(s archive.Standing) desk.Release {
	return desk.Release{Number: s.Number, Of: s.Of, Public: s.Public, Recalled: s.Recalled, Waits: s.Waits, Because: s.Because, Second: s.Second, By: s.By, ApprovedBy: s.ApprovedBy, Decision: s.Decision}
}

// prefixOf gives the prefix of a kind of thing.
func prefixOf(kind string) sijill.Prefix {
	for _, p := range sijill.Prefixes() {
		if p.Name == kind {
			return p.Prefix
		}
	}
	return ""
}

// told is the number of the thing of a kind whose every text is markup. In the first
// round what names another thing, a date or a word is as it should be; in the second
// that is markup, too.
func told(kind string, round int) sijill.Number {
	return sijill.NewNumber(prefixOf(kind), 2016, 100+round)
}

// hostileFields fills every field of a schema, in every language.
func hostileFields(schema []sijill.FieldSchema, round int, exhibit sijill.Number) map[string]any {
	out := map[string]any{}
	for _, f := range schema {
		for _, name := range f.Names() {
			var v any = markup + "\u202e"
			switch {
			case f.Type == sijill.RecordType:
				v = hostileFields(f.Fields, round, exhibit)
			case f.Type == sijill.YesNoType:
				v = true
			case round > 0:
			case f.Name == sijill.SegmentOf || f.Name == sijill.SegmentID:
				v = "s1"
			case f.Type == sijill.RefType && len(f.To) > 0 && f.To[0] == "exhibit":
				v = string(exhibit)
			case f.Type == sijill.RefType && len(f.To) > 0:
				v = string(told(f.To[0], 0))
			case f.Type == sijill.RefType:
				v = string(told("source", 0))
			case f.Type == sijill.DateType:
				v = "2016-11-18"
			case f.Type == sijill.NumberType || f.Type == sijill.WholeType:
				v = 3
			case f.Type == sijill.WordType && f.Scheme != "":
				v = sijill.Scheme(f.Scheme)[0].Word
			case f.Type == sijill.WordType:
				v = f.Words[0]
			case f.Type == sijill.ProseType:
				v = markup + "\n\n<script>alert(1)</script>\n\n# [x](javascript:alert(1)) ![x](https://else.example/x.png) <https://else.example> [[" + string(told("claim", 0)) + "]] [[" + markup + "]]\n\n\u202e\n"
			}
			if f.List {
				v = []any{v, v}
			}
			out[name] = v
		}
	}
	return out
}

// fillMeaning enters a thing of every kind of which documents speak, twice.
func (f *fixture) fillMeaning(t testing.TB) {
	t.Helper()
	var drafts []sijill.Draft
	for round := range 2 {
		for _, s := range sijill.Schemas() {
			d := sijill.Draft{Kind: sijill.RecordedAs(s.Kind), Agent: markup, Subject: told(s.Kind, round)}
			for name, v := range hostileFields(s.Fields, round, f.First) {
				d.Fields = append(d.Fields, sijill.Field{Name: name, Value: v})
			}
			drafts, f.Told = append(drafts, d), append(f.Told, d.Subject)
		}
	}
	if _, err := f.Register.Append(context.Background(), drafts...); err != nil {
		t.Fatal(err)
	}
	f.catchUp(t)
}

func draft(kind string, number string, pairs ...any) sijill.Draft {
	d := sijill.Draft{Kind: sijill.RecordedAs(kind), Agent: "archivist", Subject: sijill.Number(number)}
	for i := 0; i+1 < len(pairs); i += 2 {
		d.Fields = append(d.Fields, sijill.Field{Name: fmt.Sprint(pairs[i]), Value: pairs[i+1]})
	}
	return d
}

type fields = map[string]any

func segmentsOf(texts ...string) []any {
	var out []any
	for i, s := range texts {
		out = append(out, fields{"id": fmt.Sprintf("s%d", i+1), "text": s, "from": fmt.Sprintf("00:00:0%d", i), "to": fmt.Sprintf("00:00:0%d", i+1)})
	}
	return out
}

// newTold is an archive of what people told of one incident.
func newTold(t testing.TB) *fixture {
	t.Helper()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "archive")
	if err := archive.Create(ctx, dir, archive.Founding{Name: "Archive", Origin: "archive.example/2016", Agent: "a", Clock: clock}); err != nil {
		t.Fatal(err)
	}
	open, err := archive.Open(ctx, dir, archive.Options{Write: true, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := open.Close(); err != nil {
			t.Error(err)
		}
	})
	const first = "رأيت ثلاثة قتلى"
	list := func(v ...any) []any { return v }
	if _, err := open.Register.Append(ctx,
		draft("source", "src-2016-0001", "name", "Witness A", "name_ar", "الشاهد أ", "basis", "eyewitness", "affiliation", list("src-2016-0002"), "languages", list("ar", "fr"),
			"films", list(fields{"title": "Nine days", "date": "2016-05", "role": "director"}), "awards", list(fields{"title": "Best film"}), "terms", "Free to use if not altered.", "key", "witness-a"),
		draft("source", "src-2016-0002", "name", "Office Z", "group", true),
		draft("source", "src-2016-0003", "name", "Outlet D", "basis", "official"),
		draft("source", "src-2016-0004", "name", "Page C", "basis", "aggregator", "relays", list("src-2016-0001")),
		draft("testimony", "tes-2016-0001", "title", "First account", "source", "src-2016-0001", "lang", "ar", "recorded_at", "2016-11-19", "notices", list("distress"), "segments", segmentsOf("كنت هناك الساعة 14", first, "ثم عاد الطيران")),
		draft("testimony", "tes-2016-0002", "title", "Second account", "source", "src-2016-0001", "lang", "ar", "recorded_at", "2016-11-25", "earlier", "tes-2016-0001", "segments", segmentsOf("كنت هناك الساعة 15", "لم أر الطائرة")),
		draft("translation", "trn-2016-0001", "of", "tes-2016-0001", "lang", "en", "translator", "Translator B", "state", "draft", "segments", list(
			fields{"of": list("s1"), "text": "I was there at 14", "made_of": sijill.MadeOf("كنت هناك الساعة 14").String()},
			fields{"of": list("s2"), "text": "I saw three dead", "made_of": sijill.MadeOf(first).String()})),
		draft("statement", "stm-2016-0001", "title", "Outlet D denies it", "lang", "ar", "published_at", "2016-11-20", "signatories", list(fields{"name": "Outlet D", "source": "src-2016-0003", "note": "Damascus"}), "segments", segmentsOf("لم تحدث أي غارة")),
		draft("dispatch", "dsp-2016-0001", "title", "Page C repeats it", "source", "src-2016-0004", "lang", "en", "body", "Some say *three* were killed ([[tes-2016-0001]])."),
		draft("place", "plc-2016-0001", "name", "Aleppo", "name_ar", "حلب", "latitude", 36.2, "longitude", 37.1),
		draft("incident", "inc-2016-0001", "title_en", "Airstrike on a hospital", "title_ar", "غارة على مستشفى", "occurred_at", "2016-11-18", "place", "plc-2016-0001", "latitude", 36.19, "longitude", 37.12, "summary_ar", "يقال إن شخصين قُتلا",
			"acts", list(fields{"act": "attack-on-health-care", "by": "unknown aircraft", "victims_at_least": 2}),
			"bearings", list(fields{"of": "tes-2016-0001", "how": "supports", "selector": fields{"segment": "s3", "quote": "عاد الطيران"}})),
		draft("claim", "clm-2016-0001", "title", "Two were killed at least", "title_ar", "قُتل شخصان على الأقل", "about", "inc-2016-0001", "type", "count", "unit", "killed", "at_least", 2, "bearings", list(
			fields{"of": "tes-2016-0001", "how": "supports", "says": fields{"exactly": 3}, "selector": fields{"segment": "s2", "quote": "ثلاثة قتلى", "lang": "ar"}},
			fields{"of": "dsp-2016-0001", "how": "supports", "says": fields{"exactly": 3}},
			fields{"of": "stm-2016-0001", "how": "contradicts", "says": fields{"exactly": 0}, "selector": fields{"quote": "لم تحدث أي غارة"}},
			fields{"of": "tes-2016-0002", "how": "contradicts", "says": fields{"exactly": 4}, "selector": fields{"segment": "s1", "quote": "خمسة"}},
			fields{"of": "trn-2016-0001", "how": "contextualises", "selector": fields{"quote": "I was there"}})),
		draft("assessment", "asm-2016-0001", "of", "src-2016-0001", "reliability", "B", "credibility", "6", "technical_analysis", fields{"not_done_because": "There is no recording."}, "source_analysis", fields{"done": "Known since 2014."}),
		draft("consent", "cns-2016-0001", "source", "src-2016-0001", "scope", list("archive", "court", "publish_anonymous"), "attribution", "pseudonym", "given_at", "2016-11-20", "expires_at", "2017-01-15"),
		draft("consent", "cns-2016-0002", "source", "src-2016-0002", "scope", list("archive"), "given_at", "2015-01-01", "expires_at", "2016-01-01"),
		draft("consent", "cns-2016-0003", "source", "src-2016-0003", "scope", list("archive"), "given_at", "2015-01-01", "withdrawn_at", "2016-06-01"),
		draft("restriction", "rst-2016-0001", "covers", list("tes-2016-0002"), "embargo_until", "2030-01-01", "level", "staff", "hold", true, "because", "Relatives are in reach."),
		draft("restriction", "rst-2016-0002", "covers", list("tes-2016-0001"), "level", "sealed", "lifted_at", "2015-01-01"),
		draft("restriction", "rst-2016-0003", "covers", list("stm-2016-0001"), "lifted_at", "2015-01-01", "notices", list("graphic")),
		draft("work", "wrk-2016-0001", "title", "From a window", "maker", "src-2016-0001", "items", list("tes-2016-0001"), "terms", "https://creativecommons.org/licenses/by/4.0/"),
		draft("release", "rel-2016-0001", "of", "inc-2016-0001", "form", "record"),
		draft("release", "rel-2016-0002", "of", "tes-2016-0002", "form", "record"),
		draft("release", "rel-2016-0003", "of", "clm-2016-0001", "form", "record", "recalled_at", "2016-12-01"),
		sijill.Draft{Kind: sijill.DescriptionMade, Agent: "a", Subject: "tes-2016-0001", Fields: []sijill.Field{{Name: "segments", Value: segmentsOf("كنت هناك الساعة 14", first+" عند الباب", "ثم عاد الطيران")}}},
	); err != nil {
		t.Fatal(err)
	}
	f := &fixture{Archive: open, Log: &lines{}}
	f.catchUp(t)
	f.About = desk.Archive{Name: open.Name, Origin: open.Origin, Catalog: open.Catalog, Register: open.Register, Published: open.Published, Verifier: open.Keys.Verifier, VerifierKey: open.Keys.VerifierKey, Meaning: meaningOf{open}}
	f.Pages = desk.New(f.About, log.New(f.Log, "", 0))
	return f
}

func TestMeaningIsTold(t *testing.T) {
	f := newTold(t)
	for _, c := range []struct {
		path  string
		wants []string
	}{
		{"src-2016-0001", []string{"eyewitness", "شاهد عيان", "Office Z", "Nine days", "May 2016", "director", "Best film", "Free to use if not altered.", "First account", "From a window",
			"in force, and ends within 90 days", "سارية وتنتهي خلال 90 يوماً", "usually reliable", "لا يمكن الحكم على صحته", "There is no recording.", "Known since 2014.",
			"Witness A has not given the consent newsletter.", "لا توجد موافقة «النشرة البريدية» من الشاهد أ."}},
		{"tes-2016-0001", []string{"distressing content", "محتوى مؤلم", `<details class="veil">`, `id="s-s2"`, "00:00:01–00:00:02", "draft, not reviewed", "مسودة لم تُراجَع", "Translator B",
			"stale: the original has another wording now", "متقادم", "The original was", "not translated", "لم يُترجم", "told differently", "رُوي بصورة أخرى", "only in the later account",
			`dir="rtl" lang="ar">كنت هناك الساعة 14`, `dir="ltr" lang="en">I was there at 14`, "Numbers only here: <bdi dir=\"ltr\">14</bdi>", "Nothing of it is in force."}},
		{"trn-2016-0001", []string{"First account", "I saw three dead", "متقادم"}},
		{"stm-2016-0001", []string{"Signatories", "الموقعون", "Damascus"}},
		{"dsp-2016-0001", []string{"<em>three</em>", `<a class="ref" href="/item/tes-2016-0001`, `dir="ltr">Some say`}},
		{"inc-2016-0001", []string{"attack on health care", "هجوم على منشأة طبية", "unknown aircraft", "About the incident itself", "Nobody says: when", "لا يقول أحد: متى", "For it", "Against it", "ما يناقضه", "Timeline", "18 November 2016",
			`class="chart"`, "Outlet D", "#s-s2", "The passage is lost", "المقطع مفقود",
			"rel-2016-0001 releases it as record.", "يقضي القرار rel-2016-0001 بنشرها"}},
		{"clm-2016-0001", []string{"Two were killed at least", "at least 2 killed", "How the voices are counted", "كيف عُدّت الأصوات", "Passed on", "منقول", "It was entered as contradiction, and its own value agrees.", "The word of one source is on both sides, at first hand or passed on.", "#t-trn-2016-0001-1", "Context",
			"Its release rel-2016-0003 was recalled.", "سُحب قرار نشرها rel-2016-0003."}},
		{"cns-2016-0002", []string{"expired", "انتهت مدتها", "keeping it", "everything of this source"}},
		{"rst-2016-0001", []string{"embargo until: 1 January 2030", "حظر نشر حتى: 1 كانون الثاني/يناير 2030", "hold: must not be erased", "Relatives are in reach."}},
		{"rst-2016-0003", []string{"warning: graphic", "تنبيه: مشاهد قاسية"}}, // a notice outlives what is lifted
		{"asm-2016-0001", []string{"B</strong> usually reliable", "Not done, because", "nothing is said"}},
		{"wrk-2016-0001", []string{`aria-hidden="true">Testimony</span>`, "https://creativecommons.org/licenses/by/4.0/", "First account"}},
		{"rel-2016-0001", []string{"It is public.", "منشور."}},
		{"rel-2016-0002", []string{"It does not enter the edition.", "لا يدخل الطبعة.", "An embargo binds it until"}},
		{"plc-2016-0001", []string{"Airstrike on a hospital"}},
	} {
		both := ""
		for _, lang := range []string{"en", "ar"} {
			a := get(t, f.Pages, "/item/"+c.path+"?lang="+lang)
			if a.StatusCode != 200 {
				t.Errorf("%s: status %d", c.path, a.StatusCode)
			}
			both += html.UnescapeString(a.Text)
		}
		for _, want := range c.wants {
			if !strings.Contains(both, want) {
				t.Errorf("%s does not say %q", c.path, want)
			}
		}
	}
	if text := f.Log.String(); text != "" {
		t.Errorf("trouble was logged: %s", text)
	}
}

// What speaks against a claim stands in the default view of the incident and of the
// claim, in the same form as what speaks for it, and nothing folds it away.
func TestBothSidesAreShown(t *testing.T) {
	f := newTold(t)
	for _, path := range []string{"/item/inc-2016-0001", "/item/clm-2016-0001"} {
		for lang, words := range map[string][2]string{"en": {"Disputed: ", "For it"}, "ar": {"موضع خلاف: ", "ما يؤيده"}} {
			text := get(t, f.Pages, path+"?lang="+lang).Text
			start := strings.Index(text, "is-disputed")
			if start < 0 || !strings.Contains(text[start:], words[0]) || !strings.Contains(text[start:], words[1]) {
				t.Fatalf("%s in %s does not show the dispute", path, lang)
			}
			claim, _, _ := strings.Cut(text[start:], "</article>")
			if strings.Contains(claim, "<details") {
				t.Errorf("%s in %s folds away a part of the claim", path, lang)
			}
			pro, contra := strings.Index(claim, `class="sideof for"`), strings.Index(claim, `class="sideof against"`)
			if pro < 0 || contra < pro || strings.Count(claim[pro:contra], `class="bearing`)-1 != 2 {
				t.Errorf("%s in %s shows %d of 2 bearings for it", path, lang, strings.Count(claim[pro:contra], `class="bearing`)-1)
			}
			if !strings.Contains(claim[contra:], "لم تحدث أي غارة") || !strings.Contains(claim[contra:], `class="bearing lost"`) {
				t.Errorf("%s in %s lacks what speaks against it", path, lang)
			}
		}
	}
}

func TestConsentsOfEverything(t *testing.T) {
	f := newTold(t)
	a := get(t, f.Pages, "/consents?lang=en")
	checkHeaders(t, "/consents", a)
	order := []string{"Without any consent", "src-2016-0004", "End within 90 days", "cns-2016-0001", "Expired", "cns-2016-0002", "Withdrawn", "cns-2016-0003", "in force</h2>", "rst-2016-0001"}
	at := 0
	for _, want := range order {
		i := strings.Index(a.Text[at:], want)
		if i < 0 {
			t.Fatalf("%q is not there, or not in its place", want)
		}
		at += i
	}
	if strings.Contains(a.Text, "rst-2016-0002") {
		t.Error("a restriction that was lifted is said to be in force")
	}
	if ar := get(t, f.Pages, "/consents?lang=ar").Text; !strings.Contains(ar, "بلا أي موافقة") || !strings.Contains(ar, "حظر نشر حتى") {
		t.Error("the page is not in Arabic")
	}
	if !strings.Contains(get(t, f.Pages, "/").Text, `href="/consents"`) {
		t.Error("no link leads to the page")
	}
}

// What needs a warning is covered on its own page and blurred in lists.
func TestNoticesCover(t *testing.T) {
	f := newFixture(t)
	picture := `<img src="/copy/` + string(f.First) + "/"
	text := get(t, f.Pages, "/item/"+string(f.First)).Text
	look, _, _ := strings.Cut(text[strings.Index(text, `class="look"`):], "</section>")
	veil := strings.Index(look, `<details class="veil"><summary>`)
	if at := strings.Index(look, picture); veil < 0 || at < veil || strings.LastIndex(look, picture) > strings.LastIndex(look, "</details>") {
		t.Errorf("the picture is not covered: veil at %d, picture at %d", veil, at)
	}
	if strings.Contains(text, "<details open") {
		t.Error("what is covered is open")
	}
	list := get(t, f.Pages, "/?kind=exhibit").Text
	if !strings.Contains(list, `<span class="thumb veiled">`+picture) || strings.Contains(list, `<span class="thumb">`+picture) {
		t.Error("the picture is not blurred in the list")
	}
	if found := get(t, f.Pages, "/find?q=kind:exhibit").Text; !strings.Contains(found, `<a class="thumb veiled" href="/item/`+string(f.First)) {
		t.Error("the picture is not blurred where it was found")
	}
}
