package desk

import (
	"strconv"
	"strings"
)

// language is a language of the interface, as a BCP 47 tag.
type language string

const (
	arabic  language = "ar"
	english language = "en"
)

func (l language) direction() string {
	if l == arabic {
		return "rtl"
	}
	return "ltr"
}

func (l language) other() language {
	if l == arabic {
		return english
	}
	return arabic
}

// Tag is for templates.
func (l language) Tag() string { return string(l) }

// Dir is for templates.
func (l language) Dir() string { return l.direction() }

// phrase is a text of the interface in both languages.
type phrase struct{ En, Ar string }

func (w phrase) in(l language) string {
	if l == arabic {
		return w.Ar
	}
	return w.En
}

// languageOf chooses the language of a page: the one that the address asks for,
// or the one that the browser likes best (RFC 9110, section 12.5.4), or English.
func languageOf(asked, accept string) (l language, explicit bool) {
	switch language(asked) {
	case arabic:
		return arabic, true
	case english:
		return english, true
	}
	const enough = 32
	best, weight := english, 0.0
	for _, part := range strings.SplitN(accept, ",", enough) {
		tag, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		q := 1.0
		if text, ok := strings.CutPrefix(strings.TrimSpace(parameters), "q="); ok {
			var err error
			if q, err = strconv.ParseFloat(text, 64); err != nil || q > 1 {
				continue
			}
		}
		if l := language(primary); (l == arabic || l == english) && q > weight {
			best, weight = l, q
		}
	}
	return best, false
}
