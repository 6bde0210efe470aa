package verification_test

import (
	"slices"
	"strings"
	"testing"

	"sijill.example/sijill/verification"
)

// What was made of a picture is found, and it is said what was done to it. What is
// too dark to show anything is not, nor is another picture.
func TestFamiliesAreFoundAndNamed(t *testing.T) {
	w := filled(t, 3)
	for _, street := range []string{"street-0", "street-1", "street-2"} {
		found := w.similar(street+".jpg", false)
		for name := range found {
			if !strings.HasPrefix(name, street) {
				t.Errorf("%s is said to resemble %s: %+v", name, street, found[name])
			}
		}
		for _, c := range []struct {
			made        string
			method      verification.Method
			orientation string
			changes     []verification.Change
		}{
			{"-thumb", verification.Picture, "", []verification.Change{verification.Smaller}},
			{"-again", verification.Picture, "", []verification.Change{verification.Recompressed}},
			{"-crop", verification.Part, "", []verification.Change{verification.Cropped}},
			{"-mirror", verification.Picture, "mirrored", []verification.Change{verification.Mirrored}},
			{"-turned", verification.Picture, "turned left", []verification.Change{verification.Turned}},
		} {
			name := street + c.made + ".jpg"
			got, ok := w.similar(name, false)[street+".jpg"]
			if !ok || got.Method != c.method || got.Orientation != c.orientation || !slices.Equal(got.Changes, c.changes) {
				t.Errorf("%s is not recognized: %v %+v", name, ok, got)
			}
			if _, ok := found[name]; !ok {
				t.Errorf("%s is not found from %s", name, street)
			}
		}
		if got := w.similar(street+"-crop.jpg", false)[street+".jpg"]; got.Theirs < 0.40 || got.Theirs > 0.53 || got.Mine < 0.97 || got.X < 0.13 || got.X > 0.17 {
			t.Errorf("%s: 46%% of it, from 15%% of its width on, is put at %+v", street, got)
		}
		if got := found[street+"-crop.jpg"]; !slices.Equal(got.Changes, []verification.Change{verification.Whole}) {
			t.Errorf("%s: its part is said to be %v", street, got.Changes)
		}
		if dark := w.similar(street+"-dark.jpg", false); len(dark) > 0 {
			t.Errorf("a dark frame resembles %v", dark)
		}
	}
}
