package testimony

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"sijill.example/sijill"
)

// Translated is a segment of a translation: what it is made of, and the digest of
// that at the time (sijill.MadeOf), or its first digits.
type Translated struct {
	Of     []string
	Text   string
	MadeOf string
}

// State says how a translated segment stands to its original.
type State string

// The states. Bytes are the truth: a text typed in another normal form of
// Unicode is another text, but that is told apart from other words.
const (
	Current  State = "current"
	Reformed State = "reformed" // only the normal form of the original changed
	Stale    State = "stale"    // the original changed
	Orphan   State = "orphan"   // a segment that it was made of is gone
	Undated  State = "undated"  // it does not say what its original was
	Apart    State = "apart"    // it is made of no segment
)

// Standing is the state of one translated segment.
type Standing struct {
	State State
	// Was and Is are the original when it was translated and now. Was is "" where
	// no version that is known has the digest.
	Was, Is string
	Missing []string // segments that are gone
}

// Compare tells how each segment of a translation stands to its original as it is
// now, and which segments of the original are not translated. Earlier versions
// of the original, the newest first, say what it was.
func Compare(now []Segment, translation []Translated, earlier ...[]Segment) ([]Standing, []string) {
	translated := map[string]bool{}
	out := make([]Standing, len(translation))
	for i, t := range translation {
		out[i] = stand(t, now, earlier)
		for _, id := range t.Of {
			translated[id] = true
		}
	}
	var untranslated []string
	for _, s := range now {
		if !translated[s.ID] {
			untranslated = append(untranslated, s.ID)
		}
	}
	return out, untranslated
}

func stand(t Translated, now []Segment, earlier [][]Segment) Standing {
	var s Standing
	if len(t.Of) == 0 {
		s.State = Apart
		return s
	}
	texts, missing := pick(now, t.Of)
	s.Is, s.Missing = strings.Join(texts, "\n\n"), missing
	for _, v := range earlier {
		if was, lost := pick(v, t.Of); len(lost) == 0 && made(t.MadeOf, was) {
			s.Was = strings.Join(was, "\n\n")
			break
		}
	}
	switch {
	case len(missing) > 0:
		s.State = Orphan
	case t.MadeOf == "":
		s.State = Undated
	case made(t.MadeOf, texts):
		s.State, s.Was = Current, s.Is
	case s.Was != "" && norm.NFC.String(s.Was) == norm.NFC.String(s.Is),
		made(t.MadeOf, in(norm.NFC, texts)), made(t.MadeOf, in(norm.NFD, texts)):
		s.State = Reformed
	default:
		s.State = Stale
	}
	return s
}

// pick gives the texts of the named segments in the order of the original, and the
// names of those that are not there.
func pick(version []Segment, ids []string) (found, missing []string) {
	there := map[string]bool{}
	for _, s := range version {
		if slices.Contains(ids, s.ID) {
			found = append(found, s.Text)
			there[s.ID] = true
		}
	}
	for _, id := range ids {
		if !there[id] && !slices.Contains(missing, id) {
			missing = append(missing, id)
		}
	}
	return found, missing
}

// made says whether the digest, or its first digits, is that of the texts.
func made(digits string, texts []string) bool {
	return digits != "" && strings.HasPrefix(sijill.MadeOf(texts...).String(), strings.ToLower(digits))
}

func in(form norm.Form, texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = form.String(t)
	}
	return out
}
