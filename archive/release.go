package archive

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/keyring"
	"sijill.example/sijill/register"
	"sijill.example/sijill/release"
)

// Standing is how it stands with a release at a time.
type Standing struct {
	release.Release
	// Public says that what it names enters the edition.
	Public bool
	// Because says in one sentence why, or why not.
	Because string
	// Second says why a second person is needed; empty where one is enough.
	Second []string
	// Waits says that the only thing missing is a second person's approval.
	Waits      bool
	ApprovedBy string
	Content    sijill.Digest // of what it names, which an approval is of
	Decision   access.Decision
	By         string    // who made it
	Made       time.Time // when
}

// Approvers lists who may approve, in the order in which their keys were introduced.
func (a *Archive) Approvers(ctx context.Context) ([]release.Approver, error) {
	indexes, err := a.Catalog.Entries(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []release.Approver
	for _, i := range indexes {
		o, at, err := a.openAt(ctx, i)
		if err != nil {
			return nil, err
		}
		key, _ := o.Fields[release.FieldKey].(string)
		switch o.Kind {
		case sijill.ApproverIntroduced:
			holder, _ := o.Fields[release.FieldHolder].(string)
			out = append(out, release.Approver{Holder: holder, VerifierKey: key, Since: at})
		case sijill.ApproverRetired:
			for j := range out {
				out[j].Retired = out[j].Retired || out[j].VerifierKey == key
			}
		}
	}
	return out, nil
}

func (a *Archive) openAt(ctx context.Context, index int64) (register.Opened, time.Time, error) {
	e, err := a.Register.Entry(ctx, index)
	if err != nil {
		return register.Opened{}, time.Time{}, err
	}
	o, err := e.Open()
	if err != nil {
		return o, time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339, o.At)
	if err != nil {
		at = time.Time{} // erased
	}
	return o, at, nil
}

// IntroduceApprover enters a person's key.
func (a *Archive) IntroduceApprover(ctx context.Context, holder, verifierKey, agent string) error {
	holder = strings.TrimSpace(holder)
	if holder == "" || len(holder) > 200 {
		return &sijill.Error{Class: sijill.Usage, Message: "An approver needs a name."}
	}
	if _, err := keyring.ParseVerifierKey(verifierKey); err != nil {
		return err
	}
	known, err := a.Approvers(ctx)
	if err != nil {
		return err
	}
	for _, k := range known {
		if k.VerifierKey == verifierKey {
			return &sijill.Error{Class: sijill.Refused, Message: "This key was introduced before."}
		}
	}
	_, err = a.Register.Append(ctx, sijill.Draft{Kind: sijill.ApproverIntroduced, Agent: agent, Fields: []sijill.Field{
		{Name: release.FieldHolder, Value: holder}, {Name: release.FieldKey, Value: verifierKey}}})
	return err
}

// RetireApprover ends a key. What it approved no longer counts.
func (a *Archive) RetireApprover(ctx context.Context, verifierKey, agent string) error {
	known, err := a.Approvers(ctx)
	if err != nil {
		return err
	}
	for _, k := range known {
		if k.VerifierKey == verifierKey && !k.Retired {
			_, err := a.Register.Append(ctx, sijill.Draft{Kind: sijill.ApproverRetired, Agent: agent, Fields: []sijill.Field{{Name: release.FieldKey, Value: verifierKey}}})
			return err
		}
	}
	return &sijill.Error{Class: sijill.NotFound, Message: "No such key is in use.", Hint: "`sijill key approvers` lists them."}
}

// MakeRelease enters the decision that a thing is published. It is refused where
// access would refuse it now.
func (a *Archive) MakeRelease(ctx context.Context, of sijill.Number, fields []sijill.Field, agent string) (Standing, error) {
	t, err := a.Catalog.Thing(ctx, of)
	if err != nil {
		return Standing{}, err
	}
	values := map[string]any{"of": string(of)}
	for _, f := range fields {
		values[f.Name] = f.Value
	}
	r, err := release.Of(catalog.Thing{Number: "rel-0001-0001", Kind: "release", Fields: values})
	if err != nil {
		return Standing{}, err
	}
	if t.State == catalog.StateErased {
		return Standing{}, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s was erased and cannot be released.", of)}
	}
	if d, _, err := a.mayRelease(ctx, r, newRemembered(a), a.Register.Now()); err != nil {
		return Standing{}, err
	} else if !d.Allow {
		return Standing{}, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s cannot be released: %s", of, d.Sentence("en")), Hint: closedHint(of, d)}
	}
	if why := r.Unfit(t.Fields); why != "" {
		return Standing{}, &sijill.Error{Class: sijill.Refused, Message: why, Hint: fmt.Sprintf("`sijill edit %s` shows its fields and segments, `sijill redact %s --count` the places of words.", of, of)}
	}
	number, err := a.Numbers.Take(ctx, sijill.ReleasePrefix, a.Register.Now().Year(), 1)
	if err != nil {
		return Standing{}, err
	}
	n := number(0)
	all := append([]sijill.Field{{Name: "of", Value: string(of)}}, fields...)
	if _, err := a.Register.Append(ctx, sijill.Draft{Kind: sijill.ReleaseMade, Agent: agent, Subject: n, Fields: all}); err != nil {
		return Standing{}, err
	}
	if err := a.CatchUp(ctx, nil); err != nil {
		return Standing{}, err
	}
	return a.StandingOf(ctx, n)
}

// closedHint says what to do about a thing that cannot be released.
func closedHint(of sijill.Number, d access.Decision) string {
	hint := fmt.Sprintf("`sijill access %s` tells what stands against it", of)
	if d.Reason == access.Missing || d.Reason == access.NeedsName {
		hint += "; `sijill explain consent` shows how a consent is recorded, and `sijill apply` takes it in"
	}
	return hint + "."
}

// mayRelease asks access about what a release names.
func (a *Archive) mayRelease(ctx context.Context, r release.Release, known *remembered, at time.Time) (access.Decision, access.Thing, error) {
	thing, err := a.accessOf(ctx, r.Of, known)
	if err != nil {
		return access.Decision{}, thing, err
	}
	thing.Identifies = thing.Identifies || r.Identifies
	return decideRelease(&thing, at), thing, nil
}

func decideRelease(t *access.Thing, at time.Time) access.Decision {
	return access.Decide(access.RolesOf(access.Reader), t, access.Edition, at.Unix())
}

// StandingOf tells how it stands with a release now.
func (a *Archive) StandingOf(ctx context.Context, n sijill.Number) (Standing, error) {
	t, err := a.Catalog.Thing(ctx, n)
	if err != nil {
		return Standing{}, err
	}
	s, err := a.Standings(ctx)
	if err != nil {
		return Standing{}, err
	}
	return s.Of(t)
}

// Standings tells of many releases at one moment how they stand.
type Standings struct {
	archive   *Archive
	ctx       context.Context
	approvers []release.Approver
	known     *remembered
	now       time.Time // of consents and restrictions
}

// Standings begins to tell of releases. What is entered later is not seen.
func (a *Archive) Standings(ctx context.Context) (*Standings, error) {
	approvers, err := a.Approvers(ctx)
	return &Standings{a, ctx, approvers, newRemembered(a), a.Register.Now()}, err
}

// Case is what is known of a release, and of what it names, by which Judge tells how it
// stands. It depends on no time and on nobody's keys, so that it can be kept as JSON
// until something that it rests on (catalog.Trace) is touched.
type Case struct {
	Release   release.Release    `json:"release"`
	By        string             `json:"by"`
	Made      time.Time          `json:"made"`
	Thing     access.Thing       `json:"thing"`
	Content   sijill.Digest      `json:"content"` // of what it names
	Unfit     string             `json:"unfit,omitempty"`
	Approvals []release.Approval `json:"approvals,omitempty"`
}

// Of tells how it stands with a release.
func (all *Standings) Of(t catalog.Thing) (Standing, error) {
	c, err := all.Gather(all.ctx, t)
	if err != nil {
		return Standing{}, err
	}
	return all.Judge(c), nil
}

// Gather reads what Judge has to know of a release.
func (all *Standings) Gather(ctx context.Context, t catalog.Thing) (Case, error) {
	r, err := release.Of(t)
	if err != nil {
		return Case{}, err
	}
	o, at, err := all.archive.openAt(ctx, t.Index)
	if err != nil {
		return Case{}, err
	}
	c := Case{Release: r, By: o.Agent, Made: at}
	if c.Thing, err = all.archive.accessOf(ctx, r.Of, all.known); err != nil {
		return Case{}, err
	}
	c.Thing.Identifies = c.Thing.Identifies || r.Identifies
	of, err := all.known.thing(ctx, r.Of)
	if err != nil {
		return Case{}, err
	}
	if c.Content, err = release.ContentOf(of); err != nil {
		return Case{}, err
	}
	if len(r.Withhold)+len(r.Without) > 0 {
		c.Unfit = r.Unfit(of.Fields)
	}
	c.Approvals, err = all.archive.approvals(ctx, t.Number)
	return c, err
}

// Judge tells how a release stands now.
func (all *Standings) Judge(c Case) Standing {
	r := c.Release
	s := Standing{Release: r, By: c.By, Made: c.Made, Content: c.Content, Decision: decideRelease(&c.Thing, all.now)}
	d := s.Decision
	s.Second = release.Sensitivity{Restricted: len(c.Thing.Restrictions) > 0, Protected: d.Allow && d.Attribution != access.Named, Identifies: r.Identifies}.Reasons(r)
	switch {
	case r.Recalled:
		s.Because = "It was recalled."
		return s
	case !d.Allow:
		s.Because = d.Sentence("en")
		return s
	case c.Unfit != "":
		s.Because = c.Unfit
		return s
	case len(s.Second) == 0:
		s.Public, s.Because = true, "One person's decision is enough. "+d.Sentence("en")
		return s
	}
	var err error
	s.ApprovedBy, err = release.Approved(all.archive.Origin, r, c.Content, s.By, c.Approvals, all.approvers)
	if err != nil {
		s.Waits = true
		s.Because = messageOf(err)
		return s
	}
	s.Public, s.Because = true, fmt.Sprintf("%s approved it. %s", sijill.Printable(s.ApprovedBy), d.Sentence("en"))
	return s
}

func messageOf(err error) string {
	if e, ok := errors.AsType[*sijill.Error](err); ok {
		return e.Message
	}
	return err.Error()
}

func (a *Archive) approvals(ctx context.Context, n sijill.Number) ([]release.Approval, error) {
	indexes, err := a.Catalog.Entries(ctx, n)
	if err != nil {
		return nil, err
	}
	var out []release.Approval
	for _, i := range indexes[min(1, len(indexes)):] { // the first one made it
		o, at, err := a.openAt(ctx, i)
		if err != nil {
			return nil, err
		}
		if text, ok := o.Fields[release.FieldApproval].(string); ok && o.Kind == sijill.ReleaseApproved && o.Subject == n {
			out = append(out, release.Approval{Note: text, At: at})
		}
	}
	return out, nil
}

// Approve enters a second person's approval. It is refused where it would not count.
func (a *Archive) Approve(ctx context.Context, n sijill.Number, signer note.Signer, agent string) (Standing, error) {
	s, err := a.StandingOf(ctx, n)
	if err != nil {
		return s, err
	}
	if s.Recalled || s.Public || !s.Waits {
		return s, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s waits for no approval. %s", n, s.Because)}
	}
	signed, err := release.Sign(a.Origin, s.Release, s.Content, signer)
	if err != nil {
		return s, err
	}
	approvers, err := a.Approvers(ctx)
	if err != nil {
		return s, err
	}
	if _, err := release.Approved(a.Origin, s.Release, s.Content, s.By, []release.Approval{{Note: signed, At: a.Register.Now()}}, approvers); err != nil {
		if strings.Contains(err.Error(), "waits for") {
			err = &sijill.Error{Class: sijill.Refused, Message: "The key is not one of an approver of this archive.", Hint: "`sijill key introduce` makes it one; it may approve after a day."}
		}
		return s, err
	}
	if _, err := a.Register.Append(ctx, sijill.Draft{Kind: sijill.ReleaseApproved, Agent: agent, Subject: n, Fields: []sijill.Field{{Name: release.FieldApproval, Value: signed}}}); err != nil {
		return s, err
	}
	if err := a.CatchUp(ctx, nil); err != nil {
		return s, err
	}
	return a.StandingOf(ctx, n)
}

// Recall ends a release. What it named leaves the edition with the next build.
func (a *Archive) Recall(ctx context.Context, n sijill.Number, because, agent string) (Standing, error) {
	s, err := a.StandingOf(ctx, n)
	if err != nil {
		return s, err
	}
	if s.Recalled {
		return s, &sijill.Error{Class: sijill.Refused, Message: fmt.Sprintf("%s was recalled before.", n)}
	}
	fields := []sijill.Field{{Name: "recalled_at", Value: a.Register.Now().Format(time.DateOnly)}}
	if because != "" {
		fields = append(fields, sijill.Field{Name: "recalled_because", Value: because})
	}
	if _, err := a.Register.Append(ctx, sijill.Draft{Kind: sijill.ReleaseRecalled, Agent: agent, Subject: n, Fields: fields}); err != nil {
		return s, err
	}
	if err := a.CatchUp(ctx, nil); err != nil {
		return s, err
	}
	return a.StandingOf(ctx, n)
}
