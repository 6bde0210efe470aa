package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/custody"
	"sijill.example/sijill/testimony"
)

// told is a text in segments, with its translations beside it.
type told struct {
	Of      *shown // the original, where the page is about a translation
	Heads   []toldHead
	Rows    []toldRow
	Missing string // how many segments nobody translated
	Stale   int
}

// toldHead stands over a column: the original first, then each translation.
type toldHead struct {
	Label string // original, or the language
	Self  *shown
	Lang  string
	By    shown
	State string // draft, reviewed by whom
	Kind  string // good or warn
	Made  string // by a machine
}

// Name is what the column is called in a word or two.
func (h toldHead) Name() string { return cmp.Or(h.Lang, h.Label) }

// toldRow is what belongs together: a segment of the original or a few, and what
// each translation has of it.
type toldRow struct {
	Segments []segment
	Cells    [][]translated // for each translation
}

type segment struct {
	ID, Anchor string
	Span       string
	Text       shown
	Quoted     []quoting
}

// quoting says that a claim or an incident names a segment.
type quoting struct {
	Claim shown
	How   string
}

type translated struct {
	Anchor  string
	Text    shown
	State   string // as testimony has it
	Words   string // the state in a sentence, "" where all is well
	Was, Is *shown
	Missing string
}

func segmentsIn(v any) []testimony.Segment {
	var out []testimony.Segment
	for _, m := range recordsIn(v) {
		out = append(out, testimony.Segment{ID: textIn(m, sijill.SegmentID), Text: textIn(m, sijill.SegmentText)})
	}
	return out
}

// anchorOf names a segment in the address of a page.
func anchorOf(id string, i int) string {
	if id == "" || len(id) > 64 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "n-" + strconv.Itoa(i+1)
	}
	return "s-" + id
}

// toldOf sets a text beside its translations, segment by segment. On the page of a
// translation it is that one alone.
func (x *telling) toldOf() *told {
	original, only := x.thing, sijill.Number("")
	out := &told{}
	if x.thing.Kind == "translation" {
		only = x.thing.Number
		link := x.ref(textIn(x.thing.Fields, "of"))
		out.Of = &link
		t, ok := x.look(sijill.Number(textIn(x.thing.Fields, "of")))
		if !ok || t.State == catalog.StateErased {
			t = catalog.Thing{} // the translation stays alone
		}
		original = t
	}
	records := recordsIn(original.Fields[sijill.FieldSegments])
	lang := langIn(original.Fields)
	head := toldHead{Label: x.page.T("told.original"), Lang: x.tongue(lang).Text}
	if out.Of != nil {
		head.Self = out.Of
	}
	out.Heads = append(out.Heads, head)
	var all []catalog.Thing
	if original.Number != "" {
		all = x.named(original.Number, "of", "translation")
	} else {
		all = []catalog.Thing{x.thing}
	}
	if only != "" {
		all = slices.DeleteFunc(all, func(t catalog.Thing) bool { return t.Number != only })
	}
	if len(records) == 0 && len(all) == 0 {
		return nil
	}
	quotes := x.quotes(original)
	var segments []segment
	named := map[string]bool{}
	for i, m := range records {
		id := textIn(m, sijill.SegmentID)
		anchor := anchorOf(id, i)
		if named[anchor] { // the first of a name has it
			anchor = anchorOf("", i)
		}
		named[anchor] = true
		segments = append(segments, segment{ID: sijill.Printable(id), Anchor: anchor, Span: spanOf(m), Text: textOf(textIn(m, sijill.SegmentText), lang), Quoted: quotes[id]})
	}
	x.align(out, original, records, segments, all)
	return out
}

// align makes the rows: segments that some translation takes together stand together.
func (x *telling) align(out *told, original catalog.Thing, records []map[string]any, segments []segment, translations []catalog.Thing) {
	group := make([]int, len(records)) // the first segment of the row of each
	place := map[string]int{}
	for i, m := range records {
		group[i] = i
		if id := textIn(m, sijill.SegmentID); id != "" {
			place[id] = i
		}
	}
	earlier := x.earlier(original.Number)
	now := segmentsIn(original.Fields[sijill.FieldSegments])
	type placed struct {
		column, at int // at is -1 for what stands by no segment
		translated
	}
	var cells []placed
	translatedIDs := map[string]bool{}
	for column, t := range translations {
		out.Heads = append(out.Heads, x.headOf(t))
		made := translatedIn(t.Fields[sijill.FieldSegments])
		standings, _ := testimony.Compare(now, made, earlier...)
		for i, m := range made {
			c := placed{column, -1, x.translatedOf(t, m, standings[i], i)}
			if m := c.State; m == string(testimony.Stale) || m == string(testimony.Orphan) {
				out.Stale++
			}
			for _, id := range m.Of {
				at, ok := place[id]
				if !ok {
					continue
				}
				translatedIDs[id] = true
				if c.at < 0 {
					c.at = at
				}
				// What lies between belongs to the row, too, or the order would be lost.
				low, high := min(group[c.at], group[at]), max(c.at, at)
				for j := low; j <= high; j++ {
					group[j] = min(group[j], low)
				}
			}
			cells = append(cells, c)
		}
	}
	rowAt := map[int]int{}
	for i := range segments {
		if i > 0 && group[i] < i {
			group[i] = group[group[i]]
		}
		r, ok := rowAt[group[i]]
		if !ok {
			r = len(out.Rows)
			rowAt[group[i]] = r
			out.Rows = append(out.Rows, toldRow{Cells: make([][]translated, len(translations))})
		}
		out.Rows[r].Segments = append(out.Rows[r].Segments, segments[i])
	}
	for _, c := range cells {
		r := len(out.Rows)
		if c.at >= 0 {
			r = rowAt[group[c.at]]
		} else {
			out.Rows = append(out.Rows, toldRow{Cells: make([][]translated, len(translations))})
		}
		out.Rows[r].Cells[c.column] = append(out.Rows[r].Cells[c.column], c.translated)
	}
	if n := len(records) - len(translatedIDs); n > 0 && len(translations) > 0 {
		out.Missing = count(n)
	}
}

