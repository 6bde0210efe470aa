package corroboration

import (
	"fmt"
	"strconv"
	"strings"

	"sijill.example/sijill"
)

// unit is what a claim counts, as one and as more.
type unit struct {
	en, fr [2]string
	ar     noun
}

// units are the words of the thesaurus "units", as they stand beside a number.
var units = map[string]unit{
	"people":      {[2]string{"person", "people"}, [2]string{"personne", "personnes"}, noun{one: "شخص واحد", two: "شخصان", few: "أشخاص", many: "شخصاً", hundred: "شخص"}},
	"killed":      {[2]string{"killed", "killed"}, [2]string{"tué", "tués"}, noun{one: "قتيل واحد", two: "قتيلان", few: "قتلى", many: "قتيلاً", hundred: "قتيل"}},
	"injured":     {[2]string{"injured", "injured"}, [2]string{"blessé", "blessés"}, noun{one: "جريح واحد", two: "جريحان", few: "جرحى", many: "جريحاً", hundred: "جريح"}},
	"displaced":   {[2]string{"displaced", "displaced"}, [2]string{"déplacé", "déplacés"}, noun{one: "نازح واحد", two: "نازحان", few: "نازحين", many: "نازحاً", hundred: "نازح"}},
	"detained":    {[2]string{"detained", "detained"}, [2]string{"détenu", "détenus"}, noun{one: "محتجز واحد", two: "محتجزان", few: "محتجزين", many: "محتجزاً", hundred: "محتجز"}},
	"disappeared": {[2]string{"disappeared", "disappeared"}, [2]string{"victime de disparition forcée", "victimes de disparition forcée"}, noun{one: "مختفٍ قسراً", two: "مختفيان قسراً", few: "مختفين قسراً", many: "مختفياً قسراً", hundred: "مختفٍ قسراً"}},
	"missing":     {[2]string{"missing", "missing"}, [2]string{"disparu", "disparus"}, noun{one: "مفقود واحد", two: "مفقودان", few: "مفقودين", many: "مفقوداً", hundred: "مفقود"}},
	"besieged":    {[2]string{"besieged", "besieged"}, [2]string{"assiégé", "assiégés"}, noun{one: "محاصَر واحد", two: "محاصَران", few: "محاصَرين", many: "محاصَراً", hundred: "محاصَر"}},
	"evacuated":   {[2]string{"evacuated", "evacuated"}, [2]string{"évacué", "évacués"}, noun{one: "شخص واحد جرى إجلاؤه", two: "شخصان جرى إجلاؤهما", few: "أشخاص جرى إجلاؤهم", many: "شخصاً جرى إجلاؤهم", hundred: "شخص جرى إجلاؤهم"}},
	"affected":    {[2]string{"affected", "affected"}, [2]string{"personne touchée", "personnes touchées"}, noun{one: "متضرر واحد", two: "متضرران", few: "متضررين", many: "متضرراً", hundred: "متضرر"}},
	"casualties":  {[2]string{"killed or injured", "killed or injured"}, [2]string{"tué ou blessé", "tués ou blessés"}, noun{one: "قتيل أو جريح واحد", two: "شخصان بين قتيل وجريح", few: "أشخاص بين قتيل وجريح", many: "شخصاً بين قتيل وجريح", hundred: "شخص بين قتيل وجريح"}},
	"abducted":    {[2]string{"abducted", "abducted"}, [2]string{"personne enlevée", "personnes enlevées"}, noun{one: "مختطَف واحد", two: "مختطَفان", few: "مختطَفين", many: "مختطَفاً", hundred: "مختطَف"}},
	"families":    {[2]string{"family", "families"}, [2]string{"famille", "familles"}, noun{one: "عائلة واحدة", two: "عائلتان", few: "عائلات", many: "عائلة", hundred: "عائلة"}},
	"strikes":     {[2]string{"strike", "strikes"}, [2]string{"frappe", "frappes"}, noun{one: "ضربة واحدة", two: "ضربتان", few: "ضربات", many: "ضربة", hundred: "ضربة"}},
	"munitions":   {[2]string{"munition", "munitions"}, [2]string{"munition", "munitions"}, noun{one: "ذخيرة واحدة", two: "ذخيرتان", few: "ذخائر", many: "ذخيرة", hundred: "ذخيرة"}},
	"hospitals":   {[2]string{"hospital", "hospitals"}, [2]string{"hôpital", "hôpitaux"}, noun{one: "مستشفى واحد", two: "مستشفيان", few: "مستشفيات", many: "مستشفى", hundred: "مستشفى"}},
	"schools":     {[2]string{"school", "schools"}, [2]string{"école", "écoles"}, noun{one: "مدرسة واحدة", two: "مدرستان", few: "مدارس", many: "مدرسة", hundred: "مدرسة"}},
	"buildings":   {[2]string{"building", "buildings"}, [2]string{"bâtiment", "bâtiments"}, noun{one: "مبنى واحد", two: "مبنيان", few: "مبانٍ", many: "مبنى", hundred: "مبنى"}},
	"vehicles":    {[2]string{"vehicle", "vehicles"}, [2]string{"véhicule", "véhicules"}, noun{one: "مركبة واحدة", two: "مركبتان", few: "مركبات", many: "مركبة", hundred: "مركبة"}},
}

