package desk

import (
	"cmp"
	"slices"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/corroboration"
)

// weighed is the claims table of an incident, or one claim with its verdict
// explained. Both sides of a claim have the same place and the same form.
type weighed struct {
	Rows   []weighedRow
	Unsaid []string // what nobody says
	One    bool     // the page is about this claim
}

type weighedRow struct {
	Self     *shown // nil for what bears on the incident itself
	Question string
	Value    shown
	Text     []shown
	Standing string // a word for the style: disputed, corroborated ...
	Stands   string // the same for people
	Verdict  string
	For      weighedSide
	Against  weighedSide
	Context  []bearing
	Circular []bearing
	Lost     string
	Both     string // what ties the two sides where some voice is on both
}

type weighedSide struct {
	Title    string
	Kind     string // for or against
	Bearings []bearing
	Voices   []voice
	Ties     []tie
	Values   []shown
	Split    bool
}

// voice is one independent voice: one account, or several that are tied.
type voice struct {
	Basis    string
	Accounts []account
}

type account struct {
	Of shown
	By *shown
}

// tie is why several accounts are one voice.
type tie struct {
	Why      string
	Sentence string
	Accounts []account
	Through  *shown
}

// bearing is one thing that bears on a claim, with the passage that it names.
type bearing struct {
	Of      shown
	By      shown
	Basis   string
	Says    string
	Quote   *shown
	Href    string // of the page on which the passage stands
	Where   string // which passage
	Found   string // a sentence where the passage is not there as it was
	Lost    bool
	Odd     string // its own value goes against the way in which it was entered
	Note    *shown // in the language of the page, where it has it
	Matches string
}

func (x *telling) weighedOf() *weighed {
	m := x.desk.archive.Meaning
	if m == nil || x.thing.Kind != "incident" && x.thing.Kind != "claim" {
		return nil
	}
	table, err := m.Claims(x.ctx, x.thing.Number)
	if err != nil {
		x.fail(err)
		return nil
	}
	var numbers []sijill.Number
	for _, r := range table.Rows {
		numbers = append(numbers, r.Verdict.Claim.Number)
		for _, b := range r.Bearings {
			numbers = append(numbers, b.Of, sijill.Number(b.Source))
		}
	}
	x.prepare(numbers)
	w := &weighed{One: x.thing.Kind == "claim"}
	for _, r := range table.Rows {
		w.Rows = append(w.Rows, x.weighedRow(r))
	}
	for _, kind := range table.Unsaid {
		w.Unsaid = append(w.Unsaid, corroboration.Question(kind, x.page.Lang()))
	}
	return w
}

func (x *telling) weighedRow(r corroboration.Row) weighedRow {
	v := r.Verdict
	lang := x.page.Lang()
	out := weighedRow{Question: corroboration.Question(v.Claim.Type, lang), Value: x.valueOf(v.Claim.Value), Standing: standingWord(v.Standing), Stands: x.page.T("stands." + standingWord(v.Standing)), Both: v.TieOfSides(string(lang))}
	if v.Standing == corroboration.Disputed || v.Standing == corroboration.Unheard {
		out.Stands = "" // the verdict begins with it
	}
	out.Verdict = v.English()
	if x.page.lang == arabic {
		out.Verdict = v.Arabic()
	}
	if v.Lost > 0 {
		out.Lost = count(v.Lost)
	}
	if v.Claim.Number.Kind() == "claim" {
		self := x.ref(string(v.Claim.Number))
		out.Self = &self
		if t, ok := x.look(v.Claim.Number); ok {
			out.Text = x.localIn(t.Fields, "text")
		}
	}
	out.For = x.side(v.For, corroboration.Supports, "for")
	out.Against = x.side(v.Against, corroboration.Contradicts, "against")
	for i, b := range r.Bearings {
		one := x.bearingOf(b, selectorAt(r.Fields, i))
		circular := slices.ContainsFunc(v.Circular, func(c corroboration.Bearing) bool { return c.Of == b.Of && c.By == b.By && c.How == b.How })
		switch {
		case circular:
			out.Circular = append(out.Circular, one)
		case b.How == corroboration.Supports:
			out.For.Bearings = append(out.For.Bearings, one)
		case b.How == corroboration.Contradicts:
			out.Against.Bearings = append(out.Against.Bearings, one)
		default:
			out.Context = append(out.Context, one)
		}
	}
	return out
}

func selectorAt(all []map[string]any, i int) map[string]any {
	if i < len(all) {
		return all[i]
	}
	return nil
}

func standingWord(s corroboration.Standing) string {
	switch s {
	case corroboration.Said:
		return "said"
	case corroboration.Corroborated:
		return "corroborated"
	case corroboration.Disputed:
		return "disputed"
	case corroboration.Denied:
		return "denied"
	}
	return "unheard"
}

