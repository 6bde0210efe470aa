package testimony

import "unicode"

// Script says which letters a text is written in.
type Script string

// The scripts that are told apart. Mixed has a fifth or more of its letters in
// each; NoScript has no letters.
const (
	Arabic   Script = "Arabic"
	Other    Script = "other"
	Mixed    Script = "mixed"
	NoScript Script = "none"
)

// ScriptOf tells the script of a text by its letters.
func ScriptOf(text string) Script {
	arabic, letters := countLetters(text)
	switch share := float64(arabic) / float64(max(letters, 1)); {
	case letters == 0:
		return NoScript
	case share >= 0.8:
		return Arabic
	case share <= 0.2:
		return Other
	}
	return Mixed
}

func countLetters(text string) (arabic, letters int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Arabic, r) {
				arabic++
			}
		}
	}
	return arabic, letters
}
