package testimony

import (
	"regexp"
	"strings"
)

// twin is two stretches of text that stand beside each other.
type twin struct{ left, right string }

// mostRows is the share of the rows that must have both columns for a text to be
// taken for a table.
const mostRows = 0.6

var ruler = regexp.MustCompile(`^[\s|:+=_-]*$`)

// proposeRows reads lines of two cells, with a tab or bars between them. Their
// rows say what belongs together.
func proposeRows(text string, o Options) (Proposal, bool, error) {
	for _, form := range []struct {
		layout Layout
		cut    func(string) []string
	}{{Tabs, tabbed}, {Pipes, barred}} {
		var rows []twin
		lines, whole := 0, 0
		for line := range strings.Lines(text) {
			if ruler.MatchString(strings.TrimFunc(line, isSpace)) {
				continue
			}
			lines++
			cells := form.cut(line)
			switch {
			case len(cells) == 2:
				rows = append(rows, twin{cells[0], cells[1]})
				whole++
			case len(cells) == 1 && len(rows) > 0: // a line without a second cell
				rows = append(rows, twin{left: cells[0]})
			default:
				lines += len(cells)
			}
		}
		if lines == 0 || float64(whole) < mostRows*float64(lines) {
			continue
		}
		left, right := columnsOf(rows)
		if left == right && left != Other {
			continue // two columns in Arabic letters are no bilingual text
		}
		p := Proposal{Layout: form.layout}
		return inRows(p, rows, left, o)
	}
	return Proposal{}, false, nil
}

func tabbed(line string) []string { return cells(strings.Split(line, "\t")) }

func barred(line string) []string {
	line = strings.TrimFunc(line, isSpace)
	if !strings.Contains(line, "|") {
		return []string{line}
	}
	return cells(strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), "|"))
}

// cells trims cells, and drops empty ones at the end from the third on.
func cells(in []string) []string {
	for i := range in {
		in[i] = strings.TrimFunc(in[i], isSpace)
	}
	for len(in) > 2 && in[len(in)-1] == "" {
		in = in[:len(in)-1]
	}
	return in
}

// columnsOf tells the script of each column.
func columnsOf(rows []twin) (left, right Script) {
	var l, r strings.Builder
	for _, row := range rows {
		l.WriteString(row.left + "\n")
		r.WriteString(row.right + "\n")
	}
	return mostly(l.String()), mostly(r.String())
}

// heading says that a row names the languages.
func heading(r twin) bool {
	known := " arabic english ar en العربية الإنجليزية الانجليزية عربي إنكليزي انكليزي الإنكليزية original translation النص الترجمة الأصل "
	return strings.Contains(known, " "+strings.ToLower(r.left)+" ") && strings.Contains(known, " "+strings.ToLower(r.right)+" ")
}

func inRows(p Proposal, rows []twin, left Script, o Options) (Proposal, bool, error) {
	if err := tooMany(len(rows)); err != nil {
		return p, false, err
	}
	swap := o.Original != "" && left != o.Original
	var all Part
	for i, row := range rows {
		if i == 0 && heading(row) {
			continue
		}
		if swap {
			row.left, row.right = row.right, row.left
		}
		for _, cell := range []string{row.left, row.right} {
			if ScriptOf(cell) == Mixed {
				p.Mixed = append(p.Mixed, cell)
			}
		}
		part := Part{Original: Cut(row.left, o.Grain), Translation: Cut(row.right, o.Grain)}
		if a, b := len(part.Original), len(part.Translation); a == 1 && b == 1 || a+b == 1 {
			part.Pairs = []Pair{{Range{0, a}, Range{0, b}, 1}} // the row says so
		} else {
			var err error
			if part, err = newPart(part.Original, part.Translation); err != nil {
				return p, false, err
			}
		}
		all = all.with(part)
	}
	p.Parts = []Part{named(all)}
	return p, true, nil
}

// gutter is the space between two columns.
var gutter = regexp.MustCompile(`[ \x{a0}]{2,}`)

// proposeColumns reads lines with a column in Arabic letters and one in others
// beside each other. An empty line ends the paragraphs of both.
func proposeColumns(text string, o Options) (Proposal, bool, error) {
	var left, right strings.Builder
	var first Script
	lines, both := 0, 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(strings.ReplaceAll(line, "\f", " "), " \r\n")
		if strings.TrimFunc(line, isSpace) == "" {
			left.WriteString("\n\n")
			right.WriteString("\n\n")
			continue
		}
		lines++
		row, ok := inColumns(line)
		if ok {
			both++
			if first == "" {
				first = mostly(row.left)
			}
		} else if script := mostly(line); first == "" || script == first {
			row = twin{left: line}
		} else {
			row = twin{right: line}
		}
		if first != "" && ok && mostly(row.left) != first {
			row.left, row.right = row.right, row.left
		}
		left.WriteString(strings.TrimFunc(row.left, isSpace) + " ")
		right.WriteString(strings.TrimFunc(row.right, isSpace) + " ")
	}
	if both < 2 || float64(both) < mostRows*float64(lines) {
		return Proposal{}, false, nil
	}
	original, translation := left.String(), right.String()
	if o.Original != "" && first != o.Original {
		original, translation = translation, original
	}
	p, err := ProposeTwo(original, translation, o)
	p.Layout = Columns
	return p, err == nil, err
}

// inColumns cuts a line at the widest space between two scripts.
func inColumns(line string) (twin, bool) {
	var best twin
	width := 0
	for _, g := range gutter.FindAllStringIndex(line, -1) {
		l, r := line[:g[0]], line[g[1]:]
		a, b := ScriptOf(l), ScriptOf(r)
		if (a == Arabic && b == Other || a == Other && b == Arabic) && g[1]-g[0] > width {
			best, width = twin{l, r}, g[1]-g[0]
		}
	}
	return best, width > 0
}
