package publication

import (
	"strconv"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/corroboration"
	"sijill.example/sijill/edition"
)

// incident tells what happened as it is said: acts, claims, and what bears on them.
func (x *making) incident() error {
	f, d := x.thing.Fields, &x.doc
	d.Lead = localized(f, "summary", "")
	for _, m := range records(f, "acts") {
		d.Acts = append(d.Acts, edition.Act{Act: text(m, "act"), By: localized(m, "by", ""), ByKind: text(m, "by_kind"), Victim: localized(m, "victim", ""),
			Count: victims(m), Means: words(m, "means"), Note: localized(m, "note", "")})
	}
	table, err := x.archive.PublicClaims(x.ctx, x.thing.Number, x.isPublic)
	if err != nil {
		return err
	}
	for _, row := range table.Rows {
		claim, bearings, err := x.claimed(row)
		if err != nil {
			return err
		}
		if row.Verdict.Claim.Number == x.thing.Number {
			d.Bearings = bearings
			continue
		}
		ref := x.ref(row.Verdict.Claim.Number)
		if ref == nil {
			continue
		}
		d.Claims = append(d.Claims, edition.Claimed{Ref: *ref, Claim: claim, Bearings: bearings})
	}
	return nil
}

// claim tells a claim with what bears on it.
func (x *making) claim() error {
	d := &x.doc
	d.Lead = localized(x.thing.Fields, "text", "")
	table, err := x.archive.PublicClaims(x.ctx, x.thing.Number, x.isPublic)
	if err != nil {
		return err
	}
	for _, row := range table.Rows {
		claim, bearings, err := x.claimed(row)
		if err != nil {
			return err
		}
		claim.About = x.ref(sijill.Number(text(x.thing.Fields, "about")))
		d.Claim, d.Bearings = &claim, bearings
	}
	return nil
}

func (x *making) claimed(row archive.ClaimsRow) (edition.Claim, []edition.Bearing, error) {
	v := row.Verdict
	c := edition.Claim{Type: v.Claim.Type, Value: inEach(v.Claim.Value.Words), Verdict: told(v.English(), v.Arabic(), v.French()),
		Standing: string(v.Standing)}
	for _, side := range []struct {
		corroboration.Side
		how corroboration.How
	}{{v.For, corroboration.Supports}, {v.Against, corroboration.Contradicts}} {
		for _, m := range side.Merges {
			c.Why = append(c.Why, told(m.English(side.Things, side.how), m.Arabic(side.Things, side.how), m.French(side.Things, side.how)))
		}
	}
	voices := voicesOf(v)
	var out []edition.Bearing
	for i, b := range row.Bearings {
		of := x.ref(b.Of)
		if of == nil {
			continue
		}
		e := edition.Bearing{How: string(b.How), Of: *of, By: x.ref(sijill.Number(b.Source)), Basis: b.Basis, Says: inEach(b.Says.Words), Note: localized(b.Record, "note", "")}
		for _, by := range []string{string(b.By), b.Source} {
			if heard, ok := voices[corroboration.Account{Of: b.Of, By: by}]; ok {
				e.Voice, e.Ties = heard.voice, heard.ties
				break
			}
		}
		var err error
		if e.Selector, err = x.selector(row.Fields[i], b); err != nil {
			return c, nil, err
		}
		out = append(out, e)
	}
	return c, out, nil
}

// selector shows where a bearing stands, but for what is withheld of a text. A
// translation is withheld with its original, and is not quoted without it.
func (x *making) selector(f map[string]any, b archive.BearingRow) (*edition.Selector, error) {
	if len(f) == 0 {
		return nil, nil
	}
	spans := spansOf(x.public.standing[b.Of])
	if b.Of.Kind() == "translation" && text(f, "quote") != "" {
		t, err := x.archive.Catalog.Thing(x.ctx, b.Of)
		if err != nil {
			return nil, err
		}
		original := sijill.Number(text(t.Fields, "of"))
		if !x.isPublic(original) {
			return nil, nil
		}
		catalog.Note(x.ctx, original)
		spans = append(spans, spansOf(x.public.standing[original])...)
	}
	for _, s := range spans {
		if text(f, "segment") == s.Segment || text(f, "segment") == "" && text(f, "quote") != "" {
			return nil, nil
		}
	}
	s := &edition.Selector{Segment: text(f, "segment"), Quote: text(f, "quote"), Lang: text(f, "lang"), From: text(f, "from"), To: text(f, "to"), Lost: b.Place == corroboration.Lost}
	if page, ok := number(f, "page"); ok {
		s.Page = int(page)
	}
	if left, ok := number(f, "x"); ok {
		s.Region = &left
		s.Y, _ = number(f, "y")
		s.W, _ = number(f, "w")
		s.H, _ = number(f, "h")
	}
	return s, nil
}

// heard is an account of a claim: which voice it is, from 1, and by which ties. One
// that only passes on what others say who are heard is of no voice.
type heard struct {
	voice int
	ties  []string
}

func voicesOf(v corroboration.Verdict) map[corroboration.Account]heard {
	out := map[corroboration.Account]heard{}
	n := 0
	for _, side := range []corroboration.Side{v.For, v.Against} {
		for _, m := range side.Merges {
			if len(m.Accounts) == 1 {
				out[m.Accounts[0]] = heard{ties: []string{edition.NotCounted}}
			}
		}
		for _, voice := range side.Voices {
			n++
			h := heard{voice: n}
			for _, why := range voice.Ties {
				h.ties = append(h.ties, string(why))
			}
			for _, a := range voice.Accounts {
				out[a] = h
			}
		}
	}
	return out
}

// told is a text in the languages of the pages.
func told(en, ar, fr string) []edition.Text {
	var out []edition.Text
	for _, t := range []edition.Text{{Lang: "en", Text: en}, {Lang: "ar", Text: ar}, {Lang: "fr", Text: fr}} {
		if t.Text != "" {
			out = append(out, t)
		}
	}
	return out
}

func inEach(words func(language string) string) []edition.Text {
	return told(words("en"), words("ar"), words("fr"))
}

func victims(m map[string]any) string {
	count := func(name string) string {
		if n, ok := number(m, name); ok {
			return strconv.Itoa(int(n))
		}
		return ""
	}
	exactly, least, most := count("victims_exactly"), count("victims_at_least"), count("victims_at_most")
	switch {
	case exactly != "":
		return exactly
	case least != "" && most != "":
		return least + "–" + most
	case least != "":
		return "≥ " + least
	case most != "":
		return "≤ " + most
	}
	return ""
}
