package access_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sijill.example/sijill/access"
)

// The model says the same as the package in another way: it reads the rules from
// words, and lives through a person's history event by event.

// grid is who may have how much through which channel.
const grid = `
            desk        edition  check   dossier     newsletter  translation  newsroom  replica
reader      -           public   public  -           -           -            -         -
depositor   -           public   public  -           -           -            -         -
archivist   restricted  public   public  staff       -           staff        public    restricted
verifier    restricted  public   public  -           -           staff        -         -
translator  staff       public   public  -           -           staff        -         -
editor      staff       public   public  -           public      staff        public    -
counsel     restricted  public   public  restricted  -           -            -         -
keyholder   sealed      public   public  restricted  -           -            -         sealed
`

var levels = func() map[string]string {
	lines := strings.Split(strings.TrimSpace(grid), "\n")
	out := map[string]string{}
	for _, line := range lines[1:] {
		f := strings.Fields(line)
		for i, channel := range strings.Fields(lines[0]) {
			out[f[0]+" "+channel] = f[i+1]
		}
	}
	return out
}()

func cleared(role access.Role, channel access.Channel) string {
	if level, ok := levels[role.String()+" "+channel.String()]; ok {
		return level
	}
	return "-"
}

// cell is a thing as the table describes it.
type cell struct {
	persons    [][]consent
	level      access.Level // 0: no restriction
	lifted     bool
	embargo    time.Time // zero: none
	hold       bool
	identifies bool
}

func (c cell) build() access.Thing {
	thing := access.Thing{Identifies: c.identifies}
	for _, history := range c.persons {
		var p access.Person
		for _, one := range history {
			p.Consents = append(p.Consents, one.build())
		}
		thing.Persons = append(thing.Persons, p)
	}
	if c.level != 0 || !c.embargo.IsZero() || c.hold {
		r := access.Restriction{Level: max(c.level, access.Public), Embargo: point(c.embargo), Hold: c.hold}
		if c.lifted {
			r.Lifted = point(now.Add(-day))
		}
		thing.Restrictions = append(thing.Restrictions, r)
	}
	return thing
}

type verdict struct {
	allow          bool
	reason, called string
}

func no(reason string) verdict { return verdict{false, reason, "anonymous"} }

func (c cell) model(role access.Role, channel access.Channel) verdict {
	order := []string{"-", "public", "staff", "restricted", "sealed"}
	word := channel.String()
	inside := word == "desk" || word == "replica"
	if cleared(access.Keyholder, channel) == "-" && cleared(access.Editor, channel) == "-" || strings.Contains(role.String(), "unknown") || role == 0 {
		return no("not-understood")
	}
	most := cleared(role, channel)
	level := "public"
	if c.level != 0 && !c.lifted {
		level = c.level.String()
	}
	switch {
	case most == "-":
		return no("role")
	case !inside && !c.embargo.IsZero() && !now.After(c.embargo):
		return no("embargo")
	case slices.Index(order, level) > slices.Index(order, most):
		return no("level")
	}
	spoken := c.level > access.Public || !c.embargo.IsZero()
	for _, history := range c.persons {
		spoken = spoken || len(history) > 0
	}
	if word == "dossier" && !spoken {
		return verdict{true, "no-consent-recorded", "anonymous"}
	}
	custodian := role == access.Archivist || role == access.Counsel || role == access.Keyholder
	if word == "desk" && custodian {
		return verdict{true, "custody", "anonymous"}
	}
	if len(c.persons) == 0 && word != "replica" {
		return no("consent-missing")
	}
	names := []string{"anonymous", "pseudonym", "named"}
	called := 2
	for _, history := range c.persons {
		kept, _ := live(history, "archive")
		if kept == "withdrawn" || kept == "expired" {
			return no("consent-" + kept)
		}
		if word == "replica" {
			continue
		}
		public := word == "edition" || word == "check" || word == "newsroom"
		var state string
		var agreed []consent
		published, publishing := live(history, "publish_anonymous", "publish_named")
		switch {
		case public:
			state, agreed = published, publishing
		case word == "newsletter":
			if published == "withdrawn" || published == "expired" {
				return no("consent-" + published)
			}
			state, agreed = live(history, "newsletter")
		case word == "dossier":
			state, agreed = live(history, "court")
		case word == "translation" || role == access.Translator:
			state, agreed = live(history, "translate")
		case role == access.Verifier:
			state, agreed = live(history, "verify")
		default:
			state, agreed = live(history, "archive")
		}
		if state != "given" {
			return no("consent-" + state)
		}
		byName := true
		if word == "newsletter" && published == "given" {
			agreed = append(agreed, publishing...)
		}
		least := 2
		for _, one := range agreed {
			least = min(least, int(one.called))
		}
		switch {
		case public, word == "newsletter" && published == "given":
			for _, one := range publishing {
				byName = byName && slices.Contains(one.scopes, access.ToPublishNamed)
			}
		case word == "newsletter":
			byName = false
		default: // what is kept inside, or goes to a court: never more than a pseudonym, unless it was agreed to together with the name
			for _, one := range agreed {
				byName = byName && slices.Contains(one.scopes, access.ToPublishNamed)
			}
		}
		if c.identifies && !byName && (public || word == "newsletter") {
			return no("consent-without-name")
		}
		if !byName {
			least = min(least, 1)
		}
		called = min(called, least)
	}
	if word == "replica" {
		return verdict{true, "custody", "anonymous"}
	}
	return verdict{true, "consent", names[called]}
}

