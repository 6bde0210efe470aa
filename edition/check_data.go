package edition

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/edition/matching"
)

// What scripts read, as scripts: a page that was opened from a disk may load a script
// that stands beside it, and nothing else. Each calls part(NAME, VALUE).
//
//	data/prints.js         prints of all pictures, without corners
//	data/parts-K.js        prints of perParts pictures, with corners
//	data/texts-K.js        what was said in perTexts documents
//	data/cards-LANG-K.js   what the answer shows of them
//	data/program.js        the WebAssembly, where there is one
//	data/runtime.js        Go's own script, which runs it
const (
	dataDir  = "/data/"
	perParts = 100
	perTexts = 50
)

// script writes a part.
func script(name string, v any) (answer, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "part(%q,", name)
	enc := json.NewEncoder(&b) // escapes what could end a script, and line separators
	if err := enc.Encode(v); err != nil {
		return answer{}, err
	}
	b.Truncate(b.Len() - 1)
	b.WriteString(");\n")
	return answer{Type: scriptType, Body: b.Bytes()}, nil
}

const scriptType = "text/javascript; charset=utf-8"

// dataAddresses lists the files that data makes.
func (s *site) dataAddresses(ctx context.Context) ([]string, error) {
	numbers, err := s.shown(ctx)
	if err != nil {
		return nil, err
	}
	a, err := s.edition.pictures()
	if err != nil {
		return nil, err
	}
	out := []string{dataDir + "check.js", dataDir + "prints.js"}
	if s.program != nil {
		out = append(out, dataDir+"program.js", dataDir+"runtime.js")
	}
	for k := range shards(a.Len(), perParts) {
		out = append(out, fmt.Sprintf("%sparts-%d.js", dataDir, k))
	}
	for k := range shards(len(numbers), perTexts) {
		out = append(out, fmt.Sprintf("%stexts-%d.js", dataDir, k))
		for _, l := range languages {
			out = append(out, fmt.Sprintf("%scards-%s-%d.js", dataDir, l, k))
		}
	}
	return out, nil
}

func shards(n, per int) int { return (n + per - 1) / per }

