package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"sijill.example/sijill"
	"sijill.example/sijill/archive"
	"sijill.example/sijill/catalog"
	"sijill.example/sijill/gazetteer"
	"sijill.example/sijill/media"
	"sijill.example/sijill/search"
)

func (p *program) readVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "read TEXT|FILE|-",
		Short: "Read times and places in a text",
		Long: `Read the dates and the names of places in a text: in Arabic, in English or in both.
TEXT is the words themselves; where it is the name of a file, the file is read, and -
reads what comes in.

  sijill read "قصف على حي الأنصاري بحلب 29/11/2016"
  sijill read "Market day, 24-27 November 2016"

Dates come as EDTF with the bytes they came from. Where a date reads in two ways
(3/4/2016), both are told, and none is chosen; a weekday beside it may settle it.
Dates that a broken clock would show, years of two digits, and days that no calendar
has (31 April 2016) are told with the doubt. "Early December 2016" is 2016-12~ with
a note.

Places come from the archive's gazetteer, with the point, how exact it is in metres,
and the outlines that it lies in. Where a name may mean several places, all are
listed with what speaks for each. Without an archive only dates are read.

With --json the language is told with what that rests on, which is no more than the
letters. "start" and "end" are bytes of the text in UTF-8.` + "\n" + exitCodes,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			text, encoding, err := textOf(args)
			if err != nil {
				return err
			}
			if len(args) == 1 && args[0] != "-" && encoding == "" && isLikePath(args[0]) {
				p.warn("There is no file %s; it was read as text.", sijill.Printable(args[0]))
			}
			r := reading{Tongue: search.TongueOf(text), Bytes: len(text), Encoding: encoding, Dates: []dateFact{}, Places: []placeFact{}, NotDone: []undone{}}
			for _, m := range sijill.DatesIn(text) {
				r.Dates = append(r.Dates, dateFactOf(m, text))
			}
			err = p.reading(c.Context(), func(a *archive.Archive) error {
				g, err := a.Catalog.Gazetteer(c.Context())
				if err != nil {
					return err
				}
				if g.Len() == 0 {
					r.NotDone = append(r.NotDone, undone{"places", "the archive has no gazetteer; `sijill places import FILE` takes one in"})
				}
				for _, f := range g.Find(text) {
					r.Places = append(r.Places, placeFactOf(g, f, text))
				}
				return nil
			})
			if sijill.ClassOf(err) == sijill.NotFound && p.archive == "" && os.Getenv("SIJILL_ARCHIVE") == "" {
				r.NotDone = append(r.NotDone, undone{"places", "there is no archive here, and so no gazetteer"})
				err = nil
			}
			if err != nil {
				return err
			}
			return p.tellReading(r)
		},
	}
}

// maxReadable bounds a text.
const maxReadable = 16 << 20

// textOf gives the text that is meant: what stands in the call, in a file, or comes in.
func textOf(args []string) (text, encoding string, err error) {
	var raw []byte
	switch {
	case len(args) == 1 && args[0] == "-":
		raw, err = io.ReadAll(io.LimitReader(os.Stdin, maxReadable+1))
	case len(args) == 1 && isFile(args[0]):
		var f *os.File
		if f, err = os.Open(args[0]); err == nil {
			raw, err = io.ReadAll(io.LimitReader(f, maxReadable+1))
			err = errors.Join(err, f.Close())
		}
	case len(args) == 1 && isFolder(args[0]):
		return "", "", &sijill.Error{Class: sijill.Usage, Message: "This is a directory, and not a text: " + args[0] + ".", Hint: "Name a file in it."}
	default:
		return strings.Join(args, " "), "", nil
	}
	switch {
	case err != nil:
		return "", "", &sijill.Error{Class: sijill.Failed, Message: "The text cannot be read.", Err: err}
	case len(raw) > maxReadable:
		return "", "", &sijill.Error{Class: sijill.Refused, Message: "The text is longer than 16 MiB."}
	case strings.Contains(string(raw[:min(len(raw), 512)]), "\x00\x00"), strings.HasPrefix(string(raw), "%PDF"):
		return "", "", &sijill.Error{Class: sijill.Refused, Message: "This is not a text.", Hint: "`sijill look FILE --json` tells what a file says, with its text."}
	}
	text, encoding = media.DecodeText(raw)
	return text, encoding, nil
}