// live lives through a history and says how the question stands now, and which
// consents answer it.
func live(history []consent, scopes ...string) (string, []consent) {
	type event struct {
		at    time.Time
		order int // of events at one time the withdrawal is the last
		c     consent
	}
	var events []event
	for _, c := range history {
		about := slices.ContainsFunc(c.scopes, func(s access.Scope) bool { return slices.Contains(scopes, s.String()) })
		if !about {
			continue
		}
		if !c.given.IsZero() {
			events = append(events, event{c.given, 0, c})
		}
		if !c.withdraw.IsZero() {
			events = append(events, event{c.withdraw, 1, c})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int {
		if d := a.at.Compare(b.at); d != 0 {
			return d
		}
		return a.order - b.order
	})
	state := "missing"
	var agreed []consent
	var since time.Time
	for _, e := range events {
		switch {
		case e.at.After(now):
		case e.order == 1:
			state, agreed = "withdrawn", nil
		case !e.c.withdraw.IsZero() && e.c.withdraw.Before(e.at):
			state, agreed, since = "withdrawn", nil, e.at
		case state == "withdrawn" && since.Equal(e.at):
		default:
			if !since.Equal(e.at) {
				agreed = nil
			}
			state, since = "given", e.at
			agreed = append(agreed, e.c)
		}
	}
	for _, c := range agreed {
		if state == "given" && !c.expires.IsZero() && !c.expires.After(now) {
			state = "expired"
		}
	}
	return state, agreed
}

func drawTime(t *rapid.T, name string) time.Time {
	return now.Add(time.Duration(rapid.IntRange(-6, 3).Draw(t, name)) * day)
}

func drawConsent(t *rapid.T) consent {
	c := consent{scopes: rapid.SliceOfNDistinct(rapid.SampledFrom(everything), 1, 5, rapid.ID).Draw(t, "scopes"),
		called: access.Attribution(rapid.IntRange(0, 2).Draw(t, "called")), given: drawTime(t, "given")}
	if rapid.Bool().Draw(t, "expires") {
		c.expires = drawTime(t, "expires at")
	}
	if rapid.IntRange(0, 2).Draw(t, "withdrawn") == 0 {
		c.withdraw = drawTime(t, "withdrawn at")
	}
	return c
}

func drawCell(t *rapid.T) cell {
	c := cell{level: access.Level(rapid.IntRange(0, 4).Draw(t, "level")), lifted: rapid.Bool().Draw(t, "lifted"),
		hold: rapid.Bool().Draw(t, "hold"), identifies: rapid.Bool().Draw(t, "identifies")}
	for range rapid.IntRange(0, 3).Draw(t, "persons") {
		c.persons = append(c.persons, rapid.SliceOfN(rapid.Custom(drawConsent), 0, 5).Draw(t, "history"))
	}
	if rapid.IntRange(0, 3).Draw(t, "embargoed") == 0 {
		c.embargo = drawTime(t, "embargo")
	}
	return c
}

// TestHistories compares random histories of several persons with the model.
func TestHistories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCell(t)
		thing := c.build()
		for role := access.Reader; role <= access.Keyholder; role++ {
			for _, channel := range access.Channels() {
				got, want := access.Decide(access.RolesOf(role), &thing, channel, now.Unix()), c.model(role, channel)
				if got.Allow != want.allow || got.Reason.String() != want.reason || got.Allow && got.Attribution.String() != want.called {
					t.Fatalf("%s through %s: got %v %s %s, the model says %+v", role, channel, got.Allow, got.Reason, got.Attribution, want)
				}
			}
		}
	})
}

// TestUncertainTimesFailClosed: what is allowed while times are uncertain must be
// allowed whenever in its window each thing happened.
func TestUncertainTimesFailClosed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCell(t)
		vague, exact := c.build(), c.build()
		widen := func(w *access.Window, to *access.Window) {
			if w.IsBlank() {
				return
			}
			width := rapid.IntRange(0, 3).Draw(t, "width")
			*w = access.Between(w.First, w.Last+int64(width)*86400)
			at := w.First + int64(rapid.IntRange(0, width).Draw(t, "at"))*86400
			*to = access.Between(at, at)
		}
		for i := range vague.Persons {
			for j := range vague.Persons[i].Consents {
				a, b := &vague.Persons[i].Consents[j], &exact.Persons[i].Consents[j]
				widen(&a.Given, &b.Given)
				widen(&a.Expires, &b.Expires)
				widen(&a.Withdrawn, &b.Withdrawn)
			}
		}
		for i := range vague.Restrictions {
			a, b := &vague.Restrictions[i], &exact.Restrictions[i]
			widen(&a.Embargo, &b.Embargo)
			widen(&a.Lifted, &b.Lifted)
		}
		for role := access.Reader; role <= access.Keyholder; role++ {
			for _, channel := range access.Channels() {
				a, b := access.Decide(access.RolesOf(role), &vague, channel, now.Unix()), access.Decide(access.RolesOf(role), &exact, channel, now.Unix())
				if a.Allow && (!b.Allow || a.Attribution > b.Attribution) {
					t.Fatalf("%s through %s: allowed (%s, %s) while times are uncertain, and %s, %s when they are known", role, channel, a.Reason, a.Attribution, b.Reason, b.Attribution)
				}
			}
		}
	})
}

// TestReasonsAreStable pins the codes: others build on them.
func TestReasonsAreStable(t *testing.T) {
	want := "not-understood role erased embargo level consent-withdrawn consent-expired consent-missing consent-without-name hold no-consent-recorded custody consent no-hold"
	var got []string
	for r := access.NotUnderstood; r <= access.NoHold; r++ {
		got = append(got, r.String())
	}
	if strings.Join(got, " ") != want {
		t.Errorf("got %q", got)
	}
}
