package testimony

import (
	_ "embed" // the vocabulary is a file that people can read and add to
	"strings"
	"sync"

	"sijill.example/sijill/search"
)

//go:embed vocabulary.txt
var vocabularyText string

// vocabulary gives the meanings of words, by stem. Few words have two.
var vocabulary = sync.OnceValue(func() map[string][]int32 {
	out := map[string][]int32{}
	meaning := int32(0)
	for line := range strings.Lines(vocabularyText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		meaning++
		for w := range wordsOf(line) {
			for _, key := range meaningKeys(w.Folded) {
				if !containsID(out[key], meaning) {
					out[key] = append(out[key], meaning)
				}
			}
		}
	}
	return out
})

// meaningKeys gives what a folded word is looked up under: itself, and without
// what is written together with it.
func meaningKeys(folded string) []string {
	keys := []string{folded}
	if stem := stemOf(folded); isArabicWord(folded) {
		if stem != folded {
			keys = append(keys, stem)
		}
		if bare := search.Bare(folded); bare != "" && bare != stem {
			keys = append(keys, bare)
		}
		return keys
	}
	for _, ending := range []string{"ings", "ing", "ies", "es", "ed", "s"} {
		if rest, ok := strings.CutSuffix(folded, ending); ok && len(rest) >= 3 {
			return append(keys, rest)
		}
	}
	return keys
}

func isArabicWord(folded string) bool {
	for _, r := range folded {
		return r >= 0x600 && r <= 0x6ff
	}
	return false
}
