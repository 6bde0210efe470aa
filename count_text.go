package sijill

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// CountRead is a number of people that stands in a text with what became of them.
type CountRead struct {
	// Start and End are the bytes of the text that it came from. They read to the
	// same count when they are read alone.
	Start, End int
	Low, High  int64 // both included; High is NoUpperEnd where there is none
	About      bool  // somewhere near Low, which equals High
	Unit       string
	// Part says that the people are called by what only some of all are (children,
	// fighters, "another 25"): of all there are Low at least.
	Part bool
}

// NoUpperEnd is the upper end of a count that has none.
const NoUpperEnd = math.MaxInt64

// CountsIn reads how many people were killed, injured, affected and so on in an
// English or Arabic text, in order and without overlap. "More than 50" is read as 50
// at least, "dozens" and "hundreds" are not read. What is not sure is passed over: a
// number that is a part of another ("including 3 children"), one whose noun or verb
// is not known, one of a sentence that denies or supposes.
func CountsIn(text string) []CountRead {
	var out []CountRead
	for _, c := range countsOnce(text) {
		// What reads differently alone owes its reading to what stands around it.
		alone := countsOnce(text[c.Start:c.End])
		if len(alone) != 1 || alone[0].Start != 0 || alone[0].End != c.End-c.Start {
			continue
		}
		was := alone[0]
		was.Start, was.End = c.Start, c.End
		if was == c {
			out = append(out, c)
		}
	}
	return out
}

var inAddress = regexp.MustCompile(`(?i)\b(?:https?\s?:|www\.)\S*`)

func countsOnce(text string) []CountRead {
	r := &countReader{toks: tokens(text)}
	blind := inAddress.FindAllStringIndex(text, -1)
	for _, m := range DatesIn(text) {
		blind = append(blind, []int{m.Start, m.End})
	}
	for i := range r.toks { // what is a date or an address holds no counts
		for _, b := range blind {
			if t := &r.toks[i]; t.start < b[1] && t.end > b[0] {
				*t = token{kind: otherToken, word: "\x00", start: t.start, end: t.end}
			}
		}
	}
	var out []CountRead
	within := false // what is counted is part of what was counted before
	for i := 0; i < len(r.toks); {
		t := r.toks[i]
		switch {
		case slices.Contains([]string{".", "!", "?", "؟", ";", "؛", "\x00"}, t.word):
			within = false
		case partWords[bare(t.word)] || t.word == "of" && (r.at(i+1).word == "whom" || r.at(i+1).word == "which"):
			within = true
		}
		if c, next, ok := r.count(i); ok {
			if !within || r.verb(i) != "" {
				c.Start, c.End = r.toks[i].start, r.toks[next-1].end
				out = append(out, c)
				within = false
			}
			i = next
			continue
		}
		if r.verb(i) != "" || r.participle(i) != "" {
			within = false
		}
		i++
	}
	return out
}

type countReader struct{ toks []token }

func (r *countReader) at(i int) token {
	if i < 0 || i >= len(r.toks) {
		return token{}
	}
	return r.toks[i]
}

// count reads what begins at a token: a verb before its number ("killing five"), a
// number before its verb or noun ("five were killed", "five deaths"), or that there
// was nobody.
func (r *countReader) count(i int) (CountRead, int, bool) {
	for _, pattern := range []func(int) (CountRead, int, bool){r.nobody, r.two, r.verbFirst, r.numberFirst} {
		if c, next, ok := pattern(i); ok && !r.isDoubted(i) {
			return c, next, true
		}
	}
	return CountRead{}, i, false
}

// isDoubted says that words before the count deny or suppose it.
func (r *countReader) isDoubted(i int) bool {
	for k := i - 1; k >= max(0, i-4); k-- {
		if w := r.at(k).word; strings.ContainsAny(w, ".!?;\x00") && w != "" {
			return false
		} else if doubtWords[bare(w)] || doubtWords[w] {
			return true
		}
	}
	return false
}

// verb gives the unit of a word after which the number of people stands.
func (r *countReader) verb(i int) string {
	t := r.at(i)
	if t.kind != wordToken {
		return ""
	}
	if u := verbsFirst[t.word]; u != "" {
		return u
	}
	return verbsFirst[bare(t.word)]
}

// participle gives the unit of a word that stands after the people.
func (r *countReader) participle(i int) string {
	if t := r.at(i); t.kind == wordToken {
		return verbsAfter[t.word]
	}
	return ""
}

