package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/exchange/c2pa"
	"sijill.example/sijill/look"
	"sijill.example/sijill/media"
)

// claims is what a file says about itself. Nothing of it is believed.
type claims struct {
	Looked         bool // false: nobody looked into the original yet
	Contradictions []disagreement
	Rows           []claimRow
	More           []claimRow // everything else that stands in it
	NotDone        []notDone
	Held           int // values that may name a person or a device
	HeldText       string
	Provenance     *provenance
}

// claimRow is one thing that a file says, with where it stood.
type claimRow struct {
	Label string
	Value shown
	Stood string // "EXIF DateTimeOriginal"
	Raw   string // as it is written there, where that differs
	Doubt string
}

type notDone struct{ What, Because string }

// provenance is what became of the Content Credentials.
type provenance struct {
	State    string // good, bad or warn
	Sentence string // in the page's language
	Why      string // in English
	Checks   []string
}

// seen gives what was seen of a thing's original, and its text; nil where nobody
// looked.
func (d *desk) seen(ctx context.Context, t catalog.Thing) (*look.Seen, string, error) {
	digest, ok := digestOf(t)
	if !ok || d.archive.Derivatives == nil {
		return nil, "", nil
	}
	made, ok, err := d.archive.Derivatives.Get(ctx, digest)
	if err != nil || !ok {
		return nil, "", err
	}
	var s look.Seen
	if err := json.Unmarshal(made.Facts, &s); err != nil {
		return nil, "", fmt.Errorf("what was seen of %s cannot be read: %w", t.Number, err)
	}
	return &s, made.Text, nil
}

// claimsOf tells what a file says about itself.
func (p *page) claimsOf(s *look.Seen) claims {
	c := claims{Looked: true, Held: len(s.Held)}
	if c.Held > 0 {
		c.HeldText = p.T("claim.held") + p.T("colon") + count(c.Held)
	}
	for _, x := range s.Contradictions {
		detail, lang := p.detailOf(x)
		c.Contradictions = append(c.Contradictions, disagreement{What: p.machine(x.What), Sides: []side{{Value: monoOf(x.A)}, {Value: monoOf(x.B)}}, Detail: detail, Lang: lang})
	}
	add := func(label string, value shown, stood string) {
		c.Rows = append(c.Rows, claimRow{Label: p.T(label), Value: value, Stood: sijill.Printable(stood)})
	}
	add("claim.format", lineOf(s.Format.Name+", "+s.Format.MediaType), "")
	if s.NameDoubt != "" {
		c.Rows[0].Doubt = sijill.Printable(s.NameDoubt)
	}
	if s.Width > 0 && s.Height > 0 {
		text := count(s.Width) + "\u200e × \u200e" + count(s.Height)
		if s.Orientation > 1 && s.Orientation <= 8 {
			text += p.T("comma") + p.T("claim.turned"+strconv.Itoa(s.Orientation))
		}
		add("claim.pixels", shown{Form: "text", Text: text, Dir: p.Dir(), Lang: p.Lang()}, "")
	}
	if s.Duration > 0 {
		add("claim.length", shown{Form: "text", Text: spellLength(s.Duration), Dir: "ltr"}, "")
	}
	if s.Pages > 0 {
		add("claim.pages", shown{Form: "text", Text: count(s.Pages), Dir: "ltr"}, "")
	}
	for _, t := range s.Times {
		r := claimRow{Label: p.T("role." + string(t.Role)), Value: p.dateOf(t.Value), Stood: sijill.Printable(p.machine(t.Where) + " " + t.Name), Raw: sijill.Printable(t.Raw), Doubt: p.machine(t.Doubt)}
		if t.Value.IsMissing() {
			r.Value = p.phraseOf("unknown")
		}
		c.Rows = append(c.Rows, r)
	}
	for _, x := range s.Places {
		text := strconv.FormatFloat(x.Lat, 'f', 6, 64) + ", " + strconv.FormatFloat(x.Lon, 'f', 6, 64)
		if x.AltitudeM != nil {
			text += " (" + strconv.FormatFloat(*x.AltitudeM, 'f', 0, 64) + " m)"
		}
		c.Rows = append(c.Rows, claimRow{Label: p.T("claim.place"), Value: shown{Form: "text", Text: text, Dir: "ltr"}, Stood: sijill.Printable(p.machine(x.Where) + " " + x.Name), Raw: sijill.Printable(x.Raw), Doubt: p.machine(x.Doubt)})
	}
	if camera := strings.TrimSpace(s.Camera.Maker + " " + s.Camera.Model); camera != "" {
		add("claim.camera", lineOf(camera), "")
	}
	if s.Software != "" {
		add("claim.software", lineOf(s.Software), "")
	}
	for _, x := range s.Claims {
		c.More = append(c.More, claimRow{Value: textOf(x.Value, ""), Stood: sijill.Printable(p.machine(x.Where) + " " + x.Name)})
	}
	for _, n := range s.NotDone {
		c.NotDone = append(c.NotDone, notDone{p.machine(n.What), p.machine(n.Because)})
	}
	c.Provenance = p.provenanceOf(s.Provenance)
	return c
}

// detailOf says what there is to a contradiction, in the page's language where the
// interface has the words.
func (p *page) detailOf(x media.Contradiction) (text, lang string) {
	var said []string
	for _, d := range x.Details {
		s, ok := p.saying(d.Code, d.Values)
		if !ok {
			said = nil
			break
		}
		said = append(said, s)
	}
	if len(said) == 0 {
		return sijill.Printable(x.Detail), string(english)
	}
	return strings.Join(said, p.T("comma")), p.Lang()
}

// provenanceOf tells the verdict on Content Credentials, where there are any.
func (p *page) provenanceOf(r *c2pa.Report) *provenance {
	if r == nil || r.State == c2pa.None {
		return nil
	}
	out := &provenance{State: map[c2pa.State]string{c2pa.Valid: "good", c2pa.Invalid: "bad"}[r.State]}
	if out.State == "" {
		out.State = "warn"
	}
	out.Sentence, out.Why = p.verdictOf(r)
	for _, c := range r.Checks {
		out.Checks = append(out.Checks, sijill.Printable(c.What+": "+string(c.Outcome)+". "+c.Why))
	}
	return out
}

// verdictOf says the verdict in the page's language, and the first reason for it in
// English, as the checks have it.
func (p *page) verdictOf(r *c2pa.Report) (sentence, why string) {
	switch {
	case r.State == c2pa.Valid && r.SignedBy == "":
		return p.T("c2pa.valid.nameless"), ""
	case r.State == c2pa.Valid:
		sentence, _ = p.saying("c2pa", []string{r.SignedBy})
		return sentence, ""
	case r.State == c2pa.Invalid:
		return p.T("c2pa.invalid"), sijill.Printable(r.Why())
	}
	return p.T("c2pa.unchecked"), sijill.Printable(r.Why())
}

// machine gives a phrase that a reader of files uses in the page's language, where
// the interface has it, and otherwise as it is, in English.
func (p *page) machine(s string) string {
	if w, ok := p.words["machine."+s]; ok {
		return w.in(p.lang)
	}
	return sijill.Printable(s)
}

// spellLength writes a length of time in hours, minutes and seconds.
func spellLength(seconds float64) string {
	if seconds < 60 {
		return strconv.FormatFloat(seconds, 'f', 1, 64) + " s"
	}
	n := int64(seconds + 0.5)
	if n < 3600 {
		return fmt.Sprintf("%d:%02d", n/60, n%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", n/3600, n%3600/60, n%60)
}
