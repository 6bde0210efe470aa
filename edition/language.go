package edition

import (
	"slices"
	"strconv"
	"strings"
)

// language is a language of the interface, as a BCP 47 tag.
type language string

const (
	arabic  language = "ar"
	english language = "en"
	french  language = "fr"
)

var languages = []language{arabic, english, french}

func (l language) isKnown() bool { return slices.Contains(languages, l) }

// Tag is for templates.
func (l language) Tag() string { return string(l) }

// Dir is the direction of the language.
func (l language) Dir() string {
	if l == arabic {
		return "rtl"
	}
	return "ltr"
}

// phrase is a text of the interface in every language.
type phrase struct{ En, Ar, Fr string }

func (w phrase) in(l language) string {
	switch l {
	case arabic:
		return w.Ar
	case french:
		return w.Fr
	}
	return w.En
}

// languageOf chooses what the browser likes best (RFC 9110, section 12.5.4), or
// English.
func languageOf(accept string) language {
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
		if l := language(primary); l.isKnown() && q > weight {
			best, weight = l, q
		}
	}
	return best
}
