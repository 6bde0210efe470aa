package search

import (
	"slices"
	"strings"
	"unicode"
)

// Tongue is what a text's letters tell of its language.
type Tongue struct {
	// Language is a BCP 47 tag: ar or en; mul for both; und where nobody can tell, with
	// the script where that is clear (und-Latn, und-Arab).
	Language string `json:"language"`
	// Why says what that rests on.
	Why string `json:"why"`
	// Arabic, Latin and Other count the letters.
	Arabic int `json:"arabic_letters"`
	Latin  int `json:"latin_letters"`
	Other  int `json:"other_letters"`
}

// TongueOf tells the language of a text by its script, which tells Arabic from
// English and little else: letters that Arabic does not have and a text without a
// common word of English leave it open.
func TongueOf(text string) Tongue {
	var t Tongue
	foreign := false
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r) || r == tatweel:
		case unicode.Is(unicode.Arabic, r):
			t.Arabic++
			foreign = foreign || strings.ContainsRune("پچژگکیێۆەڕڵڤۇېڭ", r)
		case unicode.Is(unicode.Latin, r):
			t.Latin++
		default:
			t.Other++
		}
	}
	all := t.Arabic + t.Latin + t.Other
	english := false
	if t.Latin > 0 {
		Words(text, func(w Word) bool {
			english = slices.Contains(englishWords, w.Folded)
			return !english
		})
	}
	const share = 5 // of a hundred letters: less are names and addresses
	switch {
	case all == 0:
		t.Language, t.Why = "und", "it has no letters"
	case t.Other*2 > all:
		t.Language, t.Why = "und", "most letters are neither Arabic nor Latin"
	case t.Arabic*100 >= share*all && t.Latin*100 >= share*all && t.Arabic*4 >= t.Latin && t.Latin*4 >= t.Arabic:
		t.Language, t.Why = "mul", "both Arabic and Latin letters"
	case t.Arabic >= t.Latin && foreign:
		t.Language, t.Why = "und-Arab", "Arabic script with letters that Arabic does not have"
	case t.Arabic >= t.Latin:
		t.Language, t.Why = "ar", "Arabic letters"
	case english:
		t.Language, t.Why = "en", "Latin letters and a common word of English"
	default:
		t.Language, t.Why = "und-Latn", "Latin letters, and no common word of English"
	}
	return t
}

// englishWords are so common that a sentence hardly does without all of them.
var englishWords = strings.Fields("the of and was were that with from by this these are has have had after during killed wounded")
