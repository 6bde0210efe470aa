package description

import (
	"fmt"
	"io"

	"sijill.example/sijill"
	"sijill.example/sijill/exchange/document"
)

const (
	aroundChange = 1    // lines shown before and after what changes
	maxCompared  = 1500 // lines of a field that are compared one by one
)

// leftToRight keeps the mark of a line at its left, whatever the line's letters.
const leftToRight = "\u200e"

// WriteDifference writes what a document changes, line by line: "-" what was, "+"
// what will be.
func WriteDifference(w io.Writer, p *Planned) error {
	for _, ch := range p.Changes {
		var was, is []string
		if ch.Was != nil && ch.Was != "" {
			was = document.Show(p.Kind, ch.Name, ch.Was)
		}
		if ch.Is != nil {
			is = document.Show(p.Kind, ch.Name, ch.Is)
		}
		for _, line := range compareLines(was, is) {
			mark := leftToRight
			if sijill.Direction(line.text) != "rtl" {
				mark = ""
			}
			if _, err := fmt.Fprintf(w, "  %c %s%s\n", line.mark, mark, line.text); err != nil {
				return err
			}
		}
	}
	return nil
}

type comparedLine struct {
	mark rune // '-', '+', ' ' or '…'
	text string
}

// compareLines gives the lines that differ, with a few around them.
func compareLines(a, b []string) []comparedLine {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var all []comparedLine
	for _, s := range a[:head] {
		all = append(all, comparedLine{' ', s})
	}
	all = append(all, middle(a[head:len(a)-tail], b[head:len(b)-tail])...)
	for _, s := range a[len(a)-tail:] {
		all = append(all, comparedLine{' ', s})
	}
	var out []comparedLine
	skipped := false
	for i, line := range all {
		near := false
		for j := max(0, i-aroundChange); j <= min(len(all)-1, i+aroundChange); j++ {
			near = near || all[j].mark != ' '
		}
		if near {
			out = append(out, line)
		} else if !skipped {
			out = append(out, comparedLine{' ', "…"})
		}
		skipped = !near
	}
	return out
}

// middle compares lines by their longest common subsequence.
func middle(a, b []string) []comparedLine {
	var out []comparedLine
	if len(a) > maxCompared || len(b) > maxCompared {
		for _, s := range a {
			out = append(out, comparedLine{'-', s})
		}
		for _, s := range b {
			out = append(out, comparedLine{'+', s})
		}
		return out
	}
	width := len(b) + 1
	common := make([]int16, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, comparedLine{' ', a[i]})
			i++
			j++
		case j == len(b) || i < len(a) && common[(i+1)*width+j] >= common[i*width+j+1]:
			out = append(out, comparedLine{'-', a[i]})
			i++
		default:
			out = append(out, comparedLine{'+', b[j]})
			j++
		}
	}
	return out
}