func (x *telling) side(s corroboration.Side, how corroboration.How, kind string) weighedSide {
	out := weighedSide{Kind: kind, Title: x.page.T("weighed." + kind), Split: s.IsSplit}
	for _, v := range s.Voices {
		out.Voices = append(out.Voices, voice{x.basis(v.Basis), x.accountsIn(v.Accounts)})
	}
	for _, m := range s.Merges {
		one := tie{Why: x.page.T("tie." + tieWord(m.Why)), Sentence: m.English(s.Things, how), Accounts: x.accountsIn(m.Accounts)}
		if x.page.lang == arabic {
			one.Sentence = m.Arabic(s.Things, how)
		}
		if m.Through != "" {
			through := x.ref(m.Through)
			one.Through = &through
		}
		out.Ties = append(out.Ties, one)
	}
	for _, v := range s.Values {
		out.Values = append(out.Values, x.valueOf(v))
	}
	return out
}

func tieWord(w corroboration.Why) string {
	switch w {
	case corroboration.OneOrigin:
		return "origin"
	case corroboration.SameAccount:
		return "account"
	case corroboration.SameSource:
		return "source"
	case corroboration.Relay:
		return "relay"
	}
	return "affiliation"
}

func (x *telling) accountsIn(all []corroboration.Account) []account {
	var out []account
	for _, a := range all {
		one := account{Of: x.ref(string(a.Of))}
		if a.By != "" && a.By != string(a.Of) {
			by := x.ref(a.By)
			one.By = &by
		}
		out = append(out, one)
	}
	return out
}

// valueOf tells a value in the page's language, with its date in words and its
// place by name.
func (x *telling) valueOf(v corroboration.Value) shown {
	if len(v.Place) > 0 && v.PlaceShown == "" {
		v.PlaceShown = x.titleIn(v.Place[0])
	}
	if v.ActorSource != "" && v.Actor == "" {
		v.Actor = x.titleIn(v.ActorSource)
	}
	var date string
	if d := v.Date; !d.IsMissing() {
		date = x.page.dateOf(d).Text
		v.Date = sijill.Date{}
	}
	text := v.Words(x.page.Lang())
	if date != "" {
		if text != "" {
			date += x.page.T("comma")
		}
		text = date + text
	}
	return shown{Form: "text", Text: text, Dir: cmp.Or(map[bool]string{true: "auto"}[text == ""], sijill.Direction(text))}
}

// titleIn gives what a thing is called in the page's language, as far as it is.
func (x *telling) titleIn(n sijill.Number) string {
	if t, ok := x.look(n); ok && t.State != catalog.StateErased {
		if titles := x.page.titlesOf(t); len(titles) > 0 {
			return titles[0].Text
		}
	}
	return string(n)
}

func (x *telling) basis(word string) string {
	if w, ok := x.page.words["basis."+word]; ok {
		return w.in(x.page.lang)
	}
	return x.word("", word).Text
}

func (x *telling) bearingOf(b corroboration.BearingRow, selector map[string]any) bearing {
	out := bearing{Of: x.ref(string(b.Of)), By: x.page.phraseOf("weighed.nobody"), Says: x.valueOf(b.Says).Text, Lost: b.Place == corroboration.Lost}
	if note := x.localIn(b.Record, "note"); len(note) > 0 {
		out.Note = &note[0]
	}
	if b.Source != "" {
		out.By = x.ref(b.Source)
	}
	if b.Basis != "" {
		out.Basis = x.basis(b.Basis)
	}
	if b.Quote != "" {
		q := textOf(b.Quote, langIn(selector))
		out.Quote = &q
	}
	switch b.Place {
	case corroboration.Lost, corroboration.Alike, corroboration.Several, corroboration.Unchecked:
		out.Found = x.page.T("found." + string(b.Place))
	}
	if b.How == corroboration.Supports && b.Match == corroboration.Differ || b.How == corroboration.Contradicts && b.Match == corroboration.Agree {
		out.Odd = x.page.T("weighed.odd." + string(b.How))
	}
	out.Href, out.Where = x.passageAt(b.Of, selector)
	return out
}

// passageAt links to the very segment that a selector names, or that has its quote.
func (x *telling) passageAt(of sijill.Number, selector map[string]any) (href, where string) {
	if len(selector) == 0 {
		return "", ""
	}
	add := func(key, text string) {
		if text = sijill.Printable(text); text != "" {
			if where != "" {
				where += x.page.T("comma")
			}
			where += x.page.T(key) + " \u2068" + text + "\u2069"
		}
	}
	id, quote := textIn(selector, "segment"), textIn(selector, "quote")
	href = x.page.To("/item/" + string(of))
	t, ok := x.look(of)
	if !ok {
		return "", ""
	}
	segments := recordsIn(t.Fields[sijill.FieldSegments])
	for i, m := range segments {
		names := append(textsIn(m[sijill.SegmentOf]), textIn(m, sijill.SegmentID))
		found := id != "" && slices.Contains(names, id)
		if id == "" && quote != "" {
			s := corroboration.Selector{Quote: quote}
			found = s.Resolve(corroboration.Target{Segments: []corroboration.Segment{{IDs: names, Text: textIn(m, sijill.SegmentText)}}}) != corroboration.Lost
		}
		if found && t.Kind == "translation" {
			href += "#t-" + string(t.Number) + "-" + count(i+1)
			break
		}
		if found {
			href += "#" + anchorOf(textIn(m, sijill.SegmentID), i)
			break
		}
	}
	add("where.segment", id)
	add("where.page", numberText(selector["page"]))
	add("where.span", spanOf(selector))
	if region := regionOf(selector); region != "" {
		add("where.region", region)
	}
	return href, where
}
