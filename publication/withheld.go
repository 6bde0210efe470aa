package publication

import (
	"maps"
	"slices"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/edition"
	"sijill.example/sijill/exchange/blockproof"
)

// withheld is what the release of a text leaves out of it. Where a doubt is, more is
// left out and not less.
type withheld struct {
	whole map[string]bool   // segments, by id
	words map[string][]bool // words of other segments
}

// touches reports that something of a segment is left out.
func (w withheld) touches(id string) bool { return w.whole[id] || w.words[id] != nil }

func (w withheld) isNothing() bool { return len(w.whole)+len(w.words) == 0 }

// spansOf are the segments and words that a release names. What cannot be read opens
// no release (see archive.Standings), so that it is passed over here.
func spansOf(s *archive.Standing) []sijill.Span {
	if s == nil {
		return nil
	}
	var out []sijill.Span
	for _, v := range words(s.Fields, "withhold") {
		if span, err := sijill.ParseSpan(v); err == nil {
			out = append(out, span)
		}
	}
	return out
}

// withheld reads what the release of a testimony or statement leaves out. Words are
// named by their places; where their segment has another wording now than when the
// release named them, all of it is left out.
func (x *making) withheld(t catalog.Thing) (withheld, error) {
	w := withheld{map[string]bool{}, map[string][]bool{}}
	spans := spansOf(x.public.standing[t.Number])
	if len(spans) == 0 {
		return w, nil
	}
	now := map[string]string{}
	for _, m := range records(t.Fields, sijill.FieldSegments) {
		now[text(m, sijill.SegmentID)] = text(m, sijill.SegmentText)
	}
	then, err := x.when(t.Number)
	if err != nil {
		return w, err
	}
	was := map[string]string{}
	for _, m := range then {
		was[text(m, sijill.SegmentID)] = text(m, sijill.SegmentText)
	}
	for _, s := range spans {
		id := s.Segment
		gone, ok := hide(w.words[id], now[id], s)
		if s.IsWhole() || !ok || was[id] != now[id] {
			w.whole[id] = true
			continue
		}
		w.words[id] = gone
	}
	for id, gone := range w.words {
		if w.whole[id] || !slices.Contains(gone, false) {
			w.whole[id] = true
			delete(w.words, id)
		}
	}
	return w, nil
}

// hide marks words of a segment; false where the segment has not so many.
func hide(gone []bool, segment string, s sijill.Span) ([]bool, bool) {
	n := len(blockproof.CutWords(segment))
	if s.To > n {
		return gone, false
	}
	out := make([]bool, n)
	copy(out, gone)
	for i := max(s.From, 1); i <= s.To; i++ {
		out[i-1] = true
	}
	return out, true
}

// shorten writes a segment with its marks.
func shorten(segment string, gone []bool) string {
	return strings.TrimSpace(blockproof.Shorten(segment, gone))
}

// when gives the segments of a text as they were when its release last said what is
// left out.
func (x *making) when(n sijill.Number) ([]map[string]any, error) {
	index, _, err := x.lastWith(x.public.standing[n].Number, "withhold")
	if err != nil {
		return nil, err
	}
	indexes, err := x.archive.Catalog.Entries(x.ctx, n)
	if err != nil {
		return nil, err
	}
	var found []map[string]any
	for _, i := range indexes {
		e, err := x.archive.Register.Entry(x.ctx, i)
		if err != nil {
			return nil, err
		}
		o, err := e.Open()
		if err != nil {
			return nil, err
		}
		if _, has := o.Fields[sijill.FieldSegments]; !has || o.Subject != n {
			continue
		}
		// One transaction may hold a release before what it releases.
		if i > index && found != nil {
			break
		}
		found = records(o.Fields, sijill.FieldSegments)
	}
	return found, nil
}

// translated tells a translation without what is withheld. What stands beside a segment
// of which words are withheld is withheld, unless the translation's own release says
// which of its words are the same.
func (x *making) translated(t catalog.Thing, hidden withheld) ([]edition.Translated, error) {
	var own []sijill.Span
	then := map[string]bool{}
	if own = spansOf(x.public.standing[t.Number]); len(own) > 0 {
		was, err := x.when(t.Number)
		if err != nil {
			return nil, err
		}
		for _, m := range was {
			then[text(m, sijill.SegmentText)] = true
		}
	}
	all := records(t.Fields, sijill.FieldSegments)
	times := map[string]int{} // how often each segment is translated
	for _, m := range all {
		for _, id := range words(m, sijill.SegmentOf) {
			times[id]++
		}
	}
	var out []edition.Translated
	for _, m := range all {
		of, said := words(m, sijill.SegmentOf), text(m, sijill.SegmentText)
		// What is said to translate nothing may be a remark on what is withheld.
		isHidden := len(of) == 0 && !hidden.isNothing()
		var gone []bool
		for _, id := range of {
			named := false
			for _, s := range own {
				if s.Segment != id {
					continue
				}
				var ok bool
				named = true
				gone, ok = hide(gone, said, s)
				isHidden = isHidden || s.IsWhole() || !ok || !then[said] || times[id] > 1
			}
			isHidden = isHidden || hidden.whole[id] || hidden.words[id] != nil && !named
		}
		switch {
		case isHidden || gone != nil && !slices.Contains(gone, false):
			out = append(out, edition.Translated{Of: of, Withheld: true})
		case gone != nil:
			out = append(out, edition.Translated{Of: of, Text: shorten(said, gone), Shortened: true})
		default:
			out = append(out, edition.Translated{Of: of, Text: said})
		}
	}
	return out, nil
}

// shortened lists the testimonies and statements of which words are withheld.
func (p *public) shortened() []sijill.Number {
	var out []sijill.Number
	for _, n := range p.numbers {
		isWord := func(s sijill.Span) bool { return !s.IsWhole() }
		if kind := n.Kind(); (kind == "testimony" || kind == "statement") && slices.ContainsFunc(spansOf(p.standing[n]), isWord) {
			out = append(out, n)
		}
	}
	return out
}

// without takes away the fields that the release of a thing leaves out.
func (x *making) without(t catalog.Thing) catalog.Thing {
	s := x.public.standing[t.Number]
	if s == nil || len(s.Without) == 0 {
		return t
	}
	t.Fields = maps.Clone(t.Fields)
	for name := range t.Fields {
		// An outline would tell the position, too.
		if s.Leaves(name) || name == "geometry" && (s.Leaves("latitude") || s.Leaves("longitude")) {
			delete(t.Fields, name)
		}
	}
	return t
}

// namesIt reports whether a thing may be shown to name another: its release may leave
// the field out in which it does.
func (x *making) namesIt(r catalog.Reference) bool {
	s := x.public.standing[r.Thing.Number]
	field, _, _ := strings.Cut(r.Field, ".")
	return s == nil || !s.Leaves(field)
}
