package search

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// stems gives what a folded word is also found by. The first is its stem, which a
// query looks for; the others are what the word may be if its first letter is a
// particle (بحلب is حلب, and برميل is not رميل: only the reader knows, so that a
// document has both and a query only the first).
func stems(folded string) []string {
	first, _ := utf8.DecodeRuneInString(folded)
	switch {
	case first >= 'a' && first <= 'z':
		return []string{stemEnglish(folded)}
	case first >= 'ء' && first <= 'ي':
		return stemsArabic(folded)
	}
	return []string{folded}
}

// notStemmed are English words that the Snowball stemmer confuses with others of
// the field.
const notStemmed = " news witness witnesses business army armies university universal general generate international organ organs organise "

func stemEnglish(w string) string {
	switch {
	case len(w) < 4 || len(w) > 40:
		return w
	case strings.Contains(notStemmed, " "+w+" "):
		return strings.TrimSuffix(strings.TrimSuffix(w, "es"), "s")
	}
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf || w[i] >= '0' && w[i] <= '9' || w[i] == '_' {
			return w
		}
	}
	env := snowballstem.NewEnv(w)
	english.Stem(env)
	return env.Current()
}

// articles are the Arabic article with what is written together with it, the
// longer before the shorter.
var articles = [...]string{"وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال"}

// stemsArabic is a light stemmer in the manner of Larkey, Ballesteros and Connell
// ("Light stemming for Arabic information retrieval", 2007), which takes off the
// article and endings and leaves the pattern of the word alone; the endings are
// ours.
func stemsArabic(w string) []string {
	for _, a := range articles {
		least := 3
		if a == article {
			least = 2
		}
		if rest, ok := strings.CutPrefix(w, a); ok && letters(rest) >= least && w != "الله" && w != "والله" {
			return []string{withoutEnding(rest)}
		}
	}
	out := []string{withoutEnding(w)}
	add := func(rest string) {
		if letters(rest) >= 3 {
			out = append(out, withoutEnding(rest))
		}
	}
	first, n := utf8.DecodeRuneInString(w)
	switch first {
	case 'و', 'ف':
		add(w[n:])
		if second, m := utf8.DecodeRuneInString(w[n:]); second == 'ب' || second == 'ل' || second == 'ك' {
			add(w[n+m:])
		}
	case 'ب', 'ل', 'ك':
		add(w[n:])
	}
	return out
}

func letters(s string) int { return utf8.RuneCountInString(s) }

// Endings are taken off in three steps, each at most once, as long as three
// letters are left.
var (
	pronouns = [...]string{"ها", "هم", "هن", "نا", "كم"}
	numbers  = [...]string{"تان", "تين", "ان", "ات", "ون", "ين", "وا", "يه", "يا"}
	last     = [...]string{"ه", "ي"}
)

func withoutEnding(w string) string {
	short, cut := cutEnding(w, pronouns[:])
	if cut && letters(short) > 3 { // مدينتها is مدينة with a pronoun
		short = strings.TrimSuffix(short, "ت")
	}
	short, _ = cutEnding(short, numbers[:])
	short, _ = cutEnding(short, last[:])
	return short
}

func cutEnding(w string, endings []string) (string, bool) {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(w, e); ok && letters(rest) >= 3 {
			return rest, true
		}
	}
	return w, false
}

// stopWords are so common that a query of several words does not look for them.
// They are in the index all the same, for phrases.
const stopWords = " a an and are as at be by for from has have he in is it its of on or that the this to was were which with " +
	"من في علي الي عن ان و او ما لا لم لن هذا هذه هو هي ذلك تلك التي الذي الذين مع كان كانت قد بعد قبل كل بين حتي اذا ثم كما به بها له لها فيه فيها عليه عليها منه منها ايضا احد عند لدي يوم "

// IsStopWord says that a folded word is too common to be looked for among others.
func IsStopWord(folded string) bool {
	return len(folded) < 20 && strings.Contains(stopWords, " "+folded+" ")
}
