package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
)

// How a release stands, in one word; a reason of access where that closes it.
const (
	statePublic   = "public"
	stateWaiting  = "waiting"
	stateRecalled = "recalled"
	stateUnfit    = "not-possible" // it names what cannot be released so
)

// releaseStates lists the words that stateOf gives.
func releaseStates() []string {
	out := []string{statePublic, stateWaiting, stateRecalled}
	for _, r := range []access.Reason{access.Embargoed, access.TooHigh, access.Missing, access.Expired, access.Withdrawn, access.NeedsName, access.Erased, access.WrongRole} {
		out = append(out, r.String())
	}
	return append(out, stateUnfit)
}

func stateOf(s archive.Standing) string {
	switch s.State() {
	case access.Released:
		return statePublic
	case access.Waiting:
		return stateWaiting
	case access.Recalled:
		return stateRecalled
	}
	if s.Decision.Reason == access.NotUnderstood {
		return stateUnfit
	}
	return s.Decision.Reason.String()
}

func (p *program) releaseList() *cobra.Command {
	var waiting, all bool
	var state string
	c := &cobra.Command{
		Use:   "list [NUMBER...]",
		Short: "Tell how many releases stand, and which do not and why",
		Long: `Tell how many releases are public, and of what; and one by one those that are not, and
why. With --all, or with --state, or with the numbers of releases or of what they name,
every release is told by itself. States:

  public    it stands, and the next edition has what it names
  waiting   a second person has not approved it yet
  recalled  it was taken back
  or why it is closed: embargo, level, consent-missing, consent-expired,
  consent-withdrawn, consent-without-name, erased, role, not-possible

With --json every release is a line.` + "\n" + exitCodes,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if waiting {
				state = stateWaiting
			}
			if state != "" && !slices.Contains(releaseStates(), state) {
				return &sijill.Error{Class: sijill.Usage, Message: sijill.Printable(state) + " is not a state of a release.", Hint: "It is one of " + strings.Join(releaseStates(), ", ") + "."}
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				list, err := p.releases(c.Context(), a, args)
				if err != nil {
					return err
				}
				if state != "" {
					list = slices.DeleteFunc(list, func(s archive.Standing) bool { return stateOf(s) != state })
				}
				if len(list) == 0 && !p.json {
					p.warn("There is no such release. `sijill release make NUMBER` makes one.")
				}
				if p.json || all || state != "" || len(args) > 0 {
					for _, s := range list {
						if err := p.tellStanding(s); err != nil {
							return err
						}
					}
					return nil
				}
				p.sumUp(list)
				return nil
			})
		},
	}
	c.Flags().BoolVar(&waiting, "waiting", false, "only those that wait for a second person")
	c.Flags().BoolVar(&all, "all", false, "tell every release by itself")
	c.Flags().StringVar(&state, "state", "", "only those in this `STATE`")
	return c
}

// releases tells of all releases, or of those that are named or name what is named.
func (p *program) releases(ctx context.Context, a *archive.Archive, args []string) ([]archive.Standing, error) {
	var out []archive.Standing
	standings, err := a.Standings(ctx)
	if err != nil {
		return nil, err
	}
	add := func(t catalog.Thing) error {
		if t.State == catalog.StateErased {
			return nil
		}
		s, err := standings.Told(t)
		out = append(out, s)
		return err
	}
	for _, arg := range args {
		n, err := sijill.ParseNumber(arg)
		if err != nil {
			return nil, err
		}
		if n.Kind() != "release" {
			_, list, err := a.PublishedAt(ctx, n, p.clock())
			if err != nil {
				return nil, err
			}
			out = append(out, list...)
			continue
		}
		t, err := a.Catalog.Thing(ctx, n)
		if err == nil {
			err = add(t)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(args) > 0 {
		return out, nil
	}
	for t, err := range a.Catalog.Things(ctx, catalog.Filter{Kind: "release"}) {
		if err == nil {
			err = add(t)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// listedClosed is how many releases of one state are told one by one.
const listedClosed = 20

// sumUp counts what is public, and tells what is not.
func (p *program) sumUp(list []archive.Standing) {
	if len(list) == 0 {
		return
	}
	by := map[string][]archive.Standing{}
	for _, s := range list {
		by[stateOf(s)] = append(by[stateOf(s)], s)
	}
	p.say("%s: %d public, %d waiting for a second person, %d recalled, %d closed.", count(len(list), "release"), len(by[statePublic]), len(by[stateWaiting]), len(by[stateRecalled]),
		len(list)-len(by[statePublic])-len(by[stateWaiting])-len(by[stateRecalled]))
	if public := by[statePublic]; len(public) > 0 {
		kinds := map[string]int{}
		for _, s := range public {
			kinds[s.Of.Kind()+" as "+s.Form]++
		}
		var words []string
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			words = append(words, fmt.Sprintf("%d %s", kinds[kind], kind))
		}
		p.say("  public: %s", strings.Join(words, ", "))
	}
	delete(by, statePublic)
	states := []string{stateWaiting, stateRecalled} // what a person can act on, then the rest
	for _, state := range slices.Sorted(maps.Keys(by)) {
		if !slices.Contains(states, state) {
			states = append(states, state)
		}
	}
	for _, state := range states {
		if len(by[state]) == 0 {
			continue
		}
		p.say("  %s:", state)
		if state == stateWaiting {
			p.say("    another person approves: sijill release approve RELEASE --key-file FILE; `sijill key new` makes the key")
		}
		for _, s := range by[state][:min(listedClosed, len(by[state]))] {
			p.say("    %s  %s as %s. %s", s.Number, s.Of, s.Form, s.Because)
		}
		if more := len(by[state]) - listedClosed; more > 0 {
			p.say("    and %d more: sijill release list --state %s", more, state)
		}
	}
	p.say("Every release by itself: sijill release list --all")
}

// whyIt says who decided that it is public, or why it is not.
func whyIt(s archive.Standing) string {
	switch {
	case s.Public && s.ApprovedBy != "":
		return fmt.Sprintf("Decided by %s, approved by %s.", sijill.Printable(s.By), sijill.Printable(s.ApprovedBy))
	case s.Public:
		return fmt.Sprintf("Decided by %s; nobody else is needed.", sijill.Printable(s.By))
	}
	return s.Because
}

func (p *program) tellStanding(s archive.Standing) error {
	if p.json {
		return p.fact(map[string]any{"release": s.Number, "of": s.Of, "form": s.Form, "state": stateOf(s), "public": s.Public, "because": s.Because, "waits": s.Waits, "recalled": s.Recalled,
			"needs_second": append([]string{}, s.Second...), "by": s.By, "approved_by": s.ApprovedBy, "reason": s.Decision.Reason.String()})
	}
	state := "not public"
	if s.Public {
		state = statePublic
	}
	p.say("%s  %s as %s: %s. %s", s.Number, s.Of, s.Form, state, whyIt(s))
	if s.Waits {
		p.say("               A second person is needed because %s.", strings.Join(s.Second, "; "))
		p.say("               sijill release approve %s --key-file FILE   (`sijill key new` makes the key of that person)", s.Number)
	}
	return nil
}
