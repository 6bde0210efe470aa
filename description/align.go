package description

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
)

// align gives the segments of a text their ids, and those of a translation the
// digests of what they were made of.
func (p *planner) align(i int, was map[string]any) error {
	d := p.docs[i]
	segments := segmentsOf(d.Fields[sijill.FieldSegments])
	if len(segments) == 0 {
		return nil
	}
	before := segmentsOf(was[sijill.FieldSegments])
	if d.Kind == "translation" {
		return p.translate(i, segments, before)
	}
	nameSegments(segments, before)
	return nil
}

func segmentsOf(v any) []map[string]any {
	list, _ := v.([]any)
	var out []map[string]any
	for _, item := range list {
		if s, ok := item.(map[string]any); ok {
			out = append(out, s)
		}
	}
	return out
}

func textOf(s map[string]any, name string) string {
	text, _ := s[name].(string)
	return text
}

// nameSegments gives ids to segments that have none: that of the segment with the
// same words before; else that of the one that stood between the same neighbours;
// else one that was not used.
func nameSegments(segments, before []map[string]any) {
	used := map[string]bool{}
	for _, s := range segments {
		used[textOf(s, sijill.SegmentID)] = true
	}
	last := 0
	byText := map[string][]string{}
	for _, b := range before {
		id := textOf(b, sijill.SegmentID)
		last = max(last, countIn(id))
		if !used[id] {
			byText[textOf(b, sijill.SegmentText)] = append(byText[textOf(b, sijill.SegmentText)], id)
		}
	}
	for id := range used {
		last = max(last, countIn(id))
	}
	give := func(s map[string]any, id string) {
		s[sijill.SegmentID] = id
		used[id] = true
	}
	for _, s := range segments {
		if ids := byText[textOf(s, sijill.SegmentText)]; textOf(s, sijill.SegmentID) == "" && len(ids) > 0 {
			give(s, ids[0])
			byText[textOf(s, sijill.SegmentText)] = ids[1:]
		}
	}
	next := 0 // in before, after the last segment that was found there
	for _, s := range segments {
		id := textOf(s, sijill.SegmentID)
		if id == "" {
			if next < len(before) && !used[textOf(before[next], sijill.SegmentID)] {
				give(s, textOf(before[next], sijill.SegmentID))
				next++
				continue
			}
			last++
			give(s, "s"+strconv.Itoa(last))
			continue
		}
		next = len(before)
		if j := slices.IndexFunc(before, func(b map[string]any) bool { return textOf(b, sijill.SegmentID) == id }); j >= 0 {
			next = j + 1
		}
	}
}

// countIn is the number in an id such as s12.
func countIn(id string) int {
	digits, ok := strings.CutPrefix(id, "s")
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n > 1<<30 {
		return 0
	}
	return n
}

// translate says of each segment of a translation which wording it was made of.
// What was there before and is the same stays as it is, so that it shows when the
// original has changed since.
func (p *planner) translate(i int, segments, before []map[string]any) error {
	d := p.docs[i]
	of := sijill.Number(textOf(d.Fields, "of"))
	originals, err := p.fieldOf(of, sijill.FieldSegments)
	if err != nil {
		return err
	}
	if j, ok := p.byNumber[of]; ok && originals != nil {
		originals = p.docs[j].Fields[sijill.FieldSegments] // with ids
	}
	words := map[string]string{}
	var order []string
	for _, s := range segmentsOf(originals) {
		id := textOf(s, sijill.SegmentID)
		words[id] = textOf(s, sijill.SegmentText)
		order = append(order, id)
	}
	for n, s := range segments {
		ids := stringsOf(s[sijill.SegmentOf])
		if len(ids) == 0 {
			continue
		}
		path := fmt.Sprintf("%s[%d]", sijill.FieldSegments, n+1)
		stored := ""
		for _, b := range before {
			if textOf(b, sijill.SegmentText) == textOf(s, sijill.SegmentText) && slices.Equal(stringsOf(b[sijill.SegmentOf]), ids) {
				stored = textOf(b, sijill.SegmentMadeOf)
				break
			}
		}
		now, missing := madeOf(ids, words, order)
		given := textOf(s, sijill.SegmentMadeOf)
		switch {
		case given != "" && stored != "" && strings.HasPrefix(stored, given), given == "" && stored != "":
			s[sijill.SegmentMadeOf] = stored
		case missing != "":
			p.wrong(i, d.Wrong(path, "%s has no segment %s", of, missing))
		case given != "" && !strings.HasPrefix(now, given) && len(given) < len(now):
			p.wrong(i, d.Wrong(path, "the original has another wording than %s; if the translation holds for it, write made_of: %s", given, now[:shortDigest]))
		case given == "" || len(given) < len(now):
			s[sijill.SegmentMadeOf] = now
		}
	}
	return nil
}

// madeOf is what a segment remembers of the originals that it translates.
func madeOf(ids []string, words map[string]string, order []string) (digest, missing string) {
	var texts []string
	for _, id := range ids {
		if _, ok := words[id]; !ok {
			return "", id
		}
	}
	for _, id := range order {
		if slices.Contains(ids, id) {
			texts = append(texts, words[id])
		}
	}
	return sijill.MadeOf(texts...).String(), ""
}

func stringsOf(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
