package main

import (
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/corroboration"
)

func (p *program) claimsVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "claims NUMBER",
		Short: "Show who says what of an incident, and what ties those who say it",
		Long: `Show the claims of an incident, or one claim: who supports it and who contradicts
it, on what basis, with which values, and what nobody says.

The verdict line of each claim is computed from what is recorded. It counts voices
and not posts: accounts are one voice where they are of one origin (the same bytes,
or a likeness that somebody confirmed with sijill same), of one source, of one
organisation or parent, or give the word of one and the same by quoting it or
passing it on. Every such tie is told. It does not say what to believe.

Values that cannot both be true are pointed out, and so are passages that are no
longer where they were quoted from.` + "\n" + exitCodes,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := sijill.ParseNumber(args[0])
			if err != nil {
				return err
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				table, err := a.Claims(c.Context(), number)
				if err != nil {
					return err
				}
				if p.json {
					return p.fact(claimsFactOf(table))
				}
				p.sayClaims(table)
				return nil
			})
		},
	}
}

type claimsFact struct {
	Of     sijill.Number `json:"of"`
	Title  string        `json:"title"`
	Claims []claimFact   `json:"claims"`
	Unsaid []string      `json:"nobody_says"`
}

type claimFact struct {
	Number    sijill.Number          `json:"number"`
	Title     string                 `json:"title"`
	Text      string                 `json:"text,omitempty"`
	Type      string                 `json:"type"`
	Value     string                 `json:"value,omitempty"`
	Standing  corroboration.Standing `json:"standing"`
	Verdict   string                 `json:"verdict"`
	VerdictAr string                 `json:"verdict_ar"`
	VerdictFr string                 `json:"verdict_fr"`
	For       sideFact               `json:"supports"`
	Against   sideFact               `json:"contradicts"`
	Bearings  []bearingFact          `json:"bearings"`
}

type sideFact struct {
	Voices []voiceFact `json:"voices"`
	Ties   []tieFact   `json:"ties"`
	Values []string    `json:"values"`
	Split  bool        `json:"values_differ"`
}

type voiceFact struct {
	Basis    string                  `json:"basis"`
	Accounts []corroboration.Account `json:"accounts"`
}

type tieFact struct {
	Why      corroboration.Why       `json:"why"`
	Accounts []corroboration.Account `json:"accounts"`
	Through  string                  `json:"through,omitempty"`
	Sentence string                  `json:"sentence"`
	Arabic   string                  `json:"sentence_ar"`
	French   string                  `json:"sentence_fr"`
}

type bearingFact struct {
	Of      sijill.Number       `json:"of"`
	Title   string              `json:"title"`
	How     corroboration.How   `json:"how"`
	Source  string              `json:"source,omitempty"`
	Name    string              `json:"name,omitempty"`
	Basis   string              `json:"basis,omitempty"`
	Says    string              `json:"says,omitempty"`
	Match   corroboration.Match `json:"match"`
	Quote   string              `json:"quote,omitempty"`
	Passage corroboration.Found `json:"passage,omitempty"`
	Note    string              `json:"note,omitempty"`
}

func claimsFactOf(table archive.ClaimsTable) claimsFact {
	f := claimsFact{Of: table.Of, Title: table.Title, Claims: []claimFact{}, Unsaid: table.Unsaid}
	if f.Unsaid == nil {
		f.Unsaid = []string{}
	}
	for _, row := range table.Rows {
		v := row.Verdict
		c := claimFact{Number: v.Claim.Number, Title: v.Claim.Title, Text: row.Text, Type: v.Claim.Type, Value: v.Claim.Value.Words("en"), Standing: v.Standing,
			Verdict: v.English(), VerdictAr: v.Arabic(), VerdictFr: v.French(), For: sideFactOf(v.For, corroboration.Supports), Against: sideFactOf(v.Against, corroboration.Contradicts), Bearings: []bearingFact{}}
		for _, b := range row.Bearings {
			c.Bearings = append(c.Bearings, bearingFact{b.Of, b.Title, b.How, b.Source, b.Name, b.Basis, b.Says.Words("en"), b.Match, b.Quote, b.Place, b.Note})
		}
		f.Claims = append(f.Claims, c)
	}
	return f
}

