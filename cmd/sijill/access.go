package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
	"sijill.example/sijill/archive"
)

// accessFact is one decision.
type accessFact struct {
	Channel     string `json:"channel"` // or "erasure"
	Allow       bool   `json:"allow"`
	Reason      string `json:"reason"`
	Sentence    string `json:"sentence"`
	SentenceAr  string `json:"sentence_ar"`
	Scope       string `json:"scope,omitempty"`
	Person      string `json:"person,omitempty"`
	Until       string `json:"until,omitempty"`
	Attribution string `json:"attribution,omitempty"`
	Release     string `json:"release,omitempty"` // that decides, for the edition
}

// releaseFact is how a release of the thing stands.
type releaseFact struct {
	Release sijill.Number `json:"release"`
	Form    string        `json:"form"`
	State   string        `json:"state"`
	Because string        `json:"because"`
}

func (p *program) accessVerb() *cobra.Command {
	var channel, at string
	var as []string
	c := &cobra.Command{
		Use:   "access NUMBER",
		Short: "Explain who may have a thing, by which way, and why",
		Long: `Tell for every channel whether a thing may go there, and why or why not: which
consent is missing, has expired or was withdrawn, which restriction or embargo
stands against it. The last line is about erasing it. The edition, and the public
answer about a picture (check), have a thing only while a release of it stands; how
each release stands is told below.

What nobody has allowed is denied. An embargo binds every channel that leads out,
whatever else is allowed, and opens when its date is over everywhere on earth. A
consent ends as soon as the day on which it expires has begun anywhere. Everybody
whose consent a thing needs must have given it. A hold forbids erasure and nothing
else. A dossier may also hold things about whose use nobody has said anything.

Channels: ` + strings.Join(access.ChannelNames(), ", ") + `.
Roles: ` + strings.Join(access.RoleNames(), ", ") + `.

With --channel only that one is asked about, and the exit code is 4 where it is
denied.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			roles, err := rolesOf(as)
			if err != nil {
				return err
			}
			now, err := p.moment(at)
			if err != nil {
				return err
			}
			channels := access.Channels()
			if channel != "" {
				one, err := access.ParseChannel(channel)
				if err != nil {
					return err
				}
				channels = []access.Channel{one}
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				t, err := a.AccessOf(c.Context(), number)
				if err != nil {
					return err
				}
				published, releases, err := a.PublishedAt(c.Context(), number, now)
				if err != nil {
					return err
				}
				var facts []accessFact
				var last access.Decision
				for _, one := range channels {
					last = access.Decide(roles, &t, one, now.Unix())
					fact := factOf(one.String(), last)
					if one == access.Edition || one == access.Check {
						fact = publishedFact(fact, last, published)
					}
					facts = append(facts, fact)
				}
				if channel == "" {
					facts = append(facts, factOf("erasure", access.Erase(roles, &t, now.Unix())))
				}
				if err := p.sayAccess(number, as, now, last, facts, releases); err != nil {
					return err
				}
				if channel != "" && !facts[len(facts)-1].Allow {
					return told(sijill.Refused)
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&channel, "channel", "", "ask about this `CHANNEL` only")
	c.Flags().StringSliceVar(&as, "as", []string{"archivist"}, "the `ROLE` of whoever asks (may be given more than once)")
	c.Flags().StringVar(&at, "at", "", "ask as of this `TIME` (RFC 3339: 2026-11-25T12:00:00Z) instead of now")
	return c
}

func rolesOf(words []string) (access.Roles, error) {
	var list []access.Role
	for _, word := range words {
		r, err := access.ParseRole(word)
		if err != nil {
			return 0, err
		}
		list = append(list, r)
	}
	return access.RolesOf(list...), nil
}

// moment reads a time that somebody typed; "" is now.
func (p *program) moment(at string) (time.Time, error) {
	if at == "" {
		return p.clock(), nil
	}
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return t, &sijill.Error{Class: sijill.Usage, Message: sijill.Printable(at) + " cannot be read as a time.", Hint: "A time has a date, a time of day and an offset: 2026-11-25T12:00:00Z."}
	}
	return t, nil
}

func factOf(channel string, d access.Decision) accessFact {
	f := accessFact{Channel: channel, Allow: d.Allow, Reason: d.Reason.String(), Sentence: d.Sentence("en"), SentenceAr: d.Sentence("ar"), Person: d.Person}
	if d.Scope != 0 {
		f.Scope = d.Scope.String()
	}
	if d.Reason == access.Embargoed {
		f.Until = d.UntilWords("en")
	}
	if d.Allow && channel != "erasure" {
		f.Attribution = d.Attribution.String()
	}
	return f
}

// publishedFact adds what the releases say to what consents and restrictions say.
func publishedFact(f accessFact, d access.Decision, p access.Published) accessFact {
	if p.Allow {
		p.Decision = d
	}
	f.Allow, f.Reason, f.Sentence, f.SentenceAr, f.Release = p.In(), p.Code(), p.Sentence("en"), p.Sentence("ar"), string(p.Release)
	if !f.Allow {
		f.Attribution = ""
	}
	return f
}

func (p *program) sayAccess(number sijill.Number, as []string, now time.Time, d access.Decision, facts []accessFact, releases []archive.Standing) error {
	all := []releaseFact{}
	for _, s := range releases {
		all = append(all, releaseFact{s.Number, s.Form, stateOf(s), whyIt(s)})
	}
	if p.json {
		return p.fact(map[string]any{"number": number, "as": as, "at": now.UTC().Format(time.RFC3339), "held": d.Held, "notices": d.Notices.Names(), "decisions": facts, "releases": all})
	}
	p.say("%s as %s, at %s", number, strings.Join(as, ", "), now.UTC().Format(time.RFC3339))
	for _, f := range facts {
		word := "no"
		if f.Allow {
			word = "yes"
		}
		p.say("  %-12s %-3s  %-20s  %s", f.Channel, word, f.Reason, f.Sentence)
	}
	for _, r := range all {
		p.say("  %s as %s: %s. %s", r.Release, r.Form, r.State, r.Because)
	}
	if names := d.Notices.Names(); len(names) > 0 {
		p.say("  It is covered until somebody asks to see it: %s.", strings.Join(names, ", "))
	}
	return nil
}
