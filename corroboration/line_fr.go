package corroboration

import (
	"fmt"
	"strings"
)

// frenchNoun is a counted noun of French.
type frenchNoun struct {
	one, many  string
	isFeminine bool
}

var french = map[string]frenchNoun{
	"eyewitness":  {"témoin oculaire", "témoins oculaires", false},
	"participant": {"participant", "participants", false},
	"relative":    {"proche", "proches", false},
	"official":    {"source officielle", "sources officielles", true},
	Joint:         {"déclaration commune", "déclarations communes", true},
	"relayed":     {"récit rapporté", "récits rapportés", false},
	"aggregator":  {"agrégateur", "agrégateurs", false},
	"unknown":     {"source dont le lien avec les faits est inconnu", "sources dont le lien avec les faits est inconnu", true},
	Unnamed:       {"élément dont la source n’est pas consignée", "éléments dont la source n’est pas consignée", false},
}

var (
	frenchItem    = frenchNoun{"élément", "éléments", false}
	frenchAccount = frenchNoun{"récit", "récits", false}
)

var frenchNumbers = []string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"}

func frenchNumber(n int, isFeminine bool) string {
	switch {
	case n == 1 && isFeminine:
		return "une"
	case n < len(frenchNumbers):
		return frenchNumbers[n]
	}
	return fmt.Sprint(n)
}

func (n frenchNoun) count(count int) string {
	word := n.many
	if count == 1 {
		word = n.one
	}
	return frenchNumber(count, n.isFeminine) + " " + word
}

// frenchVoices names a side's voices, and says whether its verb is of one.
func frenchVoices(s Side) (words string, isOne bool) {
	counts, order, named := tally(s.Voices)
	var parts []string
	unnamed, areFeminine := "", true
	for i, b := range order {
		part := french[b].count(counts[i])
		if b == Unnamed {
			unnamed = part
			continue
		}
		areFeminine = areFeminine && french[b].isFeminine
		parts = append(parts, part)
	}
	words = frenchList(parts)
	if named > 1 {
		words += ", " + map[[2]bool]string{{true, true}: "indépendantes l’une de l’autre", {true, false}: "indépendants l’un de l’autre",
			{false, true}: "indépendantes les unes des autres", {false, false}: "indépendants les uns des autres"}[[2]bool{named == 2, areFeminine}] + " pour autant qu’on le sache,"
	}
	switch {
	case words == "":
		words = unnamed
	case unnamed != "":
		words += " et " + unnamed
	}
	return words, len(s.Voices) == 1
}

func frenchList(parts []string) string {
	if len(parts) < 3 {
		return strings.Join(parts, " et ")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " et " + parts[len(parts)-1]
}

// French tells the verdict as English does.
func (v Verdict) French() string {
	var b strings.Builder
	pro, proIsOne := frenchVoices(v.For)
	contra, contraIsOne := frenchVoices(v.Against)
	appuie := map[bool]string{true: "l’appuie", false: "l’appuient"}[proIsOne]
	contredit := map[bool]string{true: "le contredit", false: "le contredisent"}[contraIsOne]
	switch {
	case pro == "" && contra == "":
		b.WriteString("Personne ne le dit, et personne ne le contredit.")
	case contra == "":
		fmt.Fprintf(&b, "%s %s ; personne ne le contredit.", upper(pro), appuie)
	case pro == "":
		fmt.Fprintf(&b, "Personne ne l’appuie ; %s %s.", contra, contredit)
	default:
		fmt.Fprintf(&b, "Contesté : %s %s ; %s %s.", pro, appuie, contra, contredit)
	}
	say := func(sentence string) { b.WriteString(" " + upper(sentence) + ".") }
	for i, s := range []Side{v.For, v.Against} {
		how := []How{Supports, Contradicts}[i]
		for _, m := range s.Merges {
			say(m.French(s.Things, how))
		}
		if s.IsSplit {
			say("ceux qui " + []string{"l’appuient", "le contredisent"}[i] + " donnent des valeurs différentes : " + values(s.Values, "fr"))
		}
		if n := len(s.Odd); n > 0 {
			entered := []string{"à l’appui", "à l’encontre"}[i]
			what := []string{"contraire à", "conforme à"}[i]
			verb := map[bool]string{true: "consigné " + entered + " donne", false: "consignés " + entered + " donnent"}[n == 1]
			say(frenchItem.count(n) + " " + verb + " une valeur " + what + " l’affirmation")
		}
	}
	if v.OnBothSides != "" {
		say(v.OnBothSides.onBothSides("fr"))
	}
	if n := len(v.Context); n > 0 {
		say(frenchItem.count(n) + map[bool]string{true: " ne donne", false: " ne donnent"}[n == 1] + " que du contexte")
	}
	if n := len(v.Circular); n > 0 {
		say(frenchItem.count(n) + map[bool]string{true: " renvoie à l’affirmation elle-même et ne compte pas", false: " renvoient à l’affirmation elle-même et ne comptent pas"}[n == 1])
	}
	if v.Lost > 0 {
		say(frenchNoun{"passage cité ne se trouve plus à sa place", "passages cités ne se trouvent plus à leur place", false}.count(v.Lost))
	}
	return b.String()
}

// French tells why accounts are one voice, as English does.
func (m Merge) French(all int, how How) string {
	who := map[How]string{Supports: "l’appuient", Contradicts: "le contredisent"}[how]
	n := things(m.Accounts)
	switch m.Why {
	case OneOrigin:
		what := map[string]string{"film": "un seul film", "picture": "une seule image", "text": "un seul texte", "sound": "un seul enregistrement"}[m.Medium]
		if what == "" {
			what = "d’une même origine"
		}
		if n == all {
			return fmt.Sprintf("les %s éléments qui %s sont %s", frenchNumber(n, false), who, what)
		}
		return fmt.Sprintf("%s des %s éléments qui %s sont %s", frenchNumber(n, false), frenchNumber(all, false), who, what)
	case SameAccount:
		return frenchItem.count(n) + " sont un même récit sous plusieurs formes"
	case SameSource:
		return frenchAccount.count(len(m.Accounts)) + " viennent d’une même source et ne comptent qu’une fois"
	case Affiliation:
		return frenchAccount.count(len(m.Accounts)) + " viennent d’une même organisation et ne comptent qu’une fois"
	}
	if len(m.Accounts) == 1 {
		return "un récit ne fait que transmettre ce que disent d’autres qui sont entendus eux-mêmes, et ne compte pas"
	}
	return frenchAccount.count(len(m.Accounts)) + " donnent la parole d’un seul et ne comptent qu’une fois"
}