func sideFactOf(s corroboration.Side, how corroboration.How) sideFact {
	f := sideFact{Voices: []voiceFact{}, Ties: []tieFact{}, Values: []string{}, Split: s.IsSplit}
	for _, v := range s.Voices {
		f.Voices = append(f.Voices, voiceFact{v.Basis, v.Accounts})
	}
	for _, m := range s.Merges {
		f.Ties = append(f.Ties, tieFact{m.Why, m.Accounts, m.Through, m.English(s.Things, how), m.Arabic(s.Things, how), m.French(s.Things, how)})
	}
	for _, v := range s.Values {
		f.Values = append(f.Values, v.Words("en"))
	}
	return f
}

func (p *program) sayClaims(table archive.ClaimsTable) {
	p.say("%s  %s", table.Of, table.Title)
	for _, row := range table.Rows {
		v := row.Verdict
		head := v.Claim.Title
		if value := v.Claim.Value.Words("en"); value != "" {
			head += " (" + value + ")"
		}
		p.say("")
		p.say("%s  %s: %s", v.Claim.Number, corroboration.Question(v.Claim.Type, "en"), head)
		p.say("  %s", v.English())
		p.say("  %s", v.Arabic())
		for _, how := range []corroboration.How{corroboration.Supports, corroboration.Contradicts, corroboration.Contextualises} {
			for _, b := range row.Bearings {
				if b.How == how {
					p.sayBearing(b)
				}
			}
		}
		for _, side := range []corroboration.Side{v.For, v.Against} {
			for _, m := range side.Merges {
				if len(m.Accounts) == 1 {
					p.say("    no voice of its own, because it passes on who is heard here: %s", accountsOf(m))
					continue
				}
				p.say("    one voice (%s): %s", tieWords[m.Why], accountsOf(m))
			}
		}
	}
	if len(table.Unsaid) > 0 {
		var words []string
		for _, kind := range table.Unsaid {
			words = append(words, corroboration.Question(kind, "en"))
		}
		p.say("")
		p.say("Nobody says: %s.", strings.Join(words, ", "))
	}
}

var tieWords = map[corroboration.Why]string{corroboration.OneOrigin: "one and the same original", corroboration.SameAccount: "one account in several forms",
	corroboration.SameSource: "one source", corroboration.Relay: "the word of one, passed on", corroboration.Affiliation: "one organisation"}

func (p *program) sayBearing(b archive.BearingRow) {
	who := sijill.Printable(b.Name)
	if who == "" {
		who = sijill.Printable(b.Source)
	}
	if who == "" {
		who = "nobody says who"
	}
	if b.Basis != "" {
		who += " (" + sijill.Printable(b.Basis) + ")"
	}
	line := who
	if says := b.Says.Words("en"); says != "" {
		line += ": " + says
	}
	if b.Quote != "" {
		line += " “" + sijill.Printable(shorten(b.Quote, 120)) + "”"
	}
	if b.Place == corroboration.Lost {
		line += " [the passage is lost]"
	}
	if b.Match == corroboration.Differ && b.How == corroboration.Supports || b.Match == corroboration.Agree && b.How == corroboration.Contradicts {
		line += " [against its own value]"
	}
	p.say("    %-14s %s  %s", b.How, b.Of, line)
}

func accountsOf(m corroboration.Merge) string {
	var parts []string
	for _, a := range m.Accounts {
		parts = append(parts, string(a.Of))
	}
	out := strings.Join(parts, ", ")
	if m.Through != "" && m.Through != parts[0] {
		out += " through " + sijill.Printable(m.Through)
	}
	return out
}
