package testimony_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"sijill.example/sijill/testimony"
)

func TestCutIntoSentences(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"plain", "He came. She left! Why? So…", []string{"He came.", "She left!", "Why?", "So…"}},
		{"Arabic", "لماذا؟ لا أعرف. ذهب الناس؛ بقيت وحدي!", []string{"لماذا؟", "لا أعرف.", "ذهب الناس؛ بقيت وحدي!"}},
		{"Arabic without spaces", "سقطت القذيفة.ركضنا إلى القبو", []string{"سقطت القذيفة.", "ركضنا إلى القبو"}},
		{"a space before the full stop", "وصلنا ليلاً . ثم نمنا .", []string{"وصلنا ليلاً .", "ثم نمنا ."}},
		{"a loose mark", "هل نعود ؟ . نعم .", []string{"هل نعود ؟ .", "نعم ."}},
		{"quotes", `He said: "Run." We ran. “Now?” «نعم.» قال.`, []string{`He said: "Run."`, "We ran.", "“Now?”", "«نعم.»", "قال."}},
		{"abbreviations", "Dr. Karim met Gen. Saad at No. 5. All left.", []string{"Dr. Karim met Gen. Saad at No. 5.", "All left."}},
		{"initials", "J. K. Said wrote. د. كريم وصل. نمنا.", []string{"J. K. Said wrote.", "د. كريم وصل.", "نمنا."}},
		{"numbers", "At 3.30 it fell. It weighed 1.5 t. ٣.٥ أطنان. ثم لا شيء.", []string{"At 3.30 it fell.", "It weighed 1.5 t. ٣.٥ أطنان.", "ثم لا شيء."}},
		{"number of a list", "1. The school. 2. The bakery.", []string{"1. The school.", "2. The bakery."}},
		{"names of machines", "See example.org now. Ask a.b@c.de.", []string{"See example.org now.", "Ask a.b@c.de."}},
		{"small letter after dots", "I gave up... because of it. Done.", []string{"I gave up... because of it.", "Done."}},
		{"a line break ends", "One\nTwo", []string{"One", "Two"}},
		{"nothing", " \n\t ", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := texts(testimony.Cut(test.text, testimony.BySentence)); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestCutIntoParagraphs(t *testing.T) {
	wrapped := "This text was broken by a program at a margin that\nnobody who wrote it ever meant to be seen, as mail\nprograms do."
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"empty lines", "a b.\n\n  c\r\n\r\nd", []string{"a b.", "c", "d"}},
		{"meant line breaks", "الأول\nالثاني\nالثالث", []string{"الأول", "الثاني", "الثالث"}},
		{"CR LF lines", "one\r\ntwo\r\n", []string{"one", "two"}},
		{"broken at a margin", wrapped + "\n\nNext.", []string{wrapped, "Next."}},
		{"two lines, each a sentence", "The first of two lines is longer than forty letters.\nUnbreakable.", []string{"The first of two lines is longer than forty letters.", "Unbreakable."}},
		{"mark at the beginning", "\ufeffText", []string{"Text"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := texts(testimony.Cut(test.text, testimony.ByParagraph)); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestCutAtTimes(t *testing.T) {
	got := testimony.Cut("Before.\n[00:01:02-00:01:10] The first.\nStill the first.\n[١:٣٠] ثم هربنا. [01:45.5 --> 02:00] Last [at 5:00] words. [00:09-00:03] No time.", testimony.ByParagraph)
	want := []testimony.Segment{
		{ID: "s1", Text: "Before."},
		{ID: "s2", Text: "The first.\nStill the first.", From: "00:01:02", To: "00:01:10"},
		{ID: "s3", Text: "ثم هربنا.", From: "00:01:30", To: "00:01:45.500"},
		{ID: "s4", Text: "Last [at 5:00] words. [00:09-00:03] No time.", From: "00:01:45.500", To: "00:02:00"},
	}
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i, w := range want {
		g := got[i]
		g.Start, g.End = 0, 0
		if g != w {
			t.Errorf("got %+v\nwant %+v", g, w)
		}
	}
}

func texts(segments []testimony.Segment) []string {
	var out []string
	for _, s := range segments {
		out = append(out, s.Text)
	}
	return out
}

// lossless demands that segments are in order, are what their bytes say, and
// that between them is only white space and marks of time.
func lossless(t interface{ Fatalf(string, ...any) }, text string, segments []testimony.Segment) {
	end := 0
	check := func(gap string) {
		for _, r := range gap {
			if !unicode.IsSpace(r) && r != '\ufeff' && !strings.ContainsRune("[]:.,-–—>", r) && !unicode.IsDigit(r) {
				t.Fatalf("%q was lost between segments of %q", gap, text)
			}
		}
	}
	for _, s := range segments {
		if s.Start < end || s.End <= s.Start || text[s.Start:s.End] != s.Text || s.ID == "" {
			t.Fatalf("%+v of %q", s, text)
		}
		check(text[end:s.Start])
		end = s.End
	}
	check(text[end:])
}

func TestCutLosesNothing(t *testing.T) {
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{". ", "؟ ", "\n", "\n\n", "\r\n", "[00:01-00:02]", "[5:00]", "د. ", "3.5", "كلمة", "Word", "”", "…", "\xff", "\ufeff", "\u200f"}))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 20).Draw(t, "pieces"), "")
		paragraphs := testimony.Cut(text, testimony.ByParagraph)
		sentences := testimony.Cut(text, testimony.BySentence)
		lossless(t, text, paragraphs)
		lossless(t, text, sentences)
		// A sentence never reaches over the end of a paragraph.
		k := 0
		for _, s := range sentences {
			for k < len(paragraphs) && paragraphs[k].End < s.End {
				k++
			}
			if k == len(paragraphs) || s.Start < paragraphs[k].Start {
				t.Fatalf("%+v is in no paragraph of %q", s, text)
			}
		}
	})
}

func FuzzCut(f *testing.F) {
	for _, seed := range []string{"He came. She left.", "لماذا؟ لا أعرف.", "[00:01-00:02] a\n\nb", "\xff.\xfe", "1. a 2. b", "a\r\nb\r\n\r\nc", "[99:99]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lossless(t, text, testimony.Cut(text, testimony.ByParagraph))
		lossless(t, text, testimony.Cut(text, testimony.BySentence))
	})
}

func FuzzAlign(f *testing.F) {
	f.Add("One.\nTwo 13.\nThree", "واحد\nاثنان ١٣\nثلاثة")
	f.Add("", "a")
	f.Add("a\na\na\na", "a\na")
	f.Fuzz(func(t *testing.T, a, b string) {
		as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
		if len(as) > 200 || len(bs) > 200 {
			return
		}
		checkCover(t, len(as), len(bs), mustAlign(t, as, bs))
	})
}
