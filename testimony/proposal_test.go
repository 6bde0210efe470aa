package testimony_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/testimony"
)

var (
	arabicFour = []string{
		"كنا نائمين عندما سقطت القذيفة الأولى على بيت الجيران.", "ركض أخي إلى الشارع، ولم يعد.",
		"في الصباح عدنا ٢٣ شخصاً تحت الأنقاض.", "هل رأى أحد من أين جاءت؟",
	}
	englishFour = []string{
		"We were asleep when the first shell fell on the neighbours' house.", "My brother ran into the street and did not come back.",
		"In the morning we counted 23 people under the rubble.", "Did anybody see where it came from?",
	}
)

// pairsOf writes the pairs as "s1 s2=s1" for comparison.
func pairsOf(p testimony.Part) string {
	side := func(s []testimony.Segment) string {
		var ids []string
		for _, s := range s {
			ids = append(ids, s.ID)
		}
		return strings.Join(ids, "+")
	}
	var out []string
	for _, pair := range p.Pairs {
		out = append(out, side(p.Original[pair.A.Start:pair.A.End])+"="+side(p.Translation[pair.B.Start:pair.B.End]))
	}
	return strings.Join(out, " ")
}

func TestProposeReadsEveryLayout(t *testing.T) {
	rows := func(format string, a, b []string) string {
		var s strings.Builder
		for i := range a {
			fmt.Fprintf(&s, format, a[i], b[i])
		}
		return s.String()
	}
	ar, en := arabicFour, englishFour
	oneByOne := "s1=s1 s2=s2 s3=s3 s4=s4"
	for _, test := range []struct {
		name, text string
		options    testimony.Options
		layout     testimony.Layout
		first      string // of the original
		pairs      string
	}{
		{"tabs", rows("%s\t%s\n", ar, en), testimony.Options{}, testimony.Tabs, ar[0], oneByOne},
		{"tabs, the original on the right", rows("%s\t%s\r\n", en, ar), testimony.Options{Original: testimony.Arabic}, testimony.Tabs, ar[0], oneByOne},
		{"tabs, a cell is empty", ar[0] + "\t" + en[0] + "\n" + ar[1] + "\t\n" + ar[2] + "\t" + en[2] + "\n" + ar[3] + "\t" + en[3], testimony.Options{}, testimony.Tabs, ar[0], "s1=s1 s2= s3=s2 s4=s3"},
		{"a table of bars", "| Arabic | English |\n|---|---|\n" + rows("| %s | %s |\n", ar, en), testimony.Options{}, testimony.Pipes, ar[0], oneByOne},
		{"bars without frame", rows("%s | %s\n", en, ar), testimony.Options{}, testimony.Pipes, en[0], oneByOne},
		{"two columns", rows("%-72s   %s\n\n", en, ar), testimony.Options{}, testimony.Columns, en[0], oneByOne},
		{
			"two columns of several lines",
			"We were asleep when the first     كنا نائمين عندما سقطت\nshell fell on the                 القذيفة الأولى على\nneighbours' house.                بيت الجيران.\n\n" +
				"My brother ran into the street    ركض أخي إلى الشارع،\nand did not come back.            ولم يعد.\n",
			testimony.Options{Original: testimony.Arabic}, testimony.Columns, ar[0], "s1=s1 s2=s2",
		},
		{"alternating", rows("%s\n\n%s\n\n", ar, en), testimony.Options{}, testimony.Alternating, ar[0], oneByOne},
		{"alternating lines", rows("%s\n%s\n", en, ar), testimony.Options{}, testimony.Alternating, en[0], oneByOne},
		{"alternating, one not translated", rows("%s\n\n%s\n\n", ar[:2], en[:2]) + ar[2] + "\n\n" + ar[3] + "\n\n" + en[3], testimony.Options{}, testimony.Alternating, ar[0], "s1=s1 s2=s2 s3= s4=s3"},
		{"blocks", strings.Join(ar, "\n") + "\n\n" + strings.Join(en, "\n"), testimony.Options{}, testimony.Blocks, ar[0], oneByOne},
		{"blocks, the original last", strings.Join(en, "\n\n") + "\n\n" + strings.Join(ar, "\n\n"), testimony.Options{Original: testimony.Arabic}, testimony.Blocks, ar[0], oneByOne},
		{"sentences of blocks", strings.Join(ar, " ") + "\n" + strings.Join(en, " "), testimony.Options{Grain: testimony.BySentence}, testimony.Blocks, ar[0], oneByOne},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := testimony.Propose(test.text, test.options)
			if err != nil {
				t.Fatal(err)
			}
			if p.Layout != test.layout || len(p.Parts) != 1 || len(p.Mixed) != 0 {
				t.Fatalf("layout %q, %d parts, mixed %q", p.Layout, len(p.Parts), p.Mixed)
			}
			if got := p.Parts[0].Original[0].Text; got != test.first {
				t.Errorf("the original begins with %q", got)
			}
			if got := pairsOf(p.Parts[0]); got != test.pairs {
				t.Errorf("pairs %s, want %s", got, test.pairs)
			}
		})
	}
}

