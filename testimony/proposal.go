package testimony

import "sijill.example/sijill"

// Layout says how the two languages stood in what was read.
type Layout string

// The layouts.
const (
	Files       Layout = "two texts"
	Tabs        Layout = "rows with tabs"
	Pipes       Layout = "rows with bars"
	Columns     Layout = "two columns"
	Blocks      Layout = "one block after the other"
	Alternating Layout = "alternating paragraphs"
	Passages    Layout = "passages in other text"
)

// Proposal is what was made of bilingual text, for a person to correct.
type Proposal struct {
	Layout Layout
	// Parts are one testimony with its translation; with the layout Passages one
	// for each passage, since each may be somebody else's words.
	Parts []Part
	// Mixed are paragraphs in which both scripts stand; each was put with the
	// script that most of its letters have.
	Mixed []string
	// Outside is how many paragraphs of the translation's language belong to no
	// part.
	Outside int
}

// Part is a testimony, its translation, and which segments belong together.
type Part struct {
	Original, Translation []Segment
	Pairs                 []Pair
}

// Options say how bilingual text is to be read.
type Options struct {
	Grain Grain
	// Original is the script of the original, Arabic or Other; "" takes, of
	// passages in other text, the passages, and else what comes first.
	Original Script
}

// ProposeTwo reads an original and its translation from two texts.
func ProposeTwo(original, translation string, o Options) (Proposal, error) {
	p := Proposal{Layout: Files}
	scriptA, scriptB := ScriptOf(original), ScriptOf(translation)
	if scriptA != scriptB {
		for _, text := range []string{original, translation} {
			for _, s := range Cut(text, ByParagraph) {
				if ScriptOf(s.Text) == Mixed {
					p.Mixed = append(p.Mixed, s.Text)
				}
			}
		}
	}
	part, err := newPart(Cut(original, o.Grain), Cut(translation, o.Grain))
	p.Parts = []Part{part}
	if err == nil && len(part.Original) == 0 {
		err = &sijill.Error{Class: sijill.Usage, Message: "There is no text in the original."}
	}
	return p, err
}

func newPart(original, translation []Segment) (Part, error) {
	pairs, err := Align(Texts(original), Texts(translation))
	return Part{original, translation, pairs}, err
}

// Texts gives the texts of segments.
func Texts(segments []Segment) []string {
	out := make([]string, len(segments))
	for i, s := range segments {
		out[i] = s.Text
	}
	return out
}

// Propose reads a text in two languages, and finds out how they stand in it.
func Propose(text string, o Options) (Proposal, error) {
	if p, ok, err := proposeRows(text, o); ok || err != nil {
		return p, err
	}
	if p, ok, err := proposeColumns(text, o); ok || err != nil {
		return p, err
	}
	return proposeRuns(text, o)
}

// run is paragraphs of one script that follow each other.
type run struct {
	script   Script
	segments []Segment
	letters  float64
}

// runsOf cuts a text where its script changes. A paragraph without letters goes
// with the one before.
func runsOf(text string, p *Proposal) []run {
	var runs []run
	for _, s := range Cut(text, ByParagraph) {
		script := ScriptOf(s.Text)
		if script == Mixed {
			p.Mixed = append(p.Mixed, s.Text)
			script = mostly(s.Text)
		}
		if last := len(runs) - 1; last >= 0 && (script == NoScript || runs[last].script == script) {
			runs[last].segments = append(runs[last].segments, s)
			continue
		}
		if script == NoScript {
			script = mostly(text)
		}
		runs = append(runs, run{script: script, segments: []Segment{s}})
	}
	for i, r := range runs {
		runs[i].letters = sum(lengths(Texts(r.segments)))
	}
	return runs
}

func oneLanguage(mixed bool) error {
	if mixed {
		return &sijill.Error{Class: sijill.Usage, Message: "Both languages stand within the same paragraphs, so that they cannot be told apart.",
			Hint: "Put each language into paragraphs of its own, or into a file of its own."}
	}
	return &sijill.Error{Class: sijill.Usage, Message: "The text is in one script only, so that nothing in it can be its translation.",
		Hint: "Give the translation as a second file."}
}

