package edition

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf16"

	"sijill.example/sijill"
	"sijill.example/sijill/search"
)

// indexFile is about how large a file of the index is, in bytes: little enough for a
// slow line, and much enough that there are not too many.
const indexFile = 48 << 10

// entry says where a word stands: which document, and at which of its words.
type entry []int

// searchIndex makes the files in which a reader's browser looks for words:
//
//	data/search.js    the script
//	data/words.js     the first word of each file, how long each document's title and
//	                  text are, how letters are folded
//	data/words-K.js   words in order, with where they stand
func (s *site) searchIndex(ctx context.Context) (map[string][]byte, error) {
	numbers, err := s.shown(ctx)
	if err != nil {
		return nil, err
	}
	index := map[string][]entry{}
	type length [2]int // of a title and of all
	lengths := []length{}
	kinds := []string{}
	for i, n := range numbers {
		d, err := s.edition.Document(ctx, n)
		if err != nil {
			return nil, err
		}
		words := d.indexed()
		at := 0
		add := func(text string) {
			search.Words(text, func(w search.Word) bool {
				for _, key := range []string{w.Folded, search.Bare(w.Folded)} {
					if key == "" {
						continue
					}
					list := index[key]
					if len(list) == 0 || list[len(list)-1][0] != i {
						list = append(list, entry{i})
					}
					list[len(list)-1] = append(list[len(list)-1], at)
					index[key] = list
				}
				at++
				return true
			})
		}
		add(words.Title)
		l := length{at, 0}
		at++ // no run of words goes from the title into the text
		add(words.Body)
		l[1] = at
		lengths, kinds = append(lengths, l), append(kinds, d.Kind())
	}
	words := make([]string, 0, len(index))
	for w := range index {
		words = append(words, w)
	}
	slices.SortFunc(words, asScriptsDo)
	files := map[string][]byte{"data/search.js": mustReadScript("search.js")}
	firsts := []string{}
	var b bytes.Buffer
	flush := func() error {
		if b.Len() == 0 {
			return nil
		}
		name := fmt.Sprintf("words-%d", len(firsts)-1)
		b.WriteString("]")
		a, err := script(name, json.RawMessage(slices.Clone(b.Bytes())))
		files["data/"+name+".js"] = a.Body
		b.Reset()
		return err
	}
	for _, w := range words {
		if b.Len() == 0 {
			firsts = append(firsts, w)
			b.WriteString("[")
		} else {
			b.WriteString(",")
		}
		line, err := json.Marshal([]any{w, index[w]})
		if err != nil {
			return nil, err
		}
		b.Write(line)
		if b.Len() > indexFile {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	numbered := make([]string, len(numbers))
	for i, n := range numbers {
		numbered[i] = string(n)
	}
	a, err := script("words", map[string]any{"firsts": firsts, "lengths": lengths, "kinds": kinds, "perTexts": perTexts, "folds": folds()})
	files["data/words.js"] = a.Body
	return files, err
}

// asScriptsDo orders words as JavaScript compares them, by UTF-16.
func asScriptsDo(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// folds is what search.Fold makes of each letter of the Latin and Arabic blocks that it
// changes; for all others the script does what Fold does: decompose, leave out marks,
// write small.
func folds() map[string]string {
	out := map[string]string{}
	for _, block := range [][2]rune{{0x00, 0x24f}, {0x1e00, 0x1eff}, {0x600, 0x6ff}, {0x750, 0x77f}, {0x870, 0x8ff}, {0x200c, 0x200d}, {0x2100, 0x218f}, {0xfb00, 0xfb06}, {0xfb50, 0xfdff}, {0xfe70, 0xfefc}, {0xff00, 0xffef}} {
		for r := block[0]; r <= block[1]; r++ {
			if from := string(r); search.Fold(from) != from {
				out[from] = search.Fold(from)
			}
		}
	}
	return out
}

// findInCopy makes the search page of a copy, in which a script finds.
func (s *site) findInCopy(p *page, b *found) error {
	p.Script = dataDir + "search.js"
	var kinds []string
	for _, prefix := range sijill.Prefixes() {
		kinds = append(kinds, prefix.Name)
	}
	words, err := json.Marshal(map[string]any{"filters": search.FilterNames(), "kindFilters": search.FilterNames()[:2], "kinds": kinds, "unread": p.T("search.unread"), "colon": p.T("colon"), "none": p.T("search.none"), "count": p.T("search.count"), "more": p.T("more"), "failed": p.T("check.failed")})
	b.Words = string(words)
	p.Body = *b
	return err
}