// verbFirst is "killing at least five people", "قتل ثلاثة أشخاص".
func (r *countReader) verbFirst(i int) (CountRead, int, bool) {
	unit := r.verb(i)
	if unit == "" || r.at(i-1).word == "were" || r.at(i-1).word == "was" {
		return CountRead{}, i, false
	}
	c, next, ok := r.number(i + 1)
	if !ok {
		return CountRead{}, i, false
	}
	c.Unit = unit
	end, isPart, isPeople := r.people(next)
	if isPeople {
		next = end
	} else if r.at(next).word == "حاله" {
		return CountRead{}, i, false
	}
	c, next = r.after(c, next)
	c.Part = c.Part || isPart
	// "9 people killed 12 dogs": what follows must not be the thing that was counted.
	if !isPeople && !r.isEnd(next) || r.participle(next) != "" {
		return CountRead{}, i, false
	}
	return c, next, true
}

// numberFirst is "five people were killed", "12 deaths", "40 جريحا".
func (r *countReader) numberFirst(i int) (CountRead, int, bool) {
	c, next, ok := r.number(i)
	before := r.at(i - 1)
	far := r.at(i - 2)
	isNumber := far.kind == numberToken || numberWords[far.word] > 0 || scales[far.word] > 0
	if isNumber && slices.Contains([]string{"and", "to", "or", "-", "–", "الي", "او", "و"}, before.word) {
		return CountRead{}, i, false // two hundred and five, between 70 and 100
	}
	if !ok || before.word == "of" || r.verb(i-1) != "" || before.word == "aged" || before.word == "age" ||
		(before.word == "the" || before.word == "ال") && r.at(i-2).word == "of" {
		return CountRead{}, i, false
	}
	if end, unit, isPart := r.result(next); unit != "" {
		c.Unit, c.Part = unit, c.Part || isPart
		c, end = r.after(c, end)
		return c, end, true
	}
	end, isPart, isPeople := r.people(next)
	if !isPeople {
		end = next
		// A number alone belongs to the verb only where nothing before it claims it.
		if first := r.at(i); first.kind == wordToken && numberWords[first.word] == 0 {
			before = token{} // "at least", "between"
		}
		if before.kind == numberToken || before.kind == wordToken && !saysAfter[before.word] || before.word == "-" || before.word == "/" {
			return CountRead{}, i, false
		}
	}
	if r.at(end).word == "بين" {
		if k, unit, _ := r.result(end); unit != "" {
			c.Unit, c.Part = unit, c.Part || isPart
			return c, k, true
		}
	}
	c, end = r.after(c, end)
	hasHelp := false
	for helps[r.at(end).word] {
		hasHelp = hasHelp || r.at(end).word != "reportedly" && r.at(end).word != "allegedly" && r.at(end).word != "reported"
		end++
	}
	if manners[r.at(end).word] && r.participle(end+1) != "" {
		isPart = isPart || partManners[r.at(end).word]
		end++
	}
	unit := r.participle(end)
	if unit == "" {
		return CountRead{}, i, false
	}
	isArabic := r.at(end).word != "" && r.at(end).word[0] >= 0x80
	c.Unit, c.Part = unit, c.Part || isPart
	if r.at(end).word == "suffocated" && r.at(end+1).word == "to" && r.at(end+2).word == "death" {
		c.Unit = "killed"
		end += 2
	}
	end++
	if w := r.at(end).word; (w == "and" || w == "or") && c.Unit != "casualties" {
		if other := r.participle(end + 1); other != "" && other != c.Unit && r.isEnd(end+2) {
			if c.Unit == "killed" && other == "injured" || c.Unit == "injured" && other == "killed" {
				c.Unit = "casualties"
			}
			end += 2
		}
	}
	// "12 men killed 30 others" tells of those who killed.
	if !hasHelp && !isArabic && !r.isEnd(end) {
		if e, _, people := r.people(end); !people || !r.isEnd(e) {
			return CountRead{}, i, false
		}
	}
	return c, end, true
}

