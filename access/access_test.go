package access_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/access"
)

// now is noon of the day on which the tests are asked.
var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// consent is one as a test writes it: times are points, and zero where missing.
type consent struct {
	scopes                   []access.Scope
	called                   access.Attribution
	given, expires, withdraw time.Time
}

func point(t time.Time) access.Window {
	if t.IsZero() {
		return access.Window{}
	}
	return access.At(t)
}

func (c consent) build() access.Consent {
	return access.Consent{Scopes: access.ScopesOf(c.scopes...), Attribution: c.called,
		Given: point(c.given), Expires: point(c.expires), Withdrawn: point(c.withdraw)}
}

var everything = []access.Scope{access.ToArchive, access.ToVerify, access.ToTranslate, access.ToCourt, access.ToPublishAnonymous, access.ToPublishNamed, access.ToNewsletter}

// TestAccessTable asks about every combination of consent, restriction, embargo,
// hold, role and channel, and compares with the model in model_test.go.
func TestAccessTable(t *testing.T) {
	past, future := now.Add(-30*day), now.Add(30*day)
	yes := func(scopes ...access.Scope) []consent {
		return []consent{{scopes: scopes, called: access.Named, given: past}}
	}
	histories := map[string][]consent{
		"nothing":         nil,
		"everything":      yes(everything...),
		"not yet":         {{scopes: everything, given: future}},
		"withdrawn":       {{scopes: everything, given: past, withdraw: past.Add(day)}},
		"withdrawn later": {{scopes: everything, given: past, withdraw: future}},
		"expired":         {{scopes: everything, given: past, expires: past.Add(day)}},
		"expires now":     {{scopes: everything, given: past, expires: now}},
		"expires later":   {{scopes: everything, given: past, expires: future, called: access.Named}},
		"given again":     {{scopes: everything, given: past, withdraw: past.Add(day)}, {scopes: everything, given: past.Add(2 * day)}},
		"withdrawn twice": {{scopes: everything, given: past, withdraw: past.Add(day)}, {scopes: everything, given: past, withdraw: past.Add(4 * day)},
			{scopes: everything, given: past.Add(3 * day)}},
		"kept no more":       {{scopes: everything, given: past}, {scopes: everything[:1], given: past, withdraw: past.Add(day)}},
		"named, then not":    {{scopes: everything, given: past, called: access.Named}, {scopes: everything[4:5], given: past.Add(day)}},
		"by pseudonym":       {{scopes: everything, given: past, called: access.Pseudonym}},
		"newsletter, not on": {{scopes: everything[6:], given: past}, {scopes: everything[4:5], given: past, withdraw: past.Add(day)}},
	}
	for _, one := range everything {
		histories["only "+one.String()] = yes(one)
	}
	embargoes := []time.Time{{}, past, now, future}
	type person = []consent
	cells, allowed := 0, 0
	for name, first := range histories {
		for _, persons := range [][]person{{first}, {first, histories["everything"]}, {histories["everything"], first}, {first, nil}, {}} {
			for level := access.Level(0); level <= access.Sealed; level++ { // 0: no restriction
				for lifted := range 2 {
					for _, embargo := range embargoes {
						for flags := range 4 {
							c := cell{persons: persons, level: level, lifted: lifted == 1, embargo: embargo, hold: flags&1 != 0, identifies: flags&2 != 0}
							thing := c.build()
							for role := access.Role(0); role <= access.Keyholder+1; role++ {
								for channel := access.Channel(0); channel <= access.Replica+1; channel++ {
									cells++
									got := access.Decide(access.RolesOf(role), &thing, channel, now.Unix())
									want := c.model(role, channel)
									if got.Allow {
										allowed++
									}
									if got.Allow != want.allow || got.Reason.String() != want.reason || got.Allow && got.Attribution.String() != want.called {
										t.Fatalf("%s: %+v, %s through %s: got %v %s %s, the model says %+v", name, c, role, channel, got.Allow, got.Reason, got.Attribution, want)
									}
								}
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d cells, %d allowed", cells, allowed)
	if cells < 100_000 || allowed == 0 {
		t.Error("the table is smaller than it should be")
	}
}

func TestSentences(t *testing.T) {
	d := access.Decision{Role: access.Editor, Channel: access.Edition, Scope: access.ToPublishNamed, Level: access.Sealed, Until: now.Unix(), Person: "a\u202eb"}
	for d.Reason = access.NotUnderstood; d.Reason <= access.NoHold; d.Reason++ {
		for _, language := range []string{"en", "ar"} {
			s := d.Sentence(language)
			if strings.ContainsAny(s, "{}\u202e") || !strings.HasSuffix(s, ".") {
				t.Errorf("%s: %q", d.Reason, s)
			}
		}
	}
	if d.Reason = access.NoHold + 1; d.Sentence("en") == "" || d.Reason.String() != "not-understood" {
		t.Error("a reason that is not known has no sentence")
	}
}

func TestHoldForbidsErasureAndOpensNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCell(t)
		c.hold = false
		free := c.build()
		c.hold = true
		held := c.build()
		for role := access.Reader; role <= access.Keyholder; role++ {
			roles := access.RolesOf(role)
			for _, channel := range access.Channels() {
				a, b := access.Decide(roles, &free, channel, now.Unix()), access.Decide(roles, &held, channel, now.Unix())
				if len(free.Restrictions) == len(held.Restrictions) && (a.Allow != b.Allow || a.Reason != b.Reason) {
					t.Fatalf("%s: a hold changed %v to %v", channel, a, b)
				}
				if b.Allow && !a.Allow {
					t.Fatalf("%s: a hold opened %v", channel, b)
				}
			}
			if d := access.Erase(roles, &held, now.Unix()); d.Allow && !c.lifted {
				t.Fatalf("erasure is allowed under a hold: %+v", d)
			}
		}
	})
}

// TestNobodyToAsk: a thing whose consent nobody can give goes nowhere but to those
// who have custody, and to a court.
func TestNobodyToAsk(t *testing.T) {
	for _, test := range []struct {
		role    access.Role
		channel access.Channel
		want    access.Reason
	}{
		{access.Reader, access.Edition, access.Missing},
		{access.Editor, access.Newsletter, access.Missing},
		{access.Verifier, access.Desk, access.Missing},
		{access.Translator, access.Translation, access.Missing},
		{access.Archivist, access.Desk, access.Custody},
		{access.Archivist, access.Replica, access.Custody},
		{access.Counsel, access.Dossier, access.NobodyAsked},
	} {
		if d := access.Decide(access.RolesOf(test.role), &access.Thing{}, test.channel, now.Unix()); d.Reason != test.want {
			t.Errorf("%s through %s: %s, want %s", test.role, test.channel, d.Reason, test.want)
		}
	}
}

func TestRestrictionsClose(t *testing.T) {
	second := func(n int64) access.Window { return access.Between(now.Unix()+n, now.Unix()+n) }
	for _, test := range []struct {
		what  string
		r     access.Restriction
		level access.Level
		binds bool
	}{
		{"public", access.Restriction{Level: access.Public}, access.Public, false},
		{"staff", access.Restriction{Level: access.Staff}, access.Staff, true},
		{"no level", access.Restriction{}, access.Sealed, true},
		{"a level that is not known", access.Restriction{Level: access.Sealed + 1}, access.Sealed, true},
		{"lifted this second", access.Restriction{Level: access.Staff, Lifted: second(0)}, access.Staff, true},
		{"lifted the second before", access.Restriction{Level: access.Staff, Lifted: second(-1)}, access.Public, false},
		{"a hold", access.Restriction{Level: access.Public, Hold: true}, access.Public, true},
		{"an embargo", access.Restriction{Level: access.Public, Embargo: second(0)}, access.Public, true},
		{"an embargo that is over", access.Restriction{Level: access.Public, Embargo: second(-1)}, access.Public, false},
	} {
		thing := access.Thing{Restrictions: []access.Restriction{test.r}}
		if d := access.Decide(access.RolesOf(access.Keyholder), &thing, access.Desk, now.Unix()); d.Level != test.level {
			t.Errorf("%s: level %s, want %s", test.what, d.Level, test.level)
		}
		if got := access.Binds(&thing, now.Unix()); got != test.binds {
			t.Errorf("%s: binds %v", test.what, got)
		}
	}
}

// TestSeveralRoles: the role that is allowed counts, and otherwise the one that came
// furthest is told.
func TestSeveralRoles(t *testing.T) {
	thing := access.Thing{Restrictions: []access.Restriction{{Level: access.Restricted}}}
	for _, test := range []struct {
		roles []access.Role
		want  access.Reason
		role  access.Role
	}{
		{nil, access.NotUnderstood, 0},
		{[]access.Role{access.Reader}, access.WrongRole, access.Reader},
		{[]access.Role{access.Reader, access.Editor}, access.TooHigh, access.Editor},
		{[]access.Role{access.Verifier, access.Editor}, access.Missing, access.Verifier},
		{[]access.Role{access.Verifier, access.Counsel}, access.Custody, access.Counsel},
	} {
		d := access.Decide(access.RolesOf(test.roles...), &thing, access.Desk, now.Unix())
		if d.Reason != test.want || d.Role != test.role {
			t.Errorf("%v: %s as %s, want %s as %s", test.roles, d.Reason, d.Role, test.want, test.role)
		}
	}
}

func TestErase(t *testing.T) {
	hold := []access.Restriction{{Level: access.Public, Hold: true}}
	lifted := []access.Restriction{{Level: access.Public, Hold: true, Lifted: access.At(now.Add(-day))}}
	sealed := []access.Restriction{{Level: access.Sealed}}
	for _, test := range []struct {
		role   access.Role
		thing  access.Thing
		reason access.Reason
	}{
		{access.Archivist, access.Thing{}, access.NoHold},
		{access.Keyholder, access.Thing{}, access.NoHold},
		{access.Editor, access.Thing{}, access.WrongRole},
		{access.Archivist, access.Thing{Restrictions: hold}, access.UnderHold},
		{access.Keyholder, access.Thing{Restrictions: hold}, access.UnderHold},
		{access.Archivist, access.Thing{Restrictions: lifted}, access.NoHold},
		{access.Archivist, access.Thing{Restrictions: append(lifted, hold...)}, access.UnderHold},
		{access.Archivist, access.Thing{Restrictions: sealed}, access.TooHigh},
		{access.Keyholder, access.Thing{Restrictions: sealed}, access.NoHold},
		{access.Archivist, access.Thing{Erased: true}, access.Erased},
	} {
		d := access.Erase(access.RolesOf(test.role), &test.thing, now.Unix())
		if d.Reason != test.reason || d.Allow != (test.reason == access.NoHold) {
			t.Errorf("%s, %+v: got %v %s, want %s", test.role, test.thing, d.Allow, d.Reason, test.reason)
		}
	}
}

// TestEmbargoNeverOpensEarly asks at the moments at which a day begins and ends
// where clocks are first and last.
func TestEmbargoNeverOpensEarly(t *testing.T) {
	for _, test := range []struct{ until, closed, open string }{
		{"2026-11-25", "2026-11-26T11:59:59Z", "2026-11-26T12:00:00Z"},
		{"2026-11", "2026-12-01T11:59:59Z", "2026-12-01T12:00:00Z"},
		{"2026", "2027-01-01T11:59:59Z", "2027-01-01T12:00:00Z"},
		{"2026-11-25~", "2026-11-27T11:59:59Z", "2026-11-27T12:00:00Z"},
		{"2026-11-XX", "2026-12-01T11:59:59Z", "2026-12-01T12:00:00Z"},
		{"2026-11-20/2026-11-25", "2026-11-26T11:59:59Z", "2026-11-26T12:00:00Z"},
		{"2026-11-25T12:00:00+03:00", "2026-11-25T09:00:00Z", "2026-11-25T09:00:01Z"},
		{"2026-11-25T12:00:00", "2026-11-26T00:00:00Z", "2026-11-26T00:00:01Z"},
		{"2026-11-25/..", "9999-01-01T00:00:00Z", ""},
		{"2026-11-25/", "9999-01-01T00:00:00Z", ""},
	} {
		d, err := sijill.ParseDate(test.until)
		if err != nil {
			t.Fatal(err)
		}
		thing := access.Thing{
			Persons:      []access.Person{{Consents: []access.Consent{{Scopes: access.ScopesOf(everything...), Given: access.At(time.Unix(0, 0))}}}},
			Restrictions: []access.Restriction{{Level: access.Public, Embargo: access.On(d), Lifted: access.At(time.Unix(1, 0))}},
		}
		for _, when := range []struct {
			at   string
			want access.Reason
		}{{test.closed, access.Embargoed}, {test.open, access.Agreed}} {
			if when.at == "" {
				continue
			}
			at, err := time.Parse(time.RFC3339, when.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := access.Decide(access.RolesOf(access.Reader), &thing, access.Edition, at.Unix()); got.Reason != when.want {
				t.Errorf("embargo until %s, at %s: %s, want %s", test.until, when.at, got.Reason, when.want)
			}
		}
	}
}

func TestDatesFailClosed(t *testing.T) {
	on := func(s string) access.Window {
		d, err := sijill.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return access.On(d)
	}
	all := access.ScopesOf(everything...)
	for _, test := range []struct {
		what    string
		consent access.Consent
		want    access.Reason
	}{
		{"expires today", access.Consent{Scopes: all, Given: on("2026-01"), Expires: on("2026-11-25")}, access.Expired},
		{"expires tomorrow, where it is still today", access.Consent{Scopes: all, Given: on("2026-01"), Expires: on("2026-11-26")}, access.Expired},
		{"expires the day after", access.Consent{Scopes: all, Given: on("2026-01"), Expires: on("2026-11-27")}, access.Agreed},
		{"expires this month", access.Consent{Scopes: all, Given: on("2026-01"), Expires: on("2026-11")}, access.Expired},
		{"may have expired", access.Consent{Scopes: all, Given: on("2026-01"), Expires: on("2026-11-26~")}, access.Expired},
		{"given today, entered now", access.Consent{Scopes: all, Given: on("2026-11-25").By(now)}, access.Agreed},
		{"given today, nobody knows when it was entered", access.Consent{Scopes: all, Given: on("2026-11-25")}, access.Missing},
		{"given tomorrow, entered now", access.Consent{Scopes: all, Given: on("2026-11-27").By(now)}, access.Missing},
		{"given and withdrawn on one day", access.Consent{Scopes: all, Given: on("2026-11-20"), Withdrawn: on("2026-11-20")}, access.Withdrawn},
		{"withdrawn today", access.Consent{Scopes: all, Given: on("2026-11-20"), Withdrawn: on("2026-11-25")}, access.Withdrawn},
		{"withdrawn at an unknown time", access.Consent{Scopes: all, Given: on("2026-11-20"), Withdrawn: access.Always()}, access.Withdrawn},
		{"withdrawn before it was given", access.Consent{Scopes: all, Given: on("2026-11-20"), Withdrawn: on("2026-11-10")}, access.Withdrawn},
		{"nobody said when", access.Consent{Scopes: all}, access.Missing},
	} {
		thing := access.Thing{Persons: []access.Person{{Consents: []access.Consent{test.consent}}}}
		if got := access.Decide(access.RolesOf(access.Reader), &thing, access.Edition, now.Unix()); got.Reason != test.want {
			t.Errorf("%s: %s, want %s", test.what, got.Reason, test.want)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	var consents []access.Consent
	for i := range 3 {
		consents = append(consents, access.Consent{Scopes: access.ScopesOf(everything...), Attribution: access.Named,
			Given: access.At(now.Add(time.Duration(i-10) * day)), Expires: access.At(now.Add(day))})
	}
	thing := access.Thing{Persons: []access.Person{{"a", consents}, {"b", consents[:1]}},
		Restrictions: []access.Restriction{{Level: access.Public}, {Level: access.Sealed, Lifted: access.At(now.Add(-day))}}}
	roles := access.RolesOf(access.Editor)
	for b.Loop() {
		if d := access.Decide(roles, &thing, access.Edition, now.Unix()); !d.Allow {
			b.Fatal(d.Reason)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "decisions/s")
}

// A window comes back from JSON as it was, be it blank or without an end.
func TestWindowsComeBackFromJSON(t *testing.T) {
	for _, w := range []access.Window{{}, access.Always(), access.Between(5, 7), access.Between(-1, math.MaxInt64), access.At(time.Unix(0, 0))} {
		b, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		var back access.Window
		if err := json.Unmarshal(b, &back); err != nil || back != w || back.IsBlank() != w.IsBlank() {
			t.Errorf("%s became %+v, want %+v (%v)", b, back, w, err)
		}
	}
	var w access.Window
	if err := json.Unmarshal([]byte(`"2016"`), &w); err == nil {
		t.Error("a text was read as a window")
	}
}

// An embargo is told by the day that has to be over, and by the second in which it is.
func TestEmbargoIsToldByItsDay(t *testing.T) {
	until := time.Date(2040, 1, 2, 11, 59, 59, 0, time.UTC).Unix()
	for language, want := range map[string]string{
		"en": "An embargo binds it until 2040-01-01 is over everywhere on earth (2040-01-02 11:59:59 UTC)",
		"ar": "عليها حظر نشر حتى ينقضي يوم 2040-01-01 في كل أنحاء الأرض (2040-01-02 11:59:59 UTC)",
	} {
		if got := (access.Decision{Reason: access.Embargoed, Until: until}).Sentence(language); !strings.Contains(got, want) {
			t.Errorf("%s: %q", language, got)
		}
	}
	if got := (access.Decision{Reason: access.Embargoed, Until: until - 60}).Sentence("en"); !strings.Contains(got, "until 2040-01-02 11:58:59 UTC") {
		t.Error(got)
	}
}
