package edition

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"sijill.example/sijill"
)

// Every phrase is there in every language, in the letters of that language, and every
// phrase that a page asks for is there.
func TestWords(t *testing.T) {
	all := words()
	same := map[string]bool{"self.ar": true, "self.en": true, "self.fr": true, "comma": true, "colon": true, "semicolon": true}
	for key, w := range all {
		if w.En == "" || w.Ar == "" || w.Fr == "" {
			t.Errorf("%s is not there in every language: %+v", key, w)
		}
		if !same[key] && !strings.ContainsFunc(w.Ar, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
			t.Errorf("%s is not Arabic: %q", key, w.Ar)
		}
	}
	asked := regexp.MustCompile(`\bT \(?"([a-z0-9. -]+)"|\.T\("([a-z0-9. -]+)"\)`)
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	templates, err := filepath.Glob("templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range append(sources, templates...) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(b), -1) {
			n++
			if key := m[1] + m[2]; all[key] == (phrase{}) {
				t.Errorf("%s asks for %q", name, key)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d phrases are asked for", n)
	}
	for _, l := range lists {
		for _, key := range []string{"kind." + l.kind, "one." + l.kind, "about." + l.kind} {
			if all[key] == (phrase{}) {
				t.Errorf("no phrase %q", key)
			}
		}
	}
	for _, p := range sijill.Prefixes() {
		if all["one."+p.Name] == (phrase{}) {
			t.Errorf("no word for %s", p.Name)
		}
	}
	for _, rel := range append(relations, "other") {
		if all["rel."+rel] == (phrase{}) {
			t.Errorf("no word for %s", rel)
		}
	}
}
