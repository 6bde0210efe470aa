package edition_test

import (
	"fmt"
	"strings"
	"testing"

	"sijill.example/sijill"
	"sijill.example/sijill/edition"
)

// articles are one in three languages, and another that nobody translated.
func articles() []edition.Document {
	titles := map[sijill.Number][]edition.Text{"dsp-2026-0001": {{Lang: "ar", Text: "ما حدث"}}, "dsp-2026-0002": en("What happened"), "dsp-2026-0003": {{Lang: "fr", Text: "Ce qui se passa"}}}
	langs := map[sijill.Number]string{"dsp-2026-0001": "ar", "dsp-2026-0002": "en", "dsp-2026-0003": "fr"}
	var out []edition.Document
	for _, n := range []sijill.Number{"dsp-2026-0001", "dsp-2026-0002", "dsp-2026-0003"} {
		d := edition.Document{Number: n, Titles: titles[n], Lang: langs[n], Body: []edition.Text{{Lang: langs[n], Text: titles[n][0].Text + "."}}, Released: "2026-11-25"}
		if n != "dsp-2026-0002" {
			d.Original = refTo("dsp-2026-0002", titles["dsp-2026-0002"])
		}
		for other := range titles {
			if other != n {
				d.Related = append(d.Related, edition.Related{Rel: "translation", Ref: ref(other, titles[other])})
			}
		}
		out = append(out, d)
	}
	return append(out, edition.Document{Number: "dsp-2026-0004", Titles: en("Later"), Lang: "en", Released: "2026-11-26"})
}

// The switch of languages leads to what says the same in that language.
func TestVersionsLeadToEachOther(t *testing.T) {
	h := pages(t, whole(t, articles()))
	in := map[string]string{"ar": "dsp-2026-0001", "en": "dsp-2026-0002", "fr": "dsp-2026-0003"}
	for _, n := range in {
		for _, at := range everyLanguage {
			page := body(t, get(h, "/"+at+"/"+n))
			for lang, other := range in {
				if want := fmt.Sprintf(`<link rel="alternate" hreflang="%s" href="%s/%s/%s">`, lang, testBase, lang, other); !strings.Contains(page, want) {
					t.Errorf("/%s/%s has no %s", at, n, want)
				}
				want := fmt.Sprintf(`<a href="/%s/%s" hreflang="%s" lang="%s" dir=`, lang, other, lang, lang)
				times := 2 // in the switch, and above the article
				if other == n {
					times = 1
				}
				if is := strings.Count(page, want); is != times {
					t.Errorf("/%s/%s leads %d times to /%s/%s", at, n, is, lang, other)
				}
			}
		}
	}
	// What has no version in a language stays as it is.
	if page := body(t, get(h, "/en/dsp-2026-0004")); !strings.Contains(page, `<a href="/ar/dsp-2026-0004" hreflang="ar"`) || strings.Contains(page, "Also in") {
		t.Error("an article that nobody translated has versions")
	}
}

// Lists show one version of each article.
func TestListsShowOneVersion(t *testing.T) {
	h := pages(t, whole(t, articles()))
	in := map[string]string{"ar": "dsp-2026-0001", "en": "dsp-2026-0002", "fr": "dsp-2026-0003"}
	for at, own := range in {
		for _, name := range []string{"dispatches", ""} {
			page := body(t, get(h, "/"+at+"/"+name))
			for _, n := range []string{"dsp-2026-0001", "dsp-2026-0002", "dsp-2026-0003", "dsp-2026-0004"} {
				want := n == own || n == "dsp-2026-0004"
				if is := strings.Contains(page, `<a href="/`+at+"/"+n+`">`); is != want {
					t.Errorf("/%s/%s: %s is listed: %v", at, name, n, is)
				}
			}
			if name == "" && at != "en" && strings.Index(page, own) > strings.Index(page, "dsp-2026-0004") {
				t.Errorf("/%s/ does not lead with what is in its language", at)
			}
			two := map[string]string{"ar": "تقريران", "en": `<span class="n">2</span> Dispatches`, "fr": `<span class="n">2</span> `}
			if name == "" && !strings.Contains(page, two[at]) {
				t.Errorf("/%s/ counts versions", at)
			}
		}
	}
	// Without a version in the language, the original stands for all.
	h = pages(t, whole(t, articles()[:2]))
	if page := body(t, get(h, "/fr/dispatches")); !strings.Contains(page, "dsp-2026-0002") || strings.Contains(page, "dsp-2026-0001") {
		t.Error("the original is not shown alone")
	}
}
