package access_test

import (
	"strings"
	"testing"

	"sijill.example/sijill/access"
)

func TestWhatIsPublished(t *testing.T) {
	yes, no := access.Decision{Allow: true, Reason: access.Agreed}, access.Decision{Reason: access.Expired, Person: "A"}
	for _, c := range []struct {
		of   access.Published
		in   bool
		code string
		says []string // the code's place in English, and the number in Arabic
	}{
		{access.Published{Decision: yes}, false, "not-released", []string{"Nobody has released it", "لم يتقرر"}},
		{access.Published{Decision: yes, State: access.Recalled, Release: "rel-2026-0001"}, false, "recalled", []string{"rel-2026-0001 was recalled", "سُحب قرار نشرها rel-2026-0001"}},
		{access.Published{Decision: yes, State: access.Waiting, Release: "rel-2026-0001"}, false, "waiting", []string{"waits for a second person", "ينتظر"}},
		{access.Published{Decision: yes, State: access.Released, Release: "rel-2026-0001", Form: "view"}, true, "released", []string{"releases it as view. Everybody", "نسخة للعرض"}},
		{access.Published{Decision: no, State: access.Released, Release: "rel-2026-0001", Form: "view"}, false, "consent-expired", []string{"of A has expired.", "انتهت"}},
		{access.Published{Decision: no, State: access.Recalled, Release: "rel-2026-0001"}, false, "consent-expired", []string{"has expired. Its release rel-2026-0001 was recalled.", "سُحب"}},
		{access.Published{Decision: no}, false, "consent-expired", []string{"has expired.", "انتهت"}},
		{access.Published{Decision: yes, State: 200, Form: "<b>"}, false, "not-released", []string{"Nobody has released it", "لم يتقرر"}},
	} {
		if c.of.In() != c.in || c.of.Code() != c.code {
			t.Errorf("%+v: in %v, %s", c.of, c.of.In(), c.of.Code())
		}
		for i, lang := range []string{"en", "ar"} {
			if said := c.of.Sentence(lang); !strings.Contains(said, c.says[i]) || strings.Contains(said, "{") {
				t.Errorf("%s: %q does not say %q", c.code, said, c.says[i])
			}
		}
	}
	if access.Released.String() != "released" || access.ReleaseState(77).String() != "not-released" {
		t.Error("a state has no code")
	}
}
