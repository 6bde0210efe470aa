package corroboration_test

import (
	"fmt"
	"slices"
	"testing"

	"sijill.example/sijill"
	. "sijill.example/sijill/corroboration"
)

// crowd makes so many sources of each basis, each with one thing, and lists the
// things.
func crowd(w *world, prefix string, counts map[string]int) (out []sijill.Number) {
	for basis, n := range counts {
		for i := range n {
			of := sijill.Number(fmt.Sprintf("%s-%s-%d", prefix, basis, i))
			switch basis {
			case Unnamed:
				w.thing(of, "", "")
			case Joint:
				w.thing(of, "", "", func(t *Thing) { t.IsJoint = true })
			default:
				w.source("src-"+of, basis).thing(of, "src-"+string(of), "")
			}
			out = append(out, of)
		}
	}
	return out
}

// TestLines pins verdicts as they are read aloud.
func TestLines(t *testing.T) {
	people := func(pros, cons map[string]int) func() Verdict {
		return func() Verdict {
			w := newWorld()
			return weigh(w, pro(crowd(w, "p", pros)...), contra(crowd(w, "c", cons)...))
		}
	}
	type counts = map[string]int
	for i, test := range []struct {
		verdict func() Verdict
		en, ar  string
	}{
		{people(nil, nil),
			"Nobody says this, and nobody contradicts it.",
			"لا أحد يقول بذلك ولا أحد يناقضه."},
		{people(counts{"eyewitness": 1}, nil),
			"One eyewitness supports this; nobody contradicts it.",
			"يؤيد ذلك شاهد عيان واحد؛ ولا يناقضه أحد."},
		{people(counts{"eyewitness": 2, "official": 1}, counts{"official": 1}),
			"Disputed: two eyewitnesses and one official source, independent of each other as far as is known, support this; one official source contradicts it.",
			"موضع خلاف: يؤيد ذلك شاهدا عيان ومصدر رسمي واحد، وكل منهم مستقل عن غيره في حدود المعروف؛ ويناقضه مصدر رسمي واحد."},
		{people(nil, counts{"official": 2}),
			"Nobody supports this; two official sources, independent of each other as far as is known, contradict it.",
			"لا يؤيد ذلك أحد؛ ويناقضه مصدران رسميان، وكل منهما مستقل عن الآخر في حدود المعروف."},
		{people(counts{"eyewitness": 3}, counts{"relative": 1}),
			"Disputed: three eyewitnesses, independent of each other as far as is known, support this; one relative contradicts it.",
			"موضع خلاف: يؤيد ذلك ثلاثة شهود عيان، وكل منهم مستقل عن غيره في حدود المعروف؛ ويناقضه قريب واحد."},
		{people(counts{"eyewitness": 11, "participant": 2}, counts{"official": 12, "relayed": 103}),
			"Disputed: 11 eyewitnesses and two participants, independent of each other as far as is known, support this; 12 official sources and 103 relayed accounts, independent of each other as far as is known, contradict it.",
			"موضع خلاف: يؤيد ذلك 11 شاهد عيان ومشاركان، وكل منهم مستقل عن غيره في حدود المعروف؛ ويناقضه 12 مصدراً رسمياً و103 مصادر ناقلة، وكل منها مستقل عن غيره في حدود المعروف."},
		{people(counts{"participant": 8, "relative": 10, "aggregator": 1}, nil),
			"Eight participants, ten relatives and one aggregator, independent of each other as far as is known, support this; nobody contradicts it.",
			"يؤيد ذلك ثمانية مشاركين وعشرة أقارب وموقع تجميع واحد، وكل منهم مستقل عن غيره في حدود المعروف؛ ولا يناقضه أحد."},
		{people(counts{"official": 4, Joint: 1, "unknown": 2}, counts{"unknown": 3}),
			"Disputed: four official sources, one joint statement and two sources of unknown basis, independent of each other as far as is known, support this; three sources of unknown basis, independent of each other as far as is known, contradict it.",
			"موضع خلاف: يؤيد ذلك أربعة مصادر رسمية وبيان مشترك واحد ومصدران لا تُعرف صلتهما بالحدث، وكل منها مستقل عن غيره في حدود المعروف؛ ويناقضه ثلاثة مصادر لا تُعرف صلتها بالحدث، وكل منها مستقل عن غيره في حدود المعروف."},
		{people(counts{Unnamed: 1}, counts{Unnamed: 2}),
			"Disputed: one item whose source is not recorded supports this; two items whose source is not recorded contradict it.",
			"موضع خلاف: تؤيد ذلك مادة واحدة مجهولة المصدر؛ وتناقضه مادتان مجهولتا المصدر."},
		{people(counts{"eyewitness": 2, Unnamed: 8}, counts{"eyewitness": 1, Unnamed: 11}),
			"Disputed: two eyewitnesses, independent of each other as far as is known, and eight items whose source is not recorded support this; one eyewitness and 11 items whose source is not recorded contradict it.",
			"موضع خلاف: يؤيد ذلك شاهدا عيان، وكل منهما مستقل عن الآخر في حدود المعروف، وثماني مواد مجهولة المصدر؛ ويناقضه شاهد عيان واحد و11 مادة مجهولة المصدر."},
		{people(counts{"eyewitness": 100}, nil),
			"100 eyewitnesses, independent of each other as far as is known, support this; nobody contradicts it.",
			"يؤيد ذلك 100 شاهد عيان، وكل منهم مستقل عن غيره في حدود المعروف؛ ولا يناقضه أحد."},
		{func() Verdict {
			w := filmWorld().same("exh-2026-0001", "exh-2026-0002", "exh-2026-0003")
			return weigh(w, pro("exh-2026-0001", "exh-2026-0002", "exh-2026-0003", "exh-2026-0004", "exh-2026-0005"), contra("exh-2026-0009"))
		},
			"Disputed: three eyewitnesses, independent of each other as far as is known, support this; one official source contradicts it. Three of the five items that support it are one film.",
			"موضع خلاف: يؤيد ذلك ثلاثة شهود عيان، وكل منهم مستقل عن غيره في حدود المعروف؛ ويناقضه مصدر رسمي واحد. ثلاث من المواد الخمس المؤيدة فيلم واحد."},
		{func() Verdict {
			w := filmWorld().same("exh-2026-0001", "exh-2026-0002")
			return weigh(w, pro("exh-2026-0009"), contra("exh-2026-0001", "exh-2026-0002"))
		},
			"Disputed: one official source supports this; one eyewitness contradicts it. The two items that contradict it are one film.",
			"موضع خلاف: يؤيد ذلك مصدر رسمي واحد؛ ويناقضه شاهد عيان واحد. المادتان المناقضتان فيلم واحد."},
		{func() Verdict {
			w := filmWorld().same("exh-2026-0001", "exh-2026-0009")
			return weigh(w, pro("exh-2026-0001", "exh-2026-0009", "exh-2026-0002"))
		},
			"Two eyewitnesses, independent of each other as far as is known, support this; nobody contradicts it. Two of the three items that support it are of one origin.",
			"يؤيد ذلك شاهدا عيان، وكل منهما مستقل عن الآخر في حدود المعروف؛ ولا يناقضه أحد. اثنتان من المواد الثلاث المؤيدة من أصل واحد."},
		{func() Verdict {
			w := newWorld().source("o", "official", group).source("a", "official", belongs("o")).source("b", "official", belongs("o")).source("e", "eyewitness").source("r", "relayed", relays("e")).
				thing("1", "a", "").thing("2", "b", "").thing("3", "e", "").thing("4", "r", "").thing("5", "e", "")
			return weigh(w, pro("1", "2", "3", "4", "5"))
		},
			"One eyewitness and one official source, independent of each other as far as is known, support this; nobody contradicts it. Three accounts give the word of one and count once. Two accounts are of one organisation and count once.",
			"يؤيد ذلك شاهد عيان واحد ومصدر رسمي واحد، وكل منهما مستقل عن الآخر في حدود المعروف؛ ولا يناقضه أحد. ومنها ثلاث روايات مصدر كلامها واحد، فلا تُحتسب إلا مرة واحدة. ومنها روايتان من جهة واحدة، فلا تُحتسبان إلا مرة واحدة."},
		{func() Verdict {
			w := newWorld().source("a", "eyewitness").source("b", "eyewitness").source("c", "aggregator", relays("a", "b")).thing("1", "a", "").thing("2", "b", "").thing("3", "c", "")
			return weigh(w, pro("1", "2", "3"), bear(Contextualises, []sijill.Number{"1"}), pro("clm-2026-0001"), contra("1"))
		},
			"Disputed: two eyewitnesses, independent of each other as far as is known, support this; one eyewitness contradicts it. One account only passes on what others say who are heard themselves, and does not count. The same account is on both sides. One item gives context only. One bearing names the claim itself and does not count.",
			"موضع خلاف: يؤيد ذلك شاهدا عيان، وكل منهما مستقل عن الآخر في حدود المعروف؛ ويناقضه شاهد عيان واحد. ومنها رواية واحدة تنقل كلام غيرها ممن يُسمع صوته هنا، فلا تُحتسب. والرواية نفسها في الجانبين. ومن المواد ما يوضح السياق فقط (1). ومن الإسنادات ما يحيل إلى الادعاء نفسه فلا يُحتسب (1)."},
		{func() Verdict {
			w := newWorld().source("a", "eyewitness").source("b", "official").thing("1", "a", "").thing("2", "b", "").thing("3", "a", "sound", func(t *Thing) { t.StandsOn = []sijill.Number{"1"} })
			says := func(low, high int64) Value { return Value{Count: &Count{Low: low, High: high}, Unit: "killed"} }
			return NewTies(&w.Known).Weigh(Claim{Number: "clm-2026-0001", Value: says(2, Most)}, []Bearing{
				{Of: "1", How: Supports, Says: says(3, 3), Place: Lost}, {Of: "3", How: Supports, Says: says(5, 7)},
				{Of: "2", How: Supports, Says: says(1, 1)}, {Of: "2", How: Contradicts, Says: says(4, Most)}})
		},
			"Disputed: one eyewitness and one official source, independent of each other as far as is known, support this; one official source contradicts it. Two items are one account in several forms. Those who support it give different values: 3 killed; 1 killed; 5 to 7 killed. One bearing entered as supporting it names a value that goes against the claim. One bearing entered as contradicting it names a value that fits the claim. The same account is on both sides. One passage is no longer where it was quoted from.",
			"موضع خلاف: يؤيد ذلك شاهد عيان واحد ومصدر رسمي واحد، وكل منهما مستقل عن الآخر في حدود المعروف؛ ويناقضه مصدر رسمي واحد. ومنها مادتان تمثلان رواية واحدة في أكثر من صورة. وتختلف القيم في المواد المؤيدة: 3 قتلى؛ قتيل واحد؛ من 5 إلى 7 قتلى. ومن المواد المؤيدة ما يذكر قيمة لا توافق الادعاء (1). ومن المواد المناقضة ما يذكر قيمة توافق الادعاء (1). والرواية نفسها في الجانبين. ومن المقاطع المقتبسة ما لم يعد في موضعه (1)."},
	} {
		v := test.verdict()
		if got := v.English(); got != test.en {
			t.Errorf("got  %s\nwant %s", got, test.en)
		}
		if got := v.French(); got != linesInFrench[i] {
			t.Errorf("got  %s\nwant %s", got, linesInFrench[i])
		}
		if got := v.Arabic(); got != test.ar {
			t.Errorf("got  %s\nwant %s", got, test.ar)
		}
	}
}

