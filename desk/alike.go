package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sijill.example/sijill"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/verification"
)

// Likeness finds what resembles what, and enters what a person says of a pair. It
// is called concurrently.
type Likeness interface {
	// Similar lists what resembles a thing, the surest first.
	Similar(ctx context.Context, number sijill.Number) ([]verification.Candidate, error)
	// Say enters that both come from one original, or that they do not, under the
	// name of whoever runs the program.
	Say(ctx context.Context, a, b sijill.Number, same bool, reason string) error
	// ReadOnly reports that nothing can be entered here.
	ReadOnly() bool
}

// alike is what resembles a thing, and what people said of it.
type alike struct {
	Pairs    []pair
	More     string // how many are not shown
	Refused  []link
	Origin   *origin
	Said     string // what was just entered
	ReadOnly bool
	Veiled   bool // what the page is about is blurred until somebody asks to see it
	Action   string
	Token    string
}

// pair is a thing beside another that it resembles.
type pair struct {
	Other  line
	Mine   *image
	Theirs *image
	Words  []string // how they are alike
	Said   string   // "", confirmed or refused
	ID     string   // for labels in the page
}

// origin is a group of things of one origin.
type origin struct {
	Things   []line
	First    []firstBy
	Disputed [][2]shown
}

// firstBy is what came first by one of the times.
type firstBy struct {
	Label  string
	Things []shown
	Date   shown
	Known  string
}

const (
	maxPairs  = 24
	maxReason = 2000
	maxForm   = 16 << 10
)

// alike tells what resembles a thing.
func (d *desk) alike(ctx context.Context, p *page, t catalog.Thing, own []image) (*alike, error) {
	if d.archive.Likeness == nil || t.Kind != "exhibit" || t.State != "" {
		return nil, nil
	}
	if _, ok := digestOf(t); !ok {
		return nil, nil
	}
	b := &alike{Token: d.token, Action: p.To("/item/" + string(t.Number) + "/likeness"), ReadOnly: d.archive.Likeness.ReadOnly()}
	var err error
	if b.Veiled, err = d.isVeiled(ctx, t); err != nil {
		return nil, err
	}
	if said := p.query.Get("said"); said == catalog.Confirmed || said == catalog.Refused {
		b.Said = p.T("alike.said." + said)
	}
	all, err := d.archive.Likeness.Similar(ctx, t.Number)
	if err != nil {
		return nil, err
	}
	if n := len(all) - maxPairs; n > 0 {
		all, b.More = all[:maxPairs], count(n)
	}
	for i, c := range all {
		x, err := d.pair(ctx, p, c, own)
		if err != nil {
			return nil, err
		}
		x.ID = "pair-" + strconv.Itoa(i+1)
		b.Pairs = append(b.Pairs, x)
	}
	decided, err := d.archive.Catalog.Decisions(ctx, t.Number)
	if err != nil {
		return nil, err
	}
	for _, x := range decided {
		if x.Decision == catalog.Refused {
			other := x.A
			if other == t.Number {
				other = x.B
			}
			b.Refused = append(b.Refused, link{string(other), p.To("/item/" + string(other))})
		}
	}
	b.Origin, err = d.origin(ctx, p, t.Number)
	return b, err
}

func (d *desk) pair(ctx context.Context, p *page, c verification.Candidate, own []image) (pair, error) {
	t, err := d.archive.Catalog.Thing(ctx, c.Number)
	if err != nil {
		return pair{}, err
	}
	theirs, err := d.images(ctx, t)
	if err != nil {
		return pair{}, err
	}
	other := p.lineOf(t)
	if other.Veiled, err = d.isVeiled(ctx, t); err != nil {
		return pair{}, err
	}
	x := pair{Other: other, Mine: largest(own), Theirs: largest(theirs), Words: p.likenessIn(c), Said: c.Said}
	return x, nil
}

// largest gives what two things are best compared by.
func largest(all []image) *image {
	for _, role := range []string{"view", "sheet", "wave", "page-1", "thumb"} {
		if i := roleIn(all, role); i != nil {
			return i
		}
	}
	return nil
}

