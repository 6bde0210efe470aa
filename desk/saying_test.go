package desk_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"sijill.example/sijill/desk"
	"sijill.example/sijill/exchange/proofmode"
	"sijill.example/sijill/media"
)

// TestSayings demands that every finding can be told in both languages, with all that
// stands in it.
func TestSayings(t *testing.T) {
	codes := proofmode.Codes()
	maps.Copy(codes, media.DetailCodes())
	if len(codes) != len(proofmode.Codes())+len(media.DetailCodes()) {
		t.Fatal("a code is used twice")
	}
	words := desk.Words()
	for code, values := range codes {
		w := words["saying."+code]
		for _, said := range w {
			for i := range values {
				if !strings.Contains(said, fmt.Sprintf("{%d}", i+1)) {
					t.Errorf("%s: %q does not tell value %d", code, said, i+1)
				}
			}
			if said == "" || strings.Contains(said, fmt.Sprintf("{%d}", values+1)) {
				t.Errorf("%s: %q", code, said)
			}
		}
	}
}