// linesInFrench are the lines of TestLines, in its order.
var linesInFrench = []string{
	"Personne ne le dit, et personne ne le contredit.",
	"Un témoin oculaire l’appuie ; personne ne le contredit.",
	"Contesté : deux témoins oculaires et une source officielle, indépendants les uns des autres pour autant qu’on le sache, l’appuient ; une source officielle le contredit.",
	"Personne ne l’appuie ; deux sources officielles, indépendantes l’une de l’autre pour autant qu’on le sache, le contredisent.",
	"Contesté : trois témoins oculaires, indépendants les uns des autres pour autant qu’on le sache, l’appuient ; un proche le contredit.",
	"Contesté : 11 témoins oculaires et deux participants, indépendants les uns des autres pour autant qu’on le sache, l’appuient ; 12 sources officielles et 103 récits rapportés, indépendants les uns des autres pour autant qu’on le sache, le contredisent.",
	"Huit participants, dix proches et un agrégateur, indépendants les uns des autres pour autant qu’on le sache, l’appuient ; personne ne le contredit.",
	"Contesté : quatre sources officielles, une déclaration commune et deux sources dont le lien avec les faits est inconnu, indépendantes les unes des autres pour autant qu’on le sache, l’appuient ; trois sources dont le lien avec les faits est inconnu, indépendantes les unes des autres pour autant qu’on le sache, le contredisent.",
	"Contesté : un élément dont la source n’est pas consignée l’appuie ; deux éléments dont la source n’est pas consignée le contredisent.",
	"Contesté : deux témoins oculaires, indépendants l’un de l’autre pour autant qu’on le sache, et huit éléments dont la source n’est pas consignée l’appuient ; un témoin oculaire et 11 éléments dont la source n’est pas consignée le contredisent.",
	"100 témoins oculaires, indépendants les uns des autres pour autant qu’on le sache, l’appuient ; personne ne le contredit.",
	"Contesté : trois témoins oculaires, indépendants les uns des autres pour autant qu’on le sache, l’appuient ; une source officielle le contredit. Trois des cinq éléments qui l’appuient sont un seul film.",
	"Contesté : une source officielle l’appuie ; un témoin oculaire le contredit. Les deux éléments qui le contredisent sont un seul film.",
	"Deux témoins oculaires, indépendants l’un de l’autre pour autant qu’on le sache, l’appuient ; personne ne le contredit. Deux des trois éléments qui l’appuient sont d’une même origine.",
	"Un témoin oculaire et une source officielle, indépendants l’un de l’autre pour autant qu’on le sache, l’appuient ; personne ne le contredit. Trois récits donnent la parole d’un seul et ne comptent qu’une fois. Deux récits viennent d’une même organisation et ne comptent qu’une fois.",
	"Contesté : deux témoins oculaires, indépendants l’un de l’autre pour autant qu’on le sache, l’appuient ; un témoin oculaire le contredit. Un récit ne fait que transmettre ce que disent d’autres qui sont entendus eux-mêmes, et ne compte pas. Le même récit figure des deux côtés. Un élément ne donne que du contexte. Un élément renvoie à l’affirmation elle-même et ne compte pas.",
	"Contesté : un témoin oculaire et une source officielle, indépendants l’un de l’autre pour autant qu’on le sache, l’appuient ; une source officielle le contredit. Deux éléments sont un même récit sous plusieurs formes. Ceux qui l’appuient donnent des valeurs différentes : 3 tués ; 1 tué ; de 5 à 7 tués. Un élément consigné à l’appui donne une valeur contraire à l’affirmation. Un élément consigné à l’encontre donne une valeur conforme à l’affirmation. Le même récit figure des deux côtés. Un passage cité ne se trouve plus à sa place.",
}