// shown are the numbers of what is not withdrawn. Scripts name a document by its
// place in this list.
func (s *site) shown(ctx context.Context) ([]sijill.Number, error) {
	all, err := s.edition.numbers(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []sijill.Number
	for _, n := range all {
		if !n.IsWithdrawn {
			out = append(out, n.Number)
		}
	}
	return out, nil
}

// data makes a file that scripts read.
func (s *site) data(ctx context.Context, address string) (answer, bool, error) {
	name, ok := strings.CutPrefix(address, dataDir)
	if !ok {
		return answer{}, false, nil
	}
	name, ok = strings.CutSuffix(name, ".js")
	if !ok {
		return answer{}, true, notThere
	}
	a, err := s.dataNamed(ctx, name)
	return a, true, err
}

func (s *site) dataNamed(ctx context.Context, name string) (answer, error) {
	switch name {
	case "check":
		return answer{Type: scriptType, Body: mustReadScript("check.js")}, nil
	case "program":
		if s.program != nil {
			return script(name, s.program.packed)
		}
		return answer{}, notThere
	case "runtime":
		if s.program != nil {
			return answer{Type: scriptType, Body: s.program.runtime}, nil
		}
		return answer{}, notThere
	}
	numbers, err := s.shown(ctx)
	if err != nil {
		return answer{}, err
	}
	if name == "prints" {
		return s.prints(ctx, numbers)
	}
	what, shard, _ := strings.Cut(name, "-")
	var l language
	if what == "cards" {
		var tag string
		tag, shard, _ = strings.Cut(shard, "-")
		if l = language(tag); !l.isKnown() {
			return answer{}, notThere
		}
	}
	k, err := strconv.Atoi(shard)
	if err != nil || k < 0 || k > 1<<20 || strconv.Itoa(k) != shard {
		return answer{}, notThere
	}
	if what == "parts" {
		return s.parts(ctx, name, k)
	}
	from, to := k*perTexts, min(len(numbers), (k+1)*perTexts)
	if from >= to || what != "cards" && what != "texts" {
		return answer{}, notThere
	}
	var list []any
	for _, n := range numbers[from:to] {
		d, err := s.edition.Document(ctx, n)
		if err != nil {
			return answer{}, err
		}
		if what == "cards" {
			card, err := s.newPage(l, "check").known(ctx, d)
			if err != nil {
				return answer{}, err
			}
			list = append(list, card)
		} else {
			list = append(list, textsOf(d))
		}
	}
	return script(name, list)
}

// prints are what every picture is found by, and whose it is.
func (s *site) prints(ctx context.Context, numbers []sijill.Number) (answer, error) {
	var of []int
	var b []byte
	size := 0
	err := s.edition.eachPrint(ctx, func(n sijill.Number, p Print) error {
		i, ok := slices.BinarySearch(numbers, n)
		if !ok {
			return fmt.Errorf("%s has a print and is not shown", n)
		}
		of = append(of, i)
		b = matching.AppendKnown(b, p.Width, p.Height, p.Hash, nil, nil)
		size += len(p.Corners) + len(p.Sketch)
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return script("prints", map[string]any{"prints": base64.StdEncoding.EncodeToString(b), "of": append([]int{}, of...), "perParts": perParts,
		"partBytes": size * 4 / 3, "perTexts": perTexts, "documents": len(numbers)})
}

func (s *site) parts(ctx context.Context, name string, k int) (answer, error) {
	var b []byte
	i := 0
	err := s.edition.eachPrint(ctx, func(_ sijill.Number, p Print) error {
		if i/perParts == k {
			b = matching.AppendKnown(b, p.Width, p.Height, p.Hash, p.Corners, p.Sketch)
		}
		i++
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	if b == nil {
		return answer{}, notThere
	}
	return script(name, base64.StdEncoding.EncodeToString(b))
}

// spoken is a text of a document, for scripts: its language, the number of the
// translation, and its parts with the segments of the original that each is.
type spoken struct {
	Lang  string     `json:"lang"`
	Of    string     `json:"of,omitempty"`
	Parts []string   `json:"parts"`
	IDs   [][]string `json:"ids,omitempty"`
	Stale []int      `json:"stale,omitempty"` // which parts were translated before the original was changed
}

func textsOf(d *Document) []spoken {
	out := []spoken{}
	for _, v := range d.wordings() {
		t := spoken{Lang: tagOf(v.Lang), Of: string(v.Translation), IDs: v.segments, Parts: []string{}}
		for i, isStale := range v.stale {
			if isStale {
				t.Stale = append(t.Stale, i)
			}
		}
		for _, part := range v.Parts {
			t.Parts = append(t.Parts, saidOf(Text{Text: part}).Text)
		}
		out = append(out, t)
	}
	return out
}

// knownLine is a line of what an answer shows of a document.
type knownLine struct {
	Label string `json:"label"`
	Text  string `json:"text"`
	Href  string `json:"href,omitempty"`
	Lang  string `json:"lang,omitempty"`
	Dir   string `json:"dir,omitempty"`
}

// known is what an answer shows of a document, so that a picture is never without
// its date, its place, its context and its terms.
type known struct {
	Number string      `json:"number"`
	Kind   string      `json:"kind"` // as a word of the page
	Title  knownLine   `json:"title"`
	Href   string      `json:"href"`
	View   *knownView  `json:"view,omitempty"`
	Lines  []knownLine `json:"lines"`
	// First is the number of what the document goes back to, "" where that is itself
	// or not known; IsFirsthand says that it is from somebody who was there.
	First       string          `json:"first,omitempty"`
	IsFirsthand bool            `json:"firsthand,omitempty"`
	Times       []matching.When `json:"times,omitempty"`
	Hidden      []Share         `json:"hidden,omitempty"`
	// IsRedacted says that the edition's own picture is a redacted copy.
	IsRedacted bool `json:"redacted,omitempty"`
	// IsCovered says that a reader must be warned before it is shown.
	IsCovered bool `json:"covered,omitempty"`
}

type knownView struct {
	Href   string `json:"href"`
	Alt    string `json:"alt"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

func (p *page) known(ctx context.Context, d *Document) (known, error) {
	name := p.Name(Ref{Number: d.Number, Titles: d.Titles})
	k := known{Number: string(d.Number), Kind: p.T("one." + d.Kind()), Title: knownLine{Text: name.Text, Lang: name.Lang, Dir: name.Dir}, Href: p.To(string(d.Number)),
		IsRedacted: d.Redacted != nil, IsCovered: len(d.Notices) > 0, Lines: []knownLine{}}
	if v := pictureOf(d, "view"); v != nil {
		k.View = &knownView{p.Object(v.Object), firstOf(v.Alt, p.lang), v.Width, v.Height}
	}
	add := func(label string, s *said) {
		if s != nil && s.Text != "" {
			k.Lines = append(k.Lines, knownLine{Label: label, Text: s.Text, Lang: s.Lang, Dir: s.Dir})
		}
	}
	k.Times, k.Hidden, k.IsFirsthand = d.whens(), hidden(d), isFirsthand(d)
	origin, err := p.site.edition.Origin(ctx, d)
	if err != nil {
		return k, err
	}
	k.Lines = append(k.Lines, p.originLines(d, origin)...)
	if origin.IsAfter(d.Number) {
		k.First = string(origin.First.Number)
	}
	add(p.T("check.hidden"), p.hiddenPlaces(k.Hidden))
	for _, line := range p.datesOf(d) {
		add(line.What, &said{line.Text, string(p.lang), p.lang.Dir()})
	}
	if len(d.Dates) == 0 {
		add(p.T("check.time"), &said{p.T("check.undated"), string(p.lang), p.lang.Dir()})
	}
	for _, x := range d.Places {
		texts := x.Words
		if len(texts) == 0 && x.Ref != nil {
			texts = x.Ref.Titles
		}
		add(p.T("check.place"), p.Say(texts))
	}
	by := d.SaidBy
	if len(by) == 0 {
		by = d.Byline
	}
	add(p.T("check.by"), p.Say(by))
	add(p.T("check.context"), p.Say(d.Context))
	add(p.T("check.terms"), p.Say(d.Terms))
	add(p.T("check.credit"), p.Say(d.Credit))
	return k, nil
}

// originLines say what the document is of one origin with, and what of it stands
// nearest to what happened.
func (p *page) originLines(d *Document, o *Origin) []knownLine {
	if o == nil {
		return nil
	}
	var out []knownLine
	link := func(label string, r Ref) {
		name := p.Name(r)
		out = append(out, knownLine{Label: p.T(label), Text: name.Text, Href: p.To(string(r.Number)), Lang: name.Lang, Dir: name.Dir})
	}
	if o.IsAfter(d.Number) {
		label := "check.source"
		if d.Kind() == "redaction" && d.Original != nil && d.Original.Number == o.First.Number {
			label = "check.redaction-of"
		}
		link(label, *o.First)
	}
	for _, r := range o.Others {
		link("check.one-origin", r)
	}
	return out
}

// hiddenPlaces says in words where a picture is painted over.
func (p *page) hiddenPlaces(all []Share) *said {
	var places []string
	percent := func(share float64) int { return int(math.Round(100 * share)) }
	for _, a := range all[:min(len(all), 6)] {
		places = append(places, fmt.Sprintf(p.T("check.hidden.at"), percent(a.X), percent(a.X+a.W), percent(a.Y), percent(a.Y+a.H)))
	}
	if places == nil {
		return nil
	}
	if more := len(all) - len(places); more > 0 {
		places = append(places, fmt.Sprintf(p.T("check.hidden.more"), more))
	}
	return &said{strings.Join(places, p.T("semicolon")), string(p.lang), p.lang.Dir()}
}
