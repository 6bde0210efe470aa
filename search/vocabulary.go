package search

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed vocabulary.txt
var vocabularyText string

// Vocabulary is words of the field in English and Arabic.
type Vocabulary struct {
	concepts [][]string       // all names of each
	byKey    map[string][]int // concepts, by folded words and by stems
	proper   map[string]bool  // Arabic words, folded, that are proper names
}

// NewVocabulary reads the vocabulary that comes with the program.
func NewVocabulary() *Vocabulary {
	v := &Vocabulary{byKey: map[string][]int{}, proper: map[string]bool{}}
	a := NewAnalyser()
	for line := range strings.Lines(vocabularyText) {
		if line, _, _ = strings.Cut(line, "#"); strings.TrimSpace(line) == "" {
			continue
		}
		var names []string
		for side := range strings.SplitSeq(line, "=") {
			for name := range strings.SplitSeq(side, ",") {
				names = append(names, strings.TrimSpace(name))
			}
		}
		i := len(v.concepts)
		v.concepts = append(v.concepts, names)
		isProper := names[0][0] >= 'A' && names[0][0] <= 'Z'
		for _, name := range names {
			exact, stem := keysOf(a, name)
			keys := []string{exact, stemmed + stem}
			if isProper && isName(exact) { // names have no plural: what stems like one is another word
				keys = keys[:1]
				v.proper[exact] = true
			}
			for _, key := range keys {
				if !slices.Contains(v.byKey[key], i) {
					v.byKey[key] = append(v.byKey[key], i)
				}
			}
		}
	}
	return v
}

// isName says that a word, in a concept with a proper name, is the name, and not an
// adjective of it (سوري), which has a plural.
func isName(word string) bool {
	return isArabic(word) && !strings.Contains(word, " ") && !strings.HasSuffix(word, "ي") && !strings.HasSuffix(word, "يه")
}

// IsProper says that a folded word is a proper name in the vocabulary.
func (v *Vocabulary) IsProper(word string) bool {
	return v.proper[word] || v.proper[article+word]
}

const stemmed = "~"

// keysOf writes the words of a name as they are looked up, and their stems.
func keysOf(a *Analyser, name string) (exact, stem string) {
	var e, s []string
	a.Tokens(name, func(t Token) bool {
		if !t.Joined {
			e, s = append(e, t.Exact), append(s, t.Stem)
		}
		return true
	})
	return strings.Join(e, " "), strings.Join(s, " ")
}

// Others gives what the words are also called. The very words are sought first, then
// without the Arabic article, then their stems: مدن are cities, and not مدني.
func (v *Vocabulary) Others(words []string) []string {
	var bare, stems []string
	for _, w := range words {
		b := Bare(w)
		if b == "" {
			b = w
		}
		bare, stems = append(bare, b), append(stems, Stem(w))
	}
	for _, key := range []string{strings.Join(words, " "), strings.Join(bare, " "), stemmed + strings.Join(stems, " ")} {
		if found := v.byKey[key]; len(found) > 0 {
			var out []string
			for _, i := range found {
				out = append(out, v.concepts[i]...)
			}
			return out
		}
	}
	return nil
}

// All gives the names of each concept.
func (v *Vocabulary) All() [][]string { return v.concepts }

// NameKey writes a name of a place so that its spellings are alike: folded, without
// the Arabic article, which in Latin letters is al, el, or the sound it takes.
func NameKey(name string) string {
	var words []string
	NewAnalyser().Tokens(name, func(t Token) bool {
		if !t.Joined {
			words = append(words, t.Exact)
		}
		return true
	})
	return nameKey(words)
}

func nameKey(words []string) string {
	var out []string
	for i, w := range words {
		if i+1 < len(words) && isLatinArticle(w) {
			continue
		}
		if b := Bare(w); b != "" {
			w = b
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func isLatinArticle(w string) bool {
	switch w {
	case "al", "el", "ad", "ar", "as", "ash", "at", "an", "az", "ez", "es", "esh", "ed", "the":
		return true
	}
	return false
}
