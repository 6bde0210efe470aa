package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"

	"sijill.example/sijill"
	"sijill.example/sijill/testimony"
)

// pairFact is a pair as JSON.
type pairFact struct {
	Part        int                 `json:"part"`
	Original    []testimony.Segment `json:"original"`
	Translation []testimony.Segment `json:"translation"`
	Score       float64             `json:"score"`
	Doubtful    bool                `json:"doubtful"`
}

// part prints the pairs of a part.
func (p *program) part(part testimony.Part, n, of int) error {
	if of > 1 && !p.json {
		p.say("Passage %d", n)
	}
	for _, pair := range part.Pairs {
		a, b := part.Original[pair.A.Start:pair.A.End], part.Translation[pair.B.Start:pair.B.End]
		if p.json {
			fact := pairFact{n, append([]testimony.Segment{}, a...), append([]testimony.Segment{}, b...), float64(int(pair.Score*1000+0.5)) / 1000, pair.Doubtful()}
			if err := p.fact(fact); err != nil {
				return err
			}
			continue
		}
		mark := " "
		if pair.Doubtful() {
			mark = "?"
		}
		p.say("%s %s = %s  (%d %%)", mark, ids(a), ids(b), int(pair.Score*100+0.5))
		p.beside(a, b)
	}
	return nil
}

func ids(segments []testimony.Segment) string {
	var out []string
	for _, s := range segments {
		id := s.ID
		if s.From != "" {
			id += " [" + s.From
			if s.To != "" {
				id += "-" + s.To
			}
			id += "]"
		}
		out = append(out, id)
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, ", ")
}

// beside prints two texts in two columns. Arabic stands on the right whatever it
// is, and each line begins with a mark of left-to-right direction: so terminals
// that turn Arabic around and those that do not both keep the columns.
func (p *program) beside(a, b []testimony.Segment) {
	left, right := plainTexts(a), plainTexts(b)
	if testimony.ScriptOf(left) == testimony.Arabic || testimony.ScriptOf(right) == testimony.Other {
		left, right = right, left
	}
	p.columns(left, right)
}

func (p *program) columns(left, right string) {
	const indent, gap = 2, 3
	column := (p.width() - indent - gap) / 2
	l, r := fold(left, column), fold(right, column)
	for i := range max(len(l), len(r)) {
		line, other := "", ""
		if i < len(l) {
			line = l[i]
		}
		if i < len(r) {
			other = r[i]
		}
		p.say("\u200e  %s%s │ %s", line, strings.Repeat(" ", column-cells(line)), other)
	}
}

func plainTexts(segments []testimony.Segment) string {
	var lines []string
	for _, t := range testimony.Texts(segments) {
		for line := range strings.SplitSeq(t, "\n") {
			lines = append(lines, sijill.Printable(line))
		}
	}
	return strings.Join(lines, "\n")
}

// width is how many letters a line of the terminal has.
func (p *program) width() int {
	n := 100
	if f, ok := p.out.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			n = w
		} else if w, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil {
			n = w
		}
	}
	return min(max(n, 40), 160)
}

// cells is how many places a text takes in a line; marks take none.
func cells(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			n++
		}
	}
	return n
}

// fold breaks a text into lines of a width, at spaces where there are any.
func fold(text string, width int) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		now := ""
		for _, word := range strings.Fields(line) {
			for cells(word) > width { // longer than a line
				cut := 0
				for i := range word {
					if cells(word[:i]) == width {
						cut = i
						break
					}
				}
				if now != "" {
					out, now = append(out, now), ""
				}
				out, word = append(out, word[:cut]), word[cut:]
			}
			switch {
			case now == "":
				now = word
			case cells(now)+1+cells(word) <= width:
				now += " " + word
			default:
				out, now = append(out, now), word
			}
		}
		if now != "" {
			out = append(out, now)
		}
	}
	return out
}

// proposed says what was found out about the text as a whole.
func (p *program) proposed(proposal testimony.Proposal, from, to string) error {
	pairs, doubtful := 0, 0
	for _, part := range proposal.Parts {
		for _, pair := range part.Pairs {
			pairs++
			if pair.Doubtful() {
				doubtful++
			}
		}
	}
	if p.json {
		return p.fact(map[string]any{
			"layout": proposal.Layout, "parts": len(proposal.Parts), "original": from, "translation": to, "pairs": pairs, "doubtful": doubtful,
			"outside": proposal.Outside, "mixed": append([]string{}, proposal.Mixed...),
		})
	}
	p.warn("Read %s: the original is taken to be %s, the translation %s.", proposal.Layout, from, to)
	for _, m := range proposal.Mixed {
		p.warn("Both scripts stand in one paragraph; look at it: %s", shorten(sijill.Printable(m), 70))
	}
	if proposal.Outside > 0 {
		p.warn("%s belong to no testimony.", count(proposal.Outside, "other paragraph"))
	}
	p.warn("%s, %d to be looked at.", count(pairs, "pair"), doubtful)
	return nil
}

// accountFact is a pair of two accounts as JSON.
type accountFact struct {
	Change    testimony.Change    `json:"change"`
	Earlier   []testimony.Segment `json:"earlier"`
	Later     []testimony.Segment `json:"later"`
	OnlyA     []string            `json:"numbers_earlier,omitempty"`
	OnlyB     []string            `json:"numbers_later,omitempty"`
	Elsewhere string              `json:"elsewhere,omitempty"`
}

// accounts compares two accounts of one witness.
func (p *program) accounts(q aligning, texts []string) error {
	if len(texts) != 2 || q.out != "" {
		return &sijill.Error{Class: sijill.Usage, Message: "To compare accounts, name two files and no -o.", Hint: "See `sijill align --help`."}
	}
	earlier, later := testimony.Cut(texts[0], q.grain()), testimony.Cut(texts[1], q.grain())
	pairs, err := testimony.CompareAccounts(testimony.Texts(earlier), testimony.Texts(later))
	if err != nil {
		return err
	}
	for _, c := range pairs {
		a, b := earlier[c.A.Start:c.A.End], later[c.B.Start:c.B.End]
		elsewhere := ""
		if c.Elsewhere >= 0 && c.Change == testimony.Dropped {
			elsewhere = later[c.Elsewhere].ID
		} else if c.Elsewhere >= 0 {
			elsewhere = earlier[c.Elsewhere].ID
		}
		if p.json {
			fact := accountFact{c.Change, append([]testimony.Segment{}, a...), append([]testimony.Segment{}, b...), c.OnlyA, c.OnlyB, elsewhere}
			if err := p.fact(fact); err != nil {
				return err
			}
			continue
		}
		said := string(c.Change)
		if elsewhere != "" {
			said += ", the same words stand in " + elsewhere
		}
		if len(c.OnlyA)+len(c.OnlyB) > 0 {
			said += fmt.Sprintf(", numbers %s | %s", numbersOr(c.OnlyA), numbersOr(c.OnlyB))
		}
		p.say("%s = %s  %s", ids(a), ids(b), said)
		p.columns(plainTexts(a), plainTexts(b))
	}
	return nil
}

func numbersOr(n []string) string {
	if len(n) == 0 {
		return "none"
	}
	return strings.Join(n, ", ")
}
