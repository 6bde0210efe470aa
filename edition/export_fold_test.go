package edition_test

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sijill.example/sijill/edition"
	"sijill.example/sijill/search"
)

// The script of a copy folds letters and cuts words as the program does that made
// its index: every letter of the scripts that the archive knows, and hard texts.
func TestScriptFoldsAsSearchDoes(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	to := filepath.Join(t.TempDir(), "site")
	if _, err := edition.Export(t.Context(), opened(t, town(t)), to, edition.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, block := range [][2]rune{{0x20, 0x24f}, {0x300, 0x3ff}, {0x400, 0x4ff}, {0x600, 0x6ff}, {0x750, 0x77f}, {0x8a0, 0x8ff}, {0x1e00, 0x1eff}, {0x2010, 0x209f}, {0xfb00, 0xfb06}, {0xfb50, 0xfdff}, {0xfe70, 0xfefc}, {0xff01, 0xffef}} {
		for r := block[0]; r <= block[1]; r++ {
			texts = append(texts, "x"+string(r)+"y", string(r))
		}
	}
	texts = append(texts, "كُنْتُ فِي الشَّارِعِ", "مداهـ.ـمات", "١٢٣ و ۴۵۶", "Éclair's naïve “CAFÉ”", "e\u0301a\u0323\u0302", "می\u200cخواهم", "ﷺ ﻻ ﺍﻟﺤﺮﺏ", "İstanbul ΣΊΣΥΦΟΣ straße", "a\U0001F1F8\U0001F1FEb", "")
	asked, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	const harness = `
const fs = require('fs'), dir = process.argv[1];
let head;
globalThis.window = globalThis;
globalThis.document = { currentScript: { src: 'file:///data/search.js' }, documentElement: { lang: 'en' },
  getElementById: () => ({ dataset: { words: '{}' }, querySelector: () => ({ elements: { q: {}, kind: {} } }) }) };
globalThis.location = { search: '' };
eval(fs.readFileSync(dir + '/data/search.js', 'utf8'));
globalThis.part = (name, value) => { head = value; };
(0, eval)(fs.readFileSync(dir + '/data/words.js', 'utf8'));
const texts = JSON.parse(fs.readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map((t) => window.sijillFold(head, t))));`
	c := exec.CommandContext(t.Context(), node, "-e", harness, to)
	c.Stdin = strings.NewReader(string(asked))
	var trouble strings.Builder
	c.Stderr = &trouble
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, trouble.String())
	}
	var got [][]string
	if err := json.Unmarshal(out, &got); err != nil || len(got) != len(texts) {
		t.Fatal(err, len(got))
	}
	for i, text := range texts {
		var want []string
		search.Words(text, func(w search.Word) bool {
			want = append(want, w.Folded)
			return true
		})
		if strings.Join(want, "|") != strings.Join(got[i], "|") {
			t.Errorf("%q (%+q): the script folds %q, the program %q", text, text, got[i], want)
		}
	}
}