// An article quotes two people in Arabic, and has the translation behind each;
// the rest of it is nobody's testimony.
func TestProposeFindsPassages(t *testing.T) {
	article := func(n int) string {
		return fmt.Sprintf("The organisation, which has worked in the region for many years, published its %dth report on the matter and asked all parties for comment, of which none had replied when this article was finished.", n)
	}
	text := strings.Join([]string{
		article(7), article(8), "A mother said:", arabicFour[0], arabicFour[1], englishFour[0], englishFour[1],
		article(9), article(10), article(14), "A rescue worker said:", arabicFour[2], arabicFour[3], englishFour[2], englishFour[3], article(15), article(16), article(17),
	}, "\n\n")
	p, err := testimony.Propose(text, testimony.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Layout != testimony.Passages || len(p.Parts) != 2 {
		t.Fatalf("layout %q, %d parts", p.Layout, len(p.Parts))
	}
	for i, part := range p.Parts {
		if got := testimony.Texts(part.Original); !slices.Equal(got, arabicFour[2*i:2*i+2]) {
			t.Errorf("part %d: original %q", i, got)
		}
		if got := testimony.Texts(part.Translation); !slices.Equal(got, englishFour[2*i:2*i+2]) {
			t.Errorf("part %d: translation %q", i, got)
		}
		if got := pairsOf(part); got != "s1=s1 s2=s2" {
			t.Errorf("part %d: %s", i, got)
		}
	}
	if p.Outside != 10 {
		t.Errorf("%d paragraphs outside, want 10", p.Outside)
	}
}

func TestProposeSaysWhatIsMixed(t *testing.T) {
	mixed := "قال أخي ثم عاد إلى البيت مساءً said my brother"
	p, err := testimony.Propose(strings.Join([]string{arabicFour[0], englishFour[0], mixed, englishFour[1]}, "\n\n"), testimony.Options{})
	if err != nil || len(p.Mixed) != 1 || p.Mixed[0] != mixed {
		t.Errorf("mixed %q, %v", p.Mixed, err)
	}
	if _, err := testimony.Propose("Only one language.\n\nNothing else.", testimony.Options{}); sijill.ClassOf(err) != sijill.Usage {
		t.Errorf("one language: %v", err)
	}
	if _, err := testimony.Propose(strings.Repeat("one واحد two اثنان ", 9), testimony.Options{}); sijill.ClassOf(err) != sijill.Usage || !strings.Contains(err.Error(), "within the same paragraphs") {
		t.Errorf("all mixed: %v", err)
	}
	if _, err := testimony.Propose(strings.Repeat("a\tب\n", testimony.MaxSegments+1), testimony.Options{}); sijill.ClassOf(err) != sijill.Refused {
		t.Errorf("too many rows: %v", err)
	}
	if _, err := testimony.Propose(strings.Repeat("a\nب\n", testimony.MaxSegments), testimony.Options{}); sijill.ClassOf(err) != sijill.Refused {
		t.Errorf("too many paragraphs: %v", err)
	}
	if _, err := testimony.ProposeTwo("  ", "x", testimony.Options{}); sijill.ClassOf(err) != sijill.Usage {
		t.Errorf("nothing: %v", err)
	}
}

// Whatever the text, each part's pairs cover it once, and its words are in the
// text.
func TestProposeHoldsTogether(t *testing.T) {
	piece := rapid.SampledFrom(slices.Concat(arabicFour, englishFour, []string{"\t", " | ", "\n", "\n\n", "    ", "13", "|---|", "x", "ح", "[00:01-00:02]", "\f"}))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 25).Draw(t, "pieces"), "")
		for _, grain := range []testimony.Grain{testimony.ByParagraph, testimony.BySentence} {
			p, err := testimony.Propose(text, testimony.Options{Grain: grain})
			if err != nil {
				continue
			}
			for _, part := range p.Parts {
				checkCover(t, len(part.Original), len(part.Translation), part.Pairs)
				for _, s := range slices.Concat(part.Original, part.Translation) {
					if s.Text == "" || !strings.Contains(strings.Join(strings.Fields(text), ""), strings.Join(strings.Fields(s.Text), "")) && p.Layout != testimony.Columns {
						t.Fatalf("%q is not in %q", s.Text, text)
					}
				}
			}
		}
	})
}

// The dispatch of a newsroom: two passages in Arabic, each with its English
// behind it, in an English article.
func TestProposeTheDispatch(t *testing.T) {
	dir := inputDir(t, "0-documents")
	b, err := os.ReadFile(filepath.Join(dir, "newsroom-dispatch-bilingual.txt"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := testimony.Propose(string(b), testimony.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Layout != testimony.Passages || len(p.Parts) != 2 || len(p.Parts[0].Original) != 3 || len(p.Parts[1].Original) != 7 || len(p.Parts[1].Translation) != 5 {
		t.Fatalf("layout %q, %d parts", p.Layout, len(p.Parts))
	}
	if got := pairsOf(p.Parts[1]); got != "s1+s2+s3=s1 s4=s2 s5=s3 s6=s4 s7=s5" {
		t.Errorf("second passage: %s", got)
	}
	if got := len(p.Parts[0].Translation); got != 4 {
		t.Errorf("first passage: %d paragraphs of translation, want 4", got)
	}
}

// Longer text in alternating paragraphs and in blocks, some of it not
// translated.
func TestProposeLongText(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	en, ar := bilingual(r, 60)
	k := disturb(r, ar, en, 0, 0.1)
	var alternating []string
	for _, p := range k.pairs {
		alternating = append(alternating, k.a[p.A.Start:p.A.End]...)
		alternating = append(alternating, k.b[p.B.Start:p.B.End]...)
	}
	blocks := append(slices.Clone(k.a), k.b...)
	for layout, text := range map[testimony.Layout][]string{testimony.Alternating: alternating, testimony.Blocks: blocks} {
		p, err := testimony.Propose(strings.Join(text, "\n\n"), testimony.Options{})
		if err != nil || p.Layout != layout || len(p.Parts) != 1 {
			t.Fatalf("layout %q, %d parts, %v; want %q", p.Layout, len(p.Parts), err, layout)
		}
		if share := right(k.pairs, p.Parts[0].Pairs); share < 0.85 {
			t.Errorf("%s: %.3f right", layout, share)
		}
	}
}