func isFile(name string) bool {
	if len(name) > 4096 || strings.ContainsAny(name, "\n\x00") {
		return false
	}
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func isFolder(name string) bool {
	if name == "" || len(name) > 4096 || strings.ContainsAny(name, "\n\x00") {
		return false
	}
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// isLikePath reports that a text is more like the name of a file: it is one word with
// an ending of letters, or with a slash and no date in it.
func isLikePath(s string) bool {
	if isFile(s) || strings.ContainsAny(s, " \t\n") || len(s) > 4096 || len(sijill.DatesIn(s)) > 0 && !strings.Contains(s, "./") && !strings.HasPrefix(s, "/") {
		return false
	}
	ending := strings.TrimPrefix(filepath.Ext(s), ".")
	isEnding := len(ending) >= 1 && len(ending) <= 5 && strings.IndexFunc(ending, func(r rune) bool { return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) }) < 0
	return strings.Contains(s, "/") || isEnding
}

// reading is what read prints as JSON.
type reading struct {
	search.Tongue
	Bytes    int         `json:"bytes"`
	Encoding string      `json:"encoding,omitempty"`
	Dates    []dateFact  `json:"dates"`
	Places   []placeFact `json:"places"`
	NotDone  []undone    `json:"not_done"`
}

type undone struct {
	What    string `json:"what"`
	Because string `json:"because"`
}

type dateFact struct {
	Field string        `json:"field,omitempty"`
	Start int           `json:"start"`
	End   int           `json:"end"`
	Text  string        `json:"text"`
	Date  sijill.Date   `json:"date"`
	Or    []sijill.Date `json:"or,omitempty"`
	Doubt string        `json:"doubt,omitempty"`
	Note  string        `json:"note,omitempty"`
}

func dateFactOf(m sijill.DateMention, text string) dateFact {
	return dateFact{Start: m.Start, End: m.End, Text: text[m.Start:m.End], Date: m.Date, Or: m.Or, Doubt: m.Doubt, Note: m.Note}
}

type placeFact struct {
	Start     int         `json:"start"`
	End       int         `json:"end"`
	Text      string      `json:"text"`
	Ambiguous bool        `json:"ambiguous"`
	BySound   bool        `json:"by_sound,omitempty"`
	Places    []meantFact `json:"places"` // the likeliest first
}

type meantFact struct {
	Number     sijill.Number    `json:"number"`
	Names      []string         `json:"names"`
	Why        string           `json:"why"`
	Point      *gazetteer.Point `json:"point,omitempty"`
	PrecisionM float64          `json:"precision_m,omitempty"`
	Within     []withinFact     `json:"within,omitempty"`
	Region     []string         `json:"region,omitempty"` // in the words of the table
	Also       []sijill.Number  `json:"also,omitempty"`   // records that seem to be of the same place
}

type withinFact struct {
	Number sijill.Number `json:"number"`
	Name   string        `json:"name"`
}

func placeFactOf(g *gazetteer.Gazetteer, f gazetteer.Found, text string) placeFact {
	out := placeFact{Start: f.Start, End: f.End, Text: text[f.Start:f.End], Ambiguous: f.IsAmbiguous, BySound: f.IsBySound}
	for _, c := range f.Places {
		m := meantFact{Number: c.Number, Names: c.Names, Why: c.Why, Region: c.Place.Within}
		if at, metres, ok := c.Where(); ok {
			m.Point, m.PrecisionM = &at, metres
			around, _ := g.At(at) // a place that is here has a position on the earth
			for _, w := range around {
				if w != c.Place {
					m.Within = append(m.Within, withinFact{w.Number, w.Name()})
				}
			}
		}
		if up := g.Place(c.Parent); up != nil {
			m.Within = append(m.Within, withinFact{up.Number, up.Name()})
		}
		for _, also := range c.Also {
			m.Also = append(m.Also, also.Number)
		}
		out.Places = append(out.Places, m)
	}
	return out
}

func (p *program) tellReading(r reading) error {
	if p.json {
		return p.fact(r)
	}
	p.say("language  %s  (%s)", r.Language, r.Why)
	for _, d := range r.Dates {
		p.say("%s", d.line())
	}
	for _, f := range r.Places {
		for i, m := range f.Places {
			what := "place    "
			if i > 0 {
				what = "  or     "
			}
			where := ""
			if m.Point != nil {
				where = "  " + coordinates(*m.Point) + ", within " + metres(m.PrecisionM)
			}
			p.say("%s %s  %s%s  (%s)  [%s]", what, m.Number, sijill.Printable(strings.Join(m.Names, " · ")), where, m.Why, sijill.Printable(f.Text))
		}
	}
	for _, n := range r.NotDone {
		p.warn("not done: %s, because %s", n.What, n.Because)
	}
	return nil
}

// line tells a date that was read.
func (d dateFact) line() string {
	s := "date      " + d.Date.String()
	for _, o := range d.Or {
		s += " or " + o.String()
	}
	s += "  [" + sijill.Printable(d.Text) + "]"
	if d.Note != "" {
		s += "  " + d.Note
	}
	if d.Doubt != "" {
		s += "  in doubt: " + d.Doubt
	}
	return s
}

// tellRead prints what is read in the titles and texts of a thing, and what does not
// agree about it.
func (p *program) tellRead(findings []catalog.Finding, dates []catalog.ReadDate, places []catalog.NamedPlace) {
	for _, f := range findings {
		p.say("  %-16s %s: %s", "finding", f.Kind, sijill.Printable(f.Text))
	}
	for _, d := range dates {
		s := d.Date.String()
		for _, o := range d.Or {
			s += " or " + o.String()
		}
		if d.Doubt != "" {
			s += ", in doubt: " + d.Doubt
		}
		p.say("  %-16s %s  (read in %s)", "date", s, d.Field)
	}
	told := map[string]bool{} // a text may name a place more than once
	for _, n := range places {
		var lines []string
		for _, as := range n.Places {
			if n.IsSure {
				lines = append(lines, fmt.Sprintf("%s %s  (read in %s: %s)", as.Number, as.Title, n.Field, as.Why))
				break
			}
			lines = append(lines, fmt.Sprintf("%s %s  (read in %s, one of %d: %s)", as.Number, as.Title, n.Field, len(n.Places), as.Why))
		}
		what := "place"
		if !n.IsSure {
			what = "place?"
		}
		for _, line := range lines {
			if !told[line] {
				told[line] = true
				p.say("  %-16s %s", what, line)
			}
		}
	}
}

func coordinates(at gazetteer.Point) string { return fmt.Sprintf("%.5f, %.5f", at.Lat, at.Lon) }

func metres(m float64) string {
	if m >= 1000 {
		return fmt.Sprintf("%.1f km", m/1000)
	}
	return fmt.Sprintf("%.0f m", m)
}

// readFacts gives what is read in a thing for JSON.
func readFacts(t catalog.Thing, dates []catalog.ReadDate, places []catalog.NamedPlace) map[string]any {
	ds := []dateFact{}
	for _, d := range dates {
		text, _ := t.Fields[d.Field].(string)
		f := dateFactOf(d.DateMention, text)
		f.Field = d.Field
		ds = append(ds, f)
	}
	return map[string]any{"dates": ds, "places": append([]catalog.NamedPlace{}, places...)}
}