// Of the letters of a translation, more than this share must belong to the
// original for the text to be a testimony and its translation, and not something
// else with passages in it.
const mostOfIt = 0.75

func proposeRuns(text string, o Options) (Proposal, error) {
	var p Proposal
	runs := runsOf(text, &p)
	letters := map[Script]float64{}
	for _, r := range runs {
		letters[r.script] += r.letters
	}
	if err := tooMany(len(runs)); err != nil {
		return p, err
	}
	if len(letters) < 2 {
		return p, oneLanguage(len(p.Mixed) > 0)
	}
	original := o.Original
	if original == "" {
		original = runs[0].script
		if few := fewer(letters); letters[few] < mostOfIt/2*letters[otherOf(few)] {
			original = few
		}
	}
	groups := group(text, runs, original)
	matched := 0.0
	for _, g := range groups {
		for _, s := range g.translation[g.used.Start:g.used.End] {
			matched += sum(lengths([]string{s.Text}))
		}
	}
	whole := matched > mostOfIt*letters[otherOf(original)]
	switch {
	case !whole:
		p.Layout = Passages
	case len(runs) == 2:
		p.Layout = Blocks
	default:
		p.Layout = Alternating
	}
	if whole {
		part, err := inGroups(groups, o.Grain)
		p.Parts = []Part{part}
		return p, err
	}
	for _, g := range groups {
		p.Outside += len(g.translation) - g.used.Len()
		if len(g.original) == 0 {
			continue
		}
		part, err := newPart(finer(g.original, o.Grain), finer(g.translation[g.used.Start:g.used.End], o.Grain))
		if err != nil {
			return p, err
		}
		p.Parts = append(p.Parts, named(part))
	}
	return p, nil
}

// inGroups aligns all runs at once, so that what is learned from one helps the
// others, and keeps each original with the run that its translation is in.
func inGroups(groups []grouped, grain Grain) (Part, error) {
	var part Part
	var groupA, groupB []int
	for k, g := range groups {
		part.Original = append(part.Original, finer(g.original, grain)...)
		part.Translation = append(part.Translation, finer(g.translation, grain)...)
		for len(groupA) < len(part.Original) {
			groupA = append(groupA, k)
		}
		for len(groupB) < len(part.Translation) {
			groupB = append(groupB, k)
		}
	}
	part = named(part)
	if err := tooMany(len(part.Original), len(part.Translation)); err != nil {
		return part, err
	}
	part.Pairs = align(Texts(part.Original), Texts(part.Translation), given{groupA: groupA, groupB: groupB})
	return part, nil
}

// with puts another part behind this one, which is used no more.
func (p Part) with(next Part) Part {
	a, b := len(p.Original), len(p.Translation)
	for _, pair := range next.Pairs {
		p.Pairs = append(p.Pairs, Pair{Range{pair.A.Start + a, pair.A.End + a}, Range{pair.B.Start + b, pair.B.End + b}, pair.Score})
	}
	p.Original = append(p.Original, next.Original...)
	p.Translation = append(p.Translation, next.Translation...)
	return p
}

// named gives the segments of each side their names, s1 and on.
func named(p Part) Part {
	for _, side := range [][]Segment{p.Original, p.Translation} {
		for i := range side {
			side[i].ID = segmentID(i)
		}
	}
	return p
}

// finer cuts paragraphs into sentences where that is asked for.
func finer(segments []Segment, grain Grain) []Segment {
	if grain != BySentence {
		return segments
	}
	var out []Segment
	for _, s := range segments {
		for _, c := range Cut(s.Text, BySentence) {
			c.Start, c.End, c.From, c.To = c.Start+s.Start, c.End+s.Start, s.From, s.To
			out = append(out, c)
		}
	}
	return out
}

func otherOf(s Script) Script {
	if s == Arabic {
		return Other
	}
	return Arabic
}

// mostly is the script that most letters of a text have.
func mostly(text string) Script {
	if arabic, letters := countLetters(text); 2*arabic > letters {
		return Arabic
	}
	return Other
}

func fewer(letters map[Script]float64) Script {
	if letters[Arabic] < letters[Other] {
		return Arabic
	}
	return Other
}
