package testimony_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sijill.example/sijill/testimony"
)

// A small stock from which bilingual text with a known answer is made. Most
// sentences have no number and no name, as in testimony.
var (
	whoStock = [][2]string{
		{"my brother", "أخي"}, {"the doctor", "الطبيب"}, {"our neighbour", "جارنا"}, {"a woman from the quarter", "امرأة من الحي"},
		{"the rescue team", "فريق الإنقاذ"}, {"the teacher", "المعلمة"}, {"an old man", "رجل مسن"}, {"the driver of the bus", "سائق الحافلة"},
		{"the children", "الأطفال"}, {"my mother", "أمي"}, {"Samir Darwazi", "سمير دروازي"}, {"Nadim Karkour", "نديم كركور"},
		{"two nurses", "ممرضتان"}, {"the baker", "الخباز"}, {"nobody", "لا أحد"}, {"the volunteers of the kitchen", "متطوعو المطبخ"},
	}
	didStock = [][2]string{
		{"was standing at", "كان واقفاً عند"}, {"ran away from", "هرب من"}, {"came back to", "عاد إلى"}, {"was looking for water near", "كان يبحث عن الماء قرب"},
		{"carried the wounded out of", "أخرج الجرحى من"}, {"filmed the smoke above", "صوّر الدخان فوق"}, {"had been waiting since dawn in front of", "كان ينتظر منذ الفجر أمام"},
		{"heard the aircraft over", "سمع الطائرة فوق"}, {"did not want to leave", "لم يرد أن يغادر"}, {"slept in the cellar of", "نام في قبو"},
		{"distributed bread to the families behind", "وزع الخبز على العائلات خلف"}, {"wrote down the names of those who had been in", "دوّن أسماء من كانوا في"},
	}
	whereStock = [][2]string{
		{"the school", "المدرسة"}, {"the hospital", "المشفى"}, {"the old bridge", "الجسر القديم"}, {"the market street", "شارع السوق"}, {"the bakery", "المخبز"},
		{"our house", "بيتنا"}, {"the mosque", "الجامع"}, {"the water station", "محطة المياه"}, {"the garden of the university", "حديقة الجامعة"},
		{"Tal Marzouq", "تل مرزوق"}, {"the last checkpoint of the town", "آخر حاجز في المدينة"}, {"the cemetery", "المقبرة"},
	}
	whenStock = [][2]string{
		{"", ""}, {"", ""}, {"", ""}, {"", ""}, {"in the morning", "في الصباح"}, {"after the second strike", "بعد الغارة الثانية"}, {"that night", "في تلك الليلة"},
		{"before the sun rose", "قبل شروق الشمس"}, {"when the line went dead", "عندما انقطع الخط"}, {"because there was no light and no fuel any more", "لأنه لم يعد هناك ضوء ولا وقود"},
		{"on %d November", "في %d تشرين الثاني"}, {"with %d others", "مع %d آخرين"},
	}
)

// bilingual makes n sentences in English and Arabic.
func bilingual(r *rand.Rand, n int) (english, arabic []string) {
	pick := func(stock [][2]string) [2]string { return stock[r.IntN(len(stock))] }
	for range n {
		who, did, where, when := pick(whoStock), pick(didStock), pick(whereStock), pick(whenStock)
		en := who[0] + " " + did[0] + " " + where[0]
		ar := did[1] + " " + where[1] + " " + who[1]
		if when[0] != "" {
			k := 11 + r.IntN(19)
			fill := func(s string) string {
				if strings.Contains(s, "%d") {
					return fmt.Sprintf(s, k)
				}
				return s
			}
			en, ar = en+" "+fill(when[0]), ar+" "+fill(when[1])
		}
		if r.IntN(4) == 0 {
			next := pick(didStock)
			there := pick(whereStock)
			en += ", and then " + next[0] + " " + there[0]
			ar += "، ثم " + next[1] + " " + there[1]
		}
		english = append(english, strings.ToUpper(en[:1])+en[1:]+".")
		arabic = append(arabic, ar+".")
	}
	return english, arabic
}

// known is a bilingual text with the answer: what an aligner should say.
type known struct {
	a, b  []string
	pairs []testimony.Pair
}

// disturb merges sentences on either side, and leaves out the given share of
// those of one side.
func disturb(r *rand.Rand, english, arabic []string, merges, missing float64) known {
	var k known
	for i := 0; i < len(english); {
		p := testimony.Pair{A: testimony.Range{Start: len(k.a)}, B: testimony.Range{Start: len(k.b)}}
		switch x := r.Float64(); {
		case x < merges && i+1 < len(english):
			k.a = append(k.a, english[i], english[i+1])
			k.b = append(k.b, arabic[i]+" "+arabic[i+1])
			i += 2
		case x < 2*merges && i+1 < len(english):
			k.a = append(k.a, english[i]+" "+english[i+1])
			k.b = append(k.b, arabic[i], arabic[i+1])
			i += 2
		case r.Float64() < missing:
			k.a = append(k.a, english[i])
			i++
		default:
			k.a, k.b = append(k.a, english[i]), append(k.b, arabic[i])
			i++
		}
		p.A.End, p.B.End = len(k.a), len(k.b)
		k.pairs = append(k.pairs, p)
	}
	return k
}

