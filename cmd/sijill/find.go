package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/search"
)

func (p *program) findVerb() *cobra.Command {
	var s catalog.Search
	var noExpand bool
	c := &cobra.Command{
		Use:   "find QUERY",
		Short: "Find things by words in Arabic, English or any language",
		Long: `Find things whose title, description or text has all the words of the query, best
first. Case, Arabic vowel signs, the forms of alef, ya and ta marbuta, tatweel, the
kind of digits, and words broken by dots make no difference; prefixes such as the
article and endings of number and gender make little.

  siege aleppo            both words
  "barrel bomb"           these very words side by side
  حصار | siege            either (also OR, أو)
  -russian                without it
  مدي*                    words that begin so
  kind:incident           exhibit, incident, place, source, deposit
  source:"A Group"        place:حلب   lang:ar   type:image   basis:eyewitness
  has:picture             or place, text, video, audio
  date:2016-11            date:2016-11..2016-12   date:2016-11-24/2016-11-27
  from:2016-11-20         to:2016-12
  resembles:exh-2026-0001 what resembles it

lang:ar also finds what is mostly in Arabic letters where nobody said the language.
Filters can be excluded too: -kind:place. A minus at the very beginning must follow
"--": sijill find -- -russian aleppo.

Words of the field's vocabulary, and names of places that the archive has in both
languages, are also looked for in the other language; what was added is told.

With --json, each line is a hit: its score, the field that shows most of the query,
a snippet of it that begins at byte "start", and all highlights as bytes of the
field's text. A last line has the total, the facets, what was added to the query,
and the word with which --after goes on.` + "\n" + exitCodes,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if s.Limit < 1 {
				return &sijill.Error{Class: sijill.Usage, Message: "--limit must be at least 1."}
			}
			s.Query = search.ParseQuery(strings.Join(args, " "))
			s.Expand = !noExpand
			if len(s.Query.Unread) > 0 && s.Query.Empty() && !s.Disagree {
				word := s.Query.Unread[0]
				return &sijill.Error{Class: sijill.Usage, Message: word + " was not understood, and nothing else is looked for: " + search.Expected(word) + "."}
			}
			return p.reading(c.Context(), func(a *archive.Archive) error {
				if len(s.Query.Resembles) > 0 {
					var err error
					if s.Numbers, err = a.Resembling(c.Context(), s.Query.Resembles...); err != nil {
						return err
					}
				}
				found, err := a.Catalog.Find(c.Context(), s)
				if err != nil {
					return err
				}
				return p.found(found, s)
			})
		},
	}
	c.Flags().IntVar(&s.Limit, "limit", 50, "at most so many")
	c.Flags().StringVar(&s.After, "after", "", "go on after the page that gave this `WORD` as next")
	c.Flags().BoolVar(&s.Facets, "facets", false, "count what was found by kind, source, place, type, language and year")
	c.Flags().BoolVar(&noExpand, "no-expand", false, "look for nothing but what is typed")
	c.Flags().BoolVar(&s.Disagree, "disagree", false, "only things about which something differs or is one-sided, with what it is")
	return c
}

// findingWords say what kind of finding stands before it.
var findingWords = map[string]string{
	catalog.FindingDates: "dates: ", catalog.FindingContradiction: "the file contradicts itself: ",
	catalog.FindingProof: "differs: ", catalog.FindingOneSided: "one-sided: ",
}

type hitFact struct {
	Number     sijill.Number       `json:"number"`
	Kind       string              `json:"kind"`
	Title      string              `json:"title"`
	Score      float64             `json:"score"`
	Field      string              `json:"field,omitempty"`
	Start      int                 `json:"start"`
	Snippet    string              `json:"snippet,omitempty"`
	Highlights []catalog.Highlight `json:"highlights"`
	Findings   []catalog.Finding   `json:"findings,omitempty"`
}

type foundFact struct {
	Total    int                `json:"total"`
	Next     string             `json:"next,omitempty"`
	Expanded []search.Expansion `json:"expanded"`
	Unread   []string           `json:"unread,omitempty"`
	// NoFilters look like filters and were looked for as words.
	NoFilters []string        `json:"no_filters,omitempty"`
	Dropped   int             `json:"dropped,omitempty"`
	Facets    []catalog.Facet `json:"facets,omitempty"`
}

// found prints a page of what was found.
func (p *program) found(found catalog.Found, s catalog.Search) error {
	if p.json {
		for _, h := range found.Hits {
			if err := p.fact(hitFact{h.Number, h.Kind, h.Title, h.Score, h.Field, h.Start, h.Snippet, append([]catalog.Highlight{}, h.Highlights...), h.Findings}); err != nil {
				return err
			}
		}
		return p.fact(foundFact{found.Total, found.Next, append([]search.Expansion{}, found.Expanded...), s.Query.Unread, s.Query.NoFilters, s.Query.Dropped, found.Facets})
	}
	const indent = "                "
	marks := strings.NewReplacer(catalog.HitStart, "[", catalog.HitEnd, "]", "\n", " ", "\r", " ", "\t", " ")
	for _, h := range found.Hits {
		below := ""
		if h.Field != "" {
			below = indent + sijill.Printable(marks.Replace(h.Marked()))
		}
		if s.Disagree {
			for _, x := range h.Findings {
				below += "\n" + indent + "! " + findingWords[x.Kind] + sijill.Printable(marks.Replace(x.Text))
			}
			below = strings.TrimPrefix(below, "\n")
		}
		if err := p.line(h.Thing, below); err != nil {
			return err
		}
	}
	for _, f := range found.Facets {
		var values []string
		for _, v := range f.Values {
			values = append(values, fmt.Sprintf("%s %d", sijill.Printable(v.Label), v.Count))
		}
		p.say("%-14s  %s", f.Name, strings.Join(values, ", "))
	}
	for _, e := range found.Expanded {
		p.warn("For %s also looked for %s (--no-expand does not).", sijill.Printable(e.Term), sijill.Printable(strings.Join(e.To, ", ")))
	}
	for _, word := range s.Query.Unread {
		p.warn("%s was not understood and was left out: %s.", sijill.Printable(word), search.Expected(word))
	}
	for _, word := range s.Query.NoFilters {
		p.warn("%s is no filter and was looked for as words: %s.", sijill.Printable(word), search.Expected(word))
	}
	if s.Query.Dropped > 0 {
		p.warn("The query is too long: its last %s were left out.", count(s.Query.Dropped, "word"))
	}
	switch {
	case found.Total == 0:
		p.warn("Nothing found.")
	case found.Next != "":
		p.warn("%d of %d. More: --after %s", len(found.Hits), found.Total, found.Next)
	}
	return nil
}
