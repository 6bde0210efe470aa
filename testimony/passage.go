package testimony

import "strings"

// grouped is a run of the original with the run that its translation is in.
type grouped struct {
	original, translation []Segment
	used                  Range // of translation: what belongs to the original
}

// group finds, for each run of the original, the part of the run behind it, or
// before it, that is made of it. All runs of a text have their translations on
// the same side: the one on which more is explained. Runs of the translation
// that no original claims come with none.
func group(text string, runs []run, original Script) []grouped {
	behind, explainedBehind := grouping(text, runs, original, +1)
	before, explainedBefore := grouping(text, runs, original, -1)
	if explainedBefore > explainedBehind {
		return before
	}
	return behind
}

func grouping(text string, runs []run, original Script, side int) ([]grouped, float64) {
	var out []grouped
	explained := 0.0
	for k, r := range runs {
		there, back := k+side, k-side
		switch {
		case r.script != original:
			// It stands with the run that claims it, or alone.
			if back < 0 || back >= len(runs) {
				out = append(out, grouped{translation: r.segments})
			}
		case there < 0 || there >= len(runs):
			out = append(out, grouped{original: r.segments})
		default:
			g := grouped{original: r.segments, translation: runs[there].segments}
			var gain float64
			g.used, gain = claim(Texts(g.original), Texts(g.translation), freeEnds{head: side < 0, tail: side > 0})
			g.used = wholeBlock(text, g.translation, g.used, side)
			explained += gain
			out = append(out, g)
		}
	}
	return out, explained
}

// claim gives the stretch of b that is made of a, where b may hold more at its
// free end, and how well it explains both.
func claim(a, b []string, free freeEnds) (Range, float64) {
	if len(a) == 0 || len(b) == 0 || len(a) > MaxSegments || len(b) > MaxSegments {
		return Range{}, 0
	}
	m := newModel(a, b, free)
	all := m.aroundDiagonal()
	m.weigh(readMarks(a, b), all)
	path := m.search(all)
	return Range{path[0].j, path[len(path)-1].j}, m.explained
}

// wholeBlock stretches what was claimed to the end of its block of lines, if only
// a line or two of that are left: a name and a function below a statement stand
// together.
func wholeBlock(text string, segments []Segment, used Range, side int) Range {
	const most = 2
	if used.Len() == 0 {
		return used
	}
	together := func(k int) bool { // segments k and k+1
		return k >= 0 && k+1 < len(segments) && strings.Count(text[segments[k].End:segments[k+1].Start], "\n") < 2
	}
	k := used
	if side > 0 {
		for together(k.End - 1) {
			k.End++
		}
	} else {
		for together(k.Start - 1) {
			k.Start--
		}
	}
	if k.Len()-used.Len() > most {
		return used
	}
	return k
}
