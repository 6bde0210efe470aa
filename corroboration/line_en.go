package corroboration

import (
	"cmp"
	"fmt"
	"strings"
)

// english are the words for voices of each basis: one, and more.
var english = map[string][2]string{
	"eyewitness":  {"eyewitness", "eyewitnesses"},
	"participant": {"participant", "participants"},
	"relative":    {"relative", "relatives"},
	"official":    {"official source", "official sources"},
	Joint:         {"joint statement", "joint statements"},
	"relayed":     {"relayed account", "relayed accounts"},
	"aggregator":  {"aggregator", "aggregators"},
	"unknown":     {"source of unknown basis", "sources of unknown basis"},
	Unnamed:       {"item whose source is not recorded", "items whose source is not recorded"},
}

var englishNumbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

func englishNumber(n int) string {
	if n < len(englishNumbers) {
		return englishNumbers[n]
	}
	return fmt.Sprint(n)
}

func englishCount(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return englishNumber(n) + " " + many
}

// tally counts voices by basis, in the order of the bases.
func tally(voices []Voice) (counts []int, order []string, named int) {
	by := map[string]int{}
	for _, v := range voices {
		by[v.Basis]++
		if v.Basis != Unnamed {
			named++
		}
	}
	for _, b := range bases {
		if by[b] > 0 {
			counts, order = append(counts, by[b]), append(order, b)
		}
	}
	return counts, order, named
}

// englishVoices names a side's voices, and says whether its verb is of one.
func englishVoices(s Side) (words string, isOne bool) {
	counts, order, named := tally(s.Voices)
	var parts []string
	unnamed := ""
	for i, b := range order {
		part := englishCount(counts[i], english[b][0], english[b][1])
		if b == Unnamed {
			unnamed = part
		} else {
			parts = append(parts, part)
		}
	}
	words = englishList(parts)
	if named > 1 {
		words += ", independent of each other as far as is known,"
	}
	switch {
	case words == "":
		words = unnamed
	case unnamed != "":
		words += " and " + unnamed
	}
	return words, len(s.Voices) == 1
}

func englishList(parts []string) string {
	if len(parts) < 3 {
		return strings.Join(parts, " and ")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// English tells the verdict so that it can be read aloud: who supports the claim
// and who contradicts it in one breath, then what makes accounts one, and then what
// else a fair reader must hear.
func (v Verdict) English() string {
	var b strings.Builder
	pro, proIsOne := englishVoices(v.For)
	contra, contraIsOne := englishVoices(v.Against)
	verb := func(isOne bool, word string) string {
		if isOne {
			return word + "s"
		}
		return word
	}
	switch {
	case pro == "" && contra == "":
		b.WriteString("nobody says this, and nobody contradicts it.")
	case contra == "":
		fmt.Fprintf(&b, "%s %s this; nobody contradicts it.", pro, verb(proIsOne, "support"))
	case pro == "":
		fmt.Fprintf(&b, "nobody supports this; %s %s it.", contra, verb(contraIsOne, "contradict"))
	default:
		fmt.Fprintf(&b, "disputed: %s %s this; %s %s it.", pro, verb(proIsOne, "support"), contra, verb(contraIsOne, "contradict"))
	}
	say := func(sentence string) { b.WriteString(" " + upper(sentence) + ".") }
	for i, s := range []Side{v.For, v.Against} {
		how := []How{Supports, Contradicts}[i]
		who, whom := []string{"support", "contradict"}[i], []string{"supporting", "contradicting"}[i]
		for _, m := range s.Merges {
			say(m.English(s.Things, how))
		}
		if s.IsSplit {
			say("those who " + who + " it give different values: " + values(s.Values, "en"))
		}
		if n := len(s.Odd); n > 0 {
			what := map[bool]string{true: "goes against", false: "fits"}[i == 0]
			entered := " entered as " + whom + " it "
			say(englishCount(n, "bearing"+entered+"names", "bearings"+entered+"name") + " a value that " + what + " the claim")
		}
	}
	if v.OnBothSides != "" {
		say(v.OnBothSides.onBothSides("en"))
	}
	if n := len(v.Context); n > 0 {
		say(englishCount(n, "item gives", "items give") + " context only")
	}
	if n := len(v.Circular); n > 0 {
		say(englishCount(n, "bearing names the claim itself and does", "bearings name the claim itself and do") + " not count")
	}
	if v.Lost > 0 {
		say(englishCount(v.Lost, "passage is", "passages are") + " no longer where it was quoted from")
	}
	return upper(b.String())
}

// English tells why accounts are one voice; all is how many things its side has.
func (m Merge) English(all int, how How) string {
	who := strings.TrimSuffix(string(how), "s")
	n := things(m.Accounts)
	switch m.Why {
	case OneOrigin:
		what := map[string]string{"film": "one film", "picture": "one picture", "text": "one text", "sound": "one recording"}[m.Medium]
		if what == "" {
			what = "of one origin"
		}
		if n == all {
			return fmt.Sprintf("the %s items that %s it are %s", englishNumber(n), who, what)
		}
		return fmt.Sprintf("%s of the %s items that %s it are %s", englishNumber(n), englishNumber(all), who, what)
	case SameAccount:
		return fmt.Sprintf("%s items are one account in several forms", englishNumber(n))
	case SameSource:
		return fmt.Sprintf("%s accounts are of one source and count once", englishNumber(len(m.Accounts)))
	case Affiliation:
		return fmt.Sprintf("%s accounts are of one organisation and count once", englishNumber(len(m.Accounts)))
	}
	if len(m.Accounts) == 1 {
		return "one account only passes on what others say who are heard themselves, and does not count"
	}
	return fmt.Sprintf("%s accounts give the word of one and count once", englishNumber(len(m.Accounts)))
}

func values(all []Value, language string) string {
	separator := cmp.Or(map[string]string{"ar": "؛ ", "fr": " ; "}[language], "; ")
	var parts []string
	for _, v := range all {
		parts = append(parts, v.Words(language))
	}
	return strings.Join(parts, separator)
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
