package blockproof_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sijill.example/sijill/exchange/blockproof"
)

func TestWordsMakeUpTheSegment(t *testing.T) {
	for text, want := range map[string][]string{
		"":                      nil,
		"one":                   {"one"},
		" one  two\n":           {" one  ", "two\n"},
		"قال أحمد،\u00a0ثم رحل": {"قال ", "أحمد،\u00a0", "ثم ", "رحل"},
		"  ":                    {"  "},
	} {
		if got := blockproof.CutWords(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "segment")
		if got := strings.Join(blockproof.CutWords(s), ""); got != s {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

// gone draws words of some segments.
func gone(t *rapid.T, segments []string) blockproof.Gone {
	var out blockproof.Gone
	for _, s := range segments {
		n := len(blockproof.CutWords(s))
		out = append(out, rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "gone"))
	}
	return out
}

func passed(t *rapid.T, p blockproof.Proof) blockproof.Proof {
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var q blockproof.Proof
	if err := json.Unmarshal(b, &q); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	return q
}

func TestWordsAreProved(t *testing.T) {
	word := rapid.StringOfN(rapid.SampledFrom([]rune("abcمدين")), 1, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		var segments []string
		for range rapid.IntRange(1, 4).Draw(t, "segments") {
			segments = append(segments, strings.Join(rapid.SliceOfN(word, 1, 8).Draw(t, "words"), " ")+"\n\n")
		}
		seed := blockproof.NewSeed()
		want, err := blockproof.CommitWords(segments, seed)
		if err != nil {
			t.Fatal(err)
		}
		hidden := gone(t, segments)
		p, err := blockproof.ProveWords(segments, seed, hidden)
		if err != nil {
			t.Fatal(err)
		}
		q := passed(t, p)
		if got, err := blockproof.CheckWords(q); err != nil || got != want {
			t.Fatalf("%+v, want %+v, %v", got, want, err)
		}
		if q.Copy() != p.Copy() {
			t.Fatalf("%q and %q", q.Copy(), p.Copy())
		}
		// The copy says what is left, and where something is not.
		var left []string
		for i, s := range segments {
			for j, w := range blockproof.CutWords(s) {
				if !hidden[i][j] {
					left = append(left, strings.TrimSpace(w))
				}
			}
		}
		copied := strings.Fields(strings.ReplaceAll(p.Copy(), blockproof.Withheld, " "))
		if !slices.Equal(copied, left) {
			t.Fatalf("%q is left of %q without %v", p.Copy(), segments, hidden)
		}
		if all := strings.Join(segments, ""); (p.Copy() == all) != (strings.Count(p.Copy(), blockproof.Withheld) == 0) {
			t.Fatalf("%q has no mark", p.Copy())
		}
		// Another word anywhere is found.
		b, _ := json.Marshal(p)
		for _, w := range left {
			forged := strings.Replace(string(b), w, w+"x", 1)
			var f blockproof.Proof
			if err := json.Unmarshal([]byte(forged), &f); err != nil || f.Copy() == p.Copy() {
				continue // it stood in a salt
			}
			if got, err := blockproof.CheckWords(f); err == nil && got == want {
				t.Fatalf("%q is taken for %q", f.Copy(), p.Copy())
			}
		}
	})
}

// Whatever stood under a mark, the copy is the same; and the proof's length says
// less than how many words it was.
func TestMarksSayNothingOfTheWords(t *testing.T) {
	copies := map[string]bool{}
	leaves := map[int]map[int]bool{} // numbers of hidden leaves, by that of the words
	for n := 1; n <= 4; n++ {
		leaves[n] = map[int]bool{}
		for range 60 {
			segments := []string{"He saw " + strings.Repeat("somebody ", n) + "there.\n\n", "Then he left."}
			hidden := blockproof.Gone{make([]bool, 3+n)}
			for j := 2; j < 2+n; j++ {
				hidden[0][j] = true
			}
			p, err := blockproof.ProveWords(segments, blockproof.NewSeed(), hidden)
			if err != nil {
				t.Fatal(err)
			}
			copies[p.Copy()] = true
			b, _ := json.Marshal(p)
			var f struct {
				Words []struct{ Hashes []byte }
			}
			if err := json.Unmarshal(b, &f); err != nil || strings.Contains(string(b), "somebody") {
				t.Fatalf("%v %s", err, b)
			}
			leaves[n][len(f.Words[0].Hashes)/32] = true
		}
	}
	if want := "He saw [withheld] there.\n\nThen he left."; len(copies) != 1 || !copies[want] {
		t.Errorf("%v", copies)
	}
	for n := 1; n < 4; n++ {
		shared := 0
		for k := range leaves[n] {
			if leaves[n+1][k] {
				shared++
			}
		}
		if shared < 3 {
			t.Errorf("the proof tells %d words from %d: %v, %v", n, n+1, leaves[n], leaves[n+1])
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, hidden := range []blockproof.Gone{nil, {{true}}, {nil, {true, true}}} {
		p, err := blockproof.ProveWords([]string{"one two\n\n", "three four"}, blockproof.Seed{1}, hidden)
		if err != nil {
			f.Fatal(err)
		}
		b, _ := json.Marshal(p)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var p blockproof.Proof
		if json.Unmarshal(b, &p) != nil {
			return
		}
		_ = p.Copy()
		_, _ = blockproof.CheckWords(p)
		_, _ = blockproof.CheckText(p)
	})
}
