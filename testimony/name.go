package testimony

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sounds gives each consonant the class under which names are compared across
// the scripts; what has no class is passed over: vowels, and what Latin letters
// mostly leave out or write in ways that cannot be foreseen.
var sounds = map[rune]byte{
	'ب': 'B', 'پ': 'B', 'ت': 'T', 'ط': 'T', 'ث': 'T', 'ج': 'J', 'چ': 'X', 'ژ': 'J', 'ح': 'H', 'خ': 'K', 'د': 'D', 'ض': 'D',
	'ذ': 'D', 'ر': 'R', 'ز': 'Z', 'ظ': 'Z', 'س': 'S', 'ص': 'S', 'ش': 'X', 'غ': 'J', 'ف': 'F', 'ڤ': 'F', 'ق': 'K', 'ك': 'K',
	'گ': 'J', 'ل': 'L', 'م': 'M', 'ن': 'N', 'ه': 'H',
	'b': 'B', 'p': 'B', 't': 'T', 'j': 'J', 'g': 'J', 'h': 'H', 'k': 'K', 'q': 'K', 'c': 'K', 'x': 'K', 'd': 'D', 'r': 'R', 'z': 'Z',
	's': 'S', 'f': 'F', 'v': 'F', 'l': 'L', 'm': 'M', 'n': 'N',
}

var twoLetters = map[string]byte{"sh": 'X', "ch": 'X', "kh": 'K', "gh": 'J', "th": 'T', "dh": 'D', "ph": 'F', "dj": 'J', "ck": 'K', "ss": 'S', "ce": 'S', "ci": 'S'}

// nameKeys gives the consonants of what may be a name: of a Latin word with a
// capital, and of an Arabic word without and with the letters that are written
// together with it. Names with fewer than three consonants say too little.
func nameKeys(word, folded string) []string {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.Is(unicode.Arabic, first) {
		if unicode.IsUpper(first) {
			return longEnough(nil, folded)
		}
		return nil
	}
	keys := longEnough(nil, folded)
	for _, prefix := range []string{"وال", "بال", "لل", "ال", "و", "ب", "ل", "ف"} {
		if rest, ok := strings.CutPrefix(folded, prefix); ok {
			return longEnough(keys, rest)
		}
	}
	return keys
}

func longEnough(keys []string, folded string) []string {
	if key := consonants(folded); len(key) >= 3 {
		return append(keys, key)
	}
	return keys
}

// consonants writes the classes of a word's consonants, doubled ones once. The
// last ه is a vowel's, as in names of women and towns.
func consonants(folded string) string {
	var out []byte
	letters := []rune(folded)
	for i := 0; i < len(letters); i++ {
		class, ok := sounds[letters[i]]
		if i+1 < len(letters) {
			if two, both := twoLetters[string(letters[i:i+2])]; both {
				class, ok = two, true
				if letters[i+1] != 'e' && letters[i+1] != 'i' {
					i++
				}
			}
		}
		if !ok || class == 'H' && i == len(letters)-1 {
			continue
		}
		if len(out) == 0 || out[len(out)-1] != class {
			out = append(out, class)
		}
	}
	return string(out)
}
