package desk

import "sijill.example/sijill"

// dateOf shows a date of EDTF in words. What this page has no words for stands as
// it is written.
func (p *page) dateOf(d sijill.Date) shown {
	text := d.In(string(p.lang))
	if text == d.String() {
		return monoOf(text)
	}
	return shown{Form: "text", Text: text, Dir: p.Dir(), Lang: p.Lang()}
}

// precisionOf tells how finely a date is known.
func (p *page) precisionOf(d sijill.Date) string { return p.T("precision." + d.Precision().String()) }