func (x *telling) headOf(t catalog.Thing) toldHead {
	self := x.ref(string(t.Number))
	h := toldHead{Label: x.page.T("one.translation"), Self: &self, Lang: x.tongue(langIn(t.Fields)).Text, Kind: "warn", State: x.page.T("told.nostate")}
	if who := textIn(t.Fields, "translator_source"); who != "" {
		h.By = x.ref(who)
	}
	if who := textIn(t.Fields, "translator"); who != "" {
		h.By = lineOf(who)
	}
	switch textIn(t.Fields, "state") {
	case "draft":
		h.State = x.page.T("told.draft")
	case "reviewed":
		h.Kind, h.State = "good", x.page.T("told.reviewed")
		if who := textIn(t.Fields, "reviewed_by"); who != "" {
			h.State += x.page.T("comma") + sijill.Printable(who)
		}
	}
	if machine, _ := t.Fields["machine"].(bool); machine {
		h.Made = x.page.T("told.machine")
		if e := textIn(t.Fields, "engine"); e != "" {
			h.Made += " (" + sijill.Printable(e) + ")"
		}
	}
	return h
}

func (x *telling) translatedOf(t catalog.Thing, m testimony.Translated, s testimony.Standing, i int) translated {
	c := translated{Anchor: "t-" + string(t.Number) + "-" + strconv.Itoa(i+1), Text: textOf(m.Text, langIn(t.Fields)), State: string(s.State)}
	if s.State == testimony.Current || s.State == testimony.Apart && len(m.Of) == 0 {
		return c
	}
	c.Words = x.page.T("told." + string(s.State))
	if s.State == testimony.Stale || s.State == testimony.Orphan || s.State == testimony.Reformed {
		original, _ := x.look(sijill.Number(textIn(t.Fields, "of")))
		lang := langIn(original.Fields)
		if s.Was != "" {
			was := textOf(s.Was, lang)
			c.Was = &was
		}
		if s.Is != "" {
			is := textOf(s.Is, lang)
			c.Is = &is
		}
	}
	c.Missing = sijill.Printable(strings.Join(s.Missing, ", "))
	return c
}

// earlier lists what the segments of a thing were before, the newest first.
func (x *telling) earlier(n sijill.Number) [][]testimony.Segment {
	if n == "" {
		return nil
	}
	story, err := custody.Story(x.ctx, x.desk.archive.Catalog, x.desk.archive.Register, n)
	if err != nil {
		x.fail(err)
		return nil
	}
	var out [][]testimony.Segment
	for _, line := range slices.Backward(story) {
		if v, ok := line.Fields[sijill.FieldSegments]; ok && line.Subject == n {
			out = append(out, segmentsIn(v))
		}
	}
	return out
}

// quotes lists, for each segment of a thing, the claims that name it.
func (x *telling) quotes(t catalog.Thing) map[string][]quoting {
	out := map[string][]quoting{}
	if t.Number == "" {
		return out
	}
	for _, c := range x.named(t.Number, "bearings.of", "claim", "incident") {
		for _, b := range recordsIn(c.Fields[sijill.FieldBearings]) {
			selector, _ := b["selector"].(map[string]any)
			if id := textIn(selector, "segment"); id != "" && textIn(b, "of") == string(t.Number) {
				out[id] = append(out[id], quoting{x.ref(string(c.Number)), x.word("", textIn(b, "how")).Text})
			}
		}
	}
	return out
}

func translatedIn(v any) []testimony.Translated {
	var out []testimony.Translated
	for _, m := range recordsIn(v) {
		out = append(out, testimony.Translated{Of: textsIn(m[sijill.SegmentOf]), Text: textIn(m, sijill.SegmentText), MadeOf: textIn(m, sijill.SegmentMadeOf)})
	}
	return out
}

// spanOf writes from where to where in a recording a segment goes.
func spanOf(m map[string]any) string {
	from, to := textIn(m, sijill.SegmentFrom), textIn(m, sijill.SegmentTo)
	if from == "" && to == "" {
		return ""
	}
	return sijill.Printable(from + "–" + to)
}
