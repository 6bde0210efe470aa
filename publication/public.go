package publication

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/release"
)

// public is what may be seen, and what was seen before.
type public struct {
	standing  map[sijill.Number]*archive.Standing // by what is released
	digests   map[sijill.Number]string            // of how it stands
	numbers   []sijill.Number                     // the same, in order
	before    map[sijill.Number]bool              // what earlier editions had, and whether the last one still had it
	left      map[sijill.Number]string            // the day on which it left
	withdrawn []sijill.Number
	not       []NotPublic
}

// forms are from the least to the most.
var forms = []string{release.Record, release.View, release.Copy, release.Original}

// publicOf asks of every release how it stands. Of several that name one thing, the
// one that shows most counts, and of these the latest. What was kept of a release that
// nothing touched is not read again; how it stands is judged each time.
func publicOf(ctx context.Context, a *archive.Archive, old *kept, touched map[string]bool, out *keeping) (*public, error) {
	p := &public{standing: map[sijill.Number]*archive.Standing{}, digests: map[sijill.Number]string{}, before: map[sijill.Number]bool{}, left: map[sijill.Number]string{}}
	standings, err := a.Standings(ctx)
	if err != nil {
		return nil, err
	}
	judge := func(n sijill.Number, c keptCase, is *archive.Case) error {
		if is == nil {
			p.not = append(p.not, NotPublic{Release: n, Why: c.Why})
		} else if err := p.consider(standings.Judge(*is), c.Case); err != nil {
			return err
		}
		return out.aCase(n, c)
	}
	read := func(t catalog.Thing) error {
		if t.State == catalog.StateErased {
			return nil
		}
		c, is, err := gather(ctx, standings, t)
		if err != nil {
			return err
		}
		return judge(t.Number, c, is)
	}
	if old == nil {
		for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "release"}) {
			if err == nil {
				err = read(t)
			}
			if err != nil {
				return nil, err
			}
		}
	} else if err := p.again(ctx, a, old, touched, judge, read); err != nil {
		return nil, err
	}
	for n := range p.standing {
		p.numbers = append(p.numbers, n)
	}
	slices.Sort(p.numbers)
	slices.SortFunc(p.not, func(a, b NotPublic) int { return inOrder(a.Release, b.Release) })
	if err := p.history(ctx, a); err != nil {
		return nil, err
	}
	today := a.Register.Now().Format(time.DateOnly)
	for n, in := range p.before {
		if p.standing[n] != nil {
			continue
		}
		p.withdrawn = append(p.withdrawn, n)
		if in {
			p.left[n] = today
		}
	}
	slices.Sort(p.withdrawn)
	return p, nil
}

// again judges the releases of which the last build kept the case, and reads those that
// were touched or are new.
func (p *public) again(ctx context.Context, a *archive.Archive, old *kept, touched map[string]bool,
	judge func(sijill.Number, keptCase, *archive.Case) error, read func(catalog.Thing) error) error {
	var anew []sijill.Number
	for n, c := range old.cases {
		if touched[string(n)] || c.touched(touched) {
			anew = append(anew, n)
			continue
		}
		is, err := c.open()
		if err == nil {
			err = judge(n, c, is)
		}
		if err != nil {
			return err
		}
	}
	for name := range touched {
		if n := sijill.Number(name); n.Kind() == "release" {
			if _, is := old.cases[n]; !is {
				anew = append(anew, n)
			}
		}
	}
	for _, n := range anew {
		t, err := a.Catalog.Thing(ctx, n)
		if sijill.ClassOf(err) == sijill.NotFound { // something names a release that is not there
			continue
		}
		if err == nil {
			err = read(t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// gather reads the case of a release; it is nil where the release has a form that its
// thing cannot have, as a document may write it.
func gather(ctx context.Context, standings *archive.Standings, t catalog.Thing) (keptCase, *archive.Case, error) {
	var trace catalog.Trace
	is, err := standings.Gather(catalog.Traced(ctx, &trace), t)
	var c keptCase
	if sijill.ClassOf(err) == sijill.Refused {
		c.Why = err.Error()
		return c, nil, nil
	}
	if err == nil {
		c.Case, err = json.Marshal(is)
	}
	c.On, c.Everything = trace.On()
	return c, &is, err
}

// open reads a case; nil where there is none.
func (c keptCase) open() (*archive.Case, error) {
	if c.Case == nil {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(c.Case))
	d.UseNumber() // an approval is of the very digits
	var is archive.Case
	err := d.Decode(&is)
	return &is, err
}

// consider takes a release into account.
func (p *public) consider(s archive.Standing, c json.RawMessage) error {
	if !s.Public {
		p.not = append(p.not, NotPublic{s.Number, s.Of, s.Because})
		return nil
	}
	if old := p.standing[s.Of]; old != nil {
		more := cmp.Or(cmp.Compare(slices.Index(forms, s.Form), slices.Index(forms, old.Form)), inOrder(s.Number, old.Number))
		if more < 0 {
			return nil
		}
	}
	decision, err := json.Marshal(s.Decision)
	h := sha256.New()
	h.Write(c)
	h.Write(decision)
	p.standing[s.Of], p.digests[s.Of] = &s, hex.EncodeToString(h.Sum(nil)[:12])
	return err
}

// inOrder compares numbers of one kind by when they were given.
func inOrder(a, b sijill.Number) int {
	_, yearA, countA := a.Parts()
	_, yearB, countB := b.Parts()
	return cmp.Or(cmp.Compare(yearA, yearB), cmp.Compare(countA, countB))
}

// history reads from the register what earlier editions had.
func (p *public) history(ctx context.Context, a *archive.Archive) error {
	indexes, err := a.Catalog.Entries(ctx, "")
	if err != nil {
		return err
	}
	for _, i := range indexes {
		e, err := a.Register.Entry(ctx, i)
		if err != nil {
			return err
		}
		o, err := e.Open()
		if err != nil {
			return err
		}
		if o.Kind != sijill.EditionMade {
			continue
		}
		day := ""
		if at, err := time.Parse(time.RFC3339, o.At); err == nil {
			day = at.Format(time.DateOnly)
		}
		for _, field := range []string{"added", "removed"} {
			list, _ := o.Fields[field].([]any)
			for _, v := range list {
				s, _ := v.(string)
				n, err := sijill.ParseNumber(s)
				if err != nil {
					continue
				}
				p.before[n] = field == "added"
				p.left[n] = day
			}
		}
	}
	return nil
}
