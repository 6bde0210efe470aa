package testimony_test

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sijill.example/sijill"
	"sijill.example/sijill/testimony"
)

func segs(texts ...string) []testimony.Segment {
	var out []testimony.Segment
	for i, s := range texts {
		out = append(out, testimony.Segment{ID: string(rune('a' + i)), Text: s})
	}
	return out
}

func TestTranslationGoesStaleAndBack(t *testing.T) {
	first := segs("سقطت ثلاث قذائف.", "ثم نمنا.", "لم يأت أحد.")
	translation := []testimony.Translated{
		{Of: []string{"a"}, Text: "Three shells fell.", MadeOf: sijill.MadeOf(first[0].Text).String()},
		{Of: []string{"a", "b"}, Text: "Three shells fell, then we slept.", MadeOf: sijill.MadeOf(first[0].Text, first[1].Text).String()[:12]},
		{Of: []string{"b"}, Text: "Then we slept."},
		{Text: "A note of the translator."},
	}
	states := func(now []testimony.Segment, earlier ...[]testimony.Segment) ([]testimony.State, []testimony.Standing, []string) {
		standings, untranslated := testimony.Compare(now, translation, earlier...)
		var out []testimony.State
		for _, s := range standings {
			out = append(out, s.State)
		}
		return out, standings, untranslated
	}
	want := func(name string, got, want []testimony.State) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	got, _, untranslated := states(first)
	want("at first", got, []testimony.State{testimony.Current, testimony.Current, testimony.Undated, testimony.Apart})
	if !slices.Equal(untranslated, []string{"c"}) {
		t.Errorf("untranslated %v", untranslated)
	}
	changed := segs("سقطت أربع قذائف.", "ثم نمنا.", "لم يأت أحد.")
	got, standings, _ := states(changed, first)
	want("changed", got, []testimony.State{testimony.Stale, testimony.Stale, testimony.Undated, testimony.Apart})
	if standings[0].Was != first[0].Text || standings[0].Is != changed[0].Text {
		t.Errorf("was %q, is %q", standings[0].Was, standings[0].Is)
	}
	got, _, _ = states(segs(first[0].Text, "ثم نمنا.", "لم يأت أحد."), changed, first)
	want("restored", got, []testimony.State{testimony.Current, testimony.Current, testimony.Undated, testimony.Apart})
	got, standings, _ = states(first[1:], first)
	want("gone", got, []testimony.State{testimony.Orphan, testimony.Orphan, testimony.Undated, testimony.Apart})
	if !slices.Equal(standings[1].Missing, []string{"a"}) || standings[0].Was != first[0].Text {
		t.Errorf("gone: %+v", standings[:2])
	}
}

// Arabic typed in another normal form is another text, and that is all that is
// said of it.
func TestNormalFormIsToldApart(t *testing.T) {
	text := rapid.StringMatching(`[أإآؤئéابت َُ]{1,20}`)
	rapid.Check(t, func(t *rapid.T) {
		original := text.Draw(t, "text")
		form := rapid.SampledFrom([]norm.Form{norm.NFC, norm.NFD}).Draw(t, "form")
		was, is := segs(original), segs(form.String(original))
		tr := []testimony.Translated{{Of: []string{"a"}, MadeOf: sijill.MadeOf(original).String()}}
		want := testimony.Current
		if is[0].Text != original {
			want = testimony.Reformed
		}
		if got, _ := testimony.Compare(is, tr, was); got[0].State != want {
			t.Fatalf("%q as %q: %s, want %s", original, is[0].Text, got[0].State, want)
		}
		if got, _ := testimony.Compare(segs(is[0].Text+"x"), tr, was); got[0].State != testimony.Stale {
			t.Fatalf("other words: %s", got[0].State)
		}
	})
}

func TestCompareAccounts(t *testing.T) {
	earlier := []string{
		"كنت في البيت مع أمي عندما سقطت القذيفة.", "رأيت ١٣ جثة في الشارع الطويل.", "ثم جاء فريق الإنقاذ بعد ساعة كاملة.", "لم أعرف أحداً منهم.",
	}
	later := []string{
		"كنتُ في البيت مع أمي عندما سقطت القذيفة .", "رأيت 15 جثة في الشارع الطويل.", "ثم جاء فريق الإنقاذ بعد ساعة كاملة.", "كان جاري سمير بينهم، وعرفته من قميصه الأزرق.",
	}
	got, err := testimony.CompareAccounts(earlier, later)
	if err != nil {
		t.Fatal(err)
	}
	var changes []testimony.Change
	for _, p := range got {
		changes = append(changes, p.Change)
	}
	if want := []testimony.Change{testimony.Repeated, testimony.Changed, testimony.Repeated, testimony.Dropped, testimony.New}; !slices.Equal(changes, want) {
		t.Fatalf("%v, want %v", changes, want)
	}
	if c := got[1]; !slices.Equal(c.OnlyA, []string{"13"}) || !slices.Equal(c.OnlyB, []string{"15"}) {
		t.Errorf("numbers %v and %v", c.OnlyA, c.OnlyB)
	}
	got, err = testimony.CompareAccounts([]string{"We left at dawn.", "The bridge was still standing that day."}, []string{"The bridge was still standing that day.", "We left at dawn."})
	if err != nil {
		t.Fatal(err)
	}
	moved := 0
	for _, p := range got {
		if p.Elsewhere >= 0 {
			moved++
		}
	}
	if moved != 2 {
		t.Errorf("%d told in another place, want 2: %+v", moved, got)
	}
}

// Each account is in the comparison whole, and in order.
func TestAccountsAreNeverMerged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawText(t, "a"), drawText(t, "b")
		got, err := testimony.CompareAccounts(a, b)
		if err != nil {
			t.Fatal(err)
		}
		var pairs []testimony.Pair
		for _, p := range got {
			pairs = append(pairs, p.Pair)
			if (p.Change == testimony.Dropped) != (p.B.Len() == 0) || (p.Change == testimony.New) != (p.A.Len() == 0) {
				t.Fatalf("%+v", p)
			}
		}
		checkCover(t, len(a), len(b), pairs)
	})
}
