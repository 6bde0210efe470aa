package testimony

import "strings"

// Translated gives the translation segment by segment, as a document has it: each
// with the segments of the original that it is made of. One without a
// counterpart in the original is made of none. Digests are left out: they are
// taken when the document is applied, from the original as it is then.
func (p Part) Translated() []Translated {
	var out []Translated
	for _, pair := range p.Pairs {
		if pair.B.Len() == 0 {
			continue
		}
		t := Translated{Text: joined(p.Translation[pair.B.Start:pair.B.End])}
		for _, s := range p.Original[pair.A.Start:pair.A.End] {
			t.Of = append(t.Of, s.ID)
		}
		out = append(out, t)
	}
	return out
}

// Doubtful names the segments of the original that a person should look at, and
// counts those of the translation that have no original.
func (p Part) Doubtful() (ids []string, apart int) {
	for _, pair := range p.Pairs {
		if !pair.Doubtful() {
			continue
		}
		if pair.A.Len() == 0 {
			apart += pair.B.Len()
		}
		for _, s := range p.Original[pair.A.Start:pair.A.End] {
			ids = append(ids, s.ID)
		}
	}
	return ids, apart
}

func joined(segments []Segment) string {
	return strings.Join(Texts(segments), "\n")
}

// InOneParagraph writes a text without empty lines and without spaces at the ends
// of lines, so that it can stand as one paragraph of a document.
func InOneParagraph(text string) string {
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		if line = strings.TrimFunc(line, isSpace); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
