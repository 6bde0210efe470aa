package testimony_test

import (
	"os"
	"strings"
	"testing"

	"sijill.example/sijill/testimony"
)

// Each line of the vocabulary has Latin words on the left and Arabic ones on the
// right.
func TestVocabularyHasTwoSides(t *testing.T) {
	b, err := os.ReadFile("vocabulary.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		english, arabic, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok || testimony.ScriptOf(english) != testimony.Other || testimony.ScriptOf(arabic) != testimony.Arabic {
			t.Errorf("%q", line)
		}
		for _, word := range strings.Fields(english + " " + arabic) {
			if s := testimony.ScriptOf(word); s == testimony.Mixed {
				t.Errorf("%q in %q has letters of both scripts", word, line)
			}
		}
	}
}

// Words of the vocabulary, names across the scripts and numbers find their places
// where the lengths say nothing, and whichever segment is missing.
func TestAlignKnowsWordsNamesAndNumbers(t *testing.T) {
	english := []string{
		"The doctor did not see the children.", "They met Nadim Karkour at the bridge.", "My mother went to the hospital now.",
		"We counted 23 shells in that hour.", "The bakery had no bread any more.", "In November the school was closed.", "Was Samir Darwazi there, too?",
	}
	arabic := []string{
		"لم ير الطبيب الأطفال هناك أبداً.", "التقوا نديم كركور عند الجسر.", "ذهبت أمي إلى المستشفى الآن.",
		"عددنا ثلاثاً و٢٣ قذيفة في ساعة.", "لم يعد في المخبز خبز أبداً.", "أغلقت المدرسة في تشرين الثاني.", "هل كان سمير دروازي هناك أيضاً؟",
	}
	for missing := range english {
		var a []string
		var want []int
		for i, s := range english {
			if i != missing {
				a, want = append(a, s), append(want, i)
			}
		}
		for _, p := range mustAlign(t, a, arabic) {
			for i := p.A.Start; i < p.A.End; i++ {
				if want[i] < p.B.Start || want[i] >= p.B.End {
					t.Errorf("without %d: segment %d is paired with %v", missing, i, p.B)
				}
			}
			if (p.A.Len() != 1 || p.B.Len() != 1) && !p.Doubtful() {
				t.Errorf("without %d: %v is not doubtful", missing, p)
			}
		}
	}
}
