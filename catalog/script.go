package catalog

import "unicode"

// FacetLangRead is the language that a text is read as where nobody said which it is:
// Arabic, of what is mostly in Arabic letters. Whoever asks for a language is given
// both.
const FacetLangRead = "lang_read"

// langRead leaves it out of things whose language somebody said.
const langRead = "(name<>'" + FacetLangRead + "' OR NOT EXISTS (SELECT 1 FROM facet AS f WHERE f.id=facet.id AND f.name='lang'))"

// readLang says of a thing that it is read as Arabic where most letters of its texts
// are.
func (p *projection) readLang(id int64, derived bool, texts ...string) error {
	const few, enough = 4, 2000
	arabic, all := 0, 0
	for _, text := range texts {
		for _, r := range text {
			if all == enough {
				break
			}
			if unicode.IsLetter(r) {
				all++
				if unicode.Is(unicode.Arabic, r) {
					arabic++
				}
			}
		}
	}
	if all < few || 2*arabic <= all {
		return nil
	}
	return p.facet(id, FacetLangRead, "ar", derived)
}