// right gives the share of the known pairs that were found exactly.
func right(want, got []testimony.Pair) float64 {
	found := map[[2]testimony.Range]bool{}
	key := func(p testimony.Pair) [2]testimony.Range {
		if p.A.Len() == 0 {
			p.A = testimony.Range{}
		}
		if p.B.Len() == 0 {
			p.B = testimony.Range{}
		}
		return [2]testimony.Range{p.A, p.B}
	}
	for _, p := range got {
		found[key(p)] = true
	}
	n := 0
	for _, p := range want {
		if found[key(p)] {
			n++
		}
	}
	return float64(n) / float64(len(want))
}

func mustAlign(t interface {
	Helper()
	Fatal(...any)
}, a, b []string) []testimony.Pair {
	t.Helper()
	pairs, err := testimony.Align(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

// Text with a known answer, without and with gaps: the shares are means over
// several texts, and each has its own floor.
func TestAlignFindsTheKnownAnswer(t *testing.T) {
	for _, test := range []struct {
		name            string
		sentences       int
		merges, missing float64
		want            float64
	}{
		{"parallel", 200, 0, 0, 0.95},
		{"parallel, merged and split", 200, 0.05, 0, 0.95},
		{"a tenth missing", 200, 0, 0.1, 0.85},
		{"a tenth missing, merged and split", 200, 0.03, 0.1, 0.85},
		{"short, a tenth missing", 40, 0, 0.1, 0.85},
		{"long, a tenth missing", 2000, 0.02, 0.1, 0.85},
	} {
		t.Run(test.name, func(t *testing.T) {
			rounds := 5
			if test.sentences > 1000 {
				rounds = 1
			}
			mean := 0.0
			for seed := range rounds {
				r := rand.New(rand.NewPCG(uint64(seed), 7))
				en, ar := bilingual(r, test.sentences)
				k := disturb(r, en, ar, test.merges, test.missing)
				start := time.Now()
				got := mustAlign(t, k.a, k.b)
				mean += right(k.pairs, got) / float64(rounds)
				t.Logf("seed %d: %.3f right, %v", seed, right(k.pairs, got), time.Since(start).Round(time.Millisecond))
			}
			if mean < test.want {
				t.Errorf("%.3f right, want %.2f", mean, test.want)
			}
		})
	}
}

func drawText(t *rapid.T, name string) []string {
	return rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom([]string{"", "a", "The 13 barrels fell.", "سقط ١٣ برميلاً.", "?", "Aleppo", "حلب اليوم", "one two three four five six seven", "x"}),
		rapid.String(),
	), 0, 12).Draw(t, name)
}

// Every segment is in exactly one pair, pairs are in order, and scores are
// shares.
func TestAlignCoversEverythingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawText(t, "a"), drawText(t, "b")
		checkCover(t, len(a), len(b), mustAlign(t, a, b))
	})
}

func checkCover(t interface{ Fatalf(string, ...any) }, a, b int, pairs []testimony.Pair) {
	i, j := 0, 0
	for _, p := range pairs {
		if p.A.Start != i || p.B.Start != j || p.A.Len() < 0 || p.B.Len() < 0 || p.A.Len()+p.B.Len() == 0 {
			t.Fatalf("%v does not follow %d, %d", p, i, j)
		}
		if !(p.Score >= 0 && p.Score <= 1) {
			t.Fatalf("score %v", p.Score)
		}
		i, j = p.A.End, p.B.End
	}
	if i != a || j != b {
		t.Fatalf("the pairs end at %d, %d of %d, %d", i, j, a, b)
	}
}

// Which text is called the first makes no difference.
func TestAlignIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawText(t, "a"), drawText(t, "b")
		there, back := mustAlign(t, a, b), mustAlign(t, b, a)
		sides := func(pairs []testimony.Pair, swap bool) []string {
			var out []string
			for _, p := range pairs {
				if swap {
					p.A, p.B = p.B, p.A
				}
				if p.A.Len() == 0 {
					p.A = testimony.Range{}
				}
				if p.B.Len() == 0 {
					p.B = testimony.Range{}
				}
				out = append(out, fmt.Sprint(p.A, p.B))
			}
			slices.Sort(out)
			return out
		}
		if x, y := sides(there, false), sides(back, true); !slices.Equal(x, y) && !slices.Equal(a, b) {
			t.Fatalf("there %v, back %v", x, y)
		}
	})
}
