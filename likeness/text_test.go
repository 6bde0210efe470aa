package likeness_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sijill.example/sijill/likeness"
)

func TestTexts(t *testing.T) {
	story := "In the morning the market was open and the baker sold bread until two shells fell at the corner near the old school and everyone ran to the cellar"
	arabic := "في الصباح كان السوق مفتوحا وباع الخباز الخبز حتى سقطت قذيفتان عند الزاوية قرب المدرسة القديمة فركض الجميع إلى القبو"
	pointed := "فِي الصَّبَاح كان السُّوق مفتوحًا وباع الخبّاز الخبز حتّى سقطت قذيفتان عند الزاويه قرب المدرسه القديمه فركض الجميع الى القبو"
	for name, c := range map[string]struct {
		a, b        string
		least, most float64
	}{
		"the same":           {story, story, 1, 1},
		"case and signs":     {story, strings.ToUpper(strings.ReplaceAll(story, " ", ", ")), 1, 1},
		"arabic spellings":   {arabic, pointed, 1, 1},
		"with a line before": {story, "Urgent, please share: " + story, likeness.TextNear, 1},
		"a word was changed": {story, strings.Replace(story, "baker", "grocer", 1), likeness.TextNear, 1},
		"something else":     {story, "The committee met on Tuesday to speak about water pipes and the price of fuel for the pumps of the eastern quarter", 0, 0.1},
	} {
		a, okA := likeness.TextSignature(c.a)
		b, okB := likeness.TextSignature(c.b)
		if got := a.Resemblance(&b); !okA || !okB || got < c.least || got > c.most {
			t.Errorf("%s: %v %v %.2f", name, okA, okB, got)
		}
		if back, err := likeness.SignatureFrom(a.Bytes()); err != nil || back != a {
			t.Errorf("%s: not read back: %v", name, err)
		}
	}
	if _, ok := likeness.TextSignature("a truth that is too short to compare"); ok {
		t.Error("a short text was given a signature")
	}
}

func TestFilms(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	var original []likeness.Frame
	for i := range 60 {
		original = append(original, likeness.Frame{Hash: randomHash(r), Quality: 90, At: time.Duration(i) * time.Second})
	}
	black := likeness.Frame{Quality: 3}
	var cut []likeness.Frame // ten seconds of it, compressed again, with a title and a black frame
	cut = append(cut, likeness.Frame{Hash: randomHash(r), Quality: 80}, black)
	for i := 20; i < 30; i++ {
		cut = append(cut, likeness.Frame{Hash: near(r, original[i].Hash, 20), Quality: 80, At: time.Duration(len(cut)) * time.Second})
	}
	o, ok := likeness.Compare(cut, original, likeness.Near)
	if !ok || o.Mine < 10.0/11-.01 || o.Mine > 10.0/11+.01 || o.Theirs < 10.0/60-.01 || o.At != 2*time.Second || o.TheirAt != 20*time.Second || o.Distance != 20 {
		t.Errorf("%+v %v", o, ok)
	}
	if o, ok := likeness.Compare([]likeness.Frame{black, black}, append([]likeness.Frame{black}, original...), likeness.Near); ok {
		t.Errorf("black frames resemble each other: %+v", o)
	}
}
