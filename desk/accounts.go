package desk

import (
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/testimony"
)

// accounts is two accounts of one witness, told at different times.
type accounts struct {
	Earlier, Later       shown
	EarlierOn, LaterOn   *shown // when each was told
	Pairs                []accountPair
	Note                 string // where they cannot be set side by side, why
	Repeated, Changed    int
	OnlyEarlier, OnlyNew int
}

// accountPair is what both say of one thing, or one of them alone.
type accountPair struct {
	Change    string // as testimony has it
	Words     string
	A, B      *shown
	OnlyA     string // numbers that only one of them has
	OnlyB     string
	Elsewhere string // in which segment of the other the same words stand
}

// accountsOf sets a testimony beside the earlier account that it names, and the
// later ones that name it. They are never made into one.
func (x *telling) accountsOf() []accounts {
	if x.thing.Kind != "testimony" {
		return nil
	}
	var out []accounts
	if n, err := sijill.ParseNumber(textIn(x.thing.Fields, "earlier")); err == nil {
		if t, ok := x.look(n); ok && t.State != catalog.StateErased {
			out = append(out, x.compare(t, x.thing))
		}
	}
	for _, later := range x.named(x.thing.Number, "earlier", "testimony") {
		out = append(out, x.compare(x.thing, later))
	}
	return out
}

func (x *telling) compare(earlier, later catalog.Thing) accounts {
	a := accounts{Earlier: x.ref(string(earlier.Number)), Later: x.ref(string(later.Number)), EarlierOn: x.toldOn(earlier), LaterOn: x.toldOn(later)}
	langA, langB := langIn(earlier.Fields), langIn(later.Fields)
	if langA != langB {
		a.Note = x.page.T("accounts.lang")
		return a
	}
	var textsA, textsB []string
	var idsA, idsB []string
	for _, s := range segmentsIn(earlier.Fields[sijill.FieldSegments]) {
		textsA, idsA = append(textsA, s.Text), append(idsA, s.ID)
	}
	for _, s := range segmentsIn(later.Fields[sijill.FieldSegments]) {
		textsB, idsB = append(textsB, s.Text), append(idsB, s.ID)
	}
	pairs, err := testimony.CompareAccounts(textsA, textsB)
	if err != nil { // too long to be set side by side
		a.Note = x.page.T("accounts.long")
		return a
	}
	for _, p := range pairs {
		one := accountPair{Change: string(p.Change), Words: x.page.T("accounts." + string(p.Change)), OnlyA: strings.Join(p.OnlyA, ", "), OnlyB: strings.Join(p.OnlyB, ", ")}
		if p.A.Len() > 0 {
			s := textOf(strings.Join(textsA[p.A.Start:p.A.End], "\n\n"), langA)
			one.A = &s
		}
		if p.B.Len() > 0 {
			s := textOf(strings.Join(textsB[p.B.Start:p.B.End], "\n\n"), langB)
			one.B = &s
		}
		if p.Elsewhere >= 0 {
			ids := idsB
			if p.Change == testimony.New {
				ids = idsA
			}
			one.Elsewhere = sijill.Printable(ids[p.Elsewhere])
		}
		switch p.Change {
		case testimony.Repeated:
			a.Repeated++
		case testimony.Changed:
			a.Changed++
		case testimony.Dropped:
			a.OnlyEarlier++
		case testimony.New:
			a.OnlyNew++
		}
		a.Pairs = append(a.Pairs, one)
	}
	return a
}

func (x *telling) toldOn(t catalog.Thing) *shown {
	if s := textIn(t.Fields, "recorded_at"); s != "" {
		d := x.date(s)
		return &d
	}
	return nil
}