// Values are counted as each language counts, and dates are spelt.
func TestWordsOfValues(t *testing.T) {
	day, err := sijill.ParseDate("2016-11-18")
	if err != nil {
		t.Fatal(err)
	}
	many := func(low, high int64, unit string) Value {
		return Value{Count: &Count{Low: low, High: high}, Unit: unit}
	}
	about := func(n int64, unit string) Value {
		return Value{Count: &Count{Low: n, High: n, About: true}, Unit: unit}
	}
	for _, test := range []struct {
		value      Value
		en, ar, fr string
	}{
		{many(0, 0, "killed"), "0 killed", "0 قتيل", "0 tué"},
		{many(1, 1, "families"), "1 family", "عائلة واحدة", "1 famille"},
		{many(2, 2, "hospitals"), "2 hospitals", "مستشفيان", "2 hôpitaux"},
		{many(2, Most, "killed"), "at least 2 killed", "قتيلان على الأقل", "au moins 2 tués"},
		{many(0, 7, "injured"), "at most 7 injured", "7 جرحى على الأكثر", "au plus 7 blessés"},
		{about(2, "evacuated"), "about 2 evacuated", "نحو شخصين جرى إجلاؤهما", "environ 2 évacués"},
		{about(30, "missing"), "about 30 missing", "نحو 30 مفقوداً", "environ 30 disparus"},
		{many(1, 2, "killed"), "1 to 2 killed", "من قتيل واحد إلى قتيلين", "de 1 à 2 tués"},
		{many(5, 12, "strikes"), "5 to 12 strikes", "من 5 إلى 12 ضربة", "de 5 à 12 frappes"},
		{many(100, 100, "families"), "100 families", "100 عائلة", "100 familles"},
		{many(103, 103, "displaced"), "103 displaced", "103 نازحين", "103 déplacés"},
		{many(50000, Most, "people"), "at least 50,000 people", "50,000 شخص على الأقل", "au moins 50\u202f000 personnes"},
		{about(1234567, ""), "about 1,234,567", "نحو 1,234,567", "environ 1\u202f234\u202f567"},
		{many(1000, 20000, "crates"), "1,000 to 20,000 crates", "من 1,000 إلى 20,000 crates", "de 1\u202f000 à 20\u202f000 crates"},
		{many(999, 1012, "displaced"), "999 to 1,012 displaced", "من 999 إلى 1,012 نازحاً", "de 999 à 1\u202f012 déplacés"},
		{many(3, 3, ""), "3", "3", "3"},
		{many(3, 3, "crates"), "3 crates", "3 crates", "3 crates"},
		{Value{Date: day, Means: []string{"barrel-bomb"}}, "18 November 2016, barrel bomb", "18 تشرين الثاني/نوفمبر 2016، برميل متفجر", "18 novembre 2016, baril explosif"},
	} {
		for language, want := range map[string]string{"en": test.en, "ar": test.ar, "fr": test.fr} {
			if got := test.value.Words(language); got != want {
				t.Errorf("%q in %s, want %q", got, language, want)
			}
		}
	}
	for _, c := range sijill.Scheme("units") {
		for _, language := range []string{"en", "ar", "fr"} {
			if got := many(7, 7, c.Word).Words(language); len(got) < 4 || got[0] != '7' {
				t.Errorf("seven %s in %s: %q", c.Word, language, got)
			}
		}
	}
}

// What makes several accounts one voice is told by the voice.
func TestTiesOfAVoice(t *testing.T) {
	w := newWorld().source("o", "official", group).source("a", "official", belongs("o")).source("b", "official", belongs("o")).source("r", "relayed", relays("a")).
		source("e", "eyewitness").thing("1", "a", "").thing("2", "b", "").thing("3", "r", "").thing("4", "e", "")
	v := weigh(w, pro("1", "2", "4"))
	for _, voice := range v.For.Voices {
		want := []Why{Affiliation}
		if voice.Basis == "eyewitness" {
			want = nil
		}
		if !slices.Equal(voice.Ties, want) {
			t.Errorf("the ties of %v are %v, want %v", voice.Accounts, voice.Ties, want)
		}
	}
	v = weigh(w, pro("1", "2", "3"))
	if got := v.For.Voices[0].Ties; !slices.Equal(got, []Why{Relay, Affiliation}) {
		t.Errorf("the ties are %v", got)
	}
}
