package gazetteer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"sijill.example/sijill/search"
)

// Found is a name of a place in a text.
type Found struct {
	// Start and End are the bytes of the text where it stands, with the Arabic words
	// that are written together with it.
	Start, End int
	// Places are the places that it may mean, the likeliest first.
	Places []Candidate
	// IsAmbiguous says that nothing in the text prefers the first place to the others.
	IsAmbiguous bool
	// IsBySound says that the name is spelt otherwise here than in the gazetteer.
	IsBySound bool

	best int // the score of the first place
}

// Candidate is a place that a name may mean.
type Candidate struct {
	*Place
	// Also are places that seem to be the same one, recorded again.
	Also []*Place
	// Why says what speaks for it.
	Why string
}

// Where gives the point and the precision of a place; one that was recorded more than
// once is no more precise than its records are far apart.
func (c Candidate) Where() (Point, float64, bool) {
	at, metres, ok := c.Place.Where()
	for _, also := range c.Also {
		if there, _, isThere := also.Where(); ok && isThere {
			metres = max(metres, Distance(at, there))
		}
	}
	return at, metres, ok
}

// maxText bounds what is read for places.
const maxText = 1 << 20

// Find finds the names of places in a text: the longest where one is part of
// another, in order, without overlap. Ordinary words that are also names of places
// are taken for names only beside a word such as "village" or حي, or in a longer
// name.
func (g *Gazetteer) Find(text string) []Found {
	if len(g.places) == 0 {
		return nil
	}
	words := cut(text[:min(len(text), maxText)])
	var out []Found
	var all [][]*Place
	var texts []string
	for i := 0; i < len(words); {
		places, next, isBySound := g.longest(words, i)
		if next == i {
			i++
			continue
		}
		out = append(out, Found{Start: words[i].start, End: words[next-1].end, IsBySound: isBySound})
		all = append(all, places)
		texts = append(texts, text[words[i].start:words[next-1].end])
		i = next
	}
	for i := range out {
		g.choose(out, all, texts, i)
	}
	// A name that only sounds alike, of which nothing tells what it means, says
	// nothing.
	return slices.DeleteFunc(out, func(f Found) bool { return f.IsBySound && f.IsAmbiguous && f.best <= 0 })
}

// longest gives the places of the longest name that begins at a word, and the word
// after it.
func (g *Gazetteer) longest(words []word, i int) ([]*Place, int, bool) {
	var best []*Place
	next, isBySound := i, false
	if words[i].isArticle {
		if i+1 == len(words) {
			return nil, i, false
		}
		if best, next, isBySound = g.longest(words, i+1); next == i+1 {
			return nil, i, false
		}
		return best, next, isBySound
	}
	for _, key := range words[i].spellings() {
		places, end := g.strict.walk(words, i, key, word.spellings)
		if end > next && g.isName(words, i, end, key, places) {
			best, next = places, end
		}
	}
	if next > i || words[i].isArabic {
		return best, next, false
	}
	for _, key := range words[i].spellings() {
		places, end := g.sounding.walk(words, i, loose(key), word.sounds)
		if end > next && g.isSounding(words, i, end) {
			best, next, isBySound = places, end, true
		}
	}
	return best, next, isBySound
}

func (w word) sounds() []string {
	if w.isArabic {
		return nil
	}
	out := w.spellings()
	for i := range out {
		out[i] = loose(out[i])
	}
	return out
}

// walk follows the words of a text from one on, as far as a name goes.
func (t *trie) walk(words []word, i int, first string, keys func(word) []string) ([]*Place, int) {
	node, ok := t.step(0, first)
	if !ok {
		return nil, i
	}
	best, end := t.places[node], i+1
	if len(best) == 0 {
		end = i
	}
	for j := i + 1; j < len(words); j++ {
		next, ok := int32(0), false
		ks := keys(words[j])
		if words[j].isArabic {
			ks = ks[:min(1, len(ks))] // what is written before a name stands before its first word
		}
		for _, key := range ks {
			if next, ok = t.step(node, key); ok {
				break
			}
		}
		if !ok && words[j].isArticle {
			continue
		}
		if !ok {
			break
		}
		if node = next; len(t.places[node]) > 0 {
			best, end = t.places[node], j+1
		}
	}
	return best, end
}

// isName decides whether words that make a name are meant as one.
func (g *Gazetteer) isName(words []word, i, end int, key string, places []*Place) bool {
	if len(places) == 0 {
		return false
	}
	if end-i > 1 {
		return true
	}
	w := words[i]
	isBeside := isBesideKind(words, i, end)
	isStripped := w.isArabic && key != w.key
	spelt := key
	if folded := search.Fold(w.raw); w.isArabic && (!isStripped || strings.HasSuffix(folded, "ال"+key) || strings.HasSuffix(folded, "لل"+key)) {
		spelt = "ال" + key // the article counts
		if !isStripped {
			spelt = folded
		}
	}
	letters := utf8.RuneCountInString(spelt)
	switch {
	case kindOf([]rune(key)[0]) == digits, slices.Contains(never, key), letters < 3:
		return false
	case isOrdinary(key):
		return isBeside || !w.isArabic && i > 0 && words[i-1].isArticle
	case isBeside || g.isBig(places):
		return true
	case isStripped:
		return letters >= 5 && utf8.RuneCountInString(key) >= 4
	case w.isArabic:
		return letters > 3 || i == 0 || slices.Contains(whereWords, words[i-1].key)
	}
	return letters > 3 && (!w.isSmall || i > 0 && words[i-1].isArticle)
}

// whereWords are Arabic words after which a place is named.
var whereWords = []string{"في", "ريف", "الي", "من", "علي", "شمال", "جنوب", "شرق", "غرب"}

// isBig reports that others lie in one of the places, or that it reaches far.
func (g *Gazetteer) isBig(places []*Place) bool {
	return slices.ContainsFunc(places, func(p *Place) bool {
		return p.PrecisionM >= 5000 || slices.ContainsFunc(g.keys[p], func(key string) bool { return len(g.holding[key]) >= big })
	})
}

// isSounding decides the same for names that only sound alike.
func (g *Gazetteer) isSounding(words []word, i, end int) bool {
	letters := 0
	if slices.Contains(never, words[i].key) {
		return false
	}
	for _, w := range words[i:end] {
		letters += len(loose(w.key))
		if end-i == 1 && isOrdinary(w.key) {
			return false
		}
	}
	isTold := !words[i].isSmall || isBesideKind(words, i, end) || i > 0 && words[i-1].isArticle
	return letters >= minSound && isTold
}

// big is how many places must lie in one that is known by its name alone.
const big = 3

// isBesideKind reports that a word such as "village" or حي stands beside a name.
func isBesideKind(words []word, i, end int) bool {
	before := i - 1
	for before >= 0 && (words[before].isArticle || words[before].key == "of" || words[before].key == "the") {
		before--
	}
	if before >= 0 {
		for _, key := range words[before].spellings() {
			if slices.Contains(kindsBefore, key) {
				return true
			}
		}
	}
	return end < len(words) && slices.Contains(kindsAfter, words[end].key)
}
