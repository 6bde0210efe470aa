package document

import (
	"fmt"
	"regexp"
	"strings"

	"sijill.example/sijill"
)

var (
	segmentID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,40}$`)
	digits    = regexp.MustCompile(`^[0-9a-f]{6,64}$`)
	idMark    = regexp.MustCompile(`^\{#([^{}\n]*)\}[ \t]*\n?`)
	ofMark    = regexp.MustCompile(`^\{of:([^{};\n]*)(?:;[ \t]*made_of:([^{}\n]*))?\}[ \t]*\n?`)
	timeMark  = regexp.MustCompile(`^\[([0-9٠-٩۰-۹:.]+)(?:[ \t]*[-–][ \t]*([0-9٠-٩۰-۹:.]+))?\][ \t]*\n?`)
)

// segments reads paragraphs with their marks: {#id} or {of: id, id}, and then
// [00:01:02-00:01:10]. A backslash in front of a first { or [ makes it text.
func (c *checker) segments(f *sijill.FieldSchema, text string, line int) any {
	translated := sijill.FieldNamed(f.Fields, sijill.SegmentOf) != nil
	out := []any{}
	for _, p := range paragraphs(text, line) {
		path := fmt.Sprintf("%s[%d]", f.Name, len(out)+1)
		c.doc.lines[path] = p.line
		s, rest := map[string]any{}, p.text
		if translated {
			rest = c.ofMark(s, rest, path, p.line)
		} else if m := idMark.FindStringSubmatch(rest); m != nil {
			s[sijill.SegmentID] = strings.TrimSpace(m[1])
			rest = rest[len(m[0]):]
		}
		if m := timeMark.FindStringSubmatch(rest); m != nil && !translated {
			c.timeMark(s, m, path, p.line)
			rest = rest[len(m[0]):]
		}
		if strings.HasPrefix(rest, `\`) && escaped(rest[1:]) {
			rest = rest[1:]
		}
		if rest == "" {
			c.wrong(p.line, c.at(path), "the segment has no words")
			continue
		}
		s[sijill.SegmentText] = rest
		out = append(out, s)
	}
	if len(out) > maxItems {
		c.wrong(line, c.at(f.Name), "it has more than %d segments", maxItems)
		return nil
	}
	c.segmentIDs(out, f.Name)
	if len(out) == 0 {
		return nil
	}
	return out
}

// escaped reports that a text begins with something that would be taken for a mark
// or for the escape of one.
func escaped(s string) bool {
	return strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[") || strings.HasPrefix(s, `\`)
}

func (c *checker) ofMark(s map[string]any, text, path string, line int) string {
	m := ofMark.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	var ids []any
	for _, id := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ',' || r == '،' }) {
		if id = strings.TrimSpace(id); id != "" {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		s[sijill.SegmentOf] = ids
	} else {
		c.wrong(line, c.at(path), "{of: } names no segment; leave it out where nothing is translated")
	}
	if made := strings.TrimSpace(m[2]); made != "" {
		s[sijill.SegmentMadeOf] = made
	}
	return text[len(m[0]):]
}

func (c *checker) timeMark(s map[string]any, m []string, path string, line int) {
	for i, name := range []string{sijill.SegmentFrom, sijill.SegmentTo} {
		if m[i+1] == "" {
			continue
		}
		t, ok := position(westernDigits(m[i+1]))
		if !ok {
			c.wrong(line, c.at(path), "%q is not a position such as 00:01:02", m[i+1])
			return
		}
		s[name] = t
	}
}

// segmentIDs checks what segments are called, and what they translate.
func (c *checker) segmentIDs(segments []any, path string) {
	seen := map[string]bool{}
	for i, item := range segments {
		s, _ := item.(map[string]any)
		here := fmt.Sprintf("%s[%d]", path, i+1)
		line := c.doc.LineOf(here)
		if id, ok := s[sijill.SegmentID].(string); ok {
			switch {
			case !segmentID.MatchString(id):
				c.wrong(line, c.at(here), "%q cannot be the id of a segment: small letters, digits and hyphens", id)
			case seen[id]:
				c.wrong(line, c.at(here), "the id %s comes twice", id)
			}
			seen[id] = true
		}
		of, _ := s[sijill.SegmentOf].([]any)
		for _, id := range of {
			if text, _ := id.(string); !segmentID.MatchString(text) {
				c.wrong(line, c.at(here), "%q cannot be the id of a segment", text)
			}
		}
		if made, ok := s[sijill.SegmentMadeOf].(string); ok && (!digits.MatchString(made) || len(of) == 0) {
			c.wrong(line, c.at(here), "made_of must be the first digits, six or more, of the digest of what the segment translates")
		}
		c.span(s, here)
	}
}

// paragraph is a run of lines between empty ones.
type paragraph struct {
	text string
	line int
}

func paragraphs(text string, line int) []paragraph {
	var out []paragraph
	var lines []string
	first := line
	flush := func() {
		if len(lines) > 0 {
			out = append(out, paragraph{strings.TrimSpace(strings.Join(lines, "\n")), first})
			lines = nil
		}
	}
	for s := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(s) == "" {
			flush()
		} else {
			if len(lines) == 0 {
				first = line
			}
			lines = append(lines, strings.TrimRight(s, " \t"))
		}
		line++
	}
	flush()
	return out
}