// likenessIn says in words how two things are alike.
func (p *page) likenessIn(c verification.Candidate) []string {
	percent := func(share float64) string {
		return "\u200e" + count(int(math.Round(100*share))) + " %\u200e"
	}
	at := func(ms int64) string { return spellLength((time.Duration(ms) * time.Millisecond).Seconds()) }
	out := []string{p.T("alike.by." + strings.ReplaceAll(string(c.Method), " ", ""))}
	switch c.Method {
	case verification.Picture, verification.Film, verification.FrameOf:
		out = append(out, p.T("alike.bits")+p.T("colon")+count(c.Distance)+" / 256")
	}
	switch c.Method {
	case verification.Film, verification.Part, verification.Text:
		out = append(out, p.T("alike.mine")+p.T("colon")+percent(c.Mine), p.T("alike.theirs")+p.T("colon")+percent(c.Theirs))
	}
	switch {
	case c.Method == verification.Film:
		out = append(out, p.T("alike.at")+p.T("colon")+at(c.AtMs), p.T("alike.theirat")+p.T("colon")+at(c.TheirAt))
	case c.Method == verification.FrameOf && c.Mine == 0:
		out = append(out, p.T("alike.at")+p.T("colon")+at(c.AtMs))
	case c.Method == verification.FrameOf:
		out = append(out, p.T("alike.theirat")+p.T("colon")+at(c.TheirAt))
	}
	for _, change := range c.Changes {
		word := p.machine(string(change))
		if change == verification.Turned && c.Orientation != "" {
			word = p.machine(c.Orientation)
		}
		out = append(out, p.T("alike.this")+p.T("colon")+word)
	}
	return out
}

func (d *desk) origin(ctx context.Context, p *page, number sijill.Number) (*origin, error) {
	g, ok, err := verification.GroupOf(ctx, d.archive.Catalog, d.archive.Register, number)
	if err != nil || !ok {
		return nil, err
	}
	out := &origin{}
	for _, n := range g.Things {
		t, err := d.archive.Catalog.Thing(ctx, n)
		if err != nil {
			return nil, err
		}
		l := p.lineOf(t)
		if err := d.illustrate(ctx, t, &l); err != nil {
			return nil, err
		}
		out.Things = append(out.Things, l)
	}
	for _, f := range g.First {
		row := firstBy{Label: sijill.Printable(f.Time), Date: p.dateOf(f.Date), Known: count(f.Known) + " / " + count(len(g.Things))}
		if w, ok := p.words["time."+f.Time]; ok {
			row.Label = w.in(p.lang)
		}
		for _, n := range f.Things {
			row.Things = append(row.Things, p.linkOf(n))
		}
		out.First = append(out.First, row)
	}
	for _, x := range g.Disputed {
		out.Disputed = append(out.Disputed, [2]shown{p.linkOf(x.A), p.linkOf(x.B)})
	}
	return out, nil
}

// newToken makes what a form must bring back: it shows that the form is a page of
// this very process.
func newToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// say enters what a person says of a pair, and leads back to the page.
func (d *desk) say(w http.ResponseWriter, r *http.Request) error {
	number, err := sijill.ParseNumber(r.PathValue("number"))
	if err != nil || d.archive.Likeness == nil {
		return problem(http.StatusNotFound)
	}
	if err := r.ParseForm(); err != nil {
		return problem(http.StatusBadRequest)
	}
	form := r.PostForm
	if subtle.ConstantTimeCompare([]byte(form.Get("token")), []byte(d.token)) != 1 {
		return problem(http.StatusConflict)
	}
	other, err := sijill.ParseNumber(form.Get("other"))
	said, reason := form.Get("decision"), strings.TrimSpace(form.Get("reason"))
	if err != nil || said != catalog.Confirmed && said != catalog.Refused || len(reason) > maxReason || !utf8.ValidString(reason) {
		return problem(http.StatusBadRequest)
	}
	for _, n := range []sijill.Number{number, other} {
		if _, err := d.archive.Catalog.Thing(r.Context(), n); err != nil {
			return err
		}
	}
	if err := d.archive.Likeness.Say(r.Context(), number, other, said == catalog.Confirmed, reason); err != nil {
		return err
	}
	p := d.newPage(r)
	w.Header().Set("Location", p.To("/item/"+string(number), "said", said)+"#alike")
	return write(w, http.StatusSeeOther, "text/plain; charset=utf-8", nil)
}
