package redaction

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/blockproof"
)

// gone says which words of the segments are taken out. A span that is not in the
// text is refused, and not cut to fit: whoever named it read another text.
func (t Taken) gone(segments []string) (blockproof.Gone, error) {
	out := make(blockproof.Gone, len(segments))
	for _, s := range t.Spans {
		n, err := strconv.Atoi(s.Segment)
		if err != nil {
			return nil, fmt.Errorf("%q is not the place of a segment in the text", s.Segment)
		}
		if n < 1 || n > len(segments) {
			return nil, fmt.Errorf("the text has %d segments, and none with the number %d", len(segments), n)
		}
		if out[n-1], err = Hide(out[n-1], segments[n-1], s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Hide marks words of a segment as taken out, beside those that are marked already,
// which may be nil.
func Hide(marked []bool, segment string, s sijill.Span) ([]bool, error) {
	words := len(blockproof.CutWords(segment))
	if s.IsWhole() {
		s.From, s.To = 1, words
	}
	if s.To > words {
		return nil, fmt.Errorf("segment %s has %d words, and not %d", s.Segment, words, s.To)
	}
	if marked == nil {
		marked = make([]bool, words)
	}
	for i := s.From; i <= s.To; i++ {
		marked[i-1] = true
	}
	return marked, nil
}

// segmentsOf tells which segments are taken out, where only whole ones can be.
func segmentsOf(gone blockproof.Gone, segments []string) ([]bool, error) {
	hidden := make([]bool, len(segments))
	for i, words := range gone {
		switch {
		case !slices.Contains(words, true):
		case slices.Contains(words, false):
			return nil, errors.New("the commitment to the text knows no words, only whole segments")
		default:
			hidden[i] = true
		}
	}
	return hidden, nil
}
