package edition_test

import (
	"strings"
	"testing"

	"sijill.example/sijill/edition"
)

// into cuts from a page the translations of what is quoted.
func into(page string) []string {
	var out []string
	for _, part := range strings.Split(page, `<div class="into">`)[1:] {
		part, _, _ = strings.Cut(part, "</div>")
		out = append(out, part)
	}
	return out
}

// Below the quoted words stands their translation, which says what it is.
func TestQuotedWordsAreTranslated(t *testing.T) {
	h := pages(t, whole(t, documents()))
	for lang, want := range map[string][]string{
		"en": {"Translation (English): <bdi>Translator One</bdi>", `<blockquote dir="ltr" lang="en"><p>I saw three wounded people in front of the door.</p>`, "The original was changed after this was translated."},
		"fr": {"Faite par une machine", "Brouillon", `lang="fr"><p>J’étais dans la rue à midi. J’ai vu trois blessés.</p>`, "L’original a changé"},
	} {
		for _, n := range []string{"inc-2026-0001", "clm-2026-0001"} {
			found := into(body(t, get(h, "/"+lang+"/"+n)))
			if len(found) != 1 {
				t.Errorf("/%s/%s: %d translations", lang, n, len(found))
				continue
			}
			for _, w := range want {
				if !strings.Contains(found[0], w) {
					t.Errorf("/%s/%s lacks %q in %s", lang, n, w, found[0])
				}
			}
		}
	}
	if found := into(body(t, get(h, "/ar/inc-2026-0001"))); len(found) != 0 {
		t.Errorf("Arabic readers are shown what is Arabic: %v", found)
	}
}

// What is withheld, what is lost, and what was only said in a third language is not
// shown as a translation.
func TestNoTranslationOfWhatIsWithheld(t *testing.T) {
	change := map[string]func(d *edition.Document){
		"the original":    func(d *edition.Document) { d.Segments[1] = edition.Segment{ID: "s2", Withheld: true} },
		"the translation": func(d *edition.Document) { d.Translations[0].Segments[1].Withheld = true },
		"the words": func(d *edition.Document) {
			d.Segments[1].Text, d.Segments[1].Shortened = "رأيت "+edition.WithheldMark+" أمام الباب.", true
		},
		"another language": func(d *edition.Document) { d.Translations[0].Lang = "de" },
	}
	for what, spoil := range change {
		list := documents()
		for i := range list {
			if list[i].Number == "tes-2026-0001" {
				spoil(&list[i])
			}
		}
		page := body(t, get(pages(t, whole(t, list)), "/en/inc-2026-0001"))
		if found := into(page); len(found) != 0 {
			t.Errorf("%s: %v", what, found)
		}
		if strings.Contains(page, "in front of the door") {
			t.Errorf("%s: what is withheld stands on the page", what)
		}
	}
}
