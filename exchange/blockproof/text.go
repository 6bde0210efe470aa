package blockproof

import (
	"errors"
	"strings"
)

// Withheld stands in a text where one or more segments or words were taken out. It has the
// same length whatever they said.
const Withheld = "[withheld]"

// Segments cuts a text where empty lines stand. The segments with what parts them
// make up the text again.
func Segments(text string) []string {
	var out []string
	start := 0
	for i := 0; i < len(text); {
		n := blank(text[i:])
		if n == 0 {
			i++
			continue
		}
		i += n
		out = append(out, text[start:i])
		start = i
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// blank gives the length of the end of a paragraph at the start of s: a line break
// and at least one empty line, and 0 where there is none.
func blank(s string) int {
	n, breaks := 0, 0
	for n < len(s) {
		switch s[n] {
		case '\n':
			breaks++
		case ' ', '\t', '\r':
		default:
			if breaks >= 2 {
				return strings.LastIndexByte(s[:n], '\n') + 1
			}
			return 0
		}
		if n == 0 && s[0] != '\n' && s[0] != '\r' {
			return 0
		}
		n++
	}
	if breaks >= 2 {
		return n
	}
	return 0
}

// CommitText commits to a text by its segments.
func CommitText(segments []string, seed Seed) (Commitment, error) {
	p, err := ProveText(segments, seed, nil)
	if err != nil {
		return Commitment{}, err
	}
	return p.Commitment(func(i int) []byte { return []byte(segments[i]) }), nil
}

// ProveText makes the proof of a copy without the hidden segments; the proof holds
// the others.
func ProveText(segments []string, seed Seed, hidden []bool) (Proof, error) {
	if err := fits(segments); err != nil {
		return Proof{}, err
	}
	p := prove(Proof{Form: Text}, len(segments), seed, hidden, func(i int) []byte { return []byte(segments[i]) })
	for i, s := range segments {
		if p.Shown[i] {
			p.Segments = append(p.Segments, s)
		}
	}
	return p, nil
}

func fits(segments []string) error {
	size := 0
	for _, s := range segments {
		size += len(s)
	}
	if len(segments) == 0 || len(segments) > MaxPieces || size > MaxText {
		return errors.New("a text of this size cannot be committed to")
	}
	return nil
}

// CheckText gives what a text's proof is proved against.
func CheckText(p Proof) (Commitment, error) {
	if p.Form != Text || len(p.Segments) != len(p.salts) {
		return Commitment{}, errors.New("this is not the proof of a text")
	}
	at := -1
	return p.Commitment(func(int) []byte { at++; return []byte(p.Segments[at]) }), nil
}

// Copy writes the text with a mark for each run of segments or words that were taken
// out. It is "" for a picture.
func (p Proof) Copy() string {
	if p.Form == Picture {
		return ""
	}
	var b strings.Builder
	at, marked := 0, false
	for _, shown := range p.Shown {
		if shown {
			if p.Form == Words {
				b.WriteString(p.parts[at].copied())
			} else {
				b.WriteString(p.Segments[at])
			}
			at, marked = at+1, false
			continue
		}
		if !marked {
			b.WriteString(Withheld + "\n\n")
		}
		marked = true
	}
	return b.String()
}
