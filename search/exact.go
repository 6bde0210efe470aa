package search

import (
	"slices"
	"strings"
)

// attached are what may be written together with an Arabic word before it.
var attached = [...]string{"", "ال", "و", "ف", "ب", "ل", "ك", "لل", "وال", "فال", "بال", "كال", "ولل", "وب", "ول"}

// plurals are endings that a proper name does not have.
var plurals = [...]string{"ان", "ات", "ون", "ين", "تان", "تين", "وا"}

// nisba are the endings of what comes from a place: حلبي, حلبية.
var nisba = [...]string{"", "ي", "يه", "يين", "يون", "يات"}

// KeepNames takes Arabic words of a query that are names, and whose stem is another
// name, as they stand: حلبان is a village, and no two Aleppos; الأنصاري is a quarter,
// and none of الأنصار. They are then found with an article or a particle before them,
// and in no other form; proper names of the vocabulary also in the words for what comes
// from there, so that حلب is not حلبان. isName says that a folded word, without the article, is a
// name of a place; v knows the proper names and the words of the field, which keep
// their forms.
func KeepNames(q Query, v *Vocabulary, isName func(word string) (bool, error)) (Query, error) {
	clauses := slices.Clone(q.Clauses)
	for i, c := range clauses {
		var any []Term
		for _, t := range c.Any {
			endings := nisba[:]
			if !isTown(t, v) {
				endings = nisba[:1]
				keep, err := isKept(t, v, isName)
				if err != nil {
					return q, err
				}
				if !keep {
					any = append(any, t)
					continue
				}
			}
			word := t.Words[0]
			if b := Bare(word); b != "" {
				word = b
			}
			for _, before := range attached {
				for _, after := range endings {
					form := t
					form.Words, form.Quoted = []string{before + word + after}, true
					any = append(any, form)
				}
			}
		}
		clauses[i].Any = any
	}
	q.Clauses = clauses
	return q, nil
}

// isTown says that a term is a proper name of the vocabulary from which the stemmer
// takes nothing.
func isTown(t Term, v *Vocabulary) bool {
	if t.Quoted || t.Prefix || t.Apart || len(t.Words) != 1 || !isArabic(t.Words[0]) {
		return false
	}
	word := t.Words[0]
	if b := Bare(word); b != "" {
		word = b
	}
	return v.IsProper(word) && Stem(t.Words[0]) == word
}

func isKept(t Term, v *Vocabulary, isName func(string) (bool, error)) (bool, error) {
	if t.Quoted || t.Prefix || t.Apart || len(t.Words) != 1 || !isArabic(t.Words[0]) {
		return false, nil
	}
	word := t.Words[0]
	if b := Bare(word); b != "" {
		word = b
	}
	stem := Stem(t.Words[0])
	ending, isCut := strings.CutPrefix(word, stem)
	if !isCut || ending == "" || v.knows(word) {
		return false, nil
	}
	if v.IsProper(stem) && slices.Contains(plurals[:], ending) {
		return true, nil
	}
	if v.knows(stem) {
		return false, nil
	}
	for _, w := range []string{word, stem} {
		if is, err := isName(w); err != nil || !is {
			return false, err
		}
	}
	return true, nil
}

// knows says that a word, without the article, is itself in the vocabulary.
func (v *Vocabulary) knows(word string) bool {
	return len(v.byKey[word]) > 0 || len(v.byKey[article+word]) > 0
}