// grouped writes a number in digits, with what its language puts between thousands.
func grouped(n int64, language string) string {
	const narrowNoBreakSpace = "\u202f"
	mark := ","
	if language == "fr" {
		mark = narrowNoBreakSpace
	}
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}

// of writes so many of a unit in a language, in digits.
func of(n int64, word, language string) string {
	u, isKnown := units[word]
	switch {
	case word == "":
		return grouped(n, language)
	case !isKnown:
		return grouped(n, language) + " " + label("units", word, language)
	case language == "ar":
		return u.ar.digits(n)
	}
	words, isOne := u.en, n == 1
	if language == "fr" {
		words, isOne = u.fr, n < 2
	}
	return grouped(n, language) + " " + words[map[bool]int{true: 0, false: 1}[isOne]]
}

// digits writes so many of the noun in digits, but for one and two, which Arabic has
// in the noun.
func (n noun) digits(count int64) string {
	switch rest := count % 100; {
	case count == 1:
		return n.one
	case count == 2:
		return n.two
	case rest >= 3 && rest <= 10:
		return grouped(count, "ar") + " " + n.few
	case rest >= 11:
		return grouped(count, "ar") + " " + n.many
	}
	return grouped(count, "ar") + " " + n.hundred
}

// oblique writes so many of the unit as they stand after a preposition: the dual has
// another ending there.
func oblique(n int64, word string) string {
	s := of(n, word, "ar")
	if _, ok := units[word]; n != 2 || !ok {
		return s
	}
	first, rest, _ := strings.Cut(s, " ")
	s = strings.TrimSuffix(first, "ان") + "ين"
	if rest != "" {
		s += " " + rest
	}
	return s
}

// words tells a count of a unit in a language.
func (c *Count) words(word, language string) string {
	say := func(en, ar, fr string, n int64) string {
		switch language {
		case "ar":
			return fmt.Sprintf(ar, of(n, word, language))
		case "fr":
			return fmt.Sprintf(fr, of(n, word, language))
		}
		return fmt.Sprintf(en, of(n, word, language))
	}
	switch {
	case c.About && language == "ar":
		return "نحو " + oblique(c.Low, word)
	case c.About:
		return say("about %s", "", "environ %s", c.Low)
	case c.Low == c.High:
		return of(c.Low, word, language)
	case c.High == Most:
		return say("at least %s", "%s على الأقل", "au moins %s", c.Low)
	case c.Low == 0:
		return say("at most %s", "%s على الأكثر", "au plus %s", c.High)
	case language == "ar" && c.Low == 1 && word != "":
		return "من " + oblique(1, word) + " إلى " + oblique(c.High, word)
	case language == "ar":
		return fmt.Sprintf("من %s إلى %s", grouped(c.Low, language), oblique(c.High, word))
	case language == "fr":
		return fmt.Sprintf("de %s à %s", grouped(c.Low, language), of(c.High, word, language))
	}
	return fmt.Sprintf("%s to %s", grouped(c.Low, language), of(c.High, word, language))
}

// label gives the word of a thesaurus in a language, and the word itself where it
// is in none.
func label(scheme, word, language string) string {
	for _, c := range sijill.Scheme(scheme) {
		if c.Word == word {
			return c.In(language)
		}
	}
	return word
}