// result is a noun that says what became of those who are counted: "deaths",
// "injured people", "cases of suffocation", "جريحا", "حالة اختناق".
func (r *countReader) result(i int) (next int, unit string, isPart bool) {
	if w := r.at(i).word; w == "civilian" {
		isPart = true
		i++
	}
	w := r.at(i).word
	switch {
	case w == "cases" && r.at(i+1).word == "of" || w == "case" && r.at(i+1).word == "of":
		k := i + 2
		if r.at(k).word == "\"" || r.at(k).word == "“" {
			k++
		}
		if r.at(k).word == "suffocation" || r.at(k).word == "shortness" && r.at(k+1).word == "of" && r.at(k+2).word == "breath" {
			if r.at(k).word == "shortness" {
				k += 2
			}
			return k + 1, "affected", isPart
		}
	case w == "suffocation" && (r.at(i+1).word == "cases" || r.at(i+1).word == "case"):
		return i + 2, "affected", isPart
	case (w == "حاله" || w == "حالات") && bare(r.at(i+1).word) == "اختناق":
		return i + 2, "affected", isPart
	case w == "بين" && bare(r.at(i+1).word) == "قتيل" && bare(r.at(i+2).word) == "جريح":
		return i + 3, "casualties", isPart
	case nounResults[w] != "":
		unit = nounResults[w]
		if b := r.at(i + 1).word; unit == "killed" && (b == "وجريحا" || b == "وجريح" || b == "وجرحي") {
			return i + 2, "casualties", isPart
		}
		return i + 1, unit, isPart
	case r.participle(i) != "": // 85 injured individuals
		if end, part, ok := r.people(i + 1); ok {
			return end, r.participle(i), part || isPart
		}
	}
	return i, "", false
}

// two is an Arabic dual: "قتيلان", "إصابة شخصين".
func (r *countReader) two(i int) (CountRead, int, bool) {
	t := r.at(i)
	if t.kind != wordToken {
		return CountRead{}, i, false
	}
	if unit := duals[bare(t.word)]; unit != "" {
		return CountRead{Low: 2, High: 2, Unit: unit}, i + 1, true
	}
	if unit := r.verb(i); unit != "" {
		if part, ok := dualPeople[r.at(i+1).word]; ok {
			return CountRead{Low: 2, High: 2, Unit: unit, Part: part}, i + 2, true
		}
		if part, ok := onePerson[r.at(i+1).word]; ok && (r.at(i+2).word == "واحد" || r.at(i+2).word == "واحده") {
			return CountRead{Low: 1, High: 1, Unit: unit, Part: part}, i + 3, true
		}
	}
	return CountRead{}, i, false
}

// nobody is said plainly, or not at all: that none were reported is not that there
// were none.
func (r *countReader) nobody(i int) (CountRead, int, bool) {
	words := func(list string) int {
		k := i
		for w := range strings.FieldsSeq(list) {
			if !slices.Contains(strings.Split(w, "|"), r.at(k).word) {
				return 0
			}
			k++
		}
		return k
	}
	for _, p := range nobodyWords {
		if next := words(p.words); next > 0 && r.isEnd(next) {
			unit := p.unit
			if unit == "" {
				unit = unitOf(r.at(next - 1).word)
			}
			if w := r.at(next).word; unit != "" && w != "or" && w != "and" && !strings.HasPrefix(w, "و") {
				return CountRead{Unit: unit}, next, true
			}
		}
	}
	return CountRead{}, i, false
}

func unitOf(word string) string {
	if u := nounResults[word]; u != "" {
		return u
	}
	return verbsAfter[word]
}

// people passes a noun for people with the words before it.
func (r *countReader) people(i int) (next int, isPart, ok bool) {
	if r.at(i).word == "of" && (r.at(i+1).word == "them" || r.at(i+1).word == "us") {
		return i + 2, false, true
	}
	if r.at(i).word == "من" {
		i++
	}
	for range 3 {
		if w := r.at(i).word; !describes[w] {
			break
		} else if w == "other" || w == "more" || w == "additional" {
			isPart = true
		}
		if part, isNoun := peopleWords[r.at(i).word]; isNoun { // civilian men
			if _, again := peopleWords[r.at(i+1).word]; !again {
				return i + 1, part || isPart, true
			}
			isPart = isPart || part
		}
		if d := r.at(i).word; d == "civilian" || d == "young" || d == "elderly" || d == "innocent" {
			isPart = true
		}
		i++
	}
	part, ok := peopleWords[strings.TrimPrefix(r.at(i).word, "ال")]
	if !ok {
		return i, false, false
	}
	if (r.at(i).word == "members") && r.at(i+1).word == "of" {
		for k := i + 2; k < i+5; k++ {
			if r.at(k).word == "family" {
				return k + 1, true, true
			}
		}
	}
	return i + 1, part || isPart, true
}

// isEnd says that a clause may end before the token, so that it is not what was
// counted.
func (r *countReader) isEnd(i int) bool {
	t := r.at(i)
	if t.kind == numberToken || t.word == "-" || t.word == "%" || t.word == "٪" || t.word == "/" || t.word == "$" {
		return false
	}
	if t.kind != wordToken {
		return true
	}
	if endWords[t.word] || r.verb(i) != "" {
		return true
	}
	return false
}
