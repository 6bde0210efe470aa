package corroboration

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Selector says which part of a thing is meant, as the W3C's Web Annotation data
// model has it: a quote with what stands before and after it, a span of time, a
// region of a picture or of a page (in percent). What is not said is "" or 0.
type Selector struct {
	Quote, Prefix, Suffix string
	Segment               string
	From, To              float64 // seconds
	HasSpan               bool
	Page                  int // from 1
	X, Y, W, H            float64
	HasRegion             bool
}

// Target is what a selector is held against, as far as it is known by now.
type Target struct {
	Segments []Segment // of a testimony or a translation
	Text     string    // of a thing that has no segments
	HasText  bool
	Seconds  float64 // of a recording; 0 where not known
	Pages    int     // of a paper; 0 where not known
}

// Segment is a paragraph with its names: its own id, or the ids of what it
// translates.
type Segment struct {
	IDs  []string
	Text string
}

// Found says whether a passage is still there.
type Found string

// What can become of a passage.
const (
	Whole     Found = ""          // nothing narrower than the whole thing is meant
	There     Found = "there"     // letter for letter
	Alike     Found = "alike"     // but for spaces and Unicode forms
	Several   Found = "several"   // more than once, and what stands around it does not tell which
	Unchecked Found = "unchecked" // there is nothing to hold it against
	Lost      Found = "lost"
)

// Resolve looks for the selected part. A selector that no longer fits is Lost: it
// is kept and shown so.
func (s Selector) Resolve(t Target) Found {
	if s == (Selector{}) {
		return Whole
	}
	if !s.isPossible(t) {
		return Lost
	}
	texts := t.Segments
	if len(texts) == 0 && t.HasText {
		texts = []Segment{{Text: t.Text}}
	}
	if s.Segment != "" && len(t.Segments) > 0 {
		texts = nil
		for _, one := range t.Segments {
			if slices.Contains(one.IDs, s.Segment) {
				texts = append(texts, one)
			}
		}
		if len(texts) == 0 {
			return Lost
		}
		if s.Quote == "" {
			return There
		}
	}
	switch {
	case s.Quote == "" && (t.Seconds > 0 || t.Pages > 0 || s.HasRegion && s.Page == 0):
		return There
	case s.Quote == "" || len(texts) == 0:
		return Unchecked
	}
	if found := s.quote(texts, func(text string) string { return text }); found != Lost {
		return found
	}
	if found := s.quote(texts, loose); found != Lost {
		if found == There {
			return Alike
		}
		return found
	}
	return Lost
}

func (s Selector) isPossible(t Target) bool {
	// Written so that what is no number is not possible.
	if s.HasSpan && (!(s.From >= 0 && s.To >= s.From) || t.Seconds > 0 && s.From >= t.Seconds) {
		return false
	}
	if s.Page < 0 || t.Pages > 0 && s.Page > t.Pages {
		return false
	}
	const slack = 0.01 // percent
	return !s.HasRegion || s.X >= 0 && s.Y >= 0 && s.W > 0 && s.H > 0 && s.X+s.W <= 100+slack && s.Y+s.H <= 100+slack
}

// quote finds the quote in texts that were made comparable by fold. Where it
// stands more than once, those places count around which most of the prefix and
// suffix fits.
func (s Selector) quote(texts []Segment, fold func(string) string) Found {
	quote, prefix, suffix := fold(s.Quote), fold(s.Prefix), fold(s.Suffix)
	if quote == "" {
		return Lost
	}
	best, places := -1, 0
	for _, one := range texts {
		text := fold(one.Text)
		for at := 0; ; {
			i := strings.Index(text[at:], quote)
			if i < 0 {
				break
			}
			i += at
			fit := 0
			if prefix != "" && strings.HasSuffix(strings.TrimSpace(text[:i]), strings.TrimSpace(prefix)) {
				fit++
			}
			if suffix != "" && strings.HasPrefix(strings.TrimSpace(text[i+len(quote):]), strings.TrimSpace(suffix)) {
				fit++
			}
			switch {
			case fit > best:
				best, places = fit, 1
			case fit == best:
				places++
			}
			at = i + 1
			for at < len(text) && text[at]&0xC0 == 0x80 { // to the next letter
				at++
			}
		}
	}
	switch {
	case places == 0:
		return Lost
	case places > 1:
		return Several
	}
	return There
}

// loose brings a text into one Unicode form, with one space for every run of them
// and without the marks that only say in which direction it runs.
func loose(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}
