package testimony

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sijill.example/sijill/search"
)

// marks are the things that a segment shows and that its counterpart is likely
// to show as well, whatever the language.
type marks struct {
	ids   map[string]int32
	trust []float64 // by id: how often the counterpart shows it, too
	a, b  [][]int32

	stems        map[string]int32
	stemA, stemB [][]int32 // words, for learning which go together
}

// How often a counterpart shows what the original shows.
const (
	trustNumber   = 0.85
	trustSmall    = 0.6 // up to ten, which are also written as words
	trustCalendar = 0.8
	trustWord     = 0.6
	trustName     = 0.5
	trustSign     = 0.6
	trustMeaning  = 0.2
)

// mostWords bounds the work for one endless segment.
const mostWords = 200

func readMarks(a, b []string) *marks {
	m := &marks{ids: map[string]int32{}, stems: map[string]int32{}}
	for _, s := range a {
		seen, stems := m.read(s)
		m.a, m.stemA = append(m.a, seen), append(m.stemA, stems)
	}
	for _, s := range b {
		seen, stems := m.read(s)
		m.b, m.stemB = append(m.b, seen), append(m.stemB, stems)
	}
	return m
}

func (m *marks) id(key string, trust float64) int32 {
	id, ok := m.ids[key]
	if !ok {
		id = int32(len(m.trust))
		m.ids[key] = id
		m.trust = append(m.trust, trust)
	}
	return id
}

func (m *marks) read(text string) (seen, stems []int32) {
	show := func(key string, trust float64) {
		if id := m.id(key, trust); len(seen) < 2*mostWords && !containsID(seen, id) {
			seen = append(seen, id)
		}
	}
	for _, sign := range signs {
		if strings.ContainsAny(text, sign.any) {
			show("sign "+sign.name, trustSign)
		}
	}
	var before search.Word // the word before
	number := -1           // the value of the number before
	search.Words(text, func(w search.Word) bool {
		joined := before.End > 0 && strings.ContainsAny(text[before.End:w.Start], ",.٬٫") && w.Start-before.End <= 2
		n, ok := valueOf(w.Folded)
		switch {
		case ok && isDigits(w.Folded) && joined && number >= 0 && isDigits(before.Folded) && len(w.Folded) == 3:
			number = number*1000 + n // 300,000
		case ok && number > 0 && (n == 1000 || n == 1_000_000) && number < n:
			number *= n // 300 thousand
		default:
			m.showNumber(number, show)
			if number = -1; ok {
				number = n
			}
		}
		if key := calendar(before.Folded, w.Folded); key != "" {
			show("calendar "+key, trustCalendar)
		}
		if !ok {
			show(w.Folded, trustWord)
			for _, key := range nameKeys(text[w.Start:w.End], w.Folded) {
				show("name "+key, trustName)
			}
			for _, key := range meaningKeys(w.Folded) {
				for _, meaning := range vocabulary()[key] {
					show("meaning "+strconv.Itoa(int(meaning)), trustMeaning)
				}
			}
			if stem := stemOf(w.Folded); utf8.RuneCountInString(stem) > 1 && len(stems) < mostWords {
				id, ok := m.stems[stem]
				if !ok {
					id = int32(len(m.stems))
					m.stems[stem] = id
				}
				if !containsID(stems, id) {
					stems = append(stems, id)
				}
			}
		}
		before = w
		return len(seen) < 2*mostWords
	})
	m.showNumber(number, show)
	return seen, stems
}

func (m *marks) showNumber(n int, show func(string, float64)) {
	switch {
	case n > 10:
		show("number "+strconv.Itoa(n), trustNumber)
	case n > 2:
		show("number "+strconv.Itoa(n), trustSmall)
	}
}

func containsID(ids []int32, id int32) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}

// signs are what translations keep of the signs of a text.
var signs = []struct{ name, any string }{
	{"question", "?؟"}, {"cry", "!"}, {"quote", "\"“”«»„"}, {"bracket", "()[]"}, {"colon", ":"}, {"semicolon", ";؛"},
}

func isDigits(s string) bool {
	return s != "" && strings.TrimFunc(s, unicode.IsDigit) == ""
}

// weigh lays out, for each segment of A, the segments of B in the band that show
// the same, and what that is worth.
func (m *model) weigh(w *marks, b band) {
	countA, countB := counts(w.a, len(w.trust)), counts(w.b, len(w.trust))
	// A short text says little of how rare something is elsewhere.
	share := func(n, of int) float64 { return (float64(n) + 0.3) / (float64(of) + 8) }
	gain := make([]float64, len(w.trust))
	loneA, loneB := make([]float64, len(w.trust)), make([]float64, len(w.trust))
	for id, trust := range w.trust {
		na, nb := countA[id], countB[id]
		if na == 0 || nb == 0 {
			continue
		}
		often := max(share(na, m.na), share(nb, m.nb))
		if often > 0.4 || often > 0.15 && max(m.na, m.nb) > 100 {
			continue // what nearly every segment shows says nothing
		}
		loneA[id] = math.Log(1 - trust*min(1, float64(nb)/float64(na)))
		loneB[id] = math.Log(1 - trust*min(1, float64(na)/float64(nb)))
		gain[id] = math.Log(trust/often) - loneA[id] - loneB[id]
	}
	where := make([][]int32, len(w.trust))
	m.aloneB = make([]float64, m.nb)
	for j, seen := range w.b {
		for _, id := range seen {
			if gain[id] != 0 {
				where[id] = append(where[id], int32(j))
				m.aloneB[j] += loneB[id]
			}
		}
	}
	m.alike, m.aloneA = make([][]likeness, m.na), make([]float64, m.na)
	row := make([]float64, m.nb)
	var touched []int32
	for i, seen := range w.a {
		low, high := int32(b.low[i]-3), int32(b.high[i+1]+3)
		for _, id := range seen {
			if gain[id] == 0 {
				continue
			}
			m.aloneA[i] += loneA[id]
			for _, j := range where[id] {
				if j < low {
					continue
				}
				if j > high {
					break
				}
				if row[j] == 0 {
					touched = append(touched, j)
				}
				row[j] += gain[id]
			}
		}
		for _, j := range touched {
			m.alike[i] = append(m.alike[i], likeness{j, float32(row[j])})
			row[j] = 0
		}
		touched = touched[:0]
	}
}

func counts(segments [][]int32, n int) []int {
	out := make([]int, n)
	for _, seen := range segments {
		for _, id := range seen {
			out[id]++
		}
	}
	return out
}
