package sijill

import (
	"fmt"
	"image"
	"regexp"
	"strconv"
	"strings"
)

// Span names a segment of a text, or some words in it, without repeating them.
type Span struct {
	Segment  string // its id, or its place in the text from 1
	From, To int    // words of the segment from 1; both are 0 for the whole of it
}

// IsWhole reports that the span is the whole segment.
func (s Span) IsWhole() bool { return s.From == 0 }

// String writes a span as ParseSpan reads it: "s2", "s2:4", "s2:4-6".
func (s Span) String() string {
	switch {
	case s.IsWhole():
		return s.Segment
	case s.From == s.To:
		return fmt.Sprintf("%s:%d", s.Segment, s.From)
	}
	return fmt.Sprintf("%s:%d-%d", s.Segment, s.From, s.To)
}

var spanForm = regexp.MustCompile(`^([a-z0-9][a-z0-9-]{0,40})(?::([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?)?$`)

// ParseSpan reads a span.
func ParseSpan(s string) (Span, error) {
	m := spanForm.FindStringSubmatch(strings.TrimSpace(s))
	span := Span{}
	if m != nil {
		span.Segment = m[1]
		span.From, _ = strconv.Atoi(m[2])
		if span.To = span.From; m[3] != "" {
			span.To, _ = strconv.Atoi(m[3])
		}
	}
	if m == nil || span.To < span.From {
		return Span{}, &Error{Class: Usage, Message: fmt.Sprintf("%q names no segment and no words of one.", s), Hint: "A segment is named by its id or its number (s2, 2), words of it by their places from 1: s2:4, s2:4-6"}
	}
	return span, nil
}

// ParseRegion reads "X,Y,WIDTH,HEIGHT" in pixels of the picture as it is seen, from
// its upper left.
func ParseRegion(s string) (image.Rectangle, error) {
	parts := strings.Split(s, ",")
	var n [4]int
	for i := range n {
		var err error
		if len(parts) != len(n) {
			err = strconv.ErrSyntax
		} else {
			n[i], err = strconv.Atoi(strings.TrimSpace(parts[i]))
		}
		if err != nil || n[i] < 0 || n[i] > 1<<20 {
			return image.Rectangle{}, &Error{Class: Usage, Message: fmt.Sprintf("%q is not a region.", s), Hint: "A region is X,Y,WIDTH,HEIGHT in pixels, from the upper left of the picture as it is seen: 120,80,300,200"}
		}
	}
	if n[2] == 0 || n[3] == 0 {
		return image.Rectangle{}, &Error{Class: Usage, Message: fmt.Sprintf("The region %q is empty.", s)}
	}
	return image.Rect(n[0], n[1], n[0]+n[2], n[1]+n[3]), nil
}

// RegionText writes a region as ParseRegion reads it.
func RegionText(r image.Rectangle) string {
	return fmt.Sprintf("%d,%d,%d,%d", r.Min.X, r.Min.Y, r.Dx(), r.Dy())
}
