package release

import (
	"fmt"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/blockproof"
)

// fast are fields that no release leaves out, and why. What is computed from them, or
// who may be named, is decided elsewhere.
var fast = map[string]string{
	"source": "whether somebody is named is a matter of their consent", "maker": "whether somebody is named is a matter of their consent", "named": "whether somebody is named is a matter of their consent",
	"basis": "how somebody knows is part of how claims are weighed", "bearings": "what bears on a claim is released thing by thing", "of": "it says what the thing is of",
	sijill.FieldSegments: "segments are withheld by their ids", "kind": "it is no field", "number": "it is no field",
}

// CanLeaveOut says why a field of a kind of thing cannot be left out whole; it is ""
// where it can.
func CanLeaveOut(kind, field string) string {
	if why := fast[field]; why != "" {
		return why
	}
	if kind == "claim" && field != "title" && field != "text" {
		return "what a claim says is weighed, and is public or not as a whole"
	}
	return ""
}

// Leaves reports whether the release leaves out a field, in whatever language.
func (r *Release) Leaves(name string) bool {
	return slices.ContainsFunc(r.Without, func(field string) bool {
		if name == field {
			return true
		}
		for _, tag := range sijill.Tongues() {
			if name == field+"_"+tag {
				return true
			}
		}
		return false
	})
}

// Unfit says why a release does not fit the thing as it is now: it leaves out what is
// not there, so that somebody meant something else. It is "" where it fits.
func (r *Release) Unfit(fields map[string]any) string {
	for _, name := range r.Without {
		if why := CanLeaveOut(r.Of.Kind(), name); why != "" {
			return fmt.Sprintf("The field %s of %s cannot be left out: %s.", name, r.Of, why)
		}
		one := Release{Without: []string{name}}
		is := false
		for field, v := range fields {
			is = is || one.Leaves(field) && v != nil && v != ""
		}
		if !is {
			return fmt.Sprintf("It leaves out the field %s, which %s does not have.", name, r.Of)
		}
	}
	if len(r.Withhold) == 0 {
		return ""
	}
	if kind := r.Of.Kind(); kind != "testimony" && kind != "statement" && kind != "translation" {
		return fmt.Sprintf("It withholds segments of %s, which has none that can be withheld.", r.Of)
	}
	segments, _ := fields[sijill.FieldSegments].([]any)
	for _, s := range r.Withhold {
		if why := unfit(segments, s); why != "" {
			return fmt.Sprintf("It withholds %s of %s, but %s.", s, r.Of, why)
		}
	}
	return ""
}

func unfit(segments []any, s sijill.Span) string {
	found, words := false, 0
	for _, v := range segments {
		m, _ := v.(map[string]any)
		id, _ := m[sijill.SegmentID].(string)
		if id != s.Segment && !slices.Contains(list(m[sijill.SegmentOf]), s.Segment) {
			continue
		}
		found = true
		text, _ := m[sijill.SegmentText].(string)
		words = max(words, len(blockproof.CutWords(text)))
	}
	switch {
	case !found:
		return "there is no such segment"
	case s.To > words:
		return fmt.Sprintf("the segment has %d words", words)
	}
	return ""
}
