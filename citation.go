package sijill

import "strings"

// maxCitation is how long what stands between the brackets of a citation may be.
const maxCitation = 300

// ReplaceCitations puts what f gives in the place of what stands between the
// brackets of each [[citation]] of a text. Brackets that hold a line break, other
// brackets or nothing are no citation.
func ReplaceCitations(text string, f func(cited string) string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, "[[")
		if i < 0 {
			break
		}
		// Of [[[x]] the last two brackets count.
		for strings.HasPrefix(text[i+1:], "[[") {
			i++
		}
		cited, rest, ok := strings.Cut(text[i+2:], "]]")
		if !ok || len(cited) > maxCitation || strings.TrimSpace(cited) == "" || strings.ContainsAny(cited, "[]\n\r") {
			b.WriteString(text[:i+2])
			text = text[i+2:]
			continue
		}
		b.WriteString(text[:i+2])
		b.WriteString(f(cited))
		b.WriteString("]]")
		text = rest
	}
	if b.Len() == 0 {
		return text
	}
	b.WriteString(text)
	return b.String()
}

// Citations lists what stands between the brackets of the [[citations]] of a text.
func Citations(text string) []string {
	var out []string
	ReplaceCitations(text, func(cited string) string {
		out = append(out, cited)
		return cited
	})
	return out
}
