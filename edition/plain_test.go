package edition_test

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sijill.example/sijill/edition"
)

const marked = "Nobody *disputes* it [[inc-2026-0001]]. [[inc-2026-0001]] [[exh-2026-0009]]\nIt was a **wooden** bridge[[inc-2026-0001]].\n\n## Two sides of one Sunday\n\n" +
	"- The first list line tells of a ferry \\* and a [lantern](https://elsewhere.example/secret), AT&amp;T.\n- Another.\n\n" +
	"> A quoted kettle\n\n<b>raw</b>\n\n    code *stays* saucepan\n\n![gone](https://elsewhere.example/x.png)\n\n1. `numbered` harbour"

// What a list, a search, a feed and the scripts show of a body is what a reader reads of
// it: no marks, no citations, no addresses.
func TestBodiesAreShownPlain(t *testing.T) {
	list := append(documents(), edition.Document{Number: "dsp-2026-0009", Titles: en("A bridge"), Lang: "en", Released: "2026-11-27", Body: en("# First\n\n" + marked)})
	h := pages(t, whole(t, list))
	snippet := regexp.MustCompile(`(?s)<p class="snippet"[^>]*>(.*?)</p>`)
	for query, want := range map[string]string{
		"disputes": "Nobody <mark>disputes</mark> it. It was a wooden bridge.",
		"sunday":   "Two sides of one <mark>Sunday</mark>\n\nThe first list line",
		"ferry":    "tells of a <mark>ferry</mark> * and a lantern, AT&amp;T.\n\nAnother.",
		"kettle":   "Another.\n\nA quoted <mark>kettle</mark>",
		"saucepan": "code *stays* <mark>saucepan</mark>",
		"harbour":  "numbered <mark>harbour</mark>",
	} {
		page := body(t, get(h, "/en/search?q="+query))
		m := snippet.FindStringSubmatch(page)
		if m == nil || !strings.Contains(m[1], want) {
			t.Errorf("%s: %q, want %q", query, m, want)
			continue
		}
		for _, raw := range []string{"[[", "]]", "##", "elsewhere", "- The", "<b>"} {
			if strings.Contains(m[1], raw) {
				t.Errorf("%s: %q is in %q", query, raw, m[1])
			}
		}
	}
	const opening = "Nobody disputes it. It was a wooden bridge."
	for _, address := range []string{"/en/dispatches", "/en/", "/en/feed.atom"} {
		page := html.UnescapeString(body(t, get(h, address)))
		if !strings.Contains(page, opening) || strings.Contains(page, "[[") {
			t.Errorf("%s: the opening is not plain", address)
		}
	}
	texts := body(t, get(h, "/data/texts-0.js"))
	texts = texts[strings.Index(texts, "[") : strings.LastIndex(texts, "]")+1]
	var all [][]struct{ Parts []string }
	if err := json.Unmarshal([]byte(texts), &all); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, d := range all {
		for _, x := range d {
			found = found || slices.Equal(x.Parts, []string{"First", opening, "Two sides of one Sunday", "The first list line tells of a ferry * and a lantern, AT&T.", "Another.", "A quoted kettle", "raw", "code *stays* saucepan", "numbered harbour"})
		}
	}
	if !found {
		t.Errorf("the texts for scripts are not plain: %.3000s", texts)
	}
}

// The words that the hint gives as examples are there to be understood, not to be found;
// it promises nothing that the search does not do.
func TestHintOfSearch(t *testing.T) {
	h := pages(t, whole(t, documents()))
	for lang, want := range map[string][]string{
		"en": {"&#34;water tank&#34;", "Capital letters and accents"},
		"ar": {"&#34;خزان ماء&#34;", "التعريف"},
		"fr": {"&#34;eau potable&#34;", "Majuscules et accents"},
	} {
		page := body(t, get(h, "/"+lang+"/search"))
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s: the hint does not say %q", lang, w)
			}
		}
	}
	// What it says of letters is so.
	for query, number := range map[string]string{"STRÉET": "inc-2026-0001", "الحي": "plc-2026-0001", "حى": "plc-2026-0001", "معلمه": "tes-2026-0001", "شارِع": "inc-2026-0001"} {
		if page := body(t, get(h, "/ar/search?q="+url.QueryEscape(query))); !strings.Contains(page, `<h3><a href="`+number) && !strings.Contains(page, `<h3><a href="/ar/`+number) {
			t.Errorf("%s does not find %s", query, number)
		}
	}
}

// A date begins the sentence that it is.
func TestCitationBeginsInCapitals(t *testing.T) {
	list := append(documents(), edition.Document{Number: "exh-2026-0020", Titles: en("A bridge"), Released: "2026-11-27", Dates: []edition.Dated{{What: "captured", EDTF: "2016-11-18/.."}}})
	h := pages(t, whole(t, list))
	for lang, want := range map[string]string{"en": "A bridge. From 18 November 2016", "fr": "A bridge. À partir du 18 novembre 2016"} {
		page := html.UnescapeString(body(t, get(h, "/"+lang+"/exh-2026-0020")))
		_, cited, _ := strings.Cut(page, `class="citation"`)
		if cited, _, _ = strings.Cut(cited, "</p>"); !strings.Contains(cited, want) {
			t.Errorf("%s: %s", lang, cited)
		}
	}
}

// Links that lead to different things are called differently.
func TestNamesTellApart(t *testing.T) {
	list := documents()
	for i := range list {
		if d := &list[i]; d.Number == "tes-2026-0001" {
			d.Downloads = append(d.Downloads, edition.Download{Object: "tes-2026-0001/entered.json", Type: "application/json", What: "entry"})
			d.Related = append(d.Related, edition.Related{Rel: "translation", Ref: ref("trn-2026-0001", nil)})
		}
	}
	h := pages(t, whole(t, list))
	for lang, want := range map[string][]string{
		"en": {"which proves the passages that are shown", "which proves that it was entered", "Translation into English of \u2068What a teacher saw\u2069"},
		"ar": {"ويثبت المواضع المعروضة", "ويثبت أنه قُيّد", "ترجمة إلى الإنجليزية: \u2068ما رأته معلمة\u2069"},
		"fr": {"qui prouve les passages montrés", "qui prouve qu’il y figure", "Traduction en anglais : \u2068"},
	} {
		page := html.UnescapeString(body(t, get(h, "/"+lang+"/tes-2026-0001")))
		for _, w := range want {
			if strings.Count(page, w) != 1 {
				t.Errorf("%s: %q is there %d times", lang, w, strings.Count(page, w))
			}
		}
	}
}
